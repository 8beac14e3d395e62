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

static JsonArray *vcpu_stats(const Vcpu *v)
{
    JsonArray *list = json_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(counters); i++) {
        JsonObject *stat = json_object_new();

        json_object_set_string_member(stat, "name", counters[i].name);
        json_object_set_member(
            stat, "value",
            qmp_node_uint(read_counter(v, counters[i].offset)));
        json_array_add_object_element(list, stat);
    }
    return list;
}

static JsonObject *vcpu_result(Vcpu *v)
{
    Object *obj = OBJECT((char *)v - offsetof(RISCVCPU, vcpu));
    g_autofree char *path = object_get_canonical_path(obj);
    JsonObject *result = json_object_new();

    json_object_set_string_member(result, "provider", PROVIDER);
    json_object_set_string_member(result, "qom-path", path ? path : "");
    json_object_set_array_member(result, "stats", vcpu_stats(v));
    return result;
}

static JsonNode *query_stats(QmpCall *call, GError **errp)
{
    const Vm *vm = qmp_call_vm(call);
    bool vcpus = g_str_equal(qmp_call_str(call, "target"), "vcpu");
    JsonArray *list = json_array_new();

    for (guint i = 0; vcpus && i < vm->cpus->cpus->len; i++) {
        json_array_add_object_element(
            list, vcpu_result(cpu_set_get(vm->cpus, i)));
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
    { "query-stats", "target:StatsTarget", "[StatsResult]", 0, query_stats },
    { "query-stats-schemas", "", "[StatsSchema]", 0, query_stats_schemas },
    QMP_COMMAND_END,
};

const QmpType qmp_stats_types[] = {
    { "StatsProvider", QMP_ENUM, PROVIDER },
    { "StatsTarget", QMP_ENUM, "vm,vcpu,cryptodev" },
    { "StatsType", QMP_ENUM, "cumulative" },
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
