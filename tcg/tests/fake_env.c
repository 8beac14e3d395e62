/* fake_env.c: a world for translated code that is no machine */
#include "fake_env.h"

#include <string.h>

#include "core/bits.h"

const TcgLayout fake_layout = {
    .exit_request = offsetof(FakeEnv, exit_request),
    .page_pc = offsetof(FakeEnv, page_pc),
    .tlb = offsetof(FakeEnv, tlb),
    .jmp_cache = offsetof(FakeEnv, jmp_cache),
    .fp_active = offsetof(FakeEnv, fp_active),
    .slice_end = offsetof(FakeEnv, slice_end),
    .helpers = offsetof(FakeEnv, helpers),
    .tlb_bits = FAKE_TLB_BITS,
    .tlb_phys = offsetof(FakeEnv, tlb_phys) - offsetof(FakeEnv, tlb_table),
};

static void note(FakeEnv *env, FakeCall call)
{
    if (env->n_calls < FAKE_CALLS) {
        call.pc = env->hart.pc;
        call.retired = env->hart.retired;
        env->calls[env->n_calls] = call;
    }
    env->n_calls++;
}

/* host address of an access, or NULL after a trap */
static void *find(FakeEnv *env, uint64_t address, unsigned size)
{
    if (address - FAKE_BASE > FAKE_SIZE - size) {
        env->hart.pc = FAKE_TRAP_PC;
        return NULL;
    }
    return env->memory + (address - FAKE_BASE);
}

static TcgResult continues(uint64_t value)
{
    return (TcgResult) { value, TCG_CONTINUE };
}

static TcgResult trapped(void)
{
    return (TcgResult) { 0x7a7a7a7a, TCG_JUMP };
}

static uint64_t read_memory(const void *place, MemOp op)
{
    unsigned bits = 8 * memop_size(op);
    uint64_t value = 0;

    memcpy(&value, place, bits / 8);
    return op & MO_SIGN ? (uint64_t)sextract64(value, 0, bits) : value;
}

static TcgResult fake_load(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FakeEnv *env = opaque;
    void *place;

    note(env, (FakeCall) { TCG_HELPER_LOAD, a, b, 0 });
    place = find(env, a, memop_size(b));
    return place ? continues(read_memory(place, b)) : trapped();
}

static TcgResult fake_store(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FakeEnv *env = opaque;
    void *place;

    note(env, (FakeCall) { TCG_HELPER_STORE, a, b, c });
    place = find(env, a, memop_size(c));
    if (!place) {
        return trapped();
    }
    memcpy(place, &b, memop_size(c));
    return continues(0x7a7a7a7a);
}

static uint64_t combine(IrAmo op, uint64_t old, uint64_t b)
{
    switch (op) {
    case IR_AMO_SWAP: return b;
    case IR_AMO_ADD: return old + b;
    case IR_AMO_XOR: return old ^ b;
    case IR_AMO_AND: return old & b;
    case IR_AMO_OR: return old | b;
    case IR_AMO_MIN: return (int64_t)old < (int64_t)b ? old : b;
    case IR_AMO_MAX: return (int64_t)old > (int64_t)b ? old : b;
    case IR_AMO_MINU: return MIN(old, b);
    case IR_AMO_MAXU: return MAX(old, b);
    }
    g_assert_not_reached();
}

static TcgResult fake_amo(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FakeEnv *env = opaque;
    MemOp op = IR_AMO_SIZE(c) | MO_SIGN;
    uint64_t old, new;
    void *place;

    note(env, (FakeCall) { TCG_HELPER_AMO, a, b, c });
    place = find(env, a, memop_size(op));
    if (!place) {
        return trapped();
    }
    old = read_memory(place, op);
    new = combine(IR_AMO_OP(c), old, read_memory(&b, op));
    memcpy(place, &new, memop_size(op));
    return continues(old);
}

/* Memory is mapped to itself. */
static TcgResult fake_lr(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FakeEnv *env = opaque;
    TcgResult result = fake_load(env, a, b, c);

    if (result.status == TCG_CONTINUE) {
        env->hart.lr_valid = true;
        env->hart.lr_size = memop_size(b);
        env->hart.lr_addr = a;
        env->hart.lr_value = result.value;
    }
    return result;
}

