/*
 * litmus.c: what harts may see of each other's loads and stores
 *
 * Each test runs a few instructions per hart on two words that are zero
 * before. What the harts read is an outcome; RVWMO (unprivileged manual,
 * "RVWMO Memory Consistency Model") allows or forbids the one relaxed
 * outcome that the test is about. Every iteration has words of its own, in
 * two arrays, so that they lie in different lines and pages.
 *
 * Prints, per test,
 *
 *     outcome NAME VARIANT allowed|forbidden RELAXED ITERATIONS KEY=COUNT...
 *
 * with one digit per hart in KEY: twice the first value read plus the second.
 */
#include "harts.h"

typedef volatile uint32_t Word;

/* What one hart does. Returns 2 * (first value read) + second. */
typedef uint32_t Body(Word *x, Word *y);

typedef struct Test {
    const char *name, *variant;
    int allowed;
    uint32_t relaxed;               /* two bits per hart, hart 0 lowest */
    Body *body[4];
} Test;

/* --- instructions -------------------------------------------------------- */

#define FENCE(before, after) \
    __asm__ volatile("fence " #before ", " #after : : : "memory")
#define FENCE_TSO() __asm__ volatile("fence.tso" : : : "memory")

static inline uint32_t load(Word *p)
{
    uint32_t value;

    __asm__ volatile("lw %0, 0(%1)" : "=r"(value) : "r"(p) : "memory");
    return value;
}

static inline void store(Word *p, uint32_t value)
{
    __asm__ volatile("sw %1, 0(%0)" : : "r"(p), "r"(value) : "memory");
}

static inline uint32_t load_aq(Word *p)
{
    uint32_t value;

    __asm__ volatile("lr.w.aq %0, (%1)" : "=r"(value) : "r"(p) : "memory");
    return value;
}

/* An AMO that changes nothing, with the wanted order. */
#define AMO_LOAD(order, p) ({                                           \
    uint32_t value_;                                                    \
    __asm__ volatile("amoor.w" order " %0, zero, (%1)"                  \
                     : "=r"(value_) : "r"(p) : "memory");               \
    value_; })
#define AMO_STORE(order, p) \
    __asm__ volatile("amoswap.w" order " zero, %1, (%0)"                \
                     : : "r"(p), "r"(1) : "memory")

/* A load whose address depends on @value. */
static inline uint32_t load_after(Word *p, uint32_t value)
{
    uint32_t got;
    uint64_t zero;

    __asm__ volatile("xor %1, %2, %2\n\tadd %1, %1, %3\n\tlw %0, 0(%1)"
                     : "=r"(got), "=&r"(zero)
                     : "r"((uint64_t)value), "r"(p) : "memory");
    return got;
}

/* A store of 1 whose value depends on @value. */
static inline void store_of(Word *p, uint32_t value)
{
    uint64_t one;

    __asm__ volatile("xor %0, %1, %1\n\tori %0, %0, 1\n\tsw %0, 0(%2)"
                     : "=&r"(one) : "r"((uint64_t)value), "r"(p) : "memory");
}

/* A store of 1 after a branch that depends on @value. */
static inline void store_if(Word *p, uint32_t value)
{
    __asm__ volatile("bnez %0, 1f\n1:\tsw %1, 0(%2)"
                     : : "r"((uint64_t)value), "r"(1), "r"(p) : "memory");
}

/* --- bodies: w writes, r reads; x before y, or the name says otherwise --- */

#define WRITES(name, first, between, second)                            \
    static uint32_t name(Word *x, Word *y)                              \
    {                                                                   \
        first;                                                          \
        between;                                                        \
        second;                                                         \
        return 0;                                                       \
    }

/* @p is read first, then @q. */
#define READS(name, p, first, between, q, second)                       \
    static uint32_t name(Word *x, Word *y)                              \
    {                                                                   \
        uint32_t one, two;                                              \
                                                                        \
        one = first(p);                                                 \
        between;                                                        \
        two = second(q);                                                \
        return one << 1 | two;                                          \
    }

