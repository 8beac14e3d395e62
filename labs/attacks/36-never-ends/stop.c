/* Stops itself and ignores what can be ignored. */
#include <signal.h>

static void attack(void)
{
    for (int number = 1; number < 65; number++) {
        signal(number, SIG_IGN);
    }
    raise(SIGSTOP);
    for (;;) {
        raise(SIGSTOP);
    }
}
