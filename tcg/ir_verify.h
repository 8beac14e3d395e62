/*
 * ir_verify.h: the parts of the verifier
 *
 * Each part looks for one kind of mistake and reports the first one it finds
 * with verify_fail(); later parts may rely on what earlier ones proved.
 */
#ifndef IR_VERIFY_H
#define IR_VERIFY_H

#include "ir_internal.h"

typedef struct Verifier {
    const TCGContext *s;
    char *error;                /* the first mistake, or NULL */
} Verifier;

/** ir_verify_fail: report that @op, a member of s->ops, is wrong */
G_GNUC_PRINTF(3, 4)
void ir_verify_fail(Verifier *v, const IrOp *op, const char *format, ...);

/* in this order */
void ir_verify_operands(Verifier *v);   /* kinds and ranges, by signature */
void ir_verify_labels(Verifier *v);     /* placed once; every path ends */
void ir_verify_temps(Verifier *v);      /* one assignment, before any use */
void ir_verify_insns(Verifier *v);      /* registers are written last */
void ir_verify_float(Verifier *v);      /* fp_check on every way */
void ir_verify_guards(Verifier *v);     /* guarded accesses are guarded */

/*
 * A fact that operations make true or false: on every way to an operation
 * that needs it, an operation must make it true and none after that false.
 */
typedef struct IrFact {
    bool (*makes)(const IrOp *op, const void *opaque);
    bool (*breaks)(const IrOp *op, const void *opaque);
    bool (*needs)(const IrOp *op, const void *opaque);
    const void *opaque;
} IrFact;

/** ir_flow_find: the first operation that may lack the fact, or NULL */
const IrOp *ir_flow_find(const TCGContext *s, const IrFact *fact);

#endif
