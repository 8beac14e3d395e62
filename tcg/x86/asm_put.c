/*
 * asm_put.c: where code is written, and what a row says of it
 *
 * An instruction has at most 15 bytes. It is written whole or, when fewer
 * than 16 bytes are left, not at all.
 */
#include "x86/asm_code.h"

#include <string.h>

void x86_asm_init(X86Asm *a, uint8_t *start, size_t bytes,
                  const X86Features *features)
{
    *a = (X86Asm){
        .start = start,
        .p = start,
        .end = start + bytes,
        .features = *features,
        .lacking = x86_lacking(features),
    };
}

uint8_t *x86_no_room(X86Asm *a)
{
    a->overflow = true;
    return NULL;
}

/* --- prepared code ------------------------------------------------------- */

void x86_snippet_take(const X86Asm *a, const uint8_t *from,
                      X86Snippet *snippet)
{
    size_t bytes = a->p - from;

    g_assert(bytes <= sizeof(snippet->code));
    if (!a->overflow) {
        memcpy(snippet->code, from, bytes);
        snippet->n_bytes = bytes;
    }
}

void x86_snippet_put(X86Asm *a, const X86Snippet *snippet)
{
    if (a->end - a->p < (ptrdiff_t)sizeof(snippet->code)) {
        a->overflow = true;
        return;
    }
    memcpy(a->p, snippet->code, sizeof(snippet->code));
    a->p += snippet->n_bytes;
}

/* --- instructions -------------------------------------------------------- */

void x86_code(const X86Asm *a, X86Op op, uint64_t forms, X86Code *code)
{
    const X86Row *row = x86_row(op);
    unsigned width = x86_op_width(op);

    g_assert(forms >> row->form & 1);
    g_assert(!(row->flags & a->lacking));
    *code = row->code;
    if (width == X86_W64) {
        code->w = true;
    } else if (width != X86_W32) {
        code->data16 = width == X86_W16;
        code->legacy |= code->data16;
        code->opcode &= width == X86_W8 && row->flags & X86_BYTE ? ~1 : ~0;
    }
    if (op & X86_LOCK) {
        code->lock = true;
        code->legacy = true;
    }
}
