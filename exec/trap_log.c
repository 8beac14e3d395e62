/*
 * trap_log.c: the last traps of a hart, see exec/trap_log.h
 *
 * Everything about a trap is in the CSRs that its handler will read, so it
 * is noted right after the entry, from there.
 */
#include "exec/trap_log.h"

#include "core/csr_bits.h"
#include "exec/vcpu.h"

static inline void note_from_m(const Hart *h, TrapRecord *record)
{
    record->cause = h->mcause;
    record->pc = h->mepc;
    record->tval = h->mtval;
    record->from = extract64(h->mstatus, MSTATUS_MPP_SHIFT, 2);
}

static inline void note_from_s(const Hart *h, TrapRecord *record)
{
    record->cause = h->scause;
    record->pc = h->sepc;
    record->tval = h->stval;
    record->from = (h->mstatus & MSTATUS_SPP) != 0;
}
_Static_assert(PRIV_U == 0 && PRIV_S == 1, "SPP is the mode");

/* Row 0 counts exceptions, row 1 interrupts. */
static inline unsigned row_of(uint64_t cause)
{
    return (unsigned)(cause >> 63);
}

void trap_log_note(Vcpu *v)
{
    const Hart *h = &v->hart;
    TrapLog *log = &v->trap_log;
    TrapRecord *record = &log->ring[log->count++ % TRAP_LOG_SIZE];

    if (h->priv == PRIV_S) {
        note_from_s(h, record);
    } else {
        note_from_m(h, record);
    }
    record->to = h->priv;
    record->handler = h->pc;
    record->satp = h->satp;
    record->retired = h->retired;
    record->deleg = row_of(record->cause) ? h->mideleg : h->medeleg;
    log->taken[row_of(record->cause)][record->cause % TRAP_LOG_CAUSES]++;
}

const TrapRecord *trap_log_get(const TrapLog *log, unsigned age)
{
    if (age >= TRAP_LOG_SIZE || age >= log->count) {
        return NULL;
    }
    return &log->ring[(log->count - 1 - age) % TRAP_LOG_SIZE];
}
