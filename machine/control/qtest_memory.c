/*
 * qtest_memory.c: verbs that make bus accesses
 *
 * Reads and writes go where a hart's physical accesses go, through regions
 * and devices. What answers nothing reads as 0 and takes no write: the
 * protocol has no word for a bus error. A value is written in the guest's
 * byte order, little-endian; longer data as it is.
 *
 * RISC-V has no ports: the port verbs find an empty bus, where reads give all
 * ones.
 */
#include <inttypes.h>
#include <string.h>

#include "qtest_internal.h"

#include "memory/memory_map.h"

/* --- single values ------------------------------------------------------- */

static void access_memory(uint64_t addr, void *data, uint64_t size,
                          bool is_write)
{
    (void)address_space_rw(&address_space_memory, addr,
                           MEMTXATTRS_UNSPECIFIED, data, size, is_write);
}

void qtest_write_value(Qtest *q, const QtestVerb *verb, char **words)
{
    uint64_t addr, value;

    if (!qtest_number(q, words[1], &addr) ||
        !qtest_number(q, words[2], &value)) {
        return;
    }
    value = GUINT64_TO_LE(value);
    access_memory(addr, &value, verb->width, true);
    qtest_reply(q, "OK");
}

void qtest_read_value(Qtest *q, const QtestVerb *verb, char **words)
{
    uint64_t addr, value = 0;

    if (qtest_number(q, words[1], &addr)) {
        access_memory(addr, &value, verb->width, false);
        qtest_reply(q, "OK 0x%016" PRIx64, GUINT64_FROM_LE(value));
    }
}

void qtest_port_out(Qtest *q, const QtestVerb *verb, char **words)
{
    uint64_t port, value;

    if (qtest_number(q, words[1], &port) &&
        qtest_number(q, words[2], &value)) {
        qtest_reply(q, "OK");
    }
}

void qtest_port_in(Qtest *q, const QtestVerb *verb, char **words)
{
    uint64_t port;

    if (qtest_number(q, words[1], &port)) {
        qtest_reply(q, "OK 0x%04" PRIx64,
                    UINT64_MAX >> (64 - 8 * verb->width));
    }
}

/* --- blocks -------------------------------------------------------------- */

typedef struct Block {
    uint64_t addr;
    uint64_t size;              /* bytes; the last one has an address */
} Block;

/* Words 1 and 2; false: a FAIL has been sent. */
static bool parse_block(Qtest *q, char **words, uint64_t max, Block *block)
{
    if (!qtest_number(q, words[1], &block->addr) ||
        !qtest_number(q, words[2], &block->size)) {
        return false;
    }
    if (block->size > max) {
        qtest_reply(q, "FAIL at most %" PRIu64 " bytes at a time", max);
        return false;
    }
    if (block->size && block->addr + (block->size - 1) < block->addr) {
        qtest_reply(q, "FAIL this range ends above the last address");
        return false;
    }
    return true;
}

static uint8_t *read_block(const Block *block)
{
    uint8_t *data = g_malloc0(MAX(block->size, 1));

    access_memory(block->addr, data, block->size, false);
    return data;
}

void qtest_read(Qtest *q, const QtestVerb *verb, char **words)
{
    Block block;

    if (!parse_block(q, words, QTEST_DATA_MAX, &block)) {
        return;
    }
    if (block.size == 0) {
        qtest_reply(q, "ERR invalid argument size");
        return;
    }
    g_autofree uint8_t *data = read_block(&block);
    g_autoptr(GString) hex = g_string_sized_new(2 * block.size + 8);

    for (uint64_t i = 0; i < block.size; i++) {
        g_string_append_c(hex, "0123456789abcdef"[data[i] >> 4]);
        g_string_append_c(hex, "0123456789abcdef"[data[i] & 15]);
    }
    qtest_reply(q, "OK 0x%s", hex->str);
}

/* Two digits a byte; what is missing at the end is 0. */
static bool decode_hex(const char *text, uint8_t *data, uint64_t size)
{
    if (!g_str_has_prefix(text, "0x")) {
        return false;
    }
    text += 2;
    for (uint64_t i = 0; i < size && text[0] && text[1]; i++, text += 2) {
        if (!g_ascii_isxdigit(text[0]) || !g_ascii_isxdigit(text[1])) {
            return false;
        }
        data[i] = (uint8_t)(g_ascii_xdigit_value(text[0]) << 4 |
                            g_ascii_xdigit_value(text[1]));
    }
    return true;
}

void qtest_write(Qtest *q, const QtestVerb *verb, char **words)
{
    Block block;

    if (!parse_block(q, words, QTEST_DATA_MAX, &block)) {
        return;
    }
    if (block.size == 0) {
        qtest_reply(q, "ERR invalid argument size");
        return;
    }
    g_autofree uint8_t *data = g_malloc0(block.size);

    if (!decode_hex(words[3], data, block.size)) {
        qtest_reply(q, "FAIL write takes its bytes as 0x0123...");
        return;
    }
    access_memory(block.addr, data, block.size, true);
    qtest_reply(q, "OK");
}

void qtest_b64read(Qtest *q, const QtestVerb *verb, char **words)
{
    Block block;

    if (!parse_block(q, words, QTEST_DATA_MAX, &block)) {
        return;
    }
    g_autofree uint8_t *data = read_block(&block);
    g_autofree char *text = g_base64_encode(data, block.size);

    qtest_reply(q, "OK %s", text);
}

/* Only as much as was announced, and only as much as came. */
void qtest_b64write(Qtest *q, const QtestVerb *verb, char **words)
{
    Block block;
    gsize found;

    if (!parse_block(q, words, QTEST_DATA_MAX, &block)) {
        return;
    }
    g_autofree uint8_t *data = g_base64_decode(words[3], &found);

    access_memory(block.addr, data, MIN(block.size, found), true);
    qtest_reply(q, "OK");
}

void qtest_memset(Qtest *q, const QtestVerb *verb, char **words)
{
    uint64_t value;
    Block block;

    if (!parse_block(q, words, QTEST_FILL_MAX, &block) ||
        !qtest_number(q, words[3], &value)) {
        return;
    }
    if (block.size > 0) {
        (void)address_space_set(&address_space_memory, block.addr,
                                (uint8_t)value, block.size,
                                MEMTXATTRS_UNSPECIFIED);
    }
    qtest_reply(q, "OK");
}

void qtest_endianness(Qtest *q, const QtestVerb *verb, char **words)
{
    qtest_reply(q, "OK little");
}
