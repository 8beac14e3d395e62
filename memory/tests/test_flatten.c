/* test_flatten.c: trees to ranges, by hand and against a per-byte oracle */
#include <string.h>

#include "memory/flatview.h"
#include "support/unit.h"

static const MemoryRegionOps ops;

/* The view as text: "start-last name@offset flags; ..." */
static char *view_text(MemoryRegion *root)
{
    FlatView *view = flatview_new(root);
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < view->nr; i++) {
        const FlatRange *r = &view->ranges[i];

        g_string_append_printf(text, "%s%lx-%lx %s@%lx%s",
                               i ? "; " : "", (unsigned long)r->addr.start,
                               (unsigned long)(r->addr.start + r->addr.size
                                               - 1),
                               r->mr->name, (unsigned long)r->offset_in_region,
                               r->readonly ? " ro" : "");
    }
    flatview_unref(view);
    return g_string_free(text, FALSE);
}

static void assert_view(MemoryRegion *root, const char *expected)
{
    g_autofree char *text = view_text(root);

    ck_assert_str_eq(text, expected);
}

static MemoryRegion root, a, b, c;

static void containers(void)
{
    memory_region_init(&root, NULL, "root", 0x10000);
}

static void io(MemoryRegion *mr, const char *name, uint64_t size)
{
    memory_region_init_io(mr, NULL, &ops, NULL, name, size);
}

START_TEST(test_empty_container_renders_nothing)
{
    containers();
    assert_view(&root, "");
}
END_TEST

START_TEST(test_higher_priority_hides_lower)
{
    containers();
    io(&a, "a", 0x1000);
    io(&b, "b", 0x400);
    memory_region_add_subregion_overlap(&root, 0x1000, &a, 1);
    memory_region_add_subregion_overlap(&root, 0x1400, &b, 2);
    assert_view(&root, "1000-13ff a@0; 1400-17ff b@0; 1800-1fff a@800");
}
END_TEST

START_TEST(test_priority_beats_order_of_adding)
{
    containers();
    io(&a, "a", 0x1000);
    io(&b, "b", 0x1000);
    memory_region_add_subregion_overlap(&root, 0, &a, 1);
    memory_region_add_subregion_overlap(&root, 0, &b, 0);
    assert_view(&root, "0-fff a@0");
}
END_TEST

START_TEST(test_equal_priority_last_added_wins)
{
    containers();
    io(&a, "a", 0x1000);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(&root, 0, &a);
    memory_region_add_subregion(&root, 0x800, &b);
    assert_view(&root, "0-7ff a@0; 800-17ff b@0");
}
END_TEST

START_TEST(test_negative_priority_is_a_background)
{
    containers();
    io(&a, "stub", 0x3000);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(&root, 0x1000, &b);
    memory_region_add_subregion_overlap(&root, 0, &a, -1000);
    assert_view(&root, "0-fff stub@0; 1000-1fff b@0; 2000-2fff stub@2000");
}
END_TEST

/* the child's 99 counts among its siblings only */
START_TEST(test_priorities_are_local_to_one_parent)
{
    containers();
    memory_region_init(&a, NULL, "box", 0x1000);
    io(&b, "loud", 0x1000);
    io(&c, "quiet", 0x1000);
    memory_region_add_subregion_overlap(&a, 0, &b, 99);
    memory_region_add_subregion_overlap(&root, 0, &a, 0);
    memory_region_add_subregion_overlap(&root, 0, &c, 1);
    assert_view(&root, "0-fff quiet@0");
}
END_TEST

START_TEST(test_children_are_clipped_to_the_parent)
{
    containers();
    memory_region_init(&a, NULL, "box", 0x1000);
    io(&b, "b", 0x2000);
    memory_region_add_subregion(&a, 0x800, &b);
    memory_region_add_subregion(&root, 0x1000, &a);
    assert_view(&root, "1800-1fff b@0");
}
END_TEST

START_TEST(test_container_shows_what_is_below_its_holes)
{
    containers();
    memory_region_init(&a, NULL, "box", 0x3000);
    io(&b, "b", 0x1000);
    io(&c, "below", 0x3000);
    memory_region_add_subregion(&a, 0x1000, &b);
    memory_region_add_subregion_overlap(&root, 0, &a, 1);
    memory_region_add_subregion_overlap(&root, 0, &c, 0);
    assert_view(&root, "0-fff below@0; 1000-1fff b@0; 2000-2fff below@2000");
}
END_TEST

