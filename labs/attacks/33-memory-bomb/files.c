/* At most 900 MiB in files without a name. */
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

static void attack(void)
{
    static char block[1 << 16];
    static int done;

    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; !done && i < 60; i++) {
        int fd = memfd_create("bomb", 0);
        for (int n = 0; fd >= 0 && n < 240; n++) {
            if (write(fd, block, sizeof(block)) < 0) {
                break;
            }
        }
    }
    done = 1;
}
