/* test_object_tree.c: composition tree, paths, the tree as text */
#include "core/object.h"
#include "support/child.h"
#include "support/unit.h"

static int finalized;
static int unparented;

static void node_finalize(Object *obj)
{
    finalized++;
}

static void node_unparent(Object *obj)
{
    g_assert(obj->parent != NULL);
    unparented++;
}

static void node_class_init(ObjectClass *klass, void *data)
{
    klass->unparent = node_unparent;
}

static const TypeInfo node_info[] = {
    {
        .name = "node",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Object),
        .instance_finalize = node_finalize,
        .class_init = node_class_init,
    },
};

DEFINE_TYPES(node_info)

/* A node whose only reference is its parent's. */
static Object *add_node(Object *parent, const char *name)
{
    Object *node = object_new("node");

    object_property_add_child(parent, name, node);
    object_unref(node);
    return node;
}

START_TEST(test_canonical_path_names_every_step)
{
    Object *machine = add_node(object_get_root(), "machine");
    Object *soc = add_node(machine, "soc0");
    g_autofree char *path = object_get_canonical_path(soc);
    g_autofree char *root = object_get_canonical_path(object_get_root());

    ck_assert_str_eq(path, "/machine/soc0");
    ck_assert_str_eq(root, "/");
    ck_assert_str_eq(object_get_canonical_path_component(soc), "soc0");
    ck_assert_ptr_null(object_get_canonical_path_component(object_get_root()));
    ck_assert_ptr_eq(object_get_parent(soc), machine);
}
END_TEST

START_TEST(test_object_outside_the_tree_has_no_path)
{
    g_autoptr(Object) lone = object_new("node");

    ck_assert_ptr_null(object_get_canonical_path(lone));
    object_unparent(lone);
}
END_TEST

START_TEST(test_children_die_with_their_parent_exactly_once)
{
    Object *top = object_new("node");

    add_node(add_node(top, "a"), "b");
    add_node(top, "c");
    object_unref(top);
    ck_assert_int_eq(finalized, 4);
    ck_assert_int_eq(unparented, 3);
}
END_TEST

START_TEST(test_unparented_child_lives_as_long_as_it_is_referenced)
{
    g_autoptr(Object) top = object_new("node");
    Object *kept = object_ref(add_node(top, "kept"));
    Object *dropped = add_node(top, "dropped");

    object_unparent(kept);
    object_unparent(dropped);
    ck_assert_int_eq(finalized, 1);
    ck_assert_ptr_null(kept->parent);
    ck_assert_ptr_null(object_property_find(top, "kept"));
    object_unref(kept);
    ck_assert_int_eq(finalized, 2);
}
END_TEST

START_TEST(test_numbered_names_take_the_lowest_free_number)
{
    g_autoptr(Object) top = object_new("node");
    Object *zero = add_node(top, "irq[*]");
    Object *one = add_node(top, "irq[*]");

    ck_assert_str_eq(object_get_canonical_path_component(one), "irq[1]");
    object_unparent(zero);
    ck_assert_str_eq(
        object_get_canonical_path_component(add_node(top, "irq[*]")),
        "irq[0]");
}
END_TEST

