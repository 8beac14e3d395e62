/* worker_host_none.c: on hosts for which there is no back end */
#include "worker_tcg.h"

static void tell(Worker *w)
{
    reply_text(w, "error", "no host code is made for this host");
}

#define NONE(name) void tcg_op_##name(Worker *w) { tell(w); }

NONE(asm_begin)
NONE(asm_rr)
NONE(asm_r)
NONE(asm_rm)
NONE(asm_mr)
NONE(asm_ri)
NONE(asm_mi)
NONE(asm_xx)
NONE(asm_xm)
NONE(asm_xxi)
NONE(jmp)
NONE(jcc)
NONE(call)
NONE(bind)
NONE(fill)
NONE(jumps)
NONE(assign)

void tcg_op_host(Worker *w)
{
    tcg_op_tci(w);
}

void asm_lab_free(AsmLab *lab)
{
    (void)lab;
}
