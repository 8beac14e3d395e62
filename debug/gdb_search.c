/*
 * gdb_search.c: qSearch:memory and qCRC: looking at much memory at once
 *
 * Both stop at the first page that is not there, and refuse lengths that
 * would keep the main loop busy for long.
 */
#include <inttypes.h>
#include <string.h>

#include "gdb_internal.h"

#define LENGTH_MAX (64ull << 20)    /* bytes looked at by one packet */
#define CHUNK_BYTES 4096
#define PATTERN_MAX 4096

/* @carry bytes of the last chunk may begin a match that ends in this one. */
static bool search(GdbServer *s, uint64_t addr, uint64_t len,
                   const GdbCursor *pattern, uint64_t *found)
{
    uint8_t buf[PATTERN_MAX + CHUNK_BYTES];
    size_t n = gdb_left(pattern), carry = 0;

    while (len > 0) {
        size_t want = MIN(len, CHUNK_BYTES);
        size_t got = gdb_access(s, addr, buf + carry, want, false);
        const uint8_t *hit = memmem(buf, carry + got, pattern->p, n);

        if (hit) {
            *found = addr - carry + (uint64_t)(hit - buf);
            return true;
        }
        if (got < want) {
            return false;
        }
        addr += got;
        len -= got;
        size_t keep = MIN(n - 1, carry + got);

        memmove(buf, buf + carry + got - keep, keep);
        carry = keep;
    }
    return false;
}

/* addr;len;pattern: "1,addr" or "0" */
void gdb_cmd_search(GdbServer *s, GdbCursor *in)
{
    uint64_t addr, len, found;

    if (!gdb_take_hex(in, &addr) || !gdb_take(in, ";") ||
        !gdb_take_hex(in, &len) || !gdb_take(in, ";") || gdb_at_end(in) ||
        gdb_left(in) > PATTERN_MAX || len > LENGTH_MAX) {
        gdb_reply_error(s, GDB_E_INVALID);
    } else if (search(s, addr, len, in, &found)) {
        gdb_reply_format(s, "1,%" PRIx64, found);
    } else {
        gdb_reply(s, "0");
    }
}

/* The CRC of "compare-sections": polynomial 0x04c11db7, highest bit first. */
static uint32_t crc_byte(uint32_t crc, uint8_t byte)
{
    crc ^= (uint32_t)byte << 24;
    for (unsigned i = 0; i < 8; i++) {
        crc = crc << 1 ^ (crc >> 31 ? 0x04c11db7u : 0);
    }
    return crc;
}

/* addr,len: "C" and the CRC */
void gdb_cmd_crc(GdbServer *s, GdbCursor *in)
{
    uint8_t buf[CHUNK_BYTES];
    uint32_t crc = 0xffffffff;
    uint64_t addr, len;

    if (!gdb_take_range(in, &addr, &len) || !gdb_at_end(in) ||
        len > LENGTH_MAX) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    for (uint64_t done = 0; done < len; done += CHUNK_BYTES) {
        size_t want = MIN(len - done, CHUNK_BYTES);

        if (gdb_access(s, addr + done, buf, want, false) != want) {
            gdb_reply_error(s, GDB_E_FAULT);
            return;
        }
        for (size_t i = 0; i < want; i++) {
            crc = crc_byte(crc, buf[i]);
        }
    }
    gdb_reply_format(s, "C%08x", crc);
}
