/*
 * emit_world.c: the helpers overwrite every register that C may, and want
 * the stack to be aligned as C does
 */
#include "emit_world.h"

#include <inttypes.h>
#include <string.h>

#include "core/bits.h"

/* --- helpers ------------------------------------------------------------- */

static void trash_registers(void)
{
    const uint64_t junk = 0xdeadbeefdeadbeef;

    __asm__ volatile(
        "mov %0, %%rcx; mov %0, %%rsi; mov %0, %%rdi; mov %0, %%r8;"
        "mov %0, %%r9; mov %0, %%r10; mov %0, %%r11;"
        "movq %0, %%xmm0; movq %0, %%xmm1; movq %0, %%xmm2;"
        "movq %0, %%xmm3; movq %0, %%xmm4; movq %0, %%xmm5;"
        "movq %0, %%xmm6; movq %0, %%xmm7; movq %0, %%xmm8;"
        "movq %0, %%xmm9; movq %0, %%xmm10; movq %0, %%xmm11;"
        "movq %0, %%xmm12; movq %0, %%xmm13; movq %0, %%xmm14;"
        "movq %0, %%xmm15"
        : : "a"(junk)
        : "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1",
          "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
          "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

static World *begin(void *env, TcgHelper helper, uint64_t a, uint64_t b,
                    uint64_t c)
{
    World *w = env;

    w->calls[helper]++;
    if (helper == TCG_HELPER_LOOKUP) {
        return w;
    }
    w->args[0] = a;
    w->args[1] = b;
    w->args[2] = c;
    w->seen_pc = w->hart.pc;
    w->seen_retired = w->hart.retired;
    w->seen = w->hart;
    return w;
}

static TcgResult end(uint64_t value, TcgStatus status)
{
    trash_registers();
    return (TcgResult){ value, status };
}

static TcgResult trap(World *w)
{
    w->hart.mepc = w->hart.pc;
    w->hart.pc = WORLD_TRAP;
    return end(0, TCG_JUMP);
}

/* Bytes of RAM; NULL when one of them is not. */
static uint8_t *ram(World *w, uint64_t address, unsigned bytes)
{
    uint64_t offset = address - WORLD_RAM;

    return offset <= WORLD_BYTES - bytes ? w->ram + offset : NULL;
}

static TcgResult help_load(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_LOAD, a, b, c);
    unsigned bytes = memop_size(b & MO_SIZE);
    uint8_t *p = ram(w, a, bytes);
    uint64_t value = 0;

    if (!p) {
        return trap(w);
    }
    memcpy(&value, p, bytes);
    return end(b & MO_SIGN ? (uint64_t)sextract64(value, 0, 8 * bytes)
                           : value, TCG_CONTINUE);
}

static TcgResult help_store(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_STORE, a, b, c);
    unsigned bytes = memop_size(c & MO_SIZE);
    uint8_t *p = ram(w, a, bytes);

    if (!p) {
        return trap(w);
    }
    memcpy(p, &b, bytes);
    return end(0, TCG_CONTINUE);
}

static uint64_t combine(IrAmo amo, uint64_t old, uint64_t b)
{
    switch (amo) {
    case IR_AMO_SWAP:
        return b;
    case IR_AMO_ADD:
        return old + b;
    case IR_AMO_XOR:
        return old ^ b;
    case IR_AMO_AND:
        return old & b;
    case IR_AMO_OR:
        return old | b;
    case IR_AMO_MIN:
        return (int64_t)old < (int64_t)b ? old : b;
    case IR_AMO_MAX:
        return (int64_t)old > (int64_t)b ? old : b;
    case IR_AMO_MINU:
        return old < b ? old : b;
    case IR_AMO_MAXU:
        return old > b ? old : b;
    }
    return 0;
}

static TcgResult help_amo(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_AMO, a, b, c);
    unsigned bytes = memop_size(IR_AMO_SIZE(c));
    uint8_t *p = ram(w, a, bytes);
    uint64_t old = 0, value;

    if (!p || a % bytes) {
        return trap(w);
    }
    memcpy(&old, p, bytes);
    old = sextract64(old, 0, 8 * bytes);
    value = combine(IR_AMO_OP(c), old, sextract64(b, 0, 8 * bytes));
    memcpy(p, &value, bytes);
    return end(old, TCG_CONTINUE);
}

static TcgResult help_lr(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    begin(env, TCG_HELPER_LR, a, b, c);
    return end(a + b, TCG_CONTINUE);
}

