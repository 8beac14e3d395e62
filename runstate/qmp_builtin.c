/*
 * qmp_builtin.c: the types that need no row, and what values they take
 */
#include <string.h>

#include "qmp_internal.h"

static GType value_type(JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE(node) ? json_node_get_value_type(node)
                                       : G_TYPE_INVALID;
}

static const char *check_str(JsonNode *node, const QmpBuiltin *row)
{
    return qmp_node_is_str(node) ? NULL : "string";
}

static const char *check_bool(JsonNode *node, const QmpBuiltin *row)
{
    return value_type(node) == G_TYPE_BOOLEAN ? NULL : "boolean";
}

static const char *check_null(JsonNode *node, const QmpBuiltin *row)
{
    return JSON_NODE_HOLDS_NULL(node) ? NULL : "null";
}

static const char *check_any(JsonNode *node, const QmpBuiltin *row)
{
    return NULL;
}

static const char *check_number(JsonNode *node, const QmpBuiltin *row)
{
    GType type = value_type(node);

    return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ||
           qmp_node_is_big(node) ? NULL : "number";
}

static const char *check_int(JsonNode *node, const QmpBuiltin *row)
{
    if (qmp_node_is_big(node)) {
        return row->max == UINT64_MAX ? NULL : "integer";
    }
    if (value_type(node) != G_TYPE_INT64) {
        return "integer";
    }
    gint64 value = json_node_get_int(node);

    return value >= row->min && (value < 0 || (uint64_t)value <= row->max)
        ? NULL : "integer";
}

static const QmpBuiltin builtins[] = {
    { "str", "string", "str", check_str, 0, 0 },
    { "bool", "boolean", "bool", check_bool, 0, 0 },
    { "null", "null", "null", check_null, 0, 0 },
    { "any", "value", "any", check_any, 0, 0 },
    { "number", "number", "number", check_number, 0, 0 },
    { "int", "int", "int", check_int, INT64_MIN, INT64_MAX },
    { "int8", "int", "int", check_int, INT8_MIN, INT8_MAX },
    { "int16", "int", "int", check_int, INT16_MIN, INT16_MAX },
    { "int32", "int", "int", check_int, INT32_MIN, INT32_MAX },
    { "int64", "int", "int", check_int, INT64_MIN, INT64_MAX },
    { "uint8", "int", "int", check_int, 0, UINT8_MAX },
    { "uint16", "int", "int", check_int, 0, UINT16_MAX },
    { "uint32", "int", "int", check_int, 0, UINT32_MAX },
    { "uint64", "int", "int", check_int, 0, UINT64_MAX },
    { "size", "int", "int", check_int, 0, UINT64_MAX },
};

const QmpBuiltin *qmp_builtin(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
        if (strcmp(builtins[i].name, name) == 0) {
            return &builtins[i];
        }
    }
    return NULL;
}
