/*
 * harts.h: what the guests with several harts share
 *
 * Each guest defines hart_main(), which every hart calls. Hart 0 alone
 * prints; any hart may fail, which ends the machine with exit status 1.
 */
#ifndef LITMUS_HARTS_H
#define LITMUS_HARTS_H

#include <stddef.h>
#include <stdint.h>

#include "console.h"

enum { HARTS_MAX = 8 };

/* From the image's header. */
extern const volatile uint64_t guest_work, guest_harts, guest_flags;
extern const volatile char guest_only[16];

enum {
    FLAG_BREAK = 1 << 0,        /* leave out what the guest depends on */
    FLAG_SSWI = 1 << 1,         /* ask with ACLINT SSWI, not with MSWI */
    FLAG_STEP = 1 << 2,         /* harts meet before each iteration */
    FLAG_SLEEP = 1 << 3,        /* and sleep until all are there */
};

void hart_main(uint64_t hart);

/* --- end ------------------------------------------------------------------ */

/** guest_end: print "end" and power off; hart 0 only */
void guest_end(void) __attribute__((noreturn));

/**
 * guest_fail: print what is wrong and power off with a failure code
 *
 * The first hart to fail prints; others wait.
 */
void guest_fail(const char *why, uint64_t got, uint64_t wanted)
    __attribute__((noreturn));

/* --- meeting ------------------------------------------------------------- */

static inline uint64_t hart_id(void)
{
    uint64_t id;

    __asm__ volatile("mv %0, tp" : "=r"(id));
    return id;
}

/**
 * harts_meet: wait until all harts are here; orders memory
 *
 * A host with fewer processors than harts loses a slice of time for each
 * hart that spins. With FLAG_SLEEP, which is for machine mode, it does not.
 */
void harts_meet(void);

/* --- asking other harts -------------------------------------------------- */

/**
 * harts_supervise: go on in supervisor mode under Sv39
 *
 * Memory and devices are mapped one to one by gigapages; @window is the
 * table of 2 MiB entries for [1 GiB, 2 GiB). Other harts can then be asked.
 */
void harts_supervise(uint64_t *window);

/**
 * harts_ask: make all other harts run ipi_answer()
 *
 * Returns when they have. One hart asks at a time.
 */
void harts_ask(uint64_t argument);

/* The same in two steps: ask, and wait for all answers. */
void harts_ask_start(uint64_t argument);
void harts_ask_end(void);

/* Defined by each guest that asks: what a hart does when asked. */
void ipi_answer(uint64_t argument);

/* Defined by each guest that takes page faults. */
void fault_answer(uint64_t cause, uint64_t address);

/* --- helpers ------------------------------------------------------------- */

void *memset(void *to, int byte, size_t size);

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static inline uint64_t load_acquire(const uint64_t *p)
{
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

static inline void store_release(uint64_t *p, uint64_t value)
{
    __atomic_store_n(p, value, __ATOMIC_RELEASE);
}

#endif
