/*
 * worker.c: wires, registers, windows and resets, driven from outside
 *
 * Each group of operations is in a file of its own; here is their table and
 * what they share.
 */
#include "worker_devices.h"

#include <inttypes.h>

#include "core/bql.h"
#include "memory/memory_map.h"

DevicesLab *lab_of(Worker *w)
{
    return worker_state(w);
}

void lab_tell(Worker *w)
{
    worker_notes_tell(w, "event", &lab_of(w)->notes);
}

bool lab_number(Worker *w, const char *name, unsigned limit, unsigned *value)
{
    uint64_t number = worker_u64(w, name);

    if (number >= limit) {
        reply_add(w, "error", "%s must be below %u", name, limit);
        return false;
    }
    *value = (unsigned)number;
    return true;
}

static void output_changed(void *opaque, int n, int level)
{
    Output *output = opaque;

    if ((level != 0) != output->high) {
        output->high = level != 0;
        worker_note(&output->lab->notes, "%s goes %s", output->name,
                    output->high ? "high" : "low");
    }
}

qemu_irq lab_output(DevicesLab *lab, Output *output, const char *name)
{
    *output = (Output){ .lab = lab, .name = name };
    return qemu_allocate_irq(output_changed, output, 0);
}

void lab_clock_start(DevicesLab *lab)
{
    if (!lab->clock_runs) {
        lab->clock_runs = true;
        timer_system_set_host(timer_system_default(), &manual_clock_ops,
                              &lab->clock);
        cpu_enable_ticks();
    }
}

void lab_memory(DevicesLab *lab)
{
    if (!lab->memory_is_made) {
        lab->memory_is_made = true;
        bql_lock();
        memory_map_init();
    }
}

bool lab_access(MemoryRegion *mr, bool write, hwaddr addr, uint64_t *value,
                unsigned size)
{
    MemOp op;

    if (size != 1 && size != 2 && size != 4 && size != 8) {
        return false;
    }
    op = size_memop(size);
    return (write ? memory_region_dispatch_write(mr, addr, *value, op,
                                                 MEMTXATTRS_UNSPECIFIED)
                  : memory_region_dispatch_read(mr, addr, value, op,
                                                MEMTXATTRS_UNSPECIFIED)) ==
           MEMTX_OK;
}

void lab_tell_access(Worker *w, bool write, bool good, uint64_t value)
{
    if (!good) {
        reply_text(w, "bus", "error");
    } else if (!write) {
        reply_hex(w, "value", value);
    }
    lab_tell(w);
}

static void *lab_new(void)
{
    DevicesLab *lab = g_new0(DevicesLab, 1);

    for (unsigned i = 0; i < LAB_RECEIVERS; i++) {
        lab->receivers[i] = (Receiver){ .lab = lab, .id = i };
    }
    return lab;
}

