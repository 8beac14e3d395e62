/*
 * worker_reset.c: a tree of objects that say which phase they run
 *
 * "all" has the three phases, "hold" only that one, "leaf" has all phases and
 * no way to visit children.
 */
#include "worker_devices.h"

#include <string.h>

#define TYPE_NODE "lab-node"
#define TYPE_NODE_HOLD "lab-node-hold"
#define TYPE_NODE_LEAF "lab-node-leaf"

typedef struct Node {
    Object parent_obj;

    DevicesLab *lab;
    unsigned id;
    ResettableState reset;
    struct Node *above;
    GPtrArray *below;
} Node;

#define NODE(obj) OBJECT_CHECK(Node, (obj), TYPE_NODE)

static const char *const type_names[] = {
    [RESET_TYPE_COLD] = "cold",
    [RESET_TYPE_SNAPSHOT_LOAD] = "snapshot",
    [RESET_TYPE_WAKEUP] = "wakeup",
};

static void note_phase(Object *obj, const char *phase, ResetType type)
{
    Node *node = NODE(obj);

    worker_note(&node->lab->notes, "%u: %s (%s)", node->id, phase,
                (unsigned)type < G_N_ELEMENTS(type_names) ? type_names[type]
                                                          : "?");
}

static void node_enter(Object *obj, ResetType type)
{
    note_phase(obj, "enter", type);
}

static void node_hold(Object *obj, ResetType type)
{
    note_phase(obj, "hold", type);
}

static void node_exit(Object *obj, ResetType type)
{
    note_phase(obj, "exit", type);
}

static ResettableState *node_state(Object *obj)
{
    return &NODE(obj)->reset;
}

static void node_foreach(Object *obj, ResettableChildCallback cb,
                         void *opaque, ResetType type)
{
    Node *node = NODE(obj);

    for (guint i = 0; i < node->below->len; i++) {
        cb(OBJECT(g_ptr_array_index(node->below, i)), opaque, type);
    }
}

static void node_init(Object *obj)
{
    NODE(obj)->below = g_ptr_array_new();
}

static void node_class_init(ObjectClass *klass, void *data)
{
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    rc->get_state = node_state;
    rc->child_foreach = node_foreach;
    rc->phases = (ResettablePhases){ node_enter, node_hold, node_exit };
}

static void node_hold_class_init(ObjectClass *klass, void *data)
{
    RESETTABLE_CLASS(klass)->phases = (ResettablePhases){ .hold = node_hold };
}

static void node_leaf_class_init(ObjectClass *klass, void *data)
{
    RESETTABLE_CLASS(klass)->child_foreach = NULL;
}

static const TypeInfo node_types[] = {
    {
        .name = TYPE_NODE,
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Node),
        .instance_init = node_init,
        .class_init = node_class_init,
        .interfaces = (const InterfaceInfo[]){
            { TYPE_RESETTABLE_INTERFACE },
            {},
        },
    },
    {
        .name = TYPE_NODE_HOLD,
        .parent = TYPE_NODE,
        .class_init = node_hold_class_init,
    },
    {
        .name = TYPE_NODE_LEAF,
        .parent = TYPE_NODE,
        .class_init = node_leaf_class_init,
    },
};

DEFINE_TYPES(node_types)

/* ------------------------------------------------------------ operations */

static const char *type_of(const char *kind)
{
    if (strcmp(kind, "hold") == 0) {
        return TYPE_NODE_HOLD;
    }
    return strcmp(kind, "leaf") == 0 ? TYPE_NODE_LEAF : TYPE_NODE;
}

static void tell_nodes(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    g_autoptr(GString) held = g_string_new(NULL);

    lab_tell(w);
    for (unsigned i = 0; i < LAB_NODES; i++) {
        if (lab->nodes[i] && resettable_is_in_reset(OBJECT(lab->nodes[i]))) {
            g_string_append_printf(held, "%s%u", held->len ? " " : "", i);
        }
    }
    reply_text(w, "in_reset", held->len ? held->str : "nobody");
}

/* Parent -1: none. */
static bool parent_arg(Worker *w, Node **parent)
{
    int64_t id = worker_i64(w, "parent");

    *parent = NULL;
    if (id < 0) {
        return true;
    }
    if (id < LAB_NODES) {
        *parent = lab_of(w)->nodes[id];
    }
    if (!*parent) {
        reply_text(w, "error", "there is no such parent");
    }
    return *parent != NULL;
}

static bool node_arg(Worker *w, Node **node)
{
    unsigned id;

    if (!lab_number(w, "id", LAB_NODES, &id)) {
        return false;
    }
    *node = lab_of(w)->nodes[id];
    if (!*node) {
        reply_text(w, "error", "there is no such object");
    }
    return *node != NULL;
}

static void put_below(Node *node, Node *parent)
{
    if (node->above) {
        g_ptr_array_remove(node->above->below, node);
    }
    node->above = parent;
    if (parent) {
        g_ptr_array_add(parent->below, node);
    }
}

void op_node_new(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    Node *parent;
    unsigned id;

    if (!lab_number(w, "id", LAB_NODES, &id) || !parent_arg(w, &parent)) {
        return;
    }
    if (lab->nodes[id]) {
        reply_text(w, "error", "that object is there already");
        return;
    }
    lab->nodes[id] = NODE(object_new(type_of(worker_text(w, "kind"))));
    lab->nodes[id]->lab = lab;
    lab->nodes[id]->id = id;
    put_below(lab->nodes[id], parent);
}

static void reset_by(Worker *w, void (*how)(Object *obj, ResetType type))
{
    Node *node;

    if (node_arg(w, &node)) {
        how(OBJECT(node), (ResetType)(worker_u64(w, "type") % 3));
        tell_nodes(w);
    }
}

void op_node_reset(Worker *w)
{
    reset_by(w, resettable_reset);
}

void op_node_assert(Worker *w)
{
    reset_by(w, resettable_assert_reset);
}

void op_node_release(Worker *w)
{
    reset_by(w, resettable_release_reset);
}

void op_node_move(Worker *w)
{
    Node *node, *parent, *old;

    if (node_arg(w, &node) && parent_arg(w, &parent)) {
        old = node->above;
        put_below(node, parent);
        resettable_change_parent(OBJECT(node), parent ? OBJECT(parent) : NULL,
                                 old ? OBJECT(old) : NULL);
        tell_nodes(w);
    }
}
