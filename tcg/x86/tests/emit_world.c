/* emit_world.c: making worlds, running units in them, comparing them */
#include "emit_world.h"

#include <inttypes.h>
#include <string.h>

#define CACHE_BYTES (16u << 20)     /* the first region takes all units */

/* --- worlds -------------------------------------------------------------- */

TcgLayout world_layout(void)
{
    return (TcgLayout){
        .exit_request = offsetof(World, exit_request),
        .page_pc = offsetof(World, page_pc),
        .tlb = offsetof(World, tlb),
        .jmp_cache = offsetof(World, jmp_cache),
        .link_generation = offsetof(World, link_generation),
        .fp_active = offsetof(World, fp_active),
        .slice_end = offsetof(World, slice_end),
        .slice_left = offsetof(World, slice_left),
        .helpers = offsetof(World, helpers),
        .quick = offsetof(World, quick),
        .tlb_bits = WORLD_TLB_BITS,
        .tlb_phys = offsetof(World, phys) - offsetof(World, table),
    };
}

uint64_t world_random(uint32_t *seed)
{
    static const uint64_t special[] = {
        0, 1, 2, 63, 64, UINT64_MAX, INT64_MAX, 1ull << 63, INT32_MAX,
        1ull << 31, UINT32_MAX, 1ull << 32, 0xffffffff80000000, 0x7fff,
        0x8000, 0xff, 0x80,
    };
    uint64_t value = 0;

    for (unsigned i = 0; i < 4; i++) {
        *seed = *seed * 1664525 + 1013904223;
        value = value << 16 | *seed >> 16;
    }
    return *seed % 3 ? value
        : special[(*seed >> 8) % G_N_ELEMENTS(special)];
}

static void fill_tlb(World *w)
{
    for (unsigned i = 0; i < 1 << WORLD_TLB_BITS; i++) {
        uint64_t nothing = (uint64_t)(i ^ 1) << 12;

        w->table[i] = (TcgTlbEntry){ nothing, nothing, nothing, 0 };
    }
    for (unsigned i = 0; i < WORLD_BYTES / 4096; i++) {
        uint64_t page = WORLD_RAM + i * 4096;

        if (i != 4) {
            w->phys[i][0] = WORLD_PHYS + i * 4096;
            w->table[i].read = page;
            w->table[i].addend = (uintptr_t)w->ram - WORLD_RAM;
        }
        if (i != 4 && i != 5) {
            w->table[i].write = page;
        }
    }
}

static void reset_ram(World *w)
{
    static uint8_t bytes[WORLD_BYTES];

    if (!bytes[1]) {
        for (unsigned i = 0; i < WORLD_BYTES; i++) {
            bytes[i] = i * 7 + (i >> 8);
        }
    }
    memcpy(w->ram, bytes, WORLD_BYTES);
}

void world_reset(World *w, uint32_t seed)
{
    memset(w, 0, offsetof(World, table));
    for (unsigned i = 1; i < 32; i++) {
        w->hart.gpr[i] = world_random(&seed);
    }
    for (unsigned i = 0; i < 32; i++) {
        w->hart.fpr[i] = world_random(&seed);
    }
    w->hart.retired = 1000;
    w->page_pc = WORLD_PAGE;
    w->fp_active = 1;
    w->slice_end = INT64_MAX;
    w->tlb = w->table;
    w->jmp_cache = w->jumps;
    world_fill_helpers(w);
}

World *world_new(uint32_t seed)
{
    World *w = g_new0(World, 1);

    for (unsigned i = 0; i < TCG_JMP_SIZE; i++) {
        w->jumps[i].pc = TCG_JMP_NO_PC(i);
    }
    fill_tlb(w);
    reset_ram(w);
    world_reset(w, seed);
    return w;
}

/* --- units --------------------------------------------------------------- */

