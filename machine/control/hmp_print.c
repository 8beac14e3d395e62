/* hmp_print.c: printing what the libraries hand over */
#include "hmp_internal.h"

void hmp_report_error(Monitor *mon, GError *error)
{
    if (error) {
        monitor_printf(mon, "Error: %s\n", error->message);
        g_error_free(error);
    }
}

void hmp_print_text(Monitor *mon, GString *text)
{
    monitor_printf(mon, "%s", text->str);
    g_string_free(text, TRUE);
}
