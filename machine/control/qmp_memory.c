/*
 * qmp_memory.c: the guest's memory
 */
#include "qmp_internal.h"

#include "core/property.h"

static JsonNode *query_memory_size_summary(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonObject *info = json_object_new();

    json_object_set_member(info, "base-memory",
                           qmp_node_uint(vm->machine->ram_size));
    return qmp_node_object(info);
}

/* The one back end that a board makes of -m. */
static JsonObject *board_memory(const MachineState *machine, const char *id)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "id", id);
    json_object_set_member(info, "size", qmp_node_uint(machine->ram_size));
    json_object_set_boolean_member(info, "merge", FALSE);
    json_object_set_boolean_member(info, "dump", TRUE);
    json_object_set_boolean_member(info, "prealloc", FALSE);
    json_object_set_boolean_member(info, "share", FALSE);
    json_object_set_boolean_member(info, "reserve", TRUE);
    json_object_set_array_member(info, "host-nodes", json_array_new());
    json_object_set_string_member(info, "policy", "default");
    return info;
}

static JsonNode *query_memdev(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    const char *id = MACHINE_GET_CLASS(vm->machine)->default_ram_id;
    JsonArray *list = json_array_new();

    if (id) {
        json_array_add_object_element(list, board_memory(vm->machine, id));
    }
    return qmp_node_array(list);
}

const QmpCommand qmp_memory_commands[] = {
    { "query-memory-size-summary", "", "MemoryInfo", 0,
      query_memory_size_summary },
    { "query-memdev", "", "[Memdev]", 0, query_memdev },
    QMP_COMMAND_END,
};

const QmpType qmp_memory_types[] = {
    { "MemoryInfo", QMP_OBJECT, "base-memory:size,plugged-memory?:size" },
    { "HostMemPolicy", QMP_ENUM, "default,preferred,bind,interleave" },
    { "Memdev", QMP_OBJECT,
      "id?:str,size:size,merge:bool,dump:bool,prealloc:bool,share:bool,"
      "reserve?:bool,host-nodes:[uint16],policy:HostMemPolicy" },
    QMP_TYPE_END,
};
