/*
 * worker_blocks.c: finding blocks
 *
 * Blocks have numbers in the order in which they were made, so a reply says
 * which one was found. A lookup that faults says why, and the hart forgets
 * it.
 */
#include "worker_exec.h"

#include "core/csr_bits.h"
#include "exec/debug.h"
#include "tb_jmp_cache.h"

#define TRIES 3                 /* tb_gen_code() may ask to look again */

TranslationBlock *exec_lab_build(Vcpu *v, vaddr pc)
{
    TranslationBlock *tb = NULL;

    v->hart.pc = pc;
    v->exception_index = EXCP_NONE;
    cpu_exec_start(v);
    for (int i = 0; i < TRIES && !tb && v->exception_index == EXCP_NONE;
         i++) {
        tb = tb_gen_code(v);
    }
    cpu_exec_end(v);
    return tb;
}

static void tell_block(Worker *w, const TranslationBlock *tb)
{
    ExecLab *lab = exec_lab_of(w);
    Vcpu *v = hart_ops_vcpu(w);
    guint index;

    if (!tb) {
        reply_text(w, "block", NULL);
        reply_text(w, "fault", hart_ops_exception(v->exception_index));
        reply_hex(w, "tval", v->exception_tval);
        v->exception_index = EXCP_NONE;
        v->exception_tval = 0;
        return;
    }
    if (!g_ptr_array_find(lab->blocks, tb, &index)) {
        index = lab->blocks->len;
        g_ptr_array_add(lab->blocks, (gpointer)tb);
    }
    reply_u64(w, "block", index);
    reply_u64(w, "insns", tb->n_insns);
}

void exec_op_context(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    uint64_t fp = worker_u64(w, "fp");

    v->hart.priv = (uint8_t)worker_u64(w, "mode");
    v->hart.mstatus &= ~MSTATUS_FS;
    v->hart.mstatus |= fp ? MSTATUS_FS : 0;
    vcpu_update_mode(v);
}

void exec_op_build(Worker *w)
{
    tell_block(w, exec_lab_build(hart_ops_vcpu(w), worker_u64(w, "pc")));
}

void exec_op_lookup(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);

    v->hart.pc = worker_u64(w, "pc");
    tell_block(w, tb_lookup(v));
}

void exec_op_physical(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);

    v->hart.pc = worker_u64(w, "pc");
    tell_block(w, tb_lookup_uncached(v));
}

void exec_op_jump_cache(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);

    v->hart.pc = worker_u64(w, "pc");
    tell_block(w, tb_jmp_cache_lookup(v));
}

void exec_op_forget(Worker *w)
{
    tb_jmp_cache_clear(hart_ops_vcpu(w));
}

void exec_op_flush(Worker *w)
{
    tlb_flush(hart_ops_vcpu(w));
}

void exec_op_break(Worker *w)
{
    cpu_breakpoint_insert(hart_ops_vcpu(w), worker_u64(w, "pc"), BP_GDB,
                          NULL);
}
