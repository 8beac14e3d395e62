/*
 * listener.c: telling others what changed in an address space
 *
 * Old and new view are both sorted, so the difference is one merge walk:
 * take the range that starts first; if it is only in the old view it went
 * away, if it is only in the new view it came, if both hold the very same
 * range it stayed. Everything that went away is reported before anything
 * that came, so a listener never sees two ranges overlap.
 */
#include "memory_internal.h"

typedef void (*SectionFn)(MemoryListener *listener,
                          MemoryRegionSection *section);
typedef void (*LogFn)(MemoryListener *listener, MemoryRegionSection *section,
                      int old_mask, int new_mask);

/* Which callback; the order indexes the tables below. */
typedef enum SectionEvent {
    EVENT_DEL,
    EVENT_NOP,
    EVENT_ADD,
} SectionEvent;

static SectionFn section_callback(const MemoryListener *listener,
                                  SectionEvent event)
{
    const SectionFn callbacks[] = {
        [EVENT_DEL] = listener->region_del,
        [EVENT_NOP] = listener->region_nop,
        [EVENT_ADD] = listener->region_add,
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

static void send_section(AddressSpace *as, FlatView *view,
                         const FlatRange *range, SectionEvent event)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        MemoryListener *listener = nth_listener(as, i, event == EVENT_DEL);
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

static void send_log(AddressSpace *as, FlatView *view, const FlatRange *range,
                     int old_mask)
{
    bool reverse = (old_mask & ~range->dirty_log_mask) != 0;

    for (unsigned i = 0; i < as->listeners->len; i++) {
        call_log(nth_listener(as, i, reverse), view, range, old_mask);
    }
}

/* What the merge walk found at one place. */
typedef struct Difference {
    const FlatRange *gone;      /* only in the old view */
    const FlatRange *come;      /* only in the new view */
    const FlatRange *kept_old;  /* in both: the old one ... */
    const FlatRange *kept;      /* ... and the new one */
} Difference;

static Difference difference_at(const FlatRange *old_range,
                                const FlatRange *new_range)
{
    if (!old_range) {
        return (Difference) { .come = new_range };
    }
    if (!new_range) {
        return (Difference) { .gone = old_range };
    }
    if (flatrange_equal(old_range, new_range)) {
        return (Difference) { .kept_old = old_range, .kept = new_range };
    }
    if (old_range->addr.start <= new_range->addr.start) {
        return (Difference) { .gone = old_range };
    }
    return (Difference) { .come = new_range };
}

static void send_difference(AddressSpace *as, FlatView *old_view,
                            FlatView *new_view, bool adding)
{
    unsigned i_old = 0;
    unsigned i_new = 0;

    while (i_old < old_view->nr || i_new < new_view->nr) {
        Difference d = difference_at(
            i_old < old_view->nr ? &old_view->ranges[i_old] : NULL,
            i_new < new_view->nr ? &new_view->ranges[i_new] : NULL);

        if (d.gone && !adding) {
            send_section(as, old_view, d.gone, EVENT_DEL);
        } else if (d.come && adding) {
            send_section(as, new_view, d.come, EVENT_ADD);
            send_log(as, new_view, d.come, 0);
        } else if (d.kept && adding) {
            send_section(as, new_view, d.kept, EVENT_NOP);
            send_log(as, new_view, d.kept, d.kept_old->dirty_log_mask);
        }
        i_old += d.gone || d.kept;
        i_new += d.come || d.kept;
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

void address_space_notify(AddressSpace *as, FlatView *old_view,
                          FlatView *new_view)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        call_begin(g_ptr_array_index(as->listeners, i));
    }
    send_difference(as, old_view, new_view, false);
    send_difference(as, old_view, new_view, true);
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
