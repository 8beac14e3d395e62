/*
 * gdb_server.c: the life of a session, and the bytes that come in
 *
 * See debug/gdb_server.h.
 */
#include "gdb_internal.h"

GdbServer *gdb_server_new(const GdbTarget *target, void *opaque,
                          GdbOutputFn *output, void *output_opaque)
{
    GdbServer *s = g_new0(GdbServer, 1);

    s->target = target;
    s->opaque = opaque;
    s->output = output;
    s->output_opaque = output_opaque;
    s->reply = g_string_new(NULL);
    s->frame = g_string_new(NULL);
    s->n_threads = target->n_threads(opaque);
    s->threads = g_new0(GdbThread, s->n_threads);
    s->points = g_array_new(FALSE, FALSE, sizeof(GdbPoint));
    gdb_reader_init(&s->reader, GDB_PACKET_MAX);
    return s;
}

void gdb_server_free(GdbServer *s)
{
    if (!s) {
        return;
    }
    gdb_server_disconnect(s);
    gdb_reader_deinit(&s->reader);
    g_array_free(s->points, TRUE);
    g_string_free(s->reply, TRUE);
    g_string_free(s->frame, TRUE);
    g_free(s->threads);
    g_free(s);
}

/* What a new debugger finds. */
static void forget_session(GdbServer *s)
{
    s->attached = true;
    s->no_ack = s->multiprocess = s->swbreak = s->hwbreak = false;
    s->extended = s->non_stop = s->physical = false;
    s->thread_suffix = s->threads_in_stop = s->lldb_x = false;
    s->waiting = s->interrupting = s->notified = false;
    s->step_flags = GDB_STEP_ENABLE | GDB_STEP_NOIRQ | GDB_STEP_NOTIMER;
    s->g_thread = s->stop_thread = s->next_thread = 0;
    s->c_thread = GDB_THREAD_ALL;
    for (unsigned i = 0; i < s->n_threads; i++) {
        s->threads[i] = (GdbThread) { .signal = GDB_SIGNAL_TRAP };
    }
    s->reader.check = true;
    gdb_reader_reset(&s->reader);
    g_string_truncate(s->reply, 0);
    g_string_truncate(s->frame, 0);
}

void gdb_server_connect(GdbServer *s)
{
    gdb_server_disconnect(s);
    forget_session(s);
    s->connected = true;
    s->was_running = s->target->is_running(s->opaque);
    if (s->was_running) {
        s->interrupting = true;
        s->target->stop(s->opaque);
    }
}

void gdb_server_disconnect(GdbServer *s)
{
    if (!s->connected) {
        return;
    }
    s->connected = false;
    s->stop_deferred = false;
    gdb_file_io_end(s, -1, 0);
    if (s->attached) {
        s->target->hold(s->opaque);
        gdb_points_clear(s);
        s->target->release(s->opaque);
    }
    if (s->attached && s->was_running) {
        gdb_resume_all(s);
    }
}

Hart *gdb_hart(GdbServer *s)
{
    return s->target->hart(s->opaque, s->g_thread);
}

static void put(GdbServer *s, const char *text)
{
    s->output(s->output_opaque, text, 1);
}

static void send_again(GdbServer *s)
{
    if (s->frame->len) {
        s->output(s->output_opaque, s->frame->str, s->frame->len);
    }
}

static void receive_packet(GdbServer *s)
{
    g_autofree char *packet = g_memdup2(s->reader.payload->str,
                                        s->reader.payload->len + 1);

    if (!s->no_ack) {
        put(s, "+");
    }
    gdb_dispatch(s, packet, s->reader.payload->len);
}

static void refuse_packet(GdbServer *s)
{
    if (!s->no_ack) {
        put(s, "+");
    }
    gdb_reply_error(s, GDB_E_NO_SPACE);
    gdb_send_reply(s);
}

static void receive_byte(GdbServer *s, uint8_t byte)
{
    switch (gdb_reader_put(&s->reader, byte)) {
    case GDB_INPUT_PACKET:
        receive_packet(s);
        break;
    case GDB_INPUT_TOO_LONG:
        refuse_packet(s);
        break;
    case GDB_INPUT_BAD:
        put(s, "-");
        break;
    case GDB_INPUT_NACK:
        send_again(s);
        break;
    case GDB_INPUT_INTERRUPT:
        gdb_interrupt(s);
        break;
    default:
        break;
    }
}

void gdb_server_receive(GdbServer *s, const uint8_t *buf, size_t len)
{
    for (size_t i = 0; i < len && s->connected; i++) {
        receive_byte(s, buf[i]);
    }
}

void gdb_server_exit(GdbServer *s, int status)
{
    if (!s || !s->connected || !s->attached) {
        return;
    }
    g_string_printf(s->reply, "W%02x%s", (unsigned)status & 0xff,
                    s->multiprocess ? ";process:1" : "");
    gdb_send_reply(s);
    s->attached = false;
}
