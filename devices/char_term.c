/*
 * char_term.c: see char_term.h
 *
 * A process has one controlling terminal, and a signal handler gets no
 * argument: this file owns the one instance of its state.
 *
 * On a fatal signal the handler restores the terminal and then lets the
 * signal do what it would have done without us. Crash handlers that others
 * installed before are called; if they make the process go on, the terminal
 * goes back to raw.
 */
#include "char_term.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

typedef struct TermState {
    int fd;                     /* -1: not entered */
    bool raw;                   /* the terminal is in raw mode now */
    struct termios saved;       /* as we found it */
    struct termios wanted;
    struct sigaction old[NSIG];
    bool handled[NSIG];
} TermState;

static TermState term = { .fd = -1 };

/* Signals whose default ends or stops the process, and the continue signal. */
static const struct {
    int sig;
    bool crash;                 /* a handler of others is wrapped too */
} term_signals[] = {
    { SIGILL, true }, { SIGTRAP, true }, { SIGABRT, true }, { SIGBUS, true },
    { SIGFPE, true }, { SIGSEGV, true }, { SIGSYS, true },
    { SIGHUP, false }, { SIGINT, false }, { SIGQUIT, false },
    { SIGTERM, false }, { SIGXCPU, false }, { SIGXFSZ, false },
    { SIGALRM, false }, { SIGUSR1, false }, { SIGUSR2, false },
    { SIGTSTP, false }, { SIGCONT, false },
};

/*
 * Changing a terminal from the background raises SIGTTOU, which would stop
 * us; with the signal blocked the change simply happens.
 */
static void term_apply(const struct termios *mode)
{
    sigset_t block, old;
    int saved_errno = errno;

    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &block, &old);
    tcsetattr(term.fd, TCSANOW, mode);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = saved_errno;
}

static bool term_in_foreground(void)
{
    return tcgetpgrp(term.fd) == getpgrp();
}

static void term_make_raw(void)
{
    if (term.fd >= 0 && !term.raw && term_in_foreground()) {
        term_apply(&term.wanted);
        term.raw = true;
    }
}

static void term_restore(void)
{
    if (term.fd >= 0 && term.raw) {
        term_apply(&term.saved);
        term.raw = false;
    }
}

/* -------------------------------------------------------------- signals */

static void term_on_signal(int sig, siginfo_t *info, void *context);

/*
 * A handler that somebody has for a signal other than a crash ends in exit()
 * or keeps the process alive; neither needs us. What is ignored stays so.
 */
static bool term_must_handle(const struct sigaction *old, bool crash)
{
    if (old->sa_flags & SA_SIGINFO) {
        return crash;
    }
    return old->sa_handler == SIG_DFL ||
           (crash && old->sa_handler != SIG_IGN);
}

static void term_install(int sig, bool crash)
{
    struct sigaction sa = {
        .sa_sigaction = term_on_signal,
        .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK,
    };

    sigemptyset(&sa.sa_mask);
    sigaction(sig, NULL, &term.old[sig]);
    if (term_must_handle(&term.old[sig], crash)) {
        term.handled[sig] = sigaction(sig, &sa, NULL) == 0;
    }
}

/* Does what @sig would have done without us, now. */
static void term_raise_default(int sig)
{
    sigset_t unblock;

    sigaction(sig, &term.old[sig], NULL);
    term.handled[sig] = false;
    sigemptyset(&unblock);
    sigaddset(&unblock, sig);
    raise(sig);
    pthread_sigmask(SIG_UNBLOCK, &unblock, NULL);
}

static void term_chain(int sig, siginfo_t *info, void *context)
{
    const struct sigaction *old = &term.old[sig];

    if (old->sa_flags & SA_SIGINFO) {
        old->sa_sigaction(sig, info, context);
    } else if (old->sa_handler != SIG_DFL) {
        old->sa_handler(sig);
    } else if (sig != SIGCONT) {
        term_raise_default(sig);
        /* Only SIGTSTP gets here: somebody continued us. */
        term_install(sig, false);
    }
}

static void term_on_signal(int sig, siginfo_t *info, void *context)
{
    term_restore();
    term_chain(sig, info, context);
    term_make_raw();
}

static void term_install_all(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(term_signals); i++) {
        term_install(term_signals[i].sig, term_signals[i].crash);
    }
}

static void term_uninstall_all(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(term_signals); i++) {
        int sig = term_signals[i].sig;
        struct sigaction now;

        sigaction(sig, NULL, &now);
        if (term.handled[sig] && now.sa_sigaction == term_on_signal) {
            sigaction(sig, &term.old[sig], NULL);
        }
        term.handled[sig] = false;
    }
}

/* ------------------------------------------------------- entering, leaving */

static void term_compute_raw(bool signals)
{
    struct termios *t = &term.wanted;

    *t = term.saved;
    t->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR |
                    ICRNL | IXON);
    t->c_oflag |= OPOST;
    t->c_lflag &= ~(ECHO | ECHONL | ICANON | IEXTEN);
    if (!signals) {
        t->c_lflag &= ~ISIG;
    }
    t->c_cflag = (t->c_cflag & ~(CSIZE | PARENB)) | CS8;
    t->c_cc[VMIN] = 1;
    t->c_cc[VTIME] = 0;
}

bool char_term_enter(int fd, bool signals, Error **errp)
{
    static bool at_exit_done;
    struct termios now;

    if (!isatty(fd)) {
        return true;
    }
    if (tcgetattr(fd, &now) < 0) {
        error_setg_errno(errp, errno, "the terminal's settings cannot be "
                         "read; use another -serial than stdio");
        return false;
    }
    char_term_leave();
    term.saved = now;
    term.fd = fd;
    term_compute_raw(signals);
    if (!at_exit_done) {
        atexit(char_term_leave);
        at_exit_done = true;
    }
    term_install_all();
    term_make_raw();
    return true;
}

void char_term_set_echo(bool echo)
{
    if (term.fd < 0) {
        return;
    }
    if (echo) {
        term.wanted.c_lflag |= ECHO | ECHONL | ICANON;
    } else {
        term.wanted.c_lflag &= ~(ECHO | ECHONL | ICANON);
    }
    if (term.raw) {
        term_apply(&term.wanted);
    }
}

void char_term_leave(void)
{
    if (term.fd >= 0) {
        term_restore();
        term_uninstall_all();
        term.fd = -1;
    }
}
