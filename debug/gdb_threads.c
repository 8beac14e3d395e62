/*
 * gdb_threads.c: harts as threads of the one process 1
 *
 * With the multiprocess extension an id is "p1.2", else "2"; -1 means all
 * and 0 means any.
 */
#include <string.h>

#include "gdb_internal.h"

#define PROCESS 1

enum { ID_ALL = -1, ID_ANY = 0 };

/* "-1" or hex digits; bounded so that it fits. */
static bool take_id(GdbCursor *in, int *id)
{
    uint64_t value;

    if (gdb_take(in, "-1")) {
        *id = ID_ALL;
        return true;
    }
    if (!gdb_take_hex(in, &value) || value > INT32_MAX) {
        return false;
    }
    *id = (int)value;
    return true;
}

/* "p1", "p1.", "p-1.-1"; without a thread: all of it. */
static bool take_process_thread(GdbCursor *in, int *id)
{
    int process;

    *id = ID_ALL;
    if (!take_id(in, &process) ||
        (process != PROCESS && process != ID_ALL && process != ID_ANY)) {
        return false;
    }
    return !gdb_take(in, ".") || take_id(in, id);
}

bool gdb_take_thread(GdbServer *s, GdbCursor *in, int *thread)
{
    int id;

    if (gdb_take(in, "p") ? !take_process_thread(in, &id)
                          : !take_id(in, &id)) {
        return false;
    }
    if (id > (int)s->n_threads) {
        return false;
    }
    *thread = id == ID_ALL ? GDB_THREAD_ALL
              : id == ID_ANY ? GDB_THREAD_ANY : id - 1;
    return true;
}

void gdb_append_thread(const GdbServer *s, GString *out, unsigned thread)
{
    if (s->multiprocess) {
        g_string_append_printf(out, "p%x.", PROCESS);
    }
    g_string_append_printf(out, "%x", thread + 1);
}

/* Hg<thread>, Hc<thread>: whom later commands mean */
void gdb_cmd_set_thread(GdbServer *s, GdbCursor *in)
{
    bool of_registers = gdb_take(in, "g") || gdb_take(in, "m");
    int thread;

    if ((!of_registers && !gdb_take(in, "c")) ||
        !gdb_take_thread(s, in, &thread)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    if (!of_registers) {
        s->c_thread = thread == GDB_THREAD_ANY ? GDB_THREAD_ALL : thread;
    } else {
        s->g_thread = thread < 0 ? s->stop_thread : (unsigned)thread;
    }
    gdb_reply(s, "OK");
}

void gdb_cmd_thread_alive(GdbServer *s, GdbCursor *in)
{
    int thread;

    if (gdb_take_thread(s, in, &thread) && thread >= 0) {
        gdb_reply(s, "OK");
    } else {
        gdb_reply_error(s, GDB_E_INVALID);
    }
}

void gdb_cmd_current_thread(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, "QC");
    gdb_append_thread(s, s->reply, s->g_thread);
}

#define THREAD_ID_MAX 16        /* characters of ",p1.1ff" and to spare */

void gdb_cmd_next_threads(GdbServer *s, GdbCursor *in)
{
    if (!s->attached || s->next_thread >= s->n_threads) {
        gdb_reply(s, "l");
        return;
    }
    gdb_reply(s, "m");
    while (s->next_thread < s->n_threads &&
           gdb_reply_fits(s, THREAD_ID_MAX)) {
        gdb_reply(s, s->reply->len > 1 ? "," : "");
        gdb_append_thread(s, s->reply, s->next_thread++);
    }
}

void gdb_cmd_first_threads(GdbServer *s, GdbCursor *in)
{
    s->next_thread = 0;
    gdb_cmd_next_threads(s, in);
}

static const char *priv_letter(const Hart *h)
{
    static const char *const names[] = {
        [PRIV_U] = "U", [PRIV_S] = "S", [2] = "?", [PRIV_M] = "M",
    };

    return names[h->priv & 3];
}

/* What `info threads` shows behind the id. */
static char *describe_thread(GdbServer *s, unsigned thread)
{
    const Hart *h = s->target->hart(s->opaque, thread);
    const char *doing = s->threads[thread].running ? "running"
                        : h->wfi ? "waiting for an interrupt" : "stopped";

    return g_strdup_printf("hart %u, %s-mode, %s", thread, priv_letter(h),
                           doing);
}

void gdb_cmd_thread_extra(GdbServer *s, GdbCursor *in)
{
    int thread;

    if (!gdb_take_thread(s, in, &thread) || thread < 0) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    g_autofree char *text = describe_thread(s, (unsigned)thread);

    gdb_reply_hex(s, text, strlen(text));
}

/* Harts neither start nor end, so there is never an event to report. */
void gdb_cmd_thread_events(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, gdb_take(in, "0") || gdb_take(in, "1") ? "OK" : "E22");
}

GString *gdb_describe_threads(GdbServer *s)
{
    GString *xml = g_string_new("<?xml version=\"1.0\"?>\n<threads>\n");

    for (unsigned i = 0; s->attached && i < s->n_threads; i++) {
        g_autofree char *text = describe_thread(s, i);

        g_string_append(xml, "  <thread id=\"");
        gdb_append_thread(s, xml, i);
        g_string_append_printf(xml, "\" core=\"%u\" name=\"hart %u\">%s"
                               "</thread>\n", i, i, text);
    }
    g_string_append(xml, "</threads>\n");
    return xml;
}
