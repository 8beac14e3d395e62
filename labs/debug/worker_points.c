/* worker_points.c: sets of points, without a hart that meets them */
#include "worker_debug.h"

static const struct {
    const char *name;
    int flags;
} words[] = {
    { "gdb", BP_GDB },
    { "cpu", BP_CPU },
    { "any", BP_ANY },
    { "read", BP_MEM_READ },
    { "write", BP_MEM_WRITE },
    { "access", BP_MEM_ACCESS },
    { "before", BP_STOP_BEFORE_ACCESS },
    { "hit_read", BP_WATCHPOINT_HIT_READ },
    { "hit_write", BP_WATCHPOINT_HIT_WRITE },
};

int debug_lab_flags(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "+", -1);
    int flags = 0;

    for (char **part = parts; *part; part++) {
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
            flags |= g_str_equal(*part, words[i].name) ? words[i].flags : 0;
        }
    }
    return flags;
}

void debug_lab_reply_flags(Worker *w, const char *field, int flags)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if ((flags & words[i].flags) == words[i].flags) {
            g_string_append_printf(text, "%s%s", text->len ? "+" : "",
                                   words[i].name);
        }
    }
    reply_text(w, field, text->str);
}

static DebugPoints *set_of(Worker *w)
{
    return &debug_lab_of(w)->set;
}

static int flags_of(Worker *w, const char *name)
{
    return debug_lab_flags(worker_text(w, name));
}

/* --- breakpoints --------------------------------------------------------- */

void debug_op_bp_insert(Worker *w)
{
    const CPUBreakpoint *bp = breakpoint_insert(
        set_of(w), worker_u64(w, "pc"), flags_of(w, "owner"));

    if (bp) {
        reply_hex(w, "pc", bp->pc);
        debug_lab_reply_flags(w, "owner", bp->flags);
    }
    reply_u64(w, "count", set_of(w)->breakpoints.length);
}

void debug_op_bp_remove(Worker *w)
{
    reply_bool(w, "removed", breakpoint_remove(
        set_of(w), worker_u64(w, "pc"), flags_of(w, "owner")));
    reply_u64(w, "count", set_of(w)->breakpoints.length);
}

void debug_op_bp_remove_all(Worker *w)
{
    breakpoint_remove_all(set_of(w), flags_of(w, "owner"));
    reply_u64(w, "count", set_of(w)->breakpoints.length);
}

void debug_op_bp_test(Worker *w)
{
    const CPUBreakpoint *bp = breakpoint_test(
        set_of(w), worker_u64(w, "pc"), flags_of(w, "owner"));

    reply_bool(w, "found", bp != NULL);
    if (bp) {
        debug_lab_reply_flags(w, "owner", bp->flags);
    }
}

void debug_op_bp_range(Worker *w)
{
    reply_bool(w, "found", breakpoint_in_range(
        set_of(w), worker_u64(w, "start"), worker_u64(w, "size")));
}

/* --- watchpoints --------------------------------------------------------- */

static void tell_watchpoint(Worker *w, const CPUWatchpoint *wp)
{
    reply_bool(w, "found", wp != NULL);
    if (wp) {
        reply_hex(w, "addr", wp->addr);
        reply_u64(w, "len", wp->len);
        debug_lab_reply_flags(w, "flags", wp->flags);
    }
}

void debug_op_wp_insert(Worker *w)
{
    tell_watchpoint(w, watchpoint_insert(
        set_of(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "flags")));
}

void debug_op_wp_remove(Worker *w)
{
    reply_bool(w, "removed", watchpoint_remove(
        set_of(w), worker_u64(w, "addr"), worker_u64(w, "len"),
        flags_of(w, "flags")));
}

void debug_op_wp_remove_all(Worker *w)
{
    watchpoint_remove_all(set_of(w), flags_of(w, "flags"));
}

static CPUWatchpoint *test(Worker *w)
{
    return watchpoint_test(set_of(w), worker_u64(w, "addr"),
                           worker_u64(w, "len"), flags_of(w, "access"));
}

void debug_op_wp_test(Worker *w)
{
    tell_watchpoint(w, test(w));
}

void debug_op_wp_hit(Worker *w)
{
    CPUWatchpoint *wp = test(w);

    if (wp) {
        watchpoint_set_hit(wp, worker_u64(w, "addr"), flags_of(w, "access"));
        reply_hex(w, "hitaddr", wp->hitaddr);
    }
    tell_watchpoint(w, wp);
}

void debug_op_wp_clear(Worker *w)
{
    watchpoint_clear_hits(set_of(w));
}

void debug_op_wp_range(Worker *w)
{
    reply_bool(w, "found", watchpoint_in_range(
        set_of(w), worker_u64(w, "start"), worker_u64(w, "size")));
}
