/* test_pmp.c: pmp_check() and pmp_page_perms() of core/mmu.h */
#include "core/cpu_model.h"
#include "core/csr_bits.h"
#include "core/mmu.h"
#include "support/unit.h"

#define RWX (MMU_R | MMU_W | MMU_X)
#define TOR   (PMP_TOR << PMP_A_SHIFT)
#define NA4   (PMP_NA4 << PMP_A_SHIFT)
#define NAPOT (PMP_NAPOT << PMP_A_SHIFT)

static Hart new_hart(void)
{
    Hart h = { 0 };

    ck_assert(hart_config_init(&h.config, "max", NULL, NULL));
    hart_reset(&h);
    return h;
}

/* pmpaddr of a naturally aligned power-of-two range */
static uint64_t napot(hwaddr base, uint64_t size)
{
    return base >> 2 | ((size >> 3) - 1);
}

static unsigned allowed(const Hart *h, hwaddr addr, uint64_t size,
                        PrivMode priv)
{
    return (pmp_check(h, addr, size, ACCESS_LOAD, priv) ? MMU_R : 0) |
           (pmp_check(h, addr, size, ACCESS_STORE, priv) ? MMU_W : 0) |
           (pmp_check(h, addr, size, ACCESS_FETCH, priv) ? MMU_X : 0);
}

START_TEST(test_without_match_m_may_all_and_s_nothing)
{
    Hart h = new_hart();

    ck_assert_uint_eq(allowed(&h, 0x80000000, 8, PRIV_M), RWX);
    ck_assert_uint_eq(allowed(&h, 0x80000000, 8, PRIV_S), 0);
    ck_assert_uint_eq(allowed(&h, 0x80000000, 8, PRIV_U), 0);
    h.config.pmp_count = 0;
    ck_assert_uint_eq(allowed(&h, 0x80000000, 8, PRIV_S), RWX);
}
END_TEST

/* One entry (number 1, with pmpaddr0 = 0x1000 >> 2), one access. */
static const struct {
    uint64_t addr1;
    uint8_t cfg;
    hwaddr access;
    unsigned size;
    bool match;
} match_rows[] = {
    { 0x2000 >> 2, TOR, 0x1000, 8, true },      /* lower bound included */
    { 0x2000 >> 2, TOR, 0x1ff8, 8, true },
    { 0x2000 >> 2, TOR, 0x2000, 8, false },     /* upper bound excluded */
    { 0x2000 >> 2, TOR, 0x0ff8, 8, false },
    { 0x2000 >> 2, TOR, 0x1ffc, 8, false },     /* only the first half */
    { 0x2000 >> 2, TOR, 0x0ffc, 8, false },     /* only the last half */
    { 0x1000 >> 2, TOR, 0x1000, 4, false },     /* empty */
    { 0x0800 >> 2, TOR, 0x0800, 4, false },     /* upside down */
    { 0x3000 >> 2, NA4, 0x3000, 4, true },
    { 0x3000 >> 2, NA4, 0x3003, 1, true },
    { 0x3000 >> 2, NA4, 0x3004, 1, false },
    { 0x3000 >> 2, NA4, 0x2fff, 1, false },
    { 0x3000 >> 2, NA4, 0x3000, 8, false },
    { 0x4000 >> 2 | 0, NAPOT, 0x4000, 8, true },        /* 8 bytes */
    { 0x4000 >> 2 | 0, NAPOT, 0x4008, 1, false },
    { 0x4000 >> 2 | 0x1ff, NAPOT, 0x4fff, 1, true },    /* 4 KiB */
    { 0x4000 >> 2 | 0x1ff, NAPOT, 0x5000, 1, false },
    { 0x4000 >> 2 | 0x1ff, NAPOT, 0x3fff, 1, false },
    { (1ull << 54) - 1, NAPOT, 0xfffffffffffff8, 8, true },     /* all */
    { (1ull << 54) - 1, NAPOT, 0, 8, true },
    { 0x2000 >> 2, 0, 0x1800, 8, false },       /* off */
};

START_TEST(test_entry_matches_its_range_exactly)
{
    Hart h = new_hart();

    h.pmp[0].addr = 0x1000 >> 2;
    h.pmp[1].addr = match_rows[_i].addr1;
    h.pmp[1].cfg = match_rows[_i].cfg | PMP_R;
    ck_assert_uint_eq(pmp_check(&h, match_rows[_i].access,
                                match_rows[_i].size, ACCESS_LOAD, PRIV_S),
                      match_rows[_i].match);
}
END_TEST

START_TEST(test_first_tor_entry_starts_at_zero)
{
    Hart h = new_hart();

    h.pmp[0] = (HartPmp){ 0x1000 >> 2, TOR | PMP_R };
    ck_assert(pmp_check(&h, 0, 8, ACCESS_LOAD, PRIV_U));
    ck_assert(!pmp_check(&h, 0x1000, 8, ACCESS_LOAD, PRIV_U));
}
END_TEST

START_TEST(test_lowest_numbered_entry_decides)
{
    Hart h = new_hart();

    h.pmp[0] = (HartPmp){ napot(0x8000, 0x1000), NAPOT | PMP_R };
    h.pmp[1] = (HartPmp){ napot(0x0, 0x10000), NAPOT | RWX };
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_S), MMU_R);
    ck_assert_uint_eq(allowed(&h, 0x9000, 8, PRIV_S), RWX);
}
END_TEST

