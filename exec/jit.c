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
        .helpers = offsetof(Vcpu, helpers),
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

Jit *jit_new(const JitOptions *options, bool host_code, GError **errp)
{
    Jit *jit = g_new0(Jit, 1);

    jit->config = config_from_options(options);
    jit->layout = vcpu_layout();
    jit->config.counts |= options->check;
    if (options->check) {
        jit->layout.tlb = offsetof(Vcpu, no_tlb);
    }
    jit->layout.counts = jit->config.counts;
    jit->layout.shuffle = jit->config.shuffle;
    jit->layout.perf = options->perf;
    jit->threshold = options->threshold;
    jit->check = options->check;
    jit->fit_slice = options->fit_slice;
    jit->config.no_chain |= options->check;
    if (host_code) {
        jit->code = tcg_code_cache_new(
            options->code_bytes ? options->code_bytes : JIT_CODE_BYTES,
            &jit->layout, errp);
        if (!jit->code) {
            g_free(jit);
            return NULL;
        }
        jit->enter = tcg_code_cache_enter(jit->code);
    }
    jit->ir = tcg_context_new();
    jit->links = g_array_new(FALSE, TRUE, sizeof(JitLink));
    jit->arrivals = g_array_new(FALSE, TRUE, sizeof(JitArrival));
    jit->starts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                        g_free);
    jit->tci_units = g_ptr_array_new_with_free_func(jit_tci_free);
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
        g_array_free(jit->links, TRUE);
        g_array_free(jit->arrivals, TRUE);
        g_ptr_array_free(jit->tci_units, TRUE);
        g_hash_table_destroy(jit->starts);
        tcg_context_free(jit->ir);
        perf_map_free(jit->perf_map);
        g_clear_pointer(&jit->code, tcg_code_cache_free);
        g_free(jit);
    }
}

void jit_flush(Jit *jit)
{
    g_array_set_size(jit->links, 0);
    g_array_set_size(jit->arrivals, 0);
    g_ptr_array_set_size(jit->tci_units, 0);
    g_hash_table_remove_all(jit->starts);
    if (jit->code) {
        tcg_code_cache_flush(jit->code);
    }
}
