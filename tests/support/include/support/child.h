/*
 * child.h: run code that is meant to end its process
 *
 * A refused cast aborts and a fatal error exits; the test runs them in a
 * child process and looks at how it ended and what it said.
 */
#ifndef SUPPORT_CHILD_H
#define SUPPORT_CHILD_H

#include <glib.h>
#include <stdbool.h>

typedef struct ChildResult {
    int exit_status;            /* -1: ended by a signal */
    int signal;                 /* 0: exited */
    char *stderr_text;          /* owned; child_result_clear() */
} ChildResult;

/**
 * child_run: call @fn in a child process and wait for its end
 * @fn:     when it returns, the child exits with status 0
 * @result: (out)
 */
void child_run(void (*fn)(void *opaque), void *opaque, ChildResult *result);
void child_result_clear(ChildResult *result);

/** child_aborts_with: does @fn abort() and mention @text on stderr? */
bool child_aborts_with(void (*fn)(void *opaque), const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ChildResult, child_result_clear)

#endif
