/*
 * worker.c: the execution loop, driven from outside
 *
 * What a scenario sees is either one function (which class, which interrupt,
 * which block) or a hart that executes a program. The loops are watched from
 * below, too: exec_lab_accel notes each block that they hand to it.
 */
#include "worker_exec.h"

#include "core/trap.h"
#include "exception_class.h"

ExecLab *exec_lab_of(Worker *w)
{
    return worker_state(w);
}

/* --- 1 what an exception index means ------------------------------------- */

static void op_classify(Worker *w)
{
    static const char *const names[] = {
        [EXCEPTION_NONE] = "nothing",
        [EXCEPTION_ARCHITECTURAL] = "delivered to the guest",
        [EXCEPTION_LEAVES_LOOP] = "leaves the loop",
    };
    ExceptionClass class = exception_classify((int)worker_i64(w, "index"));

    reply_text(w, "class", (size_t)class < G_N_ELEMENTS(names)
                           ? names[class] : "?");
}

/* --- 3 which interrupt --------------------------------------------------- */

static void op_pending(Worker *w)
{
    Hart *h = &hart_ops_vcpu(w)->hart;

    h->priv = (uint8_t)worker_u64(w, "mode");
    h->mstatus = worker_u64(w, "mstatus");
    h->mideleg = worker_u64(w, "mideleg");
    h->mie = worker_u64(w, "mie");
    h->mip = worker_u64(w, "mip");
    h->irq_level = 0;
    int irq = hart_pending_interrupt(h);

    reply_text(w, "interrupt", irq < 0 ? NULL : irq_name((unsigned)irq));
}

/* --- 7 into a handler ---------------------------------------------------- */

static void tell_hart(Worker *w, const Hart *h)
{
    reply_u64(w, "mode", h->priv);
    reply_hex(w, "pc", h->pc);
    reply_hex(w, "mstatus", h->mstatus);
    reply_hex(w, "mcause", h->mcause);
    reply_hex(w, "mepc", h->mepc);
    reply_hex(w, "mtval", h->mtval);
    reply_hex(w, "mtval2", h->mtval2);
    reply_hex(w, "mtinst", h->mtinst);
    reply_hex(w, "scause", h->scause);
    reply_hex(w, "sepc", h->sepc);
    reply_hex(w, "stval", h->stval);
    reply_bool(w, "reserved", h->lr_valid);
    reply_bool(w, "waits", h->wfi || h->wrs);
}

static void op_trap_setup(Worker *w)
{
    Hart *h = &hart_ops_vcpu(w)->hart;

    h->mtvec = worker_u64(w, "mtvec");
    h->stvec = worker_u64(w, "stvec");
    h->medeleg = worker_u64(w, "medeleg");
    h->mideleg = worker_u64(w, "mideleg");
}

static void set_what_a_trap_clears(Hart *h)
{
    h->lr_valid = h->wfi = h->wrs = true;
    h->mtval2 = h->mtinst = 0x5a;
}

static void op_trap(Worker *w)
{
    Hart *h = &hart_ops_vcpu(w)->hart;

    h->priv = (uint8_t)worker_u64(w, "mode");
    h->mstatus = worker_u64(w, "mstatus");
    h->pc = worker_u64(w, "pc");
    set_what_a_trap_clears(h);
    hart_take_trap(h, (Trap)(worker_u64(w, "cause") & 63),
                   worker_u64(w, "tval"));
    tell_hart(w, h);
}

static void op_interrupt(Worker *w)
{
    Hart *h = &hart_ops_vcpu(w)->hart;

    h->priv = (uint8_t)worker_u64(w, "mode");
    h->mstatus = worker_u64(w, "mstatus");
    h->pc = worker_u64(w, "pc");
    set_what_a_trap_clears(h);
    hart_take_interrupt(h, worker_u64(w, "irq") & 63);
    tell_hart(w, h);
}

