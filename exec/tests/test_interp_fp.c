/* Floating point: boxes, flags, rounding modes, mstatus.FS. */
#include <inttypes.h>
#include <string.h>

#include "asm.h"
#include "asm_row.h"
#include "core/csr_bits.h"
#include "core/fpu.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define DATA 0x1000
#define PATTERN 0xf1f2f3f4f5f6f7f8ull
#define RD 4
#define UNTOUCHED 77

enum { NX = 1, UF = 2, OF = 4, DZ = 8, NV = 16 };

#define S(bits) (0xffffffff00000000ull | (bits))
#define H(bits) (0xffffffffffff0000ull | (bits))
#define NAN_D 0x7ff8000000000000ull
#define ONE_D 0x3ff0000000000000ull
#define TWO_D 0x4000000000000000ull
#define THREE_D 0x4008000000000000ull
#define SIGN_D (1ull << 63)

static ExecFixture *f;
static Hart *h;

static void setup(uint64_t fs)
{
    f = exec_fixture_new("max,zfh=on");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    h->mstatus = (h->mstatus & ~MSTATUS_FS) | fs << MSTATUS_FS_SHIFT;
    vcpu_state_changed(&f->vcpu);
    LOAD(f, VECTOR, WFI);
    h->gpr[S0] = FIXTURE_RAM_BASE + DATA;
    h->gpr[RD] = h->fpr[RD] = UNTOUCHED;
}

static void run_one(InsnOp op, AsmFields fields)
{
    exec_fixture_run_one(f, asm_row(op, fields));
}

/* --- results and flags --------------------------------------------------- */

