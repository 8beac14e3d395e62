/*
 * gdb_packet.c: from bytes to packets: framing, checksums, escapes
 *
 *     $ payload # two hex digits: sum of the payload's bytes modulo 256
 *
 * In binary payload '}' announces a byte that was changed by xor 0x20: the
 * bytes $ # } * may not stand for themselves. How answers are made is in
 * gdb_frame.c.
 *
 * The reader is a machine of five states that takes any bytes: what is no
 * packet is skipped, a '$' inside a packet starts it anew, and a packet that
 * is too long is skipped to its end.
 *
 * "GDB Remote Serial Protocol", "Overview".
 */
#include "gdb_packet.h"

#define ESCAPE '}'
#define ESCAPE_XOR 0x20
#define INTERRUPT 0x03

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

static void reader_begin(GdbReader *r)
{
    gdb_reader_reset(r);
    r->state = GDB_READ_PAYLOAD;
    r->sum = 0;
    r->too_long = false;
}

static void reader_keep(GdbReader *r, uint8_t byte)
{
    if (r->payload->len < r->max) {
        g_string_append_c(r->payload, (char)byte);
    } else {
        r->too_long = true;
    }
}

static GdbInput read_idle(GdbReader *r, uint8_t byte)
{
    switch (byte) {
    case '$':
        reader_begin(r);
        return GDB_INPUT_NONE;
    case '+':
        return GDB_INPUT_ACK;
    case '-':
        return GDB_INPUT_NACK;
    case INTERRUPT:
        return GDB_INPUT_INTERRUPT;
    default:
        return GDB_INPUT_NONE;
    }
}

static GdbInput read_payload(GdbReader *r, uint8_t byte)
{
    if (byte == '$') {
        reader_begin(r);
        return GDB_INPUT_NONE;
    }
    if (byte == '#') {
        r->state = GDB_READ_SUM_HIGH;
        return GDB_INPUT_NONE;
    }
    r->sum += byte;
    if (byte == ESCAPE) {
        r->state = GDB_READ_ESCAPED;
    } else {
        reader_keep(r, byte);
    }
    return GDB_INPUT_NONE;
}

static GdbInput read_escaped(GdbReader *r, uint8_t byte)
{
    r->state = GDB_READ_PAYLOAD;
    if (byte == '$' || byte == '#') {
        return read_payload(r, byte);
    }
    r->sum += byte;
    reader_keep(r, byte ^ ESCAPE_XOR);
    return GDB_INPUT_NONE;
}

static GdbInput read_sum_high(GdbReader *r, uint8_t byte)
{
    r->sum_valid = g_ascii_isxdigit(byte);
    r->wanted = (uint8_t)(g_ascii_xdigit_value(byte) << 4);
    r->state = GDB_READ_SUM_LOW;
    return GDB_INPUT_NONE;
}

static GdbInput read_sum_low(GdbReader *r, uint8_t byte)
{
    uint8_t low = (uint8_t)g_ascii_xdigit_value(byte);

    r->state = GDB_READ_IDLE;
    r->sum_valid = r->sum_valid && g_ascii_isxdigit(byte);
    if (r->check && (!r->sum_valid || (r->wanted | low) != r->sum)) {
        return GDB_INPUT_BAD;
    }
    return r->too_long ? GDB_INPUT_TOO_LONG : GDB_INPUT_PACKET;
}

GdbInput gdb_reader_put(GdbReader *r, uint8_t byte)
{
    static GdbInput (*const states[])(GdbReader *r, uint8_t byte) = {
        [GDB_READ_IDLE] = read_idle,
        [GDB_READ_PAYLOAD] = read_payload,
        [GDB_READ_ESCAPED] = read_escaped,
        [GDB_READ_SUM_HIGH] = read_sum_high,
        [GDB_READ_SUM_LOW] = read_sum_low,
    };

    return states[r->state](r, byte);
}
