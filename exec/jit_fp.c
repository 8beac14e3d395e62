/* jit_fp.c: MXCSR changes hands; Intel SDM vol. 1, 10.2.3 */
#include "jit_fp.h"

#include <xmmintrin.h>

#include "core/csr_bits.h"
#include "core/fpu.h"

#define MXCSR_DEFAULT 0x1f80u   /* all exceptions masked, to nearest */
#define MXCSR_RC_SHIFT 13

/* Rounding control by frm: RNE RTZ RDN RUP. */
static const unsigned rounding[] = { 0, 3, 1, 2 };

/* Bits 5..0 of MXCSR are PE UE OE ZE DE IE; RISC-V has no DE. */
static uint8_t guest_flags(unsigned mxcsr)
{
    return (uint8_t)((mxcsr & 0x20 ? FFLAG_NX : 0) |
                     (mxcsr & 0x10 ? FFLAG_UF : 0) |
                     (mxcsr & 0x08 ? FFLAG_OF : 0) |
                     (mxcsr & 0x04 ? FFLAG_DZ : 0) |
                     (mxcsr & 0x01 ? FFLAG_NV : 0));
}

bool jit_fp_enter(Vcpu *v)
{
    Hart *h = &v->hart;

    if (!(h->mstatus & MSTATUS_FS) || h->frm >= G_N_ELEMENTS(rounding)) {
        return false;
    }
    h->mstatus |= MSTATUS_FS;
    if (!v->fp_active) {
        _mm_setcsr(MXCSR_DEFAULT | rounding[h->frm] << MXCSR_RC_SHIFT);
        v->fp_active = 1;
    }
    return true;
}

void jit_fp_leave(Vcpu *v)
{
    if (v->fp_active) {
        v->hart.fflags |= guest_flags(_mm_getcsr());
        _mm_setcsr(MXCSR_DEFAULT);
        v->fp_active = 0;
    }
}

/* --- fflags, frm, fcsr ---------------------------------------------------- */

enum { FCSR_FRM_SHIFT = 5 };

/* Where a CSR has its fields in fcsr: frm:fflags */
static const struct {
    uint8_t shift, bits;
} windows[] = {
    [CSR_fflags] = { 0, 5 },
    [CSR_frm] = { FCSR_FRM_SHIFT, 3 },
    [CSR_fcsr] = { 0, 8 },
};

static uint64_t new_value(const CsrAccess *access, uint64_t old)
{
    switch (access->op) {
    case CSR_OP_SET:
        return old | access->operand;
    case CSR_OP_CLEAR:
        return old & ~access->operand;
    case CSR_OP_READ:
        return old;
    default:
        return access->operand;
    }
}

/* Flags move to the hart: MXCSR then has none. */
static void set_fcsr(Vcpu *v, uint64_t fcsr)
{
    v->hart.fflags = fcsr & ((1 << FCSR_FRM_SHIFT) - 1);
    v->hart.frm = (uint8_t)(fcsr >> FCSR_FRM_SHIFT);
    _mm_setcsr(MXCSR_DEFAULT | rounding[v->hart.frm] << MXCSR_RC_SHIFT);
}

bool jit_fp_csr(Vcpu *v, CsrAccess *access)
{
    unsigned n = access->number;

    if (!v->fp_active || n < CSR_fflags || n > CSR_fcsr) {
        return false;
    }
    uint64_t fflags = v->hart.fflags | guest_flags(_mm_getcsr());
    uint64_t fcsr = (uint64_t)v->hart.frm << FCSR_FRM_SHIFT | fflags;
    uint64_t old = extract64(fcsr, windows[n].shift, windows[n].bits);
    uint64_t wanted = deposit64(fcsr, windows[n].shift, windows[n].bits,
                                new_value(access, old));

    if (wanted >> FCSR_FRM_SHIFT >= G_N_ELEMENTS(rounding)) {
        return false;
    }
    access->value = old;
    if (wanted != fcsr) {
        set_fcsr(v, wanted);
    }
    return true;
}

unsigned jit_fp_suspend(const Vcpu *v)
{
    unsigned saved = 0;

    if (v->fp_active) {
        saved = _mm_getcsr();
        _mm_setcsr(MXCSR_DEFAULT);
    }
    return saved;
}

void jit_fp_resume(const Vcpu *v, unsigned saved)
{
    if (saved) {
        _mm_setcsr(saved);
    }
}
