/*
 * fuzz_qmp.c: a client of the monitor for programs says anything
 *
 * The bytes come in pieces of odd sizes, commands run in between, and now
 * and then the client does not read. Whatever it says, each answer is one
 * line that another JSON parser reads.
 */
#include <json-glib/json-glib.h>
#include <string.h>

#include "fuzz.h"
#include "runstate/qmp.h"

/* ---- a server ------------------------------------------------------------ */

static JsonNode *echo(QmpCall *call, GError **errp)
{
    return json_node_copy(json_object_get_member(qmp_call_args(call),
                                                 "value"));
}

static JsonNode *take(QmpCall *call, GError **errp)
{
    return qmp_node_uint((uint64_t)qmp_call_int(call, "size", 0) +
                         qmp_call_bool(call, "on", false) +
                         strlen(qmp_call_str(call, "text")));
}

/* An event with what the client said. */
static JsonNode *tell(QmpCall *call, GError **errp)
{
    JsonObject *data = json_object_new();

    json_object_set_string_member(data, "text", qmp_call_str(call, "text"));
    qmp_server_emit(qmp_call_server(call), "TOLD", data);
    return NULL;
}

static const QmpCommand commands[] = {
    { "echo", "value:any", "any", QMP_OOB, echo },
    { "take", "text:str,size?:size,on?:bool,how?:How,list?:[How],"
      "object?:Object,either?:Either", "uint64", 0, take },
    { "tell", "text:str", "", QMP_OOB, tell },
    QMP_COMMAND_END,
};

static const QmpType types[] = {
    { "How", QMP_ENUM, "so,thus" },
    { "Object", QMP_OBJECT, "a:int8,b?:uint16,c?:[Object],..." },
    { "Either", QMP_ALTERNATE, "text:str,none:null,object:Object" },
    QMP_TYPE_END,
};

static const QmpEvent events[] = {
    { "TOLD", "text:str", 1000 },
    QMP_EVENT_END,
};

static const QmpCommand *const command_list[] = {
    qmp_server_commands, commands, NULL,
};
static const QmpType *const type_list[] = { qmp_server_types, types, NULL };
static const QmpEvent *const event_list[] = { events, NULL };

static void wake(void *opaque)
{
}

static void arm(void *opaque, int64_t delay_us)
{
}

/* Time passes with every look at it. */
static int64_t now_us(void *opaque)
{
    int64_t *time_us = opaque;

    return *time_us += 300000;
}

static const QmpServerOps server_ops = { wake, arm, now_us };

/* ---- a client ------------------------------------------------------------ */

/* U+0000 is the one character that the other parser does not take. */
static void check_output(void *opaque, const char *text, size_t length)
{
    g_autoptr(JsonParser) parser = json_parser_new();

    g_assert(length > 2 && memcmp(text + length - 2, "\r\n", 2) == 0);
    g_assert(!memchr(text, '\0', length));
    if (!strstr(text, "\\u0000")) {
        g_assert(json_parser_load_from_data(parser, text, (gssize)length,
                                            NULL));
        g_assert(JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)));
    }
}

static void accept_input(void *opaque)
{
}

static const QmpSessionOps session_ops = { check_output, accept_input };

static void run_commands(QmpServer *server)
{
    while (qmp_server_dispatch(server)) {
    }
    qmp_server_expire(server);
}

/* The size of a piece, and whether the client reads, are in its bytes. */
static void say(QmpServer *server, QmpSession *session, const uint8_t *data,
                size_t size)
{
    while (size > 0) {
        size_t piece = MIN(size, 1u + data[0] % 61u);

        g_assert(qmp_session_can_read(session) == QMP_INPUT_MAX);
        qmp_session_read(session, data, (int)piece);
        qmp_session_hold(session, data[piece - 1] % 7 == 0);
        run_commands(server);
        qmp_session_hold(session, false);
        run_commands(server);
        data += piece;
        size -= piece;
    }
}

static void negotiate(QmpServer *server, QmpSession *session)
{
    static const char text[] = "{'execute':'qmp_capabilities','arguments':"
                               "{'enable':['oob']}}";

    say(server, session, (const uint8_t *)text, strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t time_us = 0;
    QmpServerConfig config = {
        .tables = { command_list, type_list, event_list },
        .ops = &server_ops,
        .opaque = &time_us,
        .package = "fuzz",
    };
    QmpServer *server = qmp_server_new(&config, NULL);
    QmpSession *session = qmp_session_new(server, &session_ops, NULL,
                                          size % 2);

    qmp_session_connect(session);
    if (size % 8 != 0) {
        negotiate(server, session);
    }
    say(server, session, data, size);
    qmp_session_free(session);
    qmp_server_free(server);
    return 0;
}
