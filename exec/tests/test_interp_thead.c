/* T-Head's instructions: results, indexed and updating memory accesses. */
#include <inttypes.h>
#include <string.h>

#include "asm.h"
#include "asm_row.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define DATA 0x1000
#define PATTERN 0xf1f2f3f4f5f6f7f8ull
#define CODE_VIRT 0x40000

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("thead-c906");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    LOAD(f, VECTOR, WFI);
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA;
    memcpy(f->host + DATA, &(uint64_t) { PATTERN }, 8);
}

static void run_one(InsnOp op, AsmFields fields)
{
    exec_fixture_run_one(f, asm_row(op, fields));
}

/* --- integer ------------------------------------------------------------- */

static const struct {
    uint16_t op;
    uint64_t d, a, b;
    uint32_t imm;
    uint64_t result;
} results[] = {
    { OP_th_addsl, 0, 1, 2, 3, 17 },
    { OP_th_srri, 0, 0x8123456789abcdef, 0, 4, 0xf8123456789abcde },
    { OP_th_srri, 0, 0x8123456789abcdef, 0, 0, 0x8123456789abcdef },
    { OP_th_srriw, 0, 0x8123456789abcdef, 0, 4, 0xfffffffff89abcde },
    { OP_th_ext, 0, 0x8123456789abcdef, 0, 15 << 6 | 8, -0x33ull },
    { OP_th_extu, 0, 0x8123456789abcdef, 0, 15 << 6 | 8, 0xcd },
    { OP_th_ext, 0, 0x8123456789abcdef, 0, 63 << 6, 0x8123456789abcdef },
    { OP_th_ff0, 0, 0x8123456789abcdef, 0, 0, 1 },
    { OP_th_ff0, 0, -1ull, 0, 0, 64 },
    { OP_th_ff1, 0, 1, 0, 0, 63 },
    { OP_th_ff1, 0, 0, 0, 0, 64 },
    { OP_th_rev, 0, 0x8123456789abcdef, 0, 0, 0xefcdab8967452381 },
    { OP_th_revw, 0, 0x8123456789abcdef, 0, 0, 0xffffffffefcdab89 },
    { OP_th_tstnbz, 0, 0x0011000000220000, 0, 0, 0xff00ffffff00ffff },
    { OP_th_tst, 0, 1ull << 63, 0, 63, 1 },
    { OP_th_tst, 0, 1ull << 63, 0, 62, 0 },
    { OP_th_mveqz, 5, 9, 0, 0, 9 },
    { OP_th_mveqz, 5, 9, 1, 0, 5 },
    { OP_th_mvnez, 5, 9, 0, 0, 5 },
    { OP_th_mvnez, 5, 9, 1, 0, 9 },
    { OP_th_mula, 5, 3, 4, 0, 17 },
    { OP_th_muls, 5, 3, 4, 0, -7ull },
    { OP_th_mulaw, 0x7fffffff, 1, 1, 0, 0xffffffff80000000 },
    { OP_th_mulsw, 0xffffffff80000000, 1, 1, 0, 0x7fffffff },
    { OP_th_mulah, 10, 0x1ffff, 2, 0, 8 },
    { OP_th_mulsh, 10, 0x1ffff, 2, 0, 12 },
};

START_TEST(test_result_is_the_specifications)
{
    setup();
    h->gpr[A0] = results[_i].a;
    h->gpr[A1] = results[_i].b;
    h->gpr[A2] = results[_i].d;
    run_one(results[_i].op, (AsmFields) {
        .d = A2, .s = A0, .t = A1, .i = results[_i].imm });
    ck_assert_msg(h->gpr[A2] == results[_i].result,
        "%s: %#" PRIx64 ", wanted %#" PRIx64, insn_name(results[_i].op),
        h->gpr[A2], results[_i].result);
    ck_assert_uint_eq(h->mcause, 0);
}
END_TEST

/* --- indexed: rs1 + (rs2 << imm) ----------------------------------------- */

