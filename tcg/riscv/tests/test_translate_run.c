/*
 * test_translate_run.c: what translated instructions do, run by tci; for
 * computations see test_translate_compute.c
 */
#include "core/csr.h"
#include "core/hart.h"
#include "fake_env.h"
#include "support/unit.h"
#include "unit_maker.h"

#define PAGE 0x80001000ull

static FakeEnv env;

/* Run the instructions at the start of the page. */
static uint64_t run(const Insn *insns, unsigned n)
{
    env.hart.pc = PAGE;
    env.hart.retired = 1000;
    return fake_env_run(&env, unit_make(insns, n, &unit_setup),
                        &unit_setup.config);
}

static uint64_t run1(Insn insn)
{
    return run(&insn, 1);
}

static void assert_at(uint64_t offset, uint64_t retired)
{
    ck_assert_uint_eq(env.hart.pc, PAGE + offset);
    ck_assert_uint_eq(env.hart.retired, 1000 + retired);
}

START_TEST(test_auipc_is_relative_to_its_own_address)
{
    const Insn insns[] = {
        INSN2(addi), INSN4(auipc, .rd = 1, .imm = INT32_MIN),
        INSN4(auipc, .rd = 2, .imm = 0x7ffff000),
    };

    fake_env_init(&env);
    run(insns, 3);
    ck_assert_uint_eq(env.hart.gpr[1], PAGE + 2 - 0x80000000ull);
    ck_assert_uint_eq(env.hart.gpr[2], PAGE + 6 + 0x7ffff000ull);
}
END_TEST

/* --- memory ------------------------------------------------------------ */

