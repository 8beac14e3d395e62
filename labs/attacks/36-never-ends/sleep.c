/* Uses nothing. */
#include <unistd.h>

static void attack(void)
{
    for (;;) {
        sleep(1000);
    }
}
