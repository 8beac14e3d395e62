/*
 * gdb_monitor.c: qRcmd: gdb's "monitor": a line of the human monitor
 *
 * What the command prints goes out as "O" packets while it runs; "OK" ends
 * it. Output without end is cut, so that a debugger that does not read costs
 * no memory.
 */
#include <string.h>

#include "gdb_internal.h"

#define LINE_BYTES_MAX 1024
#define OUTPUT_BYTES_MAX (1u << 20)

typedef struct MonitorOutput {
    GdbServer *s;
    size_t left;                /* bytes that may still be printed */
} MonitorOutput;

static void send_text(GdbServer *s, const char *text, size_t len)
{
    g_string_assign(s->reply, "O");
    gdb_reply_hex(s, text, len);
    gdb_send_reply(s);
}

static void print(void *opaque, const char *text, size_t len)
{
    MonitorOutput *out = opaque;

    len = MIN(len, out->left);
    out->left -= len;
    while (len > 0) {
        size_t piece = MIN(len, GDB_PACKET_MAX / 2 - 1);

        send_text(out->s, text, piece);
        text += piece;
        len -= piece;
    }
}

void gdb_cmd_monitor(GdbServer *s, GdbCursor *in)
{
    g_autofree char *line = gdb_left(in) <= 2 * LINE_BYTES_MAX
                            ? gdb_take_hex_text(in) : NULL;
    MonitorOutput out = { s, OUTPUT_BYTES_MAX };

    if (!line || !g_utf8_validate(line, -1, NULL)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->target->monitor(s->opaque, line, print, &out);
    g_string_assign(s->reply, "OK");
}