START_TEST(test_loads_extend)
{
    static const struct {
        Insn insn;
        uint64_t value;
    } rows[] = {
        { INSN4(lb), 0xfffffffffffffff8 }, { INSN4(lbu), 0xf8 },
        { INSN4(lh), 0xfffffffffffff7f8 }, { INSN4(lhu), 0xf7f8 },
        { INSN4(lw), 0xfffffffff5f6f7f8 }, { INSN4(lwu), 0xf5f6f7f8 },
        { INSN4(ld), 0xf1f2f3f4f5f6f7f8 },
        { INSN4(lr_w), 0xfffffffff5f6f7f8 },
        { INSN4(lr_d), 0xf1f2f3f4f5f6f7f8 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Insn insn = rows[i].insn;
        bool reserved = insn.op == OP_lr_w || insn.op == OP_lr_d;

        fake_env_init(&env);
        *(uint64_t *)&env.memory[0x40] = 0xf1f2f3f4f5f6f7f8;
        insn.rd = insn.rs1 = 9;
        insn.imm = reserved ? 0 : -8;
        env.hart.gpr[9] = reserved ? 0x40 : 0x48;
        run1(insn);
        ck_assert_uint_eq(env.a, 0x40);
        ck_assert_uint_eq(env.hart.gpr[9], rows[i].value);
    }
}
END_TEST

START_TEST(test_stores_write_their_width)
{
    static const struct {
        Insn insn;
        uint64_t value;
    } rows[] = {
        { INSN4(sb), 0x88 }, { INSN4(sh), 0x7788 }, { INSN4(sw), 0x55667788 },
        { INSN4(sd), 0x1122334455667788 }, { INSN4(sc_w), 0x55667788 },
        { INSN4(sc_d), 0x1122334455667788 },
        { INSN4(amoadd_w), 0x55667788 },
        { INSN4(amoadd_d), 0x1122334455667788 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Insn insn = rows[i].insn;

        fake_env_init(&env);
        insn.rs1 = 9;
        insn.rs2 = 8;
        env.hart.gpr[9] = 0x40;
        env.hart.gpr[8] = 0x1122334455667788;
        run1(insn);
        ck_assert_uint_eq(*(uint64_t *)&env.memory[0x40], rows[i].value);
    }
}
END_TEST

START_TEST(test_amo_gives_the_old_value)
{
    fake_env_init(&env);
    *(uint32_t *)&env.memory[0x40] = 0x80000000;
    env.hart.gpr[9] = 0x40;
    env.hart.gpr[8] = 3;
    run1(INSN4(amoadd_w, .rd = 8, .rs1 = 9, .rs2 = 8));
    ck_assert_uint_eq(env.hart.gpr[8], 0xffffffff80000000);
    ck_assert_uint_eq(*(uint32_t *)&env.memory[0x40], 0x80000003);
}
END_TEST

/* --- control ----------------------------------------------------------- */

START_TEST(test_branch_conditions)
{
    static const struct {
        Insn insn;
        bool taken[4];          /* a == b; -1 and 1; 1 and -1; MIN and MAX */
    } rows[] = {
        { INSN4(beq), { true, false, false, false } },
        { INSN4(bne), { false, true, true, true } },
        { INSN4(blt), { false, true, false, true } },
        { INSN4(bge), { true, false, true, false } },
        { INSN4(bltu), { false, false, true, false } },
        { INSN4(bgeu), { true, true, false, true } },
    };
    static const int64_t pairs[4][2] = {
        { 7, 7 }, { -1, 1 }, { 1, -1 }, { INT64_MIN, INT64_MAX },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows) * 4; i++) {
        Insn insn = rows[i / 4].insn;

        fake_env_init(&env);
        insn.rs1 = 11;
        insn.rs2 = 12;
        insn.imm = 0x100;
        env.hart.gpr[11] = pairs[i % 4][0];
        env.hart.gpr[12] = pairs[i % 4][1];
        run1(insn);
        assert_at(rows[i / 4].taken[i % 4] ? 0x100 : 4, 1);
    }
}
END_TEST

START_TEST(test_jumps_link)
{
    fake_env_init(&env);
    run1(INSN2(jal, .rd = 1, .imm = -4096));
    ck_assert_uint_eq(env.hart.gpr[1], PAGE + 2);
    assert_at(-4096, 1);
    env.hart.gpr[5] = PAGE + 0x10000;
    run1(INSN4(jalr, .rd = 5, .rs1 = 5, .imm = 0x7ff));
    ck_assert_uint_eq(env.hart.gpr[5], PAGE + 4);
    assert_at(0x107fe, 1);
    run1(INSN4(jalr, .rs1 = 0, .imm = -1));
    ck_assert_uint_eq(env.hart.pc, -2ull);
}
END_TEST

/* Sum of 1..100: addi, add, bne back. */
START_TEST(test_loop_runs_inside_the_unit)
{
    const Insn insns[] = {
        INSN4(addi, .rd = 10, .imm = 100),
        INSN2(add, .rd = 11, .rs1 = 11, .rs2 = 10),
        INSN2(addi, .rd = 10, .rs1 = 10, .imm = -1),
        INSN4(bne, .rs1 = 10, .imm = -4),
    };

    fake_env_init(&env);
    ck_assert_uint_eq(run(insns, 4), TCG_EXIT_NEXT);
    ck_assert_uint_eq(env.hart.gpr[11], 5050);
    assert_at(12, 301);
}
END_TEST

START_TEST(test_loop_leaves_on_request)
{
    const Insn insns[] = {
        INSN4(addi, .rd = 10, .imm = 100),
        INSN4(bne, .rs1 = 10, .imm = 0),
    };

    fake_env_init(&env);
    env.exit_request = 1;
    ck_assert_uint_eq(run(insns, 2), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(env.hart.gpr[10], 100);
    assert_at(4, 1);
}
END_TEST

/* --- the rest ---------------------------------------------------------- */

/* What a helper sees: pc of its instruction, all before it counted. */
static void assert_seen(TcgHelper helper, uint64_t offset, uint64_t retired)
{
    ck_assert_uint_eq(env.calls, 1);
    ck_assert_uint_eq(env.helper, helper);
    ck_assert_uint_eq(env.pc, PAGE + offset);
    ck_assert_uint_eq(env.retired, 1000 + retired);
}

START_TEST(test_helpers_see_an_exact_hart)
{
    static const struct {
        Insn insn;
        TcgHelper helper;
        uint64_t a, b;
    } rows[] = {
        { INSN4(ecall), TCG_HELPER_RAISE, TRAP_ECALL_S, 0 },
        { INSN4(ebreak), TCG_HELPER_RAISE, TRAP_BREAKPOINT, PAGE + 6 },
        { INSN4(sret), TCG_HELPER_SRET, 0, 0 },
        { INSN4(mret), TCG_HELPER_MRET, 0, 0 },
        { INSN4(wfi, .raw = 0x10500073), TCG_HELPER_INTERP, 0x10500073, 0 },
        { { .op = OP_COUNT, .len = 4, .raw = 0xffffffff }, TCG_HELPER_INTERP,
          0xffffffff, 0 },
        { INSN4(csrrs, .imm = CSR_time), TCG_HELPER_CSR, CSR_time, 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Insn insns[] = { INSN4(addi), INSN2(addi), rows[i].insn };

        fake_env_init(&env);
        env.answer = TCG_LEAVE;
        run(insns, 3);
        assert_seen(rows[i].helper, 6, 2);
        ck_assert_uint_eq(env.a, rows[i].a);
        ck_assert(!rows[i].b || env.b == rows[i].b);
    }
}
END_TEST

START_TEST(test_context_change_leaves_before_the_next)
{
    const Insn insns[] = {
        INSN4(addi), INSN4(csrrw, .rs1 = 3, .imm = CSR_satp),
        INSN4(addi, .rd = 1, .imm = 1),
    };

    fake_env_init(&env);
    env.answer = TCG_NEXT;
    run(insns, 3);
    ck_assert_uint_eq(env.hart.gpr[1], 0);
    assert_at(8, 2);
    env.answer = TCG_CONTINUE;
    run(insns, 3);
    ck_assert_uint_eq(env.hart.gpr[1], 1);
    assert_at(12, 3);
}
END_TEST

START_TEST(test_inline_csrs)
{
    fake_env_init(&env);
    env.hart.sscratch = 5;
    env.hart.gpr[4] = 0x30;
    run1(INSN4(csrrw, .rd = 4, .rs1 = 4, .imm = CSR_sscratch));
    ck_assert_uint_eq(env.hart.gpr[4], 5);
    ck_assert_uint_eq(env.hart.sscratch, 0x30);
    run1(INSN4(csrrsi, .rd = 4, .rs1 = 3, .imm = CSR_sscratch));
    ck_assert_uint_eq(env.hart.gpr[4], 0x30);
    ck_assert_uint_eq(env.hart.sscratch, 0x33);
    run1(INSN4(csrrc, .rd = 4, .rs1 = 4, .imm = CSR_sscratch));
    ck_assert_uint_eq(env.hart.gpr[4], 0x33);
    ck_assert_uint_eq(env.hart.sscratch, 3);
    ck_assert_uint_eq(env.calls, 0);
}
END_TEST

UNIT_MAIN("tcg_translate_run",
    UNIT_TEST(test_auipc_is_relative_to_its_own_address),
    UNIT_TEST(test_loads_extend),
    UNIT_TEST(test_stores_write_their_width),
    UNIT_TEST(test_amo_gives_the_old_value),
    UNIT_TEST(test_branch_conditions),
    UNIT_TEST(test_jumps_link),
    UNIT_TEST(test_loop_runs_inside_the_unit),
    UNIT_TEST(test_loop_leaves_on_request),
    UNIT_TEST(test_helpers_see_an_exact_hart),
    UNIT_TEST(test_context_change_leaves_before_the_next),
    UNIT_TEST(test_inline_csrs))