START_TEST(test_answering_parent_shows_in_the_holes)
{
    containers();
    io(&a, "parent", 0x3000);
    io(&b, "child", 0x1000);
    io(&c, "below", 0x3000);
    memory_region_add_subregion(&a, 0x1000, &b);
    memory_region_add_subregion_overlap(&root, 0, &a, 1);
    memory_region_add_subregion_overlap(&root, 0, &c, 0);
    assert_view(&root,
                "0-fff parent@0; 1000-1fff child@0; 2000-2fff parent@2000");
}
END_TEST

START_TEST(test_alias_shows_a_window_with_offset)
{
    containers();
    io(&a, "target", 0x4000);
    memory_region_init_alias(&b, NULL, "alias", &a, 0x1800, 0x1000);
    memory_region_add_subregion(&root, 0x8000, &b);
    assert_view(&root, "8000-8fff target@1800");
}
END_TEST

START_TEST(test_alias_is_clipped_to_its_target)
{
    containers();
    io(&a, "target", 0x1000);
    memory_region_init_alias(&b, NULL, "alias", &a, 0xc00, 0x1000);
    memory_region_add_subregion(&root, 0x8000, &b);
    assert_view(&root, "8000-83ff target@c00");
}
END_TEST

START_TEST(test_alias_of_a_mapped_region_ignores_its_place)
{
    containers();
    io(&a, "target", 0x1000);
    memory_region_init_alias(&b, NULL, "alias", &a, 0, 0x1000);
    memory_region_add_subregion(&root, 0x2000, &a);
    memory_region_add_subregion(&root, 0x8000, &b);
    assert_view(&root, "2000-2fff target@0; 8000-8fff target@0");
}
END_TEST

START_TEST(test_alias_of_alias_adds_offsets)
{
    containers();
    io(&a, "target", 0x4000);
    memory_region_init_alias(&b, NULL, "inner", &a, 0x1000, 0x2000);
    memory_region_init_alias(&c, NULL, "outer", &b, 0x800, 0x4000);
    memory_region_add_subregion(&root, 0x8000, &c);
    assert_view(&root, "8000-97ff target@1800");
}
END_TEST

START_TEST(test_alias_of_container_draws_its_children)
{
    containers();
    memory_region_init(&a, NULL, "box", 0x10000);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(&a, 0x3000, &b);
    memory_region_init_alias(&c, NULL, "alias", &a, 0x3800, 0x1000);
    memory_region_add_subregion(&root, 0x100, &c);
    assert_view(&root, "100-8ff b@800");
}
END_TEST

START_TEST(test_disabled_regions_vanish_with_their_children)
{
    containers();
    memory_region_init(&a, NULL, "box", 0x1000);
    io(&b, "b", 0x1000);
    io(&c, "c", 0x1000);
    memory_region_add_subregion(&a, 0, &b);
    memory_region_add_subregion_overlap(&root, 0, &a, 1);
    memory_region_add_subregion_overlap(&root, 0, &c, 0);
    memory_region_set_enabled(&a, false);
    assert_view(&root, "0-fff c@0");
}
END_TEST

START_TEST(test_neighbours_of_one_region_merge)
{
    containers();
    io(&a, "target", 0x2000);
    memory_region_init_alias(&b, NULL, "low", &a, 0, 0x1000);
    memory_region_init_alias(&c, NULL, "high", &a, 0x1000, 0x1000);
    memory_region_add_subregion(&root, 0x4000, &b);
    memory_region_add_subregion(&root, 0x5000, &c);
    assert_view(&root, "4000-5fff target@0");
}
END_TEST

START_TEST(test_neighbours_with_other_offsets_stay_apart)
{
    containers();
    io(&a, "target", 0x2000);
    memory_region_init_alias(&b, NULL, "low", &a, 0x1000, 0x1000);
    memory_region_init_alias(&c, NULL, "high", &a, 0, 0x1000);
    memory_region_add_subregion(&root, 0x4000, &b);
    memory_region_add_subregion(&root, 0x5000, &c);
    assert_view(&root, "4000-4fff target@1000; 5000-5fff target@0");
}
END_TEST

START_TEST(test_readonly_is_inherited_and_prevents_merging)
{
    containers();
    io(&a, "target", 0x2000);
    memory_region_init_alias(&b, NULL, "low", &a, 0, 0x1000);
    memory_region_init_alias(&c, NULL, "high", &a, 0x1000, 0x1000);
    memory_region_set_readonly(&c, true);
    memory_region_add_subregion(&root, 0, &b);
    memory_region_add_subregion(&root, 0x1000, &c);
    assert_view(&root, "0-fff target@0; 1000-1fff target@1000 ro");
}
END_TEST

