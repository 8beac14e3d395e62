/*
 * test_translate_rows.c: what holds for every row of the instruction list
 *
 * unit_make() checks each unit; see unit_check().
 */
#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

static Insn row_insn(unsigned row, uint8_t number)
{
    return (Insn) {
        .op = row, .len = 4, .rm = 7, .imm = 8,
        .rd = number, .rs1 = number, .rs2 = number, .rs3 = number,
    };
}

static bool has_op(const TCGContext *s, unsigned flags)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (ir_op_flags(s->ops[i].opc) & flags) {
            return true;
        }
    }
    return false;
}

/* Alone, as the first and as the last of three. */
START_TEST(test_row_keeps_the_rules)
{
    static const uint8_t numbers[] = { 0, 1, 5, 31 };

    for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const Insn insn = row_insn(_i, numbers[i]);
        const Insn nop = INSN4(addi);

        unit_make(&insn, 1, &unit_setup);
        unit_make((Insn[]) { insn, nop, nop }, 3, &unit_setup);
        unit_make((Insn[]) { nop, nop, insn }, 3, &unit_setup);
    }
}
END_TEST

START_TEST(test_x0_is_never_written)
{
    const Insn insn = row_insn(_i, 0);
    const TCGContext *s = unit_make(&insn, 1, &unit_setup);

    for (unsigned i = 0; i < s->n_ops; i++) {
        ck_assert(ir_ref_kind(s->ops[i].dst) != IR_REF_GPR);
    }
}
END_TEST

/* An access for x0 may trap, so it is made. */
START_TEST(test_memory_is_accessed_even_for_x0)
{
    const Insn insn = row_insn(_i, 0);
    unsigned flags = insn_flags(_i);
    const TCGContext *s = unit_make(&insn, 1, &unit_setup);

    if (flags & (INSN_LOAD | INSN_STORE)) {
        ck_assert(has_op(s, IR_LOADS | IR_STORES | IR_CALLS));
    }
}
END_TEST

/* What may change the context is never followed by another instruction. */
START_TEST(test_context_changes_end_the_unit)
{
    const Insn insns[] = { row_insn(_i, 1), INSN4(addi, .rd = 2) };
    unsigned flags = insn_flags(_i);
    const TCGContext *s = unit_make(insns, 2, &unit_setup);
    bool goes_on = false;

    for (unsigned i = 0; i < s->n_ops; i++) {
        goes_on |= s->ops[i].opc == IR_insn_start && s->ops[i].insn == 1;
    }
    ck_assert(goes_on == !(flags & (INSN_ENDS_BLOCK | INSN_JUMP)) ||
              (flags & INSN_CSR));
}
END_TEST

UNIT_MAIN("tcg_translate_rows",
    UNIT_LOOP(test_row_keeps_the_rules, OP_COUNT + 1),
    UNIT_LOOP(test_x0_is_never_written, OP_COUNT),
    UNIT_LOOP(test_memory_is_accessed_even_for_x0, OP_COUNT),
    UNIT_LOOP(test_context_changes_end_the_unit, OP_COUNT))
