/* test_dirty.c: dirty bits: clients, borders, hooks, threads */
#include "memory/memory_map.h"
#include "memory/ram_block.h"
#include "support/unit.h"

#define PAGES 200

static MemoryRegion ram;

static RAMBlock *block_of_pages(unsigned pages)
{
    ck_assert(memory_region_init_ram(&ram, NULL, "ram",
                                     pages * RAM_PAGE_SIZE, NULL));
    return ram.ram_block;
}

static void clear_all(RAMBlock *block)
{
    for (unsigned c = 0; c < DIRTY_MEMORY_NUM; c++) {
        ram_block_test_and_clear_dirty(block, 0, block->size, c);
    }
}

START_TEST(test_fresh_ram_is_dirty_for_all_but_snapshots)
{
    RAMBlock *block = block_of_pages(PAGES);

    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_VGA), PAGES);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_CODE), PAGES);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_MIGRATION),
                      0);
    ck_assert(ram_block_is_clean(block, 0));
}
END_TEST

START_TEST(test_foreign_ram_is_dirty_for_snapshots_too)
{
    static uint8_t memory[8192];

    memory_region_init_ram_ptr(&ram, NULL, "ram", sizeof(memory), memory);
    ck_assert_uint_eq(ram_block_count_dirty(ram.ram_block,
                                            DIRTY_MEMORY_MIGRATION), 2);
}
END_TEST

static const struct {
    uint64_t start, length;
    unsigned first, count;      /* pages that become dirty */
} ranges[] = {
    { 0, 1, 0, 1 },
    { 0xfff, 1, 0, 1 },
    { 0xfff, 2, 0, 2 },
    { 0x1000, 0x1000, 1, 1 },
    { 0x1000, 0x1001, 1, 2 },
    { 63 * 4096, 8192, 63, 2 },
    { 64 * 4096, 64 * 4096, 64, 64 },
    { 10 * 4096 + 5, 150 * 4096, 10, 151 },
    { 199 * 4096, 1 << 20, 199, 1 },
    { 200 * 4096, 4096, 0, 0 },
    { 0, 0, 0, 0 },
    { 0, UINT64_MAX, 0, 200 },
};

START_TEST(test_ranges_mark_exactly_their_pages)
{
    RAMBlock *block = block_of_pages(PAGES);
    unsigned first = ranges[_i].first;
    unsigned end = first + ranges[_i].count;

    clear_all(block);
    ram_block_set_dirty(block, ranges[_i].start, ranges[_i].length,
                        1 << DIRTY_MEMORY_VGA);
    for (unsigned page = 0; page < PAGES; page++) {
        bool dirty = ram_block_get_dirty(block, page * RAM_PAGE_SIZE, 1,
                                         DIRTY_MEMORY_VGA);

        ck_assert_int_eq(dirty, page >= first && page < end);
    }
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_VGA),
                      ranges[_i].count);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_CODE), 0);
}
END_TEST

START_TEST(test_clients_are_independent)
{
    RAMBlock *block = block_of_pages(PAGES);

    clear_all(block);
    ram_block_set_dirty(block, 0, 4096, DIRTY_CLIENTS_ALL);
    ck_assert(!ram_block_is_clean(block, 0));
    ck_assert(ram_block_test_and_clear_dirty(block, 0, 4096,
                                             DIRTY_MEMORY_VGA));
    ck_assert(!ram_block_test_and_clear_dirty(block, 0, 4096,
                                              DIRTY_MEMORY_VGA));
    ck_assert(ram_block_is_clean(block, 0));
    ck_assert(ram_block_get_dirty(block, 0, 1, DIRTY_MEMORY_CODE));
    ck_assert(ram_block_get_dirty(block, 0, 1, DIRTY_MEMORY_MIGRATION));
}
END_TEST

START_TEST(test_all_dirty_wants_every_page)
{
    RAMBlock *block = block_of_pages(PAGES);

    ck_assert(ram_block_all_dirty(block, 0, block->size, DIRTY_MEMORY_CODE));
    ram_block_test_and_clear_dirty(block, 130 * 4096, 1, DIRTY_MEMORY_CODE);
    ck_assert(!ram_block_all_dirty(block, 0, block->size, DIRTY_MEMORY_CODE));
    ck_assert(ram_block_all_dirty(block, 0, 130 * 4096, DIRTY_MEMORY_CODE));
}
END_TEST

