/*
 * worker_asm.c: single instructions, as bytes
 *
 * An operation that has no such form is refused here: the encoder takes it
 * for a mistake of its caller.
 */
#include <stdlib.h>
#include <string.h>

#include "worker_asm.h"
#include "x86/asm_code.h"

void asm_lab_begin(AsmLab *lab, size_t bytes)
{
    static const X86Features plain = { .sse41 = true, .popcnt = true };

    memset(lab, 0, sizeof(*lab));
    for (unsigned i = 0; i < ASM_LABELS; i++) {
        lab->labels[i] = X86_LABEL_INIT;
    }
    x86_asm_init(&lab->as, lab->bytes, MIN(bytes, ASM_BYTES), &plain);
}

AsmLab *asm_lab(Worker *w)
{
    TcgLab *lab = tcg_lab(w);

    if (!lab->assembler) {
        lab->assembler = g_new(AsmLab, 1);
        asm_lab_begin(lab->assembler, ASM_BYTES);
    }
    return lab->assembler;
}

void asm_lab_free(AsmLab *lab)
{
    g_free(lab);
}

void tcg_op_asm_begin(Worker *w)
{
    asm_lab_begin(asm_lab(w), worker_u64(w, "room"));
}

/* --- names to numbers ---------------------------------------------------- */

static unsigned index_of(const char *const *names, unsigned n,
                         const char *name, unsigned none)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return none;
}

/* "-" is no register */
static X86Reg reg_arg(Worker *w, const char *arg)
{
    static const char *const names[] = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
        "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
    };

    return index_of(names, G_N_ELEMENTS(names), worker_text(w, arg),
                    X86_NO_REG);
}

static X86Xmm xmm_arg(Worker *w, const char *arg)
{
    return (X86Xmm)(worker_u64(w, arg) % 16);
}

static X86Mem mem_arg(Worker *w)
{
    X86Reg index = reg_arg(w, "index");

    return (X86Mem) {
        .base = reg_arg(w, "base"),
        .index = index == X86_RSP ? X86_NO_REG : index,
        .scale = 1u << (worker_u64(w, "scale") % 4),
        .disp = (int32_t)worker_i64(w, "disp"),
    };
}

static X86Insn insn_arg(Worker *w)
{
    static const char *const names[] = {
#define X86_INSN(name, ...) #name,
#include "x86/insns.inc"
#undef X86_INSN
    };
    const char *name = worker_text(w, "op");
    bool lock = g_str_has_prefix(name, "LOCK_");

    return index_of(names, G_N_ELEMENTS(names), name + (lock ? 5 : 0),
                    X86_INSN_COUNT);
}

/* Returns: false, and tells so, when there is no such form. */
static bool op_of_width(Worker *w, uint64_t forms, uint64_t width, X86Op *op)
{
    static const X86Op widths[] = { X86_W8, X86_W16, X86_W32, X86_W64 };
    X86Insn insn = insn_arg(w);
    const X86Row *row = insn < X86_INSN_COUNT ? x86_row(insn) : NULL;
    unsigned number = width >= 8 && width <= 64
        ? (unsigned)__builtin_ctzll(width) - 3 : 4;

    if (!row || number > 3 || !(forms >> row->form & 1) ||
        row->flags & (X86_VEX | asm_lab(w)->as.lacking) ||
        (number == 0 && !(row->flags & X86_BYTE))) {
        reply_text(w, "error", "there is no such instruction");
        return false;
    }
    *op = insn | widths[number] |
          (g_str_has_prefix(worker_text(w, "op"), "LOCK_") ? X86_LOCK : 0);
    return true;
}

static bool op_arg(Worker *w, uint64_t forms, X86Op *op)
{
    return op_of_width(w, forms, worker_u64(w, "width"), op);
}

/* The bytes from @from on; none after overflow. */
static void tell_bytes(Worker *w, const X86Asm *as, const uint8_t *from)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (const uint8_t *p = from; p < as->p; p++) {
        g_string_append_printf(text, "%s%02x", p > from ? " " : "", *p);
    }
    reply_text(w, "bytes", text->str);
    if (as->overflow) {
        reply_bool(w, "overflow", true);
    }
}

/* --- forms --------------------------------------------------------------- */

#define FORMS_RR (X86_FORM(ALU) | X86_FORM(MOV) | X86_FORM(TEST) |      \
                  X86_FORM(MR) | X86_FORM(RM) | X86_FORM(IMUL))

void tcg_op_asm_rr(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_RR, &op)) {
        x86_rr(as, op, reg_arg(w, "dst") & 15, reg_arg(w, "src") & 15);
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_r(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, X86_FORM(M) | X86_FORM(PUSH) | X86_FORM(O), &op)) {
        x86_r(as, op, reg_arg(w, "reg") & 15);
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_rm(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_RR | X86_FORM(LEA), &op)) {
        x86_rm(as, op, reg_arg(w, "reg") & 15, mem_arg(w));
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_mr(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, X86_FORM(ALU) | X86_FORM(MOV) | X86_FORM(TEST) |
               X86_FORM(MR), &op)) {
        x86_mr(as, op, mem_arg(w), reg_arg(w, "reg") & 15);
        tell_bytes(w, as, from);
    }
}

#define FORMS_IMM (X86_FORM(ALU) | X86_FORM(TEST) | X86_FORM(MOV) |     \
                   X86_FORM(SHIFT))

void tcg_op_asm_ri(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_IMM, &op)) {
        x86_ri(as, op, reg_arg(w, "reg") & 15,
               (int32_t)worker_i64(w, "imm"));
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_mi(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_IMM, &op)) {
        x86_mi(as, op, mem_arg(w), (int32_t)worker_i64(w, "imm"));
        tell_bytes(w, as, from);
    }
}

#define FORMS_XX (X86_FORM(XX) | X86_FORM(XX2) | X86_FORM(XMOVE))

void tcg_op_asm_xx(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_XX, &op)) {
        x86_xx(as, op, xmm_arg(w, "dst"), xmm_arg(w, "src"));
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_xm(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_arg(w, FORMS_XX | X86_FORM(XLOAD), &op)) {
        x86_xm(as, op, xmm_arg(w, "dst"), mem_arg(w));
        tell_bytes(w, as, from);
    }
}

void tcg_op_asm_xxi(Worker *w)
{
    X86Asm *as = &asm_lab(w)->as;
    uint8_t *from = as->p;
    X86Op op;

    if (op_of_width(w, X86_FORM(XX2I), 32, &op)) {
        x86_xxi(as, op, xmm_arg(w, "dst"), xmm_arg(w, "src"),
                (uint8_t)worker_u64(w, "imm"));
        tell_bytes(w, as, from);
    }
}
