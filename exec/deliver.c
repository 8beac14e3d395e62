/*
 * deliver.c: the hart goes to a handler
 *
 * Two ways, never mixed: an exception belongs to the instruction at pc and is
 * delivered at once, when the loop meets it (QEMU: "do interrupt"); an
 * interrupt is asked for by somebody else and enters its handler between two
 * blocks, if the hart may take one now ("exec interrupt"). The loops that
 * decide when are in cpu_exec.c, what the hart does is core/trap.c.
 */
#include <inttypes.h>

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/trap.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "semihost_internal.h"
#include "vcpu_internal.h"

static void log_trap(const Vcpu *v, const char *kind, const char *name)
{
    const Hart *h = &v->hart;

    qemu_log_mask(CPU_LOG_INT,
                  "hart %d: %s: %s, pc 0x%" PRIx64 ", tval 0x%" PRIx64
                  ", priv %u\n",
                  v->index, kind, name, h->pc, v->exception_tval, h->priv);
}

/*
 * A guest that only traps must yield, too; one whose vector is not mapped
 * never even gets a block to run.
 */
static void charge_trap(Vcpu *v)
{
    if (v->slice_end != VCPU_NO_SLICE && --v->slice_end <= v->hart.retired) {
        vcpu_request_exit(v, VCPU_EXIT_LOOP);
    }
}

static void enter_handler(Vcpu *v, Trap cause)
{
    if (qemu_loglevel_mask(CPU_LOG_INT)) {
        log_trap(v, "exception", trap_name(cause));
    }
    if (G_UNLIKELY(v->cpus->digest_on)) {
        vcpu_digest_trap(v, cause);
    }
    hart_take_trap(&v->hart, cause, v->exception_tval);
    trap_log_note(v);
    vcpu_update_mode(v);
    charge_trap(v);
}

/*
 * The guest's triggers for traps come before the handler's first instruction
 * (Debug specification, "etrigger", "itrigger"; tval is 0). The breakpoint
 * exception matches none of them: trigger_matches_trap().
 */
static void check_trap_triggers(Vcpu *v, uint64_t cause, PrivMode from)
{
    if (G_UNLIKELY(v->debug.triggers_traps) &&
        debug_trigger_trap(v, &(TrapTaken) { cause, from })) {
        v->exception_tval = 0;
        enter_handler(v, TRAP_BREAKPOINT);
    }
}

/* Deliver a synchronous exception to the guest. */
static void do_interrupt(Vcpu *v, Trap cause)
{
    PrivMode from = v->hart.priv;

    enter_handler(v, cause);
    check_trap_triggers(v, cause, from);
}

bool vcpu_deliver_exception(Vcpu *v)
{
    int index = v->exception_index;

    if (exception_classify(index) != EXCEPTION_ARCHITECTURAL) {
        return false;
    }
    v->exception_index = EXCP_NONE;
    if (index == TRAP_BREAKPOINT && G_UNLIKELY(v->cpus->semihost) &&
        vcpu_semihost(v)) {
        return true;
    }
    do_interrupt(v, (Trap)index);
    return true;
}

void vcpu_take_interrupt(Vcpu *v)
{
    int irq = hart_pending_interrupt(&v->hart);
    PrivMode from = v->hart.priv;

    if (irq < 0) {
        return;
    }
    if (G_UNLIKELY(debug_holds_interrupts(v))) {
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
        return;
    }
    if (qemu_loglevel_mask(CPU_LOG_INT)) {
        log_trap(v, "interrupt", irq_name((unsigned)irq));
    }
    if (G_UNLIKELY(v->cpus->digest_on)) {
        vcpu_digest_trap(v, CAUSE_INTERRUPT | (unsigned)irq);
    }
    hart_take_interrupt(&v->hart, (unsigned)irq);
    trap_log_note(v);
    vcpu_update_mode(v);
    check_trap_triggers(v, CAUSE_INTERRUPT | (unsigned)irq, from);
    if (G_UNLIKELY(v->debug.single_step)) {
        debug_step_ended(v);
    }
}

void vcpu_apply_requests(Vcpu *v, uint32_t request)
{
    if (request & VCPU_EXIT_SSIP) {
        v->hart.mip |= MIP_SSIP;
    }
    if (G_UNLIKELY(v->debug.single_step & SSTEP_NOTIMER)) {
        return;                 /* cpu_single_step() asks again */
    }
    if (request & VCPU_EXIT_TIMER) {
        vcpu_update_timer(v);
    }
}
