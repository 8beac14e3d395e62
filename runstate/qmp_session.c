/*
 * qmp_session.c: one client, from its first byte to its last
 *
 * Input is looked at byte by byte, and only while the queue of commands has
 * room: then the client's own send buffer fills up, and it has to wait.
 * Without out-of-band execution one command may wait; a client that never
 * asked for more than that gets its answers in the order of its questions.
 *
 * A client may go at any moment, also because of the output of a command
 * that is running, so nothing about it is kept across a call.
 */
#include "qmp_internal.h"

QmpSession *qmp_session_new(QmpServer *server, const QmpSessionOps *ops,
                            void *opaque, bool pretty)
{
    QmpSession *s = g_new0(QmpSession, 1);

    s->server = server;
    s->ops = ops;
    s->opaque = opaque;
    s->pretty = pretty;
    s->input = g_byte_array_new();
    qmp_reader_init(&s->reader);
    g_queue_init(&s->requests);
    g_queue_push_tail(&server->sessions, s);
    return s;
}

void qmp_session_free(QmpSession *s)
{
    qmp_session_disconnect(s);
    g_queue_remove(&s->server->sessions, s);
    qmp_reader_deinit(&s->reader);
    g_byte_array_unref(s->input);
    g_free(s);
}

/* ---- output ------------------------------------------------------------- */

void qmp_session_send(QmpSession *s, JsonNode *node)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (s->connected) {
        qmp_print(node, s->pretty, text);
        g_string_append(text, "\r\n");
        s->ops->output(s->opaque, text->str, text->len);
    }
    json_node_unref(node);
}

/* ---- coming and going --------------------------------------------------- */

static void free_message(gpointer message)
{
    qmp_message_free(message);
}

static void forget(QmpSession *s)
{
    qmp_reader_reset(&s->reader);
    g_queue_clear_full(&s->requests, free_message);
    g_byte_array_set_size(s->input, 0);
    s->input_done = 0;
    s->negotiated = false;
    s->oob = false;
    s->held = false;
}

static JsonNode *new_greeting(const QmpServer *server)
{
    JsonObject *greeting = json_object_new();
    JsonObject *qmp = json_object_new();
    JsonArray *capabilities = json_array_new();

    json_array_add_string_element(capabilities, "oob");
    json_object_set_object_member(qmp, "version", qmp_version_new(server));
    json_object_set_array_member(qmp, "capabilities", capabilities);
    json_object_set_object_member(greeting, "QMP", qmp);
    return qmp_node_object(greeting);
}

void qmp_session_connect(QmpSession *s)
{
    forget(s);
    s->connected = true;
    qmp_session_send(s, new_greeting(s->server));
}

void qmp_session_disconnect(QmpSession *s)
{
    forget(s);
    s->connected = false;
}

/* ---- input -------------------------------------------------------------- */

static bool has_room(const QmpSession *s)
{
    return s->requests.length < (s->oob ? QMP_QUEUE_MAX : 1);
}

int qmp_session_can_read(const QmpSession *s)
{
    bool ready = s->connected && !s->held && has_room(s) &&
                 s->input_done == s->input->len;

    return ready ? QMP_INPUT_MAX : 0;
}

static void take_messages(QmpSession *s)
{
    QmpMessage *message;

    while (has_room(s) && (message = qmp_reader_take(&s->reader))) {
        if (s->oob && qmp_request_is_oob(message)) {
            qmp_request_run(s, message);
        } else {
            g_queue_push_tail(&s->requests, message);
        }
    }
}

/* Looks at bytes as long as what they may bring has a place. */
static void take_input(QmpSession *s)
{
    take_messages(s);
    while (s->input_done < s->input->len && has_room(s) && !s->held) {
        qmp_reader_feed(&s->reader, s->input->data[s->input_done++]);
        take_messages(s);
    }
    if (s->input_done == s->input->len) {
        g_byte_array_set_size(s->input, 0);
        s->input_done = 0;
    }
    if (s->requests.length > 0 && !s->held) {
        s->server->config.ops->wake(s->server->config.opaque);
    }
}

void qmp_session_read(QmpSession *s, const uint8_t *bytes, int size)
{
    if (s->connected) {
        g_byte_array_append(s->input, bytes, (guint)size);
        take_input(s);
    }
}

void qmp_session_resume(QmpSession *s)
{
    if (!s->connected || s->held) {
        return;
    }
    take_input(s);
    if (qmp_session_can_read(s)) {
        s->ops->accept_input(s->opaque);
    }
}

void qmp_session_hold(QmpSession *s, bool held)
{
    bool goes_on = s->held && !held;

    s->held = held;
    if (goes_on) {
        qmp_session_resume(s);
    }
}

QmpMessage *qmp_session_next(QmpSession *s)
{
    return s->held ? NULL : g_queue_pop_head(&s->requests);
}
