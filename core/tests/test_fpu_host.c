/*
 * test_fpu_host.c: f32 and f64 against the host's floating-point unit
 *
 * The host computes the same operation with the same rounding mode; result
 * bits and all five flags must agree. Left out: round to nearest, ties away
 * (hosts lack it) and NaN payloads (every NaN counts as the canonical one).
 * Underflow counts only when the host detects tininess after rounding.
 */
#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/fpu.h"
#include "support/unit.h"

enum { ROUNDS = 50000 };

typedef struct HostMode {
    uint8_t rm;
    int fenv;
} HostMode;

static const HostMode modes[] = {
    { RM_RNE, FE_TONEAREST }, { RM_RTZ, FE_TOWARDZERO },
    { RM_RDN, FE_DOWNWARD }, { RM_RUP, FE_UPWARD },
};

/* Operands and result of one operation, in the representation of its width */
typedef struct Case {
    uint64_t a, b, c;
    uint64_t result;
    uint8_t flags;
} Case;

typedef uint64_t HostFn(const Case *operands);
typedef uint64_t FpuFn(FpuStatus *s, const Case *operands);

static double to_double(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static float to_float(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static uint64_t from_double(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return value != value ? 0x7ff8000000000000 : bits;
}

static uint64_t from_float(float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return value != value ? 0x7fc00000 : bits;
}

static uint8_t flags_from_host(void)
{
    int raised = fetestexcept(FE_ALL_EXCEPT);

    return (raised & FE_INEXACT ? FFLAG_NX : 0)
           | (raised & FE_UNDERFLOW ? FFLAG_UF : 0)
           | (raised & FE_OVERFLOW ? FFLAG_OF : 0)
           | (raised & FE_DIVBYZERO ? FFLAG_DZ : 0)
           | (raised & FE_INVALID ? FFLAG_NV : 0);
}

/*
 * The product rounds up to the smallest normal number: no underflow where
 * tininess is detected after rounding.
 */
static uint8_t comparable_flags(void)
{
    volatile double x = 0x1.fffffffffffffp-1022, y = 0x1.0000000000001p-1;
    volatile double product;

    feclearexcept(FE_ALL_EXCEPT);
    product = x * y;
    (void)product;
    return fetestexcept(FE_UNDERFLOW) ? 0x1f & ~FFLAG_UF : 0x1f;
}

/* xorshift64*: the tests repeat exactly */
static uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717ull;
}

/*
 * A pattern with an interesting exponent and a fraction of long runs of
 * equal bits, which make carries, ties and cancellations likely.
 */
static uint64_t random_float(uint64_t *state, int exp_bits, int frac_bits)
{
    static const int offsets[] = { 0, 1, 2, -2, -1 };
    uint64_t r = random_next(state);
    uint64_t frac_mask = (1ull << frac_bits) - 1;
    uint64_t exp_mask = (1ull << exp_bits) - 1;
    uint64_t frac = random_next(state) & frac_mask;
    uint64_t exp = random_next(state) & exp_mask;

    if (r & 1) {
        frac &= ~0ull << (r >> 8 & 63);
    }
    if (r & 2) {
        frac ^= frac_mask >> (r >> 16) % frac_bits;
    }
    if ((r & 12) == 0) {
        exp = (r >> 24) % 5 ? offsets[(r >> 32) % 5] & exp_mask : exp_mask >> 1;
    } else if ((r & 12) == 4) {
        exp = (exp_mask >> 1) - frac_bits + (r >> 24) % (2 * frac_bits);
    }
    return (r >> 63) << (exp_bits + frac_bits) | exp << frac_bits | frac;
}

#define HOST(name, result) \
    static uint64_t name(const Case *o) { return result; }
#define FPU(name, result) \
    static uint64_t name(FpuStatus *s, const Case *o) { return result; }

#define DEFINE_OPERATION(op, host64, host32, ...)                       \
    HOST(host_f64_##op, host64)                                         \
    HOST(host_f32_##op, host32)                                         \
    FPU(fpu_f64_##op, f64_##op(s, __VA_ARGS__))                         \
    FPU(fpu_f32_##op, f32_##op(s, __VA_ARGS__))

#define D(x) to_double(o->x)
#define F(x) to_float(o->x)

/* Called for real: inline expansions of rint ignore the rounding mode. */
static double (*const volatile libm_rint)(double) = rint;
static float (*const volatile libm_rintf)(float) = rintf;
static double (*const volatile libm_nearbyint)(double) = nearbyint;
static float (*const volatile libm_nearbyintf)(float) = nearbyintf;

/* Compilers may use a quiet comparison for <, so invalid is raised here. */
static bool signalling(double a, double b, bool result)
{
    if (isunordered(a, b)) {
        feraiseexcept(FE_INVALID);
    }
    return result;
}

/* In memory, or a compiler merges it with the rounding that follows. */
static long double exact_value(uint64_t a)
{
    volatile long double value = a;

    return value;
}

DEFINE_OPERATION(add, from_double(D(a) + D(b)), from_float(F(a) + F(b)),
                 o->a, o->b)
DEFINE_OPERATION(sub, from_double(D(a) - D(b)), from_float(F(a) - F(b)),
                 o->a, o->b)
DEFINE_OPERATION(mul, from_double(D(a) * D(b)), from_float(F(a) * F(b)),
                 o->a, o->b)
DEFINE_OPERATION(div, from_double(D(a) / D(b)), from_float(F(a) / F(b)),
                 o->a, o->b)
DEFINE_OPERATION(sqrt, from_double(sqrt(D(a))), from_float(sqrtf(F(a))),
                 o->a)
DEFINE_OPERATION(muladd, from_double(fma(D(a), D(b), D(c))),
                 from_float(fmaf(F(a), F(b), F(c))), o->a, o->b, o->c)
DEFINE_OPERATION(eq, D(a) == D(b), F(a) == F(b), o->a, o->b)
DEFINE_OPERATION(lt, signalling(D(a), D(b), isless(D(a), D(b))),
                 signalling(F(a), F(b), isless(F(a), F(b))), o->a, o->b)
DEFINE_OPERATION(le, signalling(D(a), D(b), islessequal(D(a), D(b))),
                 signalling(F(a), F(b), islessequal(F(a), F(b))), o->a, o->b)
DEFINE_OPERATION(ltq, isless(D(a), D(b)), isless(F(a), F(b)), o->a, o->b)
DEFINE_OPERATION(leq, islessequal(D(a), D(b)), islessequal(F(a), F(b)),
                 o->a, o->b)
DEFINE_OPERATION(round, from_double(libm_nearbyint(D(a))),
                 from_float(libm_nearbyintf(F(a))), o->a)
DEFINE_OPERATION(roundnx, from_double(libm_rint(D(a))),
                 from_float(libm_rintf(F(a))), o->a)
DEFINE_OPERATION(from_i64, from_double((double)(int64_t)o->a),
                 from_float((float)(int64_t)o->a), o->a)
DEFINE_OPERATION(from_u64, from_double(exact_value(o->a)),
                 from_float(exact_value(o->a)), o->a)

HOST(host_f64_to_f32, from_float(D(a)))
FPU(fpu_f64_to_f32, f64_to_f32(s, o->a))
HOST(host_f32_to_f64, from_double(F(a)))
FPU(fpu_f32_to_f64, f32_to_f64(s, o->a))

/* The host's out-of-range result is its own: RISC-V saturates. */
static uint64_t saturated(bool is_nan, bool negative, uint64_t converted)
{
    if (!fetestexcept(FE_INVALID)) {
        return converted;
    }
    return is_nan || !negative ? INT64_MAX : (uint64_t)INT64_MIN;
}

static uint64_t host_f64_to_i64(const Case *o)
{
    uint64_t converted = llrint(D(a));

    return saturated(isnan(D(a)), signbit(D(a)), converted);
}
FPU(fpu_f64_to_i64, f64_to_i64(s, o->a))

static uint64_t host_f32_to_i64(const Case *o)
{
    uint64_t converted = llrintf(F(a));

    return saturated(isnan(F(a)), signbit(F(a)), converted);
}
FPU(fpu_f32_to_i64, f32_to_i64(s, o->a))

typedef enum OperandKind { OPERAND_F32, OPERAND_F64, OPERAND_INT } OperandKind;

typedef struct Operation {
    const char *name;
    OperandKind kind;
    HostFn *host;
    FpuFn *fpu;
} Operation;

#define OPERATION(op, kind) { #op, kind, host_##op, fpu_##op }
#define OPERATIONS(op) \
    OPERATION(f64_##op, OPERAND_F64), OPERATION(f32_##op, OPERAND_F32)

static const Operation operations[] = {
    OPERATIONS(add), OPERATIONS(sub), OPERATIONS(mul), OPERATIONS(div),
    OPERATIONS(sqrt), OPERATIONS(muladd), OPERATIONS(eq), OPERATIONS(lt),
    OPERATIONS(le), OPERATIONS(ltq), OPERATIONS(leq), OPERATIONS(round),
    OPERATIONS(roundnx), OPERATIONS(to_i64),
    OPERATION(f64_to_f32, OPERAND_F64), OPERATION(f32_to_f64, OPERAND_F32),
    OPERATION(f64_from_i64, OPERAND_INT), OPERATION(f32_from_i64, OPERAND_INT),
    OPERATION(f64_from_u64, OPERAND_INT), OPERATION(f32_from_u64, OPERAND_INT),
};

static uint64_t random_operand(uint64_t *state, OperandKind kind)
{
    uint64_t r = random_next(state);

    switch (kind) {
    case OPERAND_F32:
        return random_float(state, 8, 23);
    case OPERAND_F64:
        return random_float(state, 11, 52);
    default:
        return random_next(state) >> (r & 63) << (r >> 8 & 31);
    }
}

static void run_on_host(const Operation *op, const HostMode *mode, Case *o)
{
    fesetround(mode->fenv);
    feclearexcept(FE_ALL_EXCEPT);
    o->result = op->host(o);
    o->flags = flags_from_host();
    fesetround(FE_TONEAREST);
}

static void check_case(const Operation *op, const HostMode *mode,
                       const Case *host, uint8_t flag_mask)
{
    FpuStatus s = { .rm = mode->rm };
    uint64_t result = op->fpu(&s, host);

    if (result == host->result && !((s.flags ^ host->flags) & flag_mask)) {
        return;
    }
    ck_abort_msg("%s rm %d of %016" PRIx64 " %016" PRIx64 " %016" PRIx64
                 ": %016" PRIx64 " flags %02x, host %016" PRIx64
                 " flags %02x", op->name, mode->rm, host->a, host->b,
                 host->c, result, s.flags, host->result, host->flags);
}

START_TEST(test_results_and_flags_equal_the_hosts)
{
    const Operation *op = &operations[_i];
    uint8_t flag_mask = comparable_flags();
    uint64_t state = 0x9e3779b97f4a7c15 + _i;

    for (int i = 0, n = unit_rounds(ROUNDS); i < n; i++) {
        const HostMode *mode = &modes[i % G_N_ELEMENTS(modes)];
        Case o = { .a = random_operand(&state, op->kind),
                   .b = random_operand(&state, op->kind),
                   .c = random_operand(&state, op->kind) };

        run_on_host(op, mode, &o);
        check_case(op, mode, &o, flag_mask);
    }
}
END_TEST

UNIT_MAIN("fpu_host",
    UNIT_LOOP(test_results_and_flags_equal_the_hosts,
              G_N_ELEMENTS(operations)))
