/* child.c: see support/child.h */
#include "support/child.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static G_GNUC_NORETURN void child_main(void (*fn)(void *opaque), void *opaque,
                                       int stderr_fd)
{
    const struct rlimit no_core = { 0, 0 };

    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGABRT, SIG_DFL);
    dup2(stderr_fd, STDERR_FILENO);
    close(stderr_fd);
    close(STDOUT_FILENO);       /* GLib's "Bail out!" is not our TAP */
    fn(opaque);
    _exit(0);
}

static char *read_all(int fd)
{
    GString *text = g_string_new(NULL);
    char buffer[4096];
    ssize_t n;

    while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
        g_string_append_len(text, buffer, n);
    }
    return g_string_free(text, FALSE);
}

void child_run(void (*fn)(void *opaque), void *opaque, ChildResult *result)
{
    int fds[2];
    int status;

    g_assert(pipe(fds) == 0);
    pid_t pid = fork();
    g_assert(pid >= 0);
    if (pid == 0) {
        close(fds[0]);
        child_main(fn, opaque, fds[1]);
    }
    close(fds[1]);
    result->stderr_text = read_all(fds[0]);
    close(fds[0]);
    g_assert(waitpid(pid, &status, 0) == pid);
    result->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void child_result_clear(ChildResult *result)
{
    g_clear_pointer(&result->stderr_text, g_free);
}

bool child_aborts_with(void (*fn)(void *opaque), const char *text)
{
    g_auto(ChildResult) result = { 0 };

    child_run(fn, NULL, &result);
    return result.signal == SIGABRT &&
           strstr(result.stderr_text, text) != NULL;
}
