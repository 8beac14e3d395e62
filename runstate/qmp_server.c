/*
 * qmp_server.c: the clients in turn
 */
#include "qmp_internal.h"

QmpServer *qmp_server_new(const QmpServerConfig *config, GError **errp)
{
    QmpServer *server = g_new0(QmpServer, 1);

    server->config = *config;
    server->schema = qmp_schema_new(&config->tables);
    server->events = qmp_events_new();
    g_queue_init(&server->sessions);
    return server;
}

void qmp_server_free(QmpServer *server)
{
    if (server) {
        g_assert(g_queue_is_empty(&server->sessions));
        qmp_schema_free(server->schema);
        qmp_events_free(server->events);
        g_free(server);
    }
}

/* Who was served goes to the end of the row. */
static QmpSession *next_session(QmpServer *server, QmpMessage **message)
{
    for (guint i = 0; i < server->sessions.length; i++) {
        QmpSession *session = g_queue_pop_head(&server->sessions);

        g_queue_push_tail(&server->sessions, session);
        *message = qmp_session_next(session);
        if (*message) {
            return session;
        }
    }
    return NULL;
}

static bool has_request(const QmpServer *server)
{
    for (GList *l = server->sessions.head; l; l = l->next) {
        const QmpSession *session = l->data;

        if (!session->held && session->requests.length > 0) {
            return true;
        }
    }
    return false;
}

bool qmp_server_dispatch(QmpServer *server)
{
    QmpMessage *message = NULL;
    QmpSession *session = next_session(server, &message);

    if (session) {
        qmp_request_run(session, message);
        qmp_session_resume(session);
    }
    return has_request(server);
}