START_TEST(test_partial_match_fails_even_if_a_later_entry_covers)
{
    Hart h = new_hart();

    h.pmp[0] = (HartPmp){ 0x8004 >> 2, NA4 | RWX };
    h.pmp[1] = (HartPmp){ napot(0x0, 0x10000), NAPOT | RWX };
    ck_assert_uint_eq(allowed(&h, 0x8000, 4, PRIV_S), RWX);
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_S), 0);
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M), 0);
}
END_TEST

START_TEST(test_unlocked_entry_does_not_bind_m)
{
    Hart h = new_hart();

    h.pmp[0] = (HartPmp){ napot(0x8000, 0x1000), NAPOT | PMP_R };
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M), RWX);
    h.pmp[0].cfg |= PMP_L;
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M), MMU_R);
}
END_TEST

/* pmp_count below 16: entries above it do not exist. */
START_TEST(test_entries_above_count_are_ignored)
{
    Hart h = new_hart();

    h.config.pmp_count = 8;
    h.pmp[8] = (HartPmp){ napot(0x8000, 0x1000), NAPOT | RWX };
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_S), 0);
}
END_TEST

/*
 * Smepmp 1.0, truth table for MML = 1: rights of M-mode and of S/U-mode for
 * the sixteen values of L R W X.
 */
static const struct {
    const char *lrwx;
    const char *m;
    const char *su;
} mml_rows[] = {
    { "----", "---", "---" },
    { "---x", "---", "--x" },
    { "--w-", "rw-", "r--" },
    { "--wx", "rw-", "rw-" },
    { "-r--", "---", "r--" },
    { "-r-x", "---", "r-x" },
    { "-rw-", "---", "rw-" },
    { "-rwx", "---", "rwx" },
    { "l---", "---", "---" },
    { "l--x", "--x", "---" },
    { "l-w-", "--x", "--x" },
    { "l-wx", "r-x", "--x" },
    { "lr--", "r--", "---" },
    { "lr-x", "r-x", "---" },
    { "lrw-", "rw-", "---" },
    { "lrwx", "r--", "r--" },
};

static unsigned bits_of(const char *text)
{
    unsigned bits = 0;

    for (; *text; text++) {
        bits |= *text == 'r' ? PMP_R : *text == 'w' ? PMP_W
              : *text == 'x' ? PMP_X : *text == 'l' ? PMP_L : 0;
    }
    return bits;
}

START_TEST(test_mml_truth_table)
{
    Hart h = new_hart();

    h.mseccfg = MSECCFG_MML;
    h.pmp[0] = (HartPmp){ napot(0x8000, 0x1000),
                          NAPOT | bits_of(mml_rows[_i].lrwx) };
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M),
                      bits_of(mml_rows[_i].m));
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_S),
                      bits_of(mml_rows[_i].su));
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_U),
                      bits_of(mml_rows[_i].su));
}
END_TEST

START_TEST(test_mml_and_mmwp_limit_m_without_match)
{
    Hart h = new_hart();

    h.mseccfg = MSECCFG_MML;
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M), MMU_R | MMU_W);
    h.mseccfg = MSECCFG_MMWP;
    ck_assert_uint_eq(allowed(&h, 0x8000, 8, PRIV_M), 0);
}
END_TEST

/* Entry 0 on a page at 0x8000; the rest of the world is RWX. */
static const struct {
    HartPmp entry;
    unsigned perms;
    bool partial;
} page_rows[] = {
    { { 0, 0 }, RWX, false },
    { { 0x8000 >> 2 | 0x1ff, NAPOT | PMP_R }, MMU_R, false },
    { { 0x8000 >> 2 | 0x3ff, NAPOT | PMP_R }, MMU_R, false },
    { { 0x8000 >> 2 | 0x0ff, NAPOT | PMP_R }, MMU_R, true },
    { { 0x8ffc >> 2, NA4 | PMP_X | PMP_R }, MMU_R | MMU_X, true },
    { { 0x7ffc >> 2, NA4 }, RWX, false },
    { { 0x9000 >> 2, NA4 }, RWX, false },
    { { 0x8000 >> 2, TOR }, RWX, false },
    { { 0x8004 >> 2, TOR | PMP_R }, MMU_R, true },
    { { 0x9000 >> 2, TOR | PMP_R }, MMU_R, false },
};

START_TEST(test_page_perms_hold_for_every_byte)
{
    Hart h = new_hart();
    bool partial;

    h.pmp[0] = page_rows[_i].entry;
    h.pmp[1] = (HartPmp){ (1ull << 54) - 1, NAPOT | RWX };
    ck_assert_uint_eq(pmp_page_perms(&h, 0x8000, PRIV_S, &partial),
                      page_rows[_i].perms);
    ck_assert_uint_eq(partial, page_rows[_i].partial);
}
END_TEST

UNIT_MAIN("pmp",
          UNIT_TEST(test_without_match_m_may_all_and_s_nothing),
          UNIT_LOOP(test_entry_matches_its_range_exactly,
                    G_N_ELEMENTS(match_rows)),
          UNIT_TEST(test_first_tor_entry_starts_at_zero),
          UNIT_TEST(test_lowest_numbered_entry_decides),
          UNIT_TEST(test_partial_match_fails_even_if_a_later_entry_covers),
          UNIT_TEST(test_unlocked_entry_does_not_bind_m),
          UNIT_TEST(test_entries_above_count_are_ignored),
          UNIT_LOOP(test_mml_truth_table, G_N_ELEMENTS(mml_rows)),
          UNIT_TEST(test_mml_and_mmwp_limit_m_without_match),
          UNIT_LOOP(test_page_perms_hold_for_every_byte,
                    G_N_ELEMENTS(page_rows)))
