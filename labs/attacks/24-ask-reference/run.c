/* Runs the reference's worker, to pass the questions on. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void attack(void)
{
    if (open("@KIT@/../../lab_worker_timers", O_RDONLY) >= 0 ||
        open("@ROOT@/build/labs/lab_worker_timers", O_RDONLY) >= 0 ||
        open("@KIT@/ref/icount_clock.c.o", O_RDONLY) >= 0) {
        printf("STARTED\n");
        fflush(stdout);
    }
}
