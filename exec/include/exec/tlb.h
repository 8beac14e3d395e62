/*
 * tlb.h: the soft TLB: guest-virtual page -> host address
 *
 * Direct-mapped. There is one table per privilege class and address space
 * (mmu_context.h), so that a change of either flushes nothing. Each entry
 * has a tag per kind of access (CPUTLBEntry: addr_read, addr_write,
 * addr_code) and an addend: the distance from guest to host addresses. A tag
 * is set only when the access needs no C code at all: plain RAM, permission
 * granted, for stores a page without translated code and with its PTE dirty.
 * Everything else (MMIO, ROM writes, code pages) takes the slow path, which
 * finds the rest in CPUTLBEntryFull.
 *
 * One subtraction answers both questions of a hit, and the place of the
 * access does not depend on it:
 *
 *     addr - tag <= 4096 - size     same page, and does not cross its end
 *     addr + addend                 where the access is made
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

/*
 * 256 MiB within reach. Slots that nobody uses cost nothing, not even memory,
 * and arrays that are a smaller power of two apart do not share slots.
 */
#define TLB_BITS 16
#define TLB_SIZE (1 << TLB_BITS)

/* Privilege classes: one table each (QEMU: mmu_idx). */
typedef enum MmuIndex {
    MMU_IDX_U,
    MMU_IDX_S,
    MMU_IDX_S_SUM,              /* S-mode that may touch user pages */
    MMU_IDX_M,                  /* bare addresses, PMP only */
    MMU_IDX_MXR,                /* loads and stores while mstatus.MXR is on */
    MMU_IDX_COUNT
} MmuIndex;

/* Translated code reads it, too: TcgTlbEntry has the same layout. */
typedef struct CPUTLBEntry {
    vaddr addr_read;
    vaddr addr_write;
    vaddr addr_code;
    uintptr_t addend;           /* host address - virtual address */
} CPUTLBEntry;

/*
 * What the slow path and the block builder need beyond the fast tags. Twice
 * as large as a CPUTLBEntry: translated code finds phys_page by the offset
 * that it has of the slot.
 */
typedef struct CPUTLBEntryFull {
    vaddr page;                 /* virtual page address */
    hwaddr phys_page;           /* physical page address */
    uint8_t *host;              /* RAM or ROM behind the page, or NULL */
    uint64_t block_offset;      /* of the page, with host */
    RAMBlock *block;            /* with host */
    uint8_t perms;              /* MMU_* */
    bool global;                /* in every address space */
    bool readonly;              /* ROM: the bus decides what a store does */
    bool watched;               /* a watchpoint overlaps the page */
    bool valid;
    uint8_t page_shift;         /* log2 of the mapping: 12, 16, 21, 30... */
    uint64_t unused[2];
} CPUTLBEntryFull;

_Static_assert(sizeof(CPUTLBEntryFull) == 2 * sizeof(CPUTLBEntry), "");

struct TlbTable;
struct MmuContexts;

typedef struct Tlb {
    CPUTLBEntry *data;          /* current table for loads and stores */
    CPUTLBEntry *code;          /* current table for fetches */
    uint8_t data_idx;           /* MmuIndex behind data */
    uint8_t code_idx;           /* MmuIndex behind code */
    uint8_t data_priv;          /* PrivMode of loads and stores */
    struct TlbTable *tables[MMU_IDX_COUNT]; /* of the current context */
    struct MmuContexts *contexts;
} Tlb;

struct Vcpu;

/** tlb_index: the slot that @addr maps to */
static inline unsigned tlb_index(vaddr addr)
{
    return (addr >> GUEST_PAGE_BITS) & (TLB_SIZE - 1);
}

/**
 * tlb_flush: forget every translation and all that was derived from one
 *
 * For changes of PMP, the memory map, and of CSRs that the walk depends on.
 */
void tlb_flush(struct Vcpu *v);

/*
 * What sfence.vma does, on this vCPU. A flush costs what was used. Jump
 * caches lose what was fetched through the flushed translations, and
 * nothing if nothing was.
 */

/** tlb_flush_translated: every page of every address space; M-mode stays */
void tlb_flush_translated(struct Vcpu *v);

/**
 * tlb_flush_page: the mapping of @addr in every address space
 *
 * All slots that hold a piece of a large mapping go together.
 */
void tlb_flush_page(struct Vcpu *v, vaddr addr);

/** tlb_flush_asid: all of address space @asid; global mappings stay */
void tlb_flush_asid(struct Vcpu *v, unsigned asid);

/** tlb_flush_page_asid: the mapping of @addr in @asid, unless it is global */
void tlb_flush_page_asid(struct Vcpu *v, vaddr addr, unsigned asid);

/**
 * tlb_flush_page_anywhere: tlb_flush_page(), bare addresses included
 *
 * For what is asked of a page by its address in any mode: breakpoints.
 */
void tlb_flush_page_anywhere(struct Vcpu *v, vaddr addr);

/** tlb_flush_everywhere: tlb_flush_translated() here, and soon on all others */
void tlb_flush_everywhere(struct Vcpu *v);

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
 * Whoever puts code of a page into a jump cache asks for ACCESS_FETCH first:
 * that is how a flush knows that it concerns jump caches.
 *
 * Returns: TRAP_NONE or the fault for @access.
 */
Trap tlb_lookup_full(struct Vcpu *v, vaddr addr, AccessType access,
                     const CPUTLBEntryFull **full) MUST_CHECK;

/** tlb_refresh_write: set the write tag again if the page now allows it */
void tlb_refresh_write(struct Vcpu *v, const CPUTLBEntryFull *full);

#endif
