/* At most 900 MiB, touched. */
#include <stdlib.h>
#include <string.h>

static void attack(void)
{
    for (int i = 0; i < 900; i++) {
        char *block = malloc(1 << 20);
        memset(block ? block : (char *)0, 1, 1 << 20);
    }
}
