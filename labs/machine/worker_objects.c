/*
 * worker_objects.c: objects in the composition tree
 *
 * Each object tells when it leaves its parent and when it dies. The worker
 * holds one reference on each until it is told to drop it.
 */
#include "worker_machine.h"

#include <inttypes.h>

#include "property_internal.h"

#define TYPE_LAB_NODE "lab-node"

static void node_unparent(Object *obj)
{
    const LabNode *node = (LabNode *)obj;

    worker_note(&machine_lab()->events, "object %u leaves%s", node->id,
                object_get_parent(obj) ? "" : ", but has no parent");
}

static void node_finalize(Object *obj)
{
    LabNode *node = (LabNode *)obj;
    MachineLab *lab = machine_lab();

    worker_note(&lab->events, "object %u dies", node->id);
    lab->nodes[node->id] = NULL;
}

static void node_class_init(ObjectClass *klass, void *data)
{
    klass->unparent = node_unparent;
}

static const TypeInfo node_info = {
    .name = TYPE_LAB_NODE,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(LabNode),
    .instance_finalize = node_finalize,
    .class_init = node_class_init,
};

/* Can objects be made at all? Classes are an exercise. */
static bool classes_work(MachineLab *lab)
{
    if (!lab->nodes_ready) {
        type_register_static(&node_info);
        lab->nodes_ready = true;
    }
    return object_class_by_name(TYPE_LAB_NODE) &&
           object_class_by_name(TYPE_CONTAINER);
}

/* The object that an operation names, or NULL after telling so. */
static Object *node_of(Worker *w, const char *arg)
{
    MachineLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, arg);

    if (!classes_work(lab) || id >= NODES_MAX || (id && !lab->nodes[id])) {
        reply_add(w, "error", "there is no object %" PRIu64, id);
        return NULL;
    }
    return id ? OBJECT(lab->nodes[id]) : object_get_root();
}

/* The number of an object: 0 for the root, -1 for a stranger. */
static int number_of(MachineLab *lab, const Object *obj)
{
    for (int i = 1; i < NODES_MAX; i++) {
        if (OBJECT(lab->nodes[i]) == obj) {
            return i;
        }
    }
    return obj == object_get_root() ? 0 : -1;
}

/* A tree whose parents lead in a circle has no paths that end. */
static bool goes_in_circles(const Object *obj)
{
    unsigned height = 0;

    while (obj && height <= NODES_MAX) {
        obj = object_get_parent(obj);
        height++;
    }
    return obj;
}

static void tell_place(Worker *w, MachineLab *lab, uint64_t id)
{
    if (id >= NODES_MAX || (id && !lab->nodes[id])) {
        reply_text(w, "path", "dead");
        return;
    }
    const Object *obj = id ? OBJECT(lab->nodes[id]) : object_get_root();
    const Object *parent = object_get_parent(obj);

    if (goes_in_circles(obj)) {
        reply_text(w, "path", "goes in circles");
        return;
    }
    g_autofree char *path = object_get_canonical_path(obj);

    reply_text(w, "path", path);
    reply_text(w, "name", object_get_canonical_path_component(obj));
    if (parent) {
        reply_i64(w, "parent", number_of(lab, parent));
    }
    if (id) {
        reply_i64(w, "references", obj->ref);
    }
}

void machine_op_node(Worker *w)
{
    MachineLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (!classes_work(lab) || id == 0 || id >= NODES_MAX || lab->nodes[id]) {
        reply_text(w, "error", "no object of that number can be made");
        return;
    }
    lab->nodes[id] = (LabNode *)object_new(TYPE_LAB_NODE);
    lab->nodes[id]->id = (unsigned)id;
    lab->held[id] = true;
    tell_place(w, lab, id);
}

/* What the property of a child says when it is read. */
static void tell_property(Worker *w, Object *parent,
                          const ObjectProperty *prop)
{
    Visitor v = { .type_name = object_get_typename(parent) };

    reply_text(w, "property", prop->name);
    reply_text(w, "type", prop->type);
    reply_bool(w, "writable", prop->set != NULL);
    if (prop->get) {
        prop->get(parent, &v, prop->name, prop->opaque, NULL);
    }
    if (v.object) {
        reply_i64(w, "reads", number_of(worker_state(w), v.object));
    }
}

void machine_op_put(Worker *w)
{
    MachineLab *lab = worker_state(w);
    Object *parent = node_of(w, "parent");
    Object *child = parent ? node_of(w, "id") : NULL;
    Error *error = NULL;

    if (!child) {
        return;
    }
    const ObjectProperty *prop = object_property_try_add_child(
        parent, worker_text(w, "name"), child, &error);

    tell_outcome(w, prop != NULL, error);
    if (prop) {
        tell_property(w, parent, prop);
    }
    tell_place(w, lab, worker_u64(w, "id"));
    tell_events(w);
}

void machine_op_leave(Worker *w)
{
    MachineLab *lab = worker_state(w);
    Object *obj = node_of(w, "id");

    if (obj) {
        object_unparent(obj);
        tell_place(w, lab, worker_u64(w, "id"));
        tell_events(w);
    }
}

void machine_op_drop(Worker *w)
{
    MachineLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (id == 0 || id >= NODES_MAX || !lab->nodes[id] || !lab->held[id]) {
        reply_text(w, "error", "we hold no reference on it");
        return;
    }
    lab->held[id] = false;
    object_unref(lab->nodes[id]);
    tell_place(w, lab, id);
    tell_events(w);
}

void machine_op_path(Worker *w)
{
    if (node_of(w, "id")) {
        tell_place(w, worker_state(w), worker_u64(w, "id"));
    }
}

static int tell_child(Object *child, void *opaque)
{
    Worker *w = opaque;

    reply_add(w, "child", "%s: %d", object_get_canonical_path_component(child),
              number_of(worker_state(w), child));
    return 0;
}

void machine_op_children(Worker *w)
{
    Object *obj = node_of(w, "id");

    if (obj) {
        object_child_foreach(obj, tell_child, w);
    }
}

void machine_op_find(Worker *w)
{
    MachineLab *lab = worker_state(w);
    bool ambiguous = false;

    if (!classes_work(lab)) {
        reply_text(w, "error", "there are no objects");
        return;
    }
    const Object *found = object_resolve_path(worker_text(w, "path"),
                                              &ambiguous);

    if (found) {
        reply_i64(w, "found", number_of(lab, found));
    } else {
        reply_text(w, "found", ambiguous ? "several" : "none");
    }
}
