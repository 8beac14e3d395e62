/* test_qmp_session.c: bytes in, text out: modes, queue, ids, events */
#include <string.h>

#include "support/unit.h"
#include "qmp_internal.h"

#include "core/error.h"

/* ---- a server with two clients ------------------------------------------ */

static QmpServer *server;
static QmpSession *sessions[2];
static GString *said[2];        /* to each client */
static GString *ran;            /* names of commands, in order */
static int wakes, accepts;
static int64_t now, armed_us;
static bool hang_up_on_output;

static void wake(void *opaque)
{
    wakes++;
}

static void arm(void *opaque, int64_t delay_us)
{
    armed_us = delay_us;
}

static int64_t now_us(void *opaque)
{
    return now;
}

static const QmpServerOps server_ops = { wake, arm, now_us };

static void output(void *opaque, const char *text, size_t length)
{
    g_string_append_len(said[GPOINTER_TO_INT(opaque)], text, length);
    if (hang_up_on_output) {
        qmp_session_disconnect(sessions[GPOINTER_TO_INT(opaque)]);
    }
}

static void accept_input(void *opaque)
{
    accepts++;
}

static const QmpSessionOps session_ops = { output, accept_input };

static JsonNode *note(QmpCall *call, GError **errp)
{
    g_string_append_printf(ran, "%s ", qmp_call_str(call, "what") ?: "-");
    return NULL;
}

static JsonNode *fail_always(QmpCall *call, GError **errp)
{
    qmp_error_set(errp, QMP_ERROR_DEVICE_NOT_FOUND, "no '%s'", "disk0");
    return NULL;
}

static JsonNode *give_big(QmpCall *call, GError **errp)
{
    return qmp_node_uint((uint64_t)qmp_call_int(call, "n", 1));
}

static const QmpCommand commands[] = {
    { "note", "what?:str", "", QMP_OOB, note },
    { "slow", "what?:str", "", 0, note },
    { "fail", "", "", 0, fail_always },
    { "big", "n?:uint64", "uint64", 0, give_big },
    QMP_COMMAND_END,
};

static const QmpEvent events[] = {
    { "STOP", "", 0 },
    { "TICK", "n:int", 1000 },
    QMP_EVENT_END,
};

static void begin(void)
{
    static const QmpType *const type_list[] = { qmp_server_types, NULL };
    static const QmpCommand *const command_list[] = {
        commands, qmp_server_commands, NULL,
    };
    static const QmpEvent *const event_list[] = { events, NULL };
    QmpServerConfig config = {
        .tables = { command_list, type_list, event_list },
        .ops = &server_ops,
        .package = "test 1",
    };

    server = qmp_server_new(&config, NULL);
    ran = g_string_new(NULL);
    for (int i = 0; i < 2; i++) {
        said[i] = g_string_new(NULL);
        sessions[i] = qmp_session_new(server, &session_ops,
                                      GINT_TO_POINTER(i), false);
    }
    now = 12345678;
}

static void end(void)
{
    for (int i = 0; i < 2; i++) {
        qmp_session_free(sessions[i]);
        g_string_free(said[i], TRUE);
    }
    qmp_server_free(server);
    g_string_free(ran, TRUE);
}

static void run_all(void)
{
    while (qmp_server_dispatch(server)) {
    }
}

static void tell(int client, const char *text)
{
    qmp_session_read(sessions[client], (const uint8_t *)text,
                     (int)strlen(text));
}

static void expect(int client, const char *text)
{
    ck_assert_str_eq(said[client]->str, text);
    g_string_truncate(said[client], 0);
}

#define RETURN "{\"return\": {}}\r\n"
#define ERROR(class_, desc_) \
    "{\"error\": {\"class\": \"" class_ "\", \"desc\": \"" desc_ "\"}}\r\n"
#define GREETING \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 0, " \
    "\"major\": 10}, \"package\": \"test 1\"}, \"capabilities\": " \
    "[\"oob\"]}}\r\n"

static void negotiate(int client, const char *request)
{
    qmp_session_connect(sessions[client]);
    tell(client, request);
    run_all();
    expect(client, GREETING RETURN);
}