START_TEST(test_next_dirty_walks_the_pages)
{
    RAMBlock *block = block_of_pages(PAGES);
    const unsigned client = DIRTY_MEMORY_MIGRATION;

    ck_assert_uint_eq(ram_block_next_dirty(block, 0, client), UINT64_MAX);
    ram_block_set_dirty(block, 3 * 4096, 1, DIRTY_CLIENTS_ALL);
    ram_block_set_dirty(block, 64 * 4096, 1, DIRTY_CLIENTS_ALL);
    ram_block_set_dirty(block, 199 * 4096, 1, DIRTY_CLIENTS_ALL);
    ck_assert_uint_eq(ram_block_next_dirty(block, 0, client), 3);
    ck_assert_uint_eq(ram_block_next_dirty(block, 3, client), 3);
    ck_assert_uint_eq(ram_block_next_dirty(block, 4, client), 64);
    ck_assert_uint_eq(ram_block_next_dirty(block, 65, client), 199);
    ck_assert_uint_eq(ram_block_next_dirty(block, 200, client), UINT64_MAX);
}
END_TEST

typedef struct HookLog {
    unsigned code_writes, clears;
    ram_addr_t start, length;
} HookLog;

static void saw_code_write(void *opaque, ram_addr_t start, ram_addr_t length)
{
    HookLog *log = opaque;

    log->code_writes++;
    log->start = start;
    log->length = length;
}

static void saw_clear(void *opaque, ram_addr_t start, ram_addr_t length)
{
    HookLog *log = opaque;

    log->clears++;
    log->start = start;
    log->length = length;
}

static const MemoryHooks hooks = { saw_code_write, saw_clear };

START_TEST(test_write_to_code_calls_the_hook)
{
    RAMBlock *block = block_of_pages(PAGES);
    HookLog log = { 0 };

    memory_map_set_hooks(memory_map_default(), &hooks, &log);
    memory_region_set_dirty(&ram, 0x5000, 16);
    ck_assert_uint_eq(log.code_writes, 0);
    ram_block_test_and_clear_dirty(block, 0x5000, 1, DIRTY_MEMORY_CODE);
    ck_assert_uint_eq(log.clears, 1);
    memory_region_set_dirty(&ram, 0x4ffe, 4);
    ck_assert_uint_eq(log.code_writes, 1);
    ck_assert_uint_eq(log.start, block->offset + 0x4ffe);
    ck_assert_uint_eq(log.length, 4);
    /* the owner of the hook decides when no code is left */
    ck_assert(!ram_block_get_dirty(block, 0x5000, 1, DIRTY_MEMORY_CODE));
    ck_assert(ram_block_get_dirty(block, 0x5000, 1, DIRTY_MEMORY_MIGRATION));
}
END_TEST

START_TEST(test_clearing_clean_pages_is_silent)
{
    RAMBlock *block = block_of_pages(PAGES);
    HookLog log = { 0 };

    clear_all(block);
    memory_map_set_hooks(memory_map_default(), &hooks, &log);
    ram_block_test_and_clear_dirty(block, 0, block->size, DIRTY_MEMORY_VGA);
    ck_assert_uint_eq(log.clears, 0);
}
END_TEST

START_TEST(test_ram_addr_functions_find_the_block)
{
    static MemoryRegion second;
    ram_addr_t addr;

    block_of_pages(3);
    ck_assert(memory_region_init_ram(&second, NULL, "second", 8192, NULL));
    addr = memory_region_get_ram_addr(&second);
    ck_assert_uint_ge(addr, 3 * 4096);
    ck_assert(!cpu_physical_memory_get_dirty(addr, 8192,
                                             DIRTY_MEMORY_MIGRATION));
    cpu_physical_memory_set_dirty_flag(addr + 4096, DIRTY_MEMORY_MIGRATION);
    ck_assert(!cpu_physical_memory_get_dirty(addr, 4096,
                                             DIRTY_MEMORY_MIGRATION));
    ck_assert(cpu_physical_memory_get_dirty(addr, 8192,
                                            DIRTY_MEMORY_MIGRATION));
    ck_assert(cpu_physical_memory_is_clean(addr));
    ck_assert(!cpu_physical_memory_is_clean(addr + 4096));
    ck_assert(!cpu_physical_memory_all_dirty(addr, 8192,
                                             DIRTY_MEMORY_MIGRATION));
    ck_assert(cpu_physical_memory_test_and_clear_dirty(
        addr, 8192, DIRTY_MEMORY_MIGRATION));
    ck_assert(!cpu_physical_memory_test_and_clear_dirty(
        addr, 8192, DIRTY_MEMORY_MIGRATION));
    /* outside every block nothing is tracked */
    ck_assert(!cpu_physical_memory_get_dirty(1ull << 60, 1,
                                             DIRTY_MEMORY_VGA));
}
END_TEST