TcgCodeCache *world_cache(const char *masked, unsigned shuffle, bool counts)
{
    TcgLayout layout = world_layout();
    X86Features features = x86_features_detect();
    TcgCodeCache *cache;

    layout.shuffle = shuffle;
    layout.counts = counts;
    if (masked) {
        ck_assert(x86_features_mask(&features, masked));
    }
    cache = x86_code_cache_new(CACHE_BYTES, &layout, &features,
                               x86_emit_common, NULL);
    ck_assert_ptr_nonnull(cache);
    return cache;
}

TCGContext *world_parse(const char *text)
{
    TCGContext *s = tcg_context_new();
    char *error = NULL;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    return s;
}

TcgUnit world_emit(TcgCodeCache *cache, TCGContext *s,
                   const TcgConfig *config)
{
    static const TcgConfig none;
    TcgUnit unit;

    if (!tcg_emit_unit(s, cache, config ? config : &none, &unit)) {
        ck_abort_msg("the code cache is full");
    }
    return unit;
}

uint64_t world_run(TcgCodeCache *cache, World *w, const void *code)
{
    return tcg_code_cache_enter(cache)(w, code);
}

static bool stores(const TCGContext *s)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        IrOpcode opc = s->ops[i].opc;

        if (opc == IR_gst || opc == IR_gfst
            || ir_op_flags(opc) & IR_STORES) {
            return true;
        }
    }
    return false;
}

static char *printed(const TCGContext *s)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    return g_string_free(text, FALSE);
}

/* As ck_assert_msg(), which is slow: it writes to a pipe each time. */
static void want(bool ok, const char *what, const TCGContext *s)
{
    if (!ok) {
        ck_abort_msg("%s\n%s", what, printed(s));
    }
}

static void want_same_registers(const Hart *host, const Hart *tci,
                                const TCGContext *s)
{
    for (unsigned i = 0; i < 64; i++) {
        uint64_t a = i < 32 ? host->gpr[i] : host->fpr[i - 32];
        uint64_t b = i < 32 ? tci->gpr[i] : tci->fpr[i - 32];

        if (a != b) {
            ck_abort_msg("%c%u: host code %#" PRIx64 ", tci %#" PRIx64
                         "\n%s", i < 32 ? 'x' : 'f', i % 32, a, b,
                         printed(s));
        }
    }
}

void world_assert_same(const World *host, const World *tci,
                       const TCGContext *s)
{
    want_same_registers(&host->hart, &tci->hart, s);
    want(host->hart.pc == tci->hart.pc, "pc", s);
    want(!memcmp(&host->hart, &tci->hart, sizeof(Hart)),
         "another field of the hart", s);
    want(!stores(s) || !memcmp(host->ram, tci->ram, WORLD_BYTES), "RAM", s);
    want(host->fallback == tci->fallback, "a field of env", s);
}

World *world_check(TcgCodeCache *cache, TCGContext *s, WorldFn *prepare,
                   uint32_t seed)
{
    static const TcgConfig none;
    static World *host, *tci;
    TcgLayout layout = world_layout();
    TcgUnit unit = world_emit(cache, s, NULL);
    uint64_t exit_host, exit_tci;

    if (!host) {
        host = world_new(0);
        tci = world_new(0);
    }
    world_reset(host, seed);
    world_reset(tci, seed);
    if (stores(s)) {
        reset_ram(host);
        reset_ram(tci);
    }
    if (prepare) {
        prepare(host, seed);
        prepare(tci, seed);
    }
    exit_host = world_run(cache, host, unit.code);
    exit_tci = tci_run(s, tci, &layout, &none);
    want((exit_host & 0xff) == exit_tci
         || (exit_host & 0xff) == TCG_EXIT_LINK, "exit", s);
    world_assert_same(host, tci, s);
    return host;
}

World *world_text(const char *text, WorldFn *prepare, uint32_t seed)
{
    TcgCodeCache *cache = world_cache(NULL, 0, false);
    TCGContext *s = world_parse(text);
    World *w = world_check(cache, s, prepare, seed);

    tcg_context_free(s);
    tcg_code_cache_free(cache);
    return w;
}
