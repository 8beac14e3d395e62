/*
 * interp_a.c: atomics: Zaamo and Zalrsc
 *
 * Unprivileged ISA, chapter "A Extension". Each AMO is one host atomic
 * operation on guest RAM, so harts in other threads see it whole; aq and rl
 * are covered by sequentially consistent host atomics. LR remembers address
 * and value; SC is a compare-and-swap against that value. A store of the
 * same value by another hart in between is not noticed.
 */
#include "interp_internal.h"
#include "mem_access.h"

static ExecStatus amo_begin(Vcpu *v, const InterpOp *op, AtomicAccess *access,
                            unsigned size)
{
    *access = (AtomicAccess) {
        .addr = v->hart.gpr[op->rs1],
        .size = size,
        .access = ACCESS_STORE,
        .watch = BP_MEM_ACCESS,
    };
    return vcpu_atomic_host(v, access);
}

static ExecStatus amo_end(Vcpu *v, const InterpOp *op,
                          const AtomicAccess *access, uint64_t result)
{
    interp_set_rd(v, op, result);
    return interp_end(v, op, vcpu_atomic_done(v, access));
}

/* type is the memory type, signed so that word results sign-extend. */
#define AMO_FETCH(name, type, builtin)                                  \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        type operand = (type)v->hart.gpr[op->rs2];                      \
        AtomicAccess access;                                            \
        ExecStatus status = amo_begin(v, op, &access, sizeof(type));    \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        type old = builtin((type *)access.host, operand,                \
                           __ATOMIC_SEQ_CST);                           \
        return amo_end(v, op, &access, (uint64_t)(int64_t)old);         \
    }

/* Hosts have no atomic min and max: retry until nobody interfered. */
#define AMO_SELECT(name, type, ctype, a, b, keep_a)                     \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        ctype b = (ctype)v->hart.gpr[op->rs2];                          \
        AtomicAccess access;                                            \
        ExecStatus status = amo_begin(v, op, &access, sizeof(type));    \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        ctype *host = access.host;                                      \
        ctype a = __atomic_load_n(host, __ATOMIC_SEQ_CST);              \
        while (!__atomic_compare_exchange_n(                            \
                   host, &a, (keep_a) ? a : b, false,                   \
                   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {               \
        }                                                               \
        return amo_end(v, op, &access, (uint64_t)(int64_t)(type)a);     \
    }

#define AMO_WIDTH(w, type, utype)                                       \
    AMO_FETCH(amoswap_##w, type, __atomic_exchange_n)                   \
    AMO_FETCH(amoadd_##w, type, __atomic_fetch_add)                     \
    AMO_FETCH(amoxor_##w, type, __atomic_fetch_xor)                     \
    AMO_FETCH(amoand_##w, type, __atomic_fetch_and)                     \
    AMO_FETCH(amoor_##w, type, __atomic_fetch_or)                       \
    AMO_SELECT(amomin_##w, type, type, a, b, a < b)                     \
    AMO_SELECT(amomax_##w, type, type, a, b, a > b)                     \
    AMO_SELECT(amominu_##w, type, utype, a, b, a < b)                   \
    AMO_SELECT(amomaxu_##w, type, utype, a, b, a > b)

AMO_WIDTH(w, int32_t, uint32_t)
AMO_WIDTH(d, int64_t, uint64_t)

/* --- LR and SC ------------------------------------------------------------ */

ExecStatus vcpu_load_reserved(Vcpu *v, vaddr addr, unsigned size,
                              uint64_t *value)
{
    Hart *h = &v->hart;
    AtomicAccess access = {
        .addr = addr, .size = size, .access = ACCESS_LOAD,
        .watch = BP_MEM_READ,
    };
    ExecStatus status = vcpu_atomic_host(v, &access);

    if (status != EXEC_NEXT) {
        return status;
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST);    /* lr.rl: stores before it */
    h->lr_value = size == 4
        ? sext32(__atomic_load_n((uint32_t *)access.host, __ATOMIC_SEQ_CST))
        : __atomic_load_n((uint64_t *)access.host, __ATOMIC_SEQ_CST);
    h->lr_addr = access.phys;
    h->lr_size = (uint8_t)size;
    h->lr_valid = true;
    *value = h->lr_value;
    return EXEC_NEXT;
}

static bool compare_and_swap(const AtomicAccess *access, uint64_t expected,
                             uint64_t desired)
{
    if (access->size == 4) {
        uint32_t old = (uint32_t)expected;
        return __atomic_compare_exchange_n((uint32_t *)access->host, &old,
                                           (uint32_t)desired, false,
                                           __ATOMIC_SEQ_CST,
                                           __ATOMIC_SEQ_CST);
    }
    return __atomic_compare_exchange_n((uint64_t *)access->host, &expected,
                                       desired, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* An SC drops the reservation whether it succeeds or not. */
ExecStatus vcpu_store_conditional(Vcpu *v, vaddr addr, unsigned size,
                                  uint64_t *value)
{
    Hart *h = &v->hart;
    AtomicAccess access = {
        .addr = addr, .size = size, .access = ACCESS_STORE,
        .watch = BP_MEM_WRITE,
    };
    ExecStatus status = vcpu_atomic_host(v, &access);

    if (status != EXEC_NEXT) {
        return status;
    }
    bool reserved = h->lr_valid && h->lr_addr == access.phys &&
                    h->lr_size == size;
    h->lr_valid = false;
    *value = !(reserved && compare_and_swap(&access, h->lr_value, *value));
    return vcpu_atomic_done(v, &access);
}

static ExecStatus load_reserved(Vcpu *v, const InterpOp *op, unsigned size)
{
    uint64_t value;
    ExecStatus status = vcpu_load_reserved(v, v->hart.gpr[op->rs1], size,
                                           &value);

    return status == EXEC_NEXT ? interp_set(v, op, value)
                               : interp_end(v, op, status);
}

static ExecStatus store_conditional(Vcpu *v, const InterpOp *op,
                                    unsigned size)
{
    uint64_t value = v->hart.gpr[op->rs2];
    ExecStatus status = vcpu_store_conditional(v, v->hart.gpr[op->rs1], size,
                                               &value);

    if (status != EXEC_TRAP) {
        interp_set_rd(v, op, value);
    }
    return interp_end(v, op, status);
}

ExecStatus interp_lr_w(Vcpu *v, const InterpOp *op)
{
    return load_reserved(v, op, 4);
}

ExecStatus interp_lr_d(Vcpu *v, const InterpOp *op)
{
    return load_reserved(v, op, 8);
}

ExecStatus interp_sc_w(Vcpu *v, const InterpOp *op)
{
    return store_conditional(v, op, 4);
}

ExecStatus interp_sc_d(Vcpu *v, const InterpOp *op)
{
    return store_conditional(v, op, 8);
}
