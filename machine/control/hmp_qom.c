/* hmp_qom.c: objects, their tree, their properties; devices and their types */
#include "hmp_internal.h"

#include "devices/qdev.h"

static Object *find_object(Monitor *mon, const char *path)
{
    bool ambiguous = false;
    Object *obj = object_resolve_path(path, &ambiguous);

    if (!obj) {
        monitor_printf(mon, ambiguous
                       ? "Error: several objects are called '%s': give the "
                         "path from the root\n"
                       : "Error: there is no object '%s'; 'info qom-tree' "
                         "shows all\n", path);
    }
    return obj;
}

/* ---- properties ---- */

static void hmp_qom_list(Monitor *mon, const HMPArgs *args)
{
    const char *path = hmp_args_str(args, "path");
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    if (!path) {
        monitor_printf(mon, "/\n");
        return;
    }
    Object *obj = find_object(mon, path);
    if (!obj) {
        return;
    }
    object_property_iter_init(&iter, obj);
    while ((prop = object_property_iter_next(&iter))) {
        monitor_printf(mon, "%s (%s)\n", prop->name, prop->type);
    }
}

static void hmp_qom_get(Monitor *mon, const HMPArgs *args)
{
    Object *obj = find_object(mon, hmp_args_str(args, "path"));
    GError *error = NULL;

    if (obj) {
        g_autofree char *text = object_property_print(
            obj, hmp_args_str(args, "property"), true, &error);

        if (text) {
            monitor_printf(mon, "%s\n", text);
        }
        hmp_report_error(mon, error);
    }
}

static void hmp_qom_set(Monitor *mon, const HMPArgs *args)
{
    Object *obj = find_object(mon, hmp_args_str(args, "path"));
    GError *error = NULL;

    if (obj) {
        object_property_parse(obj, hmp_args_str(args, "property"),
                              hmp_args_str(args, "value"), &error);
        hmp_report_error(mon, error);
    }
}

/* ---- trees ---- */

static void print_piece(const char *text, void *opaque)
{
    monitor_printf(opaque, "%s", text);
}

static void hmp_info_qom_tree(Monitor *mon, const HMPArgs *args)
{
    const char *path = hmp_args_str(args, "path");
    Object *obj = find_object(mon, path ? path : "/machine");

    if (obj) {
        object_print_tree(obj, print_piece, mon);
    }
}

static void hmp_info_qtree(Monitor *mon, const HMPArgs *args)
{
    GString *text = g_string_new(NULL);

    if (hmp_args_bool(args, "brief")) {
        qdev_print_tree_brief(text, NULL);
    } else {
        qdev_print_tree(text, NULL);
    }
    hmp_print_text(mon, text);
}

/* ---- types of devices ---- */

static void print_model(ObjectClass *klass, void *opaque)
{
    const DeviceClass *dc = DEVICE_CLASS(klass);
    Monitor *mon = opaque;

    monitor_printf(mon, "name \"%s\"", object_class_get_name(klass));
    if (dc->bus_type) {
        monitor_printf(mon, ", bus %s", dc->bus_type);
    }
    if (dc->desc) {
        monitor_printf(mon, ", desc \"%s\"", dc->desc);
    }
    monitor_printf(mon, "%s\n", dc->user_creatable ? "" : ", no-user");
}

static void hmp_info_qdm(Monitor *mon, const HMPArgs *args)
{
    object_class_foreach(print_model, TYPE_DEVICE, false, mon);
}

const HMPCommand hmp_qom_commands[] = {
    { "qom-list", "path:s?", "[path]", "the properties of an object",
      hmp_qom_list,
      .example = "qom-list /machine -- name and type of each; children too",
      .complete = hmp_complete_qom_path },
    { "qom-get", "path:s,property:s", "path property",
      "the value of a property", hmp_qom_get,
      .example = "qom-get /machine type -- the type of the board",
      .complete = hmp_complete_qom_property },
    { "qom-set", "path:s,property:s,value:S", "path property value",
      "change a property; most are fixed once the machine is built",
      hmp_qom_set,
      .example = "qom-set /machine/edc inject-error 1 -- an error for the "
                 "EDC (-M clabpu)",
      .complete = hmp_complete_qom_property },
    HMP_COMMAND_END,
};

const HMPCommand hmp_qom_info_commands[] = {
    { "qom-tree", "path:s?", "[path]", "objects and their children",
      hmp_info_qom_tree,
      .example = "info qom-tree /machine -- each name and its type",
      .complete = hmp_complete_qom_path },
    { "qtree", "brief:-b", "[-b]",
      "buses and devices, pins and properties (-b: names only)",
      hmp_info_qtree,
      .example = "info qtree -b -- which device sits on which bus" },
    { "qdm", "", "", "the types of devices", hmp_info_qdm,
      .example = "info qdm -- name, bus and description of each" },
    HMP_COMMAND_END,
};
