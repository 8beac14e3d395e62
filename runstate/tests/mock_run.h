/*
 * mock_run.h: a RunControl on an emulator that only writes down its orders
 *
 * Each test runs in a process of its own, so one instance is enough.
 */
#ifndef MOCK_RUN_H
#define MOCK_RUN_H

#include "runstate/run_control.h"

typedef struct MockRun {
    RunControl *rc;
    MainLoop *loop;
    GString *calls;             /* what it was asked to do, in order */
    bool vcpu_thread;           /* the caller counts as a vCPU */
} MockRun;

extern MockRun mock;

/* In state prelaunch, or running with no calls noted. */
void mock_begin(void);
void mock_begin_running(void);
void mock_end(void);

/* Add a word to the calls. */
void mock_say(const char *word);

/* Exactly these calls since the last time, and this state. */
void mock_expect(const char *wanted, RunState state);

/* Serves requests. Returns: the exit status, -1 to go on. */
int mock_serve(void);

#endif
