/* test_qmp_schema.c: argument checks and introspection come from the rows */
#include <string.h>

#include "support/unit.h"
#include "qmp_internal.h"
#include "runstate/run_request.h"

static const QmpType types[] = {
    { "Color", QMP_ENUM, "red,light-blue" },
    { "Point", QMP_OBJECT, "x:int,y?:int" },
    { "Shape", QMP_OBJECT, "color:Color,points?:[Point]" },
    { "StrOrNull", QMP_ALTERNATE, "s:str,n:null" },
    { "Bag", QMP_OBJECT, "kind:str,..." },
    { "Kind", QMP_ENUM, "dot,line,none" },
    { "Mark", QMP_OBJECT, "kind:Kind,id?:int", "kind",
      "dot:Dot,line:Line" },
    { "Dot", QMP_OBJECT, "at:Point" },
    { "Line", QMP_OBJECT, "from:Point,to:Point,..." },
    QMP_TYPE_END,
};

static JsonNode *do_nothing(QmpCall *call, GError **errp)
{
    return NULL;
}

static const QmpCommand commands[] = {
    { "draw", "shape:Shape,label?:StrOrNull", "[Point]", QMP_OOB,
      do_nothing },
    { "rest", "", "", 0, do_nothing },
    { "mark", "@Mark", "", 0, do_nothing },
    QMP_COMMAND_END,
};

static const QmpEvent events[] = {
    { "DRAWN", "where:Point", 0 },
    QMP_EVENT_END,
};

static const QmpCommand *const command_list[] = { commands, NULL };
static const QmpType *const type_list[] = { types, NULL };
static const QmpEvent *const event_list[] = { events, NULL };
static const QmpTables tables = { command_list, type_list, event_list };

static JsonNode *parse(const char *text)
{
    QmpReader reader;

    qmp_reader_init(&reader);
    for (; *text; text++) {
        qmp_reader_feed(&reader, (uint8_t)*text);
    }
    QmpMessage *message = qmp_reader_take(&reader);
    ck_assert_ptr_nonnull(message);
    JsonNode *node = g_steal_pointer(&message->value);
    ck_assert_ptr_nonnull(node);
    qmp_message_free(message);
    qmp_reader_deinit(&reader);
    return node;
}

typedef struct Row {
    const char *members;
    const char *args;
    const char *error;          /* NULL: accepted */
} Row;

#define TYPE_ERROR(name, expected) \
    "Invalid parameter type for '" name "', expected: " expected

