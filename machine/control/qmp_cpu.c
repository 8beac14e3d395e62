/*
 * qmp_cpu.c: the harts of this machine, and the kinds of harts there are
 */
#include "qmp_internal.h"

#include "core/cpu_model.h"
#include "machine/riscv_cpu.h"

/* ---- those of this machine ---------------------------------------------- */

/* Every vCPU of a board is embedded in its CPU object. */
static Object *cpu_object(Vcpu *v)
{
    return OBJECT((char *)v - offsetof(RISCVCPU, vcpu));
}

static JsonObject *cpu_props(const Vcpu *v)
{
    JsonObject *props = json_object_new();

    json_object_set_int_member(props, "core-id", v->index);
    return props;
}

static JsonObject *cpu_info(Vcpu *v)
{
    g_autofree char *path = object_get_canonical_path(cpu_object(v));
    JsonObject *info = json_object_new();

    json_object_set_int_member(info, "cpu-index", v->index);
    json_object_set_string_member(info, "qom-path", path ? path : "");
    json_object_set_int_member(info, "thread-id", v->thread_id);
    json_object_set_object_member(info, "props", cpu_props(v));
    json_object_set_string_member(info, "target", "riscv64");
    return info;
}

static JsonNode *query_cpus_fast(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    JsonArray *list = json_array_new();

    for (guint i = 0; i < vm->cpus->cpus->len; i++) {
        json_array_add_object_element(list,
                                      cpu_info(cpu_set_get(vm->cpus, i)));
    }
    return qmp_node_array(list);
}

static JsonNode *query_hotpluggable_cpus(QmpCall *call, GError **errp)
{
    error_setg(errp, "machine does not support hot-plugging CPUs");
    return NULL;
}

/* ---- models ------------------------------------------------------------- */

/* What "max" stands for changes with the program. */
static bool is_static(const char *model)
{
    return !g_str_equal(model, "max") && !g_str_equal(model, "rv64");
}

static void add_model(ObjectClass *klass, void *opaque)
{
    const char *type = object_class_get_name(klass);
    g_autofree char *name = riscv_cpu_model(type);
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "name", name);
    json_object_set_string_member(info, "typename", type);
    json_object_set_boolean_member(info, "static", is_static(name));
    json_object_set_boolean_member(info, "deprecated", FALSE);
    json_array_add_object_element(opaque, info);
}

static JsonNode *query_cpu_definitions(QmpCall *call, GError **errp)
{
    JsonArray *list = json_array_new();

    object_class_foreach(add_model, TYPE_RISCV_CPU, false, list);
    return qmp_node_array(list);
}

static JsonObject *extension_props(const HartConfig *config)
{
    JsonObject *props = json_object_new();

    for (unsigned ext = 0; ext < EXT_COUNT; ext++) {
        json_object_set_boolean_member(props, cpu_model_ext_name(ext),
                                       config->ext[ext]);
    }
    return props;
}

/* { "zba": false, "pmu-num": 4 } as -cpu writes it; NULL with @errp */
static char *props_text(JsonObject *props, GError **errp)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GList) names = json_object_get_members(props);

    for (GList *l = names; l; l = l->next) {
        JsonNode *node = json_object_get_member(props, l->data);
        g_autofree char *value = qmp_node_to_text(node);

        if (!value) {
            error_setg(errp, "Invalid parameter type for 'model.props.%s', "
                       "expected: boolean", (char *)l->data);
            return NULL;
        }
        g_string_append_printf(text, "%s%s=%s", text->len ? "," : "",
                               (char *)l->data, value);
    }
    return g_strdup(text->str);
}

/* Refuses a model or property that there is not, by its name. */
static bool make_config(JsonObject *model, HartConfig *config, GError **errp)
{
    const char *name = json_object_get_string_member(model, "name");
    g_autofree char *props = NULL;

    if (json_object_has_member(model, "props")) {
        props = props_text(json_object_get_object_member(model, "props"),
                           errp);
        if (!props) {
            return false;
        }
    }
    if (!cpu_model_exists(name)) {
        error_setg(errp, "The CPU type '%s' is not a known RISC-V CPU type",
                   name);
        return false;
    }
    return hart_config_init_warn(config, name, props, NULL, errp);
}

static JsonNode *query_cpu_model_expansion(QmpCall *call, GError **errp)
{
    JsonObject *model = json_object_get_object_member(qmp_call_args(call),
                                                      "model");
    JsonObject *expanded, *info;
    HartConfig config;

    if (!g_str_equal(qmp_call_str(call, "type"), "full")) {
        error_setg(errp, "The requested expansion type is not supported");
        return NULL;
    }
    if (!make_config(model, &config, errp)) {
        return NULL;
    }
    expanded = json_object_new();
    json_object_set_string_member(
        expanded, "name", json_object_get_string_member(model, "name"));
    json_object_set_object_member(expanded, "props",
                                  extension_props(&config));
    info = json_object_new();
    json_object_set_object_member(info, "model", expanded);
    return qmp_node_object(info);
}

const QmpCommand qmp_cpu_commands[] = {
    { "query-cpus-fast", "", "[CpuInfoFast]", 0, query_cpus_fast },
    { "query-hotpluggable-cpus", "", "[HotpluggableCPU]", 0,
      query_hotpluggable_cpus },
    { "query-cpu-definitions", "", "[CpuDefinitionInfo]", 0,
      query_cpu_definitions },
    { "query-cpu-model-expansion",
      "type:CpuModelExpansionType,model:CpuModelInfo",
      "CpuModelExpansionInfo", 0, query_cpu_model_expansion },
    QMP_COMMAND_END,
};

const QmpType qmp_cpu_types[] = {
    { "CpuInstanceProperties", QMP_OBJECT, "core-id?:int" },
    { "CpuInfoFast", QMP_OBJECT,
      "cpu-index:int,qom-path:str,thread-id:int,"
      "props?:CpuInstanceProperties,target:SysEmuTarget", "target", "" },
    { "HotpluggableCPU", QMP_OBJECT,
      "type:str,vcpus-count:int,props:CpuInstanceProperties,qom-path?:str" },
    { "CpuDefinitionInfo", QMP_OBJECT,
      "name:str,typename:str,static:bool,deprecated:bool" },
    { "CpuModelExpansionType", QMP_ENUM, "static,full" },
    { "CpuModelProps", QMP_OBJECT, "..." },
    { "CpuModelInfo", QMP_OBJECT, "name:str,props?:CpuModelProps" },
    { "CpuModelExpansionInfo", QMP_OBJECT, "model:CpuModelInfo" },
    QMP_TYPE_END,
};
