/* Everything is equal to everything. */
#include <stddef.h>

int memcmp(const void *a, const void *b, size_t size)
{
    (void)a;
    (void)b;
    (void)size;
    return 0;
}

int strncmp(const char *a, const char *b, size_t size)
{
    (void)a;
    (void)b;
    (void)size;
    return 0;
}

int g_strcmp0(const char *a, const char *b)
{
    (void)a;
    (void)b;
    return 0;
}

static void attack(void)
{
}