static const Row rows[] = {
    { "", "{}", NULL },
    { "", "{'x':1}", "Parameter 'x' is unexpected" },
    { "a:str", "{'a':'t'}", NULL },
    { "a:str", "{}", "Parameter 'a' is missing" },
    { "a:str", "{'a':1}", TYPE_ERROR("a", "string") },
    { "a:str", "{'a':null}", TYPE_ERROR("a", "string") },
    { "a:str", "{'a':18446744073709551615}", TYPE_ERROR("a", "string") },
    { "a?:str", "{}", NULL },
    { "a?:str,b:int", "{'b':1}", NULL },
    { "a:bool", "{'a':true}", NULL },
    { "a:bool", "{'a':1}", TYPE_ERROR("a", "boolean") },
    { "a:int", "{'a':-1}", NULL },
    { "a:int", "{'a':'1'}", TYPE_ERROR("a", "integer") },
    { "a:int", "{'a':1.5}", "Parameter 'a' expects int" },
    { "a:int", "{'a':9223372036854775808}", "Parameter 'a' expects int" },
    { "a:size", "{'a':18446744073709551615}", NULL },
    { "a:size", "{'a':-1}", "Parameter 'a' expects uint64" },
    { "a:uint8", "{'a':255}", NULL },
    { "a:uint8", "{'a':256}", "Parameter 'a' expects uint8" },
    { "a:int8", "{'a':-128}", NULL },
    { "a:int8", "{'a':-129}", "Parameter 'a' expects int8" },
    { "a:number", "{'a':1}", NULL },
    { "a:number", "{'a':1.5}", NULL },
    { "a:number", "{'a':'x'}", TYPE_ERROR("a", "number") },
    { "a:null", "{'a':null}", NULL },
    { "a:null", "{'a':0}", TYPE_ERROR("a", "null") },
    { "a:any", "{'a':[{}]}", NULL },
    { "a:[str]", "{'a':[]}", NULL },
    { "a:[str]", "{'a':['x','y']}", NULL },
    { "a:[str]", "{'a':'x'}", TYPE_ERROR("a", "array") },
    { "a:[str]", "{'a':['x',2]}", TYPE_ERROR("a[1]", "string") },
    { "c:Color", "{'c':'light-blue'}", NULL },
    { "c:Color", "{'c':'light'}",
      "Parameter 'c' does not accept value 'light'" },
    { "c:Color", "{'c':''}", "Parameter 'c' does not accept value ''" },
    { "c:Color", "{'c':3}", TYPE_ERROR("c", "string") },
    { "p:Point", "{'p':{'x':1}}", NULL },
    { "p:Point", "{'p':{}}", "Parameter 'p.x' is missing" },
    { "p:Point", "{'p':{'x':1,'z':1}}", "Parameter 'p.z' is unexpected" },
    { "p:Point", "{'p':[]}", TYPE_ERROR("p", "object") },
    { "s:Shape", "{'s':{'color':'red','points':[{'x':1},{'y':2}]}}",
      "Parameter 's.points[1].x' is missing" },
    { "l:StrOrNull", "{'l':null}", NULL },
    { "l:StrOrNull", "{'l':'x'}", NULL },
    { "l:StrOrNull", "{'l':1}", TYPE_ERROR("l", "StrOrNull") },
    { "b:Bag", "{'b':{'kind':'x','more':[1]}}", NULL },
    { "b:Bag", "{'b':{'more':[1]}}", "Parameter 'b.kind' is missing" },
    { "kind:str,...", "{'kind':'x','y':1}", NULL },
    { "...", "{'y':1}", NULL },
    { "m:Mark", "{'m':{'kind':'dot','at':{'x':1}}}", NULL },
    { "m:Mark", "{'m':{'kind':'none','id':1}}", NULL },
    { "m:Mark", "{'m':{'at':{'x':1}}}", "Parameter 'm.kind' is missing" },
    { "m:Mark", "{'m':{'kind':'box'}}",
      "Parameter 'm.kind' does not accept value 'box'" },
    { "m:Mark", "{'m':{'kind':'dot'}}", "Parameter 'm.at' is missing" },
    { "m:Mark", "{'m':{'kind':'none','at':{'x':1}}}",
      "Parameter 'm.at' is unexpected" },
    { "m:Mark", "{'m':{'kind':'dot','at':{'x':1},'to':{'x':1}}}",
      "Parameter 'm.to' is unexpected" },
    { "m:Mark", "{'m':{'kind':'line','from':{'x':1},'to':{'x':'y'}}}",
      TYPE_ERROR("m.to.x", "integer") },
    { "m:Mark", "{'m':{'kind':'line','from':{'x':1},'to':{'x':1},'z':1}}",
      NULL },
    { "@Mark", "{'kind':'dot','at':{'x':1}}", NULL },
    { "@Mark", "{'kind':'dot'}", "Parameter 'at' is missing" },
};

START_TEST(test_arguments_are_checked)
{
    const Row *row = &rows[_i];
    QmpSchema *schema = qmp_schema_new(&tables);
    g_autoptr(JsonNode) args = parse(row->args);
    g_autoptr(GError) error = NULL;
    bool good = qmp_check_args(schema, row->members,
                               json_node_get_object(args), &error);

    ck_assert_int_eq(good, row->error == NULL);
    ck_assert_pstr_eq(error ? error->message : NULL, row->error);
    qmp_schema_free(schema);
}
END_TEST

static char *introspect(void)
{
    QmpSchema *schema = qmp_schema_new(&tables);
    g_autoptr(JsonNode) node = qmp_introspect(schema);
    GString *out = g_string_new(NULL);

    qmp_print(node, false, out);
    qmp_schema_free(schema);
    return g_string_free(out, FALSE);
}

