/*
 * emit_helpers.c: the helpers of a World
 *
 * They overwrite every register that C may, and want the stack to be aligned
 * as C does.
 */
#include <string.h>

#include "core/bits.h"
#include "emit_world.h"

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

static TcgResult load(const uint8_t *p, uint64_t memop)
{
    unsigned bytes = memop_size(memop & MO_SIZE);
    uint64_t value = 0;

    memcpy(&value, p, bytes);
    return end(memop & MO_SIGN ? (uint64_t)sextract64(value, 0, 8 * bytes)
                               : value, TCG_CONTINUE);
}

static TcgResult help_load(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_LOAD, a, b, c);
    uint8_t *p = ram(w, a, memop_size(b & MO_SIZE));

    return p ? load(p, b) : trap(w);
}

/* They do nothing, or the access, and know nothing of the hart. */
static TcgResult quick_load(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = env;
    uint8_t *p = ram(w, a, memop_size(b & MO_SIZE));

    return p && w->quickly ? load(p, b) : end(7, TCG_LEAVE);
}

static TcgResult quick_store(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = env;
    unsigned bytes = memop_size(c & MO_SIZE);
    uint8_t *p = ram(w, a, bytes);

    if (!p || !w->quickly) {
        return end(7, TCG_LEAVE);
    }
    memcpy(p, &b, bytes);
    return end(0, TCG_CONTINUE);
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
    World *w = begin(env, TCG_HELPER_LR, a, b, c);
    unsigned bytes = memop_size(b & MO_SIZE);
    uint8_t *p = ram(w, a, bytes);

    if (!p || a % bytes) {
        return trap(w);
    }
    w->hart.lr_value = 0;
    memcpy(&w->hart.lr_value, p, bytes);
    w->hart.lr_value = sextract64(w->hart.lr_value, 0, 8 * bytes);
    w->hart.lr_addr = a - WORLD_RAM + WORLD_PHYS;
    w->hart.lr_size = bytes;
    w->hart.lr_valid = true;
    return end(w->hart.lr_value, TCG_CONTINUE);
}

static TcgResult help_sc(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = begin(env, TCG_HELPER_SC, a, b, c);
    unsigned bytes = memop_size(c & MO_SIZE);
    uint8_t *p = ram(w, a, bytes);
    bool reserved = w->hart.lr_valid && w->hart.lr_size == bytes
        && w->hart.lr_addr == a - WORLD_RAM + WORLD_PHYS;

    if (!p || a % bytes) {
        return trap(w);
    }
    w->hart.lr_valid = false;
    if (!reserved || memcmp(p, &w->hart.lr_value, bytes)) {
        return end(1, TCG_CONTINUE);
    }
    memcpy(p, &b, bytes);
    return end(0, TCG_CONTINUE);
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
#define ALIGNED_FN(name, function)                                      \
    static TcgResult aligned_##name(void *env, uint64_t a, uint64_t b,  \
                                    uint64_t c)                         \
    {                                                                   \
        if ((uintptr_t)__builtin_frame_address(0) % 16) {               \
            ck_abort_msg("the stack of a helper is not aligned");       \
        }                                                               \
        return function(env, a, b, c);                                  \
    }

#define ALIGNED(name) ALIGNED_FN(name, help_##name)

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
ALIGNED_FN(quick_load, quick_load)
ALIGNED_FN(quick_store, quick_store)

/* --- the table ----------------------------------------------------------- */

void world_fill_helpers(World *w)
{
    w->quick[TCG_QUICK_LOAD] = aligned_quick_load;
    w->quick[TCG_QUICK_STORE] = aligned_quick_store;
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
