/*
 * guest.h: what the bench guests share
 *
 * A guest is a table of parts. Each part does @scale units of work and
 * returns a checksum over its result; guest_run() prints one line per part,
 *
 *     part NAME INSTRUCTIONS TICKS CHECKSUM
 *
 * then "end", and powers the machine off. Ticks are those of the time CSR.
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

/** guest_run: run all parts and power off */
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
