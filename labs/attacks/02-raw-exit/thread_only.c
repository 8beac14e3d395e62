/* Ends the only thread: the process becomes a zombie leader. */
#include <sys/syscall.h>
#include <unistd.h>

static void attack(void)
{
    syscall(SYS_exit, 0);
}
