/* test_trigger.c: Sdtrig: what the registers hold, and what they match */
#include <string.h>

#include "core/cpu_model.h"
#include "core/csr.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "core/trigger.h"
#include "support/unit.h"

#define TYPE(n) ((uint64_t)(n) << 60)
#define MASKMAX (63ull << 53)
#define M (1u << 6)
#define S (1u << 4)
#define U (1u << 3)

static Hart h;

static void setup(const char *props)
{
    memset(&h, 0, sizeof(h));
    ck_assert(hart_config_init(&h.config, "rv64", props, NULL));
    hart_reset(&h);
    h.mstatus |= MSTATUS_MIE | MSTATUS_SIE;
}

static uint64_t get(unsigned csr)
{
    uint64_t value;

    ck_assert(csr_peek(&h, NULL, csr, &value));
    return value;
}

static unsigned set(unsigned csr, uint64_t value)
{
    unsigned stale = 0;

    ck_assert(csr_poke(&h, NULL, csr, value, &stale));
    return stale;
}

/* --- registers ------------------------------------------------------------ */

START_TEST(test_software_can_count_the_triggers)
{
    unsigned n = 0;

    setup("");
    while (set(CSR_tselect, n), get(CSR_tselect) == n) {
        n++;
    }
    ck_assert_uint_eq(n, HART_TRIGGER_COUNT);
    ck_assert_uint_eq(get(CSR_tselect), HART_TRIGGER_COUNT - 1);
}
END_TEST

START_TEST(test_each_trigger_has_registers_of_its_own)
{
    setup("");
    for (unsigned i = 0; i < HART_TRIGGER_COUNT; i++) {
        set(CSR_tselect, i);
        set(CSR_tdata2, 100 + i);
    }
    for (unsigned i = 0; i < HART_TRIGGER_COUNT; i++) {
        set(CSR_tselect, i);
        ck_assert_uint_eq(get(CSR_tdata2), 100 + i);
    }
}
END_TEST

static const struct {
    uint64_t written, read;
} tdata1_rows[] = {
    { 0, TYPE(15) },
    { TYPE(15) | 123, TYPE(15) },
    { TYPE(1), TYPE(15) },
    { TYPE(7) | M, TYPE(15) },
    /* mcontrol6: everything that there is */
    { TYPE(6) | 3 | U | S | M | 3 << 7 | 5 << 16 | 1 << 22,
      TYPE(6) | 3 | U | S | M | 3 << 7 | 5 << 16 | 1 << 22 },
    { TYPE(6) | 1ull << 59, TYPE(6) },          /* dmode */
    { TYPE(6) | 1 << 12, TYPE(6) },             /* action 1 */
    { TYPE(6) | 1 << 11, TYPE(6) },             /* chain */
    { TYPE(6) | 1 << 21, TYPE(6) },             /* select */
    { TYPE(6) | 4 << 7, TYPE(6) },              /* mask low */
    { TYPE(6) | 8 << 7, TYPE(6) },              /* not equal */
    { TYPE(6) | 4 << 16, TYPE(6) },             /* 48 bits */
    { TYPE(6) | 4 | 3 << 16, TYPE(6) | 4 },     /* size of instructions */
    /* mcontrol: the size is in two pieces */
    { TYPE(2) | 3 | M | 1 << 16 | 1 << 21,
      TYPE(2) | MASKMAX | 3 | M | 1 << 16 | 1 << 21 },
    { TYPE(2) | 1 << 18, TYPE(2) | MASKMAX },   /* timing: after */
    /* icount */
    { TYPE(3) | 0x3fffull << 10 | 1 << 9 | 1 << 8 | 1 << 7 | 1 << 6,
      TYPE(3) | 0x3fffull << 10 | 1 << 9 | 1 << 8 | 1 << 7 | 1 << 6 },
    { TYPE(3) | 1, TYPE(3) },
    /* itrigger, etrigger */
    { TYPE(4) | 1ull << 58 | 1 << 9 | 1 << 7 | 1 << 6,
      TYPE(4) | 1ull << 58 | 1 << 9 | 1 << 7 | 1 << 6 },
    { TYPE(5) | 1ull << 58 | 1 << 9 | 1 << 7 | 1 << 6,
      TYPE(5) | 1ull << 58 | 1 << 9 | 1 << 7 | 1 << 6 },
    { TYPE(4) | 1 << 10, TYPE(4) },             /* NMI */
    { TYPE(5) | 1ull << 59 | 3 << 11 | 63, TYPE(5) },
};

START_TEST(test_tdata1_keeps_what_this_hart_can_do)
{
    setup("");
    unsigned stale = set(CSR_tdata1, tdata1_rows[_i].written);

    ck_assert(stale & CSR_STALE_TRIGGER);
    ck_assert_uint_eq(get(CSR_tdata1), tdata1_rows[_i].read);
}
END_TEST

