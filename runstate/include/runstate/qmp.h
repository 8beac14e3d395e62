/*
 * qmp.h: the monitor for programs: JSON in, JSON out
 *
 * A QmpServer holds what there is to call: tables of commands, types and
 * events. From these rows come argument checks, query-commands and
 * query-qmp-schema; there is no second list. A QmpSession is one client:
 * bytes go in, text comes out, whatever carries them. A command's function
 * gets a QmpCall with arguments that were checked already.
 *
 *     bytes -> lexer -> message -> queue -> dispatch -> command -> text
 *
 * Everything runs in one thread with the big lock held. Commands wait in
 * their session's queue and are run one after the other, sessions in turn;
 * one sent with "exec-oob" is run when it is read, so it overtakes those in
 * the queue, but not the one that is executing.
 *
 * Spec: QEMU's "QEMU Machine Protocol Specification". A build without
 * json-glib has no server: qmp_server_new() says so.
 *
 * Not here: sockets and options (machine/control), coroutines, a thread of
 * its own for out-of-band commands, file descriptors in messages.
 */
#ifndef RUNSTATE_QMP_H
#define RUNSTATE_QMP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runstate/run_control.h"

/* json-glib's; whoever looks inside includes <json-glib/json-glib.h> */
typedef struct _JsonNode JsonNode;
typedef struct _JsonObject JsonObject;
typedef struct _JsonArray JsonArray;

typedef struct QmpServer QmpServer;
typedef struct QmpSession QmpSession;
typedef struct QmpCall QmpCall;

/* ---- rows --------------------------------------------------------------- */

/*
 * Members are written as text, "name:type" with commas between:
 *
 *     "id:str,size?:int,tags:[str],how:RunState,..."
 *
 * A name with ? may be left out. A type is a built-in one (str, int, number,
 * bool, null, any, size, int8 to int64, uint8 to uint64), the name of a
 * QmpType, or one of these in brackets: a list of them. "..." at the end
 * lets other members pass unchecked. The arguments of a command may also be
 * "@NAME": the members of that object or union.
 */

/**
 * QmpCommandFn: run a command
 * @call: arguments, and what to act on; gone after the return
 *
 * Returns: (transfer full) (nullable): the value of "return"; NULL without
 *          @errp is the empty object. With @errp set the client gets an
 *          error: qmp_error_set() chooses its class, all others are
 *          GenericError.
 * Context: main loop thread, BQL held.
 */
typedef JsonNode *QmpCommandFn(QmpCall *call, GError **errp);

enum {
    QMP_OOB = 1 << 0,           /* may be run out of band */
    QMP_NEGOTIATION = 1 << 1,   /* before qmp_capabilities, and only then */
};

typedef struct QmpCommand {
    const char *name;           /* "query-status"; NULL ends a table */
    const char *args;           /* members; "" for none */
    const char *returns;        /* a type; "" for the empty object */
    unsigned flags;             /* QMP_* */
    QmpCommandFn *fn;
} QmpCommand;

typedef enum QmpMeta {
    QMP_ENUM,                   /* text: values with commas between */
    QMP_OBJECT,                 /* text: members */
    QMP_ALTERNATE,              /* text: members: branch:type */
} QmpMeta;

typedef struct QmpType {
    const char *name;           /* "StatusInfo"; NULL ends a table */
    QmpMeta meta;
    const char *text;
    /* Unions: the member that decides, and which type's members come with
     * which of its values: "value:type". Other values bring none. */
    const char *tag;
    const char *branches;
} QmpType;

typedef struct QmpEvent {
    const char *name;           /* "STOP"; NULL ends a table */
    const char *members;        /* of "data"; "" for none */
    unsigned rate_ms;           /* at most one in this time; 0: no limit */
} QmpEvent;

#define QMP_COMMAND_END { NULL }
#define QMP_TYPE_END { NULL }
#define QMP_EVENT_END { NULL }

/* Tables of several files; each list ends with NULL. */
typedef struct QmpTables {
    const QmpCommand *const *commands;
    const QmpType *const *types;
    const QmpEvent *const *events;
} QmpTables;

/* ---- inside a command --------------------------------------------------- */

typedef enum QmpErrorClass {
    QMP_ERROR_GENERIC,          /* GenericError */
    QMP_ERROR_COMMAND_NOT_FOUND,
    QMP_ERROR_DEVICE_NOT_ACTIVE,
    QMP_ERROR_DEVICE_NOT_FOUND,
    QMP_ERROR_KVM_MISSING_CAP,
} QmpErrorClass;

/** qmp_error_set: error_setg() with one of the protocol's classes */
void qmp_error_set(GError **errp, QmpErrorClass error_class,
                   const char *format, ...) G_GNUC_PRINTF(3, 4);

/** qmp_call_vm: what the server's commands act on (borrowed) */
void *qmp_call_vm(const QmpCall *call);
QmpServer *qmp_call_server(const QmpCall *call);
/** qmp_call_name: the command's own name (borrowed) */
const char *qmp_call_name(const QmpCall *call);

/** qmp_call_args: all arguments, for members of "..." (borrowed) */
JsonObject *qmp_call_args(const QmpCall *call);