static const struct {
    uint16_t op, with_word_index;
    uint64_t result;
} indexed_loads[] = {
    { OP_th_lrb, OP_th_lurb, 0xfffffffffffffff8 },
    { OP_th_lrbu, OP_th_lurbu, 0xf8 },
    { OP_th_lrh, OP_th_lurh, 0xfffffffffffff7f8 },
    { OP_th_lrhu, OP_th_lurhu, 0xf7f8 },
    { OP_th_lrw, OP_th_lurw, 0xfffffffff5f6f7f8 },
    { OP_th_lrwu, OP_th_lurwu, 0xf5f6f7f8 },
    { OP_th_lrd, OP_th_lurd, PATTERN },
};

START_TEST(test_indexed_load_shifts_the_index)
{
    AsmFields fields = { .d = A2, .s = A0, .t = A1, .i = 3 };

    setup();
    h->gpr[A0] = FIXTURE_RAM_BASE + DATA + 16;
    h->gpr[A1] = -2ull;
    run_one(indexed_loads[_i].op, fields);
    ck_assert_uint_eq(h->gpr[A2], indexed_loads[_i].result);
    ck_assert_uint_eq(h->gpr[A0], FIXTURE_RAM_BASE + DATA + 16);
}
END_TEST

START_TEST(test_word_index_has_32_bits_without_sign)
{
    AsmFields fields = { .d = A2, .s = A0, .t = A1, .i = 1 };

    setup();
    h->gpr[A0] = FIXTURE_RAM_BASE + DATA - 0x100000000ull;
    h->gpr[A1] = 0xffffffff80000000ull;
    run_one(indexed_loads[_i].with_word_index, fields);
    ck_assert_uint_eq(h->gpr[A2], indexed_loads[_i].result);
}
END_TEST

static const struct {
    uint16_t op, with_word_index, updating, updated;
    uint64_t memory;
} indexed_stores[] = {
    { OP_th_srb, OP_th_surb, OP_th_sbia, OP_th_sbib, 0xf8 },
    { OP_th_srh, OP_th_surh, OP_th_shia, OP_th_shib, 0xf7f8 },
    { OP_th_srw, OP_th_surw, OP_th_swia, OP_th_swib, 0xf5f6f7f8 },
    { OP_th_srd, OP_th_surd, OP_th_sdia, OP_th_sdib, PATTERN },
};

START_TEST(test_indexed_store_takes_data_from_rd)
{
    AsmFields fields = { .d = A2, .s = S0, .t = A1, .i = 3 };

    setup();
    h->gpr[A2] = PATTERN;
    h->gpr[A1] = 2;
    run_one(indexed_stores[_i].op, fields);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 16),
                      indexed_stores[_i].memory);
    h->gpr[A1] = 0xffffffff00000003ull;
    run_one(indexed_stores[_i].with_word_index, fields);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 24),
                      indexed_stores[_i].memory);
}
END_TEST

static const struct {
    uint16_t load, store;
    uint64_t boxed, memory;
} fp_indexed[] = {
    { OP_th_flrw, OP_th_fsrw, 0xfffffffff5f6f7f8, 0xf5f6f7f8 },
    { OP_th_flurw, OP_th_fsurw, 0xfffffffff5f6f7f8, 0xf5f6f7f8 },
    { OP_th_flrd, OP_th_fsrd, PATTERN, PATTERN },
    { OP_th_flurd, OP_th_fsurd, PATTERN, PATTERN },
};

START_TEST(test_indexed_fp_access_boxes_words)
{
    AsmFields fields = { .d = 7, .s = S0, .t = A1, .i = 2 };

    setup();
    h->mstatus |= 1 << 13;
    vcpu_state_changed(&f->vcpu);
    run_one(fp_indexed[_i].load, fields);
    ck_assert_uint_eq(h->fpr[7], fp_indexed[_i].boxed);
    h->gpr[A1] = 4;
    h->fpr[7] = PATTERN;
    run_one(fp_indexed[_i].store, fields);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 16),
                      fp_indexed[_i].memory);
}
END_TEST

/* --- updating the base: step -2 << 1, after (ia) or before (ib) ---------- */

