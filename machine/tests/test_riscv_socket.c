/* test_riscv_socket.c: how harts are dealt to sockets */
#include "machine/riscv_socket.h"

#include <string.h>

#include "support/unit.h"

typedef struct Row {
    unsigned cpus;
    unsigned sockets;
    int counts[4];              /* harts of each socket; ids are in order */
} Row;

static const Row rows[] = {
    { 1, 1, { 1 } },
    { 4, 1, { 4 } },
    { 4, 2, { 2, 2 } },
    { 5, 2, { 3, 2 } },
    { 4, 4, { 1, 1, 1, 1 } },
    { 6, 4, { 2, 2, 2, 0 } },
    { 1, 2, { 1, 0 } },
    { 512, 2, { 256, 256 } },
};

static MachineState machine_with(const Row *row)
{
    return (MachineState) {
        .smp = { .cpus = row->cpus, .sockets = row->sockets },
    };
}

START_TEST(test_sockets_get_contiguous_ids_in_order)
{
    MachineState ms = machine_with(&rows[_i]);
    int next = 0;

    ck_assert_int_eq(riscv_socket_count(&ms), (int)rows[_i].sockets);
    for (int s = 0; s < riscv_socket_count(&ms); s++) {
        int count = rows[_i].counts[s];

        ck_assert_int_eq(riscv_socket_hart_count(&ms, s), count);
        ck_assert_int_eq(riscv_socket_first_hartid(&ms, s),
                         count ? next : -1);
        ck_assert_int_eq(riscv_socket_last_hartid(&ms, s),
                         count ? next + count - 1 : -1);
        ck_assert(riscv_socket_check_hartids(&ms, s));
        next += count;
    }
    ck_assert_int_eq(next, (int)rows[_i].cpus);
}
END_TEST

START_TEST(test_every_hart_belongs_to_the_socket_that_counts_it)
{
    MachineState ms = machine_with(&rows[_i]);

    for (int hart = 0; hart < (int)rows[_i].cpus; hart++) {
        int s = riscv_socket_of_hart(&ms, hart);

        ck_assert_int_ge(hart, riscv_socket_first_hartid(&ms, s));
        ck_assert_int_le(hart, riscv_socket_last_hartid(&ms, s));
    }
}
END_TEST

START_TEST(test_socket_that_does_not_exist_has_no_harts)
{
    MachineState ms = machine_with(&rows[_i]);
    int beyond = (int)rows[_i].sockets;

    ck_assert_int_eq(riscv_socket_first_hartid(&ms, beyond), -1);
    ck_assert_int_eq(riscv_socket_last_hartid(&ms, beyond), -1);
    ck_assert_int_eq(riscv_socket_hart_count(&ms, beyond), 0);
    ck_assert_int_eq(riscv_socket_hart_count(&ms, -1), 0);
}
END_TEST

typedef struct CheckRow {
    unsigned cpus;
    unsigned sockets;
    const char *refusal;        /* (nullable) */
} CheckRow;

static const CheckRow checks[] = {
    { 1, 1, NULL },
    { 8, 8, NULL },
    { 5, 2, NULL },
    { 1, 0, "1 to 8 sockets, not 0" },
    { 9, 9, "1 to 8 sockets, not 9" },
    { 1, 2, "socket 1 would have no harts" },
    { 6, 4, "socket 3 would have no harts" },
};

START_TEST(test_board_check_names_the_wrong_socket)
{
    const CheckRow *row = &checks[_i];
    MachineState ms = {
        .smp = { .cpus = row->cpus, .sockets = row->sockets },
    };
    GError *error = NULL;
    bool ok = riscv_socket_check(&ms, 8, &error);

    ck_assert_int_eq(ok, row->refusal == NULL);
    if (row->refusal) {
        ck_assert_msg(strstr(error->message, row->refusal) != NULL, "%s",
                      error->message);
        g_error_free(error);
    }
}
END_TEST

START_TEST(test_a_foreign_hart_in_between_is_refused)
{
    static const int mixed[] = { 0, 1, 0, 1 };
    MachineState ms = {
        .smp = { .cpus = 4, .sockets = 2 },
        .socket_of_hart = mixed,
    };
    GError *error = NULL;

    ck_assert_int_eq(riscv_socket_first_hartid(&ms, 1), 1);
    ck_assert_int_eq(riscv_socket_last_hartid(&ms, 1), 3);
    ck_assert(!riscv_socket_check(&ms, 2, &error));
    ck_assert_str_eq(error->message,
                     "the hart ids of socket 0 are not contiguous");
    g_error_free(error);
}
END_TEST

UNIT_MAIN("riscv_socket",
    UNIT_TEST(test_a_foreign_hart_in_between_is_refused),
    UNIT_LOOP(test_board_check_names_the_wrong_socket,
              G_N_ELEMENTS(checks)),
    UNIT_LOOP(test_sockets_get_contiguous_ids_in_order, G_N_ELEMENTS(rows)),
    UNIT_LOOP(test_every_hart_belongs_to_the_socket_that_counts_it,
              G_N_ELEMENTS(rows)),
    UNIT_LOOP(test_socket_that_does_not_exist_has_no_harts,
              G_N_ELEMENTS(rows)))
