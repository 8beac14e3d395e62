/* A parent that waits in vfork() cannot be interrupted. */
#include <unistd.h>

static void attack(void)
{
    if (vfork() == 0) {
        for (;;) {
            pause();
        }
    }
}
