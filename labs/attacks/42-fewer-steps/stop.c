/* Ends the conversation after the first answer, politely. */
#include <sys/stat.h>
#include <unistd.h>

static int wire(void)
{
    struct stat st;

    for (int fd = 3; fd < 64; fd++) {
        if (fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode)) {
            return fd;
        }
    }
    return -1;
}

static void attack(void)
{
    close(wire());
    sleep(1);
}
