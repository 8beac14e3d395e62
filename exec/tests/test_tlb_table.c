/* test_tlb_table.c: write tags of one table, against a list of them */
#include <string.h>

#include "tlb_table.h"

#include "support/unit.h"

#define SLOTS 24u
#define PAGES 6u                /* of RAM; each three times, see page_host() */
#define STEPS 20000

static uint64_t seed;
static TlbTable *table;
static uint64_t generations;
static unsigned tags[SLOTS];    /* page whose write tag a slot has, or 0 */

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* Never read. Pages 1 to 6, and 256 and 512 MiB behind each another one. */
static uint8_t *page_host(unsigned page)
{
    return (uint8_t *)(uintptr_t)(
        (page % PAGES + 1 + page / PAGES * TLB_SIZE) << GUEST_PAGE_BITS);
}

static void fill(unsigned slot, unsigned page, bool writable)
{
    CPUTLBEntryFull *full = &table->full[slot];
    vaddr addr = (vaddr)(slot + below(3) * TLB_SIZE) << GUEST_PAGE_BITS;

    *full = (CPUTLBEntryFull) {
        .page = addr, .host = page_host(page), .valid = true,
        .page_shift = GUEST_PAGE_BITS,
    };
    tlb_table_note_used(table, slot, full);
    if (writable) {
        tlb_table_note_written(table, slot);
    }
    table->fast[slot].addr_write = writable ? addr : addr ^ GUEST_PAGE_SIZE;
    tags[slot] = writable ? page + 1 : 0;
}

static void protect(unsigned page)
{
    RAMBlock block = { .host = page_host(page) };

    tlb_table_protect(table, &block, 0);
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        if (tags[slot] == page + 1) {
            tags[slot] = 0;
        }
    }
}

static void clear(void)
{
    tlb_table_clear(table);
    memset(tags, 0, sizeof(tags));
}

static void change(void)
{
    if (below(200) == 0) {
        clear();
    } else if (below(3) == 0) {
        protect(below(3 * PAGES));
    } else {
        fill(below(SLOTS), below(3 * PAGES), below(4) > 0);
    }
}

static void check(unsigned step)
{
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        const CPUTLBEntryFull *full = &table->full[slot];
        bool has = full->valid && table->fast[slot].addr_write == full->page;

        ck_assert_msg(has == (tags[slot] > 0), "step %u, slot %u", step,
                      slot);
    }
}

START_TEST(test_protected_page_loses_its_write_tags_and_no_other_does)
{
    seed = 1;
    table = tlb_table_new(&generations);
    memset(tags, 0, sizeof(tags));
    for (unsigned step = 0; step < STEPS; step++) {
        change();
        check(step);
    }
    tlb_table_free(table);
}
END_TEST

/* What is called often looks at few slots: one answer per page. */
START_TEST(test_only_writer_of_a_page_is_known)
{
    table = tlb_table_new(&generations);
    fill(3, 0, true);
    ck_assert_uint_eq(*tlb_table_writer(table, page_host(0)), 4);
    fill(3, 1, true);
    fill(5, 0, true);
    ck_assert_uint_eq(*tlb_table_writer(table, page_host(0)), 6);
    fill(7, PAGES, true);
    ck_assert_uint_eq(*tlb_table_writer(table, page_host(0)),
                      TLB_MANY_WRITERS);
    protect(0);
    ck_assert_uint_eq(*tlb_table_writer(table, page_host(0)), 8);
    tlb_table_free(table);
}
END_TEST

UNIT_MAIN("tlb_table",
          UNIT_TEST(test_protected_page_loses_its_write_tags_and_no_other_does),
          UNIT_TEST(test_only_writer_of_a_page_is_known))
