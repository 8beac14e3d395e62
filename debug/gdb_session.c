/*
 * gdb_session.c: agreeing on features, attaching, detaching, ending
 *
 * The machine is process 1, and it always exists: a debugger is attached to
 * it from the moment it connects, and "run" has nothing to start. In extended
 * mode the line stays after a detach, and vAttach;1 comes back.
 */
#include "gdb_internal.h"

/* --- qSupported ----------------------------------------------------------- */

static const char features[] =
    "PacketSize=%x;QStartNoAckMode+;QNonStop+;vContSupported+;"
    "qXfer:features:read+;qXfer:threads:read+;qXfer:memory-map:read+;"
    "qSearch:memory+;binary-upload+";

static void note_feature(GdbServer *s, const char *word)
{
    const struct { const char *word; bool *flag; } rows[] = {
        { "multiprocess+", &s->multiprocess },
        { "swbreak+", &s->swbreak },
        { "hwbreak+", &s->hwbreak },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        *rows[i].flag |= g_str_equal(word, rows[i].word);
    }
}

void gdb_cmd_supported(GdbServer *s, GdbCursor *in)
{
    if (gdb_take(in, ":")) {
        do {
            g_autofree char *word = gdb_take_word(in, ";");

            note_feature(s, word);
        } while (gdb_take(in, ";"));
    }
    g_string_printf(s->reply, features, GDB_PACKET_MAX);
    gdb_reply(s, s->multiprocess ? ";multiprocess+" : "");
    gdb_reply(s, s->swbreak ? ";swbreak+" : "");
    gdb_reply(s, s->hwbreak ? ";hwbreak+" : "");
}

void gdb_cmd_no_ack(GdbServer *s, GdbCursor *in)
{
    s->no_ack = true;
    s->reader.check = false;
    gdb_reply(s, "OK");
}

/* Leaving non-stop mode stops every hart, silently. */
void gdb_cmd_non_stop(GdbServer *s, GdbCursor *in)
{
    bool on = gdb_take(in, "1");

    if ((!on && !gdb_take(in, "0")) || !gdb_at_end(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->non_stop = on;
    s->notified = false;
    for (unsigned i = 0; !on && i < s->n_threads; i++) {
        s->threads[i].running = s->threads[i].unreported = false;
    }
    if (!on && s->target->is_running(s->opaque)) {
        s->interrupting = true;
        s->target->stop(s->opaque);
    }
    gdb_reply(s, "OK");
}

void gdb_cmd_extended(GdbServer *s, GdbCursor *in)
{
    s->extended = true;
    gdb_reply(s, "OK");
}

/* --- leaving -------------------------------------------------------------- */

/* ";1": the process, where there could be several */
static bool names_our_process(GdbCursor *in)
{
    uint64_t process;

    return gdb_at_end(in) ||
           (gdb_take(in, ";") && gdb_take_hex(in, &process) &&
            gdb_at_end(in) && process == 1);
}

void gdb_cmd_detach(GdbServer *s, GdbCursor *in)
{
    if (!names_our_process(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->target->hold(s->opaque);
    gdb_points_clear(s);
    s->target->release(s->opaque);
    gdb_resume_all(s);
    s->attached = false;
    s->waiting = s->notified = false;
    gdb_reply(s, "OK");
}

void gdb_cmd_kill(GdbServer *s, GdbCursor *in)
{
    s->target->kill(s->opaque);
}

void gdb_cmd_vkill(GdbServer *s, GdbCursor *in)
{
    uint64_t process;

    if (!gdb_take_hex(in, &process) || process != 1) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    gdb_reply(s, "OK");
    s->target->kill(s->opaque);
}

/* --- coming back ---------------------------------------------------------- */

/* Every hart stands afterwards. */
static void attach(GdbServer *s)
{
    s->attached = true;
    s->was_running = s->target->is_running(s->opaque);
    for (unsigned i = 0; i < s->n_threads; i++) {
        s->threads[i] = (GdbThread) { .signal = GDB_SIGNAL_TRAP };
    }
    if (s->was_running) {
        s->interrupting = true;
        s->target->stop(s->opaque);
    }
}

void gdb_cmd_attach(GdbServer *s, GdbCursor *in)
{
    uint64_t process;

    if (!gdb_take_hex(in, &process) || process != 1) {
        gdb_reply_error(s, GDB_E_NO_ENTRY);
        return;
    }
    attach(s);
    if (s->non_stop) {
        gdb_reply(s, "OK");
    } else {
        gdb_reply_stop(s, s->stop_thread);
    }
}

/* The machine is no program file: "R" restarts it. */
void gdb_cmd_run(GdbServer *s, GdbCursor *in)
{
    gdb_reply_error(s, GDB_E_PERM);
}

/* R XX: the number means nothing; no answer. */
void gdb_cmd_restart(GdbServer *s, GdbCursor *in)
{
    s->target->reset(s->opaque);
}

/* "1": the machine was there before the debugger, so quitting detaches. */
void gdb_cmd_was_attached(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, "1");
}
