/*
 * qmp_options.c: query-command-line-options: options with a list of key=value
 *
 * The table of options says which keys there are. Those of -machine are also
 * properties of the boards, those of -chardev belong to the back ends.
 */
#include "qmp_internal.h"

#include "machine/options.h"

/* One option of the answer; keys that several classes have are told once. */
typedef struct Parameters {
    JsonArray *list;
    GHashTable *told;
} Parameters;

static void add_parameter(Parameters *to, const char *name, const char *type,
                          const char *help)
{
    JsonObject *info;

    /* every object has a name of its own: that is no parameter */
    if (g_str_equal(name, "id") ||
        !g_hash_table_add(to->told, g_strdup(name))) {
        return;
    }
    info = json_object_new();
    json_object_set_string_member(info, "name", name);
    if (help) {
        json_object_set_string_member(info, "help", help);
    }
    json_object_set_string_member(info, "type", type);
    json_array_add_object_element(to->list, info);
}

/* ---- keys that classes know --------------------------------------------- */

static void add_machine_keys(ObjectClass *klass, void *opaque)
{
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_class_property_iter_init(&iter, klass);
    while ((prop = object_property_iter_next(&iter))) {
        if (prop->set) {
            add_parameter(opaque, prop->name,
                          g_str_equal(prop->type, "bool") ? "boolean"
                                                          : "string",
                          prop->description);
        }
    }
}

/* The kinds of keys that are no strings. */
static const char *chardev_key_type(const char *key)
{
    static const char *const switches[] = {
        "append", "logappend", "mux", "nodelay", "server", "signal", "wait",
        NULL,
    };

    return g_strv_contains(switches, key) ? "boolean"
           : g_str_equal(key, "size") ? "size" : "string";
}

static void add_chardev_keys(ObjectClass *klass, void *opaque)
{
    static const char *const none[] = { NULL };
    const char *const *keys = CHARDEV_CLASS(klass)->keys;

    for (keys = keys ? keys : none; *keys; keys++) {
        add_parameter(opaque, *keys, chardev_key_type(*keys), NULL);
    }
}

static const struct {
    const char *option;
    const char *type;           /* whose classes know */
    void (*add)(ObjectClass *klass, void *opaque);
} classes[] = {
    { "machine", TYPE_MACHINE, add_machine_keys },
    { "chardev", TYPE_CHARDEV, add_chardev_keys },
};

/* ---- the command -------------------------------------------------------- */

typedef struct OptionList {
    JsonArray *list;
    const char *wanted;         /* (nullable): only this one */
} OptionList;

static void add_option(const OptionInfo *option, void *opaque)
{
    OptionList *options = opaque;
    const char *keys = option->keys;
    JsonObject *info = json_object_new();
    g_autoptr(GHashTable) told =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Parameters to = { json_array_new(), told };
    OptionKey key;

    json_object_set_string_member(info, "option", option->name);
    json_object_set_array_member(info, "parameters", to.list);
    while (option_key_next(&keys, &key)) {
        add_parameter(&to, key.name, key.type, NULL);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (g_str_equal(classes[i].option, option->name)) {
            object_class_foreach(classes[i].add, classes[i].type, false,
                                 &to);
        }
    }
    json_array_add_object_element(options->list, info);
}

static void add_wanted(const OptionInfo *option, void *opaque)
{
    const OptionList *options = opaque;

    if (!options->wanted || g_str_equal(option->name, options->wanted)) {
        add_option(option, opaque);
    }
}

static JsonNode *query_command_line_options(QmpCall *call, GError **errp)
{
    OptionList options = {
        .list = json_array_new(),
        .wanted = qmp_call_str(call, "option"),
    };

    options_foreach(add_wanted, &options);
    if (options.wanted && json_array_get_length(options.list) == 0) {
        error_setg(errp, "invalid option name: %s", options.wanted);
    }
    return qmp_node_array(options.list);
}

const QmpCommand qmp_options_commands[] = {
    { "query-command-line-options", "option?:str", "[CommandLineOptionInfo]",
      0, query_command_line_options },
    QMP_COMMAND_END,
};

const QmpType qmp_options_types[] = {
    { "CommandLineParameterType", QMP_ENUM, "string,boolean,number,size" },
    { "CommandLineParameterInfo", QMP_OBJECT,
      "name:str,type:CommandLineParameterType,help?:str,default?:str" },
    { "CommandLineOptionInfo", QMP_OBJECT,
      "option:str,parameters:[CommandLineParameterInfo]" },
    QMP_TYPE_END,
};
