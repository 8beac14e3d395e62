/*
 * gdb_flash.c: vFlashErase, vFlashWrite, vFlashDone: gdb's "load" into flash
 *
 * gdb uses these for what the memory map calls flash. There is nothing slow
 * to wait for here: erasing fills with 0xff, writing writes.
 */
#include <string.h>

#include "gdb_internal.h"

#define ERASE_MAX (256ull << 20)
#define CHUNK_BYTES 4096

void gdb_cmd_flash_erase(GdbServer *s, GdbCursor *in)
{
    uint8_t blank[CHUNK_BYTES];
    uint64_t addr, len;

    if (!gdb_take_range(in, &addr, &len) || !gdb_at_end(in) ||
        len > ERASE_MAX) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    memset(blank, 0xff, sizeof(blank));
    for (uint64_t done = 0; done < len; done += CHUNK_BYTES) {
        size_t want = MIN(len - done, CHUNK_BYTES);

        if (gdb_access(s, addr + done, blank, want, true) != want) {
            gdb_reply_error(s, GDB_E_FAULT);
            return;
        }
    }
    gdb_reply(s, "OK");
}

void gdb_cmd_flash_write(GdbServer *s, GdbCursor *in)
{
    uint64_t addr;

    if (!gdb_take_hex(in, &addr) || !gdb_take(in, ":")) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    size_t len = gdb_left(in);
    g_autofree uint8_t *data = g_memdup2(in->p, len);

    gdb_reply(s, gdb_access(s, addr, data, len, true) == len ? "OK" : "E14");
}

void gdb_cmd_flash_done(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, "OK");
}
