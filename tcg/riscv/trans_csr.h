/*
 * trans_csr.h: CSR accesses that need no helper
 *
 * Most CSRs are functions of several fields with checks of their own: access
 * goes through a helper. What kernels use all the time does not: the scratch,
 * epc, cause and tval registers of trap handlers are plain fields of the
 * Hart, and sstatus.SIE is switched around every critical section.
 */
#ifndef TCG_RISCV_TRANS_CSR_H
#define TCG_RISCV_TRANS_CSR_H

#include "core/csr.h"
#include "translate.h"

/* What an instruction asks for. */
typedef struct CsrInsn {
    const Insn *insn;
    CsrOp op;
    IrRef operand;
} CsrInsn;

typedef struct CsrInline {
    uint16_t offset;            /* in Hart; 0: not plain storage */
    bool always : 1;            /* exists and may be used, whatever is set */
    bool writable : 1;          /* every bit is kept */
    bool is_epc : 1;            /* but the low bits stay 0: see IALIGN */
} CsrInline;

/**
 * trans_csr_inline: how to access a CSR without a helper
 * @number: 0..0xfff
 * @write:  the access writes it
 *
 * Returns: NULL when it takes one, or when the access may be illegal.
 */
const CsrInline *trans_csr_inline(const DisasContext *ctx, unsigned number,
                                  bool write);

/** gen_csr_call: access by the helper */
void gen_csr_call(DisasContext *ctx, const CsrInsn *access);

/**
 * gen_sstatus: access to sstatus that may only change SIE
 *
 * Returns: false when it is another access; nothing was done.
 */
bool gen_sstatus(DisasContext *ctx, const CsrInsn *access);

#endif
