/*
 * memory_watch.c: from changes of memory to stale blocks and TLB entries
 *
 * Three things happen behind the CPU engine's back:
 *
 *   a store reaches a page with translated code   its blocks are dropped
 *   a client clears dirty bits                    the pages' write tags go,
 *                                                 so the next store is seen
 *   the memory map changes                        every TLB is flushed, and
 *                                                 blocks on lost RAM dropped;
 *                                                 the old flat view is freed
 *                                                 when no vCPU can read it
 *
 * Another vCPU's TLB is its thread's own. Inside an exclusive section, or
 * while it has no thread, it is changed here and now; otherwise by queued
 * work, which the vCPU runs at its next safe point. So the CODE client,
 * which clears bits inside exclusive sections only, misses no store; whoever
 * clears the bits of another client must stop the vCPUs first for the same
 * guarantee.
 */
#include "exec/memory_watch.h"

#include "memory/flatview.h"
#include "memory/memory_map.h"
#include "tb.h"

struct MemoryWatch {
    CpuSet *cpus;
    AddressSpace *as;
    MemoryListener listener;
};

static bool is_changeable_here(const Vcpu *v)
{
    return cpu_in_exclusive_section() || !v->created || vcpu_is_self(v);
}

static void flush_work(Vcpu *v, void *data)
{
    tlb_flush(v);
}

static void flush_all(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (is_changeable_here(v)) {
            tlb_flush(v);
        } else {
            async_run_on_cpu(v, flush_work, NULL);
        }
    }
}

/* --- stores and dirty bits ----------------------------------------------- */

static void code_write(void *opaque, ram_addr_t start, ram_addr_t length)
{
    MemoryWatch *watch = opaque;

    tb_invalidate_range(watch->cpus->tb_cache, start, length);
}

/* Protecting one page of code is frequent, so it does not flush. */
static void dirty_cleared(void *opaque, ram_addr_t start, ram_addr_t length)
{
    MemoryWatch *watch = opaque;
    CpuSet *cpus = watch->cpus;
    RAMBlock *block = ram_block_lookup(watch->as->map, start);

    if (!cpu_in_exclusive_section() || length > GUEST_PAGE_SIZE || !block) {
        flush_all(cpus);
        return;
    }
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        tlb_protect_code(cpu_set_get(cpus, i), block,
                         (start - block->offset) & GUEST_PAGE_MASK);
    }
}

/* --- retired flat views -------------------------------------------------- */

/* Big lock held again: main-loop readers are not in the middle of it. */
static void free_view(Vcpu *v, void *data)
{
    flatview_unref(data);
}

/* All vCPUs are at safe points now; whoever comes later sees the new view. */
static void view_unread(Vcpu *v, void *data)
{
    async_run_on_cpu(v, free_view, data);
}

static void view_retired(void *opaque, FlatView *view)
{
    MemoryWatch *watch = opaque;
    CpuSet *cpus = watch->cpus;
    Vcpu *first = cpus->cpus->len > 0 ? cpu_set_get(cpus, 0) : NULL;

    if (first && first->created) {
        async_safe_run_on_cpu(first, view_unread, view);
    } else {
        flatview_unref(view);
    }
}

static const MemoryHooks hooks = {
    .code_write = code_write,
    .dirty_cleared = dirty_cleared,
    .view_retired = view_retired,
};

/* --- the memory map ------------------------------------------------------ */

static MemoryWatch *watch_of(MemoryListener *listener)
{
    return (MemoryWatch *)((char *)listener -
                           G_STRUCT_OFFSET(MemoryWatch, listener));
}

static void map_region_del(MemoryListener *listener,
                           MemoryRegionSection *section)
{
    MemoryRegion *mr = section->mr;
    TbCache *cache = watch_of(listener)->cpus->tb_cache;

    if (memory_region_is_ram(mr)) {
        tb_invalidate_range(cache, memory_region_get_ram_addr(mr) +
                            section->offset_within_region,
                            (uint64_t)section->size);
    }
}

static void map_commit(MemoryListener *listener)
{
    flush_all(watch_of(listener)->cpus);
}

MemoryWatch *memory_watch_new(CpuSet *cpus, AddressSpace *as)
{
    MemoryWatch *watch = g_new0(MemoryWatch, 1);

    watch->cpus = cpus;
    watch->as = as;
    watch->listener = (MemoryListener) {
        .name = "exec",
        .region_del = map_region_del,
        .commit = map_commit,
    };
    memory_map_set_hooks(as->map, &hooks, watch);
    memory_listener_register(&watch->listener, as);
    return watch;
}

void memory_watch_free(MemoryWatch *watch)
{
    watch->listener.region_del = NULL;  /* the blocks go with the cache */
    memory_listener_unregister(&watch->listener);
    memory_map_set_hooks(watch->as->map, NULL, NULL);
    g_free(watch);
}
