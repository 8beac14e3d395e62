/* Whose FP unit: flags after every way out, rounding modes in the middle. */
#include "asm.h"
#include "asm_row.h"
#include "core/csr_bits.h"
#include "core/fpu.h"
#include "jit_fixture.h"

#include "support/unit.h"

#define DATA 0x10000u
#define FFLAGS 0x001
#define FRM 0x002
#define F_ONE 1
#define F_THREE 2
#define F_RESULT 3

static JitFixture j;

static void setup(unsigned frm)
{
    JitOptions options = jit_fixture_options();

    jit_fixture_init(&j, &options);
    j.h->mstatus |= MSTATUS_FS;
    j.h->frm = (uint8_t)frm;
    vcpu_state_changed(&j.f->vcpu);
    j.h->fpr[F_ONE] = 0x3ff0000000000000;
    j.h->fpr[F_THREE] = 0x4008000000000000;
    j.h->gpr[T0] = FIXTURE_RAM_BASE + DATA;
    j.h->gpr[T1] = FIXTURE_HOLE;
    j.h->gpr[T2] = FIXTURE_RAM_BASE + 0x4000;
    j.h->gpr[S1] = ASK_BASE;
    LOAD(j.f, 0x4000, WFI);
}

/* 1 / 3 with rm = dyn: always inexact. */
static uint32_t third(void)
{
    return asm_row(OP_fdiv_d, (AsmFields) {
        .d = F_RESULT, .s = F_ONE, .t = F_THREE, .m = 7 });
}

static void assert_host_unit_is_ours(void)
{
    ck_assert(jit_host_rounds_to_nearest());
    ck_assert_uint_eq(j.f->vcpu.fp_active, 0);
}

/* --- ways out ------------------------------------------------------------ */

static const struct {
    const char *what;
    uint32_t insn;
    int result;                 /* of cpu_exec() */
} ways[] = {
    { "wfi", WFI, EXCP_HLT },
    { "ecall", ECALL, EXCP_HLT },
    { "ebreak", EBREAK, EXCP_HLT },
    { "illegal", ILLEGAL, EXCP_HLT },
    { "load fault", LD(A0, T1, 0), EXCP_HLT },
    { "store fault", SD(A0, T1, 0), EXCP_HLT },
    { "atomic fault", AMOADD_D(A0, A0, T1), EXCP_HLT },
    { "fetch fault", JALR(X0, T1, 0), EXCP_HLT },
    { "indirect jump", JALR(X0, T2, 0), EXCP_HLT },
    { "fence.i", FENCE_I, EXCP_HLT },
    { "sfence.vma", SFENCE_VMA, EXCP_HLT },
    { "csr", CSRRS(A0, 0x300, X0), EXCP_HLT },
    { "bad csr", CSRRW(X0, 0xc00, A0), EXCP_HLT },
    { "request", LW(A0, S1, 0), EXCP_INTERRUPT },
};

START_TEST(test_flags_are_in_the_hart_after_every_way_out)
{
    for (unsigned frm = RM_RNE; frm <= RM_RMM; frm++) {
        setup(frm);
        LOAD(j.f, 0, third(), ways[_i].insn, JALR(X0, T2, 0));
        j.h->fflags = FFLAG_DZ;
        j.ask.reads_left = 1;
        ck_assert_int_eq(jit_run_freely(&j), ways[_i].result);
        ck_assert_msg(j.h->fflags == (FFLAG_DZ | FFLAG_NX), "%s: 0x%x",
                      ways[_i].what, j.h->fflags);
        ck_assert_uint_eq(j.h->fpr[F_RESULT],
                          0x3fd5555555555555 + (frm == RM_RUP));
        ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
        assert_host_unit_is_ours();
        jit_fixture_deinit(&j);
    }
}
END_TEST

