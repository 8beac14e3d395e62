/*
 * gdb_regs.c: g G p P: reading and writing registers
 *
 * "g" holds x0..x31, pc and f0..f31 in the order of their numbers; the rest
 * is read one by one. Values are in the target's byte order.
 */
#include <string.h>

#include "gdb_internal.h"

#define NO_SUCH_REGISTER 45     /* LLDB: behind the last one */

/* LLDB's ";thread:2;" behind an otherwise complete packet; else Hg's. */
static bool take_suffix(GdbServer *s, GdbCursor *in, unsigned *thread)
{
    int wanted;

    *thread = s->g_thread;
    if (gdb_at_end(in)) {
        return true;
    }
    if (!s->thread_suffix || !gdb_take(in, ";")) {
        return false;
    }
    if (gdb_at_end(in)) {
        return true;
    }
    if (!gdb_take(in, "thread:") || !gdb_take_thread(s, in, &wanted)) {
        return false;
    }
    if (wanted >= 0) {
        *thread = (unsigned)wanted;
    }
    return gdb_at_end(in) || gdb_take(in, ";");
}

static Hart *hart_of(GdbServer *s, unsigned thread)
{
    return s->target->hart(s->opaque, thread);
}

static bool read_reg(GdbServer *s, unsigned thread, const GdbReg *reg,
                     uint64_t *value)
{
    return reg->set->read(hart_of(s, thread),
                          s->target->env(s->opaque, thread), reg->index,
                          value);
}

static bool write_reg(GdbServer *s, unsigned thread, const GdbReg *reg,
                      uint64_t value)
{
    return reg->set->write(hart_of(s, thread),
                           s->target->env(s->opaque, thread), reg->index,
                           value);
}

static bool take_reg_value(GdbCursor *in, const GdbReg *reg, uint64_t *value)
{
    uint64_t bytes = 0;

    if (!gdb_take_bytes(in, (uint8_t *)&bytes, reg->bits / 8)) {
        return false;
    }
    *value = GUINT64_FROM_LE(bytes);
    return true;
}

void gdb_cmd_read_registers(GdbServer *s, GdbCursor *in)
{
    unsigned thread;
    uint64_t value;
    GdbReg reg;

    if (!take_suffix(s, in, &thread)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    for (unsigned i = 0; i < GDB_REG_G_COUNT; i++) {
        if (gdb_reg_find(hart_of(s, thread), i, &reg) &&
            read_reg(s, thread, &reg, &value)) {
            gdb_reply_u64(s, value, reg.bits / 8);
        }
    }
}

/* Whole registers from the first one on; what is left out stays. */
void gdb_cmd_write_registers(GdbServer *s, GdbCursor *in)
{
    const char *colon = memchr(in->p, ';', gdb_left(in));
    GdbCursor data = { in->p, colon ? colon : in->end };
    unsigned thread;
    uint64_t value;
    GdbReg reg;

    in->p = data.end;
    if (gdb_at_end(&data) || !take_suffix(s, in, &thread)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    for (unsigned i = 0; i < GDB_REG_G_COUNT && !gdb_at_end(&data); i++) {
        if (!gdb_reg_find(hart_of(s, thread), i, &reg)) {
            continue;
        }
        if (!take_reg_value(&data, &reg, &value)) {
            break;
        }
        write_reg(s, thread, &reg, value);
    }
    s->target->hart_changed(s->opaque, thread);
    gdb_reply(s, gdb_at_end(&data) ? "OK" : "E22");
}

static bool take_reg(GdbServer *s, GdbCursor *in, uint64_t *number)
{
    return gdb_take_hex(in, number) && *number < GDB_REG_COUNT;
}

void gdb_cmd_read_register(GdbServer *s, GdbCursor *in)
{
    uint64_t number, value;
    unsigned thread;
    GdbReg reg;

    if (!take_reg(s, in, &number) || !take_suffix(s, in, &thread)) {
        gdb_reply_error(s, GDB_E_INVALID);
    } else if (!gdb_reg_find(hart_of(s, thread), (unsigned)number, &reg) ||
               !read_reg(s, thread, &reg, &value)) {
        gdb_reply_error(s, GDB_E_FAULT);
    } else {
        gdb_reply_u64(s, value, reg.bits / 8);
    }
}

void gdb_cmd_write_register(GdbServer *s, GdbCursor *in)
{
    uint64_t number, value;
    unsigned thread;
    GdbReg reg;

    /* which registers there are is the same for all harts of a machine */
    if (!take_reg(s, in, &number) || !gdb_take(in, "=") ||
        !gdb_reg_find(gdb_hart(s), (unsigned)number, &reg) ||
        !take_reg_value(in, &reg, &value) || !take_suffix(s, in, &thread) ||
        !write_reg(s, thread, &reg, value)) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    s->target->hart_changed(s->opaque, thread);
    gdb_reply(s, "OK");
}

/* --- LLDB's qRegisterInfo<n>: one register, by position ------------------- */

/* Without gaps: position n is the n-th register that exists. */
static bool reg_at_position(const Hart *h, uint64_t position, GdbReg *reg)
{
    for (unsigned i = 0; i < GDB_REG_COUNT; i++) {
        if (gdb_reg_find(h, i, reg) && position-- == 0) {
            return true;
        }
    }
    return false;
}

/* Bytes before it in a g packet; the others follow as if they were there. */
static unsigned offset_of(const Hart *h, const GdbReg *reg)
{
    unsigned offset = 0;
    GdbReg other;

    for (unsigned i = 0; i < reg->number; i++) {
        if (gdb_reg_find(h, i, &other)) {
            offset += other.bits / 8;
        }
    }
    return offset;
}

/* DWARF numbers: x0..x31 are 0..31, f0..f31 are 32..63; pc has none. */
static void append_reg_roles(GdbServer *s, unsigned number)
{
    const char *role = gdb_reg_generic(number);

    if (number < GDB_REG_PC) {
        gdb_reply_format(s, "gcc:%u;dwarf:%u;", number, number);
    } else if (number > GDB_REG_PC && number < GDB_REG_CSR0) {
        gdb_reply_format(s, "gcc:%u;dwarf:%u;", number - 1, number - 1);
    }
    if (role) {
        gdb_reply_format(s, "generic:%s;", role);
    }
}

void gdb_cmd_register_info(GdbServer *s, GdbCursor *in)
{
    const Hart *h = gdb_hart(s);
    uint64_t position;
    char buf[8];
    GdbReg reg;

    if (!gdb_take_hex(in, &position) || !gdb_at_end(in) ||
        !reg_at_position(h, position, &reg)) {
        gdb_reply_error(s, NO_SUCH_REGISTER);
        return;
    }
    const char *alt = gdb_reg_alt_name(reg.number, buf);
    bool is_float = reg.number >= GDB_REG_F0 && reg.number < GDB_REG_CSR0;

    gdb_reply_format(s, "name:%s;", reg.set->name(reg.index));
    if (alt) {
        gdb_reply_format(s, "alt-name:%s;", alt);
    }
    gdb_reply_format(s, "bitsize:%u;offset:%u;encoding:%s;format:%s;set:%s;",
                     reg.bits, offset_of(h, &reg),
                     is_float ? "ieee754" : "uint",
                     is_float ? "float" : "hex", reg.set->title);
    append_reg_roles(s, reg.number);
}
