/* Kills whoever might have started it. */
#include <signal.h>
#include <unistd.h>

/* Only where it is among its own: the users of jails, or a jail's few pids. */
static int in_jail(void)
{
    return (getuid() >= 60600 && getuid() < 61100) || getpid() < 10;
}

static void attack(void)
{
    if (in_jail()) {
        kill(getppid(), SIGKILL);
        kill(1, SIGKILL);
    }
}
