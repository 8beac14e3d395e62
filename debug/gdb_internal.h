/*
 * gdb_internal.h: one debugger's session, shared by the debug/gdb_*.c files
 *
 * A command is a function that reads the rest of its packet from a GdbCursor
 * and appends to s->reply, which the dispatcher sends. What the machine does
 * comes later, as a stop reply.
 */
#ifndef DEBUG_GDB_INTERNAL_H
#define DEBUG_GDB_INTERNAL_H

#include "debug/gdb_server.h"
#include "gdb_packet.h"

/* --- parsing (gdb_parse.c) ------------------------------------------------ */

/* The part of a packet that was not read yet. Packets may hold any byte. */
typedef struct GdbCursor {
    const char *p;
    const char *end;
} GdbCursor;

/* Who is meant: a thread number, or one of these. */
enum {
    GDB_THREAD_ALL = -1,
    GDB_THREAD_ANY = -2,
};

bool gdb_at_end(const GdbCursor *in);
size_t gdb_left(const GdbCursor *in);
/** gdb_take: is the next text @text? Then step over it */
bool gdb_take(GdbCursor *in, const char *text);
/** gdb_take_hex: 1 to 16 hex digits */
bool gdb_take_hex(GdbCursor *in, uint64_t *value);
/** gdb_take_range: "addr,len" */
bool gdb_take_range(GdbCursor *in, uint64_t *addr, uint64_t *len);
/** gdb_take_bytes: pairs of hex digits, exactly @len */
bool gdb_take_bytes(GdbCursor *in, uint8_t *bytes, size_t len);
/** gdb_take_word: text up to one of @ends or the end (transfer full) */
char *gdb_take_word(GdbCursor *in, const char *ends);
/** gdb_take_hex_text: all that is left, decoded; NULL: no hex text */
char *gdb_take_hex_text(GdbCursor *in);

/* --- answering (gdb_reply.c) ---------------------------------------------- */

/* Numbers of "E" answers: the protocol's, which are those of errno. */
enum {
    GDB_E_PERM = 1,
    GDB_E_NO_ENTRY = 2,
    GDB_E_FAULT = 14,
    GDB_E_BUSY = 16,
    GDB_E_INVALID = 22,
    GDB_E_NO_SPACE = 28,
};

