/*
 * devices_monitor.c: lecture 02, a monitor command is a row of a table
 *
 * `info mtree` as the lecture shows it: name, arguments, text, function.
 */
#include <string.h>

#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "runstate/monitor.h"

static void hmp_info_mtree(Monitor *mon, const HMPArgs *args)
{
    g_autoptr(GString) text = g_string_new(NULL);
    MtreeOptions options = {
        .flatview = hmp_args_bool(args, "flatview"),
        .owner = hmp_args_bool(args, "owner"),
    };

    mtree_info(get_system_memory()->map, &options, text);
    monitor_printf(mon, "%s", text->str);
}

static const HMPCommand info_table[] = {
    {
        .name = "mtree",
        .args_type = "flatview:-f,owner:-o",
        .params = "[-f][-o]",
        .help = "the memory tree",
        .cmd = hmp_info_mtree,
    },
    HMP_COMMAND_END,
};

static void collect(void *opaque, const char *text)
{
    g_string_append(opaque, text);
}

int main(void)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    Monitor mon = { .output = collect, .opaque = shown };
    const HMPCommand *const tables[] = { info_table, NULL };

    memory_map_init();
    g_assert(hmp_execute(tables, &mon, "mtree"));
    g_assert(strstr(shown->str, "address-space: memory"));
    g_assert(!strstr(shown->str, "FlatView"));
    g_assert(hmp_execute(tables, &mon, "mtree -f"));
    g_assert(strstr(shown->str, "FlatView"));
    g_assert(!hmp_execute(tables, &mon, "mtree -x"));
    return 0;
}