#define PLAIN "{'execute':'qmp_capabilities'}"
#define OOB "{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}"

/* ---- requests and answers ----------------------------------------------- */

typedef struct Row {
    const char *request;
    const char *answer;
} Row;

static const Row rows[] = {
    { "{'execute':'note'}", RETURN },
    { "{'execute':'note','id':null}", "{\"return\": {}, \"id\": null}\r\n" },
    { "{'execute':'note','id':[1,{'a':2.5}]}",
      "{\"return\": {}, \"id\": [1, {\"a\": 2.5}]}\r\n" },
    { "{'execute':'note','id':18446744073709551615}",
      "{\"return\": {}, \"id\": 18446744073709551615}\r\n" },
    { "{'id':'x','execute':'fail'}",
      "{\"error\": {\"class\": \"DeviceNotFound\", \"desc\": "
      "\"no 'disk0'\"}, \"id\": \"x\"}\r\n" },
    { "{'execute':'big','arguments':{'n':18446744073709551615}}",
      "{\"return\": 18446744073709551615}\r\n" },
    { "{'execute':'nope'}",
      ERROR("CommandNotFound", "The command nope has not been found") },
    { "{'execute':'qmp_capabilities'}",
      ERROR("CommandNotFound", "Capabilities negotiation is already "
            "complete, command ignored") },
    { "{'execute':'note','arguments':{'x':1}}",
      ERROR("GenericError", "Parameter 'x' is unexpected") },
    { "{'execute':'note','arguments':[]}",
      ERROR("GenericError",
            "QMP input member 'arguments' must be an object") },
    { "{'execute':1}",
      ERROR("GenericError", "QMP input member 'execute' must be a string") },
    { "{'execute':18446744073709551615}",
      ERROR("GenericError", "QMP input member 'execute' must be a string") },
    { "{'execute':'note','more':1}",
      ERROR("GenericError", "QMP input member 'more' is unexpected") },
    { "{'exec-oob':'note'}",
      ERROR("GenericError", "QMP input member 'exec-oob' is unexpected") },
    { "{'id':3}",
      "{\"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input lacks "
      "member 'execute'\"}, \"id\": 3}\r\n" },
    { "[]", ERROR("GenericError", "QMP input must be a JSON object") },
    { "3 ", ERROR("GenericError", "QMP input must be a JSON object") },
    { "{ xx }", ERROR("GenericError",
                      "JSON parse error, invalid keyword 'xx'") },
    { "\xff{'execute':'note'}",
      ERROR("GenericError", "JSON parse error, stray '\\uFFFD'") RETURN },
};

START_TEST(test_requests_are_answered)
{
    begin();
    negotiate(0, PLAIN);
    tell(0, rows[_i].request);
    run_all();
    expect(0, rows[_i].answer);
    end();
}
END_TEST

/* ---- modes -------------------------------------------------------------- */

#define EXPECTING ERROR("CommandNotFound", \
    "Expecting capabilities negotiation with 'qmp_capabilities'")

START_TEST(test_commands_wait_for_negotiation)
{
    begin();
    qmp_session_connect(sessions[0]);
    tell(0, "{'execute':'note'}{'execute':'nope'}");
    run_all();
    expect(0, GREETING EXPECTING EXPECTING);
    ck_assert_str_eq(ran->str, "");
    tell(0, "{'execute':'qmp_capabilities','arguments':{'enable':['x']}}"
         "{'execute':'note'}");
    run_all();
    expect(0, ERROR("GenericError", "Parameter 'enable[0]' does not accept "
                    "value 'x'") EXPECTING);
    tell(0, PLAIN "{'execute':'note'}");
    run_all();
    expect(0, RETURN RETURN);
    end();
}
END_TEST

START_TEST(test_a_new_client_starts_again)
{
    begin();
    negotiate(0, OOB);
    tell(0, "{'execute':'note','arguments':{'what':'lost'}}{'execute':");
    qmp_session_disconnect(sessions[0]);
    run_all();
    expect(0, "");
    qmp_session_connect(sessions[0]);
    tell(0, "{'execute':'note'}");
    run_all();
    expect(0, GREETING EXPECTING);
    ck_assert_str_eq(ran->str, "");
    end();
}
END_TEST