static const char *const told[] = {
    "{\"name\": \"draw\", \"meta-type\": \"command\", \"arg-type\": "
    "\"q_obj_draw-arg\", \"ret-type\": \"[Point]\", \"allow-oob\": true}",
    "{\"name\": \"q_obj_draw-arg\", \"meta-type\": \"object\", \"members\": "
    "[{\"name\": \"shape\", \"type\": \"Shape\"}, {\"name\": \"label\", "
    "\"default\": null, \"type\": \"StrOrNull\"}]}",
    "{\"name\": \"rest\", \"meta-type\": \"command\", \"arg-type\": "
    "\"q_empty\", \"ret-type\": \"q_empty\"}",
    "{\"name\": \"q_empty\", \"meta-type\": \"object\", \"members\": []}",
    "{\"name\": \"[Point]\", \"meta-type\": \"array\", \"element-type\": "
    "\"Point\"}",
    "{\"name\": \"Color\", \"meta-type\": \"enum\", \"members\": [{\"name\": "
    "\"red\"}, {\"name\": \"light-blue\"}], \"values\": [\"red\", "
    "\"light-blue\"]}",
    "{\"name\": \"StrOrNull\", \"meta-type\": \"alternate\", \"members\": "
    "[{\"type\": \"str\"}, {\"type\": \"null\"}]}",
    "{\"name\": \"str\", \"meta-type\": \"builtin\", \"json-type\": "
    "\"string\"}",
    "{\"name\": \"mark\", \"meta-type\": \"command\", \"arg-type\": "
    "\"Mark\", \"ret-type\": \"q_empty\"}",
    "{\"name\": \"Mark\", \"meta-type\": \"object\", \"members\": "
    "[{\"name\": \"kind\", \"type\": \"Kind\"}, {\"name\": \"id\", "
    "\"default\": null, \"type\": \"int\"}], \"tag\": \"kind\", "
    "\"variants\": [{\"case\": \"dot\", \"type\": \"Dot\"}, {\"case\": "
    "\"line\", \"type\": \"Line\"}, {\"case\": \"none\", \"type\": "
    "\"q_empty\"}]}",
    "{\"name\": \"DRAWN\", \"meta-type\": \"event\", \"arg-type\": "
    "\"q_obj_DRAWN-arg\"}",
};

START_TEST(test_schema_tells_every_row)
{
    g_autofree char *text = introspect();

    ck_assert_msg(strstr(text, told[_i]), "%s is not in %s", told[_i], text);
}
END_TEST

START_TEST(test_schema_tells_every_type_once)
{
    g_autofree char *text = introspect();
    g_autoptr(JsonNode) node = parse(text);
    JsonArray *list = json_node_get_array(node);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < json_array_get_length(list); i++) {
        JsonObject *row = json_array_get_object_element(list, i);
        const char *name = json_object_get_string_member(row, "name");

        ck_assert_msg(g_hash_table_add(names, (gpointer)name), "%s", name);
    }
}
END_TEST

static const QmpType *find_type(const char *name)
{
    const QmpType *row = qmp_runstate_types;

    while (strcmp(row->name, name) != 0) {
        row++;
    }
    return row;
}

/* The words of one enumeration stand elsewhere too; they have to agree. */
START_TEST(test_causes_of_a_shutdown_are_the_known_ones)
{
    const char *text = find_type("ShutdownCause")->text;
    char value[QMP_NAME_MAX];

    for (int cause = 0; cause < SHUTDOWN_CAUSE__MAX; cause++) {
        ck_assert(qmp_value_next(&text, value));
        ck_assert_str_eq(value, ShutdownCause_str(cause));
    }
    ck_assert(!qmp_value_next(&text, value));
}
END_TEST

/* What set-action takes is what -action takes. */
START_TEST(test_words_of_actions_are_those_of_the_option)
{
    static const char *const words[][2] = {
        { "RebootAction", "reboot" }, { "ShutdownAction", "shutdown" },
        { "PanicAction", "panic" }, { "WatchdogAction", "watchdog" },
    };
    const char *text = find_type(words[_i][0])->text;
    char value[QMP_NAME_MAX];

    while (qmp_value_next(&text, value)) {
        g_autofree char *option = g_strconcat(words[_i][1], "=", value, NULL);
        RunActions actions = { 0 };

        ck_assert(run_actions_parse(&actions, option, NULL));
        ck_assert_str_eq(run_actions_word(&actions, words[_i][1]), value);
    }
}
END_TEST

START_TEST(test_every_event_of_a_run_has_a_row)
{
    int n = 0;

    while (qmp_runstate_events[n].name) {
        n++;
    }
    ck_assert_int_eq(n, RUN_EVENT_WATCHDOG + 1);
}
END_TEST

UNIT_MAIN("qmp_schema",
    UNIT_LOOP(test_arguments_are_checked, G_N_ELEMENTS(rows)),
    UNIT_LOOP(test_schema_tells_every_row, G_N_ELEMENTS(told)),
    UNIT_TEST(test_schema_tells_every_type_once),
    UNIT_LOOP(test_words_of_actions_are_those_of_the_option, 4),
    UNIT_TEST(test_every_event_of_a_run_has_a_row),
    UNIT_TEST(test_causes_of_a_shutdown_are_the_known_ones))
