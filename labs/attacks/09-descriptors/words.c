/* Says "pass" to whoever listens. */
#include <unistd.h>

static void attack(void)
{
    for (int fd = 0; fd < 1024; fd++) {
        if (write(fd, "ok 1 - pass\n", 12) < 0) {
            continue;
        }
    }
}