#define READ_THEN_WRITE(name, p, first, between, second)                \
    static uint32_t name(Word *x, Word *y)                              \
    {                                                                   \
        uint32_t one = first(p);                                        \
                                                                        \
        between;                                                        \
        second;                                                         \
        return one;                                                     \
    }

#define WRITE_THEN_READ(name, first, between, second)                   \
    static uint32_t name(Word *x, Word *y)                              \
    {                                                                   \
        first;                                                          \
        between;                                                        \
        return second;                                                  \
    }

#define AMO_LOAD_PLAIN(p) AMO_LOAD("", p)
#define AMO_LOAD_AQ(p) AMO_LOAD(".aq", p)
#define AFTER_ONE(p) load_after(p, one)
#define NOTHING ((void)0)

WRITES(w_none, store(x, 1), NOTHING, store(y, 1))
WRITES(w_fence, store(x, 1), FENCE(w, w), store(y, 1))
WRITES(w_tso, store(x, 1), FENCE_TSO(), store(y, 1))
WRITES(w_rl, store(x, 1), FENCE(rw, w), store(y, 1))
WRITES(w_amo, store(x, 1), NOTHING, AMO_STORE("", y))
WRITES(w_amo_rl, store(x, 1), NOTHING, AMO_STORE(".rl", y))

READS(r_none, y, load, NOTHING, x, load)
READS(r_fence, y, load, FENCE(r, r), x, load)
READS(r_tso, y, load, FENCE_TSO(), x, load)
READS(r_aq, y, load_aq, NOTHING, x, load)
READS(r_amo, y, AMO_LOAD_PLAIN, NOTHING, x, AMO_LOAD_PLAIN)
READS(r_amo_aq, y, AMO_LOAD_AQ, NOTHING, x, load)
READS(r_addr, y, load, NOTHING, x, AFTER_ONE)
READS(rx_none, x, load, NOTHING, y, load)
READS(rx_fence, x, load, FENCE(r, r), y, load)
READS(rx_aq, x, load_aq, NOTHING, y, load)
READS(rx_amo_aq, x, AMO_LOAD_AQ, NOTHING, y, load)
READS(rx_addr, x, load, NOTHING, y, AFTER_ONE)
READS(r_same, x, load, NOTHING, x, load)

WRITE_THEN_READ(sb0_none, store(x, 1), NOTHING, load(y))
WRITE_THEN_READ(sb1_none, store(y, 1), NOTHING, load(x))
WRITE_THEN_READ(sb0_fence, store(x, 1), FENCE(rw, rw), load(y))
WRITE_THEN_READ(sb1_fence, store(y, 1), FENCE(rw, rw), load(x))
WRITE_THEN_READ(sb0_wr, store(x, 1), FENCE(w, r), load(y))
WRITE_THEN_READ(sb1_wr, store(y, 1), FENCE(w, r), load(x))
WRITE_THEN_READ(sb0_tso, store(x, 1), FENCE_TSO(), load(y))
WRITE_THEN_READ(sb1_tso, store(y, 1), FENCE_TSO(), load(x))
WRITE_THEN_READ(sb0_amo, AMO_STORE("", x), NOTHING, load(y))
WRITE_THEN_READ(sb1_amo, AMO_STORE("", y), NOTHING, load(x))
WRITE_THEN_READ(sb0_aq, AMO_STORE(".aq", x), NOTHING, load(y))
WRITE_THEN_READ(sb1_aq, AMO_STORE(".aq", y), NOTHING, load(x))
WRITE_THEN_READ(sb0_rlaq, AMO_STORE(".rl", x), NOTHING, AMO_LOAD_AQ(y))
WRITE_THEN_READ(sb1_rlaq, AMO_STORE(".rl", y), NOTHING, AMO_LOAD_AQ(x))

