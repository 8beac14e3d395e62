/*
 * worker.c: break- and watchpoints, driven from outside
 *
 * Three things to observe: sets of points alone, a hart with a debugger, and
 * the line to a remote debugger with a server behind it that has no machine.
 */
#include "worker_debug.h"

#define PACKET_MAX 64           /* short, so that scenarios can exceed it */

DebugLab *debug_lab_of(Worker *w)
{
    return worker_state(w);
}

static void *setup(void)
{
    DebugLab *lab = g_new0(DebugLab, 1);

    hart_machine_init(&lab->machine);
    debug_points_init(&lab->set);
    gdb_reader_init(&lab->reader, PACKET_MAX);
    lab->fake = gdb_fake_connected();
    return lab;
}

static void teardown(void *state)
{
    DebugLab *lab = state;

    gdb_fake_free(lab->fake);
    gdb_reader_deinit(&lab->reader);
    debug_points_deinit(&lab->set);
    hart_machine_deinit(&lab->machine);
    g_free(lab);
}

static const WorkerOp ops[] = {
    HART_OPS
    { "bp_insert", "pc:u owner:s", "a breakpoint of {owner} at {pc}",
      debug_op_bp_insert },
    { "bp_remove", "pc:u owner:s", "remove that of {owner} at {pc}",
      debug_op_bp_remove },
    { "bp_remove_all", "owner:s", "remove those of {owner}",
      debug_op_bp_remove_all },
    { "bp_test", "pc:u owner:s", "is there one of {owner} at {pc}?",
      debug_op_bp_test },
    { "bp_range", "start:u size:u",
      "is there one in {size} bytes from {start} on?", debug_op_bp_range },
    { "wp_insert", "addr:u len:u flags:s",
      "a watchpoint on {len} bytes at {addr}: {flags}", debug_op_wp_insert },
    { "wp_remove", "addr:u len:u flags:s",
      "remove that on {len} bytes at {addr}: {flags}", debug_op_wp_remove },
    { "wp_remove_all", "flags:s", "remove those of {flags}",
      debug_op_wp_remove_all },
    { "wp_test", "addr:u len:u access:s",
      "which watchpoint does a {access} of {len} bytes at {addr} hit?",
      debug_op_wp_test },
    { "wp_hit", "addr:u len:u access:s",
      "note that a {access} of {len} bytes at {addr} hit",
      debug_op_wp_hit },
    { "wp_clear", "", "no watchpoint is hit any more", debug_op_wp_clear },
    { "wp_range", "start:u size:u",
      "does one overlap {size} bytes from {start} on?", debug_op_wp_range },
    { "break", "pc:u owner:s", "the hart gets a breakpoint of {owner} at "
      "{pc}", debug_op_break },
    { "unbreak", "pc:u owner:s", "the breakpoint of {owner} at {pc} goes",
      debug_op_unbreak },
    { "watch", "addr:u len:u flags:s",
      "the hart gets a watchpoint on {len} bytes at {addr}: {flags}",
      debug_op_watch },
    { "unwatch", "addr:u len:u flags:s",
      "the watchpoint on {len} bytes at {addr}, {flags}, goes",
      debug_op_unwatch },
    { "step", "flags:u", "single steps: {flags}", debug_op_step },
    { "stop", "", "why did the hart stop?", debug_op_stop },
    { "retire", "n:u", "{n} instructions pass", debug_op_retire },
    { "verdict", "pc:u", "what is to be done with the instruction at {pc}?",
      debug_op_verdict },
    { "hit", "kind:s flags:s addr:u",
      "a {kind} ({flags}) was hit at {addr}: whose is it?", debug_op_hit },
    { "pass_add", "what:u", "the instruction at pc may do {what} once "
      "(1 breakpoint, 2 watchpoint)", debug_op_pass_add },
    { "pass", "", "what may the instruction at pc do?", debug_op_pass },
    { "pass_end", "", "it was executed", debug_op_pass_end },
    { "access", "addr:u len:u access:s",
      "a {access} of {len} bytes at {addr} is about to be made",
      debug_op_access },
    { "fault", "addr:u len:u access:s",
      "a {access} of {len} bytes at {addr} is about to fault",
      debug_op_fault },
    { "watched", "addr:u", "is the page of {addr} watched?",
      debug_op_watched },
    { "gdb_bytes", "bytes:x", "the debugger sends {bytes}",
      debug_op_gdb_bytes },
    { "gdb_reset", "", "the debugger hangs up, and another one comes",
      debug_op_gdb_reset },
    { "gdb_no_ack", "", "checksums do not count any more",
      debug_op_gdb_no_ack },
    { "gdb_frame", "notice:u payload:x", "a packet is made of {payload}",
      debug_op_gdb_frame },
    { "gdb_escape", "bytes:x", "binary data is escaped: {bytes}",
      debug_op_gdb_escape },
    { "gdb_server", "bytes:x", "the server receives {bytes}",
      debug_op_gdb_server },
};

const WorkerLab worker_lab = {
    .lab = "debug",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = HART_FIELDS "addr:hex hitaddr:hex stop_addr:hex "
              "watch_addr:hex tval:hex payload:bytes frame:bytes "
              "escaped:bytes answer:bytes",
    .setup = setup,
    .teardown = teardown,
};
