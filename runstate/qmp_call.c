/*
 * qmp_call.c: what a command's function gets and gives
 */
#include "qmp_internal.h"

void *qmp_call_vm(const QmpCall *call)
{
    return call->session->server->config.vm;
}

QmpServer *qmp_call_server(const QmpCall *call)
{
    return call->session->server;
}

const char *qmp_call_name(const QmpCall *call)
{
    return call->command->name;
}

JsonObject *qmp_call_args(const QmpCall *call)
{
    return call->args;
}

bool qmp_call_has(const QmpCall *call, const char *name)
{
    return json_object_has_member(call->args, name);
}

const char *qmp_call_str(const QmpCall *call, const char *name)
{
    return qmp_call_has(call, name)
        ? json_object_get_string_member(call->args, name) : NULL;
}

int64_t qmp_call_int(const QmpCall *call, const char *name, int64_t fallback)
{
    JsonNode *node = json_object_get_member(call->args, name);

    if (!node) {
        return fallback;
    }
    if (qmp_node_is_big(node)) {
        return (int64_t)g_ascii_strtoull(json_node_get_string(node) + 1, NULL,
                                         10);
    }
    return json_node_get_int(node);
}

bool qmp_call_bool(const QmpCall *call, const char *name, bool fallback)
{
    return qmp_call_has(call, name)
        ? json_object_get_boolean_member(call->args, name) : fallback;
}

JsonNode *qmp_node_object(JsonObject *object)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_node_take_object(node, object);
    return node;
}

JsonNode *qmp_node_array(JsonArray *array)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);

    json_node_take_array(node, array);
    return node;
}

JsonNode *qmp_node_str(const char *text)
{
    return json_node_init_string(json_node_alloc(), text);
}

JsonNode *qmp_node_uint(uint64_t value)
{
    if (value > INT64_MAX) {
        g_autofree char *text = g_strdup_printf("%c%" G_GUINT64_FORMAT,
                                                QMP_BIG_NUMBER, value);

        return qmp_node_str(text);
    }
    return json_node_init_int(json_node_alloc(), (gint64)value);
}

char *qmp_node_to_text(JsonNode *node)
{
    if (qmp_node_is_str(node)) {
        return json_node_dup_string(node);
    }
    if (qmp_node_is_big(node)) {
        return g_strdup(json_node_get_string(node) + 1);
    }
    if (!qmp_builtin("bool")->check(node, NULL)) {
        return g_strdup(json_node_get_boolean(node) ? "on" : "off");
    }
    if (!qmp_builtin("int")->check(node, qmp_builtin("int"))) {
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    }
    return NULL;
}