/* One argument; those left out have: false, NULL, the fallback. */
bool qmp_call_has(const QmpCall *call, const char *name);
const char *qmp_call_str(const QmpCall *call, const char *name);
/* A number above INT64_MAX comes as its two's complement. */
int64_t qmp_call_int(const QmpCall *call, const char *name,
                     int64_t fallback);
bool qmp_call_bool(const QmpCall *call, const char *name, bool fallback);

/* Values to return; @object, @array (transfer full). */
JsonNode *qmp_node_object(JsonObject *object);
JsonNode *qmp_node_array(JsonArray *array);
JsonNode *qmp_node_str(const char *text);
/* Numbers above INT64_MAX too, which json-glib has not. */
JsonNode *qmp_node_uint(uint64_t value);

/**
 * qmp_node_to_text: a scalar as the command line writes it: on, 12, words
 *
 * Returns: (transfer full) (nullable): NULL for everything else.
 */
char *qmp_node_to_text(JsonNode *node);

/* ---- the server --------------------------------------------------------- */

/* What the engine needs of its surroundings. */
typedef struct QmpServerOps {
    /* have qmp_server_dispatch() called soon, not from inside this */
    void (*wake)(void *opaque);
    /* have qmp_server_expire() called in @delay_us microseconds */
    void (*arm)(void *opaque, int64_t delay_us);
    /* microseconds since 1970 */
    int64_t (*now_us)(void *opaque);
} QmpServerOps;

typedef struct QmpServerConfig {
    QmpTables tables;
    const QmpServerOps *ops;    /* borrowed */
    void *opaque;               /* for ops */
    void *vm;                   /* what commands act on */
    const char *package;        /* "lectern 1.2": names this program */
} QmpServerConfig;

/**
 * qmp_server_new: a server without clients
 * @config: copied; tables and texts are borrowed
 *
 * The engine's own commands (qmp_server_commands and so on) are no different
 * from others: list them in the tables.
 *
 * Returns: (transfer full), or NULL with @errp set: this build has no QMP.
 */
QmpServer *qmp_server_new(const QmpServerConfig *config, GError **errp);
/** qmp_server_free: after its sessions; NULL is fine */
void qmp_server_free(QmpServer *server);

/**
 * qmp_server_dispatch: run one waiting command
 *
 * Returns: whether another one waits.
 */
bool qmp_server_dispatch(QmpServer *server);

/** qmp_server_expire: send events that waited for their turn */
void qmp_server_expire(QmpServer *server);

/**
 * qmp_server_emit: tell every client that something happened
 * @event: name of a row
 * @data:  (transfer full) (nullable): the members
 *
 * Context: BQL held; any thread.
 */
void qmp_server_emit(QmpServer *server, const char *event, JsonObject *data);

/** qmp_event_emit: the same on the default server; none: does nothing */
void qmp_event_emit(const char *event, JsonObject *data);

/**
 * qmp_runstate_emit: what RunStateOps.event is told, for every client
 *
 * Context: as qmp_server_emit().
 */
void qmp_runstate_emit(RunEvent event, ShutdownCause cause);

/** qmp_server_set_default: (borrowed) (nullable): for qmp_event_emit() */
void qmp_server_set_default(QmpServer *server);

/* Rows of this library. */
extern const QmpCommand qmp_server_commands[];  /* the protocol itself */
extern const QmpType qmp_server_types[];
extern const QmpCommand qmp_runstate_commands[];        /* stop, cont, ... */
extern const QmpType qmp_runstate_types[];
extern const QmpEvent qmp_runstate_events[];    /* STOP, RESUME, ... */

/* ---- one client --------------------------------------------------------- */

#define QMP_QUEUE_MAX 8         /* commands of one client that may wait */
#define QMP_INPUT_MAX 4096      /* bytes that qmp_session_read() takes */

typedef struct QmpSessionOps {
    /* one or more whole lines for the client */
    void (*output)(void *opaque, const char *text, size_t length);
    /* qmp_session_can_read() rose above 0 */
    void (*accept_input)(void *opaque);
} QmpSessionOps;

/**
 * qmp_session_new: a session that nobody is connected to
 * @ops:    borrowed
 * @pretty: replies with indentation
 *
 * Returns: (transfer full): free with qmp_session_free()
 */
QmpSession *qmp_session_new(QmpServer *server, const QmpSessionOps *ops,
                            void *opaque, bool pretty);
void qmp_session_free(QmpSession *session);

/** qmp_session_connect: a client is there: greet it */
void qmp_session_connect(QmpSession *session);
/** qmp_session_disconnect: it has gone; what it asked for is forgotten */
void qmp_session_disconnect(QmpSession *session);

/**
 * qmp_session_can_read: how many bytes may come now
 *
 * Returns: QMP_INPUT_MAX, or 0 while commands wait or output is held up.
 */
int qmp_session_can_read(const QmpSession *session);

/** qmp_session_read: bytes of the client, at most what can_read said */
void qmp_session_read(QmpSession *session, const uint8_t *bytes, int size);

/**
 * qmp_session_hold: the client does not read: run none of its commands
 * @held: false: go on
 */
void qmp_session_hold(QmpSession *session, bool held);

#endif
