/* worker_gdb.c: bytes to packets, packets to bytes, and a whole server */
#include "worker_debug.h"

static const char *const inputs[] = {
    [GDB_INPUT_NONE] = "nothing",
    [GDB_INPUT_PACKET] = "packet",
    [GDB_INPUT_BAD] = "bad",
    [GDB_INPUT_TOO_LONG] = "too long",
    [GDB_INPUT_ACK] = "ack",
    [GDB_INPUT_NACK] = "nack",
    [GDB_INPUT_INTERRUPT] = "interrupt",
};

void debug_op_gdb_bytes(Worker *w)
{
    GdbReader *r = &debug_lab_of(w)->reader;
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "bytes", &size);

    for (size_t i = 0; i < size; i++) {
        GdbInput input = gdb_reader_put(r, bytes[i]);

        if (input == GDB_INPUT_NONE) {
            continue;
        }
        reply_text(w, "input", (size_t)input < G_N_ELEMENTS(inputs)
                               ? inputs[input] : "?");
        if (input == GDB_INPUT_PACKET) {
            reply_bytes(w, "payload", r->payload->str, r->payload->len);
        }
    }
}

void debug_op_gdb_reset(Worker *w)
{
    gdb_reader_reset(&debug_lab_of(w)->reader);
}

void debug_op_gdb_no_ack(Worker *w)
{
    debug_lab_of(w)->reader.check = false;
}

void debug_op_gdb_frame(Worker *w)
{
    g_autoptr(GString) payload = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "payload", &size);

    g_string_append_len(payload, (const char *)bytes, (gssize)size);
    gdb_frame(out, worker_u64(w, "notice") ? '%' : '$', payload);
    reply_bytes(w, "frame", out->str, out->len);
}

void debug_op_gdb_escape(Worker *w)
{
    g_autoptr(GString) out = g_string_new(NULL);
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "bytes", &size);

    for (size_t i = 0; i < size; i++) {
        gdb_escape(out, bytes[i]);
    }
    reply_bytes(w, "escaped", out->str, out->len);
}

void debug_op_gdb_server(Worker *w)
{
    GdbFake *fake = debug_lab_of(w)->fake;
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "bytes", &size);

    gdb_server_receive(fake->server, bytes, size);
    reply_bytes(w, "answer", fake->output->str, fake->output->len);
    reply_u64(w, "points", fake->points->len);
    reply_bool(w, "running", fake->running);
    g_string_truncate(fake->output, 0);
}
