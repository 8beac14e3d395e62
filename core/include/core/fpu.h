/*
 * fpu.h: exact IEEE 754-2019 arithmetic for f16, f32 and f64
 *
 * The reference for every engine: all flags, all five rounding modes,
 * subnormals, fused multiply-add, canonical NaN results (Unprivileged ISA,
 * "NaN Generation and Propagation"). Values are bit patterns; NaN boxing is
 * the caller's (fpu_box and fpu_unbox below). Tininess is detected after
 * rounding.
 *
 * Each width has the same functions; FPU_FUNCTIONS declares them once.
 */
#ifndef CORE_FPU_H
#define CORE_FPU_H

#include "core/types.h"

typedef enum RoundingMode {
    RM_RNE = 0,
    RM_RTZ = 1,
    RM_RDN = 2,
    RM_RUP = 3,
    RM_RMM = 4,
    RM_DYN = 7,                 /* in an instruction: use frm */
} RoundingMode;

enum {                          /* bits of fflags */
    FFLAG_NX = 1 << 0,
    FFLAG_UF = 1 << 1,
    FFLAG_OF = 1 << 2,
    FFLAG_DZ = 1 << 3,
    FFLAG_NV = 1 << 4,
};

typedef struct FpuStatus {
    uint8_t rm;                 /* RoundingMode, never RM_DYN */
    uint8_t flags;              /* FFLAG_*, only ever set here */
} FpuStatus;

/*
 * min/max: IEEE minimumNumber/maximumNumber; minm/maxm: minimum/maximum
 * (Zfa). eq, leq and ltq are quiet, lt and le signalling. round/roundnx:
 * fround and froundnx (Zfa). to_*: saturating, NaN gives the maximum.
 */
#define FPU_FUNCTIONS(f, type)                                          \
    type f##_add(FpuStatus *s, type a, type b);                         \
    type f##_sub(FpuStatus *s, type a, type b);                         \
    type f##_mul(FpuStatus *s, type a, type b);                         \
    type f##_div(FpuStatus *s, type a, type b);                         \
    type f##_sqrt(FpuStatus *s, type a);                                \
    type f##_muladd(FpuStatus *s, type a, type b, type c);              \
    type f##_min(FpuStatus *s, type a, type b);                         \
    type f##_max(FpuStatus *s, type a, type b);                         \
    type f##_minm(FpuStatus *s, type a, type b);                        \
    type f##_maxm(FpuStatus *s, type a, type b);                        \
    bool f##_eq(FpuStatus *s, type a, type b);                          \
    bool f##_lt(FpuStatus *s, type a, type b);                          \
    bool f##_le(FpuStatus *s, type a, type b);                          \
    bool f##_ltq(FpuStatus *s, type a, type b);                         \
    bool f##_leq(FpuStatus *s, type a, type b);                         \
    unsigned f##_classify(type a);                                      \
    type f##_round(FpuStatus *s, type a);                               \
    type f##_roundnx(FpuStatus *s, type a);                             \
    int32_t f##_to_i32(FpuStatus *s, type a);                           \
    uint32_t f##_to_u32(FpuStatus *s, type a);                          \
    int64_t f##_to_i64(FpuStatus *s, type a);                           \
    uint64_t f##_to_u64(FpuStatus *s, type a);                          \
    type f##_from_i64(FpuStatus *s, int64_t a);                         \
    type f##_from_u64(FpuStatus *s, uint64_t a);                        \
    type f##_constant(unsigned index)  /* fli, Zfa table */

FPU_FUNCTIONS(f16, uint16_t);
FPU_FUNCTIONS(f32, uint32_t);
FPU_FUNCTIONS(f64, uint64_t);

uint16_t f32_to_f16(FpuStatus *s, uint32_t a);
uint16_t f64_to_f16(FpuStatus *s, uint64_t a);
uint32_t f16_to_f32(FpuStatus *s, uint16_t a);
uint32_t f64_to_f32(FpuStatus *s, uint64_t a);
uint64_t f16_to_f64(FpuStatus *s, uint16_t a);
uint64_t f32_to_f64(FpuStatus *s, uint32_t a);

/** f64_to_i32_modular: fcvtmod.w.d (Zfa): modulo 2^32, RTZ */
int32_t f64_to_i32_modular(FpuStatus *s, uint64_t a);

/* NaN boxing, Unprivileged ISA "NaN Boxing of Narrower Values" */
static inline uint64_t fpu_box32(uint32_t v)
{
    return 0xffffffff00000000ull | v;
}

static inline uint64_t fpu_box16(uint16_t v)
{
    return 0xffffffffffff0000ull | v;
}

static inline uint32_t fpu_unbox32(uint64_t v)
{
    return (v >> 32) == 0xffffffffu ? (uint32_t)v : 0x7fc00000u;
}

static inline uint16_t fpu_unbox16(uint64_t v)
{
    return (v >> 16) == 0xffffffffffffull ? (uint16_t)v : 0x7e00u;
}

#endif
