/* hart_ops.c: see hart_ops.h */
#include "hart_ops.h"

#include <inttypes.h>
#include <string.h>

#include "core/bql.h"
#include "core/trap.h"

HartMachine *hart_ops_machine(Worker *w)
{
    return worker_state(w);
}

Vcpu *hart_ops_vcpu(Worker *w)
{
    return &hart_ops_machine(w)->harts[0];
}

const char *hart_ops_result(int result)
{
    static const struct {
        int value;
        const char *name;
    } names[] = {
        { EXCP_NONE, "none" },
        { EXCP_INTERRUPT, "interrupted" },
        { EXCP_HLT, "hlt" },
        { EXCP_DEBUG, "debug" },
        { EXCP_HALTED, "halted" },
        { EXCP_YIELD, "yield" },
        { EXCP_ATOMIC, "atomic" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (names[i].value == result) {
            return names[i].name;
        }
    }
    return "other";
}

const char *hart_ops_exception(int index)
{
    return index >= 0 && index < 64 ? trap_name((unsigned)index)
                                    : hart_ops_result(index);
}

void hart_op_load(Worker *w)
{
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "code", &size);

    if (!hart_machine_load(hart_ops_machine(w), worker_u64(w, "at"), bytes,
                           size)) {
        reply_text(w, "error", "that is not in RAM");
    }
}

void hart_op_set(Worker *w)
{
    if (!hart_machine_set(hart_ops_machine(w), hart_ops_vcpu(w),
                          worker_text(w, "register"),
                          worker_u64(w, "value"))) {
        reply_text(w, "error", "there is no such register");
    }
}

void hart_op_registers(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "values", &size);

    memcpy(&v->hart.gpr[1], bytes, MIN(size, 31 * sizeof(uint64_t)));
    vcpu_state_changed(v);
}

void hart_op_irq(Worker *w)
{
    bql_lock();
    vcpu_set_irq(hart_ops_vcpu(w), (int)(worker_u64(w, "line") % 14),
                 worker_u64(w, "level") != 0);
    bql_unlock();
}

void hart_op_run(Worker *w)
{
    HartMachine *m = hart_ops_machine(w);
    Vcpu *v = hart_ops_vcpu(w);
    int result = hart_machine_run(m, v, worker_u64(w, "n"));

    reply_text(w, "result", hart_ops_result(result));
    reply_hex(w, "pc", v->hart.pc);
    reply_u64(w, "retired", v->hart.retired);
    reply_hex(w, "digest", hart_machine_digest(m));
}

/* --- what can be seen ---------------------------------------------------- */

static const char *mode_name(unsigned priv)
{
    static const char *const names[] = { "U", "S", "?", "M" };

    return names[priv & 3];
}

static void tell_trap(Worker *w, const TrapRecord *t)
{
    bool irq = t->cause & CAUSE_INTERRUPT;
    unsigned number = t->cause & 63;

    reply_add(w, "traps", "%s, pc 0x%" PRIx64 ", tval 0x%" PRIx64
              ", %s to %s", irq ? irq_name(number) : trap_name(number), t->pc,
              t->tval, mode_name(t->from), mode_name(t->to));
}

void hart_op_events(Worker *w)
{
    const TrapLog *log = &hart_ops_vcpu(w)->trap_log;

    for (unsigned age = LAB_EVENTS; age-- > 0;) {
        const TrapRecord *trap = trap_log_get(log, age);

        if (trap) {
            tell_trap(w, trap);
        }
    }
    hart_ops_tell_device(w);
}

void hart_ops_tell_device(Worker *w)
{
    const HartMachine *m = hart_ops_machine(w);

    for (uint64_t i = m->n_events > LAB_EVENTS ? m->n_events - LAB_EVENTS : 0;
         i < m->n_events; i++) {
        reply_text(w, "device", m->events[i % LAB_EVENTS]);
    }
}

static void tell_registers(Worker *w, const Hart *h)
{
    for (unsigned i = 1; i < 32; i++) {
        reply_hex(w, gpr_name(i), h->gpr[i]);
    }
    for (unsigned i = 0; i < 32; i++) {
        if (h->fpr[i] != 0) {
            reply_hex(w, fpr_name(i), h->fpr[i]);
        }
    }
}

/* Those that a trap changes always, others when they are not as after reset. */
static bool is_worth_telling(unsigned number, uint64_t value, uint64_t fresh)
{
    switch (number) {
    case CSR_mstatus:
    case CSR_mip:
    case CSR_mepc:
    case CSR_mcause:
    case CSR_mtval:
    case CSR_sepc:
    case CSR_scause:
    case CSR_stval:
        return true;
    default:
        return value != fresh;
    }
}

static void tell_csrs(Worker *w, HartMachine *m, Vcpu *v)
{
    g_autofree Hart *fresh = g_memdup2(&m->fresh, sizeof(m->fresh));
    uint64_t value, before;

    for (unsigned i = 0; i < 0x1000; i++) {
        if (hart_machine_shows_csr(m, i) &&
            csr_peek(&v->hart, &v->env, i, &value) &&
            csr_peek(fresh, &v->env, i, &before) &&
            is_worth_telling(i, value, before)) {
            reply_hex(w, csr_name(i), value);
        }
    }
}

/* Words of RAM that are not 0, from the page of data on. */
static void tell_data(Worker *w, const HartMachine *m)
{
    enum { FIRST = 0x10000, WORDS = 512 };
    const uint64_t *words = (const uint64_t *)(m->host + FIRST);

    for (unsigned i = 0; i < WORDS; i++) {
        if (words[i] != 0) {
            reply_add(w, "memory", "0x%llx: 0x%016" PRIx64,
                      LAB_RAM_BASE + FIRST + 8 * i, words[i]);
        }
    }
}

void hart_op_state(Worker *w)
{
    HartMachine *m = hart_ops_machine(w);
    Vcpu *v = hart_ops_vcpu(w);
    g_autofree char *insn = hart_machine_disas(m, v);

    reply_hex(w, "pc", v->hart.pc);
    reply_text(w, "insn", insn);
    reply_text(w, "mode", mode_name(v->hart.priv));
    reply_u64(w, "retired", v->hart.retired);
    reply_bool(w, "wfi", v->hart.wfi);
    tell_registers(w, &v->hart);
    tell_csrs(w, m, v);
    tell_data(w, m);
    hart_op_events(w);
}
