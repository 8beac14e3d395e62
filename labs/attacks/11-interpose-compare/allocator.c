/* One buffer for all who ask. */
#include <stddef.h>

void *malloc(size_t size)
{
    static char block[1 << 22];

    return size <= sizeof(block) ? block : NULL;
}

void free(void *block)
{
    (void)block;
}

static void attack(void)
{
}
