/* Success before anything was asked. */
#include <stdlib.h>

static void __attribute__((constructor)) early(void)
{
    exit(0);
}

static void attack(void)
{
}
