/*
 * harts.c: end, meeting point, traps and questions to other harts
 *
 * Devices of `virt`: the console's, and ACLINT software interrupts. A
 * question is a software interrupt: by MSWI it arrives in machine mode, by
 * SSWI in supervisor mode; either way the hart is in the middle of whatever
 * it was doing.
 */
#include "harts.h"

#define MSWI ((volatile uint32_t *)0x2000000)
#define SSWI ((volatile uint32_t *)0x2f00000)

enum {
    SOFT_S = 1 << 1, SOFT_M = 1 << 3,   /* in mie, mip, mideleg */
    PTE_GIGA = 0xef,                    /* V R W X G A D */
    PTE_V = 1,
    FAULTS = 1 << 12 | 1 << 13 | 1 << 15,
};

#define INTERRUPT (1ull << 63)
#define CSR_WRITE(name, value) \
    __asm__ volatile("csrw " #name ", %0" : : "r"(value) : "memory")

void to_supervisor(uint64_t satp);                      /* start.S */
void trap_handle(uint64_t cause, uint64_t value, uint64_t pc);

/* --- end ------------------------------------------------------------------ */

void guest_end(void)
{
    put_text("end\n");
    power_off(0);
}

void guest_fail(const char *why, uint64_t got, uint64_t wanted)
{
    static uint32_t failed;

    while (__atomic_exchange_n(&failed, 1, __ATOMIC_ACQ_REL)) {
    }
    put_text("fail hart ");
    put_decimal(hart_id());
    put_text(": ");
    put_text(why);
    put_text(": got 0x");
    put_hex(got);
    put_text(", wanted 0x");
    put_hex(wanted);
    put_text("\n");
    power_off(1);
}

/* --- meeting ------------------------------------------------------------- */

static uint32_t here, meeting;

/* Interrupts are off: wfi ends when one is pending, and nothing traps. */
static void sleep_through(uint32_t now)
{
    CSR_WRITE(mie, (uint64_t)SOFT_M);
    while (__atomic_load_n(&meeting, __ATOMIC_ACQUIRE) == now) {
        __asm__ volatile("wfi");
        MSWI[hart_id()] = 0;
        __asm__ volatile("fence o, rw" : : : "memory");
    }
}

static void wake_all(void)
{
    __asm__ volatile("fence rw, o" : : : "memory");
    for (uint64_t hart = 0; hart < guest_harts; hart++) {
        MSWI[hart] = 1;
    }
}

void harts_meet(void)
{
    uint32_t now = __atomic_load_n(&meeting, __ATOMIC_ACQUIRE);
    uint64_t sleep = guest_flags & FLAG_SLEEP;

    if (__atomic_add_fetch(&here, 1, __ATOMIC_ACQ_REL) == guest_harts) {
        here = 0;
        __atomic_store_n(&meeting, now + 1, __ATOMIC_RELEASE);
        if (sleep) {
            wake_all();
        }
        return;
    }
    if (sleep) {
        sleep_through(now);
    }
    while (__atomic_load_n(&meeting, __ATOMIC_ACQUIRE) == now) {
    }
}

/* --- questions ----------------------------------------------------------- */

static uint64_t question, question_argument;
static uint64_t answered[HARTS_MAX];

static void ring(uint64_t hart)
{
    if (guest_flags & FLAG_SSWI) {
        SSWI[hart] = 1;
    } else {
        MSWI[hart] = 1;
    }
}

void harts_ask_start(uint64_t argument)
{
    question_argument = argument;
    store_release(&question, question + 1);
    /* Devices are reached in order after memory only by a fence. */
    __asm__ volatile("fence rw, o" : : : "memory");
    for (uint64_t hart = 0; hart < guest_harts; hart++) {
        if (hart != hart_id()) {
            ring(hart);
        }
    }
}

void harts_ask_end(void)
{
    for (uint64_t hart = 0; hart < guest_harts; hart++) {
        while (hart != hart_id() &&
               load_acquire(&answered[hart]) != question) {
        }
    }
}

void harts_ask(uint64_t argument)
{
    harts_ask_start(argument);
    harts_ask_end();
}

/* The interrupt is taken back first: one that comes later is seen. */
static void answer(void)
{
    uint64_t hart = hart_id(), number;

    if (guest_flags & FLAG_SSWI) {
        __asm__ volatile("csrc sip, %0" : : "r"(SOFT_S) : "memory");
    } else {
        MSWI[hart] = 0;
    }
    __asm__ volatile("fence o, rw" : : : "memory");
    number = load_acquire(&question);
    if (number != answered[hart]) {
        ipi_answer(question_argument);
        store_release(&answered[hart], number);
    }
}

/* --- traps --------------------------------------------------------------- */

void __attribute__((weak)) ipi_answer(uint64_t argument)
{
    guest_fail("software interrupt", argument, 0);
}

void __attribute__((weak)) fault_answer(uint64_t cause, uint64_t address)
{
    guest_fail("fault", cause, address);
}

void trap_handle(uint64_t cause, uint64_t value, uint64_t pc)
{
    if (cause == (INTERRUPT | 3) || cause == (INTERRUPT | 1)) {
        answer();
    } else if (cause < 16 && (FAULTS >> cause & 1)) {
        fault_answer(cause, value);
    } else {
        guest_fail("trap", cause, pc);
    }
}

void harts_supervise(uint64_t *window)
{
    static uint64_t root[512] __attribute__((aligned(4096)));

    root[0] = PTE_GIGA;
    root[1] = (uint64_t)window >> 12 << 10 | PTE_V;
    root[2] = 0x80000000ull >> 12 << 10 | PTE_GIGA;
    harts_meet();
    CSR_WRITE(pmpaddr0, ~0ull >> 10);
    CSR_WRITE(pmpcfg0, 0x1full);        /* NAPOT, RWX: all of memory */
    CSR_WRITE(medeleg, (uint64_t)FAULTS);
    CSR_WRITE(mideleg, (uint64_t)SOFT_S);
    CSR_WRITE(mie, (uint64_t)(SOFT_M | SOFT_S));
    to_supervisor(8ull << 60 | (uint64_t)root >> 12);
    __asm__ volatile("csrs sstatus, %0" : : "r"(2) : "memory");
    harts_meet();
}

void *memset(void *to, int byte, size_t size)
{
    uint8_t *t = to;

    while (size--) {
        *t++ = (uint8_t)byte;
    }
    return to;
}