static TcgResult help_sc(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    begin(env, TCG_HELPER_SC, a, b, c);
    return end(a + b + c, TCG_CONTINUE);
}

static TcgResult help_csr(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_CSR, a, b, c);

    if (w->new_x10) {
        w->hart.gpr[10] = w->new_x10;
        w->hart.fpr[10] = ~w->new_x10;
    }
    return end(w->answer.value, w->answer.status);
}

static TcgResult help_interp(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_INTERP, a, 0, 0);

    w->hart.gpr[10] += a;
    return end(0, w->answer.status);
}

static TcgResult help_fp_enter(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_FP_ENTER, 0, 0, 0);

    w->fp_active = w->answer.status == TCG_CONTINUE;
    return end(0, w->answer.status);
}

static TcgResult help_lookup(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_LOOKUP, 0, 0, 0);
    uint64_t pc = w->hart.pc;

    if (!w->found) {
        return end(0, TCG_LEAVE);
    }
    w->jumps[(pc >> 1) % TCG_JMP_SIZE] = (TcgJmpEntry){ pc, w->found };
    return end(0, TCG_JUMP);
}

static TcgResult help_raise(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_RAISE, a, b, 0);

    w->hart.mcause = a;
    w->hart.mtval = b;
    return trap(w);
}

static TcgResult help_ret(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_SRET, 0, 0, 0);

    w->hart.pc = 0x5554;
    w->hart.retired++;
    return end(0, TCG_JUMP);
}

static TcgResult help_clmul(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < 64; i++) {
        sum ^= b >> i & 1 ? a << i : 0;
    }
    return end(sum, TCG_CONTINUE);
}

/* The stack where a helper starts: a multiple of 16 before the call. */
#define ALIGNED(name)                                                   \
    static TcgResult aligned_##name(void *env, uint64_t a, uint64_t b,  \
                                    uint64_t c)                         \
    {                                                                   \
        if ((uintptr_t)__builtin_frame_address(0) % 16) {               \
            ck_abort_msg("the stack of a helper is not aligned");       \
        }                                                               \
        return help_##name(env, a, b, c);                               \
    }

ALIGNED(load)
ALIGNED(store)
ALIGNED(amo)
ALIGNED(lr)
ALIGNED(sc)
ALIGNED(csr)
ALIGNED(interp)
ALIGNED(fp_enter)
ALIGNED(lookup)
ALIGNED(raise)
ALIGNED(ret)
ALIGNED(clmul)

/* --- worlds -------------------------------------------------------------- */

TcgLayout world_layout(void)
{
    return (TcgLayout){
        .exit_request = offsetof(World, exit_request),
        .page_pc = offsetof(World, page_pc),
        .tlb = offsetof(World, tlb),
        .jmp_cache = offsetof(World, jmp_cache),
        .fp_active = offsetof(World, fp_active),
        .slice_end = offsetof(World, slice_end),
        .helpers = offsetof(World, helpers),
        .tlb_bits = WORLD_TLB_BITS,
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
            w->table[i].read = page;
            w->table[i].host = (uintptr_t)w->ram + i * 4096;
        }
        if (i != 4 && i != 5) {
            w->table[i].write = page;
        }
    }
}

static void fill_helpers(World *w)
{
    w->helpers[TCG_HELPER_LOAD] = aligned_load;
    w->helpers[TCG_HELPER_STORE] = aligned_store;
    w->helpers[TCG_HELPER_AMO] = aligned_amo;
    w->helpers[TCG_HELPER_LR] = aligned_lr;
    w->helpers[TCG_HELPER_SC] = aligned_sc;
    w->helpers[TCG_HELPER_INTERP] = aligned_interp;
    w->helpers[TCG_HELPER_RAISE] = aligned_raise;
    w->helpers[TCG_HELPER_CSR] = aligned_csr;
    w->helpers[TCG_HELPER_SRET] = aligned_ret;
    w->helpers[TCG_HELPER_MRET] = aligned_ret;
    w->helpers[TCG_HELPER_LOOKUP] = aligned_lookup;
    w->helpers[TCG_HELPER_FP_ENTER] = aligned_fp_enter;
    w->helpers[TCG_HELPER_CLMUL] = aligned_clmul;
    w->helpers[TCG_HELPER_CLMULH] = aligned_clmul;
    w->helpers[TCG_HELPER_CLMULR] = aligned_clmul;
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
    fill_helpers(w);
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
    cache = x86_code_cache_new(256 << 10, &layout, &features, x86_emit_common,
                               NULL);
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
