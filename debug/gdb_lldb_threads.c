/*
 * gdb_lldb_threads.c: jThreadsInfo: all harts at once, as JSON
 *
 *     [{"tid":1,"signal":5,"reason":"breakpoint","registers":{"32":"..."}},
 *      {"tid":2,"registers":{...}}]
 *
 * LLDB shows every thread after a stop; one packet instead of several for
 * each. Registers have their decimal number and their bytes in the target's
 * order. Brackets of JSON are bytes that packets escape.
 *
 * LLDB, "GDB Remote Protocol Extensions", "jThreadsInfo".
 */
#include <inttypes.h>

#include "gdb_internal.h"

/* Of the thread that the last stop was reported of, the others stood by. */
static void append_reason(const GdbServer *s, unsigned thread, GString *out)
{
    static const char *const names[] = {
        [GDB_STOP_NONE] = "signal",
        [GDB_STOP_STEP] = "trace",
        [GDB_STOP_BREAKPOINT] = "breakpoint",
        [GDB_STOP_WATCHPOINT] = "watchpoint",
    };
    const GdbStop *stop = &s->threads[thread].stop;

    if (thread != s->stop_thread) {
        return;
    }
    g_string_append_printf(out, ",\"signal\":%u,\"reason\":\"%s\"",
                           s->threads[thread].signal, names[stop->reason]);
    if (stop->reason == GDB_STOP_WATCHPOINT) {
        g_string_append_printf(out, ",\"description\":\"%" PRIu64 "\"",
                               stop->addr);
    }
}

static void append_register(GString *out, unsigned number, uint64_t value)
{
    uint64_t bytes = GUINT64_TO_LE(value);

    g_string_append_printf(out, "\"%u\":\"", number);
    gdb_append_hex(out, &bytes, sizeof(bytes));
    g_string_append_c(out, '"');
}

/* Enough for a backtrace: pc, return address, stack and frame. */
static void append_registers(GString *out, const Hart *h)
{
    static const unsigned gprs[] = { 1, 2, 8 };

    g_string_append(out, ",\"registers\":{");
    append_register(out, GDB_REG_PC, h->pc);
    for (size_t i = 0; i < G_N_ELEMENTS(gprs); i++) {
        g_string_append_c(out, ',');
        append_register(out, GDB_REG_X0 + gprs[i], h->gpr[gprs[i]]);
    }
    g_string_append_c(out, '}');
}

void gdb_cmd_threads_info(GdbServer *s, GdbCursor *in)
{
    g_autoptr(GString) out = g_string_new("[");

    for (unsigned i = 0; i < s->n_threads; i++) {
        g_string_append_printf(out, "%s{\"tid\":%u", i ? "," : "", i + 1);
        append_reason(s, i, out);
        append_registers(out, s->target->hart(s->opaque, i));
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
    /* each byte may need two */
    if (gdb_reply_fits(s, 2 * out->len)) {
        gdb_reply_binary(s, out->str, out->len);
    } else {
        gdb_reply_error(s, GDB_E_NO_SPACE);
    }
}
