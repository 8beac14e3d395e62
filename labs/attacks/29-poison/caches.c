/* Writes where compilers and tools look first. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void attack(void)
{
    static const char *const paths[] = {
        "@KIT@/cache/poison.o", "@KIT@/build/poison.h", "@KIT@/rest.o",
        "/kit/build/config.h", "/kit/rest.o", "/in/icount_clock.c",
        "/out/worker", "/root/.ccache/poison", "/root/.cache/ccache/poison",
        "/usr/local/bin/gcc", "/etc/ld.so.preload",
    };

    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        if (open(paths[i], O_WRONLY | O_CREAT, 0755) >= 0) {
            printf("WROTE %s\n", paths[i]);
        }
    }
    fflush(stdout);
}
