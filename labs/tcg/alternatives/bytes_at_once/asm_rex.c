/* asm_rex.c: the instruction is collected byte by byte, then copied */
#include <string.h>

#include "x86/asm_code.h"

typedef struct Bytes {
    uint8_t at[24];
    unsigned n;
} Bytes;

static void add(Bytes *b, uint8_t byte)
{
    b->at[b->n++] = byte;
}

static void add_number(Bytes *b, int32_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        add(b, (uint8_t)((uint32_t)number >> (8 * i)));
    }
}

static void add_opcode(Bytes *b, const X86Code *c)
{
    unsigned rex = c->w ? 8 : 0;

    if (c->legacy && c->data16) {
        add(b, 0x66);
    }
    if (c->legacy && c->lock) {
        add(b, 0xf0);
    }
    if (c->legacy && c->prefix) {
        add(b, c->prefix == X86_PREFIX_66 ? 0x66
               : c->prefix == X86_PREFIX_F3 ? 0xf3 : 0xf2);
    }
    rex |= c->reg & 8 ? 4 : 0;
    if (c->mem) {
        rex |= c->mem->index != X86_NO_REG && c->mem->index & 8 ? 2 : 0;
        rex |= c->mem->base != X86_NO_REG && c->mem->base & 8 ? 1 : 0;
    } else {
        rex |= c->rm & 8 ? 1 : 0;
    }
    if (rex || c->rex) {
        add(b, 0x40 + rex);
    }
    if (c->map >= X86_MAP_0F) {
        add(b, 0x0f);
    }
    if (c->map >= X86_MAP_0F38) {
        add(b, c->map == X86_MAP_0F38 ? 0x38 : 0x3a);
    }
    add(b, c->opcode);
}

static unsigned disp_bytes(const X86Mem *m)
{
    bool rbp = m->base == X86_RBP || m->base == X86_R13;

    if (m->base == X86_NO_REG) {
        return 4;
    }
    return m->disp == 0 && !rbp ? 0
         : m->disp >= -128 && m->disp <= 127 ? 1 : 4;
}

static void add_address(Bytes *b, unsigned reg, const X86Mem *m)
{
    unsigned bytes = disp_bytes(m);
    unsigned mod = m->base == X86_NO_REG || bytes == 0 ? 0
                 : bytes == 1 ? 0x40 : 0x80;
    bool sib = m->base == X86_NO_REG || m->index != X86_NO_REG ||
               m->base == X86_RSP || m->base == X86_R12;

    add(b, mod | (reg & 7) << 3 | (sib ? 4 : m->base & 7));
    if (sib) {
        unsigned scale = m->scale == 8 ? 3 : m->scale == 4 ? 2
                       : m->scale == 2;
        unsigned index = m->index == X86_NO_REG ? 4 : m->index & 7;

        add(b, scale << 6 | index << 3 |
               (m->base == X86_NO_REG ? 5 : m->base & 7));
    }
    add_number(b, m->disp, bytes);
}

void x86_put(X86Asm *a, const X86Code *code)
{
    uint8_t *place = x86_room(a);
    Bytes b = { .n = 0 };

    if (!place) {
        return;
    }
    if (code->vex) {
        b.n = x86_put_vex(b.at, code) - b.at;
    } else {
        add_opcode(&b, code);
    }
    if (code->modrm && code->mem) {
        add_address(&b, code->reg, code->mem);
    } else if (code->modrm) {
        add(&b, 0xc0 | (code->reg & 7) << 3 | (code->rm & 7));
    }
    add_number(&b, code->imm, code->imm_bytes);
    memcpy(place, b.at, b.n);
    a->p = place + b.n;
}
