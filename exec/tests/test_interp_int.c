/* Integer instructions: results, branches, what loads extend. */
#include <inttypes.h>
#include <string.h>

#include "asm.h"
#include "asm_row.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define DATA 0x1000

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("max");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA;
    LOAD(f, VECTOR, WFI);
}

static void run_one(uint32_t word)
{
    exec_fixture_run_one(f, word);
}

/* --- results ------------------------------------------------------------- */

/* Expected values: the manual's definitions, worked out apart from C. */
static const struct {
    uint16_t op;
    uint64_t a, b;
    uint32_t imm;
    uint64_t result;
} results[] = {
    /* RV64I */
    { OP_addi, 0xffffffffffffffff, 0, 1, 0 },
    { OP_slti, 0xffffffffffffffff, 0, 0, 1 },
    { OP_slti, 0, 0, 0xfff, 0 },
    { OP_sltiu, 5, 0, 0xfff, 1 },
    { OP_sltiu, 0xffffffffffffffff, 0, 0xfff, 0 },
    { OP_xori, 0x8123456789abcdef, 0, 0xfff, 0x7edcba9876543210 },
    { OP_ori, 0x8123456789abcdef, 0, 0x7f0, 0x8123456789abcfff },
    { OP_andi, 0x8123456789abcdef, 0, 0xff0, 0x8123456789abcde0 },
    { OP_slli, 0x8123456789abcdef, 0, 0x3f, 0x8000000000000000 },
    { OP_srli, 0x8123456789abcdef, 0, 0x3f, 1 },
    { OP_srai, 0x8123456789abcdef, 0, 0x3f, 0xffffffffffffffff },
    { OP_srai, 0x8123456789abcdef, 0, 4, 0xf8123456789abcde },
    { OP_add, 0xffffffffffffffff, 2, 0, 1 },
    { OP_sub, 0, 1, 0, 0xffffffffffffffff },
    { OP_sll, 1, 0x7f, 0, 0x8000000000000000 },
    { OP_srl, 0x8123456789abcdef, 0x44, 0, 0x8123456789abcde },
    { OP_sra, 0x8123456789abcdef, 0x44, 0, 0xf8123456789abcde },
    { OP_slt, 0xffffffffffffffff, 0, 0, 1 },
    { OP_sltu, 0xffffffffffffffff, 0, 0, 0 },
    { OP_xor, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x7ffffffffffffffc },
    { OP_or, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0xffffffffffffffff },
    { OP_and, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x8000000000000003 },
    { OP_addiw, 0x7fffffff, 0, 1, 0xffffffff80000000 },
    { OP_slliw, 1, 0, 0x1f, 0xffffffff80000000 },
    { OP_srliw, 0xffffffffffffffff, 0, 1, 0x7fffffff },
    { OP_srliw, 0xffffffffffffffff, 0, 0, 0xffffffffffffffff },
    { OP_sraiw, 0x80000000, 0, 0x1f, 0xffffffffffffffff },
    { OP_addw, 0xffffffff7fffffff, 1, 0, 0xffffffff80000000 },
    { OP_subw, 0, 0x80000000, 0, 0xffffffff80000000 },
    { OP_sllw, 3, 0x3f, 0, 0xffffffff80000000 },
    { OP_srlw, 0xffffffff80000000, 0x3f, 0, 1 },
    { OP_sraw, 0x80000000, 0x24, 0, 0xfffffffff8000000 },
    /* M: by zero, on overflow, signs */
    { OP_mul, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0xa5a0a8c68264f6bd },
    { OP_mulh, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x90574ce8a1f049 },
    { OP_mulh, 0x8000000000000000, 0x8000000000000000, 0, 0x4000000000000000 },
    { OP_mulhsu, 0xffffffffffffffff, 0xffffffffffffffff, 0,
      0xffffffffffffffff },
    { OP_mulhsu, 5, 0xffffffffffffffff, 0, 4 },
    { OP_mulhu, 0xffffffffffffffff, 0xffffffffffffffff, 0, 0xfffffffffffffffe },
    { OP_mulw, 0x10000, 0x8000, 0, 0xffffffff80000000 },
    { OP_div, 7, 0, 0, 0xffffffffffffffff },
    { OP_div, 0x8000000000000000, 0xffffffffffffffff, 0, 0x8000000000000000 },
    { OP_div, 0xfffffffffffffff9, 2, 0, 0xfffffffffffffffd },
    { OP_divu, 7, 0, 0, 0xffffffffffffffff },
    { OP_divu, 0xffffffffffffffff, 2, 0, 0x7fffffffffffffff },
    { OP_rem, 0xfffffffffffffff9, 0, 0, 0xfffffffffffffff9 },
    { OP_rem, 0x8000000000000000, 0xffffffffffffffff, 0, 0 },
    { OP_rem, 0xfffffffffffffff9, 2, 0, 0xffffffffffffffff },
    { OP_rem, 7, 0xfffffffffffffffe, 0, 1 },
    { OP_remu, 7, 0, 0, 7 },
    { OP_remu, 0xffffffffffffffff, 0xa, 0, 5 },
    { OP_divw, 0x80000000, 0xffffffffffffffff, 0, 0xffffffff80000000 },
    { OP_divw, 5, 0x100000000, 0, 0xffffffffffffffff },
    { OP_divuw, 0xffffffffffffffff, 0x100000000, 0, 0xffffffffffffffff },
    { OP_divuw, 0xffffffff, 1, 0, 0xffffffffffffffff },
    { OP_remw, 0x80000000, 0xffffffffffffffff, 0, 0 },
    { OP_remw, 0xffffffff80000000, 0x100000000, 0, 0xffffffff80000000 },
    { OP_remuw, 0x1ffffffff, 0, 0, 0xffffffffffffffff },
    { OP_remuw, 0x1ffffffff, 0x10, 0, 0xf },
    /* Zba */
    { OP_add_uw, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0xfedcba9900000002 },
    { OP_sh1add, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x123456789abcdf1 },
    { OP_sh1add_uw, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0xfedcba9989abcdf1 },
    { OP_sh2add, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x369d0369d0369cf },
    { OP_sh2add_uw, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0xfedcba9a9d0369cf },
    { OP_sh3add, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x7f6e5d4c3b2a18b },
    { OP_sh3add_uw, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0xfedcba9cc3b2a18b },
    { OP_slli_uw, 0x8123456789abcdef, 0, 0x28, 0xabcdef0000000000 },
    /* Zbb */
    { OP_andn, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x123456789abcdec },
    { OP_orn, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x8123456789abcdef },
    { OP_xnor, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0x8000000000000003 },
    { OP_max, 0xffffffffffffffff, 1, 0, 1 },
    { OP_maxu, 0xffffffffffffffff, 1, 0, 0xffffffffffffffff },
    { OP_min, 0xffffffffffffffff, 1, 0, 0xffffffffffffffff },
    { OP_minu, 0xffffffffffffffff, 1, 0, 1 },
    { OP_rol, 0x8123456789abcdef, 0x44, 0, 0x123456789abcdef8 },
    { OP_rol, 0x8123456789abcdef, 0, 0, 0x8123456789abcdef },
    { OP_ror, 0x8123456789abcdef, 4, 0, 0xf8123456789abcde },
    { OP_rolw, 0x8123456789abcdef, 0x24, 0, 0xffffffff9abcdef8 },
    { OP_rorw, 0x8123456789abcdef, 4, 0, 0xfffffffff89abcde },
    { OP_rorw, 0x8123456789abcdef, 0, 0, 0xffffffff89abcdef },
    { OP_rori, 0x8123456789abcdef, 0, 0x3c, 0x123456789abcdef8 },
    { OP_roriw, 0x8123456789abcdef, 0, 0x1c, 0xffffffff9abcdef8 },
    { OP_clz, 0, 0, 0, 0x40 },
    { OP_clz, 1, 0, 0, 0x3f },
    { OP_ctz, 0, 0, 0, 0x40 },
    { OP_ctz, 0x8000000000000000, 0, 0, 0x3f },
    { OP_cpop, 0xffffffffffffffff, 0, 0, 0x40 },
    { OP_clzw, 0xf00000000, 0, 0, 0x20 },
    { OP_clzw, 1, 0, 0, 0x1f },
    { OP_ctzw, 0xf00000000, 0, 0, 0x20 },
    { OP_ctzw, 0x80000000, 0, 0, 0x1f },
    { OP_cpopw, 0xffffffffffffffff, 0, 0, 0x20 },
    { OP_sext_b, 0x180, 0, 0, 0xffffffffffffff80 },
    { OP_sext_h, 0x18000, 0, 0, 0xffffffffffff8000 },
    { OP_zext_h, 0xffffffffffffffff, 0, 0, 0xffff },
    { OP_orc_b, 0x100800000020010, 0, 0, 0xff00ff0000ff00ff },
    { OP_rev8, 0x8123456789abcdef, 0, 0, 0xefcdab8967452381 },
    /* Zbc */
    { OP_clmul, 0x8123456789abcdef, 0xfedcba9876543213, 0, 0xc3c5b730b23446c1 },
    { OP_clmulh, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0x7f8e659453a249b9 },
    { OP_clmulr, 0x8123456789abcdef, 0xfedcba9876543213, 0,
      0xff1ccb28a7449373 },
    { OP_clmulh, 0xffffffffffffffff, 1, 0, 0 },
    /* Zbs: the index counts modulo 64 */
    { OP_bclr, 0xffffffffffffffff, 0x40, 0, 0xfffffffffffffffe },
    { OP_bset, 0, 0x7f, 0, 0x8000000000000000 },
    { OP_binv, 0x8123456789abcdef, 0x41, 0, 0x8123456789abcded },
    { OP_bext, 0x8123456789abcdef, 0x7f, 0, 1 },
    { OP_bext, 0x8123456789abcdef, 4, 0, 0 },
    { OP_bclri, 0xffffffffffffffff, 0, 0x3f, 0x7fffffffffffffff },
    { OP_bseti, 0, 0, 0x20, 0x100000000 },
    { OP_binvi, 0x8123456789abcdef, 0, 0, 0x8123456789abcdee },
    { OP_bexti, 0x8123456789abcdef, 0, 0x3f, 1 },
    /* Zicond */
    { OP_czero_eqz, 0x8123456789abcdef, 0, 0, 0 },
    { OP_czero_eqz, 0x8123456789abcdef, 1, 0, 0x8123456789abcdef },
    { OP_czero_nez, 0x8123456789abcdef, 0, 0, 0x8123456789abcdef },
    { OP_czero_nez, 0x8123456789abcdef, 1, 0, 0 },
};

