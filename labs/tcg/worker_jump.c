/*
 * worker_jump.c: labels and jumps
 *
 * Told are the jumps alone, where they begin and their bytes, once all labels
 * that they wait for are bound: before that the code may hold anything in
 * their displacements.
 */
#include <string.h>

#include "worker_asm.h"

static X86Label *label_arg(Worker *w)
{
    return &asm_lab(w)->labels[worker_u64(w, "label") % ASM_LABELS];
}

static void note_jump(AsmLab *lab)
{
    if (lab->n_jumps < ASM_JUMPS) {
        lab->jumps[lab->n_jumps++] = (uint32_t)(lab->as.p - lab->as.start);
    }
}

/* Where the code is now, so that a wrong length is seen at once. */
static void tell_place(Worker *w)
{
    const X86Asm *as = &asm_lab(w)->as;

    reply_u64(w, "at", (uint64_t)(as->p - as->start));
    if (as->overflow) {
        reply_bool(w, "overflow", true);
    }
}

void tcg_op_jmp(Worker *w)
{
    note_jump(asm_lab(w));
    x86_jmp(&asm_lab(w)->as, label_arg(w));
    tell_place(w);
}

void tcg_op_jcc(Worker *w)
{
    note_jump(asm_lab(w));
    x86_jcc(&asm_lab(w)->as, worker_u64(w, "cond") % 16, label_arg(w));
    tell_place(w);
}

void tcg_op_call(Worker *w)
{
    note_jump(asm_lab(w));
    x86_call(&asm_lab(w)->as, label_arg(w));
    tell_place(w);
}

/* Binding twice is a mistake of the caller. */
void tcg_op_bind(Worker *w)
{
    X86Label *label = label_arg(w);

    if (label->at >= 0) {
        reply_text(w, "error", "the label is bound already");
        return;
    }
    x86_bind(&asm_lab(w)->as, label);
    reply_i64(w, "label_at", label->at);
}

void tcg_op_fill(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    size_t n = MIN(worker_u64(w, "bytes"), (uint64_t)(as->end - as->p));

    memset(as->p, 0x90, n);
    as->p += n;
    tell_place(w);
}

/* The length of a jump by its first byte; 0: none */
static unsigned length_of(const uint8_t *p)
{
    return *p == 0x0f ? 6 : *p == 0xe9 || *p == 0xe8 ? 5
         : *p == 0xeb || (*p & 0xf0) == 0x70 ? 2 : 0;
}

static void tell_jump(Worker *w, const uint8_t *p, unsigned at)
{
    unsigned length = length_of(p);
    int32_t disp = 0;

    if (length == 0) {
        reply_add(w, "jump", "at %u: none", at);
        return;
    }
    if (length == 2) {
        disp = (int8_t)p[1];
    } else {
        memcpy(&disp, p + length - 4, 4);
    }
    reply_add(w, "jump", "at %u: %02x, %u bytes, to %lld", at,
              p[0] == 0x0f ? 0x0f00u + p[1] : p[0], length,
              (long long)at + length + disp);
}

void tcg_op_jumps(Worker *w)
{
    const AsmLab *lab = asm_lab(w);

    for (unsigned i = 0; i < lab->n_jumps; i++) {
        tell_jump(w, lab->bytes + lab->jumps[i], lab->jumps[i]);
    }
}
