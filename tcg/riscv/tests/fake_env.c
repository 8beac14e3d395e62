/* fake_env.c: see fake_env.h */
#include <string.h>

#include "core/hart.h"
#include "fake_env.h"

static const TcgLayout layout = {
    .exit_request = offsetof(FakeEnv, exit_request),
    .page_pc = offsetof(FakeEnv, page_pc),
    .slice_end = offsetof(FakeEnv, slice_end),
    .fp_active = offsetof(FakeEnv, fp_active),
    .helpers = offsetof(FakeEnv, helpers),
};

static FakeEnv *note(void *opaque, TcgHelper helper, const uint64_t *args)
{
    FakeEnv *env = opaque;

    env->calls++;
    env->helper = helper;
    env->a = args[0];
    env->b = args[1];
    env->c = args[2];
    env->pc = env->hart.pc;
    env->retired = env->hart.retired;
    return env;
}

static void *at(FakeEnv *env, uint64_t address)
{
    return &env->memory[address & 0xff8] + (address & 7);
}

static uint64_t extend(uint64_t value, unsigned op)
{
    unsigned shift = 64 - 8 * memop_size(op);

    return op & MO_SIGN ? (uint64_t)((int64_t)(value << shift) >> shift)
                        : value << shift >> shift;
}

static uint64_t load(FakeEnv *env, uint64_t address, unsigned op)
{
    uint64_t value;

    memcpy(&value, at(env, address), sizeof(value));
    return extend(value, op);
}

static void store(FakeEnv *env, uint64_t address, uint64_t value, unsigned op)
{
    memcpy(at(env, address), &value, memop_size(op));
}

#define HELPER(NAME)                                                    \
    static TcgResult help_##NAME(void *opaque, uint64_t a, uint64_t b,  \
                                 uint64_t c)                            \
    {                                                                   \
        FakeEnv *env = note(opaque, TCG_HELPER_##NAME,                  \
                            (uint64_t[]) { a, b, c });                  \
        return answer_##NAME(env);                                      \
    }

static TcgResult answer_LOAD(FakeEnv *env)
{
    return (TcgResult) { load(env, env->a, env->b), TCG_CONTINUE };
}

static TcgResult answer_LR(FakeEnv *env)
{
    return answer_LOAD(env);
}

static TcgResult answer_STORE(FakeEnv *env)
{
    store(env, env->a, env->b, env->c);
    return (TcgResult) { 0, TCG_CONTINUE };
}

static TcgResult answer_SC(FakeEnv *env)
{
    return answer_STORE(env);
}

/* Only addition: which operation it is, other tests know. */
static TcgResult answer_AMO(FakeEnv *env)
{
    unsigned size = IR_AMO_SIZE(env->c);
    uint64_t old = load(env, env->a, size | MO_SIGN);

    store(env, env->a, old + env->b, size);
    return (TcgResult) { old, TCG_CONTINUE };
}

static TcgResult answer_other(FakeEnv *env)
{
    return (TcgResult) { 0x1111, env->answer };
}

#define answer_INTERP answer_other
#define answer_RAISE answer_other
#define answer_CSR answer_other
#define answer_SRET answer_other
#define answer_MRET answer_other
#define answer_LOOKUP answer_other
#define answer_FP_ENTER answer_other

/* Bit i of the product is the parity of the pairs with sum i. */
static TcgResult clmul(FakeEnv *env, int first_bit)
{
    uint64_t product = 0;

    for (int bit = 0; bit < 64; bit++) {
        for (int i = 0; i < 64; i++) {
            int j = first_bit + bit - i;

            if (j >= 0 && j < 64) {
                product ^= (env->a >> i & env->b >> j & 1) << bit;
            }
        }
    }
    return (TcgResult) { product, TCG_CONTINUE };
}

static TcgResult answer_CLMUL(FakeEnv *env)
{
    return clmul(env, 0);
}

static TcgResult answer_CLMULH(FakeEnv *env)
{
    return clmul(env, 64);
}

static TcgResult answer_CLMULR(FakeEnv *env)
{
    return clmul(env, 63);
}

#define TCG_HELPER(name, ...) HELPER(name)
#include "tcg/helpers.inc"
#undef TCG_HELPER

static TcgHelperFn *const helpers[TCG_HELPER_COUNT] = {
#define TCG_HELPER(name, ...) [TCG_HELPER_##name] = help_##name,
#include "tcg/helpers.inc"
#undef TCG_HELPER
};

void fake_env_init(FakeEnv *env)
{
    memset(env, 0, sizeof(*env));
    memcpy(env->helpers, helpers, sizeof(helpers));
    env->slice_end = UINT64_MAX / 2;
    env->answer = TCG_JUMP;
}

uint64_t fake_env_run(FakeEnv *env, const TCGContext *s,
                      const TcgConfig *config)
{
    env->page_pc = env->hart.pc & ~0xfffull;
    return tci_run(s, env, &layout, config);
}
