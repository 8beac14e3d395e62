/* Which exception indices are delivered, and which leave the loop. */
#include "exception_class.h"

#include "support/unit.h"

static const struct {
    int index;
    ExceptionClass class;
} rows[] = {
    { -1, EXCEPTION_NONE },
    { 0, EXCEPTION_ARCHITECTURAL },
    { TRAP_ECALL_M, EXCEPTION_ARCHITECTURAL },
    { 63, EXCEPTION_ARCHITECTURAL },
    { 0xffff, EXCEPTION_ARCHITECTURAL },
    { 0x10000, EXCEPTION_LEAVES_LOOP },
    { EXCP_INTERRUPT, EXCEPTION_LEAVES_LOOP },
    { EXCP_HLT, EXCEPTION_LEAVES_LOOP },
    { EXCP_DEBUG, EXCEPTION_LEAVES_LOOP },
    { EXCP_HALTED, EXCEPTION_LEAVES_LOOP },
    { EXCP_YIELD, EXCEPTION_LEAVES_LOOP },
    { EXCP_ATOMIC, EXCEPTION_LEAVES_LOOP },
};

START_TEST(test_index_has_its_class)
{
    ck_assert_int_eq(exception_classify(rows[_i].index), rows[_i].class);
}
END_TEST

START_TEST(test_pseudo_causes_have_qemus_numbers)
{
    ck_assert_int_eq(EXCP_NONE, -1);
    ck_assert_int_eq(EXCP_INTERRUPT, 0x10000);
    ck_assert_int_eq(EXCP_HLT, 0x10001);
    ck_assert_int_eq(EXCP_DEBUG, 0x10002);
    ck_assert_int_eq(EXCP_HALTED, 0x10003);
    ck_assert_int_eq(EXCP_YIELD, 0x10004);
    ck_assert_int_eq(EXCP_ATOMIC, 0x10005);
}
END_TEST

UNIT_MAIN("exception_class",
          UNIT_LOOP(test_index_has_its_class, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_pseudo_causes_have_qemus_numbers))
