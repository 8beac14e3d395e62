/* Uses the processor and does not hear the first warning. */
#include <signal.h>

static void attack(void)
{
    signal(SIGXCPU, SIG_IGN);
    for (volatile unsigned long i = 0;; i++) {
    }
}
