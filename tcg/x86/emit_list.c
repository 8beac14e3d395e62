/*
 * emit_list.c: a unit's operations with their places, for -d op_ra and out_asm
 *
 * Written while the unit is emitted, and only when somebody logs.
 */
#include "ir_internal.h"
#include "tcg/listing.h"
#include "x86/emit.h"

static const char *const reg_names[] = {
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
    "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
};

static void print_place(const void *data, IrRef ref, GString *out)
{
    Loc loc = emit_loc(data, ref);

    switch (loc.kind) {
    case LOC_REG:
        g_string_append_printf(out, ":%s", reg_names[loc.reg]);
        break;
    case LOC_XMM:
        g_string_append_printf(out, ":xmm%u", loc.reg);
        break;
    case LOC_MEM:
        if (loc.reg == X86_RSP) {
            g_string_append_printf(out, ":[rsp + 0x%x]", (unsigned)loc.disp);
        } else {
            g_string_append(out, ":env");
        }
        break;
    case LOC_NONE:
        g_string_append(out, ":unused");
        break;
    }
}

static void add_piece(Emit *e, TcgPiece piece)
{
    size_t offset = e->as.p - e->as.start - X86_ENTRY_OFFSET;

    piece.offset = piece.is_entry ? 0 : (uint32_t)offset;
    g_array_append_val(e->s->listing->pieces, piece);
}

void emit_list_entry(Emit *e)
{
    GString *text = e->s->listing->op_ra;

    add_piece(e, (TcgPiece){ .is_entry = true, .line = text->len });
    for (unsigned i = 0; i < e->n_swaps; i++) {
        const RegSwap *swap = &e->swaps[i];

        g_string_append_printf(text, "# in this unit %s is ",
                               reg_names[swap->host]);
        if (swap->in) {
            g_string_append_printf(text, "x%u", swap->in);
        } else {
            g_string_append(text, "retired");
        }
        g_string_append_printf(text, ", not x%u\n", swap->out);
    }
}

void emit_list_op(Emit *e, const IrOp *op)
{
    GString *text = e->s->listing->op_ra;
    GArray *pieces = e->s->listing->pieces;
    unsigned insn = g_array_index(pieces, TcgPiece, pieces->len - 1).insn;

    if (op->opc != IR_insn_start && op->insn != insn) {
        ir_print_insn(e->s, op->insn, text);
        g_string_append_c(text, '\n');
    }
    add_piece(e, (TcgPiece){ .insn = op->insn, .line = text->len });
    ir_print_op(e->s, op, &(IrPlaces){ print_place, e }, text);
    g_string_append_c(text, '\n');
}

/* The first piece is the entry, then there is one for each operation. */
void emit_list_stub(Emit *e, const Stub *stub)
{
    GArray *pieces = e->s->listing->pieces;
    TcgPiece op = g_array_index(pieces, TcgPiece,
                                1 + (stub->op - e->s->ops));

    op.is_slow = true;
    add_piece(e, op);
}
