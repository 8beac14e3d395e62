/*
 * reset_vector.c: the first instructions of every hart
 *
 * All harts start here at the same time and leave with the registers of the
 * SBI boot convention: a0 = hart id, a1 = device tree, a2 = fw_dynamic block.
 * The code finds its data relative to pc, so it runs at any address.
 *
 *   0x00   auipc t0, 0             t0 = here
 *   0x04   addi  a2, t0, 0x28      fw_dynamic block
 *   0x08   csrr  a0, mhartid
 *   0x0c   ld    a1, 0x20(t0)      device tree
 *   0x10   ld    t0, 0x18(t0)      first program
 *   0x14   jr    t0
 *   0x18   address of the first program
 *   0x20   address of the device tree
 *   0x28   fw_dynamic block: OpenSBI docs/firmware/fw_dynamic.md
 */
#include <string.h>

#include "machine/boot.h"

enum { REG_T0 = 5, REG_A0 = 10, REG_A1 = 11, REG_A2 = 12 };
enum { CSR_MHARTID = 0xf14 };

typedef struct ResetVector {
    uint32_t code[6];
    uint64_t start;
    uint64_t fdt;
    /* struct fw_dynamic_info of a 64-bit OpenSBI */
    struct {
        uint64_t magic;
        uint64_t version;
        uint64_t next_addr;
        uint64_t next_mode;
        uint64_t options;
        uint64_t boot_hart;     /* preferred; all others wait */
    } info;
} ResetVector;

G_STATIC_ASSERT(offsetof(ResetVector, start) == 0x18);
G_STATIC_ASSERT(offsetof(ResetVector, fdt) == 0x20);
G_STATIC_ASSERT(offsetof(ResetVector, info) == 0x28);

static uint32_t insn_auipc(unsigned rd)
{
    return rd << 7 | 0x17;
}

/* I-type: imm[11:0] rs1 funct3 rd opcode */
static uint32_t insn_i(uint32_t opcode, unsigned rd, unsigned rs1,
                       uint32_t imm)
{
    return imm << 20 | rs1 << 15 | rd << 7 | opcode;
}

enum {
    OP_ADDI = 0x13,
    OP_JALR = 0x67,
    OP_LD = 0x03 | 3 << 12,
    OP_CSRRS = 0x73 | 2 << 12,
};

static void write_code(uint32_t *code)
{
    const uint32_t insns[] = {
        insn_auipc(REG_T0),
        insn_i(OP_ADDI, REG_A2, REG_T0, offsetof(ResetVector, info)),
        insn_i(OP_CSRRS, REG_A0, 0, CSR_MHARTID),
        insn_i(OP_LD, REG_A1, REG_T0, offsetof(ResetVector, fdt)),
        insn_i(OP_LD, REG_T0, REG_T0, offsetof(ResetVector, start)),
        insn_i(OP_JALR, 0, REG_T0, 0),
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(insns); i++) {
        code[i] = GUINT32_TO_LE(insns[i]);
    }
}

GBytes *riscv_reset_vector(const BootLayout *layout)
{
    ResetVector rom = {
        .start = GUINT64_TO_LE(layout->start),
        .fdt = GUINT64_TO_LE(layout->fdt_addr),
        .info.magic = GUINT64_TO_LE(FW_DYNAMIC_MAGIC),
        .info.version = GUINT64_TO_LE(FW_DYNAMIC_VERSION),
        .info.next_addr = GUINT64_TO_LE(layout->kernel_entry),
        .info.next_mode = GUINT64_TO_LE(FW_DYNAMIC_NEXT_S),
    };

    write_code(rom.code);
    return g_bytes_new(&rom, sizeof(rom));
}

bool riscv_setup_rom_reset_vec(RomList *roms, hwaddr rom_base,
                               uint64_t rom_size, const BootLayout *layout,
                               Error **errp)
{
    g_autoptr(GBytes) rom = riscv_reset_vector(layout);

    g_assert(g_bytes_get_size(rom) <= rom_size);
    return rom_add_blob(roms, "reset vector", rom, rom_base, errp);
}