/* Slices end anywhere, also between an operation and what follows. */
START_TEST(test_flags_are_in_the_hart_when_the_slice_ends)
{
    for (int64_t n = 1; n < 12; n++) {
        setup(RM_RUP);
        LOAD(j.f, 0, ADDI(A1, X0, 3), NOP, third(), ADDI(A1, A1, -1),
             BNE(A1, X0, -8), WFI);
        exec_fixture_run(j.f, n);
        ck_assert_uint_eq(j.h->fflags, n >= 3 ? FFLAG_NX : 0);
        assert_host_unit_is_ours();
        jit_fixture_deinit(&j);
    }
}
END_TEST

START_TEST(test_guest_reads_and_clears_its_flags)
{
    setup(RM_RNE);
    LOAD(j.f, 0,
         CSRRS(A0, FFLAGS, X0), third(), CSRRS(A1, FFLAGS, X0),
         CSRRW(X0, FFLAGS, X0), CSRRS(A2, FFLAGS, X0), third(),
         CSRRW(A3, FFLAGS, X0), WFI);
    for (int i = 0; i < 3; i++) {
        jit_run_from(&j, 0);
        ck_assert_uint_eq(j.h->gpr[A0], 0);
        ck_assert_uint_eq(j.h->gpr[A1], FFLAG_NX);
        ck_assert_uint_eq(j.h->gpr[A2], 0);
        ck_assert_uint_eq(j.h->gpr[A3], FFLAG_NX);
        ck_assert_uint_eq(j.h->fflags, 0);
    }
}
END_TEST

/* The handler of a trap that translated code takes by itself. */
START_TEST(test_trap_handler_reads_the_flags)
{
    setup(RM_RNE);
    LOAD(j.f, 0, third(), ECALL);
    LOAD(j.f, JIT_VECTOR, CSRRS(A1, FFLAGS, X0), WFI);
    jit_run_from(&j, 0);
    ck_assert_uint_eq(j.h->gpr[A1], FFLAG_NX);
}
END_TEST

static const struct {
    uint32_t op;
    uint64_t a, b;
    uint8_t flags;
} flag_rows[] = {
    { OP_fdiv_d, 0x3ff0000000000000, 0x4008000000000000, FFLAG_NX },
    { OP_fdiv_d, 0x3ff0000000000000, 0, FFLAG_DZ },
    { OP_fdiv_d, 0, 0, FFLAG_NV },
    { OP_fmul_d, 0x7fe0000000000000, 0x7fe0000000000000, FFLAG_OF | FFLAG_NX },
    { OP_fmul_d, 0x0010000000000000, 0x3fe5555555555555,
      FFLAG_UF | FFLAG_NX },
    { OP_fadd_d, 1, 1, 0 },     /* subnormal: x86 has a flag, RISC-V none */
};

START_TEST(test_each_flag_alone)
{
    setup(RM_RNE);
    j.h->fpr[F_ONE] = flag_rows[_i].a;
    j.h->fpr[F_THREE] = flag_rows[_i].b;
    LOAD(j.f, 0, asm_row((InsnOp)flag_rows[_i].op, (AsmFields) {
        .d = F_RESULT, .s = F_ONE, .t = F_THREE, .m = 7 }), WFI);
    jit_run_from(&j, 0);
    ck_assert_uint_eq(j.h->fflags, flag_rows[_i].flags);
    assert_host_unit_is_ours();
}
END_TEST

/* --- rounding ------------------------------------------------------------ */

#define ULP_ABOVE_1 0x3ff0000000000001ull
#define HALF_ULP 0x3ca0000000000000ull
#define SIGN (1ull << 63)

/* 1 + ulp + ulp/2 by mode: a tie between an odd and an even neighbour. */
static const uint64_t tie[] = {
    [RM_RNE] = 0x3ff0000000000002, [RM_RTZ] = 0x3ff0000000000001,
    [RM_RDN] = 0x3ff0000000000001, [RM_RUP] = 0x3ff0000000000002,
    [RM_RMM] = 0x3ff0000000000002,
};