/* Sources a, b, c are f1, f2, f3; a is x1 as well. */
static const struct {
    uint16_t op;
    uint8_t rm;
    bool to_x;
    uint8_t flags;
    uint64_t a, b, c;
    uint64_t result;
} results[] = {
    { OP_fadd_s, 0, false, 0, S(0x3f800000), S(0x40000000), 0, S(0x40400000) },
    /* not boxed: the operand is the canonical NaN */
    { OP_fadd_s, 0, false, 0, 0x3f800000, S(0x40000000), 0, S(0x7fc00000) },
    { OP_fsub_d, 0, false, 0, THREE_D, ONE_D, 0, TWO_D },
    { OP_fmul_d, 1, false, OF | NX, ~SIGN_D & ~(1ull << 52), TWO_D, 0,
      0x7fefffffffffffff },
    { OP_fdiv_d, 0, false, NX, ONE_D, THREE_D, 0, 0x3fd5555555555555 },
    { OP_fdiv_d, 3, false, NX, ONE_D, THREE_D, 0, 0x3fd5555555555556 },
    { OP_fdiv_d, 0, false, DZ, ONE_D, SIGN_D, 0, 0xfff0000000000000 },
    { OP_fsqrt_d, 0, false, NV, ONE_D | SIGN_D, 0, 0, NAN_D },
    { OP_fmadd_d, 0, false, 0, TWO_D, THREE_D, ONE_D, 0x401c000000000000 },
    { OP_fmsub_d, 0, false, 0, TWO_D, THREE_D, ONE_D, 0x4014000000000000 },
    { OP_fnmsub_d, 0, false, 0, TWO_D, THREE_D, ONE_D, 0xc014000000000000 },
    { OP_fnmadd_d, 0, false, 0, TWO_D, THREE_D, ONE_D, 0xc01c000000000000 },
    { OP_fsgnj_d, 0, false, 0, NAN_D, SIGN_D, 0, NAN_D | SIGN_D },
    { OP_fsgnjn_d, 0, false, 0, ONE_D, SIGN_D, 0, ONE_D },
    { OP_fsgnjx_d, 0, false, 0, ONE_D | SIGN_D, SIGN_D, 0, ONE_D },
    { OP_fmin_d, 0, false, 0, 0, SIGN_D, 0, SIGN_D },
    { OP_fmax_d, 0, false, 0, NAN_D, ONE_D, 0, ONE_D },
    { OP_feq_d, 0, true, 0, NAN_D, NAN_D, 0, 0 },
    { OP_flt_d, 0, true, NV, NAN_D, ONE_D, 0, 0 },
    { OP_fle_d, 0, true, 0, 0, SIGN_D, 0, 1 },
    { OP_fclass_d, 0, true, 0, 0xfff0000000000000, 0, 0, 1 },
    { OP_fcvt_w_d, 1, true, NV, 0x4202a05f20000000, 0, 0, 0x7fffffff },
    { OP_fcvt_wu_d, 1, true, NV, ONE_D | SIGN_D, 0, 0, 0 },
    { OP_fcvt_wu_d, 1, true, 0, 0x41efffffffe00000, 0, 0, -1ull },
    { OP_fcvt_l_d, 2, true, NX, 0xbfe0000000000000, 0, 0, -1ull },
    { OP_fcvt_lu_d, 1, true, NV, NAN_D, 0, 0, -1ull },
    { OP_fcvt_d_w, 0, false, 0, 0x1ffffffff, 0, 0, ONE_D | SIGN_D },
    { OP_fcvt_s_wu, 0, false, NX, -1ull, 0, 0, S(0x4f800000) },
    { OP_fcvt_d_l, 1, false, NX, 0x7fffffffffffffff, 0, 0,
      0x43dfffffffffffff },
    { OP_fcvt_d_lu, 0, false, NX, -1ull, 0, 0, 0x43f0000000000000 },
    { OP_fcvt_s_d, 0, false, NX, 0x3fd5555555555555, 0, 0, S(0x3eaaaaab) },
    { OP_fcvt_d_s, 0, false, 0, S(0x3f800000), 0, 0, ONE_D },
    { OP_fmv_x_w, 0, true, 0, 0x80000000, 0, 0, 0xffffffff80000000 },
    { OP_fmv_w_x, 0, false, 0, 0x123456789, 0, 0, S(0x23456789) },
    { OP_fmv_x_d, 0, true, 0, PATTERN, 0, 0, PATTERN },
    { OP_fmv_d_x, 0, false, 0, PATTERN, 0, 0, PATTERN },
    { OP_fadd_h, 0, false, 0, H(0x3c00), H(0x3c00), 0, H(0x4000) },
    { OP_fadd_h, 0, false, 0, 0x3c00, H(0x3c00), 0, H(0x7e00) },
    { OP_fcvt_s_h, 0, false, 0, H(0x3c00), 0, 0, S(0x3f800000) },
    { OP_fcvt_h_s, 0, false, OF | NX, S(0x7f7fffff), 0, 0, H(0x7c00) },
    { OP_fcvt_d_h, 0, false, 0, H(0xbc00), 0, 0, ONE_D | SIGN_D },
    { OP_fcvt_h_d, 0, false, 0, ONE_D, 0, 0, H(0x3c00) },
    { OP_fmv_x_h, 0, true, 0, 0x18000, 0, 0, 0xffffffffffff8000 },
    { OP_fmv_h_x, 0, false, 0, 0x12345, 0, 0, H(0x2345) },
    { OP_fminm_d, 0, false, 0, NAN_D, ONE_D, 0, NAN_D },
    { OP_fltq_d, 0, true, 0, NAN_D, ONE_D, 0, 0 },
    { OP_fround_d, 0, false, 0, 0x4004000000000000, 0, 0, TWO_D },
    { OP_froundnx_d, 0, false, NX, 0x4004000000000000, 0, 0, TWO_D },
};

static AsmFields fields_of(int i)
{
    return (AsmFields) { .d = RD, .s = 1, .t = 2, .r = 3,
                         .m = results[i].rm };
}

static void set_operands(int i)
{
    h->gpr[1] = h->fpr[1] = results[i].a;
    h->fpr[2] = results[i].b;
    h->fpr[3] = results[i].c;
}

START_TEST(test_result_and_flags_are_the_manuals)
{
    bool to_x = results[_i].to_x;

    setup(EXT_STATE_INITIAL);
    set_operands(_i);
    run_one(results[_i].op, fields_of(_i));
    uint64_t found = to_x ? h->gpr[RD] : h->fpr[RD];
    ck_assert_msg(found == results[_i].result,
        "%s: %#" PRIx64 ", wanted %#" PRIx64, insn_name(results[_i].op),
        found, results[_i].result);
    ck_assert_uint_eq(to_x ? h->fpr[RD] : h->gpr[RD], UNTOUCHED);
    ck_assert_uint_eq(h->fflags, results[_i].flags);
    ck_assert_uint_eq((h->mstatus & MSTATUS_FS) >> MSTATUS_FS_SHIFT,
                      EXT_STATE_DIRTY);
}
END_TEST

START_TEST(test_all_of_it_is_illegal_while_off)
{
    setup(EXT_STATE_OFF);
    set_operands(_i);
    run_one(results[_i].op, fields_of(_i));
    ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(h->mtval, asm_row(results[_i].op, fields_of(_i)));
    ck_assert_uint_eq(h->gpr[RD], UNTOUCHED);
    ck_assert_uint_eq(h->fpr[RD], UNTOUCHED);
}
END_TEST

