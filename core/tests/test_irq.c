/* test_irq.c: interrupt wires */
#include "core/irq.h"
#include "support/unit.h"

typedef struct Recorder {
    int n;
    int level;
    int calls;
} Recorder;

static void record(void *opaque, int n, int level)
{
    Recorder *r = opaque;

    r->n = n;
    r->level = level;
    r->calls++;
}

START_TEST(test_handler_sees_opaque_number_and_level)
{
    Recorder r = { 0 };
    qemu_irq irq = qemu_allocate_irq(record, &r, 7);

    qemu_set_irq(irq, 5);
    ck_assert_int_eq(r.n, 7);
    ck_assert_int_eq(r.level, 5);
    qemu_irq_raise(irq);
    ck_assert_int_eq(r.level, 1);
    qemu_irq_lower(irq);
    ck_assert_int_eq(r.level, 0);
    qemu_irq_pulse(irq);
    ck_assert_int_eq(r.level, 0);
    ck_assert_int_eq(r.calls, 5);
    qemu_free_irq(irq);
}
END_TEST

START_TEST(test_wire_has_no_memory_and_passes_every_set)
{
    Recorder r = { 0 };
    qemu_irq irq = qemu_allocate_irq(record, &r, 0);

    qemu_irq_raise(irq);
    qemu_irq_raise(irq);
    ck_assert_int_eq(r.calls, 2);
    qemu_free_irq(irq);
}
END_TEST

START_TEST(test_unconnected_output_is_harmless)
{
    qemu_set_irq(NULL, 1);
    qemu_irq_raise(NULL);
    qemu_irq_lower(NULL);
    qemu_irq_pulse(NULL);
    qemu_free_irq(NULL);
    qemu_free_irqs(NULL, 0);
    ck_assert(!qemu_irq_is_connected(NULL));
}
END_TEST

START_TEST(test_extended_array_continues_numbers_and_keeps_old_wires)
{
    Recorder first = { 0 };
    Recorder second = { 0 };
    qemu_irq *irqs = qemu_allocate_irqs(record, &first, 2);
    qemu_irq zero = irqs[0];

    irqs = qemu_extend_irqs(irqs, 2, record, &second, 3);
    ck_assert_ptr_eq(irqs[0], zero);
    qemu_irq_raise(irqs[1]);
    ck_assert_int_eq(first.n, 1);
    qemu_irq_raise(irqs[4]);
    ck_assert_int_eq(second.n, 4);
    ck_assert_int_eq(first.calls + second.calls, 2);
    qemu_free_irqs(irqs, 5);
}
END_TEST

START_TEST(test_inverted_wire_starts_high)
{
    Recorder r = { 0 };
    qemu_irq irq = qemu_allocate_irq(record, &r, 0);
    qemu_irq inverted = qemu_irq_invert(irq);

    ck_assert_int_eq(r.level, 1);
    qemu_irq_raise(inverted);
    ck_assert_int_eq(r.level, 0);
    qemu_irq_lower(inverted);
    ck_assert_int_eq(r.level, 1);
    qemu_free_irq(inverted);
    qemu_free_irq(irq);
}
END_TEST

START_TEST(test_wire_can_live_in_its_owner)
{
    Recorder r = { 0 };
    IRQState irq;

    qemu_init_irq(&irq, record, &r, 3);
    qemu_irq_raise(&irq);
    ck_assert_int_eq(r.n, 3);
    ck_assert_str_eq(object_get_typename(OBJECT(&irq)), TYPE_IRQ);
    object_unref(&irq);
}
END_TEST

UNIT_MAIN("irq", UNIT_TEST(test_handler_sees_opaque_number_and_level),
          UNIT_TEST(test_wire_has_no_memory_and_passes_every_set),
          UNIT_TEST(test_unconnected_output_is_harmless),
          UNIT_TEST(
              test_extended_array_continues_numbers_and_keeps_old_wires),
          UNIT_TEST(test_inverted_wire_starts_high),
          UNIT_TEST(test_wire_can_live_in_its_owner))
