/*
 * mem_access.h: guest loads and stores: the fast path of the soft TLB
 *
 * A hit is a subtraction, a comparison and the access; it touches no other
 * code. Everything else is in mem_slow.c. The guest is little-endian.
 */
#ifndef EXEC_MEM_ACCESS_H
#define EXEC_MEM_ACCESS_H

#include <string.h>

#include "interp_internal.h"

/**
 * vcpu_load_slow: a load that missed the fast tags
 * @size:  1, 2, 4 or 8 bytes, any alignment, may cross a page
 * @value: (out): zero-extended
 *
 * Returns: EXEC_NEXT, or EXEC_TRAP with the exception noted.
 */
ExecStatus vcpu_load_slow(Vcpu *v, vaddr addr, unsigned size,
                          uint64_t *value) MUST_CHECK;

/**
 * vcpu_store_slow: a store that missed the fast tags
 *
 * Both pages of a crossing store are checked before any byte is written.
 *
 * Returns: EXEC_NEXT; EXEC_BREAK when the store hit the running block or
 *          ended the slice; EXEC_TRAP with the exception noted.
 */
ExecStatus vcpu_store_slow(Vcpu *v, vaddr addr, unsigned size,
                           uint64_t value) MUST_CHECK;

/**
 * vcpu_atomic_host: host pointer for an atomic access
 * @access: addr must be naturally aligned for size, else a misaligned fault
 *
 * Faults are store faults, except for LR, which passes ACCESS_LOAD. After the
 * store call vcpu_atomic_done().
 *
 * Returns: EXEC_NEXT with the (out) members set, or EXEC_TRAP.
 */
typedef struct AtomicAccess {
    vaddr addr;
    unsigned size;
    AccessType access;
    int watch;                  /* BP_MEM_READ, BP_MEM_WRITE or both */
    void *host;                 /* (out) */
    hwaddr phys;                /* (out) */
    RAMBlock *watched;          /* (out) somebody wants to know of the store */
    uint64_t block_offset;      /* (out) of the access within it */
} AtomicAccess;

ExecStatus vcpu_atomic_host(Vcpu *v, AtomicAccess *access) MUST_CHECK;

/** vcpu_atomic_done: after an atomic store; EXEC_NEXT or EXEC_BREAK */
ExecStatus vcpu_atomic_done(Vcpu *v, const AtomicAccess *access) MUST_CHECK;

/**
 * vcpu_load_reserved, vcpu_store_conditional: LR and SC (interp_a.c)
 * @value: (out) what was loaded; for SC: to store, then (out) 0 or 1
 *
 * Returns: as vcpu_atomic_host() and vcpu_atomic_done().
 */
ExecStatus vcpu_load_reserved(Vcpu *v, vaddr addr, unsigned size,
                              uint64_t *value) MUST_CHECK;
ExecStatus vcpu_store_conditional(Vcpu *v, vaddr addr, unsigned size,
                                  uint64_t *value) MUST_CHECK;

/* tlb_host: where an access that hits @e is made */
static inline void *tlb_host(const CPUTLBEntry *e, vaddr addr)
{
    return (void *)((uintptr_t)addr + e->addend);
}

/* vcpu_load_host: where to load @size bytes from, or NULL on a miss */
static inline const void *vcpu_load_host(const Vcpu *v, vaddr addr,
                                         unsigned size)
{
    const CPUTLBEntry *e = &v->tlb.data[tlb_index(addr)];

    return addr - e->addr_read > GUEST_PAGE_SIZE - size ? NULL
                                                        : tlb_host(e, addr);
}

/* vcpu_store_host: where to store @size bytes, or NULL on a miss */
static inline void *vcpu_store_host(const Vcpu *v, vaddr addr, unsigned size)
{
    const CPUTLBEntry *e = &v->tlb.data[tlb_index(addr)];

    return addr - e->addr_write > GUEST_PAGE_SIZE - size ? NULL
                                                         : tlb_host(e, addr);
}

#define DEFINE_LOAD(bits)                                               \
    static inline ExecStatus vcpu_load##bits(Vcpu *v, vaddr addr,       \
                                             uint64_t *value)           \
    {                                                                   \
        const void *host = vcpu_load_host(v, addr, bits / 8);           \
        uint##bits##_t data;                                            \
                                                                        \
        if (G_UNLIKELY(!host)) {                                        \
            return vcpu_load_slow(v, addr, bits / 8, value);            \
        }                                                               \
        memcpy(&data, host, sizeof(data));                              \
        *value = data;                                                  \
        return EXEC_NEXT;                                               \
    }

#define DEFINE_STORE(bits)                                              \
    static inline ExecStatus vcpu_store##bits(Vcpu *v, vaddr addr,      \
                                              uint64_t value)           \
    {                                                                   \
        void *host = vcpu_store_host(v, addr, bits / 8);                \
        uint##bits##_t data = (uint##bits##_t)value;                    \
                                                                        \
        if (G_UNLIKELY(!host)) {                                        \
            return vcpu_store_slow(v, addr, bits / 8, value);           \
        }                                                               \
        memcpy(host, &data, sizeof(data));                              \
        return EXEC_NEXT;                                               \
    }

DEFINE_LOAD(8)
DEFINE_LOAD(16)
DEFINE_LOAD(32)
DEFINE_LOAD(64)
DEFINE_STORE(8)
DEFINE_STORE(16)
DEFINE_STORE(32)
DEFINE_STORE(64)

#endif