START_TEST(test_result_is_the_manuals)
{
    setup();
    h->gpr[A0] = results[_i].a;
    h->gpr[A1] = results[_i].b;
    run_one(asm_row(results[_i].op, (AsmFields) {
        .d = A2, .s = A0, .t = A1, .i = results[_i].imm }));
    ck_assert_msg(h->gpr[A2] == results[_i].result,
        "%s: %#" PRIx64 ", wanted %#" PRIx64, insn_name(results[_i].op),
        h->gpr[A2], results[_i].result);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_uint_eq(h->gpr[A0], results[_i].a);
    ck_assert_uint_eq(h->gpr[A1], results[_i].b);
}
END_TEST

START_TEST(test_x0_forgets_what_is_written)
{
    setup();
    h->gpr[A0] = 5;
    run_one(asm_row(results[_i].op, (AsmFields) {
        .d = X0, .s = A0, .t = A0, .i = results[_i].imm }));
    ck_assert_uint_eq(h->gpr[X0], 0);
}
END_TEST

/* --- branches ------------------------------------------------------------ */

static const struct {
    uint16_t op;
    uint64_t a, b;
    bool taken;
} branches[] = {
    { OP_beq, 7, 7, true }, { OP_beq, 7, 1ull << 32 | 7, false },
    { OP_bne, 7, 7, false }, { OP_bne, 7, 8, true },
    { OP_blt, -1ull, 0, true }, { OP_blt, 3, 3, false },
    { OP_bge, -1ull, 0, false }, { OP_bge, 3, 3, true },
    { OP_bltu, -1ull, 0, false }, { OP_bltu, 0, 1, true },
    { OP_bgeu, -1ull, 0, true }, { OP_bgeu, 0, 1, false },
};

