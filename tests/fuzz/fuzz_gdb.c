/*
 * fuzz_gdb.c: a debugger that says anything, on a machine without vCPUs
 *
 * The input is a list of lines:
 *
 *     =bytes      bytes on the line as they are
 *     !sN !bN     hart N made its step, hit a breakpoint,
 *     !wN !u      hit a watchpoint; somebody else stopped the VM
 *     !x !r       the debugger vanishes and comes back; the VM runs by itself
 *     anything    a packet, framed with its checksum
 *
 * What comes out must be well-formed: gdb_fake_take() checks sums, and no
 * payload is longer than was announced.
 */
#include <string.h>

#include "fuzz.h"
#include "gdb_fake.h"

static void stop_hart(GdbFake *f, char hart, GdbStop stop)
{
    if (f->running) {
        gdb_fake_stop(f, (unsigned char)hart % FAKE_HARTS, stop);
    }
}

static void happen(GdbFake *f, const char *line)
{
    GdbStop stop = { .type = GDB_POINT_WRITE, .addr = FAKE_RAM };

    switch (line[1]) {
    case 's':
    case 'b':
    case 'w':
        stop.reason = line[1] == 's' ? GDB_STOP_STEP
                      : line[1] == 'b' ? GDB_STOP_BREAKPOINT
                                       : GDB_STOP_WATCHPOINT;
        stop_hart(f, line[2], stop);
        break;
    case 'u':
        f->running = false;
        gdb_server_vm_stopped(f->server, GDB_SIGNAL_INT);
        break;
    case 'x':
        gdb_server_disconnect(f->server);
        g_assert(f->points->len == 0);
        gdb_server_connect(f->server);
        break;
    case 'r':
        f->running = true;
        break;
    default:
        break;
    }
}

static void check_output(GdbFake *f)
{
    for (;;) {
        g_autofree char *payload = gdb_fake_take(f);

        if (!payload) {
            break;
        }
        g_assert(strlen(payload) <= GDB_PACKET_MAX + 1);
    }
    g_string_truncate(f->output, 0);
}

static void play(GdbFake *f, const char *line, size_t len)
{
    if (len > 1 && line[0] == '!') {
        char text[4] = "";

        memcpy(text, line, MIN(len, 3));
        happen(f, text);
    } else if (len > 0 && line[0] == '=') {
        gdb_server_receive(f->server, (const uint8_t *)line + 1, len - 1);
    } else {
        gdb_fake_send(f, line, len);
    }
    g_assert(!f->held);
    check_output(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *p = (const char *)data, *end = p + size;
    GdbFake *f = gdb_fake_new();

    gdb_server_connect(f->server);
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *line_end = newline ? newline : end;

        play(f, p, (size_t)(line_end - p));
        p = newline ? newline + 1 : end;
    }
    gdb_fake_free(f);
    return 0;
}
