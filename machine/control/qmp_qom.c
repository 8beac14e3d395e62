/*
 * qmp_qom.c: the tree of objects, their properties and types
 */
#include "qmp_internal.h"

#include "devices/qdev.h"

/* ---- values ------------------------------------------------------------- */

static JsonNode *get_bool(Object *obj, const char *name, GError **errp)
{
    return json_node_init_boolean(
        json_node_alloc(), object_property_get_bool(obj, name, errp));
}

static JsonNode *get_int(Object *obj, const char *name, GError **errp)
{
    return json_node_init_int(json_node_alloc(),
                              object_property_get_int(obj, name, errp));
}

static JsonNode *get_uint(Object *obj, const char *name, GError **errp)
{
    return qmp_node_uint(object_property_get_uint(obj, name, errp));
}

/* Everything else as the command line would write it. */
static JsonNode *get_text(Object *obj, const char *name, GError **errp)
{
    g_autofree char *text = object_property_print(obj, name, false, errp);

    return text ? qmp_node_str(text) : NULL;
}

static const struct {
    const char *prefix;         /* of the property's type */
    JsonNode *(*get)(Object *obj, const char *name, GError **errp);
} getters[] = {
    { "bool", get_bool },   { "int", get_int },   { "uint", get_uint },
    { "size", get_uint },   { "", get_text },
};

static JsonNode *get_value(Object *obj, const ObjectProperty *prop,
                           GError **errp)
{
    GError *error = NULL;
    JsonNode *node;
    size_t i = 0;

    while (!g_str_has_prefix(prop->type, getters[i].prefix)) {
        i++;
    }
    node = getters[i].get(obj, prop->name, &error);
    if (error) {
        g_clear_pointer(&node, json_node_unref);
        error_propagate(errp, error);
    }
    return node;
}

/* ---- objects ------------------------------------------------------------ */

static Object *find_object(const QmpCall *call, GError **errp)
{
    const char *path = qmp_call_str(call, "path");
    bool ambiguous = false;
    Object *obj = object_resolve_path(path, &ambiguous);

    if (obj) {
        return obj;
    }
    if (ambiguous) {
        error_setg(errp, "Path '%s' is ambiguous: give it from the root",
                   path);
    } else {
        qmp_error_set(errp, QMP_ERROR_DEVICE_NOT_FOUND,
                      "Device '%s' not found", path);
    }
    return NULL;
}

static JsonObject *property_info(const ObjectProperty *prop)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "name", prop->name);
    json_object_set_string_member(info, "type", prop->type);
    if (prop->description) {
        json_object_set_string_member(info, "description",
                                      prop->description);
    }
    return info;
}

static JsonNode *list_properties(ObjectPropertyIterator *iter)
{
    JsonArray *list = json_array_new();
    ObjectProperty *prop;


    while ((prop = object_property_iter_next(iter))) {
        json_array_add_object_element(list, property_info(prop));
    }
    return qmp_node_array(list);
}

static JsonNode *qom_list(QmpCall *call, GError **errp)
{
    Object *obj = find_object(call, errp);
    ObjectPropertyIterator iter;

    if (!obj) {
        return NULL;
    }
    object_property_iter_init(&iter, obj);
    return list_properties(&iter);
}

static ObjectProperty *find_property(const QmpCall *call, Object *obj,
                                     GError **errp)
{
    return obj ? object_property_find_err(obj, qmp_call_str(call, "property"),
                                          errp)
               : NULL;
}

static JsonNode *qom_get(QmpCall *call, GError **errp)
{
    Object *obj = find_object(call, errp);
    ObjectProperty *prop = find_property(call, obj, errp);

    return prop ? get_value(obj, prop, errp) : NULL;
}

/* A board's devices stay what the board made them. */
static JsonNode *qom_set(QmpCall *call, GError **errp)
{
    Object *obj = find_object(call, errp);
    ObjectProperty *prop = find_property(call, obj, errp);
    g_autofree char *text = qmp_node_to_text(
        json_object_get_member(qmp_call_args(call), "value"));

    if (!prop) {
        return NULL;
    }
    if (!text) {
        error_setg(errp, "Invalid parameter type for 'value', expected: "
                   "string, integer or boolean");
    } else if (g_str_equal(prop->name, "realized")) {
        error_setg(errp, "Property '%s.realized' cannot be changed: devices "
                   "come and go by device_add and device_del",
                   object_get_typename(obj));
    } else {
        object_property_parse(obj, prop->name, text, errp);
    }
    return NULL;
}

/* ---- types -------------------------------------------------------------- */

static void add_type(ObjectClass *klass, void *opaque)
{
    ObjectClass *parent = object_class_get_parent(klass);
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "name",
                                  object_class_get_name(klass));
    if (object_class_is_abstract(klass)) {
        json_object_set_boolean_member(info, "abstract", TRUE);
    }
    if (parent) {
        json_object_set_string_member(info, "parent",
                                      object_class_get_name(parent));
    }
    json_array_add_object_element(opaque, info);
}

static JsonNode *qom_list_types(QmpCall *call, GError **errp)
{
    JsonArray *list = json_array_new();

    object_class_foreach(add_type, qmp_call_str(call, "implements"),
                         qmp_call_bool(call, "abstract", false), list);
    return qmp_node_array(list);
}

/* What an object gets only when it is made is not in its class. */
static JsonNode *list_class(const QmpCall *call, const char *base,
                            GError **errp)
{
    const char *name = qmp_call_str(call, "typename");
    ObjectClass *klass = object_class_by_name(name);
    ObjectPropertyIterator iter;

    if (!klass) {
        qmp_error_set(errp, QMP_ERROR_DEVICE_NOT_FOUND,
                      "Class '%s' not found", name);
        return NULL;
    }
    if (!object_class_dynamic_cast(klass, base)) {
        error_setg(errp, "Parameter 'typename' expects a %s type", base);
        return NULL;
    }
    object_class_property_iter_init(&iter, klass);
    return list_properties(&iter);
}

static JsonNode *qom_list_properties(QmpCall *call, GError **errp)
{
    return list_class(call, TYPE_OBJECT, errp);
}

static JsonNode *device_list_properties(QmpCall *call, GError **errp)
{
    return list_class(call, TYPE_DEVICE, errp);
}

const QmpCommand qmp_qom_commands[] = {
    { "qom-list", "path:str", "[ObjectPropertyInfo]", 0, qom_list },
    { "qom-get", "path:str,property:str", "any", 0, qom_get },
    { "qom-set", "path:str,property:str,value:any", "", 0, qom_set },
    { "qom-list-types", "implements?:str,abstract?:bool",
      "[ObjectTypeInfo]", 0, qom_list_types },
    { "qom-list-properties", "typename:str", "[ObjectPropertyInfo]", 0,
      qom_list_properties },
    { "device-list-properties", "typename:str", "[ObjectPropertyInfo]", 0,
      device_list_properties },
    QMP_COMMAND_END,
};

const QmpType qmp_qom_types[] = {
    { "ObjectPropertyInfo", QMP_OBJECT,
      "name:str,type:str,description?:str,default-value?:any" },
    { "ObjectTypeInfo", QMP_OBJECT, "name:str,abstract?:bool,parent?:str" },
    QMP_TYPE_END,
};
