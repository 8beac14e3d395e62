/* test_machine.c: the list of boards, topologies, RAM and the map check */
#include "board.h"

#include <string.h>

#include "devices/clabpu_intc.h"
#include "devices/clabpu_timer.h"
#include "devices/sysbus.h"
#include "machine/clabpu.h"
#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "support/child.h"

/* ---- boards that only tests need ---------------------------------------- */

static void forgetful_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->desc = "clabpu without a RAM id";
    mc->default_ram_id = NULL;
}

static void map_at(const char *type, hwaddr base)
{
    sysbus_create_simple(type, base, NULL);
}

/* The mistake: the timer's entry repeats the base of the INTC. */
static void copied_entry_init(MachineState *machine)
{
    static const MemMapEntry map[] = {
        { 0x10000000, 0x1000 },
        { 0x10000000, 0x1000 },
    };

    map_at(TYPE_CLABPU_INTC, map[0].base);
    map_at(TYPE_CLABPU_TIMER, map[1].base);
}

static void copied_entry_class_init(ObjectClass *klass, void *data)
{
    MACHINE_CLASS(klass)->init = copied_entry_init;
}

static const TypeInfo test_boards[] = {
    {
        .name = MACHINE_TYPE_NAME("test-forgetful"),
        .parent = TYPE_CLABPU_MACHINE,
        .class_init = forgetful_class_init,
    }, {
        .name = MACHINE_TYPE_NAME("test-copied-entry"),
        .parent = TYPE_MACHINE,
        .class_init = copied_entry_class_init,
    },
};

DEFINE_TYPES(test_boards)

/* ---- the list ----------------------------------------------------------- */

static GStrv list_lines(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    machine_list(text);
    ck_assert(g_str_has_prefix(text->str, "Supported machines are:\n"));
    return g_strsplit(g_strchomp(strchr(text->str, '\n') + 1), "\n", -1);
}

START_TEST(test_list_is_sorted_by_name)
{
    g_auto(GStrv) lines = list_lines();

    ck_assert_uint_ge(g_strv_length(lines), 4);
    for (unsigned i = 1; lines[i]; i++) {
        ck_assert_str_lt(lines[i - 1], lines[i]);
    }
}
END_TEST

START_TEST(test_list_marks_the_one_default)
{
    g_auto(GStrv) lines = list_lines();
    unsigned marks = 0;

    for (unsigned i = 0; lines[i]; i++) {
        if (g_str_has_suffix(lines[i], " (default)")) {
            ck_assert(g_str_has_prefix(lines[i], "virt-1.0 "));
            marks++;
        }
    }
    ck_assert_uint_eq(marks, 1);
}
END_TEST

START_TEST(test_list_names_an_alias_and_what_it_stands_for)
{
    g_auto(GStrv) lines = list_lines();
    bool found = false;

    for (unsigned i = 0; lines[i]; i++) {
        found |= g_str_has_prefix(lines[i], "virt ") &&
                 g_str_has_suffix(lines[i], "(alias of virt-1.0)");
    }
    ck_assert(found);
}
END_TEST

START_TEST(test_list_describes_clabpu)
{
    g_autoptr(GString) text = g_string_new(NULL);

    machine_list(text);
    ck_assert_ptr_nonnull(strstr(text->str, "\nclabpu               "
                                            "CLab Processor Units\n"));
}
END_TEST

START_TEST(test_alias_finds_the_same_class)
{
    ck_assert_ptr_eq(machine_find_class("virt", &error_abort),
                     machine_find_class("virt-1.0", &error_abort));
    ck_assert_ptr_eq(machine_find_class(NULL, &error_abort),
                     machine_find_class("virt", &error_abort));
}
END_TEST

START_TEST(test_unknown_name_points_to_the_list)
{
    GError *error = NULL;

    ck_assert_ptr_null(machine_find_class("pc", &error));
    ck_assert_ptr_nonnull(strstr(error->message, "'pc'"));
    ck_assert_ptr_nonnull(strstr(error->message, "-M ?"));
    g_error_free(error);
}
END_TEST

START_TEST(test_no_name_and_no_default_is_an_error)
{
    GError *error = NULL;

    machine_find_class(NULL, &error_abort)->is_default = false;
    ck_assert_ptr_null(machine_find_class(NULL, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "-M ?"));
    g_error_free(error);
}
END_TEST

START_TEST(test_derived_board_inherits_neither_alias_nor_default)
{
    MachineClass *mc = machine_find_class("test-forgetful", &error_abort);

    ck_assert_ptr_null(mc->alias);
    ck_assert(!mc->is_default);
    ck_assert_str_eq(mc->default_cpu_type, "thead-c906-riscv-cpu");
}
END_TEST

/* ---- topologies --------------------------------------------------------- */

typedef struct SmpRow {
    const char *machine;
    CpuTopology in;             /* cpus, max, sockets, cores, threads */
    CpuTopology out;            /* unless refused */
    const char *refusal;        /* (nullable): part of the message */
} SmpRow;

