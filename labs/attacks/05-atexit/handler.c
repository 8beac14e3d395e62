/* Whatever happens, the process ends with success. */
#include <stdlib.h>
#include <unistd.h>

static void force(void)
{
    _exit(0);
}

static void attack(void)
{
    atexit(force);
}