START_TEST(test_constants_are_loaded_by_number)
{
    setup(EXT_STATE_INITIAL);
    run_one(OP_fli_d, (AsmFields) { .d = RD, .s = 16 });
    ck_assert_uint_eq(h->fpr[RD], ONE_D);
    run_one(OP_fli_s, (AsmFields) { .d = RD, .s = 31 });
    ck_assert_uint_eq(h->fpr[RD], S(0x7fc00000));
}
END_TEST

/* --- rounding modes ------------------------------------------------------ */

static const struct {
    uint8_t frm;
    uint64_t third;             /* 0: illegal */
} dynamic[] = {
    { RM_RNE, 0x3fd5555555555555 }, { RM_RTZ, 0x3fd5555555555555 },
    { RM_RDN, 0x3fd5555555555555 }, { RM_RUP, 0x3fd5555555555556 },
    { RM_RMM, 0x3fd5555555555555 }, { 5, 0 }, { 6, 0 }, { 7, 0 },
};

START_TEST(test_dynamic_rounding_is_frm)
{
    uint64_t third = dynamic[_i].third;

    setup(EXT_STATE_INITIAL);
    h->fpr[1] = ONE_D;
    h->fpr[2] = THREE_D;
    h->frm = dynamic[_i].frm;
    run_one(OP_fdiv_d, (AsmFields) { .d = RD, .s = 1, .t = 2, .m = RM_DYN });
    ck_assert_uint_eq(h->mcause, third ? 0 : TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(h->fpr[RD], third ? third : UNTOUCHED);
}
END_TEST

START_TEST(test_reserved_rounding_is_illegal)
{
    static const uint16_t rows[] = { OP_fadd_d, OP_fcvt_w_d, OP_fcvt_d_l,
                                     OP_fcvt_s_d };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        setup(EXT_STATE_INITIAL);
        h->frm = 5;
        run_one(rows[i], (AsmFields) { .d = RD, .s = 1, .t = 2,
                                       .m = i % 2 ? RM_DYN : 6 });
        ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
        ck_assert_uint_eq(h->fpr[RD], UNTOUCHED);
        exec_fixture_free(f);
    }
}
END_TEST

/* --- memory -------------------------------------------------------------- */

static const struct {
    uint16_t load, store;
    uint64_t boxed, memory;
} accesses[] = {
    { OP_flh, OP_fsh, H(0xf7f8), 0xf7f8 },
    { OP_flw, OP_fsw, S(0xf5f6f7f8), 0xf5f6f7f8 },
    { OP_fld, OP_fsd, PATTERN, PATTERN },
};

START_TEST(test_load_boxes_and_store_cuts)
{
    setup(EXT_STATE_INITIAL);
    memcpy(f->host + DATA, &(uint64_t) { PATTERN }, 8);
    run_one(accesses[_i].load, (AsmFields) { .d = RD, .s = S0 });
    ck_assert_uint_eq(h->fpr[RD], accesses[_i].boxed);
    h->fpr[RD] = PATTERN;
    run_one(accesses[_i].store, (AsmFields) { .t = RD, .s = S0, .i = 8 });
    ck_assert_uint_eq(exec_fixture_word(f, DATA + 8), accesses[_i].memory);
}
END_TEST

START_TEST(test_load_that_faults_changes_no_register)
{
    setup(EXT_STATE_INITIAL);
    h->gpr[S0] = FIXTURE_HOLE;
    run_one(accesses[_i].load, (AsmFields) { .d = RD, .s = S0 });
    ck_assert_uint_eq(h->mcause, TRAP_LOAD_ACCESS);
    ck_assert_uint_eq(h->fpr[RD], UNTOUCHED);
}
END_TEST

UNIT_MAIN("interp_fp",
          UNIT_LOOP(test_result_and_flags_are_the_manuals,
                    G_N_ELEMENTS(results)),
          UNIT_LOOP(test_all_of_it_is_illegal_while_off,
                    G_N_ELEMENTS(results)),
          UNIT_TEST(test_constants_are_loaded_by_number),
          UNIT_LOOP(test_dynamic_rounding_is_frm, G_N_ELEMENTS(dynamic)),
          UNIT_TEST(test_reserved_rounding_is_illegal),
          UNIT_LOOP(test_load_boxes_and_store_cuts, G_N_ELEMENTS(accesses)),
          UNIT_LOOP(test_load_that_faults_changes_no_register,
                    G_N_ELEMENTS(accesses)))
