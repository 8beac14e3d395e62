/*
 * interp_xthead.c: T-Head integer, cache and synchronisation instructions
 *
 * T-Head extension specification 2.x: XTheadBa, XTheadBb, XTheadBs,
 * XTheadCondMov, XTheadMac, XTheadCmo, XTheadSync. Field conventions: see
 * core/isa/rv_xthead.inc.
 */
#include "core/bits.h"
#include "core/trap.h"
#include "interp_internal.h"

/* th.ext and th.extu: imm = msb << 6 | lsb; an empty field gives 0. */
static uint64_t extract_signed(uint64_t a, int64_t imm)
{
    int lsb = (int)(imm & 63);
    int length = (int)(imm >> 6) - lsb + 1;

    return length < 1 ? 0 : (uint64_t)sextract64(a, lsb, length);
}

static uint64_t extract_unsigned(uint64_t a, int64_t imm)
{
    int lsb = (int)(imm & 63);
    int length = (int)(imm >> 6) - lsb + 1;

    return length < 1 ? 0 : extract64(a, lsb, length);
}

static uint64_t rotate_right32(uint32_t a, unsigned n)
{
    return sext32((a >> (n & 31)) | (a << (-n & 31)));
}

/* th.tstnbz: 0xff for each byte that is zero. */
static uint64_t test_zero_bytes(uint64_t a)
{
    uint64_t result = 0;

    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (((a >> shift) & 0xff) == 0) {
            result |= 0xffull << shift;
        }
    }
    return result;
}

static unsigned leading_zeros(uint64_t a)
{
    return a ? (unsigned)__builtin_clzll(a) : 64;
}

ExecStatus interp_th_addsl(Vcpu *v, const InterpOp *op)
{
    return interp_set(v, op, v->hart.gpr[op->rs1] +
                      (v->hart.gpr[op->rs2] << op->imm));
}

ALU_IMM(th_srri, a, imm, (a >> imm) | (a << (-imm & 63)))
ALU_IMM(th_srriw, a, imm, rotate_right32((uint32_t)a, (unsigned)imm))
ALU_IMM(th_ext, a, imm, extract_signed(a, imm))
ALU_IMM(th_extu, a, imm, extract_unsigned(a, imm))
ALU_IMM(th_tst, a, imm, (a >> imm) & 1)
UNARY(th_ff0, a, leading_zeros(~a))
UNARY(th_ff1, a, leading_zeros(a))
UNARY(th_rev, a, __builtin_bswap64(a))
UNARY(th_revw, a, sext32(__builtin_bswap32((uint32_t)a)))
UNARY(th_tstnbz, a, test_zero_bytes(a))

/* These read rd as a third operand. */
#define ALU_ACC(name, d, a, b, expr)                                    \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t d = v->hart.gpr[op->rd];                               \
        uint64_t a = v->hart.gpr[op->rs1];                              \
        uint64_t b = v->hart.gpr[op->rs2];                              \
        return interp_set(v, op, (expr));                               \
    }

ALU_ACC(th_mveqz, d, a, b, b == 0 ? a : d)
ALU_ACC(th_mvnez, d, a, b, b != 0 ? a : d)
ALU_ACC(th_mula, d, a, b, d + a * b)
ALU_ACC(th_muls, d, a, b, d - a * b)
ALU_ACC(th_mulaw, d, a, b, sext32(d + a * b))
ALU_ACC(th_mulsw, d, a, b, sext32(d - a * b))
ALU_ACC(th_mulah, d, a, b,
        sext32(d + (uint64_t)((int64_t)(int16_t)a * (int16_t)b)))
ALU_ACC(th_mulsh, d, a, b,
        sext32(d - (uint64_t)((int64_t)(int16_t)a * (int16_t)b)))

/* --- caches and synchronisation: nothing to do, but privileged ----------- */

/*
 * The C906 has no cache that a guest could notice here. Whole-cache and
 * by-physical-address operations are privileged; the user may clean and
 * invalidate by virtual address, because th.mxstatus.UCME reads 1.
 */
static ExecStatus cache_operation(Vcpu *v, const InterpOp *op)
{
    return v->hart.priv == PRIV_U ? interp_illegal(v, op)
                                  : interp_next(v, op);
}

#define CACHE_OPERATION(name)                                           \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        return cache_operation(v, op);                                  \
    }

CACHE_OPERATION(th_dcache_call)
CACHE_OPERATION(th_dcache_ciall)
CACHE_OPERATION(th_dcache_iall)
CACHE_OPERATION(th_icache_iall)
CACHE_OPERATION(th_icache_ialls)
CACHE_OPERATION(th_l2cache_call)
CACHE_OPERATION(th_l2cache_ciall)
CACHE_OPERATION(th_l2cache_iall)
CACHE_OPERATION(th_dcache_cpa)
CACHE_OPERATION(th_dcache_cipa)
CACHE_OPERATION(th_dcache_ipa)
CACHE_OPERATION(th_dcache_iva)
CACHE_OPERATION(th_dcache_csw)
CACHE_OPERATION(th_dcache_cisw)
CACHE_OPERATION(th_dcache_isw)
CACHE_OPERATION(th_dcache_cpal1)
CACHE_OPERATION(th_icache_ipa)

#define USER_CACHE_OPERATION(name)                                      \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        return interp_next(v, op);                                      \
    }

USER_CACHE_OPERATION(th_dcache_cva)
USER_CACHE_OPERATION(th_dcache_civa)
USER_CACHE_OPERATION(th_dcache_cval1)
USER_CACHE_OPERATION(th_icache_iva)

#define SYNC_OPERATION(name)                                            \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        __atomic_thread_fence(__ATOMIC_SEQ_CST);                        \
        return interp_end(v, op, EXEC_NEXT);                            \
    }

SYNC_OPERATION(th_sync)
SYNC_OPERATION(th_sync_i)
SYNC_OPERATION(th_sync_is)
SYNC_OPERATION(th_sync_s)

/* Broadcast sfence.vma; the SBI's remote fences do the same for others. */
ExecStatus interp_th_sfence_vmas(Vcpu *v, const InterpOp *op)
{
    if (hart_check_sfence(&v->hart) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    tlb_flush_everywhere(v);
    return interp_end(v, op, EXEC_BREAK);
}
