/*
 * hart_machine.h: the machine of the lock-step labs
 *
 * A few harts, 256 KiB of RAM, one device, no board and no threads. The
 * interpreter executes, and time is the number of retired instructions, so
 * the same calls lead to the same state in every process: a student's build
 * and the reference can be compared after any number of instructions.
 *
 *     0x8000_0000  RAM
 *     0x1000_0000  the device:
 *                  +0x000  remembers 8 registers of 8 bytes
 *                  +0x100  write n: interrupt line n of the hart rises
 *                  +0x108  write n: interrupt line n falls
 *                  +0x110  write n: hart n is asked to leave the loop
 *                  +0x118  write n: hart n is asked to stop
 *                  +0x200  refuses every access
 */
#ifndef LABS_WORKER_HART_MACHINE_H
#define LABS_WORKER_HART_MACHINE_H

#include "exec/cpus.h"
#include "exec/memory_watch.h"

#define LAB_RAM_BASE 0x80000000ull
#define LAB_RAM_SIZE (1u << 18)
#define LAB_IO_BASE 0x10000000ull
#define LAB_IO_SIZE 0x1000
#define LAB_HARTS 4
#define LAB_EVENTS 8            /* how many of the last ones are kept */

typedef struct HartMachine {
    CpuSet *cpus;
    MemoryWatch *watch;
    Vcpu harts[LAB_HARTS];
    unsigned n_harts;
    bool counts;                /* hart_machine_count() was called */
    HartConfig config;
    Hart fresh;                 /* hart 0 as it came out of reset */
    MemoryRegion ram, io;
    uint8_t *host;              /* of LAB_RAM_BASE */
    uint64_t io_regs[8];
    char *events[LAB_EVENTS];   /* a ring of texts, (transfer full) */
    uint64_t n_events;          /* accesses to the device so far */
} HartMachine;

/** hart_machine_init: one hart in reset, RAM of zeros */
void hart_machine_init(HartMachine *m);

/**
 * hart_machine_count: from now on instructions are time
 *
 * Whatever runs guest code calls it, unless time shall not count.
 */
void hart_machine_count(HartMachine *m);
void hart_machine_deinit(HartMachine *m);

/** hart_machine_add_harts: until there are @n, at most LAB_HARTS */
void hart_machine_add_harts(HartMachine *m, unsigned n);

/**
 * hart_machine_load: copy bytes into RAM, as a debugger would
 *
 * Returns: false when they do not fit.
 */
bool hart_machine_load(HartMachine *m, uint64_t addr, const uint8_t *bytes,
                       size_t size);

/**
 * hart_machine_set: write a register by its name
 * @name: "pc", "priv", "x5", "a0", "mtvec", "wfi", "retired"
 *
 * Returns: false when there is none of that name.
 */
bool hart_machine_set(HartMachine *m, Vcpu *v, const char *name,
                      uint64_t value);

/**
 * hart_machine_run: execute @n instructions; a trap counts as one, too
 *
 * Returns: EXCP_INTERRUPT when they were executed, EXCP_HALTED when the hart
 *          waits for what never comes, or what cpu_exec() returned.
 */
int hart_machine_run(HartMachine *m, Vcpu *v, uint64_t n);

/** hart_machine_event: note a text, and who runs, among the last events */
void hart_machine_event(HartMachine *m, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** hart_machine_digest: of harts, RAM and device */
uint64_t hart_machine_digest(HartMachine *m);

/** hart_machine_shows_csr: is it part of digest and state? */
bool hart_machine_shows_csr(const HartMachine *m, unsigned number);

/** hart_machine_disas: text of the instruction at hart.pc (transfer full) */
char *hart_machine_disas(const HartMachine *m, Vcpu *v);

#endif
