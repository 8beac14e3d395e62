/*
 * qmp_default.c: events by the name alone, on the one server
 */
#include "qmp_internal.h"

static QmpServer *default_server;

void qmp_server_set_default(QmpServer *server)
{
    default_server = server;
}

void qmp_event_emit(const char *event, JsonObject *data)
{
    if (default_server) {
        qmp_server_emit(default_server, event, data);
    } else {
        g_clear_pointer(&data, json_object_unref);
    }
}
