/*
 * qmp_memory.c: the guest's memory
 */
#include "qmp_internal.h"

#include "machine/dump.h"
#include "machine/inspect.h"
#include "machine/user_object.h"

static JsonNode *query_memory_size_summary(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonObject *info = json_object_new();

    json_object_set_member(info, "base-memory",
                           qmp_node_uint(vm->machine->ram_size));
    return qmp_node_object(info);
}

/* The one back end: what the user named, or what a board makes of -m. */
static JsonObject *board_memory(const MachineState *machine, const char *id)
{
    Object *backend = user_object_find(id, TYPE_MEMORY_BACKEND_RAM);
    bool dump = machine->dump_guest_core &&
                (!backend || MEMORY_BACKEND(backend)->dump);
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "id", id);
    json_object_set_member(info, "size", qmp_node_uint(machine->ram_size));
    json_object_set_boolean_member(info, "merge", FALSE);
    json_object_set_boolean_member(info, "dump", dump);
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
    const char *id = vm->machine->memory_backend
        ? vm->machine->memory_backend
        : MACHINE_GET_CLASS(vm->machine)->default_ram_id;
    JsonArray *list = json_array_new();

    if (id) {
        json_array_add_object_element(list, board_memory(vm->machine, id));
    }
    return qmp_node_array(list);
}

/* ---- to files ----------------------------------------------------------- */

static JsonNode *save(QmpCall *call, bool physical, GError **errp)
{
    InspectSave request = {
        .path = qmp_call_str(call, "filename"),
        .addr = (uint64_t)qmp_call_int(call, "val", 0),
        .size = (uint64_t)qmp_call_int(call, "size", 0),
        .physical = physical,
    };
    Vm *vm = qmp_call_vm(call);
    int64_t cpu = qmp_call_int(call, "cpu-index", 0);

    if (cpu < 0 || cpu >= vm->cpus->cpus->len) {
        error_setg(errp, "Parameter 'cpu-index' expects a CPU number");
        return NULL;
    }
    /* without an error the empty object is the answer */
    (void)!inspect_save(vm, (int)cpu, &request, errp);
    return NULL;
}

static JsonNode *memsave(QmpCall *call, GError **errp)
{
    return save(call, false, errp);
}

static JsonNode *pmemsave(QmpCall *call, GError **errp)
{
    return save(call, true, errp);
}

static JsonNode *dump_memory(QmpCall *call, GError **errp)
{
    const char *protocol = qmp_call_str(call, "protocol");
    DumpRequest request = {
        .path = protocol + strlen("file:"),
        .paging = qmp_call_bool(call, "paging", false),
        .has_range = qmp_call_has(call, "begin"),
        .begin = (hwaddr)qmp_call_int(call, "begin", 0),
        .length = (uint64_t)qmp_call_int(call, "length", 0),
    };

    if (!g_str_has_prefix(protocol, "file:")) {
        error_setg(errp, "parameter 'protocol' must start with 'file:'");
    } else if (request.has_range != qmp_call_has(call, "length")) {
        error_setg(errp, "parameters 'begin' and 'length' go together");
    } else {
        dump_start(qmp_call_vm(call), &request,
                   qmp_call_bool(call, "detach", false), errp);
    }
    return NULL;
}

static JsonObject *progress_object(const DumpProgress *progress)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "status",
                                  dump_status_name(progress->status));
    json_object_set_int_member(info, "completed",
                               (gint64)progress->completed);
    json_object_set_int_member(info, "total", (gint64)progress->total);
    return info;
}

static JsonNode *query_dump(QmpCall *call, GError **errp)
{
    DumpProgress progress = dump_progress(qmp_call_vm(call));

    return qmp_node_object(progress_object(&progress));
}

void qmp_dump_completed(const DumpProgress *progress, const char *error)
{
    JsonObject *data = json_object_new();

    json_object_set_object_member(data, "result", progress_object(progress));
    if (error) {
        json_object_set_string_member(data, "error", error);
    }
    qmp_event_emit("DUMP_COMPLETED", data);
}

const QmpEvent qmp_memory_events[] = {
    { "DUMP_COMPLETED", "result:DumpQueryResult,error?:str", 0 },
    QMP_EVENT_END,
};

static JsonNode *query_dump_capability(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();
    JsonArray *formats = json_array_new();

    json_array_add_string_element(formats, "elf");
    json_object_set_array_member(info, "formats", formats);
    return qmp_node_object(info);
}

const QmpCommand qmp_memory_commands[] = {
    { "query-memory-size-summary", "", "MemoryInfo", 0,
      query_memory_size_summary },
    { "query-memdev", "", "[Memdev]", 0, query_memdev },
    { "memsave", "val:uint64,size:size,filename:str,cpu-index?:int", "", 0,
      memsave },
    { "pmemsave", "val:uint64,size:size,filename:str", "", 0, pmemsave },
    { "dump-guest-memory",
      "paging:bool,protocol:str,detach?:bool,begin?:uint64,length?:uint64,"
      "format?:DumpGuestMemoryFormat", "", 0, dump_memory },
    { "query-dump", "", "DumpQueryResult", 0, query_dump },
    { "query-dump-guest-memory-capability", "",
      "DumpGuestMemoryCapability", 0, query_dump_capability },
    QMP_COMMAND_END,
};

const QmpType qmp_memory_types[] = {
    { "MemoryInfo", QMP_OBJECT, "base-memory:size,plugged-memory?:size" },
    { "HostMemPolicy", QMP_ENUM, "default,preferred,bind,interleave" },
    { "Memdev", QMP_OBJECT,
      "id?:str,size:size,merge:bool,dump:bool,prealloc:bool,share:bool,"
      "reserve?:bool,host-nodes:[uint16],policy:HostMemPolicy" },
    { "DumpStatus", QMP_ENUM, "none,active,completed,failed" },
    { "DumpQueryResult", QMP_OBJECT,
      "status:DumpStatus,completed:int,total:int" },
    { "DumpGuestMemoryFormat", QMP_ENUM, "elf" },
    { "DumpGuestMemoryCapability", QMP_OBJECT,
      "formats:[DumpGuestMemoryFormat]" },
    QMP_TYPE_END,
};
