/*
 * inspect_trap.c: info trap, the last traps of a hart explained
 *
 * The instruction is what is at that place now, seen through the translation
 * that was in force then; the guest may have changed both since.
 *
 * Priv. "Machine Trap Delegation Registers", "Machine Trap Value Register".
 */
#include "inspect_internal.h"

#include "core/csr.h"
#include "core/csr_fields.h"
#include "core/trap.h"

/* What is printed, and how addresses are called. */
typedef struct Traps {
    GString *out;
    SymbolTable *symbols;
} Traps;

/* What the trap value of a cause is. */
typedef struct TvalMeaning {
    uint64_t causes;            /* a bit for each */
    const char *zero;           /* the meaning of 0 */
    const char *other;          /* and of another value */
} TvalMeaning;

#define CAUSE(name) (1ull << TRAP_##name)

static const TvalMeaning meanings[] = {
    { CAUSE(INSN_MISALIGNED) | CAUSE(INSN_ACCESS) | CAUSE(INSN_PAGE_FAULT),
      "address of the fetch", "address of the fetch" },
    { CAUSE(LOAD_MISALIGNED) | CAUSE(LOAD_ACCESS) | CAUSE(LOAD_PAGE_FAULT),
      "address of the load", "address of the load" },
    { CAUSE(STORE_MISALIGNED) | CAUSE(STORE_ACCESS) | CAUSE(STORE_PAGE_FAULT),
      "address of the store", "address of the store" },
    { CAUSE(ILLEGAL_INSN), "not told", "the instruction's bits" },
    { CAUSE(BREAKPOINT), "address of the breakpoint",
      "address of the breakpoint" },
};

static const char *tval_meaning(const TrapRecord *r)
{
    if (r->cause < 64) {
        for (unsigned i = 0; i < G_N_ELEMENTS(meanings); i++) {
            if (meanings[i].causes >> r->cause & 1) {
                return r->tval ? meanings[i].other : meanings[i].zero;
            }
        }
    }
    return "nothing for this cause";
}

static void print_delegation(GString *out, const TrapRecord *r)
{
    bool irq = (r->cause & CAUSE_INTERRUPT) != 0;
    unsigned bit = (unsigned)(r->cause & 63);
    bool set = (r->deleg >> bit & 1) != 0;
    const char *name = irq ? "mideleg" : "medeleg";

    if (r->from == PRIV_M) {
        g_string_append(out, "a trap from M-mode stays there");
    } else {
        g_string_append_printf(out, "%s bit %u is %d, so it %s", name, bit,
                               set, set ? "is delegated" : "goes to M-mode");
    }
}

/* " <main+0x10>" when it is known what is there */
static void print_symbol(Traps *t, uint64_t addr)
{
    uint64_t offset;
    const char *name = symbols_find(t->symbols, addr, &offset);

    if (name && offset) {
        g_string_append_printf(t->out, " <%s+0x%" PRIx64 ">", name, offset);
    } else if (name) {
        g_string_append_printf(t->out, " <%s>", name);
    }
}

static void print_record(Traps *t, Vcpu *v, const TrapRecord *r,
                         uint64_t number)
{
    GString *out = t->out;

    g_string_append_printf(out, "#%" PRIu64 " after %" PRIu64
                           " instructions: ", number, r->retired);
    csr_print_cause(out, r->cause);
    g_string_append_printf(out, "\n  pc 0x%" PRIx64, r->pc);
    print_symbol(t, r->pc);
    g_string_append_printf(out, " in %s-mode: ", inspect_priv_name(r->from));
    inspect_print_insn_at(v, r->from == PRIV_M ? 0 : r->satp, r->pc, out);
    g_string_append_printf(out, "\n  tval 0x%" PRIx64 ": %s\n", r->tval,
                           tval_meaning(r));
    g_string_append_printf(out, "  to %s-mode, handler 0x%" PRIx64,
                           inspect_priv_name(r->to), r->handler);
    print_symbol(t, r->handler);
    g_string_append(out, ": ");
    print_delegation(out, r);
    g_string_append_c(out, '\n');
}

static void print_counts(GString *out, const uint64_t *counts, uint64_t flag)
{
    for (unsigned i = 0; i < TRAP_LOG_CAUSES; i++) {
        if (counts[i] > 0) {
            g_string_append_printf(out, "  %10" PRIu64 "  ", counts[i]);
            csr_print_cause(out, flag | i);
            g_string_append_c(out, '\n');
        }
    }
}

static void traps_on_cpu(Vcpu *v, void *data)
{
    const TrapLog *log = &v->trap_log;
    Traps *t = data;
    GString *out = t->out;

    g_string_append_printf(out, "hart %d: %" PRIu64 " traps since power-on\n",
                           v->index, log->count);
    print_counts(out, log->taken[0], 0);
    print_counts(out, log->taken[1], CAUSE_INTERRUPT);
    for (unsigned age = TRAP_LOG_SIZE; age-- > 0;) {
        const TrapRecord *r = trap_log_get(log, age);

        if (r) {
            print_record(t, v, r, log->count - age);
        }
    }
}

bool inspect_traps(Vm *vm, int cpu, GString *out, Error **errp)
{
    Traps t = { out, vm->machine->symbols };

    return control_run_on_cpu(vm, cpu, traps_on_cpu, &t, errp);
}
