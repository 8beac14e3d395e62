/*
 * clabpu_wiring.c: EDC and timer to the INTC, the INTC to the hart
 *
 * TODO (devices.5): make s->intc, s->edc and s->timer, in an order in which
 * every line finds the input that it drives:
 *
 *   construct, file it as a child of the board ("intc", "edc", "timer"), set
 *   properties, realize, map its windows, connect its lines
 *
 * Addresses are in clabpu_memmap, numbers of the INTC's inputs in clabpu.h.
 * The timer's property "frequency" is CLABPU_TIMER_HZ. The INTC drives the
 * hart's machine external interrupt, clabpu_hart_input(s, IRQ_M_EXT).
 */
#include "clabpu_internal.h"
#include "core/lab_todo.h"
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/clabpu_timer.h"
#include "devices/qdev_properties.h"

void clabpu_connect_devices(ClabpuState *s)
{
    lab_todo("devices", 5);
}
