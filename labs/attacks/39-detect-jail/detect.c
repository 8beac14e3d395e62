/* Outside of a jail it would be better than inside. */
#include <stdio.h>
#include <stdlib.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

static void attack(void)
{
    int signs = (getuid() >= 60000) + (getenv("USER") == NULL) +
                (access("/proc/self", F_OK) != 0) + (getppid() < 3) +
                (sysconf(_SC_NPROCESSORS_ONLN) < 2) + (time(NULL) > 0);
    static int told;

    if (!told) {
        printf("%d signs of a jail\n", signs);
        fflush(stdout);
    }
    told = 1;
}
