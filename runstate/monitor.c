/* monitor.c: formatted output to whoever reads this monitor */
#include "runstate/monitor.h"

void monitor_vprintf(Monitor *mon, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);

    mon->output(mon->opaque, text);
}

void monitor_printf(Monitor *mon, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    monitor_vprintf(mon, format, args);
    va_end(args);
}
