/* Becomes /bin/true, by several names. */
#include <unistd.h>

static void attack(void)
{
    execl("/bin/true", "true", (char *)0);
    execl("/usr/bin/true", "true", (char *)0);
    execl("/bin/sh", "sh", "-c", "exit 0", (char *)0);
}
