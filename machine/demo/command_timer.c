/*
 * command_timer.c: `timer`, interrupts from the CLINT's comparator
 *
 * The machine timer interrupt is pending while mtime >= mtimecmp; the handler
 * moves mtimecmp ahead, which is the only way to take the request back.
 * Privileged manual 3.2.1.
 */
#include "demo.h"

enum {
    INTERRUPT_TIMER = 7,
    TICK_INTERVAL = CLINT_HZ / 100,
    TICKS_DEFAULT = 3,
    TICKS_MAX = 1000,
};

static volatile unsigned tick_count;

static void on_tick(void)
{
    *reg64(CLINT_BASE + CLINT_MTIMECMP) += TICK_INTERVAL;
    tick_count++;
}

static void run_ticks(unsigned ticks)
{
    uint64_t start = clint_time();
    unsigned seen = 0;

    *reg64(CLINT_BASE + CLINT_MTIMECMP) = start + TICK_INTERVAL;
    csr_set(mie, MIE_MTIE);
    while (seen < ticks) {
        wait_for_interrupt();
        csr_set(mstatus, MSTATUS_MIE);
        csr_clear(mstatus, MSTATUS_MIE);
        for (; seen < tick_count && seen < ticks; seen++) {
            print("  tick %u after %lu us\n", seen + 1,
                  (clint_time() - start) / (CLINT_HZ / 1000000));
        }
    }
    csr_clear(mie, MIE_MTIE);
    *reg64(CLINT_BASE + CLINT_MTIMECMP) = -1;
}

void command_timer(int argc, char **argv)
{
    uint64_t ticks = TICKS_DEFAULT;

    if (argc > 1 && (!text_to_u64(argv[1], &ticks) || ticks > TICKS_MAX)) {
        print("timer [TICKS], at most %u\n", TICKS_MAX);
        return;
    }
    tick_count = 0;
    trap_on_interrupt(INTERRUPT_TIMER, on_tick);
    csr_clear(mie, MIE_MEIE);
    run_ticks((unsigned)ticks);
    csr_set(mie, MIE_MEIE);
    print("%lu timer interrupts taken\n", ticks);
}