/* Whichever of the two registers comes last. */
START_TEST(test_set_of_causes_holds_what_can_fire)
{
    static const struct { unsigned type; uint64_t read; } rows[] = {
        { 4, 0x222 },           /* software, timer, external: of S-mode */
        { 5, 0xb3f7 },          /* what can be delegated; not breakpoints */
        { 6, ~0ull },
    };

    setup("");
    set(CSR_tdata1, TYPE(15));
    set(CSR_tdata2, ~0ull);
    ck_assert_uint_eq(get(CSR_tdata2), ~0ull);
    set(CSR_tdata1, TYPE(rows[_i].type));
    ck_assert_uint_eq(get(CSR_tdata2), rows[_i].read);
    set(CSR_tdata2, 0);
    ck_assert_uint_eq(get(CSR_tdata2), 0);
    set(CSR_tdata2, ~0ull);
    ck_assert_uint_eq(get(CSR_tdata2), rows[_i].read);
}
END_TEST

START_TEST(test_tinfo_announces_the_types)
{
    setup("");
    ck_assert_uint_eq(get(CSR_tinfo), 1u << 24 | 1u << 15 | 0x7c);
}
END_TEST

START_TEST(test_debug_off_takes_the_registers_away)
{
    setup("debug=off");
    for (unsigned csr = CSR_tselect; csr <= CSR_tinfo; csr++) {
        ck_assert(!csr_exists(&h, csr));
    }
    setup("debug=on");
    ck_assert(csr_exists(&h, CSR_tselect));
}
END_TEST

START_TEST(test_nothing_matches_after_reset)
{
    TriggerRange range;

    setup("");
    set(CSR_tdata1, TYPE(6) | 7 | M);
    hart_reset(&h);
    for (unsigned i = 0; i < HART_TRIGGER_COUNT; i++) {
        ck_assert(!trigger_range(&h, i, &range));
        ck_assert(!trigger_is_counting(&h, i));
    }
    ck_assert_uint_eq(get(CSR_tdata1), TYPE(2) | MASKMAX);
}
END_TEST

/* --- addresses ------------------------------------------------------------ */

static const struct {
    unsigned match;
    uint64_t tdata2;
    bool any;
    uint64_t first, last;
} ranges[] = {
    { 0, 0x1234, true, 0x1234, 0x1234 },
    { 1, 0x1000, true, 0x1000, 0x1001 },        /* lowest 0 is bit 0 */
    { 1, 0x1003, true, 0x1000, 0x1007 },
    { 1, 0x17ff, true, 0x1000, 0x1fff },
    { 1, ~0ull, true, 0, ~0ull },
    { 2, 0x1000, true, 0x1000, ~0ull },
    { 3, 0x1000, true, 0, 0xfff },
    { 3, 0, false, 0, 0 },
};

START_TEST(test_ranges_of_the_kinds_of_match)
{
    TriggerRange range;

    setup("");
    set(CSR_tdata1, TYPE(_i % 2 ? 2 : 6) | 4 | M |
                    ranges[_i / 2].match << 7);
    set(CSR_tdata2, ranges[_i / 2].tdata2);
    ck_assert_int_eq(trigger_range(&h, 0, &range), ranges[_i / 2].any);
    if (ranges[_i / 2].any) {
        ck_assert_uint_eq(range.first, ranges[_i / 2].first);
        ck_assert_uint_eq(range.last, ranges[_i / 2].last);
        ck_assert_uint_eq(range.access, TRIGGER_EXECUTE);
    }
}
END_TEST

START_TEST(test_sizes_of_both_types)
{
    static const struct { unsigned field, bytes; } rows[] = {
        { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 4 }, { 5, 8 },
    };
    unsigned field = rows[_i].field;
    TriggerRange range;

    setup("");
    set(CSR_tdata1, TYPE(6) | 1 | M | field << 16);
    ck_assert(trigger_range(&h, 0, &range));
    ck_assert_uint_eq(range.size, rows[_i].bytes);
    set(CSR_tdata1, TYPE(2) | 1 | M | (field & 3) << 16 | (field >> 2) << 21);
    ck_assert(trigger_range(&h, 0, &range));
    ck_assert_uint_eq(range.size, rows[_i].bytes);
}
END_TEST

/* --- modes ---------------------------------------------------------------- */

START_TEST(test_modes_that_a_trigger_is_on_in)
{
    static const struct { unsigned bit; PrivMode priv; } rows[] = {
        { U, PRIV_U }, { S, PRIV_S }, { M, PRIV_M },
    };

    setup("");
    set(CSR_tdata1, TYPE(6) | 4 | rows[_i].bit);
    for (unsigned i = 0; i < 3; i++) {
        h.priv = rows[i].priv;
        ck_assert_int_eq(trigger_is_on(&h, 0), (int)i == _i);
    }
}
END_TEST

