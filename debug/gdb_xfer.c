/*
 * gdb_xfer.c: qXfer:OBJECT:read:ANNEX:OFFSET,LENGTH
 *
 * Long documents are fetched in pieces: "m" and a piece, or "l" and the last
 * one. They are made again for each piece, so a debugger that stops asking
 * leaves nothing behind.
 */
#include "gdb_internal.h"

static GString *make_features(GdbServer *s)
{
    return gdb_describe_target(gdb_hart(s));
}

/* clang-format off */
static const struct {
    const char *object;
    const char *annex;
    GString *(*make)(GdbServer *s);
} documents[] = {
    { "features:read:",   "target.xml", make_features },
    { "memory-map:read:", "",           gdb_describe_memory },
    { "threads:read:",    "",           gdb_describe_threads },
};
/* clang-format on */

/* As much of the piece as fits: an escaped byte takes two. */
static void reply_piece(GdbServer *s, const GString *document,
                        uint64_t offset, uint64_t len)
{
    uint64_t end = MIN(offset + MIN(len, GDB_PACKET_MAX), document->len);
    uint64_t i;

    gdb_reply(s, "m");
    for (i = offset; i < end && gdb_reply_fits(s, 2); i++) {
        gdb_escape(s->reply, (uint8_t)document->str[i]);
    }
    if (i == document->len) {
        s->reply->str[0] = 'l';
    }
}

static void reply_document(GdbServer *s, GString *(*make)(GdbServer *s),
                           GdbCursor *in)
{
    uint64_t offset, len;

    if (!gdb_take_range(in, &offset, &len) || !gdb_at_end(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    GString *document = make(s);

    if (offset > document->len) {
        gdb_reply_error(s, GDB_E_INVALID);
    } else {
        reply_piece(s, document, offset, len);
    }
    g_string_free(document, TRUE);
}

void gdb_cmd_xfer(GdbServer *s, GdbCursor *in)
{
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        if (!gdb_take(in, documents[i].object)) {
            continue;
        }
        if (gdb_take(in, documents[i].annex) && gdb_take(in, ":")) {
            reply_document(s, documents[i].make, in);
        } else {
            gdb_reply(s, "E00");    /* no such annex */
        }
        return;
    }
}
