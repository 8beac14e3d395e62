/*
 * interp_xthead_mem.c: T-Head loads and stores
 *
 * T-Head extension specification 2.x: XTheadMemIdx, XTheadFMemIdx,
 * XTheadMemPair. Stores take their data from rd. A base register that is
 * updated keeps its old value when the access faults.
 */
#include "debug_check.h"
#include "fp_access.h"
#include "mem_access.h"

/* Address of the indexed forms: rs1 + (rs2 << imm), rs2 whole or 32 bits. */
static vaddr indexed(const Vcpu *v, const InterpOp *op)
{
    return v->hart.gpr[op->rs1] + (v->hart.gpr[op->rs2] << op->imm);
}

static vaddr indexed_word(const Vcpu *v, const InterpOp *op)
{
    return v->hart.gpr[op->rs1] +
           ((uint64_t)(uint32_t)v->hart.gpr[op->rs2] << op->imm);
}

#define LOAD_AT(name, bits, type, address)                              \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t value;                                                 \
        interp_sync(v, op);                                             \
        ExecStatus status = vcpu_load##bits(v, address(v, op), &value); \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        return interp_set(v, op, (uint64_t)(int64_t)(type)value);       \
    }

#define STORE_AT(name, bits, address)                                   \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        interp_sync(v, op);                                             \
        return interp_end(v, op, vcpu_store##bits(                      \
            v, address(v, op), v->hart.gpr[op->rd]));                   \
    }

#define FLOAD_AT(name, f, bits, type, address)                          \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t value;                                                 \
        interp_sync(v, op);                                             \
        ExecStatus status = vcpu_load##bits(v, address(v, op), &value); \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        fp_set_##f(v, op->rd, (type)value);                             \
        return interp_next(v, op);                                      \
    }

#define FSTORE_AT(name, bits, address)                                  \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        interp_sync(v, op);                                             \
        return interp_end(v, op, vcpu_store##bits(                      \
            v, address(v, op), v->hart.fpr[op->rd]));                   \
    }

LOAD_AT(th_lrb, 8, int8_t, indexed)
LOAD_AT(th_lrh, 16, int16_t, indexed)
LOAD_AT(th_lrw, 32, int32_t, indexed)
LOAD_AT(th_lrd, 64, int64_t, indexed)
LOAD_AT(th_lrbu, 8, uint8_t, indexed)
LOAD_AT(th_lrhu, 16, uint16_t, indexed)
LOAD_AT(th_lrwu, 32, uint32_t, indexed)
LOAD_AT(th_lurb, 8, int8_t, indexed_word)
LOAD_AT(th_lurh, 16, int16_t, indexed_word)
LOAD_AT(th_lurw, 32, int32_t, indexed_word)
LOAD_AT(th_lurd, 64, int64_t, indexed_word)
LOAD_AT(th_lurbu, 8, uint8_t, indexed_word)
LOAD_AT(th_lurhu, 16, uint16_t, indexed_word)
LOAD_AT(th_lurwu, 32, uint32_t, indexed_word)
STORE_AT(th_srb, 8, indexed)
STORE_AT(th_srh, 16, indexed)
STORE_AT(th_srw, 32, indexed)
STORE_AT(th_srd, 64, indexed)
STORE_AT(th_surb, 8, indexed_word)
STORE_AT(th_surh, 16, indexed_word)
STORE_AT(th_surw, 32, indexed_word)
STORE_AT(th_surd, 64, indexed_word)
FLOAD_AT(th_flrw, f32, 32, uint32_t, indexed)
FLOAD_AT(th_flurw, f32, 32, uint32_t, indexed_word)
FLOAD_AT(th_flrd, f64, 64, uint64_t, indexed)
FLOAD_AT(th_flurd, f64, 64, uint64_t, indexed_word)
FSTORE_AT(th_fsrw, 32, indexed)
FSTORE_AT(th_fsurw, 32, indexed_word)
FSTORE_AT(th_fsrd, 64, indexed)
FSTORE_AT(th_fsurd, 64, indexed_word)

/* --- base update: after (ia) or before (ib) the access ------------------- */

