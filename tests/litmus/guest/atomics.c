/*
 * atomics.c: counters, bits and locks that all harts change at once
 *
 * Each part changes shared words in one way and then checks that nothing
 * was lost, came twice or tore. FLAG_BREAK counts with plain loads and
 * stores, which must be noticed.
 */
#include "harts.h"

#define LINE __attribute__((aligned(64)))

static uint64_t LINE total;
static uint32_t LINE narrow[2];
static uint64_t LINE lock, guarded[4];
static uint64_t LINE maximum, minimum, bits, turn;
static uint64_t LINE seen[HARTS_MAX];

#define AMO(insn, p, value) ({                                          \
    __typeof__(*(p)) old_;                                              \
    __asm__ volatile(insn " %0, %2, (%1)"                               \
                     : "=r"(old_)                                       \
                     : "r"(p), "r"((__typeof__(*(p)))(value)) : "memory"); \
    old_; })

static void add_lr_sc(uint64_t *p, uint64_t amount)
{
    uint64_t value, failed;

    __asm__ volatile("1:\tlr.d %0, (%2)\n\tadd %0, %0, %3\n"
                     "\tsc.d %1, %0, (%2)\n\tbnez %1, 1b"
                     : "=&r"(value), "=&r"(failed)
                     : "r"(p), "r"(amount) : "memory");
}

static void add_lr_sc_w(uint32_t *p, uint32_t amount)
{
    uint32_t value, failed;

    __asm__ volatile("1:\tlr.w %0, (%2)\n\tadd %0, %0, %3\n"
                     "\tsc.w %1, %0, (%2)\n\tbnez %1, 1b"
                     : "=&r"(value), "=&r"(failed)
                     : "r"(p), "r"(amount) : "memory");
}

static void add_plain(uint64_t *p, uint64_t amount)
{
    volatile uint64_t *word = p;

    *word += amount;
}

static void lock_take(void)
{
    while (AMO("amoswap.d.aq", &lock, 1)) {
    }
}

static void lock_drop(void)
{
    __asm__ volatile("amoswap.d.rl zero, zero, (%0)" : : "r"(&lock)
                     : "memory");
}

/* --- parts: @n is the number of steps of each hart ----------------------- */

static void run_amoadd(uint64_t hart, uint64_t n)
{
    while (n--) {
        if (guest_flags & FLAG_BREAK) {
            add_plain(&total, hart + 1);
        } else {
            AMO("amoadd.d", &total, hart + 1);
        }
    }
}

static void run_lr_sc(uint64_t hart, uint64_t n)
{
    while (n--) {
        add_lr_sc(&total, hart + 1);
    }
}

/* Neighbours in one doubleword, by AMO and by LR/SC of a word. */
static void run_narrow(uint64_t hart, uint64_t n)
{
    while (n--) {
        AMO("amoadd.w", &narrow[n & 1], (uint32_t)hart + 1);
        add_lr_sc_w(&narrow[~n & 1], (uint32_t)hart + 1);
    }
    harts_meet();
    if (hart == 0) {
        total = (uint64_t)narrow[0] + narrow[1];
    }
}

/* Under the lock all four words are equal. */
static void run_lock(uint64_t hart, uint64_t n)
{
    while (n--) {
        lock_take();
        for (int i = 0; i < 4; i++) {
            if (((volatile uint64_t *)guarded)[i] != guarded[0]) {
                guest_fail("guarded words differ", guarded[i], guarded[0]);
            }
        }
        for (int i = 0; i < 4; i++) {
            ((volatile uint64_t *)guarded)[i] += hart + 1;
        }
        lock_drop();
    }
    harts_meet();
    if (hart == 0) {
        total = guarded[3];
    }
}

/* The extremes of what all harts offered, and bits set and cleared. */
static void run_minmax(uint64_t hart, uint64_t n)
{
    uint64_t state = hart * 977 + 5, most = 0, least = ~0ull;

    for (uint64_t i = 0; i < n; i++) {
        uint64_t value = random_next(&state);
        uint64_t bit = 1ull << (hart * 8 + i % 8);

        most = value > most ? value : most;
        least = value < least ? value : least;
        AMO("amomaxu.d", &maximum, value);
        AMO("amominu.d", &minimum, value);
        if (AMO("amoxor.d", &bits, bit) & bit) {
            guest_fail("own bit set by another hart", bits, bit);
        }
        if (!(AMO("amoand.d", &bits, ~bit) & bit)) {
            guest_fail("own bit cleared by another hart", bits, bit);
        }
        AMO("amoadd.d", &total, hart + 1);
    }
    seen[hart] = maximum >= most && minimum <= least;
    if (!seen[hart] || (harts_meet(), bits)) {
        guest_fail("extremes or bits", bits, seen[hart]);
    }
}

/* An SC fails when another hart has changed the word since the LR. */
static void run_lost(uint64_t hart, uint64_t n)
{
    for (uint64_t i = 0; i < n / 64 + 1; i++) {
        uint64_t mine = turn, failed;

        harts_meet();
        __asm__ volatile("lr.d zero, (%0)" : : "r"(&turn) : "memory");
        harts_meet();
        if (hart == i % guest_harts) {
            AMO("amoadd.d", &turn, 1);
        }
        harts_meet();
        __asm__ volatile("sc.d %0, %2, (%1)" : "=r"(failed)
                         : "r"(&turn), "r"(mine) : "memory");
        if (!failed && hart != i % guest_harts) {
            guest_fail("sc.d without reservation", turn, mine);
        }
        harts_meet();
    }
    for (uint64_t i = 0; i < n; i++) {
        AMO("amoadd.d.aqrl", &total, hart + 1);
    }
}

/* --- all of them --------------------------------------------------------- */

static const struct Part {
    const char *name;
    void (*run)(uint64_t hart, uint64_t n);
    unsigned changes;           /* of the total, per step */
} parts[] = {
    { "amoadd", run_amoadd, 1 },
    { "lr/sc", run_lr_sc, 1 },
    { "words", run_narrow, 2 },
    { "lock", run_lock, 1 },
    { "extremes and bits", run_minmax, 1 },
    { "lost reservations", run_lost, 1 },
};

void hart_main(uint64_t hart)
{
    uint64_t all = guest_harts * (guest_harts + 1) / 2;

    for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (hart == 0) {
            total = 0;
            minimum = ~0ull;
        }
        harts_meet();
        parts[i].run(hart, guest_work);
        harts_meet();
        if (hart == 0) {
            if (total != all * guest_work * parts[i].changes) {
                guest_fail(parts[i].name, total,
                           all * guest_work * parts[i].changes);
            }
            put_text("ok ");
            put_text(parts[i].name);
            put_text("\n");
        }
    }
    if (hart == 0) {
        guest_end();
    }
}
