/*
 * gdb_server.h: the gdb remote serial protocol, server side
 *
 * One GdbServer talks to one debugger at a time. Bytes from the debugger go
 * to gdb_server_receive(); answers leave through the output function. The
 * machine behind it is a GdbTarget.
 *
 * "Debugging with GDB", appendix "GDB Remote Serial Protocol"; LLDB's
 * additions to it. Attaching stops the VM. Detaching removes all points and
 * lets it run. A debugger that vanishes has its points removed too; the VM
 * then runs on if it ran when the debugger came, or was resumed by it.
 *
 * Not here: files of this host for the debugger (vFile), tracepoints, memory
 * tagging, reverse execution.
 */
#ifndef DEBUG_GDB_SERVER_H
#define DEBUG_GDB_SERVER_H

#include <glib.h>

#include "debug/gdb_target.h"

/* Signal numbers of the protocol, not of the host ("include/gdb/signals"). */
typedef enum GdbSignal {
    GDB_SIGNAL_0 = 0,
    GDB_SIGNAL_INT = 2,
    GDB_SIGNAL_QUIT = 3,
    GDB_SIGNAL_TRAP = 5,
    GDB_SIGNAL_ABRT = 6,
    GDB_SIGNAL_ALRM = 14,
    GDB_SIGNAL_STOP = 17,
    GDB_SIGNAL_XCPU = 24,
    GDB_SIGNAL_UNKNOWN = 143,
} GdbSignal;

#define GDB_PACKET_MAX 0x4000   /* bytes of payload, either direction */
#define GDB_POINTS_MAX 1024     /* points of one debugger */

typedef struct GdbServer GdbServer;

/**
 * gdb_server_new: make a server that nobody is connected to
 * @target: (borrowed), with its @opaque
 * @output: takes everything it is given; never calls back
 *
 * Returns: (transfer full): free with gdb_server_free()
 */
GdbServer *gdb_server_new(const GdbTarget *target, void *opaque,
                          GdbOutputFn *output, void *output_opaque);

/** gdb_server_free: like a debugger that vanished; @s may be NULL */
void gdb_server_free(GdbServer *s);

/** gdb_server_connect: a debugger is there: the VM stops */
void gdb_server_connect(GdbServer *s);

/** gdb_server_disconnect: it has gone; no effect when none was there */
void gdb_server_disconnect(GdbServer *s);

/**
 * gdb_server_receive: take bytes from the debugger
 *
 * Any bytes in any portions are fine. Answers come before it returns, except
 * for what waits until the VM stops.
 */
void gdb_server_receive(GdbServer *s, const uint8_t *buf, size_t len);

/**
 * gdb_server_vm_stopped: the VM has stopped, whoever wanted it
 * @signal: what the debugger is told when no hart says why
 *
 * May resume the VM (range stepping, non-stop mode): call it from the main
 * loop, not from inside the change of state. Not called for hold().
 */
void gdb_server_vm_stopped(GdbServer *s, GdbSignal signal);

/*
 * What became of a call; @error is a number of the protocol's list, 0 for an
 * unknown reason. Called once for each gdb_server_file_io().
 */
typedef void GdbFileIoFn(void *opaque, int64_t result, unsigned error);

/** gdb_server_has_file_io: would gdb_server_file_io() be taken now? */
bool gdb_server_has_file_io(const GdbServer *s);

/**
 * gdb_server_file_io: have the debugger make a system call on its host
 * @thread:  hart whose memory the addresses mean
 * @request: "write,1,80001000,5": name and arguments, numbers in hex
 * @done:    called when the debugger has answered or gone (-1, 0)
 *
 * Returns: false, and @done is never called, unless a debugger waits for the
 *          running machine and has nothing else to do.
 * Context: main loop.
 */
bool gdb_server_file_io(GdbServer *s, unsigned thread, const char *request,
                        GdbFileIoFn *done, void *opaque);

/** gdb_server_exit: tell the debugger that the machine is gone */
void gdb_server_exit(GdbServer *s, int status);

#endif
