/* test_riscv_cpu.c: CPU types, features, the faces of one CPU */
#include "board.h"

#include <string.h>

#include "core/cpu_model.h"
#include "core/trap.h"
#include "devices/qdev.h"
#include "machine/riscv_cpu.h"
#include "machine/virt.h"

static GPtrArray *model_names(void)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *text = cpu_model_list();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (unsigned i = 1; lines[i] && lines[i][0]; i++) {
        g_auto(GStrv) words = g_strsplit(g_strchug(lines[i]), " ", 2);

        g_ptr_array_add(names, g_strdup(words[0]));
    }
    return names;
}

START_TEST(test_every_model_of_core_has_a_type)
{
    g_autoptr(GPtrArray) names = model_names();

    ck_assert_uint_ge(names->len, 4);
    for (unsigned i = 0; i < names->len; i++) {
        g_autofree char *type = g_strconcat(g_ptr_array_index(names, i),
                                            RISCV_CPU_TYPE_SUFFIX, NULL);

        ck_assert_msg(object_class_by_name(type) != NULL, "%s", type);
    }
}
END_TEST

START_TEST(test_every_type_has_a_model_in_core)
{
    GSList *types = object_class_get_list_sorted(TYPE_RISCV_CPU, false);

    ck_assert_ptr_nonnull(types);
    for (GSList *l = types; l; l = l->next) {
        g_autofree char *model =
            riscv_cpu_model(object_class_get_name(l->data));

        ck_assert_msg(cpu_model_exists(model), "%s", model);
    }
    g_slist_free(types);
}
END_TEST

START_TEST(test_model_is_the_type_without_its_suffix)
{
    g_autofree char *model = riscv_cpu_model(TYPE_RISCV_CPU_THEAD_C906);
    g_autofree char *other = riscv_cpu_model("rv64");

    ck_assert_str_eq(model, "thead-c906");
    ck_assert_str_eq(other, "rv64");
}
END_TEST

typedef struct Refusal {
    const char *cpu;
    const char *features;
    const char *text;
} Refusal;

static const Refusal refusals[] = {
    { "rv64", "zfoo=on", "zfoo" },
    { "rv64", "zba=perhaps", "zba" },
    { "rv64", "d=on,f=off", "f" },
    { "rv64", "priv_spec=v9", "v9" },
    { "vax", NULL, "'vax-riscv-cpu'" },
    { "thead-c906", "sv57=on,mmu=off", "" },
};

START_TEST(test_bad_cpu_is_refused_in_one_line)
{
    const Refusal *row = &refusals[_i];
    g_autofree char *message = board_refusal(&(BoardSpec) {
        .machine = "virt", .cpu = row->cpu, .features = row->features,
    });

    ck_assert_msg(strstr(message, row->text) != NULL, "%s", message);
    ck_assert_msg(message[0] && !strchr(message, '\n'), "%s", message);
}
END_TEST

START_TEST(test_features_reach_the_hart)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .features = "zba=off,sv57=off",
    });
    const HartConfig *config = &board_hart(board, 0)->hart.config;

    ck_assert_str_eq(cpu_model_mmu_type(config), "riscv,sv48");
    g_auto(GStrv) extensions = cpu_model_isa_extensions(config);
    ck_assert(!g_strv_contains((const char *const *)extensions, "zba"));
    ck_assert(g_strv_contains((const char *const *)extensions, "zbb"));
}
END_TEST

static RISCVCPU *first_cpu(const Board *board)
{
    return &RISCV_VIRT_MACHINE(board->machine)->socket[0].harts[0];
}

START_TEST(test_env_is_the_hart_that_executes)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    CPUState *cpu = CPU(first_cpu(board));

    board_hart(board, 0)->hart.gpr[14] = 0x1234;
    ck_assert_uint_eq(RISCV_CPU(cpu)->env.gpr[14], 0x1234);
    ck_assert_ptr_eq(&RISCV_CPU(cpu)->env, &board_hart(board, 0)->hart);
}
END_TEST

START_TEST(test_class_functions_see_the_same_hart)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    CPUState *cpu = CPU(first_cpu(board));
    CPUClass *cc = CPU_GET_CLASS(cpu);
    g_autoptr(GString) text = g_string_new(NULL);

    cc->set_pc(cpu, 0x80004000);
    RISCV_CPU(cpu)->env.gpr[10] = 0xfeed;
    cc->dump_state(cpu, text);
    ck_assert_ptr_nonnull(strstr(text->str, " pc       0000000080004000"));
    ck_assert_ptr_nonnull(strstr(text->str, " a0       000000000000feed"));
}
END_TEST

START_TEST(test_input_pin_is_a_bit_of_mip)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    DeviceState *dev = DEVICE(first_cpu(board));
    static const int pins[] = { IRQ_S_SOFT, IRQ_M_SOFT, IRQ_S_TIMER,
                                IRQ_M_TIMER, IRQ_S_EXT, IRQ_M_EXT };
    uint64_t bit = 1ull << pins[_i];

    qemu_irq_raise(qdev_get_gpio_in(dev, pins[_i]));
    if (pins[_i] != IRQ_S_SOFT) {
        ck_assert_uint_eq(hart_mip(&first_cpu(board)->env) & bit, bit);
    }
    qemu_irq_lower(qdev_get_gpio_in(dev, pins[_i]));
    ck_assert_uint_eq(hart_mip(&first_cpu(board)->env) & bit, 0);
}
END_TEST

START_TEST(test_hart_ids_count_from_the_base)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .smp = { .cpus = 3 },
    });

    for (unsigned i = 0; i < 3; i++) {
        ck_assert_uint_eq(board_hart(board, i)->hart.config.mhartid, i);
        ck_assert_uint_eq(board_hart(board, i)->hart.config.reset_pc,
                          0x1000);
    }
}
END_TEST

START_TEST(test_realized_cpu_refuses_another_hartid)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    GError *error = NULL;

    ck_assert(!object_property_set_uint(OBJECT(first_cpu(board)), "hartid",
                                        7, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "hartid"));
    g_error_free(error);
}
END_TEST

UNIT_MAIN("riscv_cpu",
    UNIT_TEST(test_every_model_of_core_has_a_type),
    UNIT_TEST(test_every_type_has_a_model_in_core),
    UNIT_TEST(test_model_is_the_type_without_its_suffix),
    UNIT_LOOP(test_bad_cpu_is_refused_in_one_line, G_N_ELEMENTS(refusals)),
    UNIT_TEST(test_features_reach_the_hart),
    UNIT_TEST(test_env_is_the_hart_that_executes),
    UNIT_TEST(test_class_functions_see_the_same_hart),
    UNIT_LOOP(test_input_pin_is_a_bit_of_mip, 6),
    UNIT_TEST(test_hart_ids_count_from_the_base),
    UNIT_TEST(test_realized_cpu_refuses_another_hartid))
