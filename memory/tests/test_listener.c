/* test_listener.c: the exact notifications of transactions */
#include <string.h>

#include "memory/memory_map.h"
#include "support/unit.h"

static const MemoryRegionOps ops;
static MemoryRegion root, a, b, window;
static AddressSpace as;

/* A listener that writes down what it hears, with its tag in front. */
typedef struct Witness {
    MemoryListener listener;
    const char *tag;
    GString *log;
} Witness;

static Witness *witness_of(MemoryListener *listener)
{
    return (Witness *)listener;
}

static void note(Witness *w, const char *text)
{
    g_string_append_printf(w->log, "%s%s%s", w->log->len ? " " : "", w->tag,
                           text);
}

static void note_section(Witness *w, const char *sign,
                         const MemoryRegionSection *s)
{
    g_autofree char *text = g_strdup_printf(
        "%s%s[%lx+%lx@%lx]%s", sign, memory_region_name(s->mr),
        (unsigned long)s->offset_within_address_space,
        (unsigned long)s->size, (unsigned long)s->offset_within_region,
        s->readonly ? "ro" : "");

    note(w, text);
}

static void heard_begin(MemoryListener *listener)
{
    note(witness_of(listener), "{");
}

static void heard_commit(MemoryListener *listener)
{
    note(witness_of(listener), "}");
}

static void heard_add(MemoryListener *listener, MemoryRegionSection *s)
{
    note_section(witness_of(listener), "+", s);
}

static void heard_del(MemoryListener *listener, MemoryRegionSection *s)
{
    note_section(witness_of(listener), "-", s);
}

static void heard_nop(MemoryListener *listener, MemoryRegionSection *s)
{
    note_section(witness_of(listener), "=", s);
}

static void heard_log_start(MemoryListener *listener, MemoryRegionSection *s,
                            int old_mask, int new_mask)
{
    g_autofree char *sign = g_strdup_printf("log%d>%d:", old_mask, new_mask);

    note_section(witness_of(listener), sign, s);
}

static void heard_log_stop(MemoryListener *listener, MemoryRegionSection *s,
                           int old_mask, int new_mask)
{
    g_autofree char *sign = g_strdup_printf("unlog%d>%d:", old_mask,
                                            new_mask);

    note_section(witness_of(listener), sign, s);
}

static void witness_init(Witness *w, const char *tag, unsigned priority,
                         GString *log)
{
    *w = (Witness) {
        .listener = {
            .begin = heard_begin,
            .commit = heard_commit,
            .region_add = heard_add,
            .region_del = heard_del,
            .region_nop = heard_nop,
            .log_start = heard_log_start,
            .log_stop = heard_log_stop,
            .priority = priority,
        },
        .tag = tag,
        .log = log,
    };
    memory_listener_register(&w->listener, &as);
}

static Witness witness;

/* a at 0x1000, one witness that has heard the start */
static Witness *start(void)
{
    memory_region_init(&root, NULL, "root", 0x10000);
    memory_region_init_io(&a, NULL, &ops, NULL, "a", 0x1000);
    memory_region_init_io(&b, NULL, &ops, NULL, "b", 0x800);
    memory_region_add_subregion(&root, 0x1000, &a);
    address_space_init(&as, &root, "test");
    witness_init(&witness, "", 0, g_string_new(NULL));
    g_string_truncate(witness.log, 0);
    return &witness;
}

static void assert_heard(Witness *w, const char *expected)
{
    ck_assert_str_eq(w->log->str, expected);
    g_string_truncate(w->log, 0);
}

START_TEST(test_registering_tells_the_whole_map)
{
    Witness late;

    start();
    memory_region_add_subregion(&root, 0x4000, &b);
    witness_init(&late, "", 0, g_string_new(NULL));
    assert_heard(&late, "{ +a[1000+1000@0] +b[4000+800@0] }");
    memory_listener_unregister(&late.listener);
    assert_heard(&late, "{ -a[1000+1000@0] -b[4000+800@0] }");
}
END_TEST

START_TEST(test_adding_tells_only_the_difference)
{
    Witness *w = start();

    memory_region_add_subregion(&root, 0x4000, &b);
    assert_heard(w, "{ =a[1000+1000@0] +b[4000+800@0] }");
    memory_region_del_subregion(&root, &b);
    assert_heard(w, "{ -b[4000+800@0] =a[1000+1000@0] }");
}
END_TEST

START_TEST(test_covering_splits_a_range)
{
    Witness *w = start();

    memory_region_add_subregion_overlap(&root, 0x1400, &b, 1);
    assert_heard(w, "{ -a[1000+1000@0] +a[1000+400@0] +b[1400+800@0] "
                 "+a[1c00+400@c00] }");
}
END_TEST

START_TEST(test_moving_is_one_update)
{
    Witness *w = start();

    memory_region_set_address(&a, 0x2000);
    assert_heard(w, "{ -a[1000+1000@0] +a[2000+1000@0] }");
}
END_TEST

/* a window onto the same target moves: a new offset is a new range */
START_TEST(test_alias_window_moves_over_its_target)
{
    Witness *w = start();

    memory_region_init_alias(&window, NULL, "window", &a, 0, 0x400);
    memory_region_add_subregion(&root, 0x8000, &window);
    g_string_truncate(w->log, 0);
    memory_region_set_alias_offset(&window, 0x400);
    assert_heard(w, "{ -a[8000+400@0] =a[1000+1000@0] +a[8000+400@400] }");
}
END_TEST

