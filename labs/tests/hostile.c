/*
 * hostile.c: one small crime for each word, to be run in a jail
 *
 *     hostile WORD [ARGUMENT]
 *
 * Prints what it achieved as one line; test_jail.py knows what may be
 * printed. Every crime is bounded: outside of a jail it is a nuisance at most.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB (1UL << 20)

static void tell(const char *what, long result)
{
    printf("%s %s\n", what, result < 0 ? strerror(errno) : "done");
}

static void read_file(const char *path)
{
    int fd = open(path, O_RDONLY);

    tell("open", fd);
}

static void list_root(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    if (!dir) {
        tell("list", -1);
        return;
    }
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] != '.') {
            printf("%s ", entry->d_name);
        }
    }
    printf("\n");
    closedir(dir);
}

static void fork_bomb(const char *unused)
{
    int children = 0;

    (void)unused;
    while (children < 300) {
        pid_t pid = fork();
        if (pid < 0) {
            break;
        }
        if (pid == 0) {
            pause();
            _exit(0);
        }
        children++;
    }
    printf("children %d\n", children);
}

static void *wait_for_ever(void *unused)
{
    pause();
    return unused;
}

static void thread_bomb(const char *unused)
{
    pthread_attr_t attr;
    pthread_t thread;
    int threads = 0;

    (void)unused;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 64 * 1024);
    while (threads < 300 &&
           pthread_create(&thread, &attr, wait_for_ever, NULL) == 0) {
        threads++;
    }
    printf("threads %d\n", threads);
}

static void memory_bomb(const char *unused)
{
    size_t taken = 0;

    (void)unused;
    for (; taken < 900; taken++) {
        char *piece = malloc(MIB);
        if (!piece) {
            break;
        }
        memset(piece, 1, MIB);
    }
    printf("MiB %zu\n", taken);
    fflush(stdout);
    abort();
}

static void shared_bomb(const char *unused)
{
    char *all = mmap(NULL, 900 * MIB, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)unused;
    if (all == MAP_FAILED) {
        tell("map", -1);
        abort();
    }
    memset(all, 1, 900 * MIB);
    printf("MiB 900\n");
}

static void disk_fill(const char *folder)
{
    static char block[64 * 1024];
    char path[512];
    size_t written = 0;

    for (int file = 0; file < 16; file++) {
        snprintf(path, sizeof(path), "%s/fill%d", folder, file);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        for (ssize_t n = 0; fd >= 0 && written < 200 * MIB; written += n) {
            n = write(fd, block, sizeof(block));
            if (n <= 0) {
                break;
            }
        }
    }
    printf("KiB %zu\n", written / 1024);
    fflush(stdout);
    pause();
}

static void inode_fill(const char *folder)
{
    char path[512];
    int made = 0;

    for (; made < 20000; made++) {
        snprintf(path, sizeof(path), "%s/%d", folder, made);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            break;
        }
        close(fd);
    }
    printf("files %d\n", made);
}

static void deep_folders(const char *folder)
{
    int depth = 0;

    if (chdir(folder) == 0) {
        while (depth < 3000 && mkdir("d", 0700) == 0 && chdir("d") == 0) {
            depth++;
        }
    }
    printf("deep %d\n", depth);
}

static void big_file(const char *folder)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/big", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    tell("truncate", ftruncate(fd, 1L << 40));
}

static void sockets(const char *unused)
{
    static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK,
                                    AF_PACKET, 38 /* alg */, 40 /* vsock */ };

    (void)unused;
    for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
        if (socket(families[i], SOCK_DGRAM, 0) >= 0) {
            printf("family %d\n", families[i]);
        }
    }
    printf("sockets tried\n");
}

static void show_namespaces(const char *unused)
{
    static const char *const kinds[] = { "ipc", "mnt", "net", "pid", "user",
                                         "uts" };
    char path[32], place[64];

    (void)unused;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        snprintf(path, sizeof(path), "/proc/self/ns/%s", kinds[i]);
        ssize_t n = readlink(path, place, sizeof(place));
        printf("%.*s\n", n > 0 ? (int)n : 0, place);
    }
}

static void trace_parent(const char *unused)
{
    char here[8], there[8];
    struct iovec mine = { here, 8 }, theirs = { there, 8 };

    (void)unused;
    tell("ptrace", ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
    tell("readv", process_vm_readv(getppid(), &mine, 1, &theirs, 1, 0));
}

static void kill_parents(const char *unused)
{
    (void)unused;
    tell("parent", kill(getppid(), SIGKILL));
    tell("init", kill(1, SIGKILL));
    signal(SIGTERM, SIG_IGN);
    tell("all", kill(-1, SIGTERM));
}

static void daemonise(const char *mark)
{
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            prctl(PR_SET_NAME, mark);
            signal(SIGTERM, SIG_IGN);
            signal(SIGHUP, SIG_IGN);
            for (;;) {
                sleep(100);
            }
        }
        _exit(0);
    }
    wait(NULL);
    usleep(20000);
    printf("left one behind\n");
}

static void ignore_all(const char *unused)
{
    (void)unused;
    for (int number = 1; number < 65; number++) {
        signal(number, SIG_IGN);
    }
    for (;;) {
        pause();
    }
}

static void stop_self(const char *unused)
{
    (void)unused;
    raise(SIGSTOP);
    printf("woken\n");
}