#define LOAD_UPDATE(name, bits, type, before)                           \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        vaddr base = v->hart.gpr[op->rs1];                              \
        uint64_t value;                                                 \
        interp_sync(v, op);                                             \
        ExecStatus status = vcpu_load##bits(                            \
            v, base + ((before) ? op->imm : 0), &value);                \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        v->hart.gpr[op->rs1] = base + op->imm;                          \
        return interp_set(v, op, (uint64_t)(int64_t)(type)value);       \
    }

#define STORE_UPDATE(name, bits, before)                                \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        vaddr base = v->hart.gpr[op->rs1];                              \
        interp_sync(v, op);                                             \
        ExecStatus status = vcpu_store##bits(                           \
            v, base + ((before) ? op->imm : 0), v->hart.gpr[op->rd]);   \
                                                                        \
        if (status != EXEC_TRAP) {                                      \
            v->hart.gpr[op->rs1] = base + op->imm;                      \
            v->hart.gpr[0] = 0;                                         \
        }                                                               \
        return interp_end(v, op, status);                               \
    }

#define LOAD_UPDATES(name, bits, type)                                  \
    LOAD_UPDATE(name##ia, bits, type, false)                            \
    LOAD_UPDATE(name##ib, bits, type, true)
#define STORE_UPDATES(name, bits)                                       \
    STORE_UPDATE(name##ia, bits, false)                                 \
    STORE_UPDATE(name##ib, bits, true)

LOAD_UPDATES(th_lb, 8, int8_t)
LOAD_UPDATES(th_lh, 16, int16_t)
LOAD_UPDATES(th_lw, 32, int32_t)
LOAD_UPDATES(th_ld, 64, int64_t)
LOAD_UPDATES(th_lbu, 8, uint8_t)
LOAD_UPDATES(th_lhu, 16, uint16_t)
LOAD_UPDATES(th_lwu, 32, uint32_t)
STORE_UPDATES(th_sb, 8)
STORE_UPDATES(th_sh, 16)
STORE_UPDATES(th_sw, 32)
STORE_UPDATES(th_sd, 64)

/* --- pairs: rd and rs2 at consecutive addresses -------------------------- */

#define LOAD_PAIR(name, bits, type)                                     \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        vaddr addr = v->hart.gpr[op->rs1] + op->imm;                    \
        uint64_t first, second;                                         \
                                                                        \
        interp_sync(v, op);                                             \
        if (vcpu_load##bits(v, addr, &first) != EXEC_NEXT ||            \
            vcpu_load##bits(v, addr + bits / 8, &second) !=             \
                EXEC_NEXT) {                                            \
            return interp_end(v, op, EXEC_TRAP);                        \
        }                                                               \
        v->hart.gpr[op->rs2] = (uint64_t)(int64_t)(type)second;         \
        return interp_set(v, op, (uint64_t)(int64_t)(type)first);       \
    }

#define STORE_PAIR(name, bits)                                          \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        vaddr addr = v->hart.gpr[op->rs1] + op->imm;                    \
        interp_sync(v, op);                                             \
        if (debug_any_watched(v) &&                                     \
            cpu_check_watchpoint(v, addr, bits / 4, BP_MEM_WRITE)) {    \
            return interp_end(v, op, EXEC_TRAP);                        \
        }                                                               \
        ExecStatus first =                                              \
            vcpu_store##bits(v, addr, v->hart.gpr[op->rd]);             \
                                                                        \
        if (first == EXEC_TRAP) {                                       \
            return interp_end(v, op, first);                            \
        }                                                               \
        ExecStatus second = vcpu_store##bits(v, addr + bits / 8,        \
                                             v->hart.gpr[op->rs2]);     \
        return interp_end(v, op, MAX(first, second));                   \
    }

LOAD_PAIR(th_lwd, 32, int32_t)
LOAD_PAIR(th_lwud, 32, uint32_t)
LOAD_PAIR(th_ldd, 64, int64_t)
STORE_PAIR(th_swd, 32)
STORE_PAIR(th_sdd, 64)
