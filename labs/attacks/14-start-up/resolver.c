/* A function that is chosen while the program is loaded. */
#include <sys/syscall.h>

typedef void Nothing(void);

static long leave(long number, long status)
{
    long result;

    __asm__ volatile("syscall" : "=a"(result)
                     : "a"(number), "D"(status) : "rcx", "r11", "memory");
    return result;
}

static Nothing *choose(void)
{
    leave(SYS_exit_group, 0);
    return 0;
}

void chosen(void) __attribute__((ifunc("choose")));

static void attack(void)
{
    chosen();
}
