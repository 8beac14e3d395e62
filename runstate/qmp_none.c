/*
 * qmp_none.c: a build without json-glib: there is no server, and no client
 */
#include "core/error.h"
#include "runstate/qmp.h"

QmpServer *qmp_server_new(const QmpServerConfig *config, GError **errp)
{
    error_setg(errp, "this program was built without QMP: install the "
               "development files of json-glib and build it again");
    return NULL;
}

void qmp_server_free(QmpServer *server)
{
}

bool qmp_server_dispatch(QmpServer *server)
{
    return false;
}

void qmp_server_expire(QmpServer *server)
{
}

void qmp_server_set_default(QmpServer *server)
{
}

void qmp_runstate_emit(RunEvent event, ShutdownCause cause)
{
}

QmpSession *qmp_session_new(QmpServer *server, const QmpSessionOps *ops,
                            void *opaque, bool pretty)
{
    return NULL;
}

void qmp_session_free(QmpSession *session)
{
}

void qmp_session_connect(QmpSession *session)
{
}

void qmp_session_disconnect(QmpSession *session)
{
}

int qmp_session_can_read(const QmpSession *session)
{
    return 0;
}

void qmp_session_read(QmpSession *session, const uint8_t *bytes, int size)
{
}

void qmp_session_hold(QmpSession *session, bool held)
{
}
