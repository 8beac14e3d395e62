/*
 * hart.c: reset and the interrupt wires of a hart
 *
 * Priv. "Reset".
 */
#include <string.h>

#include "core/csr_bits.h"
#include "core/trap.h"
#include "core/trigger.h"

/* misa letters and the extensions they stand for; S and U always exist. */
static const struct {
    char letter;
    ExtId ext;
} misa_letters[] = {
    { 'A', EXT_a }, { 'B', EXT_b }, { 'C', EXT_c }, { 'D', EXT_d },
    { 'F', EXT_f }, { 'H', EXT_h }, { 'I', EXT_i }, { 'M', EXT_m },
    { 'V', EXT_v },
};

#define MISA_MXL_64 (2ull << 62)
#define MISA_LETTER(letter_) BIT_ULL((letter_) - 'A')

static uint64_t misa_value(const Hart *h)
{
    uint64_t misa = MISA_MXL_64 | MISA_LETTER('S') | MISA_LETTER('U');
    size_t n = sizeof(misa_letters) / sizeof(misa_letters[0]);

    for (size_t i = 0; i < n; i++) {
        if (hart_has(h, misa_letters[i].ext)) {
            misa |= MISA_LETTER(misa_letters[i].letter);
        }
    }
    return misa;
}

/*
 * Priv. leaves the reset value of menvcfg open. Page-based memory types are
 * on where they exist; A and D updates are on unless Svade asks for faults.
 */
static uint64_t menvcfg_value(const Hart *h)
{
    uint64_t menvcfg = 0;

    if (hart_has(h, EXT_svpbmt)) {
        menvcfg |= MENVCFG_PBMTE;
    }
    if (hart_has(h, EXT_svadu) && !hart_has(h, EXT_svade)) {
        menvcfg |= MENVCFG_ADUE;
    }
    return menvcfg;
}

/*
 * Registers, PMP locks and all else restart from 0; three things stay. The
 * memset also clears padding, so that equal harts are equal bytes.
 */
void hart_reset(Hart *h)
{
    HartConfig config = h->config;
    uint64_t retired = h->retired;
    uint64_t wires = __atomic_load_n(&h->irq_level, __ATOMIC_RELAXED);

    memset(h, 0, sizeof(*h));
    h->config = config;
    h->retired = retired;
    h->irq_level = wires;
    h->pc = config.reset_pc;
    h->priv = PRIV_M;
    h->mstatus = MSTATUS_XLEN64;
    h->misa = misa_value(h);
    h->menvcfg = menvcfg_value(h);
    h->stimecmp = ~0ull;
    trigger_reset(h);
    h->mcycle_offset = -retired;
    h->minstret_offset = -retired;
}

void hart_set_irq(Hart *h, unsigned irq, bool level)
{
    uint64_t bit = BIT_ULL(irq);

    if (level) {
        __atomic_fetch_or(&h->irq_level, bit, __ATOMIC_SEQ_CST);
    } else {
        __atomic_fetch_and(&h->irq_level, ~bit, __ATOMIC_SEQ_CST);
    }
}

/*
 * While menvcfg.STCE is set, STIP is the comparator's output (a wire); the
 * bit that software stored earlier is hidden.
 */
uint64_t hart_mip(const Hart *h)
{
    uint64_t wires = __atomic_load_n(&h->irq_level, __ATOMIC_ACQUIRE);
    uint64_t soft = h->mip;

    if (h->menvcfg & MENVCFG_STCE) {
        soft &= ~MIP_STIP;
    }
    return wires | soft;
}

bool hart_has_work(const Hart *h)
{
    return (hart_mip(h) & h->mie) != 0;
}