START_TEST(test_bytes_without_a_client_are_dropped)
{
    begin();
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), 0);
    tell(0, PLAIN);
    run_all();
    expect(0, "");
    end();
}
END_TEST

/* ---- the queue ---------------------------------------------------------- */

START_TEST(test_out_of_band_overtakes_the_queue)
{
    begin();
    negotiate(0, OOB);
    tell(0, "{'execute':'slow','id':1}{'execute':'slow','id':2}"
         "{'exec-oob':'note','id':3}");
    expect(0, "{\"return\": {}, \"id\": 3}\r\n");
    run_all();
    expect(0, "{\"return\": {}, \"id\": 1}\r\n"
           "{\"return\": {}, \"id\": 2}\r\n");
    end();
}
END_TEST

START_TEST(test_out_of_band_is_for_some_commands_only)
{
    begin();
    negotiate(0, OOB);
    tell(0, "{'exec-oob':'slow'}{'exec-oob':'nope'}"
         "{'exec-oob':'note','execute':'note'}");
    run_all();
    expect(0, ERROR("GenericError", "The command slow does not support OOB")
           ERROR("CommandNotFound", "The command nope has not been found")
           ERROR("GenericError", "QMP input member 'execute' clashes with "
                 "'exec-oob'"));
    ck_assert_str_eq(ran->str, "");
    end();
}
END_TEST

START_TEST(test_a_full_queue_stops_reading)
{
    begin();
    negotiate(0, OOB);
    for (int i = 0; i < QMP_QUEUE_MAX; i++) {
        ck_assert_int_eq(qmp_session_can_read(sessions[0]), QMP_INPUT_MAX);
        tell(0, "{'execute':'slow'}");
    }
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), 0);
    accepts = 0;
    ck_assert(qmp_server_dispatch(server));
    ck_assert_int_eq(accepts, 1);
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), QMP_INPUT_MAX);
    end();
}
END_TEST

/* More requests in one piece than the queue holds are all run. */
START_TEST(test_what_does_not_fit_waits_unread)
{
    g_autoptr(GString) many = g_string_new(NULL);

    begin();
    negotiate(0, OOB);
    for (int i = 0; i < 20; i++) {
        g_string_append_printf(many, "{'execute':'slow','arguments':"
                               "{'what':'%d'}}", i);
    }
    g_string_append(many, "{'exec-oob':'note','arguments':{'what':'oob'}}");
    tell(0, many->str);
    ck_assert_uint_eq(sessions[0]->requests.length, QMP_QUEUE_MAX);
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), 0);
    run_all();
    ck_assert_str_eq(ran->str, "0 1 2 3 4 5 6 7 8 9 10 11 12 oob 13 14 15 16 "
                     "17 18 19 ");
    end();
}
END_TEST

START_TEST(test_without_oob_one_command_waits)
{
    begin();
    negotiate(0, PLAIN);
    tell(0, "{'execute':'slow'}");
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), 0);
    ck_assert(!qmp_server_dispatch(server));
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), QMP_INPUT_MAX);
    end();
}
END_TEST

START_TEST(test_clients_are_served_in_turn)
{
    begin();
    negotiate(0, OOB);
    negotiate(1, OOB);
    tell(0, "{'execute':'slow','arguments':{'what':'a1'}}"
         "{'execute':'slow','arguments':{'what':'a2'}}"
         "{'execute':'slow','arguments':{'what':'a3'}}");
    tell(1, "{'execute':'slow','arguments':{'what':'b1'}}"
         "{'execute':'slow','arguments':{'what':'b2'}}");
    run_all();
    ck_assert_str_eq(ran->str, "a1 b1 a2 b2 a3 ");
    end();
}
END_TEST

START_TEST(test_held_client_runs_nothing)
{
    begin();
    negotiate(0, OOB);
    qmp_session_hold(sessions[0], true);
    ck_assert_int_eq(qmp_session_can_read(sessions[0]), 0);
    tell(0, "{'execute':'slow'}{'exec-oob':'note'}");
    run_all();
    ck_assert_str_eq(ran->str, "");
    wakes = 0;
    qmp_session_hold(sessions[0], false);
    ck_assert_int_eq(wakes, 1);
    run_all();
    ck_assert_str_eq(ran->str, "- - ");
    end();
}
END_TEST

