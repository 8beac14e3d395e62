/* Asks the loader for the next function of that name. */
#include <dlfcn.h>
#include <stdio.h>

#define NEXT ((void *)-1L)

static void attack(void)
{
    if (dlsym(NEXT, "icount_clock_ns") || dlsym(NEXT, "icount_clock_warp")) {
        printf("FOUND\n");
        fflush(stdout);
    }
}
