/*
 * jit_fp.h: whose floating-point unit is it?
 *
 * While Vcpu.fp_active is set, the host's control register (MXCSR) holds the
 * guest's rounding mode and collects the guest's exception flags. C code that
 * computes with floating point must not run meanwhile.
 */
#ifndef EXEC_JIT_FP_H
#define EXEC_JIT_FP_H

#include "core/csr.h"
#include "exec/vcpu.h"

/**
 * jit_fp_enter: hand the host's unit to the guest, make FS dirty
 *
 * Returns: false when FS is Off or the host has no such rounding mode.
 */
bool jit_fp_enter(Vcpu *v);

/** jit_fp_leave: collect the flags, take the unit back; if it is the guest's */
void jit_fp_leave(Vcpu *v);

/**
 * jit_fp_csr: a CSR instruction on fflags, frm or fcsr
 *
 * The unit stays the guest's: MXCSR changes if the guest's flags or rounding
 * mode do.
 *
 * Returns: false, and nothing was done, when it is another CSR, when the unit
 * is not the guest's, or when the host has no such rounding mode.
 */
bool jit_fp_csr(Vcpu *v, CsrAccess *access);

/**
 * jit_fp_suspend, jit_fp_resume: the host's own settings for a while
 *
 * Returns: what to resume with; 0 when the unit is not the guest's.
 */
unsigned jit_fp_suspend(const Vcpu *v);
void jit_fp_resume(const Vcpu *v, unsigned saved);

#endif