READ_THEN_WRITE(lb0_none, x, load, NOTHING, store(y, 1))
READ_THEN_WRITE(lb1_none, y, load, NOTHING, store(x, 1))
READ_THEN_WRITE(lb0_fence, x, load, FENCE(r, w), store(y, 1))
READ_THEN_WRITE(lb1_fence, y, load, FENCE(r, w), store(x, 1))
READ_THEN_WRITE(lb0_data, x, load, NOTHING, store_of(y, one))
READ_THEN_WRITE(lb1_data, y, load, NOTHING, store_of(x, one))
READ_THEN_WRITE(lb0_ctrl, x, load, NOTHING, store_if(y, one))
READ_THEN_WRITE(lb1_ctrl, y, load, NOTHING, store_if(x, one))
READ_THEN_WRITE(lb0_aq, x, AMO_LOAD_AQ, NOTHING, store(y, 1))
READ_THEN_WRITE(lb1_aq, y, AMO_LOAD_AQ, NOTHING, store(x, 1))
READ_THEN_WRITE(lb0_rl, x, load, NOTHING, AMO_STORE(".rl", y))
READ_THEN_WRITE(lb1_rl, y, load, NOTHING, AMO_STORE(".rl", x))

WRITES(wx, store(x, 1), NOTHING, NOTHING)
WRITES(wy, store(y, 1), NOTHING, NOTHING)
WRITES(wx_amo, AMO_STORE("", x), NOTHING, NOTHING)
WRITES(wy_amo, AMO_STORE("", y), NOTHING, NOTHING)

enum { FORBIDDEN, ALLOWED };

static const Test tests[] = {
    /* Message passing: y is seen, x is not. */
    { "MP", "none", ALLOWED, 8, { w_none, r_none } },
    { "MP", "fences", FORBIDDEN, 8, { w_fence, r_fence } },
    { "MP", "fence.tso", FORBIDDEN, 8, { w_tso, r_tso } },
    { "MP", "rl+aq", FORBIDDEN, 8, { w_rl, r_aq } },
    { "MP", "amos", ALLOWED, 8, { w_amo, r_amo } },
    { "MP", "amo.rl+amo.aq", FORBIDDEN, 8, { w_amo_rl, r_amo_aq } },
    { "MP", "fence+addr", FORBIDDEN, 8, { w_fence, r_addr } },
    { "MP", "fence+none", ALLOWED, 8, { w_fence, r_none } },
    /* Store buffering: neither store is seen. */
    { "SB", "none", ALLOWED, 0, { sb0_none, sb1_none } },
    { "SB", "fences", FORBIDDEN, 0, { sb0_fence, sb1_fence } },
    { "SB", "fence-w,r", FORBIDDEN, 0, { sb0_wr, sb1_wr } },
    { "SB", "fence.tso", ALLOWED, 0, { sb0_tso, sb1_tso } },
    { "SB", "amos", ALLOWED, 0, { sb0_amo, sb1_amo } },
    { "SB", "amo.aq", FORBIDDEN, 0, { sb0_aq, sb1_aq } },
    { "SB", "amo.rl+amo.aq", FORBIDDEN, 0, { sb0_rlaq, sb1_rlaq } },
    { "SB", "fence+none", ALLOWED, 0, { sb0_fence, sb1_none } },
    /* Load buffering: both loads see the store that follows the other. */
    { "LB", "none", ALLOWED, 5, { lb0_none, lb1_none } },
    { "LB", "fences", FORBIDDEN, 5, { lb0_fence, lb1_fence } },
    { "LB", "data", FORBIDDEN, 5, { lb0_data, lb1_data } },
    { "LB", "ctrl", FORBIDDEN, 5, { lb0_ctrl, lb1_ctrl } },
    { "LB", "amo.aq", FORBIDDEN, 5, { lb0_aq, lb1_aq } },
    { "LB", "amo.rl", FORBIDDEN, 5, { lb0_rl, lb1_rl } },
    /* Coherence: two reads of a word do not go back in time. */
    { "CoRR", "none", FORBIDDEN, 8, { wx, r_same } },
    { "CoRR", "amo", FORBIDDEN, 8, { wx_amo, r_same } },
    /* Causality: what a second hart passes on is not lost on a third. */
    { "WRC", "none", ALLOWED, 0x24, { wx, lb0_none, r_none } },
    { "WRC", "fences", FORBIDDEN, 0x24, { wx, lb0_fence, r_fence } },
    { "WRC", "data+addr", FORBIDDEN, 0x24, { wx, lb0_data, r_addr } },
    { "WRC", "rl+aq", FORBIDDEN, 0x24, { wx, lb0_rl, r_aq } },
    /* Writes of two harts are seen in the same order by two others. */
    { "IRIW", "none", ALLOWED, 0xa0, { wx, wy, rx_none, r_none } },
    { "IRIW", "fences", FORBIDDEN, 0xa0, { wx, wy, rx_fence, r_fence } },
    { "IRIW", "addr", FORBIDDEN, 0xa0, { wx, wy, rx_addr, r_addr } },
    { "IRIW", "aq", FORBIDDEN, 0xa0, { wx, wy, rx_aq, r_aq } },
    { "IRIW", "amos", FORBIDDEN, 0xa0,
      { wx_amo, wy_amo, rx_amo_aq, r_amo_aq } },
};

