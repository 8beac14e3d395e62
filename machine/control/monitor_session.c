/*
 * monitor_session.c: one console; see monitor.h
 *
 * The other side comes and goes (sockets, pseudo-terminals), and a terminal
 * that is shared with the UART is ours only while it has the focus. Nothing
 * is printed or run while nobody is there or the focus is elsewhere; what was
 * typed so far is kept.
 */
#include <string.h>

#include "monitor.h"

#include "machine/hmp.h"

#define INPUT_MAX 4096          /* bytes that may wait to be looked at */

#define GREETING "lectern " LECTERN_VERSION " monitor - type 'help' for " \
                 "more information\r\n"

struct MonitorSession {
    Monitor mon;                /* what the commands see */
    CharBackend be;
    Readline *readline;
    MonitorOut out;
    GByteArray *input;          /* not yet looked at */
    bool started;               /* handlers and focus are settled */
    bool open;                  /* somebody is there */
    bool focused;               /* the terminal is ours */
    bool greeted;               /* this somebody has seen who we are */
};

/* ---- output ---- */

static void put(void *opaque, const char *bytes, size_t len)
{
    MonitorSession *s = opaque;

    monitor_out_write(&s->out, bytes, len);
}

/* Commands print lines that end in \n; a raw terminal wants \r\n. */
static void put_text(void *opaque, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *p = text; *p; p++) {
        if (*p == '\n') {
            g_string_append_c(out, '\r');
        }
        g_string_append_c(out, *p);
    }
    put(opaque, out->str, out->len);
}

/* ---- input ---- */

static bool is_active(const MonitorSession *s)
{
    return s->started && s->open && s->focused;
}

/* What is printed may find that the reader has gone. */
static void show_prompt(MonitorSession *s)
{
    if (is_active(s)) {
        readline_show_prompt(s->readline);
    }
}

static void run_line(void *opaque, const char *line)
{
    MonitorSession *s = opaque;

    hmp_execute(hmp_tables, &s->mon, line);
    show_prompt(s);
}

static GPtrArray *complete(void *opaque, const char *line, size_t *start)
{
    MonitorSession *s = opaque;

    return hmp_complete(hmp_tables, &s->mon, line, start);
}

static const ReadlineOps readline_ops = { put, run_line, complete };

static void run_input(MonitorSession *s)
{
    while (is_active(s) && s->input->len > 0 &&
           !monitor_out_is_full(&s->out)) {
        size_t n = readline_feed(s->readline, s->input->data, s->input->len);

        /* The reader may have gone meanwhile, and its input with it. */
        g_byte_array_remove_range(s->input, 0, MIN(n, s->input->len));
    }
}

static void drained(void *opaque)
{
    MonitorSession *s = opaque;

    run_input(s);
    qemu_chr_fe_accept_input(&s->be);
}

static int can_read(void *opaque)
{
    MonitorSession *s = opaque;

    return INPUT_MAX - s->input->len;
}

static void read_input(void *opaque, const uint8_t *buf, int size)
{
    MonitorSession *s = opaque;

    g_byte_array_append(s->input, buf, size);
    run_input(s);
}

/* ---- coming and going ---- */

static void greet(MonitorSession *s)
{
    if (!is_active(s)) {
        return;
    }
    if (!s->greeted) {
        s->greeted = true;      /* first: the reader may go meanwhile */
        put(s, GREETING, strlen(GREETING));
    }
    show_prompt(s);
    run_input(s);
}

static void came(MonitorSession *s)
{
    s->open = true;
    greet(s);
}

/* The next one begins anew, but may look at the history. */
static void went(MonitorSession *s)
{
    s->open = false;
    s->greeted = false;
    s->mon.cpu_index = 0;
    monitor_out_clear(&s->out);
    g_byte_array_set_size(s->input, 0);
    readline_reset(s->readline);
}

/* The guest may have left the cursor anywhere. */
static void focus_in(MonitorSession *s)
{
    s->focused = true;
    if (is_active(s)) {
        put(s, "\r\n", 2);
        greet(s);
    }
}

static void focus_out(MonitorSession *s)
{
    if (is_active(s)) {
        readline_leave_row(s->readline);
    }
    s->focused = false;
}

static void on_event(void *opaque, QEMUChrEvent event)
{
    static void (*const handlers[])(MonitorSession *s) = {
        [CHR_EVENT_BREAK] = NULL,
        [CHR_EVENT_OPENED] = came,
        [CHR_EVENT_MUX_IN] = focus_in,
        [CHR_EVENT_MUX_OUT] = focus_out,
        [CHR_EVENT_CLOSED] = went,
    };

    if (handlers[event]) {
        handlers[event](opaque);
    }
}

/* ---- life ---- */

MonitorSession *monitor_session_new(Vm *vm, Chardev *chr, Error **errp)
{
    MonitorSession *s = g_new0(MonitorSession, 1);

    if (!qemu_chr_fe_init(&s->be, chr, errp)) {
        g_free(s);
        return NULL;
    }
    s->readline = readline_new("(lectern) ", &readline_ops, s);
    s->mon = (Monitor) {
        .output = put_text,
        .opaque = s,
        .vm = vm,
        .readline = s->readline,
    };
    s->input = g_byte_array_new();
    s->focused = !object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX);
    monitor_out_init(&s->out, &s->be, drained, s);
    qemu_chr_fe_set_handlers(&s->be, can_read, read_input, on_event, s);
    qemu_chr_mux_focus_first(chr);
    s->started = true;
    greet(s);
    return s;
}

void monitor_session_free(MonitorSession *s)
{
    if (is_active(s)) {
        readline_leave_row(s->readline);
    }
    s->started = false;
    qemu_chr_fe_deinit(&s->be, false);
    monitor_out_deinit(&s->out);
    g_byte_array_unref(s->input);
    readline_free(s->readline);
    g_free(s);
}
