/*
 * gdb_frame.c: from payload to bytes: escapes, run lengths, checksums
 *
 * "c*n" means c and n - 29 more of it; n is printable and not one of the
 * framing characters. The checksum is that of the bytes on the line, so of
 * the shortened payload.
 *
 * "GDB Remote Serial Protocol", "Overview".
 */
#include "gdb_packet.h"

#include <string.h>

#define ESCAPE '}'
#define ESCAPE_XOR 0x20

#define RUN_BIAS 29             /* of the count character */
#define RUN_MIN 3               /* shorter runs do not pay: count ' ' */
#define RUN_MAX 97              /* count '~', the last printable one */

void gdb_escape(GString *out, uint8_t byte)
{
    if (memchr("$#}*", byte, 4)) {
        g_string_append_c(out, ESCAPE);
        byte ^= ESCAPE_XOR;
    }
    g_string_append_c(out, (char)byte);
}

/* How many of the bytes from @at on one run takes: 1 for no run. */
static size_t run_length(const GString *payload, size_t at)
{
    size_t n = 1;

    while (n <= RUN_MAX && at + n < payload->len &&
           payload->str[at + n] == payload->str[at]) {
        n++;
    }
    return n > RUN_MIN ? n : 1;
}

/* Counts that would read as '#', '$', '+' or '-' give way to a lower one. */
static char run_count(size_t more)
{
    char count = (char)(more + RUN_BIAS);

    switch (count) {
    case '#':
    case '$':
        return '"';
    case '+':
        return '*';
    case '-':
        return ',';
    default:
        return count;
    }
}

static void append_summed(GString *out, char c, uint8_t *sum)
{
    g_string_append_c(out, c);
    *sum += (uint8_t)c;
}

void gdb_frame(GString *out, char start, const GString *payload)
{
    uint8_t sum = 0;

    g_string_append_c(out, start);
    for (size_t i = 0; i < payload->len; i++) {
        size_t n = run_length(payload, i);

        append_summed(out, payload->str[i], &sum);
        if (n > 1) {
            char count = run_count(n - 1);

            append_summed(out, '*', &sum);
            append_summed(out, count, &sum);
            i += (size_t)(count - RUN_BIAS);
        }
    }
    g_string_append_printf(out, "#%02x", sum);
}
