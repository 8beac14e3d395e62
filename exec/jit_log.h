/* jit_log.h: what -d in_asm, op, op_opt, op_ra and out_asm print of a unit */
#ifndef EXEC_JIT_LOG_H
#define EXEC_JIT_LOG_H

#include "jit.h"
#include "tcg/listing.h"

/* The unit is that of Vcpu.cpus->jit->ir, and begins at the vCPU's pc. */

/** jit_log_ops: the operations, if @mask (op, op_opt) is logged; with op
 * comes in_asm */
void jit_log_ops(const Vcpu *v, int mask);

/**
 * jit_log_listing: what tcg_emit_unit() shall fill in for the two below
 *
 * Returns: (nullable) (transfer full): NULL when nobody wants to see it.
 */
TcgListing *jit_log_listing(const Vcpu *v);

/** jit_log_places: op_ra, if it is logged */
void jit_log_places(const Vcpu *v, const TcgListing *listing);
/** jit_log_code: out_asm, if it is logged (jit_log_code.c) */
void jit_log_code(const Vcpu *v, const TcgUnit *unit,
                  const TcgListing *listing);

/* --- parts --------------------------------------------------------------- */

/** jit_log_wants: is any topic of @mask on, and the unit in the filter? */
bool jit_log_wants(const Vcpu *v, int mask);
/** jit_log_heading: append "\ntopic: unit 0x..., hart 0, priv 3: 5 guest
 * instructions"; returns that number */
unsigned jit_log_heading(const Vcpu *v, const char *topic, GString *out);
/** jit_log_insn: append address and text of guest instruction @insn */
void jit_log_insn(const Vcpu *v, unsigned insn, GString *out);

#endif
