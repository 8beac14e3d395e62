/*
 * qmp_info.c: what this machine and this program are called and can do
 */
#include "qmp_internal.h"

#define NO_UUID "00000000-0000-0000-0000-000000000000"

/* ---- names -------------------------------------------------------------- */

static JsonNode *query_name(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonObject *info = json_object_new();

    if (vm->name) {
        json_object_set_string_member(info, "name", vm->name);
    }
    return qmp_node_object(info);
}

static JsonNode *query_uuid(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "UUID",
                                  vm->uuid ? vm->uuid : NO_UUID);
    return qmp_node_object(info);
}

static JsonNode *query_target(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "arch", "riscv64");
    return qmp_node_object(info);
}

/* Guest code never runs on the host's processor as it is. */
static JsonNode *query_kvm(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_boolean_member(info, "enabled", FALSE);
    json_object_set_boolean_member(info, "present", FALSE);
    return qmp_node_object(info);
}

/* ---- boards ------------------------------------------------------------- */

static void set_text(JsonObject *object, const char *name, const char *text)
{
    if (text) {
        json_object_set_string_member(object, name, text);
    }
}

static void add_machine(ObjectClass *klass, void *opaque)
{
    const MachineClass *mc = MACHINE_CLASS(klass);
    const char *type = object_class_get_name(klass);
    g_autofree char *name =
        g_strndup(type, strlen(type) - strlen(TYPE_MACHINE_SUFFIX));
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "name", name);
    set_text(info, "alias", mc->alias);
    set_text(info, "default-cpu-type", mc->default_cpu_type);
    set_text(info, "default-ram-id", mc->default_ram_id);
    if (mc->is_default) {
        json_object_set_boolean_member(info, "is-default", TRUE);
    }
    json_object_set_int_member(info, "cpu-max", MAX(mc->max_cpus, 1));
    json_object_set_boolean_member(info, "hotpluggable-cpus", FALSE);
    json_object_set_boolean_member(info, "numa-mem-supported", FALSE);
    json_object_set_boolean_member(info, "deprecated", FALSE);
    json_object_set_boolean_member(info, "acpi", FALSE);
    json_array_add_object_element(opaque, info);
}

static JsonNode *query_machines(QmpCall *call, GError **errp)
{
    JsonArray *list = json_array_new();

    object_class_foreach(add_machine, TYPE_MACHINE, false, list);
    return qmp_node_array(list);
}

/* A state from which only a wake-up leads on needs firmware that asks. */
static JsonNode *query_current_machine(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_boolean_member(info, "wakeup-suspend-support", FALSE);
    return qmp_node_object(info);
}

const QmpCommand qmp_info_commands[] = {
    { "query-name", "", "NameInfo", QMP_OOB, query_name },
    { "query-uuid", "", "UuidInfo", QMP_OOB, query_uuid },
    { "query-target", "", "TargetInfo", 0, query_target },
    { "query-kvm", "", "KvmInfo", 0, query_kvm },
    { "query-machines", "compat-props?:bool", "[MachineInfo]", 0,
      query_machines },
    { "query-current-machine", "", "CurrentMachineParams", 0,
      query_current_machine },
    QMP_COMMAND_END,
};

const QmpType qmp_info_types[] = {
    { "NameInfo", QMP_OBJECT, "name?:str" },
    { "UuidInfo", QMP_OBJECT, "UUID:str" },
    { "SysEmuTarget", QMP_ENUM, "riscv64" },
    { "TargetInfo", QMP_OBJECT, "arch:SysEmuTarget" },
    { "KvmInfo", QMP_OBJECT, "enabled:bool,present:bool" },
    { "MachineInfo", QMP_OBJECT,
      "name:str,alias?:str,is-default?:bool,cpu-max:int,"
      "hotpluggable-cpus:bool,numa-mem-supported:bool,deprecated:bool,"
      "default-cpu-type?:str,default-ram-id?:str,acpi:bool" },
    { "CurrentMachineParams", QMP_OBJECT, "wakeup-suspend-support:bool" },
    QMP_TYPE_END,
};
