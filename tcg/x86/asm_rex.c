/*
 * asm_rex.c: writing instructions: prefixes, opcode, operands
 *
 * A register has four bits. Three are in ModRM, in SIB or in the opcode; the
 * fourth is in the prefix REX, 0100WRXB:
 *
 *     W  64-bit operands        R  high bit of ModRM.reg
 *     X  high bit of SIB.index  B  high bit of ModRM.rm, SIB.base or opcode
 *
 * ModRM is mod:2 reg:3 rm:3. mod 3: rm is a register. Else an address with
 * no (0), one (1) or four (2) bytes of displacement, with two irregularities
 * that look at three bits only, so that r12 is like rsp and r13 like rbp:
 *
 *     rm 4            a SIB byte follows; so base rsp, r12 need one
 *     mod 0, base 5   disp32 and no base; so [rbp], [r13] need a zero disp8
 *
 * Spec: Intel SDM volume 2, 2.1.5 and 2.2.1, tables 2-2 and 2-3.
 */
#include "x86/asm_code.h"

#include <string.h>

enum {
    REX = 0x40, REX_W = 8, REX_R = 4, REX_X = 2, REX_B = 1,
    LOCK_PREFIX = 0xf0, DATA16_PREFIX = 0x66,
    RM_SIB = 4, SIB_NO_INDEX = 4, SIB_NO_BASE = 5,
};

/* The bit of a register number that REX holds; none for X86_NO_REG. */
static unsigned high_bit(unsigned reg)
{
    return reg >> 3 & 1;
}

static uint8_t rex_bits(const X86Code *code)
{
    const X86Mem *mem = code->mem;
    uint8_t bits = code->w * REX_W | high_bit(code->reg) * REX_R;

    return mem ? bits | high_bit(mem->index) * REX_X
                      | high_bit(mem->base) * REX_B
               : bits | high_bit(code->rm) * REX_B;
}

static uint8_t *put_legacy_prefixes(uint8_t *p, const X86Code *code)
{
    static const uint8_t mandatory[] = { 0, 0x66, 0xf3, 0xf2 };

    if (code->data16) {
        *p++ = DATA16_PREFIX;
    }
    if (code->lock) {
        *p++ = LOCK_PREFIX;
    }
    if (code->prefix) {
        *p++ = mandatory[code->prefix];
    }
    return p;
}

/* REX comes last, directly before the opcode with its map bytes. */
static uint8_t *put_rex(uint8_t *p, const X86Code *code)
{
    static const uint8_t map[] = { 0, 0, 0x38, 0x3a };
    uint8_t rex = rex_bits(code);

    if (code->legacy) {
        p = put_legacy_prefixes(p, code);
    }
    if (rex || code->rex) {
        *p++ = REX | rex;
    }
    if (code->map != X86_MAP_OP) {
        *p++ = 0x0f;
        *p = map[code->map];
        p += code->map > X86_MAP_0F;
    }
    *p++ = code->opcode;
    return p;
}

static uint8_t modrm_byte(unsigned mod, unsigned reg, unsigned rm)
{
    return mod << 6 | (reg & 7) << 3 | (rm & 7);
}

/* Length of the displacement as ModRM.mod; there is a base. */
static unsigned displacement_mod(const X86Mem *mem)
{
    if (mem->disp == 0 && (mem->base & 7) != SIB_NO_BASE) {
        return 0;
    }
    return mem->disp == (int8_t)mem->disp ? 1 : 2;
}

static uint8_t sib_byte(const X86Mem *mem)
{
    unsigned index = mem->index == X86_NO_REG ? SIB_NO_INDEX : mem->index;
    unsigned base = mem->base == X86_NO_REG ? SIB_NO_BASE : mem->base;

    g_assert(mem->index != X86_RSP);
    return modrm_byte(__builtin_ctz(mem->scale), index, base);
}

static uint8_t *put_memory(uint8_t *p, unsigned reg, const X86Mem *mem)
{
    static const uint8_t bytes[] = { 0, 1, 4 };
    bool no_base = mem->base == X86_NO_REG;
    unsigned mod = no_base ? 0 : displacement_mod(mem);

    if (mem->index == X86_NO_REG && !no_base && (mem->base & 7) != RM_SIB) {
        *p++ = modrm_byte(mod, reg, mem->base);
    } else {
        *p++ = modrm_byte(mod, reg, RM_SIB);
        *p++ = sib_byte(mem);
    }
    memcpy(p, &mem->disp, sizeof(mem->disp));
    return p + (no_base ? 4 : bytes[mod]);
}

static uint8_t *put_modrm(uint8_t *p, const X86Code *code)
{
    if (code->mem) {
        return put_memory(p, code->reg, code->mem);
    }
    *p++ = modrm_byte(3, code->reg, code->rm);
    return p;
}

/*
 * Displacement and immediate are written as four bytes, always; what follows
 * goes over those that do not count.
 */
void x86_put(X86Asm *a, const X86Code *code)
{
    uint8_t *p = x86_room(a);

    if (!p) {
        return;
    }
    p = code->vex ? x86_put_vex(p, code) : put_rex(p, code);
    if (code->modrm) {
        p = put_modrm(p, code);
    }
    if (code->imm_bytes) {
        memcpy(p, &code->imm, sizeof(code->imm));
    }
    a->p = p + code->imm_bytes;
}
