/*
 * jit_check.c: -accel tcg,check=tci: host code against operations
 *
 * Each unit runs twice from the same hart. First as host code, with every
 * helper call written down: which, with what arguments, the hart before, the
 * answer, the hart after. Then its operations are interpreted, and the calls
 * are answered from the record instead of being made. So the outside world
 * sees one execution, and every register, every address, every stored value
 * and the order of accesses are compared. No access is inline meanwhile: both
 * look into a TLB that holds nothing.
 *
 * A loop runs for some hundred instructions at a time. Where a request from
 * outside made host code leave, the operations leave at the same count.
 */
#include <inttypes.h>
#include <stdio.h>

#include "exec/cpus.h"
#include "jit.h"
#include "jit_fp.h"
#include "tlb_table.h"

typedef struct Call {
    TcgHelper helper;
    uint64_t arg[3];
    TcgResult result;
    Hart before, after;
} Call;

struct JitCheck {
    GArray *calls;              /* of Call */
    unsigned replayed;          /* how many of them were answered */
    bool replaying;
    const char *differs;        /* what went wrong, or NULL */
};

static unsigned n_args(TcgHelper helper)
{
    return tcg_helper_flags(helper) >> TCG_HELPER_ARGS_SHIFT;
}

/* Wires change whenever they like. */
static bool same_hart(const Hart *a, const Hart *b)
{
    Hart copy = *a;

    copy.irq_level = b->irq_level;
    return memcmp(&copy, b, sizeof(copy)) == 0;
}

/* All but the wires, which belong to other threads. */
static void put_hart(Vcpu *v, const Hart *from)
{
    size_t wires = offsetof(Hart, irq_level);
    size_t rest = wires + sizeof(from->irq_level);

    memcpy(&v->hart, from, wires);
    memcpy((char *)&v->hart + rest, (const char *)from + rest,
           sizeof(*from) - rest);
}

/* Does it see accrued flags? The host's FP unit gives them back before. */
static bool sees_fflags(TcgHelper helper)
{
    return helper != TCG_HELPER_FP_ENTER &&
           !(tcg_helper_flags(helper) &
             (TCG_HELPER_PURE | TCG_HELPER_MEMORY));
}

static TcgResult record_call(Vcpu *v, TcgHelper helper, const uint64_t *arg)
{
    Call call = {
        .helper = helper,
        .arg = { arg[0], arg[1], arg[2] },
    };

    if (sees_fflags(helper)) {
        jit_fp_leave(v);
    }
    call.before = v->hart;
    call.result = jit_helpers[helper](v, arg[0], arg[1], arg[2]);
    call.after = v->hart;
    g_array_append_val(v->check->calls, call);
    return call.result;
}

static TcgResult differ(Vcpu *v, const char *what)
{
    if (!v->check->differs) {
        v->check->differs = what;
    }
    return (TcgResult) { 0, TCG_LEAVE };
}

/* Flags that are still in the host's FP unit are not in the record. */
static TcgResult replay_effect(Vcpu *v, Call *call)
{
    uint8_t fflags = v->hart.fflags;

    if (!sees_fflags(call->helper)) {
        call->before.fflags = call->after.fflags = fflags;
    }
    if (!same_hart(&call->before, &v->hart)) {
        return differ(v, "the hart differs at a helper call");
    }
    put_hart(v, &call->after);
    if (call->helper == TCG_HELPER_FP_ENTER) {
        v->fp_active = call->result.status == TCG_CONTINUE;
    } else if (sees_fflags(call->helper)) {
        v->fp_active = 0;
    }
    return call->result;
}

/*
 * Host code may hand a floating-point instruction to the interpreter that
 * the operations compute by themselves, and check for FP again after it.
 */
static void skip_detours(JitCheck *check, unsigned wanted, uint64_t word)
{
    while (check->replayed < check->calls->len) {
        const Call *next = &g_array_index(check->calls, Call,
                                          check->replayed);
        bool interp = next->helper == TCG_HELPER_INTERP;

        if ((!interp && next->helper != TCG_HELPER_FP_ENTER) ||
            (next->helper == wanted && !(interp && next->arg[0] != word))) {
            return;
        }
        check->replayed++;
    }
}

static TcgResult replay_call(Vcpu *v, TcgHelper helper, const uint64_t *arg)
{
    JitCheck *check = v->check;

    skip_detours(check, helper, arg[0]);
    if (check->replayed == check->calls->len) {
        return differ(v, "one more helper call");
    }
    Call *call = &g_array_index(check->calls, Call, check->replayed++);
    if (call->helper != helper) {
        return differ(v, "another helper is called");
    }
    if (memcmp(call->arg, arg, n_args(helper) * sizeof(*arg)) != 0) {
        fprintf(stderr, "check=tci: %s(%" PRIx64 ", %" PRIx64 ", %" PRIx64
                ") is %" PRIx64 ", %" PRIx64 ", %" PRIx64
                " in the operations\n", tcg_helper_name(helper),
                call->arg[0], call->arg[1], call->arg[2], arg[0], arg[1],
                arg[2]);
        return differ(v, "other arguments for a helper");
    }
    if (tcg_helper_flags(helper) & TCG_HELPER_PURE) {
        return call->result;
    }
    return replay_effect(v, call);
}

