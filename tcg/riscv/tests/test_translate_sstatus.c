/*
 * test_translate_sstatus.c: switching sstatus.SIE inline, against core/csr.c
 */
#include <string.h>

#include "core/csr.h"
#include "core/csr_bits.h"
#include "core/hart.h"
#include "fake_env.h"
#include "support/unit.h"
#include "unit_maker.h"

static FakeEnv env;

static void run(Insn insn, PrivMode priv)
{
    UnitSetup setup = unit_setup;

    setup.priv = priv;
    env.calls = 0;
    env.answer = TCG_CONTINUE;
    fake_env_run(&env, unit_make(&insn, 1, &setup), &setup.config);
}

static void setup(void)
{
    fake_env_init(&env);
    memset(env.hart.config.ext, true, sizeof(env.hart.config.ext));
    env.hart.priv = PRIV_S;
}

#define SSTATUS(name, ...) INSN4(name, .imm = CSR_sstatus, __VA_ARGS__)

START_TEST(test_off_and_on_need_no_helper)
{
    setup();
    env.hart.mstatus = MSTATUS_SIE | MSTATUS_SPP;
    run(SSTATUS(csrrci, .rd = 10, .rs1 = 2), PRIV_S);
    ck_assert_uint_eq(env.hart.mstatus, MSTATUS_SPP);
    ck_assert_uint_eq(env.hart.gpr[10],
                      MSTATUS_SIE | MSTATUS_SPP | 2ull << 32);
    env.hart.gpr[10] &= 2;
    run(SSTATUS(csrrs, .rs1 = 10), PRIV_S);
    ck_assert_uint_eq(env.hart.mstatus, MSTATUS_SIE | MSTATUS_SPP);
    ck_assert_uint_eq(env.calls, 0);
}
END_TEST

START_TEST(test_interrupt_that_may_come_through_is_the_helpers)
{
    setup();
    env.hart.mie = 1u << IRQ_S_TIMER;
    env.hart.irq_level = 1u << IRQ_S_EXT;
    run(SSTATUS(csrrsi, .rs1 = 2), PRIV_S);
    ck_assert_uint_eq(env.calls, 0);
    env.hart.irq_level = 1u << IRQ_S_TIMER;
    run(SSTATUS(csrrsi, .rs1 = 2), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    ck_assert_uint_eq(env.a, CSR_sstatus | CSR_OP_SET << 16);
    env.hart.irq_level = 0;
    env.hart.mip = 1u << IRQ_S_TIMER;
    run(SSTATUS(csrrsi, .rs1 = 2), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    run(SSTATUS(csrrci, .rs1 = 2), PRIV_S);
    ck_assert_uint_eq(env.calls, 0);
}
END_TEST

START_TEST(test_other_bits_are_the_helpers)
{
    setup();
    env.hart.gpr[10] = MSTATUS_SUM;
    run(SSTATUS(csrrs, .rs1 = 10), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    run(SSTATUS(csrrc, .rs1 = 10), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    run(SSTATUS(csrrsi, .rs1 = 3), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    run(SSTATUS(csrrw, .rs1 = 10), PRIV_S);
    ck_assert_uint_eq(env.calls, 1);
    ck_assert_uint_eq(env.hart.mstatus, 0);
}
END_TEST

START_TEST(test_user_mode_is_the_helpers)
{
    setup();
    run(SSTATUS(csrrci, .rs1 = 2), PRIV_U);
    ck_assert_uint_eq(env.calls, 1);
    run(SSTATUS(csrrci, .rs1 = 2), PRIV_M);
    ck_assert_uint_eq(env.calls, 0);
}
END_TEST

/* The Hart that csr.c makes of the same instruction. */
static Hart expected(const Insn *insn, CsrOp op, uint64_t operand)
{
    HartEnv outside = { 0 };
    Hart h = env.hart;
    CsrAccess access = {
        .number = CSR_sstatus, .op = op, .operand = operand,
    };

    ck_assert_int_eq(csr_access(&h, &outside, &access), TRAP_NONE);
    if (insn->rd) {
        h.gpr[insn->rd] = access.value;
    }
    h.pc += 4;
    h.retired++;
    return h;
}

static uint64_t random64(GRand *rand)
{
    return (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);
}

START_TEST(test_result_is_that_of_the_csr)
{
    static const struct {
        Insn insn;
        CsrOp op;
    } rows[] = {
        { SSTATUS(csrrs, .rd = 10, .rs1 = 11), CSR_OP_SET },
        { SSTATUS(csrrs, .rd = 11, .rs1 = 11), CSR_OP_SET },
        { SSTATUS(csrrc, .rd = 10, .rs1 = 11), CSR_OP_CLEAR },
        { SSTATUS(csrrc, .rs1 = 11), CSR_OP_CLEAR },
        { SSTATUS(csrrsi, .rd = 10, .rs1 = 2), CSR_OP_SET },
        { SSTATUS(csrrci, .rd = 10, .rs1 = 2), CSR_OP_CLEAR },
    };
    GRand *rand = g_rand_new_with_seed(2);

    setup();
    for (int round = unit_rounds(2000); round > 0; round--) {
        unsigned i = g_rand_int_range(rand, 0, G_N_ELEMENTS(rows));
        const Insn *insn = &rows[i].insn;
        bool in_register = insn->op == OP_csrrs || insn->op == OP_csrrc;

        env.hart.pc = 0;
        env.hart.mstatus = random64(rand) & ~(MSTATUS_SD | MSTATUS_XLEN64);
        env.hart.gpr[11] = g_rand_boolean(rand) ? MSTATUS_SIE : 0;
        Hart h = expected(insn, rows[i].op,
                          in_register ? env.hart.gpr[11] : MSTATUS_SIE);
        run(*insn, PRIV_S);
        ck_assert_uint_eq(env.calls, 0);
        ck_assert_int_eq(memcmp(&h, &env.hart, sizeof(h)), 0);
    }
    g_rand_free(rand);
}
END_TEST

UNIT_MAIN("tcg_translate_sstatus",
    UNIT_TEST(test_off_and_on_need_no_helper),
    UNIT_TEST(test_interrupt_that_may_come_through_is_the_helpers),
    UNIT_TEST(test_other_bits_are_the_helpers),
    UNIT_TEST(test_user_mode_is_the_helpers),
    UNIT_TEST(test_result_is_that_of_the_csr))
