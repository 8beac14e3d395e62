/* Dies with 300 MiB in hand, and asks for a core of all of it. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void attack(void)
{
    struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
    char *block = malloc(300UL << 20);

    setrlimit(RLIMIT_CORE, &all);
    if (block) {
        memset(block, 1, 300UL << 20);
    }
    abort();
}
