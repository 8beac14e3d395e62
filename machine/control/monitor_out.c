/* monitor_out.c: output that never waits; see monitor.h */
#include <string.h>

#include "monitor.h"

#define CUT_TEXT "\r\n... the rest was dropped: it was not read in time\r\n"

void monitor_out_init(MonitorOut *out, CharBackend *be,
                      void (*drained)(void *opaque), void *opaque)
{
    *out = (MonitorOut) {
        .be = be,
        .drained = drained,
        .opaque = opaque,
        .waiting = g_byte_array_new(),
    };
}

void monitor_out_clear(MonitorOut *out)
{
    if (out->watch) {
        g_source_remove(out->watch);
        out->watch = 0;
    }
    g_byte_array_set_size(out->waiting, 0);
    out->cut = false;
}

void monitor_out_deinit(MonitorOut *out)
{
    monitor_out_clear(out);
    g_byte_array_unref(out->waiting);
}

bool monitor_out_is_full(const MonitorOut *out)
{
    return out->waiting->len >= MONITOR_OUT_FULL;
}

/* Sends what the other side takes; a broken connection takes all. */
static void send_some(MonitorOut *out)
{
    int n = qemu_chr_fe_write(out->be, out->waiting->data, out->waiting->len);

    if (n < 0) {
        n = out->waiting->len;
    }
    if (n > 0) {
        g_byte_array_remove_range(out->waiting, 0, n);
    }
    out->cut = out->cut && out->waiting->len > 0;
}

static gboolean room(void *unused, GIOCondition condition, void *opaque)
{
    MonitorOut *out = opaque;
    bool was_full = monitor_out_is_full(out);

    send_some(out);
    if (out->waiting->len == 0) {
        out->watch = 0;
    }
    bool more = out->watch != 0;
    if (was_full && !monitor_out_is_full(out)) {
        out->drained(out->opaque);
    }
    return more;
}

/* Without a descriptor to wait for nobody ever takes it. */
static void wait_for_room(MonitorOut *out)
{
    if (out->waiting->len > 0 && !out->watch) {
        out->watch = qemu_chr_fe_add_watch(out->be, G_IO_OUT | G_IO_HUP,
                                           room, out);
        if (!out->watch) {
            g_byte_array_set_size(out->waiting, 0);
        }
    }
}

void monitor_out_write(MonitorOut *out, const char *bytes, size_t len)
{
    if (out->cut) {
        return;
    }
    if (out->waiting->len + len > MONITOR_OUT_MAX) {
        out->cut = true;
        bytes = CUT_TEXT;
        len = strlen(CUT_TEXT);
    }
    g_byte_array_append(out->waiting, (const guint8 *)bytes, len);
    if (!out->watch) {
        send_some(out);
        wait_for_room(out);
    }
}