START_TEST(test_handler_that_cannot_be_interrupted_is_spared)
{
    setup("");
    set(CSR_tdata1, TYPE(6) | 4 | U | S | M);
    h.mstatus &= ~(MSTATUS_MIE | MSTATUS_SIE);
    ck_assert(!trigger_is_on(&h, 0));
    h.priv = PRIV_S;
    ck_assert(trigger_is_on(&h, 0));    /* M-mode handles it */
    h.medeleg = 1u << TRAP_BREAKPOINT;
    ck_assert(!trigger_is_on(&h, 0));
    h.priv = PRIV_U;
    ck_assert(trigger_is_on(&h, 0));
}
END_TEST

/* --- traps ---------------------------------------------------------------- */

#define IRQ(n) (CAUSE_INTERRUPT | (n))

static const struct {
    unsigned type;
    unsigned modes;             /* U 1, S 2, M 8 */
    uint64_t tdata2;
    TrapTaken trap;
    bool matches;
} trap_rows[] = {
    { 5, 1, 1 << 8, { TRAP_ECALL_U, PRIV_U }, true },
    { 5, 2, 1 << 8, { TRAP_ECALL_U, PRIV_U }, false },
    { 5, 1, 1 << 9, { TRAP_ECALL_U, PRIV_U }, false },
    { 5, 2, 1 << 2, { TRAP_ILLEGAL_INSN, PRIV_S }, true },
    { 5, 1, 1 << 2, { TRAP_ILLEGAL_INSN, PRIV_S }, false },
    { 4, 1, 1 << 1, { TRAP_INSN_ACCESS, PRIV_U }, false },
    { 4, 3, 1 << 5, { IRQ(IRQ_S_TIMER), PRIV_U }, true },
    { 4, 3, 1 << 5, { IRQ(IRQ_S_SOFT), PRIV_U }, false },
    { 5, 3, 1 << 5, { IRQ(IRQ_S_TIMER), PRIV_U }, false },
};

START_TEST(test_traps_that_match)
{
    const TrapTaken *trap = &trap_rows[_i].trap;

    setup("");
    set(CSR_tdata2, trap_rows[_i].tdata2);
    set(CSR_tdata1, TYPE(trap_rows[_i].type) | trap_rows[_i].modes << 6);
    ck_assert(trigger_is_for_traps(&h, 0));
    h.priv = PRIV_S;                            /* of the handler */
    h.mstatus &= ~MSTATUS_SIE;
    ck_assert_int_eq(trigger_matches_trap(&h, 0, trap),
                     trap_rows[_i].matches);
    h.medeleg = 1u << TRAP_BREAKPOINT;
    ck_assert(!trigger_matches_trap(&h, 0, trap));
    h.medeleg = 0;
    h.priv = PRIV_M;
    h.mstatus &= ~MSTATUS_MIE;
    ck_assert(!trigger_matches_trap(&h, 0, trap));
}
END_TEST

/* --- counting ------------------------------------------------------------- */

START_TEST(test_count_goes_down_in_its_modes_only_and_is_taken_once)
{
    setup("");
    set(CSR_tdata1, TYPE(3) | 2 << 10 | 1 << 9);
    ck_assert(trigger_is_counting(&h, 0));
    trigger_count(&h, 0, PRIV_U);
    trigger_count(&h, 0, PRIV_M);
    ck_assert(!trigger_take_due(&h, 0));
    trigger_count(&h, 0, PRIV_M);
    ck_assert(trigger_is_counting(&h, 0));      /* due */
    h.priv = PRIV_S;
    ck_assert(!trigger_take_due(&h, 0));
    h.priv = PRIV_M;
    ck_assert(trigger_take_due(&h, 0));
    ck_assert(!trigger_take_due(&h, 0));
    ck_assert(!trigger_is_counting(&h, 0));
    ck_assert_uint_eq(get(CSR_tdata1), TYPE(3) | 1 << 24 | 1 << 9);
}
END_TEST

UNIT_MAIN("trigger",
          UNIT_TEST(test_software_can_count_the_triggers),
          UNIT_TEST(test_each_trigger_has_registers_of_its_own),
          UNIT_LOOP(test_tdata1_keeps_what_this_hart_can_do,
                    G_N_ELEMENTS(tdata1_rows)),
          UNIT_LOOP(test_set_of_causes_holds_what_can_fire, 3),
          UNIT_TEST(test_tinfo_announces_the_types),
          UNIT_TEST(test_debug_off_takes_the_registers_away),
          UNIT_TEST(test_nothing_matches_after_reset),
          UNIT_LOOP(test_ranges_of_the_kinds_of_match,
                    2 * G_N_ELEMENTS(ranges)),
          UNIT_LOOP(test_sizes_of_both_types, 5),
          UNIT_LOOP(test_modes_that_a_trigger_is_on_in, 3),
          UNIT_TEST(test_handler_that_cannot_be_interrupted_is_spared),
          UNIT_LOOP(test_traps_that_match, G_N_ELEMENTS(trap_rows)),
          UNIT_TEST(test_count_goes_down_in_its_modes_only_and_is_taken_once))
