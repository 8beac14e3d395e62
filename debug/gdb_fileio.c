/*
 * gdb_fileio.c: asking the debugger for a system call of its host
 *
 *     server    Fwrite,1,80001000,5          instead of a stop reply
 *     debugger  m80001000,5 ...              reads what is to be written
 *     debugger  F5                           the result; the guest goes on
 *
 * The command that resumed the machine is still not answered meanwhile. A
 * stop that comes in between is told when the debugger has its hands free.
 *
 * "GDB Remote Serial Protocol", "File-I/O Remote Protocol Extension".
 */
#include "gdb_internal.h"

bool gdb_server_has_file_io(const GdbServer *s)
{
    return s->connected && s->attached && !s->non_stop && s->waiting &&
           !s->file_io;
}

bool gdb_server_file_io(GdbServer *s, unsigned thread, const char *request,
                        GdbFileIoFn *done, void *opaque)
{
    if (!gdb_server_has_file_io(s)) {
        return false;
    }
    s->file_io = done;
    s->file_io_opaque = opaque;
    s->g_thread = thread;
    g_string_printf(s->reply, "F%s", request);
    gdb_send_reply(s);
    return true;
}

void gdb_file_io_end(GdbServer *s, int64_t result, unsigned error)
{
    GdbFileIoFn *done = s->file_io;

    s->file_io = NULL;
    if (done) {
        done(s->file_io_opaque, result, error);
    }
}

bool gdb_file_io_defers(GdbServer *s, GdbSignal signal)
{
    if (s->file_io) {
        s->stop_deferred = true;
        s->deferred_signal = signal;
    }
    return s->file_io;
}

static void tell_deferred_stop(GdbServer *s)
{
    if (s->stop_deferred) {
        s->stop_deferred = false;
        gdb_server_vm_stopped(s, s->deferred_signal);
    }
}

/* F[-]result[,errno[,C]]: C: the user interrupted the call */
void gdb_cmd_file_io(GdbServer *s, GdbCursor *in)
{
    uint64_t result, error = 0;
    bool negative = gdb_take(in, "-");

    if (!gdb_take_hex(in, &result)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    if (gdb_take(in, ",")) {
        gdb_take_hex(in, &error);
    }
    bool interrupted = gdb_take(in, ",C");

    gdb_file_io_end(s, negative ? -(int64_t)result : (int64_t)result,
                    (unsigned)error);
    if (interrupted && !s->stop_deferred) {
        gdb_interrupt(s);
    }
    tell_deferred_stop(s);
}
