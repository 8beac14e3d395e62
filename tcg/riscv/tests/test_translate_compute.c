/* test_translate_compute.c: integer instructions compute what QEMU's do */
#include "fake_env.h"
#include "support/unit.h"
#include "unit_maker.h"

#define PAGE 0x80001000ull

static FakeEnv env;

static void run(const Insn *insn)
{
    env.hart.pc = PAGE;
    fake_env_run(&env, unit_make(insn, 1, &unit_setup), &unit_setup.config);
}

typedef struct Vector {
    const char *name;
    Insn insn;
    uint64_t rs1, rs2, rd;
} Vector;

#define R(name, rs1_, rs2_, rd_)                                        \
    { #name, INSN4(name, .rd = 10, .rs1 = 11, .rs2 = 12), rs1_, rs2_, rd_ },
#define I(name, rs1_, imm_, rd_)                                        \
    { #name, INSN4(name, .rd = 10, .rs1 = 11, .imm = (imm_)), rs1_, 0, rd_ },
static const Vector vectors[] = {
#include "vectors.inc"
};
#undef R
#undef I

static void assert_vector(const Vector *v, Insn insn)
{
    fake_env_init(&env);
    env.hart.gpr[insn.rs2] = v->rs2;
    env.hart.gpr[insn.rs1] = v->rs1;
    run(&insn);
    ck_assert_msg(env.hart.gpr[insn.rd] == v->rd,
                  "%s 0x%" G_GINT64_MODIFIER "x, 0x%" G_GINT64_MODIFIER
                  "x: got 0x%" G_GINT64_MODIFIER "x", v->name, v->rs1, v->rs2,
                  env.hart.gpr[insn.rd]);
    ck_assert_uint_eq(env.hart.pc, PAGE + 4);
    ck_assert_uint_eq(env.hart.retired, 1);
}

/* Three registers; and the result in the place of each operand. */
START_TEST(test_computation)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++) {
        Insn insn = vectors[i].insn;

        assert_vector(&vectors[i], insn);
        insn.rd = insn.rs1;
        assert_vector(&vectors[i], insn);
        if (insn.rs2) {
            insn.rd = insn.rs2;
            assert_vector(&vectors[i], insn);
        }
        insn.rd = 0;
        run(&insn);
        ck_assert_uint_eq(env.hart.gpr[0], 0);
    }
}
END_TEST

UNIT_MAIN("tcg_translate_compute", UNIT_TEST(test_computation))
