/*
 * gdb_lldb.c: what LLDB asks besides gdb's packets
 *
 * qHostInfo and qProcessInfo say that this is a riscv64 without an operating
 * system that LLDB knows. qMemoryRegionInfo answers for virtual addresses by
 * asking where they lead, page by page, and gives neighbours that answer
 * alike as one region. (qRegisterInfo is in gdb_regs.c.)
 *
 * LLDB, "GDB Remote Protocol Extensions".
 */
#include <inttypes.h>
#include <string.h>

#include "gdb_internal.h"

#define PAGE_BYTES 4096ull
#define PAGES_MAX 256           /* looked at for one region */
#define WATCHPOINTS 64          /* as many as anybody needs */

static void reply_triple(GdbServer *s)
{
    static const char triple[] = "riscv64-unknown-unknown-elf";

    gdb_reply(s, "triple:");
    gdb_reply_hex(s, triple, strlen(triple));
    gdb_reply(s, ";ptrsize:8;endian:little;");
}

void gdb_cmd_host_info(GdbServer *s, GdbCursor *in)
{
    reply_triple(s);
    gdb_reply(s, "watchpoint_exceptions_received:after;");
}

void gdb_cmd_process_info(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, "pid:1;parent-pid:0;");
    reply_triple(s);
}

void gdb_cmd_watch_info(GdbServer *s, GdbCursor *in)
{
    gdb_reply_format(s, "num:%u;", WATCHPOINTS);
}

void gdb_cmd_thread_suffix(GdbServer *s, GdbCursor *in)
{
    s->thread_suffix = true;
    gdb_reply(s, "OK");
}

void gdb_cmd_list_threads_in_stop(GdbServer *s, GdbCursor *in)
{
    s->threads_in_stop = true;
    gdb_reply(s, "OK");
}

/* --- qMemoryRegionInfo ---------------------------------------------------- */

/* "": nothing there, else what can be done there */
static const char *permissions(GdbServer *s, vaddr page)
{
    hwaddr phys = page;
    GdbRegion region;

    if ((!s->physical &&
         !s->target->translate(s->opaque, s->g_thread, page, &phys)) ||
        !s->target->next_region(s->opaque, phys, &region) ||
        phys < region.start) {
        return "";
    }
    return region.kind == GDB_REGION_RAM ? "rwx"
           : region.kind == GDB_REGION_IO ? "rw" : "rx";
}

void gdb_cmd_memory_region(GdbServer *s, GdbCursor *in)
{
    uint64_t addr, size = PAGE_BYTES;
    const char *first;

    if (!gdb_take_hex(in, &addr) || !gdb_at_end(in)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    addr &= ~(PAGE_BYTES - 1);
    first = permissions(s, addr);
    while (size < PAGES_MAX * PAGE_BYTES && addr + size != 0 &&
           strcmp(permissions(s, addr + size), first) == 0) {
        size += PAGE_BYTES;
    }
    gdb_reply_format(s, "start:%" PRIx64 ";size:%" PRIx64
                     ";permissions:%s;", addr, size, first);
}