static const SmpRow smp_rows[] = {
    { "virt", { 0 }, { 1, 1, 1, 1, 1 }, NULL },
    { "virt", { 4 }, { 4, 4, 1, 4, 1 }, NULL },
    { "virt", { 0, 8 }, { 8, 8, 1, 8, 1 }, NULL },
    { "virt", { 2, 8 }, { 2, 8, 1, 8, 1 }, NULL },
    { "virt", { 4, 0, 2 }, { 4, 4, 2, 2, 1 }, NULL },
    { "virt", { 0, 0, 2, 3 }, { 6, 6, 2, 3, 1 }, NULL },
    { "virt", { 0, 0, 2, 2, 2 }, { 8, 8, 2, 2, 2 }, NULL },
    { "virt", { 5, 0, 2 }, { 5, 6, 2, 3, 1 }, NULL },
    { "virt", { 512 }, { 512, 512, 1, 512, 1 }, NULL },
    { "virt", { 513 }, { 0 }, "'virt-1.0' has at most 512 CPUs, not 513" },
    { "virt", { 4, 2 }, { 0 }, "maxcpus (2) is less than cpus (4)" },
    { "virt", { 4, 4, 3, 1 }, { 0 }, "is not maxcpus (4)" },
    { "virt", { 2, 3, 2 }, { 0 }, "is not maxcpus (3)" },
    { "virt", { 1, 0, 65536, 0, 65536 }, { 0 }, "at most 65535" },
    { "virt", { 1, 0, 65535, 0, 65535 }, { 0 }, "'virt-1.0'" },
    { "virt", { 0, 0, 65535, 65535, 65535 }, { 0 }, "is not maxcpus" },
    { "none", { 0 }, { 0, 0, 1, 0, 1 }, NULL },
    { "clabpu", { 0 }, { 1, 1, 1, 1, 1 }, NULL },
    { "clabpu", { 2 }, { 0 }, "'clabpu' has at most 1 CPU, not 2" },
};

static void check_completed(const CpuTopology *got, const CpuTopology *want)
{
    ck_assert_uint_eq(got->cpus, want->cpus);
    ck_assert_uint_eq(got->max_cpus, want->max_cpus);
    ck_assert_uint_eq(got->sockets, want->sockets);
    ck_assert_uint_eq(got->cores, want->cores);
    ck_assert_uint_eq(got->threads, want->threads);
}

START_TEST(test_topology_is_completed_or_refused)
{
    const SmpRow *row = &smp_rows[_i];
    CpuTopology smp = row->in;
    GError *error = NULL;
    bool ok = machine_check_smp(machine_find_class(row->machine,
                                                   &error_abort),
                                &smp, &error);

    if (!row->refusal) {
        ck_assert_msg(ok, "%s", error ? error->message : "");
        check_completed(&smp, &row->out);
        return;
    }
    ck_assert(!ok);
    ck_assert_msg(strstr(error->message, row->refusal) != NULL, "%s",
                  error->message);
    g_error_free(error);
}
END_TEST

/* ---- RAM ---------------------------------------------------------------- */

START_TEST(test_ram_is_named_and_sized_by_class_and_user)
{
    Board *board = board_new(&(BoardSpec) { .machine = "clabpu" });

    ck_assert_str_eq(memory_region_name(board->machine->ram), "clabpu.ram");
    ck_assert_uint_eq(memory_region_size(board->machine->ram),
                      BOARD_RAM_SIZE);
}
END_TEST

START_TEST(test_board_without_ram_id_gets_no_ram)
{
    Board *board = board_new(&(BoardSpec) { .machine = "none" });

    ck_assert_ptr_null(board->machine->ram);
}
END_TEST

START_TEST(test_board_that_forgot_its_ram_id_says_so)
{
    g_autofree char *message = board_refusal(&(BoardSpec) {
        .machine = "test-forgetful",
    });

    ck_assert_ptr_nonnull(strstr(message, "default_ram_id"));
}
END_TEST

/* ---- the map ------------------------------------------------------------ */

static const BoardSpec sound_boards[] = {
    { .machine = "none" },
    { .machine = "clabpu" },
    { .machine = "virt" },
    { .machine = "virt", .smp = { .cpus = 4, .sockets = 2 },
      .property = "aclint" },
};

START_TEST(test_windows_of_our_boards_do_not_overlap)
{
    g_autoptr(GString) report = g_string_new(NULL);

    board_new(&sound_boards[_i]);
    ck_assert_msg(mtree_check_overlaps(get_system_memory(), report) == 0,
                  "%s", report->str);
}
END_TEST

static void build_copied_entry(void *opaque)
{
    Board *board = board_new(&(BoardSpec) { .machine = "test-copied-entry" });

    ck_assert_uint_eq(machine_check_map(board->machine), 1);
}

START_TEST(test_copied_map_entry_is_reported_with_both_names)
{
    g_auto(ChildResult) result = { 0 };

    child_run(build_copied_entry, NULL, &result);
    ck_assert_int_eq(result.exit_status, 0);
    ck_assert_ptr_nonnull(strstr(result.stderr_text, "test-copied-entry"));
    ck_assert_ptr_nonnull(strstr(result.stderr_text, "clabpu-intc"));
    ck_assert_ptr_nonnull(strstr(result.stderr_text, "clabpu-timer"));
}
END_TEST

UNIT_MAIN("machine",
    UNIT_TEST(test_list_is_sorted_by_name),
    UNIT_TEST(test_list_marks_the_one_default),
    UNIT_TEST(test_list_names_an_alias_and_what_it_stands_for),
    UNIT_TEST(test_list_describes_clabpu),
    UNIT_TEST(test_alias_finds_the_same_class),
    UNIT_TEST(test_unknown_name_points_to_the_list),
    UNIT_TEST(test_no_name_and_no_default_is_an_error),
    UNIT_TEST(test_derived_board_inherits_neither_alias_nor_default),
    UNIT_LOOP(test_topology_is_completed_or_refused,
              G_N_ELEMENTS(smp_rows)),
    UNIT_TEST(test_ram_is_named_and_sized_by_class_and_user),
    UNIT_TEST(test_board_without_ram_id_gets_no_ram),
    UNIT_TEST(test_board_that_forgot_its_ram_id_says_so),
    UNIT_LOOP(test_windows_of_our_boards_do_not_overlap,
              G_N_ELEMENTS(sound_boards)),
    UNIT_TEST(test_copied_map_entry_is_reported_with_both_names))
