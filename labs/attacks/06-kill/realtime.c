/* Dies of a signal that has no name. */
#include <signal.h>
#include <unistd.h>

static void attack(void)
{
    kill(getpid(), SIGRTMIN + 5);
}
