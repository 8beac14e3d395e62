/*
 * debug.h: break- and watchpoints, single step, and what a debugger sees
 *
 * Nothing of this is compiled into blocks. A breakpoint is looked for by the
 * execution loop before each block, and instructions of a page that has one
 * are executed one at a time; a watched page has no fast tags in the soft
 * TLB. A hit leaves cpu_exec() with EXCP_DEBUG, and the VM stops in
 * RUN_STATE_DEBUG with CpuSet.stop_cpu saying who hit.
 *
 * Context: unless said otherwise the big lock is held and every vCPU is
 * stopped (pause_all_vcpus()), or the VM does not run yet.
 */
#ifndef EXEC_DEBUG_H
#define EXEC_DEBUG_H

#include "debug/points.h"
#include "exec/vcpu.h"

/* --- points; 0 or -errno ------------------------------------------------- */

/**
 * cpu_breakpoint_insert: stop @v before it executes what is at @pc
 * @flags:      BP_GDB (BP_CPU is for the hart's own triggers)
 * @breakpoint: (out) (nullable) (borrowed)
 *
 * Duplicates are allowed; each is removed on its own. A hart that stands at
 * @pc because it reported that it stopped there executes the instruction
 * once when it goes on; one that stands there for another reason stops.
 */
int cpu_breakpoint_insert(Vcpu *v, vaddr pc, int flags,
                          CPUBreakpoint **breakpoint);
/** cpu_breakpoint_remove: take one away; -ENOENT: there is none */
int cpu_breakpoint_remove(Vcpu *v, vaddr pc, int flags);
/** cpu_breakpoint_remove_all: those with a flag of @mask (BP_GDB, BP_ANY) */
void cpu_breakpoint_remove_all(Vcpu *v, int mask);

/**
 * cpu_watchpoint_insert: stop @v when it accesses @addr..@addr + @len - 1
 * @flags:      BP_GDB, one of BP_MEM_READ, BP_MEM_WRITE and BP_MEM_ACCESS,
 *              and BP_STOP_BEFORE_ACCESS to stop with pc at the instruction
 *              and the old value still in memory; without it pc is at the
 *              following instruction
 * @watchpoint: (out) (nullable) (borrowed)
 *
 * An access hits when it has a byte in common with the range. What the hart
 * does by itself (page walks, instruction fetches) never hits.
 *
 * Returns: 0, or -EINVAL: the range is empty or wraps around.
 */
int cpu_watchpoint_insert(Vcpu *v, vaddr addr, vaddr len, int flags,
                          CPUWatchpoint **watchpoint);
/** cpu_watchpoint_remove: take one away; -ENOENT: there is none */
int cpu_watchpoint_remove(Vcpu *v, vaddr addr, vaddr len, int flags);
/** cpu_watchpoint_remove_all: those with a flag of @mask */
void cpu_watchpoint_remove_all(Vcpu *v, int mask);

/* --- single step --------------------------------------------------------- */

enum {
    SSTEP_ENABLE = 1,           /* stop after one instruction */
    SSTEP_NOIRQ = 2,            /* no interrupt is taken meanwhile */
    SSTEP_NOTIMER = 4,          /* nor does a timer of the hart expire */
};

/**
 * cpu_single_step: execute one instruction at a time from now on
 * @flags: SSTEP_*, 0 to run freely again
 *
 * An instruction that traps stops at the first one of its handler, and so
 * does an interrupt that is taken instead; WFI does not wait. A step ignores
 * breakpoints at the instruction it starts from.
 */
void cpu_single_step(Vcpu *v, int flags);

/* --- stopping ------------------------------------------------------------ */

/**
 * vcpu_stop_info: why @v stopped for the debugger
 *
 * Returns: kind VCPU_STOP_NONE when it did not since it last ran. Of the
 *          vCPUs that stopped at the same time the debugger is told one,
 *          CpuSet.stop_cpu; the others are told when they are resumed,
 *          before they execute anything, unless their point was removed.
 */
VcpuStop vcpu_stop_info(const Vcpu *v);

/**
 * cpu_handle_guest_debug: cpu_exec() returned EXCP_DEBUG: stop the VM
 *
 * Notes @v in CpuSet.stop_cpu unless another vCPU is there, asks the main
 * loop for RUN_STATE_DEBUG and stops @v; vCPUs that share its thread stop
 * with it. Context: thread of @v, big lock held.
 */
void cpu_handle_guest_debug(Vcpu *v);

/**
 * cpu_debug_stop_served: the VM is in RUN_STATE_DEBUG now
 *
 * Whoever tells the debugger calls it. Until then resuming lets nobody go
 * on: a VM that was paused for another reason first, and resumed, would lose
 * the event. Context: main loop thread, big lock held.
 */
void cpu_debug_stop_served(CpuSet *cpus);

/**
 * cpu_resume: let one vCPU go on; the others stay as they are
 *
 * resume_all_vcpus() lets all go on. Either forgets CpuSet.stop_cpu. When an
 * event comes first that was not told yet, nobody goes on: stop_cpu is its
 * vCPU, and RUN_STATE_DEBUG was asked for.
 */
void cpu_resume(Vcpu *v);

/* --- memory as a hart sees it -------------------------------------------- */

/**
 * cpu_memory_rw_debug: read or write the address space of a hart
 * @addr:     virtual, translated as for loads in its present mode; physical
 *            where there is no translation
 * @buf:      @len bytes to write, or (out)
 *
 * Goes past permissions and PMP, sets no A and D bits, faults nothing, hits
 * no watchpoint. A write reaches ROM, too, and drops the blocks that were
 * made of what was there. Where a device answers, the access has its side
 * effects, and the first one of each call is logged (-d guest_errors).
 *
 * Returns: false when a page is not mapped or nothing answers; earlier bytes
 *          are then done.
 */
bool cpu_memory_rw_debug(Vcpu *v, vaddr addr, void *buf, size_t len,
                         bool is_write);

/**
 * cpu_get_phys_addr_debug: where a virtual address leads
 *
 * Sets no A and D bits. Returns: the physical address, (hwaddr)-1: nowhere.
 */
hwaddr cpu_get_phys_addr_debug(Vcpu *v, vaddr addr);

#endif
