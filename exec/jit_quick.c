/*
 * jit_quick.c: loads and stores that missed the TLB, but need only a slot
 *
 * The hart is not exact here (TcgQuick in tcg/env.h), so nothing may trap:
 * what is not RAM that tlb_quick.c can find is left to the helpers.
 */
#include <string.h>

#include "jit.h"
#include "tlb_fill.h"

static TcgResult done(uint64_t value)
{
    return (TcgResult) { value, TCG_CONTINUE };
}

static TcgResult refused(void)
{
    return (TcgResult) { 0, TCG_LEAVE };
}

/* One host access each, as mem_slow.c's are. */
#define DEFINE_READ(name, type)                                         \
    static TcgResult read_##name(const void *host)                      \
    {                                                                   \
        type value;                                                     \
                                                                        \
        memcpy(&value, host, sizeof(value));                            \
        return done((uint64_t)(int64_t)value);                          \
    }

#define DEFINE_WRITE(type)                                              \
    static TcgResult write_##type(void *host, uint64_t value)           \
    {                                                                   \
        type data = (type)value;                                        \
                                                                        \
        memcpy(host, &data, sizeof(data));                              \
        return done(0);                                                 \
    }

DEFINE_READ(u8, uint8_t)
DEFINE_READ(u16, uint16_t)
DEFINE_READ(u32, uint32_t)
DEFINE_READ(64, uint64_t)
DEFINE_READ(s8, int8_t)
DEFINE_READ(s16, int16_t)
DEFINE_READ(s32, int32_t)
DEFINE_WRITE(uint8_t)
DEFINE_WRITE(uint16_t)
DEFINE_WRITE(uint32_t)
DEFINE_WRITE(uint64_t)

static TcgResult (*const reads[])(const void *host) = {
    [MO_8] = read_u8, [MO_16] = read_u16, [MO_32] = read_u32,
    [MO_64] = read_64, [MO_8 | MO_SIGN] = read_s8,
    [MO_16 | MO_SIGN] = read_s16, [MO_32 | MO_SIGN] = read_s32,
    [MO_64 | MO_SIGN] = read_64,
};

static TcgResult (*const writes[])(void *host, uint64_t value) = {
    [MO_8] = write_uint8_t, [MO_16] = write_uint16_t,
    [MO_32] = write_uint32_t, [MO_64] = write_uint64_t,
};

static TcgResult quick_load(void *env, uint64_t addr, uint64_t memop,
                            uint64_t unused)
{
    const void *host = tlb_refill_load(env, addr, memop_size((MemOp)memop));

    return G_LIKELY(host) ? reads[memop & (MO_SIZE | MO_SIGN)](host)
                          : refused();
}

static TcgResult quick_store(void *env, uint64_t addr, uint64_t value,
                             uint64_t memop)
{
    void *host = tlb_refill_store(env, addr, memop_size((MemOp)memop));

    return G_LIKELY(host) ? writes[memop & MO_SIZE](host, value)
                          : refused();
}

TcgHelperFn *const jit_quick[TCG_QUICK_COUNT] = {
    [TCG_QUICK_LOAD] = quick_load,
    [TCG_QUICK_STORE] = quick_store,
};