/* 2^64 bytes do not fit 64 bits: the last byte is still there */
START_TEST(test_whole_64_bit_space_has_a_last_byte)
{
    static MemoryRegion all;

    memory_region_init_io(&all, NULL, &ops, NULL, "all", UINT64_MAX);
    io(&a, "top", 0x1000);
    memory_region_add_subregion(&all, UINT64_MAX - 0xfff, &a);
    assert_view(&all, "0-ffffffffffffefff all@0; "
                "fffffffffffff000-ffffffffffffffff top@0");
    memory_region_del_subregion(&all, &a);
    assert_view(&all, "0-ffffffffffffffff all@0");
}
END_TEST

/* a child that sticks out above 2^64 does not wrap to address 0 */
START_TEST(test_nothing_wraps_at_the_top)
{
    static MemoryRegion all;

    memory_region_init(&all, NULL, "all", UINT64_MAX);
    io(&a, "top", 0x2000);
    memory_region_add_subregion(&all, UINT64_MAX - 0xfff, &a);
    assert_view(&all, "fffffffffffff000-ffffffffffffffff top@0");
}
END_TEST

START_TEST(test_empty_regions_render_nothing)
{
    containers();
    io(&a, "a", 0);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(&root, 0, &b);
    memory_region_add_subregion(&root, 0x800, &a);
    assert_view(&root, "0-fff b@0");
}
END_TEST

/*
 * The oracle answers for one byte: it walks the tree from the top and takes
 * the first that has it, children in the order of the rules. It looks at the
 * inputs the test chose, not at the order the library keeps.
 */
#define SPACE 256
#define NODES 14

typedef struct Node {
    MemoryRegion mr;
    int parent;
    int alias_of;               /* -1: none */
    int kind;                   /* 0 container, 1 I/O, 2 alias */
    unsigned addr, size, alias_offset;
    int priority;
    bool enabled;
} Node;

static Node nodes[NODES];

/* Children of @parent in order of decreasing right. */
static int better_children(int parent, int *list)
{
    int n = 0;

    for (int i = 1; i < NODES; i++) {
        if (nodes[i].parent != parent) {
            continue;
        }
        int pos = n++;
        while (pos > 0
               && nodes[list[pos - 1]].priority <= nodes[i].priority) {
            list[pos] = list[pos - 1];
            pos--;
        }
        list[pos] = i;
    }
    return n;
}

/* Which node answers at byte @offset of node @n? -1: none */
static int oracle(int n, long offset, long *where)
{
    const Node *node = &nodes[n];
    int list[NODES];

    if (!node->enabled || offset < 0 || offset >= node->size) {
        return -1;
    }
    if (node->kind == 2) {
        return oracle(node->alias_of, offset + node->alias_offset, where);
    }
    int count = better_children(n, list);
    for (int i = 0; i < count; i++) {
        int hit = oracle(list[i], offset - nodes[list[i]].addr, where);

        if (hit >= 0) {
            return hit;
        }
    }
    *where = offset;
    return node->kind == 1 ? n : -1;
}

static void random_node(GRand *rand, int i)
{
    Node *node = &nodes[i];
    int parent;

    *node = (Node) {
        .kind = g_rand_int_range(rand, 0, 3),
        .addr = g_rand_int_range(rand, 0, SPACE),
        .size = g_rand_int_range(rand, 0, SPACE),
        .priority = g_rand_int_range(rand, -2, 3),
        .enabled = g_rand_int_range(rand, 0, 8) != 0,
        .alias_of = -1,
    };
    do {
        parent = g_rand_int_range(rand, 0, i);
    } while (nodes[parent].kind == 2);
    node->parent = parent;
    if (i == 1) {
        node->kind = 0;
    }
    if (node->kind == 2) {
        /* node 1 stays out of the tree, so there is no cycle */
        node->alias_of = 1;
        node->alias_offset = g_rand_int_range(rand, 0, SPACE);
    }
}

/* No alias below node 1: it is the only target. */
static bool is_below_1(int i)
{
    for (; i > 0; i = nodes[i].parent) {
        if (i == 1) {
            return true;
        }
    }
    return false;
}

