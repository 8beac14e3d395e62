/*
 * qmp_stats.c: counters of each vCPU
 */
#include "qmp_internal.h"

#include "machine/riscv_cpu.h"

#define PROVIDER "lectern"

static const struct {
    const char *name;
    size_t offset;              /* of a uint64_t in Vcpu */
} counters[] = {
    { "instructions-retired", offsetof(Vcpu, hart.retired) },
    { "blocks-decoded", offsetof(Vcpu, stat_blocks) },
    { "blocks-translated", offsetof(Vcpu, stat_units) },
    { "tlb-fills", offsetof(Vcpu, stat_tlb_fills) },
    { "tlb-second-level", offsetof(Vcpu, stat_tlb_second) },
    { "page-walks", offsetof(Vcpu, stat_tlb_walks) },
};

static uint64_t read_counter(const Vcpu *v, size_t offset)
{
    const uint64_t *counter =
        (const uint64_t *)(const void *)((const char *)v + offset);

    return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

/* Is @name in the list of strings? No list (NULL) has everything. */
static bool list_has(JsonArray *list, const char *name)
{
    for (guint i = 0; list && i < json_array_get_length(list); i++) {
        if (g_str_equal(json_array_get_string_element(list, i), name)) {
            return true;
        }
    }
    return !list;
}

/* (nullable) (borrowed) */
static JsonArray *member_list(JsonObject *object, const char *name)
{
    return object && json_object_has_member(object, name)
        ? json_object_get_array_member(object, name) : NULL;
}

/* @names: (nullable): those that are wanted */
static JsonArray *vcpu_stats(const Vcpu *v, JsonArray *names)
{
    JsonArray *list = json_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(counters); i++) {
        JsonObject *stat;

        if (!list_has(names, counters[i].name)) {
            continue;
        }
        stat = json_object_new();

        json_object_set_string_member(stat, "name", counters[i].name);
        json_object_set_member(
            stat, "value",
            qmp_node_uint(read_counter(v, counters[i].offset)));
        json_array_add_object_element(list, stat);
    }
    return list;
}

static char *vcpu_path(Vcpu *v)
{
    Object *obj = OBJECT((char *)v - offsetof(RISCVCPU, vcpu));
    char *path = object_get_canonical_path(obj);

    return path ? path : g_strdup("");
}

static JsonObject *vcpu_result(const Vcpu *v, const char *path,
                               JsonArray *names)
{
    JsonObject *result = json_object_new();

    json_object_set_string_member(result, "provider", PROVIDER);
    json_object_set_string_member(result, "qom-path", path);
    json_object_set_array_member(result, "stats", vcpu_stats(v, names));
    return result;
}

/*
 * The request among "providers" that is for this program; the check of the
 * arguments lets no other provider pass. Returns: (nullable) (borrowed)
 */
static JsonObject *find_provider(JsonObject *args)
{
    JsonArray *providers = member_list(args, "providers");

    return providers && json_array_get_length(providers)
        ? json_array_get_object_element(providers, 0) : NULL;
}

static JsonNode *query_stats(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    bool vcpus = g_str_equal(qmp_call_str(call, "target"), "vcpu");
    JsonArray *names = member_list(find_provider(qmp_call_args(call)),
                                   "names");
    JsonArray *paths = member_list(qmp_call_args(call), "vcpus");
    JsonArray *list = json_array_new();

    for (guint i = 0; vcpus && i < vm->cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(vm->cpus, i);
        g_autofree char *path = vcpu_path(v);

        if (list_has(paths, path)) {
            json_array_add_object_element(list, vcpu_result(v, path, names));
        }
    }
    return qmp_node_array(list);
}

static JsonNode *query_stats_schemas(QmpCall *call, GError **errp)
{
    JsonObject *schema = json_object_new();
    JsonArray *stats = json_array_new();
    JsonArray *list = json_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(counters); i++) {
        JsonObject *stat = json_object_new();

        json_object_set_string_member(stat, "name", counters[i].name);
        json_object_set_string_member(stat, "type", "cumulative");
        json_object_set_int_member(stat, "exponent", 0);
        json_array_add_object_element(stats, stat);
    }
    json_object_set_string_member(schema, "provider", PROVIDER);
    json_object_set_string_member(schema, "target", "vcpu");
    json_object_set_array_member(schema, "stats", stats);
    json_array_add_object_element(list, schema);
    return qmp_node_array(list);
}

const QmpCommand qmp_stats_commands[] = {
    { "query-stats", "@StatsFilter", "[StatsResult]", 0, query_stats },
    { "query-stats-schemas", "", "[StatsSchema]", 0, query_stats_schemas },
    QMP_COMMAND_END,
};

const QmpType qmp_stats_types[] = {
    { "StatsProvider", QMP_ENUM, PROVIDER },
    { "StatsTarget", QMP_ENUM, "vm,vcpu,cryptodev" },
    { "StatsType", QMP_ENUM, "cumulative" },
    { "StatsFilter", QMP_OBJECT,
      "target:StatsTarget,providers?:[StatsRequest]", "target",
      "vcpu:StatsVCPUFilter" },
    { "StatsRequest", QMP_OBJECT, "provider:StatsProvider,names?:[str]" },
    { "StatsVCPUFilter", QMP_OBJECT, "vcpus?:[str]" },
    { "StatsValue", QMP_ALTERNATE, "scalar:uint64" },
    { "Stats", QMP_OBJECT, "name:str,value:StatsValue" },
    { "StatsResult", QMP_OBJECT,
      "provider:StatsProvider,qom-path?:str,stats:[Stats]" },
    { "StatsSchemaValue", QMP_OBJECT,
      "name:str,type:StatsType,exponent:int" },
    { "StatsSchema", QMP_OBJECT,
      "provider:StatsProvider,target:StatsTarget,stats:[StatsSchemaValue]" },
    QMP_TYPE_END,
};
