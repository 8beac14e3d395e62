/* Opens for writing, renames, removes and changes the mode of everything. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void attack(void)
{
    static const char *const paths[] = {
        "@RESULTS@/result.json", "@RESULTS@/tests.jsonl", "@RESULTS@/forged",
        "@ROOT@/labs/tool/check.py", "@ROOT@/labs/timers/scenarios.py",
        "@KIT@/kit.json", "@KIT@/rest.o", "@SECRET@", "/worker",
        "/usr/lib/forged", "/forged", "/dev/null/forged", "/dev/forged",
    };

    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        if (open(paths[i], O_WRONLY) >= 0 ||
            open(paths[i], O_WRONLY | O_CREAT, 0666) >= 0 ||
            chmod(paths[i], 0666) == 0 || unlink(paths[i]) == 0 ||
            rename(paths[i], "/tmp/moved") == 0) {
            printf("WROTE %zu\n", i);
        }
    }
    fflush(stdout);
}
