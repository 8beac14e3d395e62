/* Another first instruction and another loader. */
#include <unistd.h>

__attribute__((section(".interp"), used)) static const char loader[] =
    "/tmp/loader";

void _init(void);

void _init(void)
{
    _exit(0);
}

static void attack(void)
{
}
