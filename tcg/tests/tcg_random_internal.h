/* tcg_random_internal.h: what the parts of the generator share */
#ifndef TCG_RANDOM_INTERNAL_H
#define TCG_RANDOM_INTERNAL_H

#include "ir_internal.h"
#include "tcg/tcg_op.h"
#include "tcg_random.h"

#define RANDOM_LABELS 6
#define RANDOM_STUBS 16
#define RANDOM_LIVE 8

/* Operations at the end of the unit: another way through instruction @insn,
 * or out of it. */
typedef struct RandomStub {
    unsigned label;             /* comes from */
    unsigned join;              /* goes on to; exits do not */
    unsigned insn, n_insns;
    IrOp access[4];             /* the plain form of guarded accesses */
    unsigned retire;
    bool exits;
} RandomStub;

typedef struct RandomUnit {
    TCGContext *s;
    const TcgRandomOptions *options;
    GRand *rand;
    unsigned insn;              /* under construction */
    unsigned pending;           /* instructions done and not yet counted */
    bool fp_checked;
    IrRef live[RANDOM_LIVE];    /* temporaries that may be used */
    unsigned n_live;
    IrRef live_float[RANDOM_LIVE];
    unsigned n_live_float;
    unsigned label_at[RANDOM_LABELS];   /* label n is before this insn */
    RandomStub stubs[RANDOM_STUBS];
    unsigned n_stubs;
} RandomUnit;

/* tcg_random_op.c: single operations */

/** random_below: uniform in [0, limit) */
unsigned random_below(RandomUnit *u, unsigned limit);
bool random_one_in(RandomUnit *u, unsigned n);
/** random_value, random_float: an operand that may be read here */
IrRef random_value(RandomUnit *u);
IrRef random_float(RandomUnit *u);
/** random_gpr: a register that may be written */
IrRef random_gpr(RandomUnit *u);
IrRef random_fpr(RandomUnit *u);
/** random_temp: a new temporary, to be written by the next operation */
IrRef random_temp(RandomUnit *u);
IrRef random_float_temp(RandomUnit *u);
/** random_forget: a label is here; temporaries may be unassigned */
void random_forget(RandomUnit *u);
/** random_op: add @opc with any operands that fit its signature */
void random_op(RandomUnit *u, IrOpcode opc, IrRef dst);
/** random_address: emit operations that make an address in memory */
IrRef random_address(RandomUnit *u);
MemOp random_memop(RandomUnit *u);

/* tcg_random_insn.c: whole instructions */

/** random_insn: emit the next instruction; advances u->insn */
void random_insn(RandomUnit *u);
/** random_insn_begin: insn_start, and what the instruction has to say */
void random_insn_begin(RandomUnit *u);
void random_insn_end(RandomUnit *u);
/** random_retire: count what is pending */
void random_retire(RandomUnit *u);

/* tcg_random_guard.c */

/** random_guard_group: some instructions whose accesses share a guard */
void random_guard_group(RandomUnit *u);
/** random_stubs: the ends of all other ways */
void random_stubs(RandomUnit *u);

#endif
