/*
 * worker.c: what the worker of the lab memory can be asked
 *
 * Each exercise is reached by itself: a board's tree without a flat view, a
 * flat view without a tree, a device without an address. Regions of a tree
 * have small numbers; what callbacks and listeners saw is told by the
 * operation that made it happen.
 */
#include "worker_memory.h"


void *memory_lab_new(void)
{
    MemoryLab *lab = g_new0(MemoryLab, 1);

    memory_map_init();
    lab->view_space = (AddressSpace) {
        .map = memory_map_default(),
        .current_map = &lab->view,
    };
    lab->view.id = UINT64_MAX;
    return lab;
}

/* The process ends now; only what a leak checker would ask for is freed. */
void memory_lab_free(void *state)
{
    MemoryLab *lab = state;

    worker_notes_clear(&lab->calls);
}

void tell_calls(Worker *w, const char *field)
{
    MemoryLab *lab = worker_state(w);

    worker_notes_tell(w, field, &lab->calls);
}

const char *result_name(MemTxResult result)
{
    if (result == MEMTX_OK) {
        return "ok";
    }
    if (result == MEMTX_ERROR) {
        return "error";
    }
    return result == MEMTX_DECODE_ERROR ? "decode error" : "unknown";
}

static const WorkerOp ops[] = {
    { "board", "ram:u", "make the memory of a board with {ram} bytes of RAM",
      memory_op_board },
    { "board_read", "addr:u size:u", "read {size} bytes at {addr}",
      memory_op_board_read },
    { "board_write", "addr:u size:u value:u",
      "write {value} in {size} bytes at {addr}", memory_op_board_write },
    { "board_rom", "offset:u byte:u",
      "the host puts {byte} into the ROM at {offset}", memory_op_board_rom },
    { "finisher_write", "offset:u size:u value:u",
      "the guest writes {value} in {size} bytes at offset {offset}",
      memory_op_finisher_write },
    { "finisher_read", "offset:u size:u",
      "the guest reads {size} bytes at offset {offset}",
      memory_op_finisher_read },
    { "map", "", "put a window at each entry of the board's map",
      memory_op_map },
    { "answers", "addr:u", "which window answers at {addr}?",
      memory_op_answers },
    { "range", "start:u size:u kind:s offset:u",
      "the view goes on with {size} bytes of {kind} at {start}, from offset "
      "{offset} of their region on", memory_op_range },
    { "lookup", "addr:u", "look up {addr}", memory_op_lookup },
    { "copy_read", "addr:u size:u", "copy {size} bytes from {addr}",
      memory_op_copy_read },
    { "copy_write", "addr:u data:x", "copy {data} to {addr}",
      memory_op_copy_write },
    { "load", "addr:u data:x", "a loader puts {data} at {addr}",
      memory_op_load },
    { "fill", "addr:u size:u byte:u",
      "fill {size} bytes at {addr} with {byte}", memory_op_fill },
    { "device", "kind:s order:s min:u max:u unaligned:u",
      "a {order}-endian device, callbacks {kind}, of {min} to {max} bytes, "
      "unaligned: {unaligned}", memory_op_device },
    { "device_fails", "offset:u how:s",
      "its callbacks fail at offset {offset}: {how}",
      memory_op_device_fails },
    { "access_read", "offset:u size:u order:s",
      "read {size} bytes at offset {offset}, {order}-endian",
      memory_op_access_read },
    { "access_write", "offset:u size:u order:s value:u",
      "write {value} in {size} bytes at offset {offset}, {order}-endian",
      memory_op_access_write },
    { "region", "id:u kind:s size:u",
      "region {id} is {kind} of {size} bytes (0: 2^64)", memory_op_region },
    { "alias", "id:u target:u offset:u size:u",
      "region {id} is an alias of {size} bytes (0: 2^64) onto region "
      "{target} from offset {offset} on", memory_op_alias },
    { "add", "parent:u id:u offset:u priority:i",
      "add region {id} to {parent} at offset {offset}, priority {priority}",
      memory_op_add },
    { "remove", "id:u", "take region {id} out of its container",
      memory_op_remove },
    { "move", "id:u offset:u", "move region {id} to offset {offset}",
      memory_op_move },
    { "resize", "id:u size:u", "region {id} has {size} bytes now",
      memory_op_resize },
    { "shift", "id:u offset:u",
      "alias {id} begins at offset {offset} of its target now",
      memory_op_shift },
    { "switch", "id:u what:s on:u", "region {id}: {what} is {on}",
      memory_op_switch },
    { "render", "id:u", "flatten the tree below region {id}",
      memory_op_render },
    { "watch", "id:u", "make an address space with root {id}",
      memory_op_watch },
    { "listen", "priority:u",
      "a listener of priority {priority} joins the first address space",
      memory_op_listen },
    { "begin", "", "begin a transaction", memory_op_begin },
    { "commit", "", "commit", memory_op_commit },
    { "shown", "space:u", "what does address space {space} show?",
      memory_op_shown },
    { "hooks", "", "an engine wants to know of views that retire",
      memory_op_hooks },
    { "shared", "", "do the first two address spaces share a view?",
      memory_op_shared },
};

const WorkerLab worker_lab = {
    .lab = "memory",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = "value:hex data:bytes size:bytes",
    .setup = memory_lab_new,
    .teardown = memory_lab_free,
};
