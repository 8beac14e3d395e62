/*
 * gdb_reg_table.c: the register sets of a hart: what they are called, where
 * their values are
 *
 * Each row is one <feature> of the target description; names and existence
 * come from core's own tables. The numbers are those that gdb gives to RISC-V
 * registers by itself: x0 0, pc 32, f0 33, CSRs from 65, privilege 4161.
 *
 * A written register takes what the hart would take: x0 stays 0, pc is
 * aligned, CSRs obey their WARL rules.
 *
 * "RISC-V Features" in the gdb manual.
 */
#include "core/csr.h"
#include "core/csr_bits.h"
#include "gdb_internal.h"

#define NAN_BOX 0xffffffff00000000ull

static bool always(const Hart *h, unsigned index)
{
    return true;
}

static unsigned bits_64(const Hart *h)
{
    return 64;
}

/* --- x0..x31, pc ---------------------------------------------------------- */

#define CPU_PC 32

static const char *cpu_name(unsigned index)
{
    return index == CPU_PC ? "pc" : gpr_name(index);
}

static const char *cpu_type(const Hart *h, unsigned index)
{
    switch (index) {
    case CPU_PC:
    case 1:
        return "code_ptr";
    case 2:
    case 3:
    case 4:
    case 8:
        return "data_ptr";
    default:
        return "int";
    }
}

static bool cpu_read(Hart *h, const HartEnv *env, unsigned index,
                     uint64_t *value)
{
    *value = index == CPU_PC ? h->pc : h->gpr[index];
    return true;
}

static bool cpu_write(Hart *h, const HartEnv *env, unsigned index,
                      uint64_t value)
{
    if (index == CPU_PC) {
        h->pc = value & (hart_has(h, EXT_zca) ? ~1ull : ~3ull);
    } else if (index != 0) {
        h->gpr[index] = value;
    }
    return true;
}

/* --- f0..f31 -------------------------------------------------------------- */

static bool fpu_exists(const Hart *h, unsigned index)
{
    return hart_has(h, EXT_f);
}

static unsigned fpu_bits(const Hart *h)
{
    return hart_has(h, EXT_d) ? 64 : 32;
}

static const char *fpu_type(const Hart *h, unsigned index)
{
    return hart_has(h, EXT_d) ? "riscv_double" : "ieee_single";
}

static bool fpu_read(Hart *h, const HartEnv *env, unsigned index,
                     uint64_t *value)
{
    *value = h->fpr[index];
    return true;
}

/* A changed register is one that the kernel has to save: FS = Dirty. */
static bool fpu_write(Hart *h, const HartEnv *env, unsigned index,
                      uint64_t value)
{
    h->fpr[index] = hart_has(h, EXT_d) ? value : value | NAN_BOX;
    if (h->mstatus & MSTATUS_FS) {
        h->mstatus |= MSTATUS_FS;
    }
    return true;
}

/* --- CSRs ----------------------------------------------------------------- */

static bool csr_is_there(const Hart *h, unsigned index)
{
    return csr_exists(h, index) && csr_name(index);
}

static const char *csr_type(const Hart *h, unsigned index)
{
    return "int";
}

static bool csr_write(Hart *h, const HartEnv *env, unsigned index,
                      uint64_t value)
{
    unsigned stale;

    return csr_poke(h, env, index, value, &stale);
}

/* --- the privilege mode: no CSR holds it ---------------------------------- */

static const char *priv_name(unsigned index)
{
    return "priv";
}

static bool priv_read(Hart *h, const HartEnv *env, unsigned index,
                      uint64_t *value)
{
    *value = h->priv;
    return true;
}

static bool priv_write(Hart *h, const HartEnv *env, unsigned index,
                       uint64_t value)
{
    if (value != PRIV_U && value != PRIV_S && value != PRIV_M) {
        return false;
    }
    h->priv = (uint8_t)value;
    return true;
}

/* -------------------------------------------------------------------------- */

const GdbRegSet gdb_reg_sets[] = {
    { .feature = "org.gnu.gdb.riscv.cpu",
      .title = "General Purpose Registers",
      .first = GDB_REG_X0, .count = 33, .exists = always, .bits = bits_64,
      .name = cpu_name, .type = cpu_type,
      .read = cpu_read, .write = cpu_write },
    { .feature = "org.gnu.gdb.riscv.fpu",
      .title = "Floating Point Registers",
      .first = GDB_REG_F0, .count = 32, .exists = fpu_exists,
      .bits = fpu_bits, .name = fpr_name, .type = fpu_type,
      .read = fpu_read, .write = fpu_write },
    { .feature = "org.gnu.gdb.riscv.csr",
      .title = "Control and Status Registers",
      .first = GDB_REG_CSR0, .count = 4096, .exists = csr_is_there,
      .bits = bits_64, .name = csr_name, .type = csr_type,
      .read = csr_peek, .write = csr_write },
    { .feature = "org.gnu.gdb.riscv.virtual",
      .title = "Virtual Registers",
      .first = GDB_REG_PRIV, .count = 1, .exists = always, .bits = bits_64,
      .name = priv_name, .type = csr_type,
      .read = priv_read, .write = priv_write },
};

const unsigned gdb_reg_set_count = G_N_ELEMENTS(gdb_reg_sets);

static const GdbRegSet *set_of(unsigned number)
{
    for (unsigned i = 0; i < gdb_reg_set_count; i++) {
        const GdbRegSet *set = &gdb_reg_sets[i];

        if (number >= set->first && number - set->first < set->count) {
            return set;
        }
    }
    return NULL;
}

bool gdb_reg_find(const Hart *h, unsigned number, GdbReg *reg)
{
    const GdbRegSet *set = set_of(number);

    if (!set || !set->exists(h, number - set->first)) {
        return false;
    }
    *reg = (GdbReg) {
        .set = set,
        .number = number,
        .index = number - set->first,
        .bits = set->bits(h),
    };
    return true;
}

const char *gdb_reg_alt_name(unsigned number, char buf[8])
{
    if (number >= GDB_REG_CSR0 || number == GDB_REG_PC) {
        return NULL;
    }
    if (number < GDB_REG_PC) {
        g_snprintf(buf, 8, "x%u", number - GDB_REG_X0);
    } else {
        g_snprintf(buf, 8, "f%u", number - GDB_REG_F0);
    }
    return buf;
}

const char *gdb_reg_generic(unsigned number)
{
    static const char *const roles[] = {
        [GDB_REG_X0 + 1] = "ra", [GDB_REG_X0 + 2] = "sp",
        [GDB_REG_X0 + 8] = "fp",
        [GDB_REG_X0 + 10] = "arg1", [GDB_REG_X0 + 11] = "arg2",
        [GDB_REG_X0 + 12] = "arg3", [GDB_REG_X0 + 13] = "arg4",
        [GDB_REG_X0 + 14] = "arg5", [GDB_REG_X0 + 15] = "arg6",
        [GDB_REG_X0 + 16] = "arg7", [GDB_REG_X0 + 17] = "arg8",
        [GDB_REG_PC] = "pc",
    };

    return number < G_N_ELEMENTS(roles) ? roles[number] : NULL;
}
