/*
 * tlb_table.c: filling and clearing one table of the soft TLB
 *
 * Everything here costs what was used: a cleared table is one in which the
 * filled slots, and only those, were made empty again.
 */
#include <errno.h>
#include <sys/mman.h>

#include "core/mmu.h"
#include "jit_jmp.h"
#include "tlb_table.h"

static bool filter_has(const uint64_t *filter, uint64_t page_number)
{
    return filter[page_number / 64 % TLB_FILTER_WORDS] >>
           page_number % 64 & 1;
}

/* --- ranges of large mappings -------------------------------------------- */

static const TlbLarge no_large = { .first = ~(vaddr)0 };

static bool large_has(const TlbLarge *large, vaddr addr)
{
    return addr >= large->first && addr <= large->last;
}

static void large_add(TlbLarge *large, vaddr page, unsigned page_shift)
{
    vaddr size = (vaddr)1 << page_shift;
    vaddr first = page & ~(size - 1);

    large->first = MIN(large->first, first);
    large->last = MAX(large->last, first + size - 1);
    large->shift = MAX(large->shift, page_shift);
}

/* --- what was fetched ---------------------------------------------------- */

void tlb_table_note_fetch(TlbTable *table, const CPUTLBEntryFull *full)
{
    TlbFetched *fetched = &table->fetched;

    tlb_filter_add(fetched->pages, full->page >> GUEST_PAGE_BITS);
    fetched->any = true;
    fetched->local |= !full->global;
    if (full->page_shift > GUEST_PAGE_BITS) {
        large_add(&fetched->large, full->page, full->page_shift);
    }
}

static void forget_fetched(TlbTable *table)
{
    TlbFetched *fetched = &table->fetched;

    if (!fetched->any) {
        return;
    }
    memset(fetched->pages, 0, sizeof(fetched->pages));
    fetched->large = no_large;
    fetched->any = fetched->local = false;
    fetched->generation = ++*table->generations;
    jit_jmp_table_clear(fetched->jit);
}

static void forget_fetched_page(TlbTable *table, vaddr addr)
{
    TlbFetched *fetched = &table->fetched;
    vaddr page = addr & GUEST_PAGE_MASK;

    if (large_has(&fetched->large, addr)) {
        forget_fetched(table);
    } else if (filter_has(fetched->pages, page >> GUEST_PAGE_BITS)) {
        fetched->generation = ++*table->generations;
        jit_jmp_table_clear_page(fetched->jit, page);
    }
}

/* --- slots --------------------------------------------------------------- */

static inline CPUTLBEntry empty_entry(unsigned slot)
{
    vaddr tag = tlb_empty_tag(slot);

    return (CPUTLBEntry) {
        .addr_read = tag, .addr_write = tag, .addr_code = tag,
    };
}

void tlb_table_empty(TlbTable *table, unsigned slot)
{
    table->fast[slot] = empty_entry(slot);
    table->full[slot].page = tlb_empty_tag(slot);
    table->full[slot].valid = false;
}

void tlb_table_note_large(TlbTable *table, vaddr page, unsigned page_shift)
{
    large_add(&table->large, page, page_shift);
}

/* --- visits to used slots ------------------------------------------------- */

/* Blocks [first, end), and what to do with their slots. */
typedef struct Sweep {
    unsigned first, end;
    /* Returns: false if the slot is now empty. */
    bool (*keep)(TlbTable *table, unsigned slot, const struct Sweep *sweep);
    vaddr addr;                 /* arguments of keep(), */
    const uint8_t *host;        /* one or the other */
} Sweep;

static void sweep_group(TlbTable *table, unsigned group, const Sweep *sweep)
{
    unsigned slot = group << TLB_GROUP_BITS;
    unsigned end = slot + (1 << TLB_GROUP_BITS);
    bool used = false;

    for (; slot < end; slot++) {
        used |= table->full[slot].valid && sweep->keep(table, slot, sweep);
    }
    table->used[group] = used;
}

/* Eight bytes of zeros are nothing to do. */
static bool eight_unused(const uint8_t *used)
{
    uint64_t word;

    memcpy(&word, used, sizeof(word));
    return !word;
}

static void sweep_block(TlbTable *table, unsigned block, const Sweep *sweep)
{
    unsigned group = block << (TLB_BLOCK_BITS - TLB_GROUP_BITS);
    unsigned end = group + (1 << (TLB_BLOCK_BITS - TLB_GROUP_BITS));
    bool used = false;

    for (; group < end; group += 8) {
        if (eight_unused(&table->used[group])) {
            continue;
        }
        for (unsigned i = group; i < group + 8; i++) {
            if (table->used[i]) {
                sweep_group(table, i, sweep);
            }
        }
        used |= !eight_unused(&table->used[group]);
    }
    table->used_blocks[block] = used;
}

static void sweep_blocks(TlbTable *table, const Sweep *sweep)
{
    for (unsigned block = sweep->first; block < sweep->end; block++) {
        if (table->used_blocks[block]) {
            sweep_block(table, block, sweep);
        }
    }
}

/* --- clearing ------------------------------------------------------------ */

static bool keep_none(TlbTable *table, unsigned slot, const Sweep *sweep)
{
    tlb_table_empty(table, slot);
    return false;
}

static bool keep_globals(TlbTable *table, unsigned slot, const Sweep *sweep)
{
    return table->full[slot].global || keep_none(table, slot, sweep);
}

static bool keep_others(TlbTable *table, unsigned slot, const Sweep *sweep)
{
    const CPUTLBEntryFull *full = &table->full[slot];

    return (full->page ^ sweep->addr) >> full->page_shift != 0 ||
           keep_none(table, slot, sweep);
}