START_TEST(test_client_may_go_while_it_is_answered)
{
    begin();
    negotiate(0, OOB);
    hang_up_on_output = true;
    tell(0, "{'exec-oob':'note'}{'exec-oob':'note'}{'execute':'slow'}");
    run_all();
    expect(0, RETURN);
    hang_up_on_output = false;
    negotiate(0, PLAIN);
    hang_up_on_output = true;
    tell(0, "{'execute':'slow'}{'execute':'slow'}");
    run_all();
    expect(0, RETURN);
    ck_assert_str_eq(ran->str, "- - ");
    hang_up_on_output = false;
    end();
}
END_TEST

/* ---- events ------------------------------------------------------------- */

#define STOP_EVENT \
    "{\"timestamp\": {\"seconds\": 12, \"microseconds\": 345678}, " \
    "\"event\": \"STOP\"}\r\n"

START_TEST(test_events_reach_those_who_negotiated)
{
    begin();
    negotiate(0, PLAIN);
    qmp_session_connect(sessions[1]);
    expect(1, GREETING);
    qmp_server_emit(server, "STOP", NULL);
    expect(0, STOP_EVENT);
    expect(1, "");
    end();
}
END_TEST

static void tick(int n)
{
    JsonObject *data = json_object_new();

    json_object_set_int_member(data, "n", n);
    qmp_server_emit(server, "TICK", data);
}

/* Appends what the client was told about ticks. */
static void expect_ticks(const char *wanted)
{
    g_autoptr(GString) got = g_string_new(NULL);
    const char *at = said[0]->str;

    while ((at = strstr(at, "\"data\": {\"n\": "))) {
        at += strlen("\"data\": {\"n\": ");
        g_string_append_c(got, *at);
    }
    ck_assert_str_eq(got->str, wanted);
}

START_TEST(test_fast_events_are_thinned_out)
{
    begin();
    negotiate(0, PLAIN);
    tick(1);
    ck_assert_int_eq(armed_us, 1000000);
    tick(2);
    tick(3);
    expect_ticks("1");
    now += 999999;
    qmp_server_expire(server);
    expect_ticks("1");
    now += 1;
    qmp_server_expire(server);
    expect_ticks("13");
    tick(4);
    expect_ticks("13");
    now += 1000000;
    qmp_server_expire(server);
    expect_ticks("134");
    now += 1000000;
    qmp_server_expire(server);
    tick(5);
    expect_ticks("1345");
    end();
}
END_TEST

START_TEST(test_events_without_a_server_are_dropped)
{
    qmp_event_emit("STOP", NULL);
    qmp_event_emit("STOP", json_object_new());
    begin();
    negotiate(0, PLAIN);
    qmp_server_set_default(server);
    qmp_event_emit("STOP", NULL);
    expect(0, STOP_EVENT);
    qmp_server_set_default(NULL);
    end();
}
END_TEST

UNIT_MAIN("qmp_session",
    UNIT_LOOP(test_requests_are_answered, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_commands_wait_for_negotiation),
    UNIT_TEST(test_a_new_client_starts_again),
    UNIT_TEST(test_bytes_without_a_client_are_dropped),
    UNIT_TEST(test_out_of_band_overtakes_the_queue),
    UNIT_TEST(test_out_of_band_is_for_some_commands_only),
    UNIT_TEST(test_a_full_queue_stops_reading),
    UNIT_TEST(test_what_does_not_fit_waits_unread),
    UNIT_TEST(test_without_oob_one_command_waits),
    UNIT_TEST(test_clients_are_served_in_turn),
    UNIT_TEST(test_held_client_runs_nothing),
    UNIT_TEST(test_client_may_go_while_it_is_answered),
    UNIT_TEST(test_events_reach_those_who_negotiated),
    UNIT_TEST(test_fast_events_are_thinned_out),
    UNIT_TEST(test_events_without_a_server_are_dropped))
