/*
 * qmp_event.c: telling every client that something happened
 *
 * Some events can come faster than anybody reads. Their rows have a limit:
 * the first is sent at once; of those that follow within the time, the last
 * is kept and sent when the time is over.
 */
#include "qmp_internal.h"

/* Of an event with a limit that was sent lately. */
typedef struct Throttle {
    const QmpEvent *event;
    int64_t until_us;           /* none is sent before */
    JsonNode *waiting;          /* (nullable): the last of them */
} Throttle;

struct QmpEvents {
    GHashTable *throttles;      /* QmpEvent -> Throttle */
};

static void throttle_free(gpointer opaque)
{
    Throttle *throttle = opaque;

    g_clear_pointer(&throttle->waiting, json_node_unref);
    g_free(throttle);
}

QmpEvents *qmp_events_new(void)
{
    QmpEvents *events = g_new0(QmpEvents, 1);

    events->throttles = g_hash_table_new_full(NULL, NULL, NULL,
                                              throttle_free);
    return events;
}

void qmp_events_free(QmpEvents *events)
{
    g_hash_table_unref(events->throttles);
    g_free(events);
}

static int64_t now_us(const QmpServer *server)
{
    return server->config.ops->now_us(server->config.opaque);
}

static JsonNode *new_event(const char *name, JsonObject *data,
                           int64_t time_us)
{
    JsonObject *event = json_object_new();
    JsonObject *timestamp = json_object_new();

    json_object_set_int_member(timestamp, "seconds",
                               time_us / G_USEC_PER_SEC);
    json_object_set_int_member(timestamp, "microseconds",
                               time_us % G_USEC_PER_SEC);
    json_object_set_object_member(event, "timestamp", timestamp);
    json_object_set_string_member(event, "event", name);
    if (data) {
        json_object_set_object_member(event, "data", data);
    }
    return qmp_node_object(event);
}

/* Sending may end a session, so the list is copied; it is never freed by
 * that: sessions are freed by whoever made them. */
static void send_all(QmpServer *server, JsonNode *node)
{
    g_autoptr(GList) sessions = g_list_copy(server->sessions.head);

    for (GList *l = sessions; l; l = l->next) {
        QmpSession *session = l->data;

        if (session->negotiated) {
            qmp_session_send(session, json_node_ref(node));
        }
    }
    json_node_unref(node);
}

/* ---- limits ------------------------------------------------------------- */

/* A clock that was set back does not make the time longer. */
static bool is_over(const Throttle *throttle, int64_t time_us)
{
    int64_t started_us = throttle->until_us -
                         (int64_t)throttle->event->rate_ms * 1000;

    return time_us >= throttle->until_us || time_us < started_us;
}

static void start_throttle(QmpServer *server, Throttle *throttle,
                           int64_t time_us)
{
    int64_t delay_us = (int64_t)throttle->event->rate_ms * 1000;

    throttle->until_us = time_us + delay_us;
    server->config.ops->arm(server->config.opaque, delay_us);
}

static Throttle *find_throttle(QmpServer *server, const QmpEvent *row)
{
    GHashTable *throttles = server->events->throttles;
    Throttle *throttle = g_hash_table_lookup(throttles, row);

    if (!throttle) {
        throttle = g_new0(Throttle, 1);
        throttle->event = row;
        throttle->until_us = 0;
        g_hash_table_insert(throttles, (gpointer)row, throttle);
    }
    return throttle;
}

/* Returns: true when @node was kept for later. */
static bool keep_back(QmpServer *server, const QmpEvent *row, JsonNode *node,
                      int64_t time_us)
{
    Throttle *throttle = find_throttle(server, row);

    if (is_over(throttle, time_us) && !throttle->waiting) {
        start_throttle(server, throttle, time_us);
        return false;
    }
    g_clear_pointer(&throttle->waiting, json_node_unref);
    throttle->waiting = node;
    return true;
}

void qmp_server_expire(QmpServer *server)
{
    GHashTableIter iter;
    gpointer value;
    int64_t time_us = now_us(server);

    g_hash_table_iter_init(&iter, server->events->throttles);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Throttle *throttle = value;

        if (!throttle->waiting) {
            continue;
        }
        if (is_over(throttle, time_us)) {
            start_throttle(server, throttle, time_us);
            send_all(server, g_steal_pointer(&throttle->waiting));
        } else {
            server->config.ops->arm(server->config.opaque,
                                    throttle->until_us - time_us);
        }
    }
}

void qmp_server_emit(QmpServer *server, const char *event, JsonObject *data)
{
    const QmpEvent *row = qmp_schema_event(server->schema, event);
    int64_t time_us = now_us(server);

    g_assert(row);
    JsonNode *node = new_event(event, data, time_us);

    if (row->rate_ms == 0 || !keep_back(server, row, node, time_us)) {
        send_all(server, node);
    }
}