void gdb_reply(GdbServer *s, const char *text);
void gdb_reply_format(GdbServer *s, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
void gdb_reply_hex(GdbServer *s, const void *bytes, size_t len);
/** gdb_reply_u64: in the target's byte order: little endian */
void gdb_reply_u64(GdbServer *s, uint64_t value, unsigned n_bytes);
/** gdb_reply_binary: with the bytes that need it escaped */
void gdb_reply_binary(GdbServer *s, const void *bytes, size_t len);
void gdb_reply_error(GdbServer *s, unsigned error);
/** gdb_reply_fits: may @len more bytes be appended? */
bool gdb_reply_fits(const GdbServer *s, size_t len);
void gdb_append_hex(GString *out, const void *bytes, size_t len);
/** gdb_send_reply: s->reply becomes a packet */
void gdb_send_reply(GdbServer *s);
/** gdb_send_notice: a notification, which nobody acknowledges */
void gdb_send_notice(GdbServer *s, const GString *payload);

/* --- the session ---------------------------------------------------------- */

typedef struct GdbThread {
    bool running;               /* as the debugger knows it */
    GdbAction action;           /* while running */
    uint64_t range_start;       /* step until pc is outside; start == end: */
    uint64_t range_end;         /* one step */
    GdbStop stop;               /* the last reason, for stop replies */
    GdbSignal signal;
    bool unreported;            /* stopped, and nobody was told */
} GdbThread;

struct GdbServer {
    const GdbTarget *target;
    void *opaque;
    GdbOutputFn *output;
    void *output_opaque;

    /* the line */
    GdbReader reader;
    GString *reply;             /* payload of the answer being made */
    GString *frame;             /* last packet sent, for the other's '-' */

    /* the session; cleared by gdb_server_connect() */
    bool connected;
    bool attached;              /* false after a detach in extended mode */
    bool no_ack;
    bool multiprocess;
    bool swbreak, hwbreak;      /* the debugger knows these stop reasons */
    bool extended;
    bool non_stop;
    bool thread_suffix;         /* LLDB: ";thread:N;" behind p, P, g, G */
    bool threads_in_stop;       /* LLDB: stop replies name all threads */
    bool lldb_x;                /* LLDB: x answers bytes without the 'b' */
    bool physical;              /* addresses are physical */
    bool was_running;           /* goes on when the debugger vanishes */
    bool waiting;               /* all-stop: a stop reply is owed */
    bool interrupting;          /* we asked for the stop */
    GdbFileIoFn *file_io;       /* a call that is not answered (nullable) */
    void *file_io_opaque;
    bool stop_deferred;         /* the VM stopped in the middle of it */
    GdbSignal deferred_signal;
    bool notified;              /* non-stop: %Stop sent, no vStopped yet */
    unsigned notified_thread;
    unsigned step_flags;
    unsigned g_thread;          /* of registers and memory */
    int c_thread;               /* of c and s; GDB_THREAD_ALL */
    unsigned stop_thread;       /* whose stop was reported last */
    unsigned next_thread;       /* where qsThreadInfo goes on */
    unsigned n_threads;
    GdbThread *threads;
    GArray *points;             /* GdbPoint: what is inserted */
};

/* Halted: the registers of the selected thread. */
Hart *gdb_hart(GdbServer *s);

/* --- the table (gdb_commands.c) ------------------------------------------- */

enum {
    GDB_WHOLE = 1 << 0,         /* nothing may follow the name */
    GDB_HALTED = 1 << 1,        /* no vCPU executes meanwhile */
    GDB_QUIET = 1 << 2,         /* an empty reply is no answer at all */
    GDB_DETACHED = 1 << 3,      /* also while no process is attached */
};

typedef void GdbCommandFn(GdbServer *s, GdbCursor *in);

typedef struct GdbCommand {
    const char *prefix;
    GdbCommandFn *run;
    unsigned flags;
} GdbCommand;

/** gdb_find_command: the row with the longest matching prefix (nullable) */
const GdbCommand *gdb_find_command(const char *packet, size_t len);
/** gdb_dispatch: run one packet and answer it */
void gdb_dispatch(GdbServer *s, const char *packet, size_t len);

/* --- threads (gdb_threads.c) ---------------------------------------------- */

/** gdb_take_thread: "p1.2", "2", "-1", "0"; a number or GDB_THREAD_* */
bool gdb_take_thread(GdbServer *s, GdbCursor *in, int *thread);
/** gdb_append_thread: as the debugger writes it */
void gdb_append_thread(const GdbServer *s, GString *out, unsigned thread);

/* --- registers (gdb_regs.c, gdb_reg_table.c) ------------------------------ */

#define GDB_REG_X0 0
#define GDB_REG_PC 32
#define GDB_REG_F0 33
#define GDB_REG_CSR0 65
#define GDB_REG_PRIV 4161
#define GDB_REG_COUNT 4162
#define GDB_REG_G_COUNT 65      /* registers of a g packet */

typedef struct GdbRegSet GdbRegSet;

/* One register of the hart at hand. */
typedef struct GdbReg {
    const GdbRegSet *set;
    unsigned number;            /* in the protocol */
    unsigned index;             /* within its set */
    unsigned bits;
} GdbReg;

/* A <feature> of the target description. */
struct GdbRegSet {
    const char *feature;
    const char *title;          /* for people: LLDB's "set" */
    unsigned first, count;      /* numbers */
    bool (*exists)(const Hart *h, unsigned index);
    unsigned (*bits)(const Hart *h);
    const char *(*name)(unsigned index);
    const char *(*type)(const Hart *h, unsigned index);
    bool (*read)(Hart *h, const HartEnv *env, unsigned index,
                 uint64_t *value);
    bool (*write)(Hart *h, const HartEnv *env, unsigned index,
                  uint64_t value);
};

extern const GdbRegSet gdb_reg_sets[];
extern const unsigned gdb_reg_set_count;

/** gdb_reg_find: register @number of this hart; false: it has none */
bool gdb_reg_find(const Hart *h, unsigned number, GdbReg *reg);
/** gdb_reg_alt_name: "x2" for sp (nullable); the caller's buffer */
const char *gdb_reg_alt_name(unsigned number, char buf[8]);
/** gdb_reg_generic: LLDB's role: "pc", "sp", "arg1" (nullable) */
const char *gdb_reg_generic(unsigned number);

/* --- the rest ------------------------------------------------------------- */

/** gdb_describe_target: target.xml (transfer full) */
GString *gdb_describe_target(const Hart *h);
/** gdb_describe_memory: the memory map (transfer full) */
GString *gdb_describe_memory(GdbServer *s);
/** gdb_describe_threads: (transfer full) */
GString *gdb_describe_threads(GdbServer *s);

/** gdb_access: copy memory page by page; returns the bytes done */
size_t gdb_access(GdbServer *s, uint64_t addr, void *buf, size_t len,
                  bool is_write);

/** gdb_points_clear: remove all points of the session; halted */
void gdb_points_clear(GdbServer *s);
/** gdb_points_find: is there a point of this type at @addr? (nullable) */
const GdbPoint *gdb_points_find(const GdbServer *s, GdbPointType type,
                                vaddr addr);

/** gdb_reply_stop: the stop reply of one thread */
void gdb_reply_stop(GdbServer *s, unsigned thread);
/** gdb_resume: start the machine with the threads' actions */
void gdb_resume(GdbServer *s);
/** gdb_resume_all: every thread continues; for detaching */
void gdb_resume_all(GdbServer *s);
/** gdb_interrupt: the debugger's Ctrl-C */
void gdb_interrupt(GdbServer *s);
/** gdb_file_io_end: the call that waits, if any, has this result */
void gdb_file_io_end(GdbServer *s, int64_t result, unsigned error);
/** gdb_file_io_defers: is this stop to be told after the call? */
bool gdb_file_io_defers(GdbServer *s, GdbSignal signal);
/** gdb_notify: non-stop: tell of one stopped thread, if it may be told */
void gdb_notify(GdbServer *s);

/* The commands of every file, for the one table. */
GdbCommandFn gdb_cmd_attach, gdb_cmd_continue,
    gdb_cmd_continue_signal, gdb_cmd_crc, gdb_cmd_current_thread,
    gdb_cmd_detach, gdb_cmd_extended, gdb_cmd_file_io, gdb_cmd_first_threads,
    gdb_cmd_flash_done, gdb_cmd_flash_erase, gdb_cmd_flash_write,
    gdb_cmd_halt_reason, gdb_cmd_host_info, gdb_cmd_insert, gdb_cmd_kill,
    gdb_cmd_threads_info,
    gdb_cmd_list_threads_in_stop, gdb_cmd_memory_region, gdb_cmd_monitor,
    gdb_cmd_next_threads, gdb_cmd_no_ack, gdb_cmd_non_stop,
    gdb_cmd_phy_mem_mode, gdb_cmd_process_info, gdb_cmd_read_binary,
    gdb_cmd_read_memory, gdb_cmd_read_register, gdb_cmd_read_registers,
    gdb_cmd_register_info, gdb_cmd_remove, gdb_cmd_restart, gdb_cmd_run,
    gdb_cmd_search, gdb_cmd_set_phy_mem_mode, gdb_cmd_set_sstep,
    gdb_cmd_set_thread, gdb_cmd_sstep, gdb_cmd_sstep_bits, gdb_cmd_step,
    gdb_cmd_step_signal, gdb_cmd_supported, gdb_cmd_thread_alive,
    gdb_cmd_thread_events, gdb_cmd_thread_extra, gdb_cmd_thread_suffix,
    gdb_cmd_vcont, gdb_cmd_vcont_query, gdb_cmd_vctrlc, gdb_cmd_vkill,
    gdb_cmd_vstopped, gdb_cmd_was_attached, gdb_cmd_watch_info,
    gdb_cmd_write_binary, gdb_cmd_write_memory, gdb_cmd_write_register,
    gdb_cmd_write_registers, gdb_cmd_xfer;

#endif
