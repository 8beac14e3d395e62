/*
 * qmp_dispatch.c: a request is looked at, run and answered
 *
 *     { "execute": NAME, "arguments": {...}, "id": anything }
 *
 * or "exec-oob" in the place of "execute". The answer has "return" or
 * "error", and the "id" as it came.
 */
#include <string.h>

#include "qmp_internal.h"

#include "core/error.h"

/* What a request says. */
typedef struct Request {
    const char *name;
    JsonObject *args;           /* (nullable) */
    bool oob;
} Request;

/* ---- errors ------------------------------------------------------------- */

static GQuark qmp_error_quark(void)
{
    return g_quark_from_static_string("qmp-error");
}

void qmp_error_set(GError **errp, QmpErrorClass error_class,
                   const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);

    va_end(args);
    g_set_error_literal(errp, qmp_error_quark(), error_class, text);
}

const char *qmp_error_class_name(const GError *error)
{
    static const char *const names[] = {
        [QMP_ERROR_GENERIC] = "GenericError",
        [QMP_ERROR_COMMAND_NOT_FOUND] = "CommandNotFound",
        [QMP_ERROR_DEVICE_NOT_ACTIVE] = "DeviceNotActive",
        [QMP_ERROR_DEVICE_NOT_FOUND] = "DeviceNotFound",
        [QMP_ERROR_KVM_MISSING_CAP] = "KVMMissingCap",
    };

    return names[error->domain == qmp_error_quark() ? error->code
                                                    : QMP_ERROR_GENERIC];
}

/* ---- reading a request -------------------------------------------------- */

static bool take_name(Request *r, const char *key, JsonNode *node,
                      GError **errp)
{
    if (!qmp_node_is_str(node)) {
        error_setg(errp, "QMP input member '%s' must be a string", key);
        return false;
    }
    if (r->name) {
        error_setg(errp, "QMP input member 'execute' clashes with "
                   "'exec-oob'");
        return false;
    }
    r->name = json_node_get_string(node);
    r->oob = strcmp(key, "exec-oob") == 0;
    return true;
}

static bool take_args(Request *r, JsonNode *node, GError **errp)
{
    if (!JSON_NODE_HOLDS_OBJECT(node)) {
        error_setg(errp, "QMP input member 'arguments' must be an object");
        return false;
    }
    r->args = json_node_get_object(node);
    return true;
}

static bool take_member(const QmpSession *session, Request *r,
                        const char *key, JsonNode *node, GError **errp)
{
    if (strcmp(key, "execute") == 0 ||
        (session->oob && strcmp(key, "exec-oob") == 0)) {
        return take_name(r, key, node, errp);
    }
    if (strcmp(key, "arguments") == 0) {
        return take_args(r, node, errp);
    }
    if (strcmp(key, "id") == 0) {
        return true;
    }
    error_setg(errp, "QMP input member '%s' is unexpected", key);
    return false;
}

static bool read_request(const QmpSession *session, Request *r,
                         const QmpMessage *message, GError **errp)
{
    JsonObjectIter iter;
    const char *key;
    JsonNode *node;

    if (message->error) {
        g_propagate_error(errp, g_error_copy(message->error));
        return false;
    }
    if (!JSON_NODE_HOLDS_OBJECT(message->value)) {
        error_setg(errp, "QMP input must be a JSON object");
        return false;
    }
    json_object_iter_init_ordered(&iter, json_node_get_object(message->value));
    while (json_object_iter_next_ordered(&iter, &key, &node)) {
        if (!take_member(session, r, key, node, errp)) {
            return false;
        }
    }
    if (!r->name) {
        error_setg(errp, "QMP input lacks member 'execute'");
        return false;
    }
    return true;
}

bool qmp_request_is_oob(const QmpMessage *message)
{
    JsonObject *object;

    if (!message->value || !JSON_NODE_HOLDS_OBJECT(message->value)) {
        return false;
    }
    object = json_node_get_object(message->value);
    return json_object_has_member(object, "exec-oob") &&
           !json_object_has_member(object, "execute");
}

/* ---- running it --------------------------------------------------------- */

/* (nullable) the row, if the client may call it now */
static const QmpCommand *find_command(const QmpSession *session,
                                      const Request *r, GError **errp)
{
    const QmpCommand *row = qmp_schema_command(session->server->schema,
                                               r->name);
    bool negotiates = row && (row->flags & QMP_NEGOTIATION);

    if (!session->negotiated && !negotiates) {
        qmp_error_set(errp, QMP_ERROR_COMMAND_NOT_FOUND, "Expecting "
                      "capabilities negotiation with 'qmp_capabilities'");
    } else if (!row) {
        qmp_error_set(errp, QMP_ERROR_COMMAND_NOT_FOUND,
                      "The command %s has not been found", r->name);
    } else if (r->oob && !(row->flags & QMP_OOB)) {
        error_setg(errp, "The command %s does not support OOB", r->name);
    } else if (session->negotiated && negotiates) {
        qmp_error_set(errp, QMP_ERROR_COMMAND_NOT_FOUND, "Capabilities "
                      "negotiation is already complete, command ignored");
    } else {
        return row;
    }
    return NULL;
}

static JsonNode *run_command(QmpSession *session, const Request *r,
                             GError **errp)
{
    const QmpCommand *row = find_command(session, r, errp);
    g_autoptr(JsonObject) none = json_object_new();
    QmpCall call = {
        .session = session,
        .command = row,
        .args = r->args ? r->args : none,
    };

    if (!row || !qmp_check_args(session->server->schema, row->args,
                                call.args, errp)) {
        return NULL;
    }
    return row->fn(&call, errp);
}

static JsonNode *run_message(QmpSession *session, const QmpMessage *message,
                             GError **errp)
{
    Request request = { NULL };

    return read_request(session, &request, message, errp)
        ? run_command(session, &request, errp) : NULL;
}

/* ---- answering ---------------------------------------------------------- */

static JsonObject *new_error(const GError *error)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "class",
                                  qmp_error_class_name(error));
    json_object_set_string_member(object, "desc", error->message);
    return object;
}

/* (nullable) (borrowed) */
static JsonNode *request_id(const QmpMessage *message)
{
    return message->value && JSON_NODE_HOLDS_OBJECT(message->value)
        ? json_object_get_member(json_node_get_object(message->value), "id")
        : NULL;
}

void qmp_request_run(QmpSession *session, QmpMessage *message)
{
    JsonObject *answer = json_object_new();
    g_autoptr(GError) error = NULL;
    JsonNode *value = run_message(session, message, &error);
    JsonNode *id = request_id(message);

    if (error) {
        g_clear_pointer(&value, json_node_unref);
        json_object_set_object_member(answer, "error", new_error(error));
    } else if (value) {
        json_object_set_member(answer, "return", value);
    } else {
        json_object_set_object_member(answer, "return", json_object_new());
    }
    if (id) {
        json_object_set_member(answer, "id", json_node_copy(id));
    }
    qmp_message_free(message);
    qmp_session_send(session, qmp_node_object(answer));
}
