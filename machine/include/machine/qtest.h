/*
 * qtest.h: a test driver in the place of the guest
 *
 * A line asks for one bus access, one step of time or one edge of a wire, and
 * is answered by one line: devices can be tested without a guest, by any
 * client that speaks to QEMU's -qtest. The verbs are in qtest_verbs.c.
 *
 * Lines to the client: "OK", "OK VALUE", "FAIL TEXT" as an answer, and in
 * front of it "IRQ raise N" or "IRQ lower N" for each edge of a watched wire.
 */
#ifndef MACHINE_QTEST_H
#define MACHINE_QTEST_H

#include "machine/control.h"

#define QTEST_LINE_MAX (8u << 20)       /* bytes of a request */
#define QTEST_DATA_MAX (2u << 20)       /* bytes that one request moves */
#define QTEST_FILL_MAX (64u << 20)      /* bytes that memset fills */

typedef struct Qtest Qtest;

/* Takes one line for the client, without the newline. */
typedef void QtestSendFn(void *opaque, const char *line);

/**
 * qtest_new: serve requests about @vm
 * @vm: (borrowed)
 *
 * Returns: (transfer full): qtest_free() puts watched wires back.
 * Context: here and below: main loop thread, BQL held.
 */
Qtest *qtest_new(Vm *vm, QtestSendFn *send, void *opaque);
void qtest_free(Qtest *qtest);

/**
 * qtest_line: answer one request
 * @line: without the newline; nothing that it says can do harm
 */
void qtest_line(Qtest *qtest, const char *line);

/** qtest_greet: a new client: each wire counts as low until it is raised */
void qtest_greet(Qtest *qtest);

/* The row of control_kinds[]: -qtest and -qtest-log. */
bool qtest_open(Vm *vm, const Options *options, void **state, Error **errp);
void qtest_close(void *state);

#endif
