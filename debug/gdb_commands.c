/*
 * gdb_commands.c: every packet there is, and who answers it
 *
 * One table. The row with the longest matching name wins, so "qC" and
 * "qCRC:" do not meet. A packet without a row gets the empty answer, which
 * means "not supported" in this protocol: that is how a debugger asks.
 */
#include <string.h>

#include "gdb_internal.h"

static void cmd_must_be_empty(GdbServer *s, GdbCursor *in)
{
}

/* clang-format off */
static const GdbCommand commands[] = {
    /* the session */
    { "qSupported",            gdb_cmd_supported,         GDB_DETACHED },
    { "QStartNoAckMode",       gdb_cmd_no_ack,    GDB_WHOLE | GDB_DETACHED },
    { "QNonStop:",             gdb_cmd_non_stop,          0 },
    { "vMustReplyEmpty",       cmd_must_be_empty,         GDB_DETACHED },
    { "!",                     gdb_cmd_extended,  GDB_WHOLE | GDB_DETACHED },
    { "D",                     gdb_cmd_detach,            0 },
    { "k",                     gdb_cmd_kill, GDB_WHOLE | GDB_QUIET |
                                             GDB_DETACHED },
    { "vKill;",                gdb_cmd_vkill,             0 },
    { "R",                     gdb_cmd_restart,   GDB_QUIET | GDB_DETACHED },
    { "vAttach;",              gdb_cmd_attach,            GDB_DETACHED },
    { "vRun;",                 gdb_cmd_run,               GDB_DETACHED },
    { "qAttached",             gdb_cmd_was_attached,      GDB_DETACHED },
    { "qRcmd,",                gdb_cmd_monitor,           GDB_DETACHED },

    /* threads */
    { "H",                     gdb_cmd_set_thread,        0 },
    { "T",                     gdb_cmd_thread_alive,      0 },
    { "qC",                    gdb_cmd_current_thread,    GDB_WHOLE },
    { "qfThreadInfo",          gdb_cmd_first_threads,     GDB_WHOLE |
                                                          GDB_DETACHED },
    { "qsThreadInfo",          gdb_cmd_next_threads,      GDB_WHOLE |
                                                          GDB_DETACHED },
    { "qThreadExtraInfo,",     gdb_cmd_thread_extra,      GDB_HALTED },
    { "QThreadEvents:",        gdb_cmd_thread_events,     GDB_DETACHED },

    /* registers */
    { "g",                     gdb_cmd_read_registers,    GDB_HALTED },
    { "G",                     gdb_cmd_write_registers,   GDB_HALTED },
    { "p",                     gdb_cmd_read_register,     GDB_HALTED },
    { "P",                     gdb_cmd_write_register,    GDB_HALTED },

    /* memory */
    { "m",                     gdb_cmd_read_memory,       GDB_HALTED },
    { "M",                     gdb_cmd_write_memory,      GDB_HALTED },
    { "x",                     gdb_cmd_read_binary,       GDB_HALTED },
    { "X",                     gdb_cmd_write_binary,      GDB_HALTED },
    { "qSearch:memory:",       gdb_cmd_search,            GDB_HALTED },
    { "qCRC:",                 gdb_cmd_crc,               GDB_HALTED },
    { "vFlashErase:",          gdb_cmd_flash_erase,       GDB_HALTED },
    { "vFlashWrite:",          gdb_cmd_flash_write,       GDB_HALTED },
    { "vFlashDone",            gdb_cmd_flash_done,        GDB_WHOLE },
    { "qXfer:",                gdb_cmd_xfer,      GDB_HALTED | GDB_DETACHED },

    /* break- and watchpoints */
    { "Z",                     gdb_cmd_insert,            GDB_HALTED },
    { "z",                     gdb_cmd_remove,            GDB_HALTED },

    /* running */
    { "?",                     gdb_cmd_halt_reason,       GDB_WHOLE |
                                              GDB_HALTED | GDB_DETACHED },
    { "c",                     gdb_cmd_continue,          GDB_QUIET },
    { "C",                     gdb_cmd_continue_signal,   GDB_QUIET },
    { "s",                     gdb_cmd_step,              GDB_QUIET },
    { "S",                     gdb_cmd_step_signal,       GDB_QUIET },
    { "vCont?",                gdb_cmd_vcont_query,       GDB_WHOLE |
                                                          GDB_DETACHED },
    { "vCont",                 gdb_cmd_vcont,             GDB_QUIET },
    { "vCtrlC",                gdb_cmd_vctrlc,            GDB_WHOLE },
    { "vStopped",              gdb_cmd_vstopped,     GDB_WHOLE | GDB_HALTED },
    { "F",                     gdb_cmd_file_io,           GDB_QUIET },

    /* QEMU's */
    { "qqemu.sstepbits",       gdb_cmd_sstep_bits,        GDB_WHOLE },
    { "qqemu.sstep",           gdb_cmd_sstep,             GDB_WHOLE },
    { "Qqemu.sstep=",          gdb_cmd_set_sstep,         0 },
    { "qqemu.PhyMemMode",      gdb_cmd_phy_mem_mode,      GDB_WHOLE },
    { "Qqemu.PhyMemMode:",     gdb_cmd_set_phy_mem_mode,  0 },

    /* LLDB's */
    { "qHostInfo",             gdb_cmd_host_info, GDB_WHOLE | GDB_DETACHED },
    { "qProcessInfo",          gdb_cmd_process_info,      GDB_WHOLE },
    { "qRegisterInfo",         gdb_cmd_register_info,     GDB_HALTED },
    { "jThreadsInfo",          gdb_cmd_threads_info,  GDB_WHOLE | GDB_HALTED },
    { "qMemoryRegionInfo:",    gdb_cmd_memory_region,     GDB_HALTED },
    { "qWatchpointSupportInfo", gdb_cmd_watch_info,       0 },
    { "QThreadSuffixSupported", gdb_cmd_thread_suffix,    GDB_WHOLE |
                                                          GDB_DETACHED },
    { "QListThreadsInStopReply", gdb_cmd_list_threads_in_stop,
                                                  GDB_WHOLE | GDB_DETACHED },
};
/* clang-format on */

