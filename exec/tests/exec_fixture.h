/*
 * exec_fixture.h: one or two harts, 8 MiB of RAM, a test device, a ROM
 *
 * Code is given as words; the fixture runs a number of instructions and the
 * test looks at the Hart. There is no board and, unless a test starts them,
 * no threads.
 */
#ifndef EXEC_FIXTURE_H
#define EXEC_FIXTURE_H

#include "exec/cpus.h"
#include "exec/memory_watch.h"

#define FIXTURE_RAM_BASE 0x80000000ull
#define FIXTURE_RAM_SIZE (1ull << 23)
#define FIXTURE_IO_BASE 0x10000000ull
#define FIXTURE_IO_SIZE 0x100
#define FIXTURE_ROM_BASE 0x20000000ull
#define FIXTURE_ROM_SIZE 0x2000
#define FIXTURE_HOLE 0x40000000ull
#define FIXTURE_HARTS 4

/* Offsets in the test device; a read of the rest gives its offset. */
#define FIXTURE_IO_ERROR 0x80   /* every access fails */

typedef struct FixtureAccess {
    hwaddr offset;
    unsigned size;
    bool write;
    uint64_t value;
} FixtureAccess;

typedef struct ExecFixture {
    CpuSet *cpus;
    MemoryWatch *watch;
    Vcpu vcpu;                  /* hart 0 */
    Vcpu more[FIXTURE_HARTS - 1];
    HartConfig config;
    MemoryRegion ram, io, rom;
    uint8_t *host;              /* of FIXTURE_RAM_BASE */
    uint64_t time;              /* what rdtime shows; atomic */
    bool clock_time;            /* rdtime shows QEMU_CLOCK_VIRTUAL instead */
    FixtureAccess log[16];      /* what the device saw */
    unsigned n_log;
} ExecFixture;

/** exec_fixture_new: @cpu is a -cpu argument such as "rv64,c=off" */
ExecFixture *exec_fixture_new(const char *cpu);
void exec_fixture_free(ExecFixture *f);

/** exec_fixture_add_hart: one more; hart @index is returned (borrowed) */
Vcpu *exec_fixture_add_hart(ExecFixture *f);

/** exec_fixture_load: put @words at @offset into RAM */
void exec_fixture_load(ExecFixture *f, uint64_t offset, const uint32_t *words,
                       size_t n_words);

/** LOAD: the same for a list of words */
#define LOAD(f, offset, ...)                                            \
    do {                                                                \
        const uint32_t words_[] = { __VA_ARGS__ };                      \
        exec_fixture_load((f), (offset), words_, G_N_ELEMENTS(words_)); \
    } while (0)

/** exec_fixture_run: execute @n instructions (WFI ends it early) */
int exec_fixture_run(ExecFixture *f, int64_t n);
/** exec_fixture_run_one: execute the instruction @word at the start of RAM,
 * and the handler if it traps; what follows has to be WFI there */
void exec_fixture_run_one(ExecFixture *f, uint32_t word);

/** vcpu_run: the same on any hart */
int vcpu_run(Vcpu *v, int64_t n);

/** exec_fixture_start: threads for all harts, and go */
void exec_fixture_start(ExecFixture *f, bool round_robin);

/** exec_fixture_stop: pause, end the threads */
void exec_fixture_stop(ExecFixture *f);

/** exec_fixture_wait_idle: until every hart sleeps; false after 20 s */
bool exec_fixture_wait_idle(ExecFixture *f);

/** exec_fixture_word: atomically, 8 bytes of RAM */
uint64_t exec_fixture_word(ExecFixture *f, uint64_t offset);

/* --- page tables (Sv39), in the last MiB of RAM -------------------------- */

#define FIXTURE_TABLES (FIXTURE_RAM_SIZE - (1u << 20))
#define PTE_V 1u
#define PTE_R 2u
#define PTE_W 4u
#define PTE_X 8u
#define PTE_U 16u
#define PTE_A 64u
#define PTE_D 128u
#define PTE_ALL (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)

/**
 * exec_fixture_map: map the 4 KiB page of @virt to @phys in an Sv39 table
 *
 * @virt lies in the first GiB. The tables are made at the first call.
 */
void exec_fixture_map(ExecFixture *f, uint64_t virt, uint64_t phys,
                      unsigned flags);

/** exec_fixture_map_large: map a 2 MiB page */
void exec_fixture_map_large(ExecFixture *f, uint64_t virt, uint64_t phys,
                            unsigned flags);

/** exec_fixture_enter: satp on, go to @priv at @pc; PMP open */
void exec_fixture_enter(ExecFixture *f, PrivMode priv, uint64_t pc);

#endif
