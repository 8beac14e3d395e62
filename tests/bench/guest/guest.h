/*
 * guest.h: what the bench guests share
 *
 * A guest is a table of parts. Each part does @scale units of work and
 * returns a checksum over its result; guest_run() prints one line per part,
 *
 *     part NAME INSTRUCTIONS TICKS CHECKSUM
 *
 * then "end", and powers the machine off. Ticks are those of the time CSR.
 *
 * native.c runs the same parts as a program of the host: a part that the
 * host shall run too uses nothing but this header and the compiler's
 * built-in functions, and no result depends on the architecture.
 */
#ifndef BENCH_GUEST_H
#define BENCH_GUEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct GuestPart {
    const char *name;
    void (*setup)(void);            /* (nullable): not counted */
    uint64_t (*run)(uint64_t scale);
} GuestPart;

/* Each guest defines its table; a part without a name ends it. */
extern const GuestPart guest_parts[];

/* Units of work, from the image's header. */
extern const volatile uint64_t guest_scale;

/* The one part to run, from the image's header; empty for all. */
extern const volatile char guest_only[16];

/* x86-64 without FMA would call a library where RISC-V has an instruction. */
#ifdef __x86_64__
#define WITH_FMA __attribute__((target("fma")))
#else
#define WITH_FMA
#endif

/** guest_run: run the wanted parts and power off */
void guest_run(void);

/** guest_fail: print why and power off with a failure code */
void guest_fail(const char *why);

/* random_next: the same pseudo-random numbers everywhere (xorshift64) */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

/* mix: add a value to a checksum; the order of values counts */
static inline uint64_t mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * 0x9e3779b97f4a7c15ull;
    return sum ^ (sum >> 29);
}

#endif