static TcgResult checked_call(Vcpu *v, TcgHelper helper, uint64_t a,
                              uint64_t b, uint64_t c)
{
    const uint64_t arg[3] = {
        helper == TCG_HELPER_INTERP ? (uint32_t)a : a, b, c,
    };

    if (helper == TCG_HELPER_LOOKUP) {
        return (TcgResult) { 0, TCG_LEAVE };    /* the next unit is another */
    }
    return v->check->replaying ? replay_call(v, helper, arg)
                               : record_call(v, helper, arg);
}

#define TCG_HELPER(name, ...)                                           \
    static TcgResult checked_##name(void *env, uint64_t a, uint64_t b,  \
                                    uint64_t c)                         \
    {                                                                   \
        return checked_call(env, TCG_HELPER_##name, a, b, c);           \
    }
#include "tcg/helpers.inc"
#undef TCG_HELPER

static TcgHelperFn *const checked_helpers[TCG_HELPER_COUNT] = {
#define TCG_HELPER(name, ...) [TCG_HELPER_##name] = checked_##name,
#include "tcg/helpers.inc"
#undef TCG_HELPER
};

static CPUTLBEntry *empty_tlb(void)
{
    CPUTLBEntry *table = g_new0(CPUTLBEntry, TLB_SIZE);

    table[0].addr_read = table[0].addr_write = tlb_empty_tag(0);
    return table;
}

void jit_check_init(Vcpu *v)
{
    v->no_tlb = empty_tlb();
    v->check = g_new0(JitCheck, 1);
    v->check->calls = g_array_new(FALSE, FALSE, sizeof(Call));
    memcpy(v->helpers, checked_helpers, sizeof(v->helpers));
}

void jit_check_free(Vcpu *v)
{
    if (v->check) {
        g_array_free(v->check->calls, TRUE);
        g_clear_pointer(&v->no_tlb, g_free);
        g_clear_pointer(&v->check, g_free);
    }
}

/* --- one unit ------------------------------------------------------------ */

static void print_registers(const char *prefix, const uint64_t *host,
                            const uint64_t *ops)
{
    for (unsigned i = 0; i < 32; i++) {
        if (host[i] != ops[i]) {
            fprintf(stderr, "  %s%-2u  host code %016" PRIx64
                    "  operations %016" PRIx64 "\n", prefix, i, host[i],
                    ops[i]);
        }
    }
}

static void fail(Vcpu *v, const TCGContext *unit, const Hart *start,
                 const Hart *host)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const Hart *ops = &v->hart;

    ir_print(unit, text);
    fprintf(stderr, "check=tci: unit at 0x%016" PRIx64 ": %s\n%s", start->pc,
            v->check->differs, text->str);
    print_registers("x", host->gpr, ops->gpr);
    print_registers("f", host->fpr, ops->fpr);
    fprintf(stderr, "  pc %016" PRIx64 " %016" PRIx64 ", retired %" PRIu64
            " %" PRIu64 ", fflags %x %x\n", host->pc, ops->pc,
            host->retired - start->retired, ops->retired - start->retired,
            host->fflags, ops->fflags);
    g_error("check=tci: host code and operations disagree");
}

/* A trap was taken: the operations end where they ask for it. */
static bool ended_by_call(const JitCheck *check)
{
    guint n = check->calls->len;

    return n > 0 &&
           g_array_index(check->calls, Call, n - 1).result.status == TCG_JUMP;
}

/* The operations must leave where host code did, and not when asked. */
static void interpret_unit(Vcpu *v, const TCGContext *unit, uint64_t exit,
                           uint64_t retired)
{
    TcgLayout layout = v->cpus->jit->layout;
    TcgConfig config = v->cpus->jit->config;

    layout.exit_request = offsetof(Vcpu, no_request);
    v->slice_end = retired + 2 * IR_MAX_INSNS;
    if ((exit & 0xff) == TCG_EXIT_REQUESTED && !ended_by_call(v->check)) {
        v->slice_end = retired + IR_MAX_INSNS - 1;
    }
    config.stops = (exit & 0xff) == TCG_EXIT_INTERP;
    config.stop_retired = retired;
    tci_run(unit, v, &layout, &config);
}

static void replay(Vcpu *v, const TCGContext *unit, const Hart *start,
                   uint64_t exit)
{
    Hart host = v->hart;
    bool interpret_next = v->interpret_next;

    v->check->replaying = true;
    v->check->replayed = 0;
    v->check->differs = NULL;
    put_hart(v, start);
    interpret_unit(v, unit, exit, host.retired);
    v->check->replaying = false;
    skip_detours(v->check, TCG_HELPER_COUNT, 0);
    if (!v->check->differs && v->check->replayed != v->check->calls->len) {
        v->check->differs = "a helper call is missing";
    }
    if (!v->check->differs && !same_hart(&host, &v->hart)) {
        v->check->differs = "the hart differs at the end";
    }
    if (v->check->differs) {
        fail(v, unit, start, &host);
    }
    put_hart(v, &host);
    v->fp_active = 0;
    v->interpret_next = interpret_next;
}

uint64_t jit_check_unit(Vcpu *v, const TranslationBlock *tb, const void *code)
{
    Hart start = v->hart;
    uint64_t slice_end = v->slice_end;

    g_array_set_size(v->check->calls, 0);
    v->slice_end = MIN(slice_end, start.retired + 2 * IR_MAX_INSNS);
    uint64_t exit = v->cpus->jit->enter(v, code);
    jit_fp_leave(v);
    replay(v, tb->unit_ops, &start, exit);
    v->slice_end = slice_end;
    return exit;
}
