/*
 * ir_print.c: units as text, for `-d op` and for golden tests
 *
 * The line of an operation follows from its signature in ops.inc alone; the
 * grammar is described in ir_parse.c, which reads it back.
 */
#include "ir_internal.h"
#include "tcg/tcg.h"

#include <string.h>

typedef struct Printer {
    const TCGContext *s;
    GString *out;
    unsigned insn;              /* instruction of the operations printed */
    const char *separator;      /* before the next operand */
    const IrPlaces *places;     /* (nullable) */
} Printer;

static void print_constant(Printer *p, IrRef ref)
{
    if (ref - IR_CONST_FIRST < (int)p->s->n_consts) {
        g_string_append_printf(p->out, "$0x%" G_GINT64_MODIFIER "x",
                               ir_const_value(p->s, ref));
    } else {
        g_string_append(p->out, "no_constant");
    }
}

static void print_ref(Printer *p, IrRef ref)
{
    switch (ir_ref_kind(ref)) {
    case IR_REF_NONE:
        g_string_append(p->out, "none");
        break;
    case IR_REF_GPR:
        g_string_append_printf(p->out, "x%u", ref);
        break;
    case IR_REF_FPR:
        g_string_append_printf(p->out, "f%u", ref - IR_FPR(0));
        break;
    case IR_REF_TEMP:
        g_string_append_printf(p->out, "t%u", ref - IR_TEMP_FIRST);
        break;
    case IR_REF_CONST:
        print_constant(p, ref);
        return;
    }
    if (p->places && ref != IR_NONE) {
        p->places->print(p->places->data, ref, p->out);
    }
}

/* by name where @value has one */
static void print_value(Printer *p, const IrNames *names, unsigned value)
{
    const char *name = ir_name(names, value);

    if (name) {
        g_string_append(p->out, name);
    } else {
        g_string_append_printf(p->out, "$%u", value);
    }
}

static void print_field(Printer *p, int32_t offset)
{
    const char *name = tcg_hart_field(offset);

    if (name) {
        g_string_append_printf(p->out, "env[%s]", name);
    } else {
        g_string_append_printf(p->out, "env[%d]", offset);
    }
}

static void print_memop(Printer *p, uint8_t attr)
{
    char name[IR_MEMOP_NAME_MAX];

    ir_memop_name(attr, name);
    g_string_append(p->out, name);
}

static void print_operand(Printer *p, const IrOp *op, char letter)
{
    g_string_append(p->out, p->separator);
    p->separator = ", ";
    switch (letter) {
    case 'd': case 'D':
        print_ref(p, op->dst);
        break;
    case 'a': case 'b': case 'c':
        print_ref(p, op->arg[letter - 'a']);
        break;
    case 'A': case 'B': case 'C':
        print_ref(p, op->arg[letter - 'A']);
        if (ir_op_has(op->opc, 'f') && op->attr & IR_FP_BOXED(letter - 'A')) {
            g_string_append(p->out, ".box");
        }
        break;
    case 'i':
        g_string_append_printf(p->out, "$%d", op->imm);
        break;
    case 'l':
        g_string_append_printf(p->out, "L%d", op->imm);
        break;
    case 'L':
        g_string_append_printf(p->out, "L%u", op->arg[2]);
        break;
    case 'o':
        print_field(p, op->imm);
        break;
    case 'k':
        print_value(p, &ir_cond_names, IR_COND(op->attr));
        break;
    case 'm':
        print_memop(p, op->attr);
        break;
    case 'f':
        print_value(p, &ir_rm_names, IR_FP_RM(op->attr));
        break;
    case 'n':
        print_value(p, ir_attr_names(op->opc), op->attr);
        break;
    case 'h':
        print_value(p, &ir_helper_names, op->imm);
        break;
    }
}

static void print_suffix(Printer *p, const IrOp *op, char letter)
{
    switch (letter) {
    case 't':
        g_string_append_c(p->out, '_');
        print_value(p, &ir_type_names, op->attr);
        break;
    case 'k':
        g_string_append_c(p->out, '_');
        print_value(p, &ir_type_names, IR_COND_TYPE(op->attr));
        break;
    case 'f':
        g_string_append_c(p->out, '_');
        print_value(p, &ir_format_names, IR_FP_FORMAT(op->attr));
        break;
    }
}

static void print_plain(Printer *p, const IrOp *op)
{
    const char *signature = ir_op_signature(op->opc);

    g_string_append(p->out, ir_op_name(op->opc));
    for (const char *c = signature; *c; c++) {
        print_suffix(p, op, *c);
    }
    p->separator = " ";
    for (const char *c = signature; *c; c++) {
        if (*c == 'k' || *c == 'h') {
            print_operand(p, op, *c);
        }
    }
    for (const char *c = signature; *c; c++) {
        if (!strchr(":tkh", *c)) {
            print_operand(p, op, *c);
        }
    }
}

/* What differs from a 4-byte instruction of no name at 4 * number. */
static void print_insn(Printer *p, const char *mark, unsigned number)
{
    const IrInsn *insn = &p->s->insns[number];

    g_string_append_printf(p->out, "%s %u", mark, number);
    p->insn = number;
    if (number >= p->s->n_insns) {
        return;
    }
    if (insn->insn.op < OP_COUNT) {
        g_string_append_printf(p->out, " %s", insn_name(insn->insn.op));
    }
    if (insn->page_offset != 4 * number) {
        g_string_append_printf(p->out, " @0x%03x", insn->page_offset);
    }
    if (insn->insn.raw || insn->insn.len == 2) {
        g_string_append_printf(p->out, " =%0*x", insn->insn.len * 2,
                               insn->insn.raw);
    }
    if (insn->uncounted) {
        g_string_append_printf(p->out, " +%u", insn->uncounted);
    }
}

static void print_op(Printer *p, const IrOp *op)
{
    if (op->opc == IR_insn_start) {
        print_insn(p, "----", op->insn);
    } else if (op->opc == IR_label) {
        g_string_append_printf(p->out, "L%d:", op->imm);
    } else {
        print_plain(p, op);
    }
}

void ir_print_op(const TCGContext *s, const IrOp *op, const IrPlaces *places,
                 GString *out)
{
    Printer p = { .s = s, .out = out, .places = places };

    print_op(&p, op);
}

void ir_print_insn(const TCGContext *s, unsigned number, GString *out)
{
    Printer p = { .s = s, .out = out };

    print_insn(&p, ".insn", number);
}

void ir_print(const TCGContext *s, GString *out)
{
    Printer p = { .s = s, .out = out };

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc != IR_insn_start && op->insn != p.insn) {
            print_insn(&p, ".insn", op->insn);
            g_string_append_c(out, '\n');
        }
        print_op(&p, op);
        g_string_append_c(out, '\n');
    }
}