/* 1 + ulp/2: the even neighbour is below. */
static const uint64_t tie_down[] = {
    [RM_RNE] = 0x3ff0000000000000, [RM_RTZ] = 0x3ff0000000000000,
    [RM_RDN] = 0x3ff0000000000000, [RM_RUP] = 0x3ff0000000000001,
    [RM_RMM] = 0x3ff0000000000001,
};

/* -1 - ulp - ulp/2 */
static const uint64_t tie_negative[] = {
    [RM_RNE] = SIGN | 0x3ff0000000000002,
    [RM_RTZ] = SIGN | 0x3ff0000000000001,
    [RM_RDN] = SIGN | 0x3ff0000000000002,
    [RM_RUP] = SIGN | 0x3ff0000000000001,
    [RM_RMM] = SIGN | 0x3ff0000000000002,
};

enum { F_A = 4, F_B, F_C, F_NEG_A, F_NEG_B, F_SUMS = 10 };

static void load_operands(void)
{
    j.h->fpr[F_A] = ULP_ABOVE_1;
    j.h->fpr[F_B] = HALF_ULP;
    j.h->fpr[F_C] = 0x3ff0000000000000;
    j.h->fpr[F_NEG_A] = SIGN | ULP_ABOVE_1;
    j.h->fpr[F_NEG_B] = SIGN | HALF_ULP;
}

static void assert_sums(unsigned first, unsigned mode)
{
    ck_assert_msg(j.h->fpr[first] == tie[mode] &&
                  j.h->fpr[first + 1] == tie_down[mode] &&
                  j.h->fpr[first + 2] == tie_negative[mode],
                  "mode %u: %" G_GINT64_MODIFIER "x %" G_GINT64_MODIFIER
                  "x %" G_GINT64_MODIFIER "x", mode, j.h->fpr[first],
                  j.h->fpr[first + 1], j.h->fpr[first + 2]);
}

/* One unit that changes frm between its operations. */
START_TEST(test_rounding_mode_changes_in_the_middle)
{
    setup(RM_RNE);
    load_operands();
    for (unsigned mode = 0; mode <= RM_RMM; mode++) {
        unsigned f = F_SUMS + 3 * mode;

        LOAD(j.f, mode * 16, ASM_I(0x5073, X0, mode, FRM),  /* csrrwi */
             FADD_D(f, F_A, F_B), FADD_D(f + 1, F_C, F_B),
             FADD_D(f + 2, F_NEG_A, F_NEG_B));
    }
    LOAD(j.f, 5 * 16, ADDI(A1, A1, 1), WFI);
    for (int round = 0; round < 4; round++) {
        memset(&j.h->fpr[F_SUMS], 0, 15 * sizeof(j.h->fpr[0]));
        jit_run_from(&j, 0);
        for (unsigned mode = 0; mode <= RM_RMM; mode++) {
            assert_sums(F_SUMS + 3 * mode, mode);
        }
        ck_assert_uint_eq(j.h->frm, RM_RMM);
        assert_host_unit_is_ours();
    }
    ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
}
END_TEST

static uint32_t add_rm(unsigned d, unsigned a, unsigned b, unsigned mode)
{
    return asm_row(OP_fadd_d, (AsmFields) {
        .d = d, .s = a, .t = b, .m = mode });
}

/* The mode of an instruction beats frm and leaves it alone. */
START_TEST(test_static_rounding_mode_beats_frm)
{
    unsigned mode = (unsigned)_i % 5, frm = (unsigned)_i / 5;

    setup(frm);
    load_operands();
    LOAD(j.f, 0, add_rm(F_SUMS, F_A, F_B, mode),
         add_rm(F_SUMS + 1, F_C, F_B, mode),
         add_rm(F_SUMS + 2, F_NEG_A, F_NEG_B, mode),
         FADD_D(F_SUMS + 3, F_A, F_B), FADD_D(F_SUMS + 4, F_C, F_B),
         FADD_D(F_SUMS + 5, F_NEG_A, F_NEG_B), WFI);
    jit_run_from(&j, 0);
    assert_sums(F_SUMS, mode);
    assert_sums(F_SUMS + 3, frm);
    ck_assert_uint_eq(j.h->frm, frm);
    ck_assert_uint_eq(j.h->fflags, FFLAG_NX);
    assert_host_unit_is_ours();
}
END_TEST