static void make_region(int i)
{
    Node *node = &nodes[i];
    char name[16];

    g_snprintf(name, sizeof(name), "n%d", i);
    if (node->kind == 2) {
        memory_region_init_alias(&node->mr, NULL, name,
                                 &nodes[node->alias_of].mr,
                                 node->alias_offset, node->size);
    } else if (node->kind == 1) {
        memory_region_init_io(&node->mr, NULL, &ops, NULL, name, node->size);
    } else {
        memory_region_init(&node->mr, NULL, name, node->size);
    }
    memory_region_set_enabled(&node->mr, node->enabled);
    if (i > 1) {
        memory_region_add_subregion_overlap(&nodes[node->parent].mr,
                                            node->addr, &node->mr,
                                            node->priority);
    }
}

static void build_random_tree(GRand *rand)
{
    nodes[0] = (Node) { .parent = -1, .size = SPACE, .enabled = true };
    for (int i = 1; i < NODES; i++) {
        random_node(rand, i);
        if (i == 1) {
            nodes[1].parent = -1;
            nodes[1].enabled = true;
        } else if (is_below_1(i) && nodes[i].kind == 2) {
            nodes[i].kind = 1;
        }
    }
    for (int i = 0; i < NODES; i++) {
        make_region(i);
    }
}

static void free_tree(void)
{
    for (int i = NODES - 1; i > 1; i--) {
        memory_region_del_subregion(&nodes[nodes[i].parent].mr,
                                    &nodes[i].mr);
    }
    for (int i = NODES - 1; i >= 0; i--) {
        memory_region_deinit(&nodes[i].mr);
    }
}

static void compare_with_oracle(void)
{
    FlatView *view = flatview_new(&nodes[0].mr);

    for (long addr = 0; addr < SPACE; addr++) {
        const FlatRange *range = flatview_lookup(view, addr);
        long where = 0;
        int hit = oracle(0, addr, &where);

        ck_assert_ptr_eq(range ? range->mr : NULL,
                         hit < 0 ? NULL : &nodes[hit].mr);
        if (range) {
            ck_assert_int_eq(range->offset_in_region
                             + (addr - (long)range->addr.start), where);
        }
    }
    for (unsigned i = 1; i < view->nr; i++) {
        const FlatRange *low = &view->ranges[i - 1];
        Int128 end = low->addr.start + low->addr.size;

        ck_assert(end <= view->ranges[i].addr.start);
    }
    flatview_unref(view);
}

START_TEST(test_random_trees_agree_with_the_oracle)
{
    GRand *rand = g_rand_new_with_seed(1000 + _i);
    int hits = 0;

    for (int round = 0; round < 200; round++) {
        long where;

        build_random_tree(rand);
        compare_with_oracle();
        for (long addr = 0; addr < SPACE; addr++) {
            hits += oracle(0, addr, &where) >= 0;
        }
        free_tree();
    }
    ck_assert_int_gt(hits, 1000);
    g_rand_free(rand);
}
END_TEST

UNIT_MAIN("flatten",
    UNIT_TEST(test_empty_container_renders_nothing),
    UNIT_TEST(test_higher_priority_hides_lower),
    UNIT_TEST(test_priority_beats_order_of_adding),
    UNIT_TEST(test_equal_priority_last_added_wins),
    UNIT_TEST(test_negative_priority_is_a_background),
    UNIT_TEST(test_priorities_are_local_to_one_parent),
    UNIT_TEST(test_children_are_clipped_to_the_parent),
    UNIT_TEST(test_container_shows_what_is_below_its_holes),
    UNIT_TEST(test_answering_parent_shows_in_the_holes),
    UNIT_TEST(test_alias_shows_a_window_with_offset),
    UNIT_TEST(test_alias_is_clipped_to_its_target),
    UNIT_TEST(test_alias_of_a_mapped_region_ignores_its_place),
    UNIT_TEST(test_alias_of_alias_adds_offsets),
    UNIT_TEST(test_alias_of_container_draws_its_children),
    UNIT_TEST(test_disabled_regions_vanish_with_their_children),
    UNIT_TEST(test_neighbours_of_one_region_merge),
    UNIT_TEST(test_neighbours_with_other_offsets_stay_apart),
    UNIT_TEST(test_readonly_is_inherited_and_prevents_merging),
    UNIT_TEST(test_whole_64_bit_space_has_a_last_byte),
    UNIT_TEST(test_nothing_wraps_at_the_top),
    UNIT_TEST(test_empty_regions_render_nothing),
    UNIT_LOOP(test_random_trees_agree_with_the_oracle, 5))