START_TEST(test_what_would_not_be_a_tree_is_refused)
{
    g_autoptr(Object) top = object_new("node");
    g_autoptr(Object) lone = object_new("node");
    Object *child = add_node(top, "child");
    struct {
        Object *parent;
        const char *name;
        Object *child;
        const char *message;
    } rows[] = {
        { child, "x", top, "its own ancestor" },
        { top, "x", top, "its own ancestor" },
        { top, "x", object_get_root(), "its own ancestor" },
        { lone, "x", child, "already has a parent" },
        { top, "child", lone, "already has a property 'child'" },
        { top, "a/b", lone, "no name for a child" },
        { top, "", lone, "no name for a child" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        Error *err = NULL;
        ck_assert_ptr_null(object_property_try_add_child(
            rows[i].parent, rows[i].name, rows[i].child, &err));
        ck_assert_msg(strstr(err->message, rows[i].message) != NULL, "%s",
                      err->message);
        error_free(err);
    }
    ck_assert_int_eq(lone->ref, 1);
}
END_TEST

static void add_cycle(void *opaque)
{
    Object *top = object_new("node");

    object_property_add_child(add_node(top, "a"), "b", top);
}

START_TEST(test_plain_add_child_aborts_on_a_cycle)
{
    ck_assert(child_aborts_with(add_cycle, "its own ancestor"));
}
END_TEST

START_TEST(test_absolute_and_partial_paths_resolve)
{
    Object *machine = add_node(object_get_root(), "machine");
    Object *soc = add_node(machine, "soc0");
    Object *uart = add_node(soc, "uart");
    Object *plic = add_node(soc, "plic");
    Object *target = uart;
    bool ambiguous = true;

    object_property_add_link(plic, "peer", "node", &target, NULL, 0);
    ck_assert_ptr_eq(object_resolve_path("/machine/soc0/uart", &ambiguous),
                     uart);
    ck_assert(!ambiguous);
    ck_assert_ptr_eq(object_resolve_path("/", NULL), object_get_root());
    ck_assert_ptr_eq(object_resolve_path("/machine//soc0/", NULL), soc);
    ck_assert_ptr_eq(object_resolve_path("/machine/soc0/plic/peer", NULL),
                     uart);
    ck_assert_ptr_eq(object_resolve_path("soc0/uart", NULL), uart);
    ck_assert_ptr_eq(object_resolve_path("uart", NULL), uart);
    ck_assert_ptr_eq(object_resolve_path_at(soc, "uart"), uart);
    ck_assert_ptr_eq(object_resolve_path_at(soc, "/machine"), machine);
    ck_assert_ptr_null(object_resolve_path("/machine/nothing", NULL));
    ck_assert_ptr_null(object_resolve_path("nothing", &ambiguous));
    ck_assert(!ambiguous);
}
END_TEST

START_TEST(test_partial_path_that_fits_twice_is_ambiguous)
{
    Object *machine = add_node(object_get_root(), "machine");
    bool ambiguous = false;

    add_node(add_node(machine, "a"), "x");
    add_node(add_node(machine, "b"), "x");
    ck_assert_ptr_null(object_resolve_path("x", &ambiguous));
    ck_assert(ambiguous);
    ck_assert_ptr_nonnull(object_resolve_path("b/x", &ambiguous));
    ck_assert(!ambiguous);
}
END_TEST

START_TEST(test_empty_path_finds_the_only_object_of_a_type)
{
    bool ambiguous;
    Object *only = add_node(object_get_root(), "only");

    ck_assert_ptr_eq(object_resolve_path_type("", "node", &ambiguous), only);
    add_node(object_get_root(), "second");
    ck_assert_ptr_null(object_resolve_path_type("", "node", &ambiguous));
    ck_assert(ambiguous);
}
END_TEST

START_TEST(test_container_get_makes_missing_steps_once)
{
    Object *peripheral = container_get(object_get_root(),
                                       "/machine/peripheral");

    ck_assert_str_eq(object_get_typename(peripheral), TYPE_CONTAINER);
    ck_assert_ptr_eq(container_get(object_get_root(), "/machine/peripheral"),
                     peripheral);
    ck_assert_ptr_eq(container_get(object_get_root(), "/"),
                     object_get_root());
}
END_TEST

static int count_until_stop(Object *child, void *opaque)
{
    int *left = opaque;

    return --*left == 0 ? 7 : 0;
}

START_TEST(test_child_foreach_visits_descendants_and_stops)
{
    g_autoptr(Object) top = object_new("node");
    int left = 100;

    add_node(add_node(top, "a"), "b");
    add_node(top, "c");
    ck_assert_int_eq(object_child_foreach(top, count_until_stop, &left), 0);
    ck_assert_int_eq(left, 98);
    ck_assert_int_eq(
        object_child_foreach_recursive(top, count_until_stop, &left), 0);
    ck_assert_int_eq(left, 95);
    left = 2;
    ck_assert_int_eq(
        object_child_foreach_recursive(top, count_until_stop, &left), 7);
    ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(test_tree_text_is_indented_and_sorted)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Object *machine = add_node(object_get_root(), "machine");
    Object *soc = add_node(machine, "soc0");

    add_node(soc, "harts[0]");
    add_node(machine, "fw_cfg");
    object_tree_to_string(machine, text);
    ck_assert_str_eq(text->str, "/machine (node)\n"
                                "  /fw_cfg (node)\n"
                                "  /soc0 (node)\n"
                                "    /harts[0] (node)\n");
    g_string_truncate(text, 0);
    object_tree_to_string(object_get_root(), text);
    ck_assert(g_str_has_prefix(text->str,
                               "/ (container)\n  /machine (node)\n"));
}
END_TEST

typedef struct Pair {
    Object parent_obj;
    Object left;
} Pair;

START_TEST(test_embedded_child_belongs_to_its_parent)
{
    static const TypeInfo pair_info = {
        .name = "pair", .parent = TYPE_OBJECT, .instance_size = sizeof(Pair),
    };

    type_register_static(&pair_info);
    Pair *pair = (Pair *)object_new("pair");
    object_initialize_child(pair, "left", &pair->left, "node");
    ck_assert_int_eq(pair->left.ref, 1);
    ck_assert_ptr_eq(object_resolve_path_component(OBJECT(pair), "left"),
                     &pair->left);
    object_unref(pair);
    ck_assert_int_eq(finalized, 1);
}
END_TEST

UNIT_MAIN("object_tree", UNIT_TEST(test_canonical_path_names_every_step),
          UNIT_TEST(test_object_outside_the_tree_has_no_path),
          UNIT_TEST(test_children_die_with_their_parent_exactly_once),
          UNIT_TEST(test_unparented_child_lives_as_long_as_it_is_referenced),
          UNIT_TEST(test_numbered_names_take_the_lowest_free_number),
          UNIT_TEST(test_what_would_not_be_a_tree_is_refused),
          UNIT_TEST(test_plain_add_child_aborts_on_a_cycle),
          UNIT_TEST(test_absolute_and_partial_paths_resolve),
          UNIT_TEST(test_partial_path_that_fits_twice_is_ambiguous),
          UNIT_TEST(test_empty_path_finds_the_only_object_of_a_type),
          UNIT_TEST(test_container_get_makes_missing_steps_once),
          UNIT_TEST(test_child_foreach_visits_descendants_and_stops),
          UNIT_TEST(test_tree_text_is_indented_and_sorted),
          UNIT_TEST(test_embedded_child_belongs_to_its_parent))
