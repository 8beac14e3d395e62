/*
 * gdb_packet.c: from bytes to packets: framing, checksums, escapes
 *
 *     $ payload # two hex digits: sum of the payload's bytes modulo 256
 *
 * TODO (debug.6): gdb_reader_put() takes the bytes of the line one by one.
 *
 *   - Between packets: '+' is an ack, '-' a nack, byte 3 an interrupt; other
 *     bytes than '$' mean nothing.
 *   - In the payload '}' announces a byte that was changed by xor 0x20. '$'
 *     starts the packet anew, '#' ends the payload, also behind '}'. The sum
 *     is that of the bytes on the line.
 *   - Behind the two digits: a wrong sum or no digits is BAD, unless r->check
 *     is off. A packet with more than r->max bytes is TOO_LONG (the reader
 *     keeps no more than that). Else r->payload is the packet: PACKET.
 *
 * GdbReader has room for what you need to remember. How answers are made is
 * gdb_frame.c, which belongs to this exercise, too.
 *
 * "GDB Remote Serial Protocol", "Overview".
 */
#include "core/lab_todo.h"
#include "gdb_packet.h"

void gdb_reader_init(GdbReader *r, size_t max)
{
    *r = (GdbReader) { .max = max, .check = true,
                       .payload = g_string_new(NULL) };
}

void gdb_reader_deinit(GdbReader *r)
{
    g_string_free(r->payload, TRUE);
    r->payload = NULL;
}

void gdb_reader_reset(GdbReader *r)
{
    r->state = GDB_READ_IDLE;
    g_string_truncate(r->payload, 0);
}

GdbInput gdb_reader_put(GdbReader *r, uint8_t byte)
{
    lab_todo("debug", 6);
    (void)r;
    (void)byte;
    return GDB_INPUT_NONE;
}