#define STEP (1 << 5 | 0x1e)

static const struct {
    uint16_t after, before;
    uint64_t result;
} updating_loads[] = {
    { OP_th_lbia, OP_th_lbib, 0xfffffffffffffff8 },
    { OP_th_lbuia, OP_th_lbuib, 0xf8 },
    { OP_th_lhia, OP_th_lhib, 0xfffffffffffff7f8 },
    { OP_th_lhuia, OP_th_lhuib, 0xf7f8 },
    { OP_th_lwia, OP_th_lwib, 0xfffffffff5f6f7f8 },
    { OP_th_lwuia, OP_th_lwuib, 0xf5f6f7f8 },
    { OP_th_ldia, OP_th_ldib, PATTERN },
};

START_TEST(test_load_updates_its_base)
{
    AsmFields fields = { .d = A2, .s = S0, .i = STEP };

    setup();
    run_one(updating_loads[_i].after, fields);
    ck_assert_uint_eq(h->gpr[A2], updating_loads[_i].result);
    ck_assert_uint_eq(h->gpr[S0], FIXTURE_RAM_BASE + DATA - 4);
    h->gpr[A2] = 0;
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA + 4;
    run_one(updating_loads[_i].before, fields);
    ck_assert_uint_eq(h->gpr[A2], updating_loads[_i].result);
    ck_assert_uint_eq(h->gpr[S0], FIXTURE_RAM_BASE + DATA);
}
END_TEST

START_TEST(test_store_updates_its_base)
{
    AsmFields fields = { .d = A2, .s = S0, .i = STEP };

    setup();
    h->gpr[A2] = PATTERN;
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA + 16;
    run_one(indexed_stores[_i].updating, fields);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 16),
                      indexed_stores[_i].memory);
    ck_assert_uint_eq(h->gpr[S0], FIXTURE_RAM_BASE + DATA + 12);
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA + 36;
    run_one(indexed_stores[_i].updated, fields);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 32),
                      indexed_stores[_i].memory);
    ck_assert_uint_eq(h->gpr[S0], FIXTURE_RAM_BASE + DATA + 32);
}
END_TEST

static const uint16_t updating[] = {
    OP_th_ldia, OP_th_ldib, OP_th_sdia, OP_th_sdib,
};

START_TEST(test_fault_leaves_the_base_alone)
{
    setup();
    h->gpr[S0] = FIXTURE_HOLE;
    h->gpr[A2] = 77;
    run_one(updating[_i], (AsmFields) { .d = A2, .s = S0, .i = STEP });
    ck_assert_uint_ne(h->mcause, 0);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE);
    ck_assert_uint_eq(h->gpr[S0], FIXTURE_HOLE);
    ck_assert_uint_eq(h->gpr[A2], 77);
}
END_TEST

/* --- pairs --------------------------------------------------------------- */

START_TEST(test_pair_store_and_load_fill_two_registers)
{
    AsmFields words = { .d = A2, .t = A3, .s = S0, .i = 1 };
    AsmFields doubles = { .d = A2, .t = A3, .s = S0, .i = 2 };

    setup();
    h->gpr[A2] = 0x1111111180000001ull;
    h->gpr[A3] = 0x2222222280000002ull;
    run_one(OP_th_swd, words);
    run_one(OP_th_sdd, doubles);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 8), 0x8000000280000001ull);
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 40), h->gpr[A3]);
    run_one(OP_th_lwud, words);
    ck_assert_uint_eq(h->gpr[A2], 0x80000001ull);
    ck_assert_uint_eq(h->gpr[A3], 0x80000002ull);
    run_one(OP_th_lwd, words);
    ck_assert_uint_eq(h->gpr[A3], 0xffffffff80000002ull);
    run_one(OP_th_ldd, doubles);
    ck_assert_uint_eq(h->gpr[A2], 0x1111111180000001ull);
    ck_assert_uint_eq(h->gpr[A3], 0x2222222280000002ull);
}
END_TEST