static bool row_matches(const GdbCommand *row, const char *packet, size_t len)
{
    size_t n = strlen(row->prefix);

    return len >= n && memcmp(packet, row->prefix, n) == 0 &&
           (len == n || !(row->flags & GDB_WHOLE));
}

const GdbCommand *gdb_find_command(const char *packet, size_t len)
{
    const GdbCommand *best = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        const GdbCommand *row = &commands[i];

        if (row_matches(row, packet, len) &&
            (!best || strlen(row->prefix) > strlen(best->prefix))) {
            best = row;
        }
    }
    return best;
}

/* Commands that need halted harts find them so even while the VM runs. */
static void run_command(GdbServer *s, const GdbCommand *row, GdbCursor *in)
{
    bool hold = (row->flags & GDB_HALTED) &&
                s->target->is_running(s->opaque);

    if (hold) {
        s->target->hold(s->opaque);
    }
    row->run(s, in);
    if (hold) {
        s->target->release(s->opaque);
    }
}

void gdb_dispatch(GdbServer *s, const char *packet, size_t len)
{
    const GdbCommand *row = gdb_find_command(packet, len);

    g_string_truncate(s->reply, 0);
    if (row && !s->attached && !(row->flags & GDB_DETACHED)) {
        gdb_reply_error(s, GDB_E_NO_ENTRY);
    } else if (row) {
        GdbCursor in = { packet + strlen(row->prefix), packet + len };

        run_command(s, row, &in);
        if (s->reply->len == 0 && (row->flags & GDB_QUIET)) {
            return;
        }
    }
    gdb_send_reply(s);
}