START_TEST(test_branch_is_taken_when_its_condition_holds)
{
    AsmFields fields = { .s = A0, .t = A1, .i = 12 };

    setup();
    h->gpr[A0] = branches[_i].a;
    h->gpr[A1] = branches[_i].b;
    LOAD(f, 0, asm_row(branches[_i].op, fields), ADDI(A2, X0, 1), WFI,
         ADDI(A2, X0, 2), WFI);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A2], branches[_i].taken ? 2 : 1);
}
END_TEST

/* Without C a target must be a multiple of 4: the jump itself faults. */
START_TEST(test_jump_to_half_a_word_faults_without_c)
{
    f = exec_fixture_new("rv64,c=off");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    h->gpr[RA] = 77;
    LOAD(f, 0, NOP, JAL(RA, 6));
    LOAD(f, VECTOR, WFI);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_INSN_MISALIGNED);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE + 4);
    ck_assert_uint_eq(h->mtval, FIXTURE_RAM_BASE + 10);
    ck_assert_uint_eq(h->gpr[RA], 77);
}
END_TEST

/* --- loads and stores ---------------------------------------------------- */

#define PATTERN 0xf1f2f3f4f5f6f7f8ull

static const struct {
    uint16_t op;
    uint64_t result;
} loads[] = {
    { OP_lb, 0xfffffffffffffff8 }, { OP_lbu, 0xf8 },
    { OP_lh, 0xfffffffffffff7f8 }, { OP_lhu, 0xf7f8 },
    { OP_lw, 0xfffffffff5f6f7f8 }, { OP_lwu, 0xf5f6f7f8 },
    { OP_ld, PATTERN },
};