static const WorkerOp ops[] = {
    /* 1 wires */
    { "irq_one", "group:u number:u receiver:u",
      "group {group}: one wire, number {number}, to receiver {receiver}",
      op_irq_one },
    { "irq_array", "group:u count:u receiver:u",
      "group {group}: {count} wires to receiver {receiver}", op_irq_array },
    { "irq_extend", "group:u count:u receiver:u",
      "extend group {group} by {count} wires to receiver {receiver}",
      op_irq_extend },
    { "irq_set", "group:u index:u level:i",
      "set wire {index} of group {group} to {level}", op_irq_set },
    { "irq_raise", "group:u index:u", "raise wire {index} of group {group}",
      op_irq_raise },
    { "irq_lower", "group:u index:u", "lower wire {index} of group {group}",
      op_irq_lower },
    { "irq_pulse", "group:u index:u", "pulse wire {index} of group {group}",
      op_irq_pulse },
    { "irq_nowhere", "level:i", "set, raise, lower and pulse a wire that is "
      "NULL", op_irq_nowhere },
    { "irq_invert", "group:u from:u index:u",
      "group {group}: the inverse of wire {index} of group {from}",
      op_irq_invert },
    { "irq_fields", "group:u index:u number:i receiver:u",
      "wire {index} of group {group} becomes number {number}, to receiver "
      "{receiver}", op_irq_fields },
    { "irq_forward", "receiver:u group:u index:u",
      "receiver {receiver} drives wire {index} of group {group}",
      op_irq_forward },
    /* 2 EDC */
    { "regs_set", "ctrl:u status:u error:u int_enable:u int_status:u",
      "a register file with CTRL {ctrl}, STATUS {status}, ERROR {error}, "
      "INT_ENABLE {int_enable}, INT_STATUS {int_status}", op_regs_set },
    { "reg_read", "offset:u", "read the register at {offset}", op_reg_read },
    { "reg_write", "offset:u value:u", "write {value} to the register at "
      "{offset}", op_reg_write },
    { "edc_new", "ns:u", "an EDC whose operations take {ns} ns", op_edc_new },
    { "edc_read", "window:u offset:u size:u",
      "the guest reads {size} bytes at {offset} of the EDC's window {window}",
      op_edc_read },
    { "edc_write", "window:u offset:u value:u size:u",
      "the guest writes {value}, {size} bytes, to {offset} of the EDC's "
      "window {window}", op_edc_write },
    { "edc_inject", "flags:u", "errors {flags} happen in the EDC's memory",
      op_edc_inject },
    { "wait", "ns:u", "{ns} ns of guest time pass", op_wait },
    /* 3 INTC */
    { "intc_set", "pending:u enable:u in_service:u priorities:x",
      "INTC registers: PENDING {pending}, ENABLE {enable}, in service "
      "{in_service}, priorities {priorities}", op_intc_set },
    { "intc_candidates", "", "which inputs ask for service?",
      op_intc_candidates },
    { "intc_claim", "", "claim", op_intc_claim },
    { "intc_complete", "id:u", "complete {id}", op_intc_complete },
    { "intc_new", "", "an INTC", op_intc_new },
    { "intc_input", "n:u level:u", "PENDING's bit {n} becomes {level}, then "
      "the INTC updates its output", op_intc_input },
    { "intc_read", "offset:u size:u",
      "the guest reads {size} bytes at {offset} of the INTC", op_intc_read },
    { "intc_write", "offset:u value:u size:u",
      "the guest writes {value}, {size} bytes, to {offset} of the INTC",
      op_intc_write },
    /* 4 system bus */
    { "bus_new", "id:u windows:u irqs:u",
      "device {id} with {windows} windows and {irqs} interrupt outputs",
      op_bus_new },
    { "bus_info", "id:u", "what does the bus know of device {id}?",
      op_bus_info },
    { "bus_map", "id:u window:u addr:u",
      "map window {window} of device {id} at {addr}", op_bus_map },
    { "bus_map_overlap", "id:u window:u addr:u priority:i",
      "map window {window} of device {id} at {addr}, priority {priority}",
      op_bus_map_overlap },
    { "bus_unmap", "id:u window:u", "unmap window {window} of device {id}",
      op_bus_unmap },
    { "bus_connect", "id:u irq:u receiver:u",
      "connect output {irq} of device {id} to receiver {receiver}",
      op_bus_connect },
    { "bus_drive", "id:u irq:u level:i",
      "device {id} sets its output {irq} to {level}", op_bus_drive },
    { "mem_read", "addr:u", "the guest reads 4 bytes at {addr}",
      op_mem_read },
    { "mem_write", "addr:u value:u", "the guest writes {value}, 4 bytes, to "
      "{addr}", op_mem_write },
    /* 5 board */
    { "board_new", "", "a clabpu board", op_board_new },
    { "board_map", "", "what is mapped where?", op_board_map },
    { "board_devices", "", "which devices does the board have?",
      op_board_devices },
    { "load", "addr:u bytes:x", "a program of {bytes} at {addr}; the hart "
      "starts there", op_load },
    { "run", "n:u", "run {n} instructions", op_run },
    { "state", "", "the state of hart and devices", op_state },
    { "events", "", "what the devices did", op_events },
    /* 6 reset */
    { "node_new", "id:u kind:s parent:i",
      "object {id}, {kind}, child of {parent}", op_node_new },
    { "node_reset", "id:u type:u", "reset object {id}, type {type}",
      op_node_reset },
    { "node_assert", "id:u type:u", "assert reset of object {id}, type "
      "{type}", op_node_assert },
    { "node_release", "id:u type:u", "release reset of object {id}, type "
      "{type}", op_node_release },
    { "node_move", "id:u parent:i", "object {id} moves below {parent}",
      op_node_move },
    /* 7 two slips */
    { "edc_reset", "", "the EDC is reset: enter, then hold", op_edc_reset },
    { "intc_wire", "n:u level:i", "somebody drives input {n} with {level}",
      op_intc_wire },
};

const WorkerLab worker_lab = {
    .lab = "devices",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = "ctrl:bits(0=START) status:bits(0=BUSY) "
              "errors:bits(0=CORRECTED,1=UNCORRECTED,2=ADDRESS) "
              "int_enable:bits(0=ERROR,1=DONE) "
              "int_status:bits(0=ERROR,1=DONE) value:hex pc:hex "
              "candidates:hex in_service:hex pending:hex addr:hex "
              "intc_pending:bits(0=EDC,1=TIMER) "
              "intc_enable:bits(0=EDC,1=TIMER) "
              "intc_in_service:bits(0=EDC,1=TIMER) "
              "mip:bits(3=MSIP,7=MTIP,11=MEIP) "
              "mie:bits(3=MSIE,7=MTIE,11=MEIE) mcause:hex mepc:hex",
    .setup = lab_new,
};
