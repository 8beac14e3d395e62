/* Prints the beginning of every file it can reach, up to a limit. */
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int shown;

static int show(const char *path, const struct stat *st, int kind,
                struct FTW *at)
{
    char text[256] = "";
    FILE *file;

    (void)st;
    if (at->level > 6 || shown > 2000) {
        return 1;
    }
    file = kind == FTW_F && !strstr(path, "/dev/") ? fopen(path, "r") : NULL;
    if (file) {
        shown++;
        size_t size = fread(text, 1, sizeof(text) - 1, file);
        if (size > 0 && text[0] != 0x7f) {
            printf("%s: %s\n", path, text);
        }
        fclose(file);
    }
    return 0;
}

static void attack(void)
{
    static const char *const tops[] = {
        "@SECRET@", "@RESULTS@", "@ROOT@/labs", "@KIT@/ref", "/etc", "/home",
        "/root", "/tmp", "/proc/self", "/proc/1", "/", };

    for (size_t i = 0; shown < 2000 && i < sizeof(tops) / sizeof(*tops);
         i++) {
        nftw(tops[i], show, 16, FTW_PHYS);
    }
    shown = 2000;
    fflush(stdout);
}
