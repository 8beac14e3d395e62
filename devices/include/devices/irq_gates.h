/*
 * irq_gates.h: joining and splitting interrupt lines
 *
 * A wire connects one output to one input and has no memory, so two devices
 * on one input would overwrite each other's level. "or-irq" has N inputs and
 * drives its output while any of them is high; "split-irq" copies one input
 * to N outputs.
 */
#ifndef DEVICES_IRQ_GATES_H
#define DEVICES_IRQ_GATES_H

#include "devices/qdev.h"

#define TYPE_OR_IRQ "or-irq"
#define MAX_OR_LINES 48         /* inputs; property "num-lines" */

#define TYPE_SPLIT_IRQ "split-irq"
#define MAX_SPLIT_LINES 256     /* outputs; property "num-lines" */

#endif
