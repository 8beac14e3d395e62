/*
 * gdb_memory.c: m M x X: reading and writing memory
 *
 * Addresses are virtual, as the selected hart sees them, or physical in
 * QEMU's physical mode. A read that gets only so far answers with what it
 * got. A write is all or an error, which may leave a part written.
 *
 * "x" is gdb's with a 'b' before the bytes; LLDB's has none. LLDB is told
 * apart by its probe "x0,0".
 */
#include "gdb_internal.h"

#define PAGE_BYTES 4096u

size_t gdb_access(GdbServer *s, uint64_t addr, void *buf, size_t len,
                  bool is_write)
{
    size_t done = 0;

    while (done < len) {
        uint64_t at = addr + done;
        size_t room = PAGE_BYTES - (size_t)(at % PAGE_BYTES);
        GdbMemory access = {
            .thread = s->g_thread,
            .physical = s->physical,
            .is_write = is_write,
            .addr = at,
            .buf = (uint8_t *)buf + done,
            .len = MIN(room, len - done),
        };

        if (!s->target->memory(s->opaque, &access)) {
            break;
        }
        done += access.len;
    }
    return done;
}

/* "addr,len"; the answer needs @chars characters for a byte. */
static bool take_read(GdbCursor *in, unsigned chars, uint64_t *addr,
                      uint64_t *len)
{
    if (!gdb_take_range(in, addr, len) || !gdb_at_end(in)) {
        return false;
    }
    *len = MIN(*len, (GDB_PACKET_MAX - 1) / chars);
    return true;
}

void gdb_cmd_read_memory(GdbServer *s, GdbCursor *in)
{
    uint8_t buf[GDB_PACKET_MAX / 2];
    uint64_t addr, len;
    size_t done;

    if (!take_read(in, 2, &addr, &len)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    done = gdb_access(s, addr, buf, len, false);
    if (done == 0 && len > 0) {
        gdb_reply_error(s, GDB_E_FAULT);
    } else {
        gdb_reply_hex(s, buf, done);
    }
}

void gdb_cmd_read_binary(GdbServer *s, GdbCursor *in)
{
    uint8_t buf[GDB_PACKET_MAX / 2];
    uint64_t addr, len;
    size_t done;

    if (!take_read(in, 2, &addr, &len)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    if (addr == 0 && len == 0) {
        s->lldb_x = true;
        gdb_reply(s, "OK");
        return;
    }
    done = gdb_access(s, addr, buf, len, false);
    if (done == 0 && len > 0) {
        gdb_reply_error(s, GDB_E_FAULT);
        return;
    }
    gdb_reply(s, s->lldb_x ? "" : "b");
    gdb_reply_binary(s, buf, done);
}

static void write_memory(GdbServer *s, uint64_t addr, uint8_t *buf,
                         size_t len)
{
    bool whole = gdb_access(s, addr, buf, len, true) == len;

    if (whole) {
        gdb_reply(s, "OK");
    } else {
        gdb_reply_error(s, GDB_E_FAULT);
    }
}

void gdb_cmd_write_memory(GdbServer *s, GdbCursor *in)
{
    uint8_t buf[GDB_PACKET_MAX / 2];
    uint64_t addr, len;

    if (!gdb_take_range(in, &addr, &len) || !gdb_take(in, ":") ||
        len > sizeof(buf) || !gdb_take_bytes(in, buf, len) ||
        !gdb_at_end(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    write_memory(s, addr, buf, len);
}

/* The packet reader has taken the escapes away already. */
void gdb_cmd_write_binary(GdbServer *s, GdbCursor *in)
{
    uint64_t addr, len;

    if (!gdb_take_range(in, &addr, &len) || !gdb_take(in, ":") ||
        len != gdb_left(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    g_autofree uint8_t *data = g_memdup2(in->p, len);

    write_memory(s, addr, data, len);
}
