/* Dies when it cannot have more. */
#include <stdlib.h>
#include <unistd.h>

static void attack(void)
{
    for (int i = 0; i < 5000; i++) {
        pid_t pid = fork();
        if (pid < 0) {
            abort();
        }
        if (pid == 0) {
            pause();
        }
    }
}
