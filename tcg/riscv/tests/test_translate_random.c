/* test_translate_random.c: rules that hold for any unit; see unit_check() */
#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

/* The largest unit, branches everywhere, has room. */
START_TEST(test_largest_unit_fits)
{
    Insn insns[IR_MAX_INSNS];

    for (unsigned i = 0; i < IR_MAX_INSNS; i++) {
        insns[i] = INSN4(bne, .imm = i % 3 ? 8 : 2048);
    }
    unit_make(insns, IR_MAX_INSNS, &unit_setup);
    for (unsigned i = 0; i < IR_MAX_INSNS; i++) {
        insns[i] = INSN4(bne, .imm = -(int)i * 4);
    }
    unit_make(insns, IR_MAX_INSNS, &unit_setup);
}
END_TEST

static Insn random_insn(GRand *rand, const Insn *kind)
{
    Insn insn = *kind;

    insn.len = g_rand_boolean(rand) ? 2 : 4;
    if (insn.op == OP_jal) {
        insn.rd = g_rand_int_range(rand, 0, 3);
    }
    if (insn.op == OP_jal || (insn_flags(insn.op) & INSN_BRANCH)) {
        insn.imm = g_rand_int_range(rand, -40, 40) * 2;
    }
    return insn;
}

/* unit_make() proves counts, polls and register writes of each. */
START_TEST(test_random_units)
{
    static const Insn kinds[] = {
        INSN4(add, .rd = 5), INSN4(lw, .rd = 3, .rs1 = 2),
        INSN4(sd, .rs1 = 2, .rs2 = 3), INSN4(clmul, .rd = 1, .rs1 = 2),
        INSN4(cbo_zero, .rs1 = 1), INSN4(fadd_d, .rd = 1, .rm = 7),
        INSN4(csrrw, .rd = 1, .rs1 = 2, .imm = 0x180),
        INSN4(csrrs, .rd = 1, .rs1 = 2, .imm = 0x100),
        INSN4(beq, .rs1 = 1), INSN4(blt, .rs1 = 2), INSN4(bne, .rs1 = 3),
        INSN4(bgeu, .rs2 = 4), INSN4(jal), INSN4(jalr, .rd = 1, .rs1 = 1),
        INSN4(sfence_vma), INSN4(ecall), { .op = OP_COUNT },
    };
    GRand *rand = g_rand_new_with_seed(1);

    for (int round = unit_rounds(3000); round > 0; round--) {
        unsigned n = g_rand_int_range(rand, 1, 40);
        UnitSetup setup = unit_setup;
        Insn insns[40];

        setup.offset = g_rand_int_range(rand, 0, 1900) * 2;
        setup.config.counts = g_rand_boolean(rand);
        setup.config.has_c = g_rand_boolean(rand);
        for (unsigned i = 0; i < n; i++) {
            insns[i] = random_insn(
                rand, &kinds[g_rand_int_range(rand, 0, G_N_ELEMENTS(kinds))]);
        }
        unit_make(insns, n, &setup);
    }
    g_rand_free(rand);
}
END_TEST

UNIT_MAIN("tcg_translate_random",
    UNIT_TEST(test_largest_unit_fits),
    UNIT_TEST(test_random_units))
