/*
 * listener.c: who hears of an address space, and in which order
 *
 * Listeners are called in ascending priority; for what goes away in
 * descending priority. What there is to tell is found in view_diff.c.
 */
#include "memory_internal.h"

typedef void (*SectionFn)(MemoryListener *listener,
                          MemoryRegionSection *section);

static SectionFn section_callback(const MemoryListener *listener,
                                  SectionEvent event)
{
    const SectionFn callbacks[] = {
        [SECTION_DEL] = listener->region_del,
        [SECTION_NOP] = listener->region_nop,
        [SECTION_ADD] = listener->region_add,
    };

    return callbacks[event];
}

/* Teardown runs from the highest priority to the lowest. */
static MemoryListener *nth_listener(const AddressSpace *as, unsigned i,
                                    bool reverse)
{
    unsigned index = reverse ? as->listeners->len - 1 - i : i;

    return g_ptr_array_index(as->listeners, index);
}

void listeners_section(AddressSpace *as, FlatView *view,
                       const FlatRange *range, SectionEvent event)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        MemoryListener *listener = nth_listener(as, i, event == SECTION_DEL);
        SectionFn callback = section_callback(listener, event);
        MemoryRegionSection section = flatrange_section(range, view);

        if (callback) {
            callback(listener, &section);
        }
    }
}

static void call_log(MemoryListener *listener, FlatView *view,
                     const FlatRange *range, int old_mask)
{
    MemoryRegionSection section = flatrange_section(range, view);
    int new_mask = range->dirty_log_mask;

    if ((new_mask & ~old_mask) && listener->log_start) {
        listener->log_start(listener, &section, old_mask, new_mask);
    }
    if ((old_mask & ~new_mask) && listener->log_stop) {
        listener->log_stop(listener, &section, old_mask, new_mask);
    }
}

void listeners_log(AddressSpace *as, FlatView *view, const FlatRange *range,
                   int old_mask)
{
    bool reverse = (old_mask & ~range->dirty_log_mask) != 0;

    for (unsigned i = 0; i < as->listeners->len; i++) {
        call_log(nth_listener(as, i, reverse), view, range, old_mask);
    }
}

static void call_begin(MemoryListener *listener)
{
    if (listener->begin) {
        listener->begin(listener);
    }
}

static void call_commit(MemoryListener *listener)
{
    if (listener->commit) {
        listener->commit(listener);
    }
}

void listeners_begin(AddressSpace *as)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        call_begin(g_ptr_array_index(as->listeners, i));
    }
}

void listeners_commit(AddressSpace *as)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        call_commit(g_ptr_array_index(as->listeners, i));
    }
}

static void insert_listener(AddressSpace *as, MemoryListener *listener)
{
    unsigned i = 0;

    while (i < as->listeners->len) {
        const MemoryListener *other = g_ptr_array_index(as->listeners, i);

        if (other->priority > listener->priority) {
            break;
        }
        i++;
    }
    g_ptr_array_insert(as->listeners, (int)i, listener);
}

void memory_listener_register(MemoryListener *listener, AddressSpace *as)
{
    FlatView *view = as->current_map;

    g_assert(!listener->address_space);
    listener->address_space = as;
    insert_listener(as, listener);
    call_begin(listener);
    for (unsigned i = 0; i < view->nr; i++) {
        MemoryRegionSection section =
            flatrange_section(&view->ranges[i], view);

        if (listener->region_add) {
            listener->region_add(listener, &section);
        }
        call_log(listener, view, &view->ranges[i], 0);
    }
    call_commit(listener);
}

void memory_listener_unregister(MemoryListener *listener)
{
    AddressSpace *as = listener->address_space;
    FlatView *view;

    if (!as) {
        return;
    }
    view = as->current_map;
    call_begin(listener);
    for (unsigned i = 0; i < view->nr; i++) {
        MemoryRegionSection section =
            flatrange_section(&view->ranges[i], view);

        if (listener->region_del) {
            listener->region_del(listener, &section);
        }
    }
    call_commit(listener);
    g_ptr_array_remove(as->listeners, listener);
    listener->address_space = NULL;
}
