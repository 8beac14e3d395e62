/*
 * trigger_warl.c: which values tdata1 and tdata2 can hold
 *
 * Software writes what it wants and reads back what it got. Never possible:
 * Debug Mode (dmode, action 1), chains, data values, and matches by mask or
 * negated; types that are not in the table turn into 15, "disabled".
 *
 * A set of causes holds those of traps that can go to S-mode. M-mode's
 * handlers start with MIE clear and are never disturbed (trigger.c), nor are
 * S-mode's when breakpoints go there; so a breakpoint can be in no set.
 *
 * RISC-V Debug Specification 1.0, "Trigger Data 1", "mcontrol", "mcontrol6",
 * "icount", "itrigger", "etrigger", "Native Triggers".
 */
#include "core/csr_bits.h"
#include "core/trap.h"
#include "csr_internal.h"
#include "trigger_internal.h"

#define MODES(shift) (BIT_ULL((shift) + PRIV_U) | BIT_ULL((shift) + PRIV_S) | \
                      BIT_ULL((shift) + PRIV_M))
#define ADDRESS_BITS (MCONTROL_ACCESS | MCONTROL_MATCH | MODES(3))

static const TriggerKind kinds[] = {
    [TRIGGER_MCONTROL] = {
        .writable = ADDRESS_BITS | MCONTROL_HIT |
                    3ull << MCONTROL_SIZELO_SHIFT |
                    3ull << MCONTROL_SIZEHI_SHIFT,
        .fixed = MCONTROL_MASKMAX,
        .hit = MCONTROL_HIT,
        .mode_shift = 3,
    },
    [TRIGGER_ICOUNT] = {
        .writable = MODES(6) | ICOUNT_PENDING | ICOUNT_HIT |
                    MAKE_64BIT_MASK(ICOUNT_COUNT_SHIFT, ICOUNT_COUNT_BITS),
        .hit = ICOUNT_HIT,
        .mode_shift = 6,
    },
    [TRIGGER_ITRIGGER] = {
        .writable = MODES(6) | TRAP_TRIGGER_HIT,
        .hit = TRAP_TRIGGER_HIT,
        .causes = MIP_S_BITS,
        .mode_shift = 6,
    },
    [TRIGGER_ETRIGGER] = {
        .writable = MODES(6) | TRAP_TRIGGER_HIT,
        .hit = TRAP_TRIGGER_HIT,
        .causes = MEDELEG_MASK & ~BIT_ULL(TRAP_BREAKPOINT),
        .mode_shift = 6,
    },
    [TRIGGER_MCONTROL6] = {
        .writable = ADDRESS_BITS | MCONTROL6_HIT0 |
                    7ull << MCONTROL6_SIZE_SHIFT,
        .hit = MCONTROL6_HIT0,
        .mode_shift = 3,
    },
    [TRIGGER_DISABLED] = { 0 },
};

const TriggerKind *trigger_kind(unsigned type)
{
    static const unsigned known =
        1u << TRIGGER_MCONTROL | 1u << TRIGGER_ICOUNT |
        1u << TRIGGER_ITRIGGER | 1u << TRIGGER_ETRIGGER |
        1u << TRIGGER_MCONTROL6 | 1u << TRIGGER_DISABLED;

    return type < 16 && (known >> type & 1) ? &kinds[type] : NULL;
}

unsigned trigger_size_field(uint64_t tdata1)
{
    if (tdata1 >> TDATA1_TYPE_SHIFT == TRIGGER_MCONTROL6) {
        return extract64(tdata1, MCONTROL6_SIZE_SHIFT, 3);
    }
    return extract64(tdata1, MCONTROL_SIZELO_SHIFT, 2) |
           extract64(tdata1, MCONTROL_SIZEHI_SHIFT, 2) << 2;
}

static uint64_t any_size(uint64_t tdata1)
{
    if (tdata1 >> TDATA1_TYPE_SHIFT == TRIGGER_MCONTROL6) {
        return tdata1 & ~(7ull << MCONTROL6_SIZE_SHIFT);
    }
    return tdata1 & ~(3ull << MCONTROL_SIZELO_SHIFT |
                      3ull << MCONTROL_SIZEHI_SHIFT);
}

/* Sizes are 1, 2, 4 and 8 bytes, and of data only. */
static uint64_t legal_address(uint64_t value)
{
    static const unsigned sizes = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 5;

    if (!(sizes >> trigger_size_field(value) & 1) ||
        (value & TRIGGER_EXECUTE)) {
        value = any_size(value);
    }
    if ((value & MCONTROL_MATCH) >> MCONTROL_MATCH_SHIFT > MATCH_LT) {
        value &= ~MCONTROL_MATCH;
    }
    return value;
}

uint64_t trigger_legal_tdata1(uint64_t value)
{
    unsigned type = value >> TDATA1_TYPE_SHIFT;
    const TriggerKind *kind = trigger_kind(type);

    if (!kind) {
        return (uint64_t)TRIGGER_DISABLED << TDATA1_TYPE_SHIFT;
    }
    uint64_t legal = (value & kind->writable) | kind->fixed |
                     (uint64_t)type << TDATA1_TYPE_SHIFT;

    return type == TRIGGER_MCONTROL || type == TRIGGER_MCONTROL6
        ? legal_address(legal) : legal;
}

uint64_t trigger_legal_tdata2(uint64_t tdata1, uint64_t value)
{
    const TriggerKind *kind = trigger_kind(tdata1 >> TDATA1_TYPE_SHIFT);

    return kind && kind->causes ? value & kind->causes : value;
}