START_TEST(test_transaction_becomes_visible_at_outermost_commit)
{
    Witness *w = start();
    MemSection section = { 0 };

    memory_region_transaction_begin();
    memory_region_transaction_begin();
    memory_region_set_address(&a, 0x2000);
    memory_region_add_subregion(&root, 0x4000, &b);
    memory_region_transaction_commit();
    assert_heard(w, "");
    ck_assert(address_space_find(&as, 0x1000, &section));
    memory_region_transaction_commit();
    assert_heard(w, "{ -a[1000+1000@0] +a[2000+1000@0] +b[4000+800@0] }");
    ck_assert(!address_space_find(&as, 0x1000, &section));
}
END_TEST

START_TEST(test_empty_transaction_is_silent)
{
    Witness *w = start();

    memory_region_transaction_begin();
    memory_region_transaction_commit();
    assert_heard(w, "");
}
END_TEST

START_TEST(test_changes_that_cancel_are_silent)
{
    Witness *w = start();

    memory_region_transaction_begin();
    memory_region_set_enabled(&a, false);
    memory_region_set_enabled(&a, true);
    memory_region_transaction_commit();
    memory_region_set_enabled(&a, true);
    memory_region_set_address(&a, 0x1000);
    memory_region_set_size(&a, 0x1000);
    assert_heard(w, "");
}
END_TEST

START_TEST(test_change_below_a_better_region_is_silent)
{
    Witness *w = start();

    memory_region_add_subregion_overlap(&root, 0x1400, &b, -1);
    assert_heard(w, "");
}
END_TEST

START_TEST(test_change_of_access_rules_replaces_the_range)
{
    Witness *w = start();

    memory_region_set_readonly(&a, true);
    assert_heard(w, "{ -a[1000+1000@0] +a[1000+1000@0]ro }");
}
END_TEST

START_TEST(test_other_address_spaces_hear_nothing)
{
    Witness *w = start();
    static MemoryRegion other;
    static AddressSpace other_as;

    memory_region_init(&other, NULL, "other", 0x1000);
    address_space_init(&other_as, &other, "other");
    memory_region_add_subregion(&other, 0, &b);
    assert_heard(w, "");
}
END_TEST

/* lower first; for what goes away, higher first */
START_TEST(test_priority_orders_listeners)
{
    Witness *w = start();
    Witness high, low;

    memory_listener_unregister(&w->listener);
    witness_init(&high, "H", 20, w->log);
    witness_init(&low, "L", 10, w->log);
    g_string_truncate(w->log, 0);
    memory_region_set_address(&a, 0x2000);
    assert_heard(w, "L{ H{ H-a[1000+1000@0] L-a[1000+1000@0] "
                 "L+a[2000+1000@0] H+a[2000+1000@0] L} H}");
}
END_TEST

START_TEST(test_logging_starts_and_stops_without_remapping)
{
    Witness *w = start();

    memory_region_set_log(&a, true, DIRTY_MEMORY_VGA);
    assert_heard(w, "{ =a[1000+1000@0] log0>1:a[1000+1000@0] }");
    ck_assert(memory_region_is_logging(&a, DIRTY_MEMORY_VGA));
    memory_region_set_log(&a, true, DIRTY_MEMORY_MIGRATION);
    assert_heard(w, "{ =a[1000+1000@0] log1>5:a[1000+1000@0] }");
    memory_region_set_log(&a, true, DIRTY_MEMORY_MIGRATION);
    assert_heard(w, "");
    memory_region_set_log(&a, false, DIRTY_MEMORY_VGA);
    assert_heard(w, "{ =a[1000+1000@0] unlog5>4:a[1000+1000@0] }");
    memory_region_set_address(&a, 0);
    assert_heard(w, "{ -a[1000+1000@0] +a[0+1000@0] log0>4:a[0+1000@0] }");
}
END_TEST

START_TEST(test_destroying_the_space_takes_the_map_away)
{
    Witness *w = start();

    address_space_destroy(&as);
    assert_heard(w, "{ -a[1000+1000@0] }");
    ck_assert_ptr_null(w->listener.address_space);
}
END_TEST

START_TEST(test_callbacks_may_be_missing)
{
    MemoryListener nothing = { .name = "nothing" };

    start();
    memory_listener_register(&nothing, &as);
    memory_region_set_log(&a, true, DIRTY_MEMORY_VGA);
    memory_region_set_address(&a, 0x3000);
    memory_region_set_log(&a, false, DIRTY_MEMORY_VGA);
    memory_listener_unregister(&nothing);
    memory_listener_unregister(&nothing);
}
END_TEST

UNIT_MAIN("listener",
    UNIT_TEST(test_registering_tells_the_whole_map),
    UNIT_TEST(test_adding_tells_only_the_difference),
    UNIT_TEST(test_covering_splits_a_range),
    UNIT_TEST(test_moving_is_one_update),
    UNIT_TEST(test_alias_window_moves_over_its_target),
    UNIT_TEST(test_transaction_becomes_visible_at_outermost_commit),
    UNIT_TEST(test_empty_transaction_is_silent),
    UNIT_TEST(test_changes_that_cancel_are_silent),
    UNIT_TEST(test_change_below_a_better_region_is_silent),
    UNIT_TEST(test_change_of_access_rules_replaces_the_range),
    UNIT_TEST(test_other_address_spaces_hear_nothing),
    UNIT_TEST(test_priority_orders_listeners),
    UNIT_TEST(test_logging_starts_and_stops_without_remapping),
    UNIT_TEST(test_destroying_the_space_takes_the_map_away),
    UNIT_TEST(test_callbacks_may_be_missing))
