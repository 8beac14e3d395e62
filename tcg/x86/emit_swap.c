/*
 * emit_swap.c: into and out of a unit's own register map
 *
 * See regmap_unit.c. Moves only: flags and other registers are kept.
 */
#include "x86/emit.h"

X86Mem emit_gpr_slot(unsigned gpr)
{
    return emit_env(gpr ? offsetof(Hart, gpr[gpr]) : offsetof(Hart, retired));
}

static void exchange(Emit *e, X86Reg host, unsigned goes, unsigned comes)
{
    x86_mr(&e->as, X86_MOV | X86_W64, emit_gpr_slot(goes), host);
    x86_rm(&e->as, X86_MOV | X86_W64, host, emit_gpr_slot(comes));
}

void emit_swap_in(Emit *e)
{
    for (unsigned i = 0; i < e->n_swaps; i++) {
        const RegSwap *swap = &e->swaps[i];

        exchange(e, swap->host, swap->out, swap->in);
    }
}

void emit_swap_out(Emit *e)
{
    for (unsigned i = 0; i < e->n_swaps; i++) {
        const RegSwap *swap = &e->swaps[i];

        exchange(e, swap->host, swap->in, swap->out);
    }
}
