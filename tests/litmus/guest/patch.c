/*
 * patch.c: one hart rewrites code that the others run
 *
 * First a single instruction, while others run it: they may see the old or
 * the new one until they have executed fence.i, only the new one after.
 * Then a whole function, while the others are held. The rewriting hart
 * stores through a second mapping of the page. FLAG_BREAK leaves out a
 * store, which must be noticed.
 */
#include "harts.h"

#define WINDOW 0x40000000ull
#define CODE_WORDS 64

enum {
    LUI_A0 = 0x00000537, ADDI_A0_A0 = 0x00050513, RETURN = 0x00008067,
    PTE_KERNEL = 0xef,
};

typedef uint64_t Function(uint64_t a0);

static uint32_t page[1024] __attribute__((aligned(4096)));
static uint64_t middle[512] __attribute__((aligned(4096)));
static uint64_t leaf[512] __attribute__((aligned(4096)));

/* The page at its second address. */
#define ALIAS ((volatile uint32_t *)WINDOW)

static uint64_t started, published, expected, changes, finished, calls;

enum { ASK_FETCH, ASK_HOLD };

static uint64_t held, go_on;

void ipi_answer(uint64_t argument)
{
    if (argument != ASK_FETCH) {
        /* Held harts count themselves and wait for the new code. */
        __atomic_add_fetch(&held, 1, __ATOMIC_ACQ_REL);
        while (load_acquire(&go_on) != argument) {
        }
    }
    __asm__ volatile("fence.i" : : : "memory");
}

static uint64_t call(uint64_t a0)
{
    return ((Function *)(void *)page)(a0);
}

/* --- one instruction, while it runs -------------------------------------- */

static void patch_live(uint64_t n)
{
    for (uint64_t i = 1; i <= n; i++) {
        store_release(&started, i);
        if (!(guest_flags & FLAG_BREAK) || i != n / 2) {
            ALIAS[0] = LUI_A0 | (uint32_t)i << 12;
        }
        __asm__ volatile("fence w, w" : : : "memory");
        harts_ask(ASK_FETCH);
        store_release(&published, i);
        /* The hart's own fence.i, and its own fetch. */
        __asm__ volatile("fence.i" : : : "memory");
        if (call(0) != i << 12) {
            guest_fail("own call after fence.i", call(0), i << 12);
        }
    }
}

static void run_live(void)
{
    uint64_t count = 0;

    while (!load_acquire(&finished)) {
        uint64_t low = load_acquire(&published);
        uint64_t got = call(0) >> 12;
        uint64_t high = load_acquire(&started);

        if (got < low || got > high) {
            guest_fail("old or invented instruction", got, low);
        }
        count++;
    }
    __atomic_add_fetch(&calls, count, __ATOMIC_RELAXED);
}

/* --- a function, while the others are held ------------------------------- */

/* A new sum of a new number of terms; the last word returns. */
static uint64_t write_function(uint64_t *state)
{
    uint64_t terms = random_next(state) % (CODE_WORDS - 1) + 1, sum = 0;

    for (uint64_t i = 0; i < terms; i++) {
        uint32_t term = (uint32_t)random_next(state) & 2047;

        ALIAS[i] = ADDI_A0_A0 | term << 20;
        sum += term;
    }
    ALIAS[terms] = RETURN;
    return sum;
}

static void patch_held(uint64_t n)
{
    uint64_t state = 99;

    for (uint64_t i = 1; i <= n; i++) {
        uint64_t harts = guest_harts - 1;

        held = 0;
        harts_ask_start(i);
        while (load_acquire(&held) != harts) {
        }
        store_release(&changes, changes + 1);
        expected = write_function(&state);
        store_release(&changes, changes + 1);
        __asm__ volatile("fence.i" : : : "memory");
        store_release(&go_on, i);
        harts_ask_end();
        if (call(i) != expected + i) {
            guest_fail("own call of new code", call(i), expected + i);
        }
    }
}

static void run_held(void)
{
    while (!load_acquire(&finished)) {
        uint64_t before = load_acquire(&changes);
        uint64_t wanted = __atomic_load_n(&expected, __ATOMIC_RELAXED);
        uint64_t got = call(7);

        if (load_acquire(&changes) == before && got != wanted + 7) {
            guest_fail("sum of old or mixed code", got, wanted + 7);
        }
    }
}

/* --- both ---------------------------------------------------------------- */

static void run_phase(uint64_t hart, void (*patch)(uint64_t n),
                      void (*run)(void))
{
    if (hart == 0) {
        finished = 0;
    }
    harts_meet();
    if (hart == 0) {
        patch(guest_work);
        store_release(&finished, 1);
    } else {
        run();
    }
    harts_meet();
}

void hart_main(uint64_t hart)
{
    if (hart == 0) {
        middle[0] = (uint64_t)leaf >> 12 << 10 | 1;
        leaf[0] = (uint64_t)page >> 12 << 10 | PTE_KERNEL;
        page[0] = LUI_A0;
        page[1] = RETURN;
    }
    harts_supervise(middle);
    __asm__ volatile("fence.i" : : : "memory");
    run_phase(hart, patch_live, run_live);
    if (hart == 0) {
        put_text("ok patched while running, calls ");
        put_decimal(calls);
        put_text("\n");
        ALIAS[0] = ADDI_A0_A0;
        changes = 0;
    }
    harts_meet();
    __asm__ volatile("fence.i" : : : "memory");
    run_phase(hart, patch_held, run_held);
    if (hart == 0) {
        put_text("ok patched while held\n");
        guest_end();
    }
}
