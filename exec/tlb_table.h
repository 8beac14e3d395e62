/*
 * tlb_table.h: one table of translations, and what was fetched through it
 *
 * For the files of the soft TLB only; everybody else uses exec/tlb.h.
 *
 * Beside the entries a table remembers what makes flushes cheap: which slots
 * were filled, which slot has the write tag of a page of RAM, and which pages
 * were fetched from. The last is a filter: a bit per hash value, never missing
 * a member, now and then claiming one too many.
 */
#ifndef EXEC_TLB_TABLE_H
#define EXEC_TLB_TABLE_H

#include "exec/tlb.h"

#define TLB_MANY_WRITERS UINT32_MAX
#define TLB_FILTER_BITS 12
#define TLB_FILTER_WORDS ((1 << TLB_FILTER_BITS) / 64)

/*
 * Which slots were filled: a byte for each group of them, and one for each
 * block of groups, so that a note is two stores.
 */
#define TLB_GROUP_BITS 3
#define TLB_BLOCK_BITS 9
#define TLB_GROUPS (TLB_SIZE >> TLB_GROUP_BITS)
#define TLB_BLOCKS (TLB_SIZE >> TLB_BLOCK_BITS)
_Static_assert(TLB_BLOCKS % 8 == 0, "they are looked at by eights");

/* Mappings larger than a page lie in [first, last]; first > last: none. */
typedef struct TlbLarge {
    vaddr first;
    vaddr last;
    unsigned shift;             /* log2 of the largest */
} TlbLarge;

/* What jump caches may know through this table. */
typedef struct TlbFetched {
    uint64_t generation;        /* TbJmpCacheEntry of this table have it */
    uint64_t pages[TLB_FILTER_WORDS];   /* by virtual page */
    TlbLarge large;
    bool any;
    bool local;                 /* some of it was not global */
    struct JitJmp *jit;         /* (nullable) translated code by address */
} TlbFetched;

typedef struct TlbTable {
    CPUTLBEntry fast[TLB_SIZE];
    CPUTLBEntryFull full[TLB_SIZE];
    uint8_t used[TLB_GROUPS];           /* 1: filled since the flush */
    uint8_t used_blocks[TLB_BLOCKS];    /* 1: one of them is not 0 */
    uint32_t writers[TLB_SIZE];         /* see tlb_table_writer() */
    TlbLarge large;
    bool any;                   /* there may be entries */
    bool all_global;            /* none is of one address space alone */
    TlbFetched fetched;
    uint64_t *generations;      /* the vCPU's counter (borrowed) */
} TlbTable;

/**
 * tlb_table_new: an empty table
 * @generations: gives every state of every table its number (borrowed)
 */
TlbTable *tlb_table_new(uint64_t *generations);
void tlb_table_free(TlbTable *table);

/** tlb_table_clear: forget everything */
void tlb_table_clear(TlbTable *table);

/** tlb_table_clear_local: forget what is not global */
void tlb_table_clear_local(TlbTable *table);

/**
 * tlb_table_flush_page: forget the mapping that holds @addr
 * @keep_global: unless it is global
 */
void tlb_table_flush_page(TlbTable *table, vaddr addr, bool keep_global);

/** tlb_table_protect: drop the write tags of a page of RAM */
void tlb_table_protect(TlbTable *table, const RAMBlock *block,
                       uint64_t offset);

/*
 * tlb_empty_tag: the page an empty slot pretends to hold. That is page 0,
 * which belongs to slot 0, in all but this slot, so memory of zeros is
 * nearly an empty table.
 */
static inline vaddr tlb_empty_tag(unsigned slot)
{
    return slot == 0 ? GUEST_PAGE_SIZE : 0;
}

/* tlb_filter_add: a member, by page number; neighbours get other bits */
static inline void tlb_filter_add(uint64_t *filter, uint64_t page_number)
{
    filter[page_number / 64 % TLB_FILTER_WORDS] |= 1ull << page_number % 64;
}

/*
 * tlb_table_writer: which slots have write tags for a page of the host, and
 * for those it shares the answer with. 0: none has; TLB_MANY_WRITERS: any may;
 * else the one before this number may. Slots come and go without notice, so
 * whoever is named is looked at. Pages that are less than 256 MiB apart share
 * nothing, and what is further apart rarely has write tags at once.
 */
static inline uint32_t *tlb_table_writer(TlbTable *table, const uint8_t *host)
{
    return &table->writers[(uintptr_t)host / GUEST_PAGE_SIZE % TLB_SIZE];
}

/** tlb_table_add_writer: @slot besides the one that @writer names */
void tlb_table_add_writer(TlbTable *table, uint32_t *writer, unsigned slot);

/** tlb_table_note_written: @slot gets a write tag */
static inline void tlb_table_note_written(TlbTable *table, unsigned slot)
{
    uint32_t *writer = tlb_table_writer(table, table->full[slot].host);

    if (*writer != slot + 1) {
        tlb_table_add_writer(table, writer, slot);
    }
}

/** tlb_table_note_large: @page is a piece of a large mapping */
void tlb_table_note_large(TlbTable *table, vaddr page, unsigned page_shift);

/** tlb_table_note_used: @slot was filled from @full */
static inline void tlb_table_note_used(TlbTable *table, unsigned slot,
                                       const CPUTLBEntryFull *full)
{
    table->used[slot >> TLB_GROUP_BITS] = 1;
    table->used_blocks[slot >> TLB_BLOCK_BITS] = 1;
    table->any = true;
    table->all_global &= full->global;
    if (G_UNLIKELY(full->page_shift > GUEST_PAGE_BITS)) {
        tlb_table_note_large(table, full->page, full->page_shift);
    }
}

/** tlb_table_empty: make a slot match nothing */
void tlb_table_empty(TlbTable *table, unsigned slot);

/** tlb_table_note_fetch: jump caches may soon know code of this page */
void tlb_table_note_fetch(TlbTable *table, const CPUTLBEntryFull *full);

#endif
