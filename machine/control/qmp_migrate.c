/*
 * qmp_migrate.c: what can be asked and set before anything can be migrated
 *
 * Programs that manage virtual machines choose capabilities at the start. One
 * asks for nothing that is missing: "events", to be told of what a migration
 * does.
 */
#include "qmp_internal.h"

static JsonNode *query_capabilities(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonObject *events = json_object_new();
    JsonArray *list = json_array_new();

    json_object_set_string_member(events, "capability", "events");
    json_object_set_boolean_member(events, "state", vm->migration_events);
    json_array_add_object_element(list, events);
    return qmp_node_array(list);
}

/* The check of the arguments has let nothing pass but "events". */
static JsonNode *set_capabilities(QmpCall *call, GError **errp)
{
    Vm *vm = qmp_call_vm(call);
    JsonArray *list = json_object_get_array_member(qmp_call_args(call),
                                                   "capabilities");

    for (guint i = 0; i < json_array_get_length(list); i++) {
        JsonObject *one = json_array_get_object_element(list, i);

        vm->migration_events = json_object_get_boolean_member(one, "state");
    }
    return NULL;
}

/* No migration was ever begun: no status, no parameters. */
static JsonNode *empty_object(QmpCall *call, GError **errp)
{
    return NULL;
}

const QmpCommand qmp_migrate_commands[] = {
    { "query-migrate", "", "MigrationInfo", 0, empty_object },
    { "query-migrate-parameters", "", "MigrationParameters", 0,
      empty_object },
    { "query-migrate-capabilities", "", "[MigrationCapabilityStatus]", 0,
      query_capabilities },
    { "migrate-set-capabilities",
      "capabilities:[MigrationCapabilityStatus]", "", 0, set_capabilities },
    QMP_COMMAND_END,
};

const QmpType qmp_migrate_types[] = {
    { "MigrationCapability", QMP_ENUM, "events" },
    { "MigrationCapabilityStatus", QMP_OBJECT,
      "capability:MigrationCapability,state:bool" },
    { "MigrationParameters", QMP_OBJECT, "..." },
    { "MigrationInfo", QMP_OBJECT, "status?:MigrationStatus" },
    { "MigrationStatus", QMP_ENUM, "none" },
    QMP_TYPE_END,
};
