/*
 * guest.c: console, power-off and the loop over a guest's parts
 *
 * Devices of `virt`: 16550A UART and the test finisher. Nothing else of the
 * machine is used, and no interrupt is enabled.
 */
#include "guest.h"

#define UART_THR ((volatile uint8_t *)0x10000000)
#define UART_LSR ((volatile uint8_t *)0x10000005)
#define FINISHER ((volatile uint32_t *)0x100000)

enum {
    LSR_THR_EMPTY = 1 << 5,
    FINISHER_PASS = 0x5555,
    FINISHER_FAIL = 0x13333,        /* exit status 1 */
};

static void put_char(char c)
{
    while (!(*UART_LSR & LSR_THR_EMPTY)) {
    }
    *UART_THR = (uint8_t)c;
}

static void put_text(const char *s)
{
    while (*s) {
        put_char(*s++);
    }
}

static void put_decimal(uint64_t value)
{
    char digits[21];
    char *p = digits + sizeof(digits) - 1;

    *p = 0;
    do {
        *--p = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put_text(p);
}

static void put_hex(uint64_t value)
{
    for (int shift = 60; shift >= 0; shift -= 4) {
        put_char("0123456789abcdef"[value >> shift & 15]);
    }
}

/* Instructions retired and time (10 MHz on `virt`). */
typedef struct Counters {
    uint64_t instret, time;
} Counters;

static Counters read_counters(void)
{
    Counters now;

    __asm__ volatile("rdinstret %0\n\trdtime %1"
                     : "=r"(now.instret), "=r"(now.time) : : "memory");
    return now;
}

static void power_off(uint32_t code)
{
    *FINISHER = code;
    for (;;) {
        __asm__ volatile("wfi");
    }
}

void guest_fail(const char *why)
{
    put_text("fail ");
    put_text(why);
    put_char('\n');
    power_off(FINISHER_FAIL);
}

static void run_part(const GuestPart *part)
{
    Counters before, after;
    uint64_t sum;

    if (part->setup) {
        part->setup();
    }
    before = read_counters();
    sum = part->run(guest_scale);
    after = read_counters();
    put_text("part ");
    put_text(part->name);
    put_char(' ');
    put_decimal(after.instret - before.instret);
    put_char(' ');
    put_decimal(after.time - before.time);
    put_char(' ');
    put_hex(sum);
    put_char('\n');
}

static int part_wanted(const char *name)
{
    unsigned i = 0;

    while (guest_only[i] && guest_only[i] == name[i]) {
        i++;
    }
    return !guest_only[0] || guest_only[i] == name[i];
}

void guest_run(void)
{
    for (const GuestPart *part = guest_parts; part->name; part++) {
        if (part_wanted(part->name)) {
            run_part(part);
        }
    }
    put_text("end\n");
    power_off(FINISHER_PASS);
}

/* Where a guest does not enter its parts itself, they run in M-mode. */
void guest_enter(void) __attribute__((weak));
void guest_enter(void)
{
    guest_run();
}

/* --- what the compiler may call ------------------------------------------ */

void *memcpy(void *to, const void *from, size_t size);
void *memcpy(void *to, const void *from, size_t size)
{
    uint8_t *t = to;
    const uint8_t *f = from;

    while (size--) {
        *t++ = *f++;
    }
    return to;
}

void *memset(void *to, int byte, size_t size);
void *memset(void *to, int byte, size_t size)
{
    uint8_t *t = to;

    while (size--) {
        *t++ = (uint8_t)byte;
    }
    return to;
}
