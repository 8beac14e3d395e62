/* gdb_packet.c: one function, one switch over the states */
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
    g_string_set_size(r->payload, 0);
    r->state = GDB_READ_IDLE;
}

static GdbInput outside(uint8_t byte)
{
    return byte == '+' ? GDB_INPUT_ACK : byte == '-' ? GDB_INPUT_NACK :
           byte == 3 ? GDB_INPUT_INTERRUPT : GDB_INPUT_NONE;
}

static void keep(GdbReader *r, uint8_t byte)
{
    if (r->payload->len == r->max) {
        r->too_long = true;
        return;
    }
    g_string_append_c(r->payload, (char)byte);
}

static GdbInput finish(GdbReader *r, uint8_t byte)
{
    int low = g_ascii_xdigit_value((char)byte);
    bool right = r->sum_valid && low >= 0 && r->sum == (r->wanted | low);

    r->state = GDB_READ_IDLE;
    if (r->check && !right) {
        return GDB_INPUT_BAD;
    }
    return r->too_long ? GDB_INPUT_TOO_LONG : GDB_INPUT_PACKET;
}

static bool is_in_payload(const GdbReader *r)
{
    return r->state == GDB_READ_PAYLOAD || r->state == GDB_READ_ESCAPED;
}

GdbInput gdb_reader_put(GdbReader *r, uint8_t byte)
{
    if (byte == '$' && (r->state == GDB_READ_IDLE || is_in_payload(r))) {
        g_string_set_size(r->payload, 0);
        r->sum = 0;
        r->too_long = false;
        r->state = GDB_READ_PAYLOAD;
        return GDB_INPUT_NONE;
    }
    if (byte == '#' && is_in_payload(r)) {
        r->state = GDB_READ_SUM_HIGH;
        return GDB_INPUT_NONE;
    }
    switch (r->state) {
    case GDB_READ_IDLE:
        return outside(byte);
    case GDB_READ_PAYLOAD:
    case GDB_READ_ESCAPED:
        r->sum += byte;
        if (r->state == GDB_READ_PAYLOAD && byte == '}') {
            r->state = GDB_READ_ESCAPED;
            break;
        }
        keep(r, r->state == GDB_READ_ESCAPED ? byte ^ 0x20 : byte);
        r->state = GDB_READ_PAYLOAD;
        break;
    case GDB_READ_SUM_HIGH:
        r->wanted = (uint8_t)(g_ascii_xdigit_value((char)byte) * 16);
        r->sum_valid = g_ascii_isxdigit((char)byte);
        r->state = GDB_READ_SUM_LOW;
        break;
    case GDB_READ_SUM_LOW:
        return finish(r, byte);
    }
    return GDB_INPUT_NONE;
}
