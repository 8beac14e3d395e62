/*
 * ir_verify.c: is this a unit that passes and back ends can trust?
 *
 * Runs after every pass when the configuration says so, and in tests. The
 * rules are those of ir.h and ops.inc; what is checked here, nothing
 * downstream has to check again.
 */
#include "ir_verify.h"

#include "tcg/tcg.h"

void ir_verify_fail(Verifier *v, const IrOp *op, const char *format, ...)
{
    GString *text;
    va_list args;

    if (v->error) {
        return;
    }
    text = g_string_new(NULL);
    g_string_append_printf(text, "operation %u: ", (unsigned)(op - v->s->ops));
    ir_print_op(v->s, op, NULL, text);
    g_string_append(text, ": ");
    va_start(args, format);
    g_string_append_vprintf(text, format, args);
    va_end(args);
    v->error = g_string_free(text, FALSE);
}

/* Opcodes and instructions exist: from here on, operations can be printed. */
static void verify_tables(Verifier *v)
{
    const TCGContext *s = v->s;

    if (s->overflow) {
        v->error = g_strdup("a table of the unit has overflowed");
        return;
    }
    for (unsigned i = 0; i < s->n_ops && !v->error; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc >= IR_OPCODE_COUNT) {
            v->error = g_strdup_printf("operation %u: opcode %u does not exist",
                                       i, op->opc);
        } else if (op->insn >= MAX(s->n_insns, 1)) {
            v->error = g_strdup_printf("operation %u: instruction %u does not "
                                       "exist", i, op->insn);
        }
    }
}

static void count_labels(Verifier *v, uint8_t *placed)
{
    for (unsigned i = 0; i < v->s->n_ops; i++) {
        const IrOp *op = &v->s->ops[i];

        if (op->opc == IR_label && placed[op->imm]++) {
            ir_verify_fail(v, op, "the label is placed twice");
            return;
        }
    }
}

void ir_verify_labels(Verifier *v)
{
    const TCGContext *s = v->s;
    uint8_t placed[IR_MAX_LABELS] = { 0 };

    count_labels(v, placed);
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (((ir_op_flags(op->opc) & IR_BRANCHES) && !placed[op->imm])
            || (op->opc == IR_guard && !placed[op->arg[2]])) {
            ir_verify_fail(v, op, "its label is placed nowhere");
        }
    }
    if (!s->n_ops) {
        v->error = g_strdup("the unit is empty");
    } else if (!(ir_op_flags(s->ops[s->n_ops - 1].opc) & IR_ENDS)) {
        ir_verify_fail(v, &s->ops[s->n_ops - 1], "control runs off the end");
    }
}

char *ir_verify(const TCGContext *s)
{
    static void (*const parts[])(Verifier *v) = {
        verify_tables, ir_verify_operands, ir_verify_labels, ir_verify_temps,
        ir_verify_insns, ir_verify_float, ir_verify_guards,
    };
    Verifier v = { .s = s };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts) && !v.error; i++) {
        parts[i](&v);
    }
    return v.error;
}
