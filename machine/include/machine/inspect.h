/*
 * inspect.h: looking inside a machine
 *
 * What the monitor's commands say about harts, translation, traps, interrupts
 * and memory, as functions that append text. HMP prints it, QMP's x-query-*
 * returns it; nothing here knows either.
 *
 * Common to all: @cpu is the number of a hart; text is appended to @out; on
 * failure @errp says why, and @out may hold what was found so far. The
 * machine may run: each hart is asked while it stands still.
 *
 * Context: BQL held, which is given back while waiting; main loop thread.
 */
#ifndef MACHINE_INSPECT_H
#define MACHINE_INSPECT_H

#include "machine/control_cpu.h"
#include "core/mmu.h"

/* --- harts --------------------------------------------------------------- */

/** inspect_registers: pc, privilege, main CSRs, integer and FP registers */
bool inspect_registers(Vm *vm, int cpu, GString *out, Error **errp);

/** inspect_registers_all: the same of every hart */
bool inspect_registers_all(Vm *vm, GString *out, Error **errp);

/**
 * inspect_csr: a control and status register, its fields by name
 * @name: (nullable): NULL lists all that this hart has
 */
bool inspect_csr(Vm *vm, int cpu, const char *name, GString *out,
                 Error **errp);

/** inspect_traps: the last traps of a hart, oldest first, explained */
bool inspect_traps(Vm *vm, int cpu, GString *out, Error **errp);

/* --- translation --------------------------------------------------------- */

/** inspect_mem: what the page tables map, equal neighbours joined */
bool inspect_mem(Vm *vm, int cpu, GString *out, Error **errp);

/** inspect_tlb: what the soft TLB holds, and how it was filled */
bool inspect_tlb(Vm *vm, int cpu, GString *out, Error **errp);

/* An access to explain. */
typedef struct InspectWalk {
    vaddr addr;
    AccessType access;
    int priv;                   /* PrivMode; -1: that of the hart now */
} InspectWalk;

/** inspect_walk: every step of a page walk, and the rule that decided */
bool inspect_walk(Vm *vm, int cpu, const InspectWalk *walk, GString *out,
                  Error **errp);

/** inspect_gva2gpa: (out) @gpa; an error when nothing is mapped at @addr */
bool inspect_gva2gpa(Vm *vm, int cpu, vaddr addr, hwaddr *gpa, Error **errp);

/**
 * inspect_gpa2hva: the address of guest RAM or ROM in this process
 * @hva:  (out)
 * @name: (out): the region, borrowed
 */
bool inspect_gpa2hva(hwaddr addr, uint64_t *hva, const char **name,
                     Error **errp);

/** inspect_gpa2hpa: the physical address in the host; needs its privileges */
bool inspect_gpa2hpa(hwaddr addr, uint64_t *hpa, const char **name,
                     Error **errp);

/* --- interrupts, translated code ------------------------------------------ */

/** inspect_irq: sources of the interrupt controllers, counts, harts */
bool inspect_irq(Vm *vm, GString *out, Error **errp);

/** inspect_irq_source: the way of source @source, wire by wire */
bool inspect_irq_source(Vm *vm, unsigned source, GString *out, Error **errp);

/** inspect_jit: translated code: units, memory, evictions, TLB counters */
bool inspect_jit(Vm *vm, GString *out, Error **errp);

/* --- memory -------------------------------------------------------------- */

/* x/FMT and xp/FMT */
typedef struct InspectMemory {
    uint64_t addr;
    bool physical;              /* else through the page tables of the hart */
    unsigned count;             /* items, 1..65536 */
    char format;                /* x d u o c i s */
    unsigned size;              /* bytes of an item: 1, 2, 4, 8; not i, s */
} InspectMemory;

/** inspect_memory: what x and xp print */
bool inspect_memory(Vm *vm, int cpu, const InspectMemory *request,
                    GString *out, Error **errp);

/** inspect_disas: append one instruction, as x/i prints it; its length */
unsigned inspect_disas(const Vcpu *v, uint32_t word, vaddr pc, GString *out);

/**
 * inspect_read: read memory as a hart sees it, without a trace: A and D stay
 *
 * Returns: false when some byte is not mapped or not readable memory.
 * Context: the hart stands still (control_run_on_cpu).
 */
bool inspect_read(Vcpu *v, vaddr addr, void *buf, size_t size) MUST_CHECK;

/* memsave and pmemsave */
typedef struct InspectSave {
    const char *path;           /* overwritten if it exists */
    uint64_t addr;
    uint64_t size;
    bool physical;
} InspectSave;

/** inspect_save: write memory to a file; a broken file is removed */
bool inspect_save(Vm *vm, int cpu, const InspectSave *request, Error **errp);

/**
 * inspect_evaluate: the value of an expression
 *
 * Numbers, + - * / % << >> & | ^ ~ ( ), and registers of the hart: $pc, $a0,
 * $x10, $fa0, $satp and every other CSR. Unsigned 64-bit arithmetic; / and %
 * are signed.
 */
bool inspect_evaluate(Vm *vm, int cpu, const char *text, uint64_t *value,
                      Error **errp);

#endif
