/* Kills its process group, itself included. */
#include <signal.h>

static void attack(void)
{
    kill(0, SIGKILL);
}
