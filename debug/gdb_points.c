/*
 * gdb_points.c: Z and z: break- and watchpoints
 *
 *     Z type,addr,kind    type 0 software, 1 hardware breakpoint; 2 write,
 *                         3 read, 4 access watchpoint of "kind" bytes
 *
 * No breakpoint is written into memory, so 0 and 1 differ in name only.
 * Inserting what is there and removing what is not are fine: a debugger may
 * send a packet twice. The session remembers its points, so that all of them
 * go when the debugger does.
 */
#include <errno.h>

#include "gdb_internal.h"

#define WATCH_BYTES_MAX (1u << 20)
#define INSN_BYTES_MAX 8

static bool is_watch(GdbPointType type)
{
    return type >= GDB_POINT_WRITE;
}

static bool is_equal(const GdbPoint *a, const GdbPoint *b)
{
    return a->type == b->type && a->addr == b->addr &&
           (a->len == b->len || !is_watch(a->type));
}

static int find_point(const GdbServer *s, const GdbPoint *point)
{
    for (unsigned i = 0; i < s->points->len; i++) {
        if (is_equal(&g_array_index(s->points, GdbPoint, i), point)) {
            return (int)i;
        }
    }
    return -1;
}

const GdbPoint *gdb_points_find(const GdbServer *s, GdbPointType type,
                                vaddr addr)
{
    for (unsigned i = 0; i < s->points->len; i++) {
        const GdbPoint *point = &g_array_index(s->points, GdbPoint, i);

        if (point->type == type && addr == point->addr) {
            return point;
        }
    }
    return NULL;
}

/* Conditions and commands were not offered, so nothing may follow. */
static bool take_point(GdbCursor *in, GdbPoint *point)
{
    uint64_t type, addr, len;

    if (!gdb_take_hex(in, &type) || !gdb_take(in, ",") ||
        !gdb_take_range(in, &addr, &len) || !gdb_at_end(in)) {
        return false;
    }
    *point = (GdbPoint) { .type = (GdbPointType)MIN(type, GDB_POINT__COUNT),
                          .addr = addr, .len = len };
    return is_watch(point->type) ? len >= 1 && len <= WATCH_BYTES_MAX
                                 : len <= INSN_BYTES_MAX;
}

/* -ENOSYS: the empty answer, "not supported" */
static void reply_result(GdbServer *s, int result)
{
    if (result == 0) {
        gdb_reply(s, "OK");
    } else if (result != -ENOSYS) {
        gdb_reply_error(s, GDB_E_INVALID);
    }
}

static int insert(GdbServer *s, const GdbPoint *point)
{
    int result;

    if (find_point(s, point) >= 0) {
        return 0;
    }
    if (s->points->len >= GDB_POINTS_MAX) {
        return -ENOSPC;
    }
    result = s->target->insert_point(s->opaque, point);
    if (result == 0) {
        g_array_append_val(s->points, *point);
    }
    return result;
}

void gdb_cmd_insert(GdbServer *s, GdbCursor *in)
{
    GdbPoint point;

    if (!take_point(in, &point)) {
        gdb_reply_error(s, GDB_E_INVALID);
    } else if (point.type < GDB_POINT__COUNT) {
        reply_result(s, insert(s, &point));
    }
}

static void remove_at(GdbServer *s, unsigned i)
{
    GdbPoint point = g_array_index(s->points, GdbPoint, i);

    g_array_remove_index_fast(s->points, i);
    s->target->remove_point(s->opaque, &point);
}

void gdb_cmd_remove(GdbServer *s, GdbCursor *in)
{
    GdbPoint point;

    if (!take_point(in, &point)) {
        gdb_reply_error(s, GDB_E_INVALID);
    } else if (point.type < GDB_POINT__COUNT) {
        int i = find_point(s, &point);

        if (i >= 0) {
            remove_at(s, (unsigned)i);
        }
        gdb_reply(s, "OK");
    }
}

void gdb_points_clear(GdbServer *s)
{
    while (s->points->len > 0) {
        remove_at(s, s->points->len - 1);
    }
}
