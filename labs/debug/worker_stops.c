/*
 * worker_stops.c: a hart and its debugger
 *
 * The debugger is the scenario: it changes points, runs, asks why the hart
 * stopped, and runs again. The functions between a hit and a stop can also be
 * called one by one.
 */
#include "worker_debug.h"

#include "debug_check.h"

static int flags_of(Worker *w, const char *name)
{
    return debug_lab_flags(worker_text(w, name));
}

/* --- the debugger's commands --------------------------------------------- */

void debug_op_break(Worker *w)
{
    cpu_breakpoint_insert(hart_ops_vcpu(w), worker_u64(w, "pc"),
                          flags_of(w, "owner"), NULL);
}

void debug_op_unbreak(Worker *w)
{
    reply_i64(w, "result", cpu_breakpoint_remove(
        hart_ops_vcpu(w), worker_u64(w, "pc"), flags_of(w, "owner")));
}

void debug_op_watch(Worker *w)
{
    reply_i64(w, "result", cpu_watchpoint_insert(
        hart_ops_vcpu(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "flags"), NULL));
}

void debug_op_unwatch(Worker *w)
{
    reply_i64(w, "result", cpu_watchpoint_remove(
        hart_ops_vcpu(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "flags")));
}

void debug_op_step(Worker *w)
{
    cpu_single_step(hart_ops_vcpu(w), (int)(worker_u64(w, "flags") & 7));
}

static void tell_stop(Worker *w, const char *prefix, const VcpuStop *stop)
{
    static const char *const kinds[] = {
        [VCPU_STOP_NONE] = "none",
        [VCPU_STOP_BREAKPOINT] = "breakpoint",
        [VCPU_STOP_WATCHPOINT] = "watchpoint",
        [VCPU_STOP_STEP] = "step",
    };

    reply_text(w, prefix, (size_t)stop->kind < G_N_ELEMENTS(kinds)
                          ? kinds[stop->kind] : "?");
    if (stop->kind == VCPU_STOP_NONE) {
        return;
    }
    reply_hex(w, "stop_addr", stop->addr);
    if (stop->kind == VCPU_STOP_WATCHPOINT) {
        debug_lab_reply_flags(w, "watch_flags", stop->watch_flags);
        reply_hex(w, "watch_addr", stop->watch_addr);
    }
}

void debug_op_stop(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    VcpuStop stop = vcpu_stop_info(v);

    tell_stop(w, "stop", &stop);
    reply_hex(w, "pc", v->hart.pc);
    reply_u64(w, "retired", v->hart.retired);
    v->debug.stop.kind = VCPU_STOP_NONE;
}

void debug_op_retire(Worker *w)
{
    hart_ops_vcpu(w)->hart.retired += worker_u64(w, "n");
}

/* --- one by one ---------------------------------------------------------- */

void debug_op_verdict(Worker *w)
{
    static const char *const names[] = {
        [DEBUG_RUN] = "run a block",
        [DEBUG_RUN_ONE] = "run one instruction",
        [DEBUG_STOP] = "stop",
        [DEBUG_TRAP] = "trap",
    };
    Vcpu *v = hart_ops_vcpu(w);

    v->hart.pc = worker_u64(w, "pc");
    DebugVerdict verdict = debug_check(v);

    reply_text(w, "verdict", (size_t)verdict < G_N_ELEMENTS(names)
                             ? names[verdict] : "?");
    reply_bool(w, "slow_page", debug_is_slow_page(v, v->hart.pc));
}

static VcpuStopKind kind_of(const char *name)
{
    return g_str_equal(name, "breakpoint") ? VCPU_STOP_BREAKPOINT :
           g_str_equal(name, "watchpoint") ? VCPU_STOP_WATCHPOINT :
                                             VCPU_STOP_STEP;
}

void debug_op_hit(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    VcpuDebug *d = &v->debug;

    v->exception_index = EXCP_DEBUG;
    v->exception_tval = 0;
    d->told = true;
    d->hit = (VcpuStop) {
        .kind = kind_of(worker_text(w, "kind")),
        .addr = worker_u64(w, "addr"),
        .watch_flags = flags_of(w, "flags"),
        .watch_addr = worker_u64(w, "addr"),
    };
    reply_bool(w, "leaves", cpu_handle_debug_exception(v));
    reply_text(w, "exception", hart_ops_exception(v->exception_index));
    reply_hex(w, "tval", v->exception_tval);
    tell_stop(w, "stop", &d->stop);
    reply_bool(w, "told", d->told);
    reply_bool(w, "hit_is_open", d->hit.kind != VCPU_STOP_NONE);
    reply_bool(w, "access_comes_first", d->stop_after);
    v->exception_index = EXCP_NONE;
}

static void tell_pass(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    unsigned what = debug_pass(v);

    reply_bool(w, "breakpoint_passes", what & DEBUG_PASS_BREAKPOINT);
    reply_bool(w, "watchpoint_passes", what & DEBUG_PASS_WATCHPOINT);
    reply_bool(w, "attention", v->debug.attention);
}

void debug_op_pass_add(Worker *w)
{
    debug_pass_add(hart_ops_vcpu(w), (unsigned)(worker_u64(w, "what") & 3));
    tell_pass(w);
}

void debug_op_pass(Worker *w)
{
    tell_pass(w);
}

void debug_op_pass_end(Worker *w)
{
    debug_pass_end(hart_ops_vcpu(w));
    tell_pass(w);
}

static void tell_access(Worker *w, bool stops)
{
    Vcpu *v = hart_ops_vcpu(w);

    reply_bool(w, "stops", stops);
    reply_text(w, "exception", hart_ops_exception(v->exception_index));
    tell_stop(w, "hit", &v->debug.hit);
    v->debug.hit.kind = VCPU_STOP_NONE;
    v->exception_index = EXCP_NONE;
}

void debug_op_access(Worker *w)
{
    tell_access(w, cpu_check_watchpoint(
        hart_ops_vcpu(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "access")));
}

void debug_op_fault(Worker *w)
{
    tell_access(w, debug_precedes_fault(
        hart_ops_vcpu(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "access")));
}

void debug_op_watched(Worker *w)
{
    reply_bool(w, "watched", debug_is_watched(hart_ops_vcpu(w),
                                              worker_u64(w, "addr")));
}
