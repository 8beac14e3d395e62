/* jit.c: what translated code needs once per machine */
#include "jit.h"
#include "perf_map.h"
#include "tlb_table.h"

static TcgLayout vcpu_layout(void)
{
    return (TcgLayout) {
        .exit_request = offsetof(Vcpu, exit_request),
        .page_pc = offsetof(Vcpu, page_pc),
        .tlb = offsetof(Vcpu, tlb.data),
        .jmp_cache = offsetof(Vcpu, jit_jmp),
        .link_generation = offsetof(Vcpu, link_generation),
        .fp_active = offsetof(Vcpu, fp_active),
        .slice_end = offsetof(Vcpu, slice_end),
        .slice_left = offsetof(Vcpu, slice_left),
        .helpers = offsetof(Vcpu, helpers),
        .quick = offsetof(Vcpu, quick),
        .tlb_bits = TLB_BITS,
        .tlb_phys = offsetof(TlbTable, full[0].phys_page) -
                    offsetof(TlbTable, fast),
    };
}

static TcgConfig config_from_options(const JitOptions *options)
{
    TcgConfig config = {
        .counts = options->counts,
        .shuffle = options->shuffle,
    };

    for (const JitSwitch *row = jit_switches; row->name; row++) {
        *(bool *)((char *)&config + row->config) =
            *(const bool *)((const char *)options + row->option);
    }
    return config;
}

static bool use_host_code(Jit *jit, size_t bytes, GError **errp)
{
    jit->code = tcg_code_cache_new(bytes, &jit->layout, errp);
    if (!jit->code) {
        return false;
    }
    jit->enter = tcg_code_cache_enter(jit->code);
    jit->links = g_new0(JitLink, tcg_code_cache_max_links(jit->code));
    return true;
}

Jit *jit_new(const JitOptions *options, bool host_code, GError **errp)
{
    Jit *jit = g_new0(Jit, 1);

    jit->config = config_from_options(options);
    jit->layout = vcpu_layout();
    jit->config.counts |= options->check;
    if (options->check) {
        jit->layout.tlb = offsetof(Vcpu, no_tlb);
        jit->layout.quick = 0;
    }
    jit->layout.counts = jit->config.counts;
    jit->layout.shuffle = jit->config.shuffle;
    jit->layout.perf = options->perf;
    jit->threshold = options->threshold;
    jit->check = options->check;
    jit->fit_slice = options->fit_slice;
    jit->async = options->async && host_code && !options->check &&
                 options->threshold > 0;
    jit->config.no_chain |= options->check;
    size_t bytes = options->code_bytes ? options->code_bytes : JIT_CODE_BYTES;
    if (host_code && !use_host_code(jit, bytes, errp)) {
        g_free(jit);
        return NULL;
    }
    jit->ir = tcg_context_new();
    jit->arrivals = g_array_new(FALSE, TRUE, sizeof(JitArrival));
    jit->free_arrival = TB_NO_LINK;
    jit->starts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                        g_free);
    jit_regions_init(jit, bytes);
    jit_queue_init(jit);
    return jit;
}

bool jit_write_perf_map(Jit *jit, const char *path, GError **errp)
{
    g_assert(jit->code && !jit->perf_map);
    jit->perf_map = perf_map_new(path, errp);
    if (jit->perf_map) {
        perf_map_add_common(jit->perf_map, jit->code);
    }
    return jit->perf_map != NULL;
}

void jit_free(Jit *jit)
{
    if (jit) {
        jit_queue_deinit(jit);
        g_free(jit->links);
        g_array_free(jit->arrivals, TRUE);
        g_hash_table_destroy(jit->starts);
        jit_regions_free(jit);
        tcg_context_free(jit->ir);
        perf_map_free(jit->perf_map);
        g_clear_pointer(&jit->code, tcg_code_cache_free);
        g_free(jit);
    }
}
