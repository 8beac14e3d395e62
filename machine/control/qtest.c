/*
 * qtest.c: the connection of a test driver: bytes to lines, answers to bytes
 *
 * A client that does not read gets nothing done: while much waits for it, no
 * further line is taken. Only edges of wires can add to that, and MonitorOut
 * bounds it. A client that leaves changes nothing: the machine runs on and
 * waits for the next one.
 */
#include <string.h>

#include "monitor.h"
#include "qtest_internal.h"

#define READ_MAX 4096           /* bytes at a time */

typedef struct QtestServer {
    CharBackend be;
    Qtest *qtest;
    QtestLog log;
    GString *input;             /* begin of a line */
    gsize scanned;              /* bytes of it without a newline */
    MonitorOut out;             /* what the client did not take yet */
    bool present;               /* a client is there */
    bool skipping;              /* until the end of a line: it is too long */
} QtestServer;

/* --- answers ------------------------------------------------------------- */

static void send_line(void *opaque, const char *line)
{
    QtestServer *s = opaque;
    g_autofree char *text = g_strconcat(line, "\n", NULL);

    qtest_log_line(&s->log, 'S', line);
    if (s->present) {
        monitor_out_write(&s->out, text, strlen(text));
    }
}

static bool may_serve(const QtestServer *s)
{
    return s->present && !monitor_out_is_full(&s->out);
}

/* --- requests ------------------------------------------------------------ */

static void take_line(QtestServer *s, char *line)
{
    g_strchomp(line);
    qtest_log_line(&s->log, 'R', line);
    qtest_line(s->qtest, line);
}

/* (nullable) the next whole line, taken out of the input */
static char *next_line(QtestServer *s)
{
    const char *start = s->input->str;
    const char *end = memchr(start + s->scanned, '\n',
                             s->input->len - s->scanned);

    s->scanned = s->input->len;
    if (!end) {
        return NULL;
    }
    char *line = g_strndup(start, (gsize)(end - start));

    g_string_erase(s->input, 0, end + 1 - start);
    s->scanned = 0;
    return line;
}

static void drop_long_line(QtestServer *s)
{
    g_string_truncate(s->input, 0);
    s->scanned = 0;
    if (!s->skipping) {
        send_line(s, "FAIL this line is too long");
    }
    s->skipping = true;
}

static void take_lines(QtestServer *s)
{
    char *line;

    while (may_serve(s) && (line = next_line(s)) != NULL) {
        if (!s->skipping) {
            take_line(s, line);
        }
        s->skipping = false;
        g_free(line);
    }
    if (may_serve(s) && s->input->len > QTEST_LINE_MAX) {
        drop_long_line(s);
    }
}

static void drained(void *opaque)
{
    QtestServer *s = opaque;

    take_lines(s);
    qemu_chr_fe_accept_input(&s->be);
}

static int can_read(void *opaque)
{
    QtestServer *s = opaque;

    return may_serve(s) ? READ_MAX : 0;
}

static void read_input(void *opaque, const uint8_t *buf, int size)
{
    QtestServer *s = opaque;

    g_string_append_len(s->input, (const char *)buf, size);
    take_lines(s);
}

/* --- coming and going ---------------------------------------------------- */

static void forget_client(QtestServer *s)
{
    monitor_out_clear(&s->out);
    g_string_truncate(s->input, 0);
    s->scanned = 0;
    s->skipping = false;
}

static void client_event(void *opaque, QEMUChrEvent event)
{
    QtestServer *s = opaque;

    if (event == CHR_EVENT_OPENED) {
        forget_client(s);
        s->present = true;
        qtest_greet(s->qtest);
        qtest_log_opened(&s->log);
    } else if (event == CHR_EVENT_CLOSED) {
        s->present = false;
        forget_client(s);
        qtest_log_line(&s->log, 'I', "CLOSED");
    }
}

static bool connect_chardev(QtestServer *s, const char *spec, Error **errp)
{
    GError *error = NULL;
    Chardev *chr = qemu_chr_new("qtest", spec, &error);

    if (error || !qemu_chr_fe_init(&s->be, chr, &error)) {
        error_prepend(&error, "-qtest %s: ", spec);
        error_propagate(errp, error);
        return false;
    }
    qemu_chr_fe_set_handlers(&s->be, can_read, read_input, client_event, s);
    return true;
}

bool qtest_open(Vm *vm, const Options *options, void **state, Error **errp)
{
    QtestServer *s;

    if (!options->qtest) {
        return true;
    }
    s = g_new0(QtestServer, 1);
    s->input = g_string_new(NULL);
    monitor_out_init(&s->out, &s->be, drained, s);
    s->qtest = qtest_new(vm, send_line, s);
    *state = s;
    return qtest_log_open(&s->log, options->qtest_log, errp) &&
           connect_chardev(s, options->qtest, errp);
}

void qtest_close(void *state)
{
    QtestServer *s = state;

    forget_client(s);
    qemu_chr_fe_deinit(&s->be, false);
    qtest_free(s->qtest);
    qtest_log_close(&s->log);
    monitor_out_deinit(&s->out);
    g_string_free(s->input, TRUE);
    g_free(s);
}
