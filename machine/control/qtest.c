/*
 * qtest.c: the connection of a test driver: bytes to lines, answers to bytes
 *
 * A client that does not read gets nothing done: while answers wait, no
 * further line is taken. Only edges of wires can add to them, and when that
 * grows too much the rest goes unsaid, until the client leaves. A client that
 * leaves changes nothing: the machine runs on and waits for the next one.
 */
#include <string.h>

#include "qtest_internal.h"

#include "devices/chardev.h"

#define READ_MAX 4096                   /* bytes at a time */
#define WAITING_MAX (8u << 20)          /* bytes of answers */

typedef struct QtestServer {
    CharBackend be;
    Qtest *qtest;
    QtestLog log;
    GString *input;             /* begin of a line */
    gsize scanned;              /* bytes of it without a newline */
    GByteArray *output;         /* what the client did not take yet */
    guint watch;                /* waits for room; 0: nothing waits */
    bool present;               /* a client is there */
    bool skipping;              /* until the end of a line: it is too long */
    bool silent;                /* too much waits: say no more */
} QtestServer;

/* --- answers ------------------------------------------------------------- */

static void send_waiting(QtestServer *s)
{
    int n = qemu_chr_fe_write(&s->be, s->output->data, s->output->len);

    if (n < 0) {
        g_byte_array_set_size(s->output, 0);
    } else if (n > 0) {
        g_byte_array_remove_range(s->output, 0, n);
    }
}

static void take_lines(QtestServer *s);

static gboolean has_room(void *unused, GIOCondition condition, void *opaque)
{
    QtestServer *s = opaque;

    send_waiting(s);
    if (s->output->len > 0) {
        return G_SOURCE_CONTINUE;
    }
    s->watch = 0;
    take_lines(s);
    qemu_chr_fe_accept_input(&s->be);
    return G_SOURCE_REMOVE;
}

static void send_line(void *opaque, const char *line)
{
    QtestServer *s = opaque;
    size_t len = strlen(line);

    qtest_log_line(&s->log, 'S', line);
    if (!s->present || s->silent) {
        return;
    }
    if (s->output->len > WAITING_MAX) {
        s->silent = true;
        return;
    }
    g_byte_array_append(s->output, (const guint8 *)line, (guint)len);
    g_byte_array_append(s->output, (const guint8 *)"\n", 1);
    if (s->watch) {
        return;
    }
    send_waiting(s);
    if (s->output->len > 0) {
        s->watch = qemu_chr_fe_add_watch(&s->be, G_IO_OUT | G_IO_HUP,
                                         has_room, s);
    }
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

    while (!s->watch && s->present && (line = next_line(s)) != NULL) {
        if (!s->skipping) {
            take_line(s, line);
        }
        s->skipping = false;
        g_free(line);
    }
    if (!s->watch && s->input->len > QTEST_LINE_MAX) {
        drop_long_line(s);
    }
}

static int can_read(void *opaque)
{
    QtestServer *s = opaque;

    return s->watch ? 0 : READ_MAX;
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
    if (s->watch) {
        g_source_remove(s->watch);
        s->watch = 0;
    }
    g_byte_array_set_size(s->output, 0);
    g_string_truncate(s->input, 0);
    s->scanned = 0;
    s->skipping = false;
    s->silent = false;
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
    s->output = g_byte_array_new();
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
    g_byte_array_unref(s->output);
    g_string_free(s->input, TRUE);
    g_free(s);
}
