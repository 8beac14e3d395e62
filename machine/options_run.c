/*
 * options_run.c: -action and its short forms, -icount, -rtc, -name, -uuid, -d,
 *                -trace
 */
#include <string.h>

#include "options_internal.h"

/* ---- what guest events do ---------------------------------------------- */

bool option_action(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    GError *error = NULL;

    if (!run_actions_parse(&options->actions, arg, &error)) {
        error_propagate(errp, error);
        return false;
    }
    return true;
}

bool option_watchdog_action(Options *options, const OptionRow *row,
                            const char *arg, Error **errp)
{
    g_autofree char *text = g_strconcat("watchdog=", arg, NULL);

    return option_action(options, row, text, errp);
}

bool option_no_reboot(Options *options, const OptionRow *row,
                      const char *arg, Error **errp)
{
    options->actions.reboot = REBOOT_ACTION_SHUTDOWN;
    return true;
}

bool option_no_shutdown(Options *options, const OptionRow *row,
                        const char *arg, Error **errp)
{
    options->actions.shutdown = SHUTDOWN_ACTION_PAUSE;
    return true;
}

/* ---- -icount ----------------------------------------------------------- */

/* 2^10 ns per instruction is one million instructions per second. */
static const NumberRange icount_shifts = { 0, 10 };

static bool take_shift(KeyVal *kv, IcountOptions *icount, Error **errp)
{
    const char *text = keyval_get(kv, "shift");
    uint64_t shift = 0;

    if (!text) {
        error_setg(errp, "has no shift: give shift=0 to 10, or shift=auto");
        return false;
    }
    icount->shift_auto = g_str_equal(text, "auto");
    if (icount->shift_auto) {
        g_free(keyval_steal(kv, "shift"));
    } else if (!options_take_number(kv, "shift", icount_shifts, &shift,
                                    errp)) {
        error_prepend(errp, "give auto or a number: ");
        return false;
    }
    icount->shift = shift;
    return true;
}

static bool check_icount(const IcountOptions *icount, Error **errp)
{
    if (icount->shift_auto && !icount->sleep) {
        error_setg(errp, "shift=auto measures real time and cannot go with "
                   "sleep=off: give a number");
    } else if (icount->shift_auto && icount->align) {
        error_setg(errp, "shift=auto cannot go with align=on: give a number");
    } else if (icount->align && !icount->sleep) {
        error_setg(errp, "align=on cannot go with sleep=off: leave one out");
    } else {
        return true;
    }
    return false;
}

bool option_icount(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "shift", errp);
    IcountOptions icount = { .enabled = true, .sleep = true };

    if (!kv) {
        return false;
    }
    if (keyval_get(kv, "rr")) {
        error_setg(errp, "record and replay (rr=) is not supported yet");
        return false;
    }
    if (!take_shift(kv, &icount, errp) ||
        !options_take_bool(kv, "sleep", &icount.sleep, errp) ||
        !options_take_bool(kv, "align", &icount.align, errp) ||
        !options_check_empty(kv, row, errp) ||
        !check_icount(&icount, errp)) {
        return false;
    }
    options->icount = icount;
    return true;
}

/* ---- -rtc -------------------------------------------------------------- */

static bool parse_date(const char *text, int64_t *seconds)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autofree char *full =
        g_strconcat(text, strchr(text, 'T') ? "" : "T00:00:00", NULL);
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(full, utc);

    if (date) {
        *seconds = g_date_time_to_unix(date);
    }
    return date != NULL;
}

static bool parse_base(const char *text, RtcOptions *rtc, Error **errp)
{
    rtc->localtime = g_str_equal(text, "localtime");
    rtc->has_base = false;
    if (rtc->localtime || g_str_equal(text, "utc")) {
        return true;
    }
    rtc->has_base = parse_date(text, &rtc->base_s);
    if (!rtc->has_base) {
        error_setg(errp, "base='%s' is not utc, localtime or a date like "
                   "2026-01-31T12:00:00", text);
    }
    return rtc->has_base;
}

/* Seconds by which the wall clocks here are ahead of UTC at @now_s. */
static int64_t local_offset_s(int64_t now_s)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(now_s);

    return now ? g_date_time_get_utc_offset(now) / G_USEC_PER_SEC : 0;
}

uint64_t options_rtc_epoch_ns(const RtcOptions *rtc, bool deterministic,
                              int64_t now_ns)
{
    const int64_t fixed_s = 946684800; /* 2000-01-01 00:00:00 UTC */
    int64_t ns_per_s = 1000000000;

    if (rtc->has_base) {
        return (uint64_t)rtc->base_s * ns_per_s;
    }
    if (deterministic) {
        return fixed_s * ns_per_s;
    }
    return rtc->localtime
        ? now_ns + local_offset_s(now_ns / ns_per_s) * ns_per_s : 0;
}

bool option_rtc(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    static const char *const clocks[] = { "host", "rt", "vm", NULL };
    g_autoptr(KeyVal) kv = keyval_parse(arg, NULL, errp);
    g_autofree char *base = kv ? keyval_steal(kv, "base") : NULL;
    unsigned clock = options->rtc.clock;

    if (!kv || (base && !parse_base(base, &options->rtc, errp)) ||
        !options_take_word(kv, "clock", clocks, &clock, errp) ||
        !options_check_empty(kv, row, errp)) {
        return false;
    }
    options->rtc.clock = clock;
    return true;
}

/* ---- -name, -d, -trace ------------------------------------------------- */

bool option_name(Options *options, const OptionRow *row, const char *arg,
                 Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "guest", errp);

    if (!kv || !options_check_keys(kv, row, errp)) {
        return false;
    }
    g_free(options->name);
    options->name = keyval_steal(kv, "guest");
    return true;
}

bool option_uuid(Options *options, const OptionRow *row, const char *arg,
                 Error **errp)
{
    if (!g_uuid_string_is_valid(arg)) {
        error_setg(errp, "is not a UUID: write 8-4-4-4-12 hexadecimal digits "
                   "like 123e4567-e89b-12d3-a456-426614174000");
        return false;
    }
    return option_store_text(options, row, arg, errp);
}

bool option_log(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    if (options_wants_help(arg)) {
        options->request = OPTIONS_LOG_HELP;
        return true;
    }
    return option_store_string(options, row, arg, errp);
}

bool option_trace(Options *options, const OptionRow *row, const char *arg,
                  Error **errp)
{
    if (options_wants_help(arg)) {
        options->request = OPTIONS_TRACE_HELP;
        return true;
    }
    return option_add_string(options, row, arg, errp);
}
