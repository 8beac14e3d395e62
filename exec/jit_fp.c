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