static void op_return(Worker *w)
{
    Hart *h = &hart_ops_vcpu(w)->hart;
    bool from_s = g_str_equal(worker_text(w, "insn"), "sret");
    Trap trap = from_s ? hart_sret(h) : hart_mret(h);

    reply_text(w, "trap", trap == TRAP_NONE ? NULL
                                            : trap_name((unsigned)trap));
    tell_hart(w, h);
}

/* --- the lab ------------------------------------------------------------- */

static void *setup(void)
{
    ExecLab *lab = g_new0(ExecLab, 1);

    hart_machine_init(&lab->machine);
    lab->blocks = g_ptr_array_new();
    return lab;
}

static void teardown(void *state)
{
    ExecLab *lab = state;

    hart_machine_deinit(&lab->machine);
    g_ptr_array_free(lab->blocks, TRUE);
    worker_notes_clear(&lab->calls);
    worker_notes_clear(&lab->notes);
    g_free(lab);
}

static const WorkerOp ops[] = {
    HART_OPS
    { "classify", "index:i", "what does exception index {index} mean?",
      op_classify },
    { "context", "mode:u fp:u",
      "the hart is in mode {mode} (0 U, 1 S, 3 M), its FP state is {fp}",
      exec_op_context },
    { "build", "pc:u", "a block is made of the code at {pc}", exec_op_build },
    { "lookup", "pc:u", "tb_lookup() at {pc}", exec_op_lookup },
    { "physical", "pc:u", "tb_lookup_uncached() at {pc}", exec_op_physical },
    { "jump_cache", "pc:u", "which block has the jump cache for {pc}?",
      exec_op_jump_cache },
    { "forget", "", "tb_jmp_cache_clear()", exec_op_forget },
    { "flush", "", "all translations are flushed", exec_op_flush },
    { "break", "pc:u", "the debugger sets a breakpoint at {pc}",
      exec_op_break },
    { "pending", "mode:u mstatus:u mideleg:u mie:u mip:u",
      "mode {mode} (0 U, 1 S, 3 M), mstatus {mstatus}, mideleg {mideleg}, "
      "mie {mie}, mip {mip}: which interrupt is taken?", op_pending },
    { "raise", "index:i", "exception_index is {index}", exec_op_raise },
    { "request", "what:s", "another thread requests {what}",
      exec_op_request },
    { "exec", "n:u", "cpu_exec() with a slice of {n} instructions",
      exec_op_exec },
    { "helper", "pc:u", "run the block at {pc}, which has a helper that "
      "leaves it", exec_op_helper },
    { "harts", "n:u time:s", "the machine has {n} harts; time is {time}",
      exec_op_harts },
    { "hart_set", "hart:u register:s value:u",
      "{register} of hart {hart} becomes {value}", exec_op_hart_set },
    { "go", "", "the machine runs", exec_op_go },
    { "work", "hart:u id:u", "work {id} is queued for hart {hart}",
      exec_op_work },
    { "stop", "hart:u", "hart {hart} is asked to stop", exec_op_stop },
    { "round", "", "rr_run_round()", exec_op_round },
    { "trap_setup", "mtvec:u stvec:u medeleg:u mideleg:u",
      "mtvec {mtvec}, stvec {stvec}, medeleg {medeleg}, mideleg {mideleg}",
      op_trap_setup },
    { "trap", "cause:u tval:u mode:u mstatus:u pc:u",
      "exception {cause} in mode {mode} (0 U, 1 S, 3 M) at {pc}, mstatus "
      "{mstatus}",
      op_trap },
    { "interrupt", "irq:u mode:u mstatus:u pc:u",
      "interrupt {irq} in mode {mode} (0 U, 1 S, 3 M) at {pc}, mstatus "
      "{mstatus}",
      op_interrupt },
    { "return", "insn:s", "the handler executes {insn}", op_return },
};

const WorkerLab worker_lab = {
    .lab = "exec",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = HART_FIELDS "mcause:hex mepc:hex mtval:hex scause:hex sepc:hex "
              "stval:hex",
    .setup = setup,
    .teardown = teardown,
};
