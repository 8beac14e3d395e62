/*
 * gdb_fake.h: a machine without a machine, and a debugger without a debugger
 *
 * Three harts, 64 KiB of RAM, a ROM and a flash, all in arrays. Nothing runs:
 * resume() notes what it was told, and a test says when and why the VM stops.
 */
#ifndef DEBUG_TESTS_GDB_FAKE_H
#define DEBUG_TESTS_GDB_FAKE_H

#include "debug/gdb_server.h"

#define FAKE_HARTS 3
#define FAKE_ROM 0x1000ull
#define FAKE_ROM_BYTES 0x1000
#define FAKE_FLASH 0x20000000ull
#define FAKE_FLASH_BYTES 0x4000
#define FAKE_UART 0x10000000ull
#define FAKE_RAM 0x80000000ull
#define FAKE_RAM_BYTES 0x10000
/* virtual addresses from here on lead to RAM */
#define FAKE_VIRTUAL 0xffffffff80000000ull

typedef struct GdbFake {
    Hart harts[FAKE_HARTS];
    unsigned changed[FAKE_HARTS];   /* calls of hart_changed */
    uint8_t rom[FAKE_ROM_BYTES];
    uint8_t flash[FAKE_FLASH_BYTES];
    uint8_t ram[FAKE_RAM_BYTES];
    GArray *points;                 /* GdbPoint */
    GdbStop stops[FAKE_HARTS];
    GdbAction actions[FAKE_HARTS];
    unsigned step_flags;
    bool running, refuse_resume;
    unsigned resumes, stop_calls, resets, kills, holds;
    bool held;
    GString *monitored;             /* lines */
    GString *output;                /* raw bytes from the server */
    GdbServer *server;
} GdbFake;

/** gdb_fake_new: with a server; nobody is connected */
GdbFake *gdb_fake_new(void);
/** gdb_fake_connected: a debugger came to a stopped VM */
GdbFake *gdb_fake_connected(void);
/** gdb_fake_connected_to_running: a debugger came, and the VM stopped */
GdbFake *gdb_fake_connected_to_running(void);
void gdb_fake_free(GdbFake *f);

/** gdb_fake_send: one packet, framed; what came back is in f->output */
void gdb_fake_send(GdbFake *f, const char *payload, size_t len);

/**
 * gdb_fake_take: the next packet or notification of f->output
 *
 * Returns: (transfer full): payload, "%..." for a notification, run lengths
 *          expanded, escapes undone; NULL when there is none. Acks are
 *          skipped.
 */
char *gdb_fake_take(GdbFake *f);

/** gdb_fake_ask: send text, take the answer (transfer full) (nullable) */
char *gdb_fake_ask(GdbFake *f, const char *payload);

/** gdb_fake_stop: hart @thread stops the VM; the server is told */
void gdb_fake_stop(GdbFake *f, unsigned thread, GdbStop stop);

/** ck_ask: @payload is answered by @wanted; NULL: by nothing */
#define ck_ask(f_, payload_, wanted_)                                   \
    do {                                                                \
        g_autofree char *got_ = gdb_fake_ask((f_), (payload_));         \
        ck_assert_pstr_eq(got_, (wanted_));                             \
    } while (0)

/** ck_take: the next packet that came by itself */
#define ck_take(f_, wanted_)                                            \
    do {                                                                \
        g_autofree char *got_ = gdb_fake_take(f_);                      \
        ck_assert_pstr_eq(got_, (wanted_));                             \
    } while (0)

#endif
