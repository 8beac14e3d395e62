/*
 * tlb_table.c: filling and clearing one table of the soft TLB
 *
 * Everything here costs what was used: a cleared table is one in which the
 * filled slots, and only those, were made empty again.
 */
#include "core/mmu.h"
#include "jit_jmp.h"
#include "tlb_table.h"

static bool filter_has(const uint64_t *filter, uint64_t page_number)
{
    return filter[page_number / 64 % TLB_FILTER_WORDS] >>
           page_number % 64 & 1;
}

/* --- ranges of large mappings -------------------------------------------- */

static const TlbLarge no_large = { .first = ~(vaddr)0, .last = 0 };

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
    table->full[slot].valid = false;
}

void tlb_table_note_large(TlbTable *table, vaddr page, unsigned page_shift)
{
    large_add(&table->large, page, page_shift);
}

/* --- clearing ------------------------------------------------------------ */

/* Which used slots a sweep is to empty. */
typedef bool TlbMatch(const CPUTLBEntryFull *full, vaddr addr);

static bool match_all(const CPUTLBEntryFull *full, vaddr addr)
{
    return true;
}

static bool match_local(const CPUTLBEntryFull *full, vaddr addr)
{
    return !full->global;
}

static bool match_mapping(const CPUTLBEntryFull *full, vaddr addr)
{
    return ((full->page ^ addr) >> full->page_shift) == 0;
}

static bool match_local_mapping(const CPUTLBEntryFull *full, vaddr addr)
{
    return !full->global && match_mapping(full, addr);
}

static void sweep_word(TlbTable *table, unsigned w, TlbMatch *match,
                       vaddr addr)
{
    for (uint64_t left = table->used[w]; left; left &= left - 1) {
        unsigned slot = w * 64 + (unsigned)__builtin_ctzll(left);

        if (match(&table->full[slot], addr)) {
            tlb_table_empty(table, slot);
            table->used[w] &= ~(left & -left);
        }
    }
}

static void sweep(TlbTable *table, TlbMatch *match, vaddr addr)
{
    for (unsigned i = 0; i < TLB_USED_WORDS; i++) {
        for (uint64_t left = table->used_words[i]; left; left &= left - 1) {
            unsigned w = i * 64 + (unsigned)__builtin_ctzll(left);

            sweep_word(table, w, match, addr);
            if (!table->used[w]) {
                table->used_words[i] &= ~(left & -left);
            }
        }
    }
}

void tlb_table_clear(TlbTable *table)
{
    if (table->any) {
        sweep(table, match_all, 0);
        memset(table->written, 0, sizeof(table->written));
        table->large = no_large;
        table->any = table->local = false;
    }
    forget_fetched(table);
}

void tlb_table_clear_local(TlbTable *table)
{
    if (table->local) {
        sweep(table, match_local, 0);
        table->local = false;
    }
    if (table->fetched.local) {
        forget_fetched(table);
    }
}

void tlb_table_flush_page(TlbTable *table, vaddr addr, bool keep_global)
{
    const CPUTLBEntryFull *full = &table->full[tlb_index(addr)];

    if (G_UNLIKELY(large_has(&table->large, addr))) {
        sweep(table, keep_global ? match_local_mapping : match_mapping, addr);
    } else if (full->valid && full->page == (addr & GUEST_PAGE_MASK) &&
               !(keep_global && full->global)) {
        tlb_table_empty(table, tlb_index(addr));
    }
    if (table->fetched.any) {
        forget_fetched_page(table, addr);
    }
}

static void protect_slot(TlbTable *table, unsigned slot,
                         const RAMBlock *block, uint64_t offset)
{
    const CPUTLBEntryFull *full = &table->full[slot];
    CPUTLBEntry *fast = &table->fast[slot];

    if (!full->valid || fast->addr_write != full->page) {
        return;
    }
    if (full->block == block && full->block_offset == offset) {
        fast->addr_write = tlb_empty_tag(slot);
    } else {
        tlb_table_note_written(table, full);
    }
}

static void protect_word(TlbTable *table, unsigned w, const RAMBlock *block,
                         uint64_t offset)
{
    for (uint64_t left = table->used[w]; left; left &= left - 1) {
        protect_slot(table, w * 64 + (unsigned)__builtin_ctzll(left), block,
                     offset);
    }
}

/* It looks at every entry, so it also finds out what the filter lost. */
void tlb_table_protect(TlbTable *table, const RAMBlock *block,
                       uint64_t offset)
{
    if (!filter_has(table->written,
                    (block->offset + offset) >> GUEST_PAGE_BITS)) {
        return;
    }
    memset(table->written, 0, sizeof(table->written));
    for (unsigned i = 0; i < TLB_USED_WORDS; i++) {
        for (uint64_t left = table->used_words[i]; left; left &= left - 1) {
            protect_word(table, i * 64 + (unsigned)__builtin_ctzll(left),
                         block, offset);
        }
    }
}

TlbTable *tlb_table_new(uint64_t *generations)
{
    TlbTable *table = g_new0(TlbTable, 1);

    table->fast[0] = empty_entry(0);
    table->large = table->fetched.large = no_large;
    table->generations = generations;
    table->fetched.generation = ++*generations;
    return table;
}

void tlb_table_free(TlbTable *table)
{
    if (table) {
        jit_jmp_table_free(table->fetched.jit);
        g_free(table);
    }
}
