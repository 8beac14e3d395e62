/*
 * tcg_memory.c: lecture 08.3, loads through the soft TLB
 *
 * One unit: x10 = the word at x11. The first run misses: the slow path calls
 * the helper, which fills a slot. The second is served by host code alone.
 * A read tag lets no store through, and an access that crosses the page
 * misses. Skipped (77) where host code cannot run.
 */
#include <stdio.h>
#include <string.h>

#include "tcg/code_cache.h"
#include "tcg/tcg_op.h"

#define PAGE 4096u
#define PAGE_PC 0x80000000ull
#define DATA 0x80042000ull
#define TLB_BITS 8
#define SLOTS (1u << TLB_BITS)

typedef struct World {
    Hart hart;                  /* first */
    uint64_t page_pc;
    uint64_t slice_end;
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    uint32_t exit_request;
    uint8_t fp_active;
    TcgTlbEntry table[SLOTS];
    uint8_t ram[2 * PAGE];      /* at DATA */
    unsigned loads, stores;     /* calls of helpers */
} World;

static const TcgLayout layout = {
    .exit_request = offsetof(World, exit_request),
    .page_pc = offsetof(World, page_pc),
    .tlb = offsetof(World, tlb),
    .jmp_cache = offsetof(World, jmp_cache),
    .fp_active = offsetof(World, fp_active),
    .slice_end = offsetof(World, slice_end),
    .helpers = offsetof(World, helpers),
    .tlb_bits = TLB_BITS,
};

static unsigned tlb_index(uint64_t addr)
{
    return addr / PAGE % SLOTS;
}

/* The tag of an empty slot is a page that belongs to another slot. */
static void flush(World *w)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        uint64_t none = (uint64_t)(i ^ 1) * PAGE;

        w->table[i] = (TcgTlbEntry) { none, none, none, 0 };
    }
}

static TcgResult load(void *env, uint64_t addr, uint64_t memop, uint64_t c)
{
    World *w = env;
    TcgTlbEntry *entry = &w->table[tlb_index(addr)];
    uint32_t value;

    w->loads++;
    entry->read = addr & -(uint64_t)PAGE;
    entry->addend = (uintptr_t)w->ram - DATA;
    memcpy(&value, w->ram + (addr - DATA), sizeof(value));
    return (TcgResult) { (uint64_t)(int32_t)value, TCG_CONTINUE };
}

static TcgResult store(void *env, uint64_t addr, uint64_t value,
                       uint64_t memop)
{
    World *w = env;

    w->stores++;
    memcpy(w->ram + (addr - DATA), &value, 4);
    return (TcgResult) { 0, TCG_CONTINUE };
}

static TcgUnit translate(TcgCodeCache *cache, bool is_store)
{
    static const TcgConfig config;
    TCGContext *s = tcg_context_new();
    TcgUnit unit;

    s->n_insns = 1;
    s->insns[0] = (IrInsn) { .insn.len = 4 };
    tcg_gen_insn_start(s, 0);
    if (is_store) {
        tcg_gen_st(s, IR_GPR(11), IR_GPR(10), 0, MO_32);
    } else {
        tcg_gen_ld(s, IR_GPR(10), IR_GPR(11), 0, MO_32 | MO_SIGN);
    }
    tcg_gen_retire(s, 1);
    tcg_gen_exit_tb(s, 4, IR_EXIT_NEXT);
    g_assert_true(tcg_emit_unit(s, cache, &config, &unit));
    tcg_context_free(s);
    return unit;
}

static uint64_t run_at(World *w, TcgCodeCache *cache, const TcgUnit *unit,
                       uint64_t addr)
{
    w->hart.gpr[11] = addr;
    g_assert_cmpuint(tcg_code_cache_enter(cache)(w, unit->code), ==,
                     TCG_EXIT_NEXT);
    return w->hart.gpr[10];
}

static void check(World *w, TcgCodeCache *cache)
{
    TcgUnit ld = translate(cache, false);
    TcgUnit st = translate(cache, true);

    memset(w->ram + 8, 0xff, 4);
    g_assert_cmpuint(run_at(w, cache, &ld, DATA + 8), ==, UINT64_MAX);
    g_assert_cmpuint(w->loads, ==, 1);                  /* miss, fill */
    g_assert_cmpuint(run_at(w, cache, &ld, DATA + 8), ==, UINT64_MAX);
    g_assert_cmpuint(w->loads, ==, 1);                  /* hit */
    run_at(w, cache, &ld, DATA + PAGE - 4);
    g_assert_cmpuint(w->loads, ==, 1);                  /* same page */
    run_at(w, cache, &ld, DATA + PAGE - 3);
    g_assert_cmpuint(w->loads, ==, 2);                  /* crosses its end */
    run_at(w, cache, &st, DATA + 8);
    g_assert_cmpuint(w->stores, ==, 1);                 /* no write tag */
    flush(w);
    run_at(w, cache, &ld, DATA + 8);
    g_assert_cmpuint(w->loads, ==, 3);
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    TcgCodeCache *cache = tcg_code_cache_new(1 << 20, &layout, &error);
    World *w = g_new0(World, 1);

    if (!cache) {
        printf("skipped: %s\n", error->message);
        g_free(w);
        return 77;
    }
    w->page_pc = PAGE_PC;
    w->tlb = w->table;
    w->helpers[TCG_HELPER_LOAD] = load;
    w->helpers[TCG_HELPER_STORE] = store;
    flush(w);
    check(w, cache);
    tcg_code_cache_free(cache);
    g_free(w);
    return 0;
}