START_TEST(test_reserved_rounding_mode_is_illegal)
{
    for (unsigned frm = 5; frm < 8; frm++) {
        setup(RM_RNE);
        LOAD(j.f, 0, third(), ASM_I(0x5073, X0, frm, FRM), third(), WFI);
        jit_run_from(&j, 0);
        ck_assert_uint_eq(j.h->mcause, TRAP_ILLEGAL_INSN);
        ck_assert_uint_eq(j.h->mepc, FIXTURE_RAM_BASE + 8);
        ck_assert_uint_eq(j.h->fflags, FFLAG_NX);
        assert_host_unit_is_ours();
        jit_fixture_deinit(&j);
    }
}
END_TEST

/* Device models are C code: they must not see the guest's rounding. */
START_TEST(test_devices_run_with_the_rounding_of_the_host)
{
    setup(RM_RUP);
    load_operands();
    LOAD(j.f, 0, third(), LW(A0, S1, 0), FADD_D(F_SUMS, F_A, F_B),
         FADD_D(F_SUMS + 1, F_C, F_B), FADD_D(F_SUMS + 2, F_NEG_A, F_NEG_B),
         WFI);
    jit_run_from(&j, 0);
    ck_assert(j.ask.to_nearest);
    assert_sums(F_SUMS, RM_RUP);
}
END_TEST

/* --- mstatus.FS ---------------------------------------------------------- */

START_TEST(test_operation_makes_the_state_dirty)
{
    setup(RM_RNE);
    LOAD(j.f, 0, third(), WFI);
    j.h->mstatus = (j.h->mstatus & ~MSTATUS_FS) | 1 << MSTATUS_FS_SHIFT;
    vcpu_state_changed(&j.f->vcpu);
    jit_run_from(&j, 0);
    ck_assert_uint_eq(j.h->mstatus & MSTATUS_FS, MSTATUS_FS);
}
END_TEST

START_TEST(test_operation_traps_after_the_guest_switched_fp_off)
{
    setup(RM_RNE);
    LOAD(j.f, 0, third(), CSRRC(X0, 0x300, A1), third(), WFI);
    j.h->gpr[A1] = MSTATUS_FS;
    jit_run_from(&j, 0);
    ck_assert_uint_eq(j.h->mcause, TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(j.h->mepc, FIXTURE_RAM_BASE + 8);
    ck_assert_uint_eq(j.h->fflags, FFLAG_NX);
    assert_host_unit_is_ours();
}
END_TEST

UNIT_MAIN("jit_fp",
          UNIT_LOOP(test_flags_are_in_the_hart_after_every_way_out,
                    G_N_ELEMENTS(ways)),
          UNIT_TEST(test_flags_are_in_the_hart_when_the_slice_ends),
          UNIT_TEST(test_guest_reads_and_clears_its_flags),
          UNIT_TEST(test_trap_handler_reads_the_flags),
          UNIT_LOOP(test_each_flag_alone, G_N_ELEMENTS(flag_rows)),
          UNIT_TEST(test_rounding_mode_changes_in_the_middle),
          UNIT_LOOP(test_static_rounding_mode_beats_frm, 25),
          UNIT_TEST(test_reserved_rounding_mode_is_illegal),
          UNIT_TEST(test_devices_run_with_the_rounding_of_the_host),
          UNIT_TEST(test_operation_makes_the_state_dirty),
          UNIT_TEST(test_operation_traps_after_the_guest_switched_fp_off))
