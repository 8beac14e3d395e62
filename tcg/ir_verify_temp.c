/*
 * ir_verify_temp.c: temporaries are values
 *
 * Each is assigned by one operation, on every way to its uses, and is an
 * integer or a float for life. Most live between two labels, where the order
 * of the list is all there is to look at; only the others need the analysis
 * of ir_flow.c.
 */
#include "ir_verify.h"

typedef struct TempInfo {
    const IrOp *definition;
    unsigned labels_before;     /* labels placed before the definition */
    bool is_float;
    bool crosses_label;         /* used after a label that follows it */
} TempInfo;

typedef struct TempCheck {
    Verifier *v;
    TempInfo *info;             /* [s->n_temps] */
    unsigned labels;            /* placed so far */
} TempCheck;

static TempInfo *info_of(TempCheck *check, IrRef ref)
{
    return ir_ref_kind(ref) == IR_REF_TEMP
         ? &check->info[ref - IR_TEMP_FIRST] : NULL;
}

static bool arg_is_float(const IrOp *op, unsigned i)
{
    return ir_op_has(op->opc, 'A' + i);
}

/* arg[2] of a guard is a label */
static bool arg_is_ref(const IrOp *op, unsigned i)
{
    return !(i == 2 && ir_op_has(op->opc, 'L'));
}

static void check_use(TempCheck *check, const IrOp *op, unsigned i)
{
    TempInfo *info = arg_is_ref(op, i) ? info_of(check, op->arg[i]) : NULL;

    if (!info) {
        return;
    }
    if (!info->definition) {
        ir_verify_fail(check->v, op, "t%u is used before it is assigned",
                       op->arg[i] - IR_TEMP_FIRST);
    } else if (info->is_float != arg_is_float(op, i)) {
        ir_verify_fail(check->v, op, "t%u is %s", op->arg[i] - IR_TEMP_FIRST,
                       info->is_float ? "a float" : "an integer");
    }
    info->crosses_label |= info->labels_before != check->labels;
}

static void check_definition(TempCheck *check, const IrOp *op)
{
    TempInfo *info = info_of(check, op->dst);

    if (!info) {
        return;
    }
    if (info->definition) {
        ir_verify_fail(check->v, op, "t%u is assigned twice",
                       op->dst - IR_TEMP_FIRST);
    }
    info->definition = op;
    info->labels_before = check->labels;
    info->is_float = ir_op_has(op->opc, 'D');
}

static bool makes(const IrOp *op, const void *opaque)
{
    return op == opaque;
}

static bool breaks(const IrOp *op, const void *opaque)
{
    return false;
}

static bool needs(const IrOp *op, const void *opaque)
{
    IrRef temp = ((const IrOp *)opaque)->dst;

    return op->arg[0] == temp || op->arg[1] == temp
        || (op->arg[2] == temp && arg_is_ref(op, 2));
}

static void check_ways(Verifier *v, const IrOp *definition)
{
    const IrFact fact = { makes, breaks, needs, definition };
    const IrOp *use = ir_flow_find(v->s, &fact);

    if (use) {
        ir_verify_fail(v, use, "t%u is not assigned on every way here",
                       definition->dst - IR_TEMP_FIRST);
    }
}

void ir_verify_temps(Verifier *v)
{
    const TCGContext *s = v->s;
    TempCheck check = { .v = v, .info = g_new0(TempInfo, s->n_temps + 1) };

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        check.labels += op->opc == IR_label;
        for (unsigned arg = 0; arg < 3; arg++) {
            check_use(&check, op, arg);
        }
        check_definition(&check, op);
    }
    for (unsigned i = 0; i < s->n_temps && !v->error; i++) {
        if (check.info[i].crosses_label) {
            check_ways(v, check.info[i].definition);
        }
    }
    g_free(check.info);
}
