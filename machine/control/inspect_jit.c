/* inspect_jit.c: info jit, blocks and translated code in numbers */
#include "inspect_internal.h"

#include "exec/jit_info.h"

static void print_share(GString *out, const char *what, uint64_t used,
                        uint64_t limit)
{
    g_string_append_printf(out, "%-22s%" PRIu64 " KiB of %" PRIu64 " KiB\n",
                           what, used >> 10, limit >> 10);
}

static void print_blocks(GString *out, const JitInfo *info)
{
    g_string_append_printf(out, "%-22s%" PRIu64 "\n", "decoded blocks",
                           info->blocks);
    print_share(out, "  memory", info->block_bytes, info->block_limit);
    g_string_append_printf(out, "%-22s%" PRIu64 " by stores to their code\n",
                           "  dropped", info->blocks_dropped);
    g_string_append_printf(out, "%-22s%" PRIu64 " times the oldest, %" PRIu64
                           " times all\n", "  forgotten",
                           info->blocks_evicted, info->block_flushes);
}

static void print_units(GString *out, const JitInfo *info)
{
    if (!info->has_jit) {
        g_string_append(out, "this accelerator does not translate\n");
        return;
    }
    g_string_append_printf(out, "%-22s%" PRIu64 ", of %" PRIu64
                           " guest instructions; blocks are translated "
                           "after %u runs\n", "units", info->units,
                           info->unit_insns, info->threshold);
    if (info->code_bytes > 0) {
        print_share(out, "  host code", info->code_bytes, info->code_limit);
    }
    if (info->ops_bytes > 0) {
        print_share(out, "  operations", info->ops_bytes, info->code_limit);
    }
    g_string_append_printf(out, "%-22s%u of %u in use, %" PRIu64
                           " emptied so far\n", "  regions", info->regions,
                           info->max_regions, info->regions_evicted);
}

static void hart_on_cpu(Vcpu *v, void *data)
{
    g_string_append_printf(data, "%4d  %14" PRIu64 "  %8" PRIu64 "  %8" PRIu64
                           "  %10" PRIu64 "  %12" PRIu64 "  %11" PRIu64 "\n",
                           v->index, v->hart.retired, v->stat_blocks,
                           v->stat_units, v->stat_tlb_fills,
                           v->stat_tlb_second, v->stat_tlb_walks);
}

bool inspect_jit(Vm *vm, GString *out, Error **errp)
{
    JitInfo info;
    bool ok = true;

    cpu_set_jit_info(vm->cpus, &info);
    g_string_append_printf(out, "%-22s%s\n", "accelerator",
                           vm->cpus->accel->name);
    print_blocks(out, &info);
    print_units(out, &info);
    g_string_append(out, "hart         retired    blocks     units  TLB fills"
                    "  second level  page tables\n");
    for (guint i = 0; ok && i < vm->cpus->cpus->len; i++) {
        ok = control_run_on_cpu(vm, (int)i, hart_on_cpu, out, errp);
    }
    return ok;
}
