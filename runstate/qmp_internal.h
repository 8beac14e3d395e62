/* qmp_internal.h: what the files of the QMP engine share */
#ifndef RUNSTATE_QMP_INTERNAL_H
#define RUNSTATE_QMP_INTERNAL_H

#include <json-glib/json-glib.h>

#include "qmp_lexer.h"
#include "runstate/qmp.h"

typedef struct QmpSchema QmpSchema;
typedef struct QmpEvents QmpEvents;

struct QmpServer {
    QmpServerConfig config;
    QmpSchema *schema;
    QmpEvents *events;
    GQueue sessions;            /* of QmpSession; the next to serve first */
};

struct QmpSession {
    QmpServer *server;
    const QmpSessionOps *ops;
    void *opaque;
    bool pretty;

    bool connected;
    bool negotiated;            /* qmp_capabilities has been called */
    bool oob;                   /* exec-oob was enabled */
    bool held;
    QmpReader reader;
    GByteArray *input;          /* not looked at yet */
    guint input_done;           /* bytes of it */
    GQueue requests;            /* of QmpMessage */
};

struct QmpCall {
    QmpSession *session;
    const QmpCommand *command;
    JsonObject *args;
};

/* ---- types (qmp_schema.c) ----------------------------------------------- */

#define QMP_NAME_MAX 64

typedef struct QmpMember {
    char name[QMP_NAME_MAX];
    char type[QMP_NAME_MAX];    /* without the brackets */
    bool list;
    bool optional;
} QmpMember;

typedef struct QmpBuiltin {
    const char *name;
    const char *json_type;      /* as query-qmp-schema names it */
    const char *shown;          /* the name there: all integers are "int" */
    /* returns what is expected instead, or NULL */
    const char *(*check)(JsonNode *node, const struct QmpBuiltin *row);
    int64_t min;
    uint64_t max;
} QmpBuiltin;

/** qmp_schema_new: index the tables (borrowed) */
QmpSchema *qmp_schema_new(const QmpTables *tables);
void qmp_schema_free(QmpSchema *schema);

/* (nullable) (borrowed) */
const QmpCommand *qmp_schema_command(const QmpSchema *schema,
                                     const char *name);
const QmpType *qmp_schema_type(const QmpSchema *schema, const char *name);
const QmpEvent *qmp_schema_event(const QmpSchema *schema, const char *name);
const QmpBuiltin *qmp_builtin(const char *name);
const QmpTables *qmp_schema_tables(const QmpSchema *schema);

/**
 * qmp_member_next: take one member off @text
 *
 * Returns: false at the end and at "...".
 */
bool qmp_member_next(const char **text, QmpMember *member);

/** qmp_members_open: may there be others than those named? */
bool qmp_members_open(const char *text);

/**
 * qmp_union_branch: what a value of the tag adds
 *
 * Returns: (nullable): the type whose members those are; NULL for none.
 */
const QmpType *qmp_union_branch(const QmpSchema *schema, const QmpType *type,
                                const char *value);

/** qmp_members_type: the type that "@NAME" names, or NULL (nullable) */
const QmpType *qmp_members_type(const QmpSchema *schema, const char *text);

/** qmp_type_parse: "[str]" as the type of a member without a name */
void qmp_type_parse(const char *text, QmpMember *member);

/** qmp_value_next: take one value of an enumeration off @text */
bool qmp_value_next(const char **text, char value[QMP_NAME_MAX]);

/* ---- checks (qmp_check.c) ----------------------------------------------- */

/** qmp_check_args: do @args have the members that @members ask for? */
bool qmp_check_args(const QmpSchema *schema, const char *members,
                    JsonObject *args, GError **errp);

/* ---- introspection (qmp_introspect.c) ----------------------------------- */

JsonNode *qmp_introspect(const QmpSchema *schema);

/* ---- requests (qmp_dispatch.c) ------------------------------------------ */

/** qmp_request_is_oob: does it ask to overtake the queue? */
bool qmp_request_is_oob(const QmpMessage *message);

/** qmp_request_run: run it and send the reply; @message (transfer full) */
void qmp_request_run(QmpSession *session, QmpMessage *message);

const char *qmp_error_class_name(const GError *error);

/* ---- sessions (qmp_session.c) ------------------------------------------- */

/** qmp_session_send: a value and a line end; @node (transfer full) */
void qmp_session_send(QmpSession *session, JsonNode *node);

/** qmp_session_next: take what it runs next (transfer full) (nullable) */
QmpMessage *qmp_session_next(QmpSession *session);

/** qmp_session_resume: look at the input again, as there is room */
void qmp_session_resume(QmpSession *session);

/** qmp_version_new: what the greeting and query-version show */
JsonObject *qmp_version_new(const QmpServer *server);

/* ---- events (qmp_event.c) ----------------------------------------------- */

QmpEvents *qmp_events_new(void);
void qmp_events_free(QmpEvents *events);

#endif
