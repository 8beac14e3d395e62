/* test_vm_change.c: order of the change-state handlers */
#include "support/unit.h"
#include "runstate/vm_change.h"

static VMChangeList list;
static GString *called;

typedef struct Probe {
    char name;
    VMChangeStateEntry *entry;
    struct Probe *remove_other;
    struct Probe *add_other;
} Probe;

static void note(void *opaque, bool running, RunState state);

static void note_prepare(void *opaque, bool running, RunState state)
{
    Probe *probe = opaque;

    g_string_append_c(called, g_ascii_toupper(probe->name));
}

static void add(Probe *probe, char name, int priority)
{
    probe->name = name;
    probe->entry = vm_change_add(&list, note, note_prepare, probe, priority);
}

static void note(void *opaque, bool running, RunState state)
{
    Probe *probe = opaque;

    g_string_append_c(called, probe->name);
    if (probe->remove_other != NULL) {
        vm_change_remove(&list, probe->remove_other->entry);
        probe->remove_other = NULL;
    }
    if (probe->add_other != NULL) {
        add(probe->add_other, 'n', 100);
        probe->add_other = NULL;
    }
}

static void notify(bool running)
{
    vm_change_notify(&list, running,
                     running ? RUN_STATE_RUNNING : RUN_STATE_PAUSED);
}

static Probe probes[4];

/* a and b with priority 0, c before them, d behind. */
static void begin(void)
{
    called = g_string_new(NULL);
    add(&probes[0], 'a', 0);
    add(&probes[1], 'd', 10);
    add(&probes[2], 'b', 0);
    add(&probes[3], 'c', -5);
}

static void end(void)
{
    vm_change_clear(&list);
    g_string_free(called, TRUE);
}

START_TEST(test_start_ascends_after_all_prepares)
{
    begin();
    notify(true);
    ck_assert_str_eq(called->str, "CABDcabd");
    end();
}
END_TEST

START_TEST(test_stop_descends_after_all_prepares)
{
    begin();
    notify(false);
    ck_assert_str_eq(called->str, "DBACdbac");
    end();
}
END_TEST

START_TEST(test_handler_may_remove_itself)
{
    begin();
    probes[0].remove_other = &probes[0];
    notify(true);
    ck_assert_str_eq(called->str, "CABDcabd");
    g_string_truncate(called, 0);
    notify(true);
    ck_assert_str_eq(called->str, "CBDcbd");
    end();
}
END_TEST

START_TEST(test_removed_neighbour_is_not_called_any_more)
{
    begin();
    probes[0].remove_other = &probes[2];
    notify(true);
    ck_assert_str_eq(called->str, "CABDcad");
    end();
}
END_TEST

START_TEST(test_handler_added_meanwhile_waits_for_the_next_time)
{
    Probe late = { 0 };

    begin();
    probes[0].add_other = &late;
    notify(true);
    ck_assert_str_eq(called->str, "CABDcabd");
    g_string_truncate(called, 0);
    notify(true);
    ck_assert_str_eq(called->str, "CABDNcabdn");
    end();
}
END_TEST

START_TEST(test_prepare_may_be_absent)
{
    Probe probe = { .name = 'x' };

    called = g_string_new(NULL);
    vm_change_add(&list, note, NULL, &probe, 0);
    notify(false);
    ck_assert_str_eq(called->str, "x");
    end();
}
END_TEST

UNIT_MAIN("vm_change", UNIT_TEST(test_start_ascends_after_all_prepares),
          UNIT_TEST(test_stop_descends_after_all_prepares),
          UNIT_TEST(test_handler_may_remove_itself),
          UNIT_TEST(test_removed_neighbour_is_not_called_any_more),
          UNIT_TEST(test_handler_added_meanwhile_waits_for_the_next_time),
          UNIT_TEST(test_prepare_may_be_absent))