START_TEST(test_load_extends_its_width)
{
    setup();
    memcpy(f->host + DATA - 8, &(uint64_t) { PATTERN }, 8);
    run_one(asm_row(loads[_i].op, (AsmFields) {
        .d = A2, .s = S0, .i = (uint32_t)-8 }));
    ck_assert_uint_eq(h->gpr[A2], loads[_i].result);
}
END_TEST

static const struct {
    uint16_t op;
    uint64_t memory;
} stores[] = {
    { OP_sb, 0xf8 }, { OP_sh, 0xf7f8 }, { OP_sw, 0xf5f6f7f8 },
    { OP_sd, PATTERN },
};

START_TEST(test_store_writes_its_width_only)
{
    setup();
    h->gpr[A0] = PATTERN;
    run_one(asm_row(stores[_i].op, (AsmFields) {
        .s = S0, .t = A0, .i = 0 }));
    ck_assert_uint_eq(exec_fixture_word(f, DATA), stores[_i].memory);
}
END_TEST

UNIT_MAIN("interp_int",
          UNIT_LOOP(test_result_is_the_manuals, G_N_ELEMENTS(results)),
          UNIT_LOOP(test_x0_forgets_what_is_written, G_N_ELEMENTS(results)),
          UNIT_LOOP(test_branch_is_taken_when_its_condition_holds,
                    G_N_ELEMENTS(branches)),
          UNIT_TEST(test_jump_to_half_a_word_faults_without_c),
          UNIT_LOOP(test_load_extends_its_width, G_N_ELEMENTS(loads)),
          UNIT_LOOP(test_store_writes_its_width_only, G_N_ELEMENTS(stores)))