static bool keep_globals_and_others(TlbTable *table, unsigned slot,
                                   const Sweep *sweep)
{
    return table->full[slot].global || keep_others(table, slot, sweep);
}

void tlb_table_clear(TlbTable *table)
{
    if (table->any) {
        sweep_blocks(table, &(Sweep) { .end = TLB_BLOCKS,
                                       .keep = keep_none });
        table->large = no_large;
        table->any = false;
        table->all_global = true;
    }
    forget_fetched(table);
}

void tlb_table_clear_local(TlbTable *table)
{
    if (!table->all_global) {
        sweep_blocks(table, &(Sweep) { .end = TLB_BLOCKS,
                                       .keep = keep_globals });
        table->all_global = true;
    }
    if (table->fetched.local) {
        forget_fetched(table);
    }
}

/* Pieces of the mapping of @addr are no further apart than the largest is. */
static void flush_large(TlbTable *table, vaddr addr, bool keep_global)
{
    unsigned shift = MAX(table->large.shift,
                         GUEST_PAGE_BITS + TLB_BLOCK_BITS);
    unsigned blocks = 1u << (MIN(shift, GUEST_PAGE_BITS + TLB_BITS) -
                             GUEST_PAGE_BITS - TLB_BLOCK_BITS);
    unsigned first = (tlb_index(addr) >> TLB_BLOCK_BITS) & -blocks;

    sweep_blocks(table, &(Sweep) {
        .first = first,
        .end = first + blocks,
        .keep = keep_global ? keep_globals_and_others : keep_others,
        .addr = addr,
    });
}

void tlb_table_flush_page(TlbTable *table, vaddr addr, bool keep_global)
{
    const CPUTLBEntryFull *full = &table->full[tlb_index(addr)];

    if (G_UNLIKELY(large_has(&table->large, addr))) {
        flush_large(table, addr, keep_global);
    } else if (full->valid && full->page == (addr & GUEST_PAGE_MASK) &&
               !(keep_global && full->global)) {
        tlb_table_empty(table, tlb_index(addr));
    }
    if (table->fetched.any) {
        forget_fetched_page(table, addr);
    }
}

/* --- write tags ---------------------------------------------------------- */

static bool has_write_tag(const TlbTable *table, unsigned slot)
{
    const CPUTLBEntryFull *full = &table->full[slot];

    return full->valid && table->fast[slot].addr_write == full->page;
}

void tlb_table_add_writer(TlbTable *table, uint32_t *writer, unsigned slot)
{
    unsigned named = *writer - 1;

    if (*writer == 0 ||
        (*writer != TLB_MANY_WRITERS &&
         !(has_write_tag(table, named) &&
           tlb_table_writer(table, table->full[named].host) == writer))) {
        *writer = slot + 1;
    } else {
        *writer = TLB_MANY_WRITERS;
    }
}

static void protect_slot(TlbTable *table, unsigned slot, const uint8_t *host)
{
    if (has_write_tag(table, slot) && table->full[slot].host == host) {
        table->fast[slot].addr_write = tlb_empty_tag(slot);
    }
}

/* Its page shares the answer: one that is no longer known, so it is noted. */
static bool protect_and_note(TlbTable *table, unsigned slot,
                             const Sweep *sweep)
{
    protect_slot(table, slot, sweep->host);
    if (has_write_tag(table, slot)) {
        tlb_table_note_written(table, slot);
    }
    return true;
}

/* Most often one slot has the page, or none. */
void tlb_table_protect(TlbTable *table, const RAMBlock *block,
                       uint64_t offset)
{
    const uint8_t *host = block->host + offset;
    uint32_t *writer = tlb_table_writer(table, host);

    if (*writer == TLB_MANY_WRITERS) {
        *writer = 0;
        sweep_blocks(table, &(Sweep) { .end = TLB_BLOCKS,
                                       .keep = protect_and_note,
                                       .host = host });
    } else if (*writer > 0) {
        protect_slot(table, *writer - 1, host);
    }
}

/*
 * LeakSanitizer, where it is linked: it looks for pointers in what malloc()
 * gave, and in mappings only if it is told.
 */
/* NOLINTBEGIN(bugprone-reserved-identifier): names of the sanitizer */
void __lsan_register_root_region(const void *start, size_t bytes)
    __attribute__((weak));
void __lsan_unregister_root_region(const void *start, size_t bytes)
    __attribute__((weak));
/* NOLINTEND(bugprone-reserved-identifier) */

/* Zeros that take no memory until somebody writes to them. */
static void *map_table(void)
{
    void *table = mmap(NULL, sizeof(TlbTable), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (table == MAP_FAILED) {
        g_error("no address space for a TLB of %zu bytes: %s",
                sizeof(TlbTable), g_strerror(errno));
    }
    if (__lsan_register_root_region) {
        __lsan_register_root_region(table, sizeof(TlbTable));
    }
    return table;
}

TlbTable *tlb_table_new(uint64_t *generations)
{
    TlbTable *table = map_table();

    tlb_table_empty(table, 0);
    table->all_global = true;
    table->large = table->fetched.large = no_large;
    table->generations = generations;
    table->fetched.generation = ++*generations;
    return table;
}

void tlb_table_free(TlbTable *table)
{
    if (table) {
        jit_jmp_table_free(table->fetched.jit);
        if (__lsan_unregister_root_region) {
            __lsan_unregister_root_region(table, sizeof(*table));
        }
        munmap(table, sizeof(*table));
    }
}
