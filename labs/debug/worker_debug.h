/* worker_debug.h: what the files of the lab's worker share */
#ifndef LABS_DEBUG_WORKER_DEBUG_H
#define LABS_DEBUG_WORKER_DEBUG_H

#include "exec/debug.h"
#include "gdb_fake.h"
#include "gdb_packet.h"
#include "hart_ops.h"

typedef struct DebugLab {
    HartMachine machine;        /* first: HART_OPS */
    DebugPoints set;            /* of no hart: exercises 1 and 5 */
    GdbReader reader;
    GdbFake *fake;              /* a server without a machine */
} DebugLab;

/** debug_lab_of: the worker's state (borrowed) */
DebugLab *debug_lab_of(Worker *w);

/** debug_lab_flags: "gdb", "cpu", "any", with "read", "write", "access",
 * "before": BP_* of words joined by '+' */
int debug_lab_flags(const char *words);

/** debug_lab_reply_flags: the other way round */
void debug_lab_reply_flags(Worker *w, const char *field, int flags);

/* worker_points.c */
void debug_op_bp_insert(Worker *w);
void debug_op_bp_remove(Worker *w);
void debug_op_bp_remove_all(Worker *w);
void debug_op_bp_test(Worker *w);
void debug_op_bp_range(Worker *w);
void debug_op_wp_insert(Worker *w);
void debug_op_wp_remove(Worker *w);
void debug_op_wp_remove_all(Worker *w);
void debug_op_wp_test(Worker *w);
void debug_op_wp_hit(Worker *w);
void debug_op_wp_clear(Worker *w);
void debug_op_wp_range(Worker *w);

/* worker_stops.c */
void debug_op_break(Worker *w);
void debug_op_unbreak(Worker *w);
void debug_op_watch(Worker *w);
void debug_op_unwatch(Worker *w);
void debug_op_step(Worker *w);
void debug_op_retire(Worker *w);
void debug_op_verdict(Worker *w);
void debug_op_hit(Worker *w);
void debug_op_stop(Worker *w);
void debug_op_pass_add(Worker *w);
void debug_op_pass(Worker *w);
void debug_op_pass_end(Worker *w);
void debug_op_access(Worker *w);
void debug_op_fault(Worker *w);
void debug_op_watched(Worker *w);

/* worker_gdb.c */
void debug_op_gdb_bytes(Worker *w);
void debug_op_gdb_reset(Worker *w);
void debug_op_gdb_no_ack(Worker *w);
void debug_op_gdb_frame(Worker *w);
void debug_op_gdb_escape(Worker *w);
void debug_op_gdb_server(Worker *w);

#endif
