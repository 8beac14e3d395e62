/*
 * worker_round.c: rounds of several harts, one call each
 *
 * No thread is made: the operation is the execution thread. Work notes on
 * which hart it ran and whom the thread was running then.
 */
#include "worker_exec.h"

#include <inttypes.h>

#include "core/bql.h"
#include "vcpu_internal.h"

static Vcpu *hart_of(Worker *w)
{
    HartMachine *m = hart_ops_machine(w);

    return &m->harts[worker_u64(w, "hart") % m->n_harts];
}

void exec_op_harts(Worker *w)
{
    if (g_str_equal(worker_text(w, "time"), "instructions")) {
        hart_machine_count(hart_ops_machine(w));
    }
    hart_machine_add_harts(hart_ops_machine(w),
                           (unsigned)MIN(worker_u64(w, "n"), LAB_HARTS));
}

void exec_op_hart_set(Worker *w)
{
    if (!hart_machine_set(hart_ops_machine(w), hart_of(w),
                          worker_text(w, "register"),
                          worker_u64(w, "value"))) {
        reply_text(w, "error", "there is no such register");
    }
}

void exec_op_go(Worker *w)
{
    bql_lock();
    resume_all_vcpus(hart_ops_machine(w)->cpus);
    bql_unlock();
}

static void note_work(Vcpu *v, void *data)
{
    ExecLab *lab = v->env.opaque;
    const Vcpu *current = vcpu_current();

    worker_note(&lab->notes, "work %u on hart %d, after %" PRIu64
                " instructions; current: %d", GPOINTER_TO_UINT(data), v->index,
                v->hart.retired, current ? current->index : -1);
}

void exec_op_work(Worker *w)
{
    guint id = (guint)worker_u64(w, "id");

    async_run_on_cpu(hart_of(w), note_work, GUINT_TO_POINTER(id));
}

void exec_op_stop(Worker *w)
{
    Vcpu *v = hart_of(w);

    bql_lock();
    v->stop = true;
    vcpu_kick(v);
    bql_unlock();
}

static void tell_round(Worker *w, ExecLab *lab)
{
    for (unsigned i = 0; i < lab->machine.n_harts; i++) {
        const Vcpu *v = &lab->machine.harts[i];

        reply_add(w, "harts", "%u: pc 0x%" PRIx64 ", %" PRIu64
                  " instructions%s%s", i, v->hart.pc, v->hart.retired,
                  v->hart.wfi ? ", waits" : "",
                  v->stopped ? ", stopped" : "");
    }
    worker_notes_tell(w, "work", &lab->notes);
    hart_ops_tell_device(w);
}

void exec_op_round(Worker *w)
{
    ExecLab *lab = exec_lab_of(w);

    bql_lock();
    rr_run_round(lab->machine.cpus);
    if (!bql_locked()) {        /* an exercise that lost it */
        bql_lock();
    }
    bql_unlock();
    tell_round(w, lab);
    reply_bool(w, "nobody_is_current", vcpu_current() == NULL);
    reply_hex(w, "digest", hart_machine_digest(&lab->machine));
}
