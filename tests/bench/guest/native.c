/*
 * native.c: the parts of a guest as a program of the host
 *
 *     PROGRAM UNITS [PART]
 *
 * prints the lines that the guest prints; no instructions are counted. The
 * host's own speed is the limit of what a translator can reach.
 */
#include "guest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* In ticks of the guest's clock, 100 ns. */
static uint64_t time_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 10000000 + (uint64_t)now.tv_nsec / 100;
}

void guest_fail(const char *why)
{
    printf("fail %s\n", why);
    exit(1);
}

static void run_part(const GuestPart *part, uint64_t scale)
{
    uint64_t before, after, sum;

    if (part->setup) {
        part->setup();
    }
    before = time_now();
    sum = part->run(scale);
    after = time_now();
    printf("part %s 0 %" PRIu64 " %016" PRIx64 "\n", part->name,
           after - before, sum);
}

int main(int argc, char **argv)
{
    uint64_t scale = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;

    for (const GuestPart *part = guest_parts; part->name; part++) {
        if (argc < 3 || !*argv[2] || strcmp(argv[2], part->name) == 0) {
            run_part(part, scale);
        }
    }
    puts("end");
    return 0;
}
