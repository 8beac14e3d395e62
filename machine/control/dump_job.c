/*
 * dump_job.c: dumps as their users see them: one at a time, now or soon
 *
 * A detached dump begins when its command has been answered. It is written in
 * one go: the next command is served behind it. DUMP_COMPLETED tells of the
 * end of both kinds.
 */
#include "dump_internal.h"

#include <errno.h>
#include <unistd.h>

#include "machine/qmp.h"
#include "runstate/runstate.h"

struct DumpJob {
    Vm *vm;
    DumpProgress progress;
    DumpRequest request;        /* its path is path */
    char *path;
    QEMUBH *bh;                 /* (nullable) until the first detached one */
};

static DumpJob *job_of(Vm *vm)
{
    if (!vm->dump) {
        vm->dump = g_new0(DumpJob, 1);
        vm->dump->vm = vm;
    }
    return vm->dump;
}

static bool run(DumpJob *job, const DumpRequest *request, Error **errp)
{
    g_autoptr(GError) error = NULL;
    DumpProgress *p = &job->progress;
    bool ok;

    *p = (DumpProgress) { .status = DUMP_ACTIVE };
    ok = dump_guest_memory(job->vm, request, &p->total, &error);
    p->status = ok ? DUMP_COMPLETED : DUMP_FAILED;
    p->completed = ok ? p->total : 0;
    qmp_dump_completed(p, error ? error->message : NULL);
    error_propagate(errp, g_steal_pointer(&error));
    return ok;
}

static void run_detached(void *opaque)
{
    DumpJob *job = opaque;

    run(job, &job->request, NULL);
    g_clear_pointer(&job->path, g_free);
}

/* What can be told before the answer. */
static bool check_folder(const char *path, Error **errp)
{
    g_autofree char *folder = g_path_get_dirname(path);

    if (access(folder, W_OK | X_OK) < 0) {
        error_setg_errno(errp, errno, "cannot make a file in '%s'", folder);
        return false;
    }
    return true;
}

bool dump_start(Vm *vm, const DumpRequest *request, bool detach, Error **errp)
{
    DumpJob *job = job_of(vm);

    if (job->progress.status == DUMP_ACTIVE) {
        error_setg(errp, "There is a dump in process, please wait.");
        return false;
    }
    if (!detach) {
        return run(job, request, errp);
    }
    if (!dump_check(request, errp) || !check_folder(request->path, errp)) {
        return false;
    }
    job->progress = (DumpProgress) { .status = DUMP_ACTIVE };
    job->path = g_strdup(request->path);
    job->request = *request;
    job->request.path = job->path;
    if (!job->bh) {
        job->bh = qemu_bh_new(run_detached, job);
    }
    qemu_bh_schedule(job->bh);
    return true;
}

DumpProgress dump_progress(const Vm *vm)
{
    return vm->dump ? vm->dump->progress : (DumpProgress) { DUMP_NONE };
}

void dump_job_free(Vm *vm)
{
    if (vm->dump && vm->dump->bh) {
        qemu_bh_delete(vm->dump->bh);
    }
    if (vm->dump) {
        g_free(vm->dump->path);
    }
    g_clear_pointer(&vm->dump, g_free);
}

const char *dump_status_name(DumpStatus status)
{
    static const char *const names[] = {
        [DUMP_NONE] = "none",
        [DUMP_ACTIVE] = "active",
        [DUMP_COMPLETED] = "completed",
        [DUMP_FAILED] = "failed",
    };

    return names[status];
}
