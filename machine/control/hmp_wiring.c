/*
 * hmp_wiring.c: info machine, the board as one page of text
 *
 * What answers at which address, which wire goes where, and whose both are.
 * Everything is asked of the objects: a board cannot forget to list a wire.
 */
#include <inttypes.h>
#include <string.h>

#include "hmp_internal.h"

#include "devices/qdev.h"
#include "memory/address_space.h"
#include "memory/flatview.h"
#include "memory/memory_map.h"

/* Path of @obj below /machine, with the type where that alone tells nothing. */
static char *label(const Object *obj)
{
    g_autofree char *path = obj ? object_get_canonical_path(obj) : NULL;

    if (!path) {
        return g_strdup("-");
    }
    if (g_str_has_prefix(path, "/machine/unattached/")) {
        return g_strdup_printf("%s (%s)", path + strlen("/machine/"),
                               object_get_typename(obj));
    }
    return g_strdup(g_str_has_prefix(path, "/machine/")
                        ? path + strlen("/machine/") : path);
}

/* ---- who we are ---- */

static void print_board(Monitor *mon, const MachineState *machine)
{
    const MachineClass *mc = MACHINE_GET_CLASS(machine);
    g_autofree char *name = machine_class_name(mc);

    monitor_printf(mon, "machine %s: %s\n  %u harts of type %s, %" PRIu64
                   " MiB of RAM\n", name, mc->desc, machine->smp.cpus,
                   machine->cpu_type ? machine->cpu_type : "none",
                   machine->ram_size >> 20);
}

/* ---- the map ---- */

static const char *kind_of(const FlatRange *range)
{
    if (memory_region_is_romd(range->mr)) {
        return "romd";
    }
    if (memory_region_is_ram(range->mr)) {
        return range->readonly ? "rom" : "ram";
    }
    return "i/o";
}

static void print_range(Monitor *mon, const FlatRange *range)
{
    uint64_t first = (uint64_t)range->addr.start;
    uint64_t last = (uint64_t)(range->addr.start + range->addr.size - 1);
    g_autofree char *owner = label(range->mr->owner);

    monitor_printf(mon, "  %016" PRIx64 "-%016" PRIx64 " %-4s %-28s %s\n",
                   first, last, kind_of(range), range->mr->name, owner);
}

static void print_map(Monitor *mon)
{
    const FlatView *view = address_space_memory.current_map;

    monitor_printf(mon, "map: first and last byte, kind, region, owner\n");
    for (unsigned i = 0; i < view->nr; i++) {
        print_range(mon, &view->ranges[i]);
    }
}

/* ---- the wires ---- */

static void print_wire(Monitor *mon, Object *dev, const char *pin)
{
    Object *input = object_property_get_link(dev, pin, NULL);

    if (input) {
        g_autofree char *from = label(dev);
        g_autofree char *to = label(object_get_parent(input));

        monitor_printf(mon, "  %s %s -> %s %s\n", from, pin, to,
                       object_get_canonical_path_component(input));
    }
}

static int print_wires_of(Object *obj, void *opaque)
{
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_property_iter_init(&iter, obj);
    while ((prop = object_property_iter_next(&iter))) {
        if (g_str_equal(prop->type, "link<" TYPE_IRQ ">")) {
            print_wire(opaque, obj, prop->name);
        }
    }
    return 0;
}

static void hmp_info_machine(Monitor *mon, const HMPArgs *args)
{
    MachineState *machine = hmp_vm(mon)->machine;

    print_board(mon, machine);
    print_map(mon);
    monitor_printf(mon, "wires: output pin -> input pin, paths below "
                   "/machine\n");
    object_child_foreach_recursive(OBJECT(machine), print_wires_of, mon);
}

const HMPCommand hmp_wiring_info_commands[] = {
    { "machine", "", "", "the board: its map, its wires, and whose they are",
      hmp_info_machine,
      .example = "info machine -- start here on a board that you do not "
                 "know" },
    HMP_COMMAND_END,
};
