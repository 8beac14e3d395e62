/*
 * tlb.h: the soft TLB: guest-virtual page -> host pointer
 *
 * Direct-mapped, one table per privilege class so that a change of
 * privilege flushes nothing. Each entry has a tag per kind of access
 * (CPUTLBEntry: addr_read, addr_write, addr_code) and one addend, host minus
 * guest address. A tag is set only when the access needs no C code at all:
 * plain RAM, permission granted, for stores a page without translated code
 * and with its PTE dirty. Everything else (MMIO, ROM writes, code pages)
 * takes the slow path, which finds the rest in CPUTLBEntryFull.
 *
 * One subtraction answers both questions of a hit:
 *
 *     addr - tag <= 4096 - size     same page, and does not cross its end
 *
 * An empty slot holds the address of a page that belongs to another slot,
 * so it can never match.
 */
#ifndef EXEC_TLB_H
#define EXEC_TLB_H

#include "core/hart.h"
#include "core/types.h"
#include "memory/address_space.h"
#include "memory/ram_block.h"

#define GUEST_PAGE_BITS 12
#define GUEST_PAGE_SIZE (1ull << GUEST_PAGE_BITS)
#define GUEST_PAGE_MASK (~(GUEST_PAGE_SIZE - 1))

#define TLB_BITS 10
#define TLB_SIZE (1 << TLB_BITS)

/* Privilege classes: one table each (QEMU: mmu_idx). */
typedef enum MmuIndex {
    MMU_IDX_U,
    MMU_IDX_S,
    MMU_IDX_S_SUM,              /* S-mode that may touch user pages */
    MMU_IDX_M,                  /* bare addresses, PMP only */
    MMU_IDX_COUNT
} MmuIndex;

typedef struct CPUTLBEntry {
    vaddr addr_read;
    vaddr addr_write;
    vaddr addr_code;
    uintptr_t addend;           /* host = guest-virtual + addend */
} CPUTLBEntry;

/* What the slow path and the block builder need beyond the fast tags. */
typedef struct CPUTLBEntryFull {
    vaddr page;                 /* virtual page address */
    hwaddr phys_page;           /* physical page address */
    uint8_t *host;              /* RAM or ROM behind the page, or NULL */
    RAMBlock *block;            /* with host */
    uint64_t block_offset;      /* of the page, with host */
    uint8_t perms;              /* MMU_* */
    bool valid;
    bool readonly;              /* ROM: the bus decides what a store does */
} CPUTLBEntryFull;

typedef struct TlbTable {
    CPUTLBEntry fast[TLB_SIZE];
    CPUTLBEntryFull full[TLB_SIZE];
    uint64_t used[TLB_SIZE / 64]; /* slots filled since the flush */
    vaddr large_first;          /* large mappings lie in [first, last]; */
    vaddr large_last;           /* first > last: there are none */
} TlbTable;

typedef struct Tlb {
    CPUTLBEntry *data;          /* current table for loads and stores */
    CPUTLBEntry *code;          /* current table for fetches */
    uint8_t data_idx;           /* MmuIndex behind data */
    uint8_t code_idx;           /* MmuIndex behind code */
    TlbTable *tables;           /* MMU_IDX_COUNT of them */
} Tlb;

struct Vcpu;

void tlb_init(Tlb *tlb);
void tlb_deinit(Tlb *tlb);

/** tlb_index: the slot that @addr maps to */
static inline unsigned tlb_index(vaddr addr)
{
    return (addr >> GUEST_PAGE_BITS) & (TLB_SIZE - 1);
}

/** tlb_flush: forget every translation; also clears the jump cache */
void tlb_flush(struct Vcpu *v);

/** tlb_flush_translated: forget all but the M-mode table (satp, sfence) */
void tlb_flush_translated(struct Vcpu *v);

/** tlb_flush_everywhere: tlb_flush_translated() here, and soon on all others */
void tlb_flush_everywhere(struct Vcpu *v);

/**
 * tlb_flush_page: forget the page of @addr
 *
 * Where @addr may lie in a large mapping, of which several slots hold pieces,
 * the whole table goes.
 */
void tlb_flush_page(struct Vcpu *v, vaddr addr);

/**
 * tlb_protect_code: drop the write tags of one page of RAM
 * @offset: of the page within @block
 *
 * After this a store to the page takes the slow path, which invalidates
 * blocks. Context: @v stopped at a safe point, or its own thread.
 */
void tlb_protect_code(struct Vcpu *v, const RAMBlock *block,
                      uint64_t offset);

/**
 * tlb_lookup_full: the full entry for an access, filled if necessary
 * @addr:   virtual address
 * @access: kind of access; also checks the permission
 * @full:   (out): borrowed until the next fill or flush
 *
 * Returns: TRAP_NONE or the fault for @access.
 */
Trap tlb_lookup_full(struct Vcpu *v, vaddr addr, AccessType access,
                     const CPUTLBEntryFull **full) MUST_CHECK;

/** tlb_refresh_write: set the write tag again if the page now allows it */
void tlb_refresh_write(struct Vcpu *v, const CPUTLBEntryFull *full);

/** tlb_mmu_index: the table that an access of @priv uses now */
MmuIndex tlb_mmu_index(const Hart *h, PrivMode priv, AccessType access);

#endif