/* --- running ------------------------------------------------------------- */

#define BATCH 1024
#define STRIDE 16               /* words in a line */

static struct {
    Word word[BATCH * STRIDE];
} xs __attribute__((aligned(4096))), ys __attribute__((aligned(4096)));

static uint8_t result[4][BATCH];

/* A few instructions of delay, different on each hart and each time. */
static inline void delay(uint64_t *state)
{
    for (uint64_t n = random_next(state) & 15; n; n--) {
        __asm__ volatile("nop");
    }
}

static void run_batch(Body *body, uint64_t hart, uint64_t *state)
{
    uint64_t step = guest_flags & FLAG_STEP;

    for (unsigned i = 0; i < BATCH; i++) {
        if (step) {
            harts_meet();
        }
        delay(state);
        result[hart][i] = (uint8_t)body(&xs.word[i * STRIDE],
                                        &ys.word[i * STRIDE]);
    }
}

static void clear_words(void)
{
    for (unsigned i = 0; i < BATCH; i++) {
        xs.word[i * STRIDE] = 0;
        ys.word[i * STRIDE] = 0;
    }
}

static uint64_t counts[256];

static void count_batch(uint64_t harts)
{
    for (unsigned i = 0; i < BATCH; i++) {
        uint32_t outcome = 0;

        for (uint64_t hart = 0; hart < harts; hart++) {
            outcome |= (uint32_t)result[hart][i] << (2 * hart);
        }
        counts[outcome]++;
    }
}

static void print_outcomes(uint64_t harts)
{
    for (unsigned outcome = 0; outcome < 256; outcome++) {
        if (counts[outcome]) {
            put_text(" ");
            for (uint64_t hart = 0; hart < harts; hart++) {
                put_decimal(outcome >> (2 * hart) & 3);
            }
            put_text("=");
            put_decimal(counts[outcome]);
        }
    }
    put_text("\n");
}

static void print_test(const Test *test, uint64_t batches)
{
    put_text("outcome ");
    put_text(test->name);
    put_text(" ");
    put_text(test->variant);
    put_text(test->allowed ? " allowed " : " forbidden ");
    put_decimal(counts[test->relaxed]);
    put_text(" ");
    put_decimal(batches * BATCH);
    print_outcomes(guest_harts);
}

static void run_test(const Test *test, uint64_t hart)
{
    uint64_t batches = (guest_work + BATCH - 1) / BATCH;
    uint64_t state = hart + 1;

    if (hart == 0) {
        memset(counts, 0, sizeof(counts));
    }
    for (uint64_t n = 0; n < batches; n++) {
        if (hart == 0) {
            clear_words();
        }
        harts_meet();
        run_batch(test->body[hart], hart, &state);
        harts_meet();
        if (hart == 0) {
            count_batch(guest_harts);
        }
    }
    if (hart == 0) {
        print_test(test, batches);
    }
}

static int is_wanted(const Test *test)
{
    uint64_t harts = 0;
    unsigned i = 0;

    while (harts < 4 && test->body[harts]) {
        harts++;
    }
    while (guest_only[i] && guest_only[i] == test->name[i]) {
        i++;
    }
    return harts == guest_harts &&
           (!guest_only[0] || guest_only[i] == test->name[i]);
}

void hart_main(uint64_t hart)
{
    for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
        if (is_wanted(&tests[i])) {
            run_test(&tests[i], hart);
        }
    }
    if (hart == 0) {
        guest_end();
    }
}
