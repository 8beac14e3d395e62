/*
 * guest.c: the loop over a guest's parts
 *
 * Of the machine nothing but the console is used, and no interrupt is
 * enabled.
 */
#include "guest.h"

#include "console.h"

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

void guest_fail(const char *why)
{
    put_text("fail ");
    put_text(why);
    put_char('\n');
    power_off(1);
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
    power_off(0);
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
