/*
 * qmp_core.c: the commands of the protocol itself
 *
 * query-version shows two versions: the one of QEMU whose commands these
 * are meant to be, which clients compare with what they need, and our own.
 */
#include "qmp_internal.h"

#include "core/error.h"

enum { SCHEMA_MAJOR = 10, SCHEMA_MINOR = 0, SCHEMA_MICRO = 0 };

JsonObject *qmp_version_new(const QmpServer *server)
{
    JsonObject *version = json_object_new();
    JsonObject *qemu = json_object_new();

    json_object_set_int_member(qemu, "micro", SCHEMA_MICRO);
    json_object_set_int_member(qemu, "minor", SCHEMA_MINOR);
    json_object_set_int_member(qemu, "major", SCHEMA_MAJOR);
    json_object_set_object_member(version, "qemu", qemu);
    json_object_set_string_member(version, "package",
                                  server->config.package);
    return version;
}

/* All capabilities that the schema lets through are those we have: oob. */
static JsonNode *qmp_capabilities(QmpCall *call, GError **errp)
{
    JsonObject *args = qmp_call_args(call);

    call->session->negotiated = true;
    call->session->oob =
        qmp_call_has(call, "enable") &&
        json_array_get_length(json_object_get_array_member(args,
                                                           "enable")) > 0;
    return NULL;
}

static JsonNode *query_version(QmpCall *call, GError **errp)
{
    return qmp_node_object(qmp_version_new(qmp_call_server(call)));
}

static JsonArray *add_name(JsonArray *list, const char *name)
{
    JsonObject *row = json_object_new();

    json_object_set_string_member(row, "name", name);
    json_array_add_object_element(list, row);
    return list;
}

static JsonNode *query_commands(QmpCall *call, GError **errp)
{
    const QmpTables *tables = qmp_schema_tables(call->session->server->schema);
    JsonArray *list = json_array_new();

    for (const QmpCommand *const *t = tables->commands; *t; t++) {
        for (const QmpCommand *row = *t; row->name; row++) {
            add_name(list, row->name);
        }
    }
    return qmp_node_array(list);
}

static JsonNode *query_events(QmpCall *call, GError **errp)
{
    const QmpTables *tables = qmp_schema_tables(call->session->server->schema);
    JsonArray *list = json_array_new();

    for (const QmpEvent *const *t = tables->events; *t; t++) {
        for (const QmpEvent *row = *t; row->name; row++) {
            add_name(list, row->name);
        }
    }
    return qmp_node_array(list);
}

static JsonNode *query_qmp_schema(QmpCall *call, GError **errp)
{
    return qmp_introspect(call->session->server->schema);
}

const QmpCommand qmp_server_commands[] = {
    { "qmp_capabilities", "enable?:[QMPCapability]", "", QMP_NEGOTIATION,
      qmp_capabilities },
    { "query-version", "", "VersionInfo", QMP_OOB, query_version },
    { "query-commands", "", "[CommandInfo]", 0, query_commands },
    { "query-events", "", "[EventInfo]", 0, query_events },
    { "query-qmp-schema", "", "[SchemaInfo]", 0, query_qmp_schema },
    QMP_COMMAND_END,
};

const QmpType qmp_server_types[] = {
    { "QMPCapability", QMP_ENUM, "oob" },
    { "VersionTriple", QMP_OBJECT, "major:int,minor:int,micro:int" },
    { "VersionInfo", QMP_OBJECT, "qemu:VersionTriple,package:str" },
    { "CommandInfo", QMP_OBJECT, "name:str" },
    { "EventInfo", QMP_OBJECT, "name:str" },
    { "SchemaMetaType", QMP_ENUM,
      "builtin,enum,array,object,alternate,command,event" },
    { "SchemaInfo", QMP_OBJECT,
      "name:str,meta-type:SchemaMetaType,features?:[str]", "meta-type",
      "builtin:SchemaInfoBuiltin,enum:SchemaInfoEnum,array:SchemaInfoArray,"
      "object:SchemaInfoObject,alternate:SchemaInfoAlternate,"
      "command:SchemaInfoCommand,event:SchemaInfoEvent" },
    { "SchemaInfoBuiltin", QMP_OBJECT, "json-type:JSONType" },
    { "JSONType", QMP_ENUM,
      "string,number,int,boolean,null,object,array,value" },
    { "SchemaInfoEnum", QMP_OBJECT,
      "members:[SchemaInfoEnumMember],values:[str]" },
    { "SchemaInfoEnumMember", QMP_OBJECT, "name:str,features?:[str]" },
    { "SchemaInfoArray", QMP_OBJECT, "element-type:str" },
    { "SchemaInfoObject", QMP_OBJECT,
      "members:[SchemaInfoObjectMember],tag?:str,"
      "variants?:[SchemaInfoObjectVariant]" },
    { "SchemaInfoObjectMember", QMP_OBJECT,
      "name:str,type:str,default?:any,features?:[str]" },
    { "SchemaInfoObjectVariant", QMP_OBJECT, "case:str,type:str" },
    { "SchemaInfoAlternate", QMP_OBJECT,
      "members:[SchemaInfoAlternateMember]" },
    { "SchemaInfoAlternateMember", QMP_OBJECT, "type:str" },
    { "SchemaInfoCommand", QMP_OBJECT,
      "arg-type:str,ret-type:str,allow-oob?:bool" },
    { "SchemaInfoEvent", QMP_OBJECT, "arg-type:str" },
    QMP_TYPE_END,
};
