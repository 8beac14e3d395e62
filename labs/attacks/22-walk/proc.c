/* Looks at each process for its environment, words and open files. */
#include <stdio.h>
#include <unistd.h>

static void attack(void)
{
    static const char *const names[] = { "environ", "cmdline", "maps",
                                         "cwd", "exe", "root", "fd/0" };
    char path[64];
    char text[512];
    static int done;

    for (int pid = 1; !done && pid < 40000; pid++) {
        for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
            snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[i]);
            ssize_t size = readlink(path, text, sizeof(text) - 1);
            FILE *file = size < 0 ? fopen(path, "r") : NULL;
            if (file) {
                size = (ssize_t)fread(text, 1, sizeof(text) - 1, file);
                fclose(file);
            }
            for (ssize_t at = 0; at < size; at++) {
                putchar(text[at] ? text[at] : ' ');
            }
        }
    }
    done = 1;
    fflush(stdout);
}