static TcgResult fake_sc(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FakeEnv *env = opaque;
    MemOp op = c | MO_SIGN;
    bool reserved = env->hart.lr_valid && env->hart.lr_addr == a &&
                    env->hart.lr_size == memop_size(op);
    void *place = find(env, a, memop_size(op));

    note(env, (FakeCall) { TCG_HELPER_SC, a, b, c });
    if (!place) {
        return trapped();
    }
    env->hart.lr_valid = false;
    if (!reserved || read_memory(place, op) != env->hart.lr_value) {
        return continues(1);
    }
    memcpy(place, &b, memop_size(op));
    return continues(0);
}

/* helpers that answer what the test wants */
#define FAKE_ANSWER(name)                                               \
    static TcgResult fake_##name(void *opaque, uint64_t a, uint64_t b,  \
                                 uint64_t c)                            \
    {                                                                   \
        FakeEnv *env = opaque;                                          \
                                                                        \
        note(env, (FakeCall) { TCG_HELPER_##name, a, b, c });           \
        return env->answer;                                             \
    }

FAKE_ANSWER(INTERP)
FAKE_ANSWER(RAISE)
FAKE_ANSWER(CSR)
FAKE_ANSWER(SRET)
FAKE_ANSWER(MRET)
FAKE_ANSWER(LOOKUP)
FAKE_ANSWER(CLMULH)
FAKE_ANSWER(CLMULR)

static TcgResult fake_FP_ENTER(void *opaque, uint64_t a, uint64_t b,
                               uint64_t c)
{
    FakeEnv *env = opaque;

    note(env, (FakeCall) { TCG_HELPER_FP_ENTER, a, b, c });
    env->fp_active = env->answer.status == TCG_CONTINUE;
    return env->answer;
}

static TcgResult fake_clmul(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t product = 0;

    for (unsigned i = 0; i < 64; i++) {
        product ^= b >> i & 1 ? a << i : 0;
    }
    return continues(product);
}

void fake_env_init(FakeEnv *env)
{
    static TcgHelperFn *const helpers[TCG_HELPER_COUNT] = {
        fake_load, fake_store, fake_amo, fake_lr, fake_sc, fake_INTERP,
        fake_RAISE, fake_CSR, fake_SRET, fake_MRET, fake_LOOKUP,
        fake_FP_ENTER, fake_clmul, fake_CLMULH, fake_CLMULR,
    };

    memset(env, 0, sizeof(*env));
    memcpy(env->helpers, helpers, sizeof(helpers));
    env->page_pc = FAKE_PAGE_PC;
    env->slice_end = UINT64_MAX / 2;
}

FakeEnv *fake_env_new(void)
{
    FakeEnv *env = g_new(FakeEnv, 1);

    fake_env_init(env);
    return env;
}

void fake_env_free(FakeEnv *env)
{
    g_free(env);
}

static TcgResult find_nothing(void *opaque, uint64_t a, uint64_t b,
                              uint64_t c)
{
    return (TcgResult) { 0, TCG_LEAVE };
}

/* An empty slot holds the tag of a page that belongs to the next one. */
void fake_env_map(FakeEnv *env)
{
    const uint64_t slots = G_N_ELEMENTS(env->tlb_table);

    env->tlb = env->tlb_table;
    env->jmp_cache = env->jmp_table;
    env->helpers[TCG_HELPER_LOOKUP] = find_nothing;
    for (uint64_t i = 0; i < slots; i++) {
        uint64_t tag = (i + 1) % slots << 12;

        env->tlb[i] = (TcgTlbEntry) { tag, tag, tag, 0 };
    }
    for (uint64_t offset = 0; offset < FAKE_SIZE; offset += 4096) {
        uint64_t tag = FAKE_BASE + offset;

        env->tlb[(tag >> 12) % slots] = (TcgTlbEntry) {
            tag, tag, tag, (uintptr_t)env->memory - FAKE_BASE,
        };
        env->tlb_phys[(tag >> 12) % slots][0] = tag;
    }
    for (unsigned i = 0; i < TCG_JMP_SIZE; i++) {
        env->jmp_cache[i] = (TcgJmpEntry) { .pc = TCG_JMP_NO_PC(i) };
    }
}
