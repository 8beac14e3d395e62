/*
 * map_check.c: does a board hide one of its own windows?
 *
 * Of two windows at one address the one mapped last wins, and the other is
 * out of reach without any error: a map entry copied from its neighbour looks
 * like a dead device. So every board's map is checked once it is built.
 */
#include "machine/machine.h"

#include "memory/memory_map.h"
#include "memory/mtree.h"

unsigned machine_check_map(const MachineState *machine)
{
    g_autofree char *name = machine_class_name(MACHINE_GET_CLASS(machine));
    g_autoptr(GString) report = g_string_new(NULL);
    unsigned count = mtree_check_overlaps(get_system_memory(), report);
    g_auto(GStrv) lines = g_strsplit(report->str, "\n", -1);

    for (unsigned i = 0; lines[i]; i++) {
        if (lines[i][0]) {
            warn_report("machine '%s': %s", name, lines[i]);
        }
    }
    return count;
}
