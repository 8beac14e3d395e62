/*
 * semihost.h: an ebreak that is a call of the host
 *
 * RISC-V Semihosting 0.4, "Binary Interface": three 32-bit instructions in
 * one page, `slli x0, x0, 0x1f`, `ebreak`, `srai x0, x0, 7`. Without a hook,
 * and in any other surroundings, ebreak is the breakpoint exception it
 * always was. The call does not retire the ebreak, as an exception would not.
 */
#ifndef EXEC_SEMIHOST_H
#define EXEC_SEMIHOST_H

#include "exec/cpus.h"

/* What the hook is about. Its registers are exact, and may be changed. */
typedef struct SemihostHook {
    /* false: not now; called again when the hart has looked around */
    bool (*call)(void *opaque, Vcpu *v);
    void *opaque;
    bool userspace;             /* U-mode may call, too */
} SemihostHook;

/**
 * cpu_set_semihost: have calls of all harts answered
 * @hook: (borrowed) (nullable): NULL: ebreak is an exception always
 *
 * hook->call() runs on the vCPU's thread with the big lock held.
 *
 * Context: before the first vCPU runs, or after all have ended.
 */
void cpu_set_semihost(CpuSet *cpus, const SemihostHook *hook);

/**
 * vcpu_semihost_memory: read or write as a load or store of the hart would
 *
 * Permissions, PMP and MPRV count, and A and D bits are set; nothing faults.
 *
 * Returns: false when a part is not accessible; earlier bytes are done.
 * Context: the vCPU's thread, big lock held.
 */
bool vcpu_semihost_memory(Vcpu *v, vaddr addr, void *buf, size_t len,
                          AccessType access);

#endif
