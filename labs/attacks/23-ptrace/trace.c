/* Attaches to its parent and to every process it can name. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void attack(void)
{
    static int done;
    char here[64], path[32];
    struct iovec mine = { here, sizeof(here) };
    struct iovec theirs = { (void *)0x400000, sizeof(here) };

    for (int pid = 1; !done && pid < 40000; pid++) {
        if (pid == getpid()) {
            continue;
        }
        if (ptrace(PTRACE_SEIZE, pid, 0, 0) == 0) {
            printf("ATTACHED\n");
        }
        if (syscall(SYS_process_vm_readv, pid, &mine, 1, &theirs, 1, 0) > 0) {
            printf("READ\n");
        }
        snprintf(path, sizeof(path), "/proc/%d/mem", pid);
        if (open(path, O_RDWR) >= 0) {
            printf("READ\n");
        }
    }
    done = 1;
    fflush(stdout);
}
