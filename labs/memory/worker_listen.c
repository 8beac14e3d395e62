/*
 * worker_listen.c: address spaces on trees of regions, and their listeners
 */
#include "worker_memory.h"

#include <inttypes.h>

/* "0x1000..0x1fff r3+0x10 ro nv romd log=3" */
static char *range_text(const FlatRange *range)
{
    bool flash = range->mr->rom_device;
    g_autofree char *log = range->dirty_log_mask
        ? g_strdup_printf(" log=%u", range->dirty_log_mask) : g_strdup("");

    return g_strdup_printf(
        "0x%" PRIx64 "..0x%" PRIx64 " %s+0x%" PRIx64 "%s%s%s%s",
        (uint64_t)range->addr.start,
        (uint64_t)(range->addr.start + range->addr.size - 1),
        memory_region_name(range->mr), range->offset_in_region,
        range->readonly ? " ro" : "", range->nonvolatile ? " nv" : "",
        flash && !range->romd_mode ? " no-romd" : "", log);
}

void tell_range(Worker *w, const char *field, const FlatRange *range)
{
    g_autofree char *text = range_text(range);

    reply_text(w, field, text);
}

/* ----------------------------------------------------------- listeners */

static LabListener *lab_listener(MemoryListener *listener)
{
    return (LabListener *)listener;
}

static void heard(MemoryListener *listener, const char *what)
{
    LabListener *ll = lab_listener(listener);

    worker_note(&ll->lab->calls, "listener %u: %s", ll->id, what);
}

static void heard_section(MemoryListener *listener, const char *what,
                          const MemoryRegionSection *section)
{
    LabListener *ll = lab_listener(listener);
    uint64_t start = section->offset_within_address_space;

    worker_note(&ll->lab->calls, "listener %u: %s 0x%" PRIx64 "..0x%" PRIx64
                " %s+0x%" PRIx64 "%s%s", ll->id, what, start,
                (uint64_t)(start + section->size - 1),
                memory_region_name(section->mr),
                section->offset_within_region, section->readonly ? " ro" : "",
                section->nonvolatile ? " nv" : "");
}

static void heard_begin(MemoryListener *listener)
{
    heard(listener, "begin");
}

static void heard_commit(MemoryListener *listener)
{
    heard(listener, "commit");
}

static void heard_add(MemoryListener *listener, MemoryRegionSection *section)
{
    heard_section(listener, "add", section);
}

static void heard_del(MemoryListener *listener, MemoryRegionSection *section)
{
    heard_section(listener, "del", section);
}

static void heard_nop(MemoryListener *listener, MemoryRegionSection *section)
{
    heard_section(listener, "nop", section);
}

static void heard_log(MemoryListener *listener, const char *what,
                      const MemoryRegionSection *section, unsigned masks)
{
    LabListener *ll = lab_listener(listener);

    worker_note(&ll->lab->calls, "listener %u: %s %s, %u to %u", ll->id, what,
                memory_region_name(section->mr), masks >> 8, masks & 0xff);
}

static void heard_log_start(MemoryListener *listener,
                            MemoryRegionSection *section, int old_mask,
                            int new_mask)
{
    heard_log(listener, "log start", section,
              (unsigned)old_mask << 8 | (unsigned)new_mask);
}

static void heard_log_stop(MemoryListener *listener,
                           MemoryRegionSection *section, int old_mask,
                           int new_mask)
{
    heard_log(listener, "log stop", section,
              (unsigned)old_mask << 8 | (unsigned)new_mask);
}

/* ---------------------------------------------------------- operations */

void memory_op_watch(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (lab->n_spaces == SPACES_MAX || id >= NODES_MAX ||
        !lab->nodes[id].exists) {
        reply_text(w, "error", "too many spaces, or no such region");
        return;
    }
    address_space_init(&lab->spaces[lab->n_spaces], &lab->nodes[id].mr,
                       "lab");
    reply_u64(w, "space", lab->n_spaces++);
}

void memory_op_listen(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    if (lab->n_spaces == 0 || lab->n_listeners == LISTENERS_MAX) {
        reply_text(w, "error", "too many listeners, or nothing to hear");
        return;
    }
    LabListener *ll = &lab->listeners[lab->n_listeners];

    *ll = (LabListener) {
        .listener = {
            .begin = heard_begin,
            .commit = heard_commit,
            .region_add = heard_add,
            .region_del = heard_del,
            .region_nop = heard_nop,
            .log_start = heard_log_start,
            .log_stop = heard_log_stop,
            .priority = (unsigned)worker_u64(w, "priority"),
            .name = "lab",
        },
        .lab = lab,
        .id = lab->n_listeners++,
    };
    memory_listener_register(&ll->listener, &lab->spaces[0]);
    tell_calls(w, "event");
}

void memory_op_begin(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    memory_region_transaction_begin();
    lab->depth++;
    tell_calls(w, "event");
}

void memory_op_commit(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    if (lab->depth == 0) {
        reply_text(w, "error", "there is no transaction");
        return;
    }
    lab->depth--;
    memory_region_transaction_commit();
    tell_calls(w, "event");
}

/* Who holds the view, and what became of the one that was told before. */
static void tell_view(Worker *w, FlatView *view)
{
    MemoryLab *lab = worker_state(w);
    const FlatView *last = lab->last_view;

    if (last) {
        reply_bool(w, "new_view", view != last);
        reply_bool(w, "new_id", view->id != last->id);
        if (last->nr > 0 && view != last) {
            reply_u64(w, "holders_of_the_last_view", last->ref - 1);
        }
        flatview_unref(lab->last_view);
    }
    lab->last_view = flatview_ref(view);
}

static void view_retired(void *opaque, FlatView *view)
{
    MemoryLab *lab = opaque;

    worker_note(&lab->calls, "a view of %u ranges retires", view->nr);
    flatview_unref(view);
}

void memory_op_hooks(Worker *w)
{
    static const MemoryHooks hooks = { .view_retired = view_retired };

    memory_map_set_hooks(memory_map_default(), &hooks, worker_state(w));
}

void memory_op_shown(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t space = worker_u64(w, "space");

    if (space >= lab->n_spaces) {
        reply_text(w, "error", "there is no such address space");
        return;
    }
    FlatView *view = lab->spaces[space].current_map;
    for (unsigned i = 0; i < view->nr; i++) {
        tell_range(w, "range", &view->ranges[i]);
    }
    tell_view(w, view);
}

void memory_op_shared(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    reply_bool(w, "shared", lab->n_spaces > 1 && lab->spaces[0].current_map ==
               lab->spaces[1].current_map);
}
