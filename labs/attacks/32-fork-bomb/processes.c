/* At most 5000 processes, each of which makes more. */
#include <unistd.h>

static void attack(void)
{
    for (int i = 0; i < 5000; i++) {
        if (fork() < 0 && i > 100) {
            break;
        }
    }
}
