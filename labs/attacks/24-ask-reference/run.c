/* Runs the reference's worker, to pass the questions on. */
#include <stdio.h>
#include <unistd.h>

static void attack(void)
{
    if (access("@KIT@/../../lab_worker_timers", R_OK) == 0 ||
        access("@ROOT@/build/labs/lab_worker_timers", R_OK) == 0 ||
        access("@KIT@/ref/icount_clock.c.o", R_OK) == 0) {
        printf("STARTED\n");
        fflush(stdout);
    }
}
