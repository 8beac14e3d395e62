/*
 * gdb_qemu.c: the packets that QEMU added, under the same names
 *
 *     qqemu.sstepbits          which bits there are
 *     qqemu.sstep, Qqemu.sstep=BITS
 *                              how single steps are made: ENABLE 1, without
 *                              interrupts 2, without timers 4
 *     qqemu.PhyMemMode, Qqemu.PhyMemMode:0|1
 *                              m, M, x, X take physical addresses
 *
 * In gdb: maint packet Qqemu.PhyMemMode:1
 */
#include "gdb_internal.h"

#define STEP_BITS (GDB_STEP_ENABLE | GDB_STEP_NOIRQ | GDB_STEP_NOTIMER)

void gdb_cmd_sstep_bits(GdbServer *s, GdbCursor *in)
{
    gdb_reply_format(s, "ENABLE=%x,NOIRQ=%x,NOTIMER=%x", GDB_STEP_ENABLE,
                     GDB_STEP_NOIRQ, GDB_STEP_NOTIMER);
}

void gdb_cmd_sstep(GdbServer *s, GdbCursor *in)
{
    gdb_reply_format(s, "0x%x", s->step_flags);
}

/* A step that is not enabled would never end: that bit stays set. */
void gdb_cmd_set_sstep(GdbServer *s, GdbCursor *in)
{
    uint64_t bits;

    gdb_take(in, "0x");
    if (!gdb_take_hex(in, &bits) || !gdb_at_end(in) || bits & ~STEP_BITS) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->step_flags = (unsigned)bits | GDB_STEP_ENABLE;
    gdb_reply(s, "OK");
}

void gdb_cmd_phy_mem_mode(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, s->physical ? "1" : "0");
}

void gdb_cmd_set_phy_mem_mode(GdbServer *s, GdbCursor *in)
{
    uint64_t on;

    if (!gdb_take_hex(in, &on) || !gdb_at_end(in) || on > 1) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->physical = on == 1;
    gdb_reply(s, "OK");
}
