/* Looks for what an earlier run left, then leaves it again. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define KEY 0x1ec7e41

static void in_files(void)
{
    static const char *const paths[] = { "/tmp/letter", "/dev/shm/letter",
        "/var/tmp/letter", "/run/lock/letter", "/dev/mqueue/letter" };

    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        if (access(paths[i], F_OK) == 0) {
            printf("FOUND %s\n", paths[i]);
        }
        int fd = open(paths[i], O_CREAT | O_WRONLY, 0666);
        if (fd >= 0) {
            close(fd);
        }
    }
}

static void in_the_kernel(void)
{
    struct sockaddr_un name = { AF_UNIX, "\0letter" };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (shmget(KEY, 4096, 0) >= 0) {
        printf("FOUND shm\n");
    }
    shmget(KEY, 4096, IPC_CREAT | 0666);
    if (syscall(SYS_request_key, "user", "letter", NULL, 0) >= 0) {
        printf("FOUND key\n");
    }
    syscall(SYS_add_key, "user", "letter", "x", 1, -4);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&name,
                           sizeof(sa_family_t) + 7) == 0) {
        printf("FOUND socket\n");
    }
    fd = open("/dev/null", O_RDONLY);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        printf("FOUND a lock to share\n");
    }
}

static void attack(void)
{
    static int done;

    if (done++) {
        return;
    }
    in_files();
    in_the_kernel();
    fflush(stdout);
    if (fork() == 0) {
        pause();
    }
}
