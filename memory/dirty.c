/*
 * dirty.c: one bit per page and client
 *
 * A bitmap is an array of 64-bit words, bit n for page n of the block. Every
 * update is one atomic operation per word, so vCPUs, the display and a
 * snapshot may work on the same words at once and no mark is ever lost:
 * clearing returns the old bits in the same step.
 */
#include "memory/ram_block.h"

#include "memory_internal.h"

/* Pages [first, end) of a block. */
typedef struct PageRange {
    uint64_t first;
    uint64_t end;
} PageRange;

static uint64_t block_pages(const RAMBlock *block)
{
    return block->mapped_size >> RAM_PAGE_BITS;
}

static PageRange page_range(const RAMBlock *block, uint64_t start,
                            uint64_t length)
{
    uint64_t last;

    if (length == 0 || start >= block->mapped_size) {
        return (PageRange) { 0, 0 };
    }
    length = MIN(length, block->mapped_size - start);
    last = start + length - 1;
    return (PageRange) { start >> RAM_PAGE_BITS, (last >> RAM_PAGE_BITS) + 1 };
}

/* The bits of @pages that lie in the word of page @page. */
static uint64_t word_mask(PageRange pages, uint64_t page)
{
    uint64_t word_end = (page | 63) + 1;
    unsigned count = (unsigned)(MIN(pages.end, word_end) - page);

    return (~0ull >> (64 - count)) << (page & 63);
}

static uint64_t next_word(uint64_t page)
{
    return (page | 63) + 1;
}

static void set_pages(uint64_t *bitmap, PageRange pages)
{
    for (uint64_t p = pages.first; p < pages.end; p = next_word(p)) {
        __atomic_fetch_or(&bitmap[p / 64], word_mask(pages, p),
                          __ATOMIC_RELEASE);
    }
}

void ram_block_dirty_init(RAMBlock *block, uint8_t dirty_mask)
{
    uint64_t n_pages = block_pages(block);

    for (unsigned c = 0; c < DIRTY_MEMORY_NUM; c++) {
        block->dirty[c] = g_new0(uint64_t, (n_pages + 63) / 64);
        if (dirty_mask & (1u << c)) {
            set_pages(block->dirty[c], (PageRange) { 0, n_pages });
        }
    }
}

void ram_block_dirty_free(RAMBlock *block)
{
    for (unsigned c = 0; c < DIRTY_MEMORY_NUM; c++) {
        g_free(block->dirty[c]);
    }
}

void ram_block_set_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         uint8_t mask)
{
    PageRange pages = page_range(block, start, length);

    for (unsigned c = 0; c < DIRTY_MEMORY_NUM; c++) {
        if (mask & (1u << c)) {
            set_pages(block->dirty[c], pages);
        }
    }
}

bool ram_block_get_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         unsigned client)
{
    PageRange pages = page_range(block, start, length);
    const uint64_t *bitmap = block->dirty[client];

    for (uint64_t p = pages.first; p < pages.end; p = next_word(p)) {
        uint64_t word = __atomic_load_n(&bitmap[p / 64], __ATOMIC_ACQUIRE);

        if (word & word_mask(pages, p)) {
            return true;
        }
    }
    return false;
}

bool ram_block_all_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         unsigned client)
{
    PageRange pages = page_range(block, start, length);
    const uint64_t *bitmap = block->dirty[client];

    for (uint64_t p = pages.first; p < pages.end; p = next_word(p)) {
        uint64_t word = __atomic_load_n(&bitmap[p / 64], __ATOMIC_ACQUIRE);

        if (~word & word_mask(pages, p)) {
            return false;
        }
    }
    return true;
}

bool ram_block_is_clean(RAMBlock *block, uint64_t start)
{
    uint64_t page = start >> RAM_PAGE_BITS;

    if (start >= block->mapped_size) {
        return false;
    }
    return !((ram_block_dirty_word(block, page / 64) >> (page & 63)) & 1);
}

bool ram_block_test_and_clear_dirty(RAMBlock *block, uint64_t start,
                                    uint64_t length, unsigned client)
{
    PageRange pages = page_range(block, start, length);
    const MemoryHooks *hooks = block->map->hooks;
    uint64_t *bitmap = block->dirty[client];
    bool was_dirty = false;

    for (uint64_t p = pages.first; p < pages.end; p = next_word(p)) {
        uint64_t mask = word_mask(pages, p);
        uint64_t old = __atomic_fetch_and(&bitmap[p / 64], ~mask,
                                          __ATOMIC_ACQ_REL);

        was_dirty |= (old & mask) != 0;
    }
    if (was_dirty && hooks && hooks->dirty_cleared) {
        hooks->dirty_cleared(block->map->hooks_opaque, block->offset + start,
                             length);
    }
    return was_dirty;
}

uint64_t ram_block_count_dirty(RAMBlock *block, unsigned client)
{
    uint64_t n_words = (block_pages(block) + 63) / 64;
    uint64_t count = 0;

    for (uint64_t i = 0; i < n_words; i++) {
        count += (unsigned)__builtin_popcountll(
            __atomic_load_n(&block->dirty[client][i], __ATOMIC_ACQUIRE));
    }
    return count;
}

uint64_t ram_block_next_dirty(RAMBlock *block, uint64_t page, unsigned client)
{
    PageRange pages = { page, block_pages(block) };
    const uint64_t *bitmap = block->dirty[client];

    for (uint64_t p = page; p < pages.end; p = next_word(p)) {
        uint64_t word = __atomic_load_n(&bitmap[p / 64], __ATOMIC_ACQUIRE);

        word &= word_mask(pages, p);
        if (word) {
            return (p & ~63ull) + (unsigned)__builtin_ctzll(word);
        }
    }
    return UINT64_MAX;
}

void ram_block_note_write(RAMBlock *block, uint64_t start, uint64_t length)
{
    const MemoryHooks *hooks = block->map->hooks;

    if (hooks && hooks->code_write
        && !ram_block_all_dirty(block, start, length, DIRTY_MEMORY_CODE)) {
        hooks->code_write(block->map->hooks_opaque, block->offset + start,
                          length);
    }
    ram_block_set_dirty(block, start, length, DIRTY_CLIENTS_NOCODE);
}
