/* qtest_internal.h: what the files of qtest share */
#ifndef MACHINE_CONTROL_QTEST_INTERNAL_H
#define MACHINE_CONTROL_QTEST_INTERNAL_H

#include <stdio.h>

#include "devices/qdev.h"
#include "machine/qtest.h"

#define QTEST_LEVELS 256        /* lines that are reported, by number */

struct Qtest {
    Vm *vm;
    QtestSendFn *send;
    void *opaque;
    DeviceState *watched;       /* (nullable): whose wires are reported */
    GPtrArray *wires;           /* QtestWire, owned */
    int levels[QTEST_LEVELS];   /* as last reported */
};

typedef struct QtestVerb QtestVerb;

/* @words[0] is the verb; at least verb->arguments follow; NULL at the end. */
typedef void QtestVerbFn(Qtest *q, const QtestVerb *verb, char **words);

struct QtestVerb {
    const char *name;
    const char *usage;          /* names of the arguments */
    unsigned arguments;         /* as many must be there */
    QtestVerbFn *handle;
    unsigned width;             /* bytes, of an access */
    bool moves_time;            /* only with -accel qtest */
};

/* ---- answers (qtest_verbs.c) ---- */

/* Sends one line. */
void qtest_reply(Qtest *q, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A whole word as C writes numbers; false: a FAIL has been sent. */
bool qtest_number(Qtest *q, const char *word, uint64_t *value) MUST_CHECK;
bool qtest_signed(Qtest *q, const char *word, int64_t *value) MUST_CHECK;

/* ---- verbs ---- */

QtestVerbFn qtest_port_in, qtest_port_out;
QtestVerbFn qtest_write_value, qtest_read_value;
QtestVerbFn qtest_write, qtest_read, qtest_b64write, qtest_b64read;
QtestVerbFn qtest_memset, qtest_endianness;
QtestVerbFn qtest_irq_intercept_in, qtest_irq_intercept_out;
QtestVerbFn qtest_set_irq_in;
QtestVerbFn qtest_clock_step, qtest_clock_set;
QtestVerbFn qtest_csr, qtest_module_load;

/* ---- watched wires (qtest_irq.c) ---- */

void qtest_release_wires(Qtest *q);

/* ---- -qtest-log (qtest_log.c) ---- */

typedef struct QtestLog {
    FILE *file;                 /* (nullable): no log */
    int64_t start_us;           /* when the client came */
} QtestLog;

/* @name: (nullable): NULL is standard error, "none" is no log. */
bool qtest_log_open(QtestLog *log, const char *name, Error **errp);
void qtest_log_close(QtestLog *log);

/* @kind: R what was received, S what is sent, I what happened. */
void qtest_log_line(QtestLog *log, char kind, const char *text);
/* The client came: time starts here. */
void qtest_log_opened(QtestLog *log);

#endif
