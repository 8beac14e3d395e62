/*
 * log_default.c: the program's one log, under QEMU's names
 *
 * qemu_log() has no context argument: this file keeps the default Log and
 * each thread's pending text; log.c does the work.
 */
#include "log_internal.h"

static Log default_log;

static void pending_free(gpointer data)
{
    LogPending *pending = data;

    log_flush(pending, true);
    g_string_free(pending->text, TRUE);
    g_free(pending);
}

static GPrivate thread_pending = G_PRIVATE_INIT(pending_free);

static LogPending *pending_get(void)
{
    LogPending *pending = g_private_get(&thread_pending);

    if (pending == NULL) {
        pending = g_new0(LogPending, 1);
        pending->log = &default_log;
        pending->text = g_string_new(NULL);
        g_private_set(&thread_pending, pending);
    }
    return pending;
}

bool qemu_loglevel_mask(int mask)
{
    return (__atomic_load_n(&default_log.mask, __ATOMIC_RELAXED) & mask) != 0;
}

bool qemu_log_enabled(void)
{
    return qemu_get_log() != 0;
}

void qemu_set_log(int mask)
{
    __atomic_store_n(&default_log.mask, mask, __ATOMIC_RELAXED);
}

int qemu_get_log(void)
{
    return __atomic_load_n(&default_log.mask, __ATOMIC_RELAXED);
}

void qemu_log(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    log_append(pending_get(), format, args);
    va_end(args);
}

void qemu_log_lock(void)
{
    pending_get()->depth++;
}

void qemu_log_unlock(void)
{
    LogPending *pending = pending_get();

    g_assert(pending->depth > 0);
    if (--pending->depth == 0) {
        log_flush(pending, false);
    }
}

bool qemu_set_log_filename(const char *filename, Error **errp)
{
    return log_set_file(&default_log, filename, errp);
}

void qemu_log_close(void)
{
    g_private_replace(&thread_pending, NULL);
    g_assert(log_set_file(&default_log, NULL, NULL));
}

bool qemu_set_dfilter_ranges(const char *spec, Error **errp)
{
    GArray *ranges;

    if (!log_parse_ranges(spec, &ranges, errp)) {
        return false;
    }
    g_mutex_lock(&default_log.lock);
    GArray *old = default_log.ranges;
    default_log.ranges = ranges;
    g_mutex_unlock(&default_log.lock);
    g_clear_pointer(&old, g_array_unref);
    return true;
}

bool qemu_log_in_addr_range(uint64_t addr)
{
    g_mutex_lock(&default_log.lock);
    bool inside = log_ranges_contain(default_log.ranges, addr);
    g_mutex_unlock(&default_log.lock);
    return inside;
}