static void spin(const char *unused)
{
    (void)unused;
    for (volatile unsigned long count = 0;; count++) {
    }
}

/* Each child has processor time of its own. */
static void spin_many(const char *unused)
{
    for (int child = 0; child < 4; child++) {
        if (fork() == 0) {
            spin(unused);
        }
    }
    spin(unused);
}

static void print_for_ever(const char *unused)
{
    static char block[65536];

    (void)unused;
    memset(block, 'y', sizeof(block));
    for (;;) {
        if (write(1, block, sizeof(block)) < 0) {
            _exit(1);
        }
    }
}

/* 10 MiB without a newline, with NUL, an escape and an odd end. */
static void long_line(const char *unused)
{
    static char block[65536];

    (void)unused;
    write(1, "\033]0;owned\007\0first", 17);
    memset(block, 'x', sizeof(block));
    for (int i = 0; i < 160; i++) {
        write(1, block, sizeof(block));
    }
    write(1, "last\xff", 5);
}

static void shared_memory(const char *unused)
{
    (void)unused;
    tell("shmget", shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600));
    tell("shm_open", open("/dev/shm/lectern-left", O_CREAT | O_RDWR, 0600));
    tell("memfd", (long)syscall(SYS_memfd_create, "x", 0));
}

static void kernel_doors(const char *unused)
{
    struct io_uring_params params = { 0 };

    (void)unused;
    tell("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID,
                           KEY_SPEC_USER_KEYRING, 1));
    tell("add_key", syscall(SYS_add_key, "user", "lectern", "x", 1,
                            KEY_SPEC_USER_KEYRING));
    tell("io_uring", syscall(SYS_io_uring_setup, 4, &params));
    tell("bpf", syscall(SYS_bpf, 0, NULL, 0));
    tell("perf", syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
    tell("userfaultfd", syscall(SYS_userfaultfd, 0));
    tell("unshare", unshare(CLONE_NEWUSER));
    tell("setns", setns(0, 0));
    tell("mount", mount("none", "/", "tmpfs", 0, NULL));
    tell("chroot", chroot("/"));
    tell("kexec", syscall(SYS_kexec_load, 0, 0, NULL, 0));
    tell("clone", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL));
    tell("flock", syscall(SYS_flock, 0, 0));
}

static void write_root(const char *unused)
{
    static const char *const places[] = { "/", "/dev", "/usr", "/etc",
        "/var/tmp", "/dev/shm", "/run" };
    char path[64];

    (void)unused;
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        snprintf(path, sizeof(path), "%s/lectern-left", places[i]);
        if (open(path, O_CREAT | O_WRONLY, 0600) >= 0) {
            printf("wrote %s\n", path);
        }
    }
    printf("places tried\n");
}

static void show_self(const char *unused)
{
    extern char **environ;

    (void)unused;
    printf("uid %d group %d pid %d\n", getuid(), getgid(), getpid());
    for (char **at = environ; *at; at++) {
        printf("env %s\n", *at);
    }
    for (int fd = 0; fd < 64; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) {
            printf("fd %d\n", fd);
        }
    }
    printf("setuid %d\n", setuid(0));
}

static void leave_links(const char *folder)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/link", folder);
    tell("symlink", symlink("/etc/passwd", path));
    snprintf(path, sizeof(path), "%s/fifo", folder);
    tell("fifo", mkfifo(path, 0600));
    snprintf(path, sizeof(path), "%s/plain", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 04755);
    tell("plain", fd);
    fchmod(fd, 04777);
    char twin[512];
    snprintf(twin, sizeof(twin), "%s/twin", folder);
    tell("twin", link(path, twin));
    snprintf(path, sizeof(path), "%s/kept", folder);
    tell("kept", open(path, O_CREAT | O_WRONLY, 0000));
}

static void dump_core(const char *unused)
{
    (void)unused;
    abort();
}

static void real_time_signal(const char *unused)
{
    (void)unused;
    kill(getpid(), SIGRTMIN + 3);
    pause();
}

static void say_hello(const char *fd)
{
    write(atoi(fd), "hello\n", 6);
}

static void leave_code(const char *code)
{
    exit(atoi(code));
}

static const struct {
    const char *word;
    void (*run)(const char *argument);
} crimes[] = {
    { "read", read_file }, { "list", list_root }, { "fork", fork_bomb },
    { "threads", thread_bomb }, { "memory", memory_bomb },
    { "shared", shared_bomb }, { "disk", disk_fill },
    { "inodes", inode_fill }, { "bigfile", big_file },
    { "deep", deep_folders },
    { "sockets", sockets }, { "trace", trace_parent },
    { "kill", kill_parents }, { "daemon", daemonise },
    { "ignore", ignore_all }, { "stop", stop_self }, { "spin", spin },
    { "spinmany", spin_many }, { "flood", print_for_ever },
    { "line", long_line }, { "shm", shared_memory },
    { "doors", kernel_doors }, { "write", write_root },
    { "self", show_self }, { "links", leave_links }, { "core", dump_core },
    { "realtime", real_time_signal }, { "exit", leave_code },
    { "say", say_hello }, { "namespaces", show_namespaces },
};

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    for (size_t i = 0; argc > 1 && i < sizeof(crimes) / sizeof(*crimes);
         i++) {
        if (strcmp(crimes[i].word, argv[1]) == 0) {
            crimes[i].run(argc > 2 ? argv[2] : "");
            return 0;
        }
    }
    return 2;
}