/* The second word lies outside RAM: neither register changes. */
START_TEST(test_pair_load_that_faults_changes_nothing)
{
    setup();
    h->gpr[S0] = FIXTURE_RAM_BASE + FIXTURE_RAM_SIZE - 8;
    h->gpr[A2] = 77;
    h->gpr[A3] = 78;
    run_one(OP_th_ldd, (AsmFields) { .d = A2, .t = A3, .s = S0 });
    ck_assert_uint_eq(h->mcause, TRAP_LOAD_ACCESS);
    ck_assert_uint_eq(h->mtval, FIXTURE_RAM_BASE + FIXTURE_RAM_SIZE);
    ck_assert_uint_eq(h->gpr[A2], 77);
    ck_assert_uint_eq(h->gpr[A3], 78);
}
END_TEST

/* --- caches -------------------------------------------------------------- */

static const uint16_t cache_rows[] = {
    OP_th_dcache_call, OP_th_dcache_ciall, OP_th_dcache_iall,
    OP_th_icache_iall, OP_th_icache_ialls, OP_th_l2cache_call,
    OP_th_l2cache_ciall, OP_th_l2cache_iall, OP_th_dcache_csw,
    OP_th_dcache_cisw, OP_th_dcache_isw, OP_th_dcache_cpa,
    OP_th_dcache_cipa, OP_th_dcache_ipa, OP_th_icache_ipa,
    OP_th_dcache_cpal1,
};

START_TEST(test_cache_operation_is_for_the_upper_modes)
{
    uint32_t word = asm_row(cache_rows[_i], (AsmFields) { .s = S0 });

    setup();
    run_one(cache_rows[_i], (AsmFields) { .s = S0 });
    ck_assert_uint_eq(h->mcause, 0);
    LOAD(f, 0x3000, word, EBREAK);
    exec_fixture_map(f, CODE_VIRT, FIXTURE_RAM_BASE + 0x3000,
                     PTE_ALL | PTE_U);
    h->wfi = false;
    exec_fixture_enter(f, PRIV_U, CODE_VIRT);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(h->mtval, word);
}
END_TEST

static const uint16_t upper_rows[] = {
    OP_th_dcache_cva, OP_th_dcache_civa, OP_th_dcache_iva,
    OP_th_dcache_cval1, OP_th_icache_iva, OP_th_sync, OP_th_sync_i,
    OP_th_sync_is, OP_th_sync_s,
};

START_TEST(test_cache_and_sync_operations_change_no_state)
{
    setup();
    run_one(upper_rows[_i], (AsmFields) { .s = S0 });
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_uint_eq(h->retired, 2);
    ck_assert_uint_eq(exec_fixture_word(f, DATA), PATTERN);
}
END_TEST

UNIT_MAIN("interp_thead",
          UNIT_LOOP(test_result_is_the_specifications,
                    G_N_ELEMENTS(results)),
          UNIT_LOOP(test_indexed_load_shifts_the_index,
                    G_N_ELEMENTS(indexed_loads)),
          UNIT_LOOP(test_word_index_has_32_bits_without_sign,
                    G_N_ELEMENTS(indexed_loads)),
          UNIT_LOOP(test_indexed_store_takes_data_from_rd,
                    G_N_ELEMENTS(indexed_stores)),
          UNIT_LOOP(test_indexed_fp_access_boxes_words,
                    G_N_ELEMENTS(fp_indexed)),
          UNIT_LOOP(test_load_updates_its_base,
                    G_N_ELEMENTS(updating_loads)),
          UNIT_LOOP(test_store_updates_its_base,
                    G_N_ELEMENTS(indexed_stores)),
          UNIT_LOOP(test_fault_leaves_the_base_alone,
                    G_N_ELEMENTS(updating)),
          UNIT_TEST(test_pair_store_and_load_fill_two_registers),
          UNIT_TEST(test_pair_load_that_faults_changes_nothing),
          UNIT_LOOP(test_cache_operation_is_for_the_upper_modes,
                    G_N_ELEMENTS(cache_rows)),
          UNIT_LOOP(test_cache_and_sync_operations_change_no_state,
                    G_N_ELEMENTS(upper_rows)))