START_TEST(test_snapshot_takes_the_bits_and_clears_them)
{
    RAMBlock *block = block_of_pages(PAGES);
    DirtyBitmapSnapshot *snap;

    clear_all(block);
    memory_region_set_dirty(&ram, 70 * 4096, 1);
    snap = memory_region_snapshot_and_clear_dirty(&ram, 4096, 100 * 4096,
                                                  DIRTY_MEMORY_VGA);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_VGA), 0);
    ck_assert(memory_region_snapshot_get_dirty(&ram, snap, 70 * 4096, 1));
    ck_assert(memory_region_snapshot_get_dirty(&ram, snap, 69 * 4096 + 4000,
                                               200));
    ck_assert(!memory_region_snapshot_get_dirty(&ram, snap, 4096,
                                                69 * 4096));
    ck_assert(!memory_region_snapshot_get_dirty(&ram, snap, 71 * 4096,
                                                30 * 4096));
    g_free(snap);
}
END_TEST

static unsigned n_syncs;

static void count_sync(MemoryListener *listener, MemoryRegionSection *section)
{
    n_syncs++;
}

START_TEST(test_snapshot_asks_listeners_of_logged_ranges_first)
{
    MemoryListener listener = { .log_sync = count_sync };

    block_of_pages(PAGES);
    memory_region_add_subregion(get_system_memory(), 0, &ram);
    memory_listener_register(&listener, &address_space_memory);
    g_free(memory_region_snapshot_and_clear_dirty(&ram, 0, 4096,
                                                  DIRTY_MEMORY_VGA));
    ck_assert_uint_eq(n_syncs, 0);
    memory_region_set_log(&ram, true, DIRTY_MEMORY_VGA);
    g_free(memory_region_snapshot_and_clear_dirty(&ram, 0, 4096,
                                                  DIRTY_MEMORY_VGA));
    ck_assert_uint_eq(n_syncs, 1);
}
END_TEST

/*
 * Four writers share one word of the bitmap. Each marks its page and waits
 * until the reader has cleared it, so every mark must be counted once: a
 * lost mark counts too little, a lost clear too much.
 */
#define WRITERS 4
#define ROUNDS 20000

static int writers_done;

typedef struct Writer {
    RAMBlock *block;
    uint64_t start;             /* of its page */
} Writer;

static void *mark_page(void *opaque)
{
    Writer *writer = opaque;

    for (int round = 0; round < ROUNDS; round++) {
        ram_block_set_dirty(writer->block, writer->start, 1,
                            1 << DIRTY_MEMORY_VGA);
        for (unsigned spins = 0; ram_block_get_dirty(
                 writer->block, writer->start, 1, DIRTY_MEMORY_VGA);
             spins++) {
            if (spins > 200) {
                g_thread_yield();
            }
        }
    }
    __atomic_fetch_add(&writers_done, 1, __ATOMIC_RELEASE);
    return NULL;
}

static void count_marks(RAMBlock *block, unsigned *counts)
{
    for (unsigned i = 0; i < WRITERS; i++) {
        counts[i] += ram_block_test_and_clear_dirty(
            block, i * RAM_PAGE_SIZE, 1, DIRTY_MEMORY_VGA);
    }
}

START_TEST(test_threads_lose_no_mark)
{
    RAMBlock *block = block_of_pages(PAGES);
    Writer writers[WRITERS];
    GThread *threads[WRITERS];
    unsigned counts[WRITERS] = { 0 };

    clear_all(block);
    for (unsigned i = 0; i < WRITERS; i++) {
        writers[i] = (Writer) { block, i * RAM_PAGE_SIZE };
        threads[i] = g_thread_new("writer", mark_page, &writers[i]);
    }
    while (__atomic_load_n(&writers_done, __ATOMIC_ACQUIRE) < WRITERS) {
        count_marks(block, counts);
    }
    for (unsigned i = 0; i < WRITERS; i++) {
        g_thread_join(threads[i]);
        ck_assert_uint_eq(counts[i], ROUNDS);
    }
}
END_TEST

UNIT_MAIN("dirty",
    UNIT_TEST(test_fresh_ram_is_dirty_for_all_but_snapshots),
    UNIT_TEST(test_foreign_ram_is_dirty_for_snapshots_too),
    UNIT_LOOP(test_ranges_mark_exactly_their_pages, G_N_ELEMENTS(ranges)),
    UNIT_TEST(test_clients_are_independent),
    UNIT_TEST(test_all_dirty_wants_every_page),
    UNIT_TEST(test_next_dirty_walks_the_pages),
    UNIT_TEST(test_write_to_code_calls_the_hook),
    UNIT_TEST(test_clearing_clean_pages_is_silent),
    UNIT_TEST(test_ram_addr_functions_find_the_block),
    UNIT_TEST(test_snapshot_takes_the_bits_and_clears_them),
    UNIT_TEST(test_snapshot_asks_listeners_of_logged_ranges_first),
    UNIT_TEST(test_threads_lose_no_mark))
