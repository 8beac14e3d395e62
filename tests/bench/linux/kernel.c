/*
 * kernel.c: what programs ask of their kernel
 *
 *     kernel [PART UNITS]...
 *
 * runs on Linux, in the guest and on the host. Each part prints
 *
 *     begin PART
 *     end PART
 *     sum PART CHECKSUM
 *
 * and whoever reads measures the time between the first two. Everything
 * runs on one CPU, so that switches are switches.
 */
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096u

static void need(int good, const char *what)
{
    if (!good) {
        perror(what);
        exit(1);
    }
}

/* The shortest call, and one that fills a structure. */
static uint64_t part_syscall(uint64_t units)
{
    struct timespec now;
    uint64_t sum = 0;

    for (uint64_t n = 0; n < units * 1000; n++) {
        sum += syscall(SYS_getppid) >= 0;
        sum += syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) == 0;
    }
    return sum;
}

static int wait_child(pid_t child)
{
    int status;

    need(waitpid(child, &status, 0) == child, "waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static uint64_t part_fork(uint64_t units)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < units * 10; n++) {
        pid_t child = fork();

        need(child >= 0, "fork");
        if (child == 0) {
            _exit((int)(n & 63));
        }
        sum += (uint64_t)wait_child(child);
    }
    return sum;
}

static uint64_t part_exec(uint64_t units)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < units * 10; n++) {
        pid_t child = fork();

        need(child >= 0, "fork");
        if (child == 0) {
            execl("/proc/self/exe", "kernel", (char *)NULL);
            _exit(255);
        }
        sum += (uint64_t)wait_child(child) + 1;
    }
    return sum;
}

/* Blocks of a page through a pipe, there and back in one process. */
static uint64_t part_pipe(uint64_t units)
{
    static uint8_t block[PAGE];
    uint64_t sum = 0;
    int ends[2];

    need(pipe(ends) == 0, "pipe");
    for (uint64_t n = 0; n < units * 200; n++) {
        block[n % PAGE] = (uint8_t)n;
        need(write(ends[1], block, PAGE) == PAGE, "write");
        need(read(ends[0], block, PAGE) == PAGE, "read");
        sum += block[n * 7 % PAGE];
    }
    close(ends[0]);
    close(ends[1]);
    return sum;
}

static uint64_t part_fault(uint64_t units)
{
    const size_t size = 256 * PAGE;
    uint64_t sum = 0;

    for (uint64_t n = 0; n < units; n++) {
        volatile uint8_t *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        need(area != MAP_FAILED, "mmap");
        madvise((void *)area, size, MADV_NOHUGEPAGE);
        for (size_t at = 0; at < size; at += PAGE) {
            area[at] = (uint8_t)(at + n);
            sum += area[at + 1] + 1u;
        }
        need(munmap((void *)area, size) == 0, "munmap");
    }
    return sum;
}

/* Two processes hand one byte back and forth: two switches per round. */
static uint64_t part_switch(uint64_t units)
{
    uint64_t sum = 0, rounds = units * 100;
    int there[2], back[2];
    uint8_t byte = 0;
    pid_t child;

    need(pipe(there) == 0 && pipe(back) == 0, "pipe");
    child = fork();
    need(child >= 0, "fork");
    if (child == 0) {
        for (uint64_t n = 0; n < rounds; n++) {
            need(read(there[0], &byte, 1) == 1, "read");
            byte++;
            need(write(back[1], &byte, 1) == 1, "write");
        }
        _exit(0);
    }
    for (uint64_t n = 0; n < rounds; n++) {
        need(write(there[1], &byte, 1) == 1, "write");
        need(read(back[0], &byte, 1) == 1, "read");
        sum += byte;
    }
    sum += (uint64_t)wait_child(child);
    close(there[0]);
    close(there[1]);
    close(back[0]);
    close(back[1]);
    return sum;
}

static const struct Part {
    const char *name;
    uint64_t (*run)(uint64_t units);
} parts[] = {
    { "syscall", part_syscall },
    { "fork", part_fork },
    { "exec", part_exec },
    { "pipe", part_pipe },
    { "fault", part_fault },
    { "switch", part_switch },
};

static void run_part(const char *name, uint64_t units)
{
    for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (strcmp(parts[i].name, name) == 0) {
            uint64_t sum;

            printf("begin %s\n", name);
            sum = parts[i].run(units);
            printf("end %s\nsum %s %llu\n", name, name,
                   (unsigned long long)sum);
            return;
        }
    }
    need(0, name);
}

static void stay_on_one_cpu(void)
{
    int now = sched_getcpu();
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(now < 0 ? 0 : now, &set);
    need(sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 0;               /* what part_exec() starts */
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    stay_on_one_cpu();
    for (int i = 1; i + 1 < argc; i += 2) {
        run_part(argv[i], strtoull(argv[i + 1], NULL, 10));
    }
    return 0;
}
