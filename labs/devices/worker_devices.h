/*
 * worker_devices.h: what the files of this lab's worker share
 *
 * Everything that happens at the end of a wire, in a window or in a phase of
 * reset becomes a line of text; each reply tells what was noted since the one
 * before.
 */
#ifndef LABS_DEVICES_WORKER_DEVICES_H
#define LABS_DEVICES_WORKER_DEVICES_H

#include "worker_notes.h"

#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/sysbus.h"
#include "timers/manual_clock.h"

#define LAB_RECEIVERS 8
#define LAB_GROUPS 8
#define LAB_WIRES_MAX 64
#define LAB_NODES 16
#define LAB_GADGETS 4

typedef struct DevicesLab DevicesLab;

/* The end of wires, worker_irq.c. */
typedef struct Receiver {
    DevicesLab *lab;
    unsigned id;
    qemu_irq forward;           /* (nullable): set to each level that comes */
} Receiver;

typedef struct WireGroup {
    qemu_irq *wires;
    int n;
} WireGroup;

/* An output of a device: only changes are worth a note. */
typedef struct Output {
    DevicesLab *lab;
    const char *name;
    bool high;
} Output;

struct DevicesLab {
    WorkerNotes notes;          /* see lab_tell() */
    bool memory_is_made;
    bool clock_runs;
    ManualClock clock;

    Receiver receivers[LAB_RECEIVERS];
    WireGroup groups[LAB_GROUPS];

    ClabpuEdcRegs regs;         /* of a register file without a device */
    ClabpuEdcState *edc;
    Output edc_output;

    ClabpuIntcRegs intc_regs;
    ClabpuIntcState *intc;
    Output intc_output;

    struct Gadget *gadgets[LAB_GADGETS];
    struct Node *nodes[LAB_NODES];
    struct LabBoard *board;
};

/* worker.c */
DevicesLab *lab_of(Worker *w);
/** lab_tell: reply what was noted, as the list "event" */
void lab_tell(Worker *w);
/** lab_number: argument @name below @limit, else an error is replied */
bool lab_number(Worker *w, const char *name, unsigned limit, unsigned *value);
/** lab_output: a wire that notes the changes of an output called @name */
qemu_irq lab_output(DevicesLab *lab, Output *output, const char *name);
/** lab_clock_start: guest time runs, when "wait" says so */
void lab_clock_start(DevicesLab *lab);
/** lab_memory: make system memory */
void lab_memory(DevicesLab *lab);
/** lab_access: access @mr as a bus does; false: it refused */
bool lab_access(MemoryRegion *mr, bool write, hwaddr addr, uint64_t *value,
                unsigned size);
/** lab_tell_access: reply "value" of a read, or that the bus refused */
void lab_tell_access(Worker *w, bool write, bool good, uint64_t value);

/* worker_irq.c */
void op_irq_one(Worker *w);
void op_irq_array(Worker *w);
void op_irq_extend(Worker *w);
void op_irq_set(Worker *w);
void op_irq_raise(Worker *w);
void op_irq_lower(Worker *w);
void op_irq_pulse(Worker *w);
void op_irq_nowhere(Worker *w);
void op_irq_invert(Worker *w);
void op_irq_fields(Worker *w);
void op_irq_forward(Worker *w);

/* worker_edc.c */
void op_regs_set(Worker *w);
void op_reg_read(Worker *w);
void op_reg_write(Worker *w);
void op_edc_new(Worker *w);
void op_edc_read(Worker *w);
void op_edc_write(Worker *w);
void op_edc_inject(Worker *w);
void op_edc_reset(Worker *w);
void op_wait(Worker *w);

/* worker_intc.c */
void op_intc_set(Worker *w);
void op_intc_candidates(Worker *w);
void op_intc_claim(Worker *w);
void op_intc_complete(Worker *w);
void op_intc_new(Worker *w);
void op_intc_input(Worker *w);
void op_intc_wire(Worker *w);
void op_intc_read(Worker *w);
void op_intc_write(Worker *w);

/* worker_bus.c */
void op_bus_new(Worker *w);
void op_bus_info(Worker *w);
void op_bus_map(Worker *w);
void op_bus_map_overlap(Worker *w);
void op_bus_unmap(Worker *w);
void op_bus_connect(Worker *w);
void op_bus_drive(Worker *w);
void op_mem_read(Worker *w);
void op_mem_write(Worker *w);

/* worker_reset.c */
void op_node_new(Worker *w);
void op_node_reset(Worker *w);
void op_node_assert(Worker *w);
void op_node_release(Worker *w);
void op_node_move(Worker *w);

/* worker_board.c */
void op_board_new(Worker *w);
void op_board_map(Worker *w);
void op_board_devices(Worker *w);
void op_load(Worker *w);
void op_run(Worker *w);
void op_state(Worker *w);
void op_events(Worker *w);

#endif
