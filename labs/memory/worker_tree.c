/*
 * worker_tree.c: numbered regions, put together and flattened
 *
 * A request that would tie the tree into a knot, through containers or
 * aliases, is refused: what a renderer does then is nobody's promise.
 */
#include "worker_memory.h"

#include <inttypes.h>
#include <string.h>

#include "memory/ram_addr.h"

#define BACKING_SIZE 0x40000

static LabNode *node_of(Worker *w, const char *arg)
{
    MemoryLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, arg);

    if (id >= NODES_MAX || !lab->nodes[id].exists) {
        reply_add(w, "error", "there is no region %" PRIu64, id);
        return NULL;
    }
    return &lab->nodes[id];
}

static LabNode *new_node(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (id >= NODES_MAX || lab->nodes[id].exists) {
        reply_text(w, "error", "no such number is free");
        return NULL;
    }
    LabNode *node = &lab->nodes[id];
    g_snprintf(node->name, sizeof(node->name), "r%u", (unsigned)id);
    node->exists = true;
    return node;
}

/* One object owns all regions: its references are those on regions. */
static Object *owner_of(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    if (!lab->owner) {
        lab->owner = object_new(TYPE_CONTAINER);
    }
    return lab->owner;
}

static uint64_t size_of(Worker *w)
{
    uint64_t size = worker_u64(w, "size");

    return size ? size : UINT64_MAX;
}

/* All RAM of a tree shares these bytes: nobody reads them. */
static void *shared_backing(void)
{
    static _Alignas(4096) uint8_t bytes[BACKING_SIZE];

    return bytes;
}

static const MemoryRegionOps no_ops = { .endianness = DEVICE_LITTLE_ENDIAN };

static void init_backed(LabNode *node, Object *owner, const char *kind,
                        uint64_t size)
{
    MemoryRegion *mr = &node->mr;

    if (strcmp(kind, "flash") == 0) {
        memory_region_init_rom_device(mr, owner, &no_ops, NULL, node->name,
                                      size, &error_abort);
        return;
    }
    memory_region_init_ram_ptr(mr, owner, node->name, size,
                               shared_backing());
    memory_region_set_readonly(mr, strcmp(kind, "rom") == 0);
}

void memory_op_region(Worker *w)
{
    const char *kind = worker_text(w, "kind");
    uint64_t size = size_of(w);
    bool container = strcmp(kind, "container") == 0;
    bool io = strcmp(kind, "io") == 0;

    if (!container && !io && size > BACKING_SIZE) {
        reply_text(w, "error", "that is too much memory");
        return;
    }
    LabNode *node = new_node(w);

    if (!node) {
        return;
    }
    if (container) {
        memory_region_init(&node->mr, owner_of(w), node->name, size);
    } else if (io) {
        memory_region_init_io(&node->mr, owner_of(w), &no_ops, NULL,
                              node->name, size);
    } else {
        init_backed(node, owner_of(w), kind, size);
    }
}

/* Is @to on some way down from @from? */
static bool reaches(const MemoryRegion *from, const MemoryRegion *to)
{
    if (from == to || (from->alias && reaches(from->alias, to))) {
        return true;
    }
    for (unsigned i = 0; from->subregions && i < from->subregions->len; i++) {
        if (reaches(g_ptr_array_index(from->subregions, i), to)) {
            return true;
        }
    }
    return false;
}

void memory_op_alias(Worker *w)
{
    LabNode *target = node_of(w, "target");
    LabNode *node = target ? new_node(w) : NULL;

    if (node) {
        memory_region_init_alias(&node->mr, owner_of(w), node->name,
                                 &target->mr, worker_u64(w, "offset"),
                                 size_of(w));
    }
}

void memory_op_add(Worker *w)
{
    LabNode *parent = node_of(w, "parent");
    LabNode *node = parent ? node_of(w, "id") : NULL;

    if (!node) {
        return;
    }
    if (node->mr.container || parent->mr.alias ||
        reaches(&node->mr, &parent->mr)) {
        reply_text(w, "error", "that would be no tree");
        return;
    }
    memory_region_add_subregion_overlap(&parent->mr, worker_u64(w, "offset"),
                                        &node->mr,
                                        (int)worker_i64(w, "priority"));
    tell_calls(w, "event");
}

void memory_op_remove(Worker *w)
{
    LabNode *node = node_of(w, "id");

    if (node && node->mr.container) {
        memory_region_del_subregion(node->mr.container, &node->mr);
        tell_calls(w, "event");
    }
}

void memory_op_move(Worker *w)
{
    LabNode *node = node_of(w, "id");

    if (node) {
        memory_region_set_address(&node->mr, worker_u64(w, "offset"));
        tell_calls(w, "event");
    }
}

void memory_op_resize(Worker *w)
{
    LabNode *node = node_of(w, "id");
    uint64_t size = size_of(w);

    if (node && node->mr.ram_block && size > BACKING_SIZE) {
        reply_text(w, "error", "that is too much memory");
    } else if (node && (!node->mr.ram_block ||
                        size <= memory_region_size(&node->mr))) {
        memory_region_set_size(&node->mr, size);
        tell_calls(w, "event");
    }
}

void memory_op_shift(Worker *w)
{
    LabNode *node = node_of(w, "id");

    if (node && node->mr.alias) {
        memory_region_set_alias_offset(&node->mr, worker_u64(w, "offset"));
        tell_calls(w, "event");
    }
}

void memory_op_switch(Worker *w)
{
    LabNode *node = node_of(w, "id");
    const char *what = worker_text(w, "what");
    bool on = worker_u64(w, "on") != 0;

    if (!node) {
        return;
    }
    if (strcmp(what, "enabled") == 0) {
        memory_region_set_enabled(&node->mr, on);
    } else if (strcmp(what, "readonly") == 0) {
        memory_region_set_readonly(&node->mr, on);
    } else if (strcmp(what, "nonvolatile") == 0) {
        memory_region_set_nonvolatile(&node->mr, on);
    } else if (strcmp(what, "romd") == 0 && node->mr.rom_device) {
        memory_region_rom_device_set_romd(&node->mr, on);
    } else if (strcmp(what, "vga-log") == 0) {
        memory_region_set_log(&node->mr, on, DIRTY_MEMORY_VGA);
    } else if (strcmp(what, "code-log") == 0) {
        memory_region_set_log(&node->mr, on, DIRTY_MEMORY_CODE);
    } else {
        reply_text(w, "error", "there is no such switch");
    }
    tell_calls(w, "event");
}

void memory_op_render(Worker *w)
{
    LabNode *node = node_of(w, "id");

    if (!node) {
        return;
    }
    gint before = owner_of(w)->ref;
    FlatView *view = flatview_new(&node->mr);

    for (unsigned i = 0; i < view->nr; i++) {
        tell_range(w, "range", &view->ranges[i]);
    }
    reply_i64(w, "references", owner_of(w)->ref - before);
    flatview_unref(view);
    reply_i64(w, "references_left", owner_of(w)->ref - before);
}
