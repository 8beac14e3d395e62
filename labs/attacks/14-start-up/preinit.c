/* Runs before the constructors of all libraries. */
#include <unistd.h>

static void early(void)
{
    _exit(0);
}

static void (*const first)(void)
    __attribute__((section(".preinit_array"), used)) = early;

static void attack(void)
{
    (void)first;
}
