/* control_cpu.c: harts asked from outside, see machine/control_cpu.h */
#include "machine/control_cpu.h"

#include "core/error.h"

Vcpu *control_get_cpu(const Vm *vm, int cpu, Error **errp)
{
    guint n = vm->cpus->cpus->len;

    if (cpu < 0 || (guint)cpu >= n) {
        error_setg(errp, n ? "there is no hart %d: harts are 0 to %d"
                           : "there is no hart %d: this machine has none",
                   cpu, (int)n - 1);
        return NULL;
    }
    return cpu_set_get(vm->cpus, (unsigned)cpu);
}

bool control_run_on_cpu(Vm *vm, int cpu, RunOnCpuFn *fn, void *data,
                        Error **errp)
{
    Vcpu *v = control_get_cpu(vm, cpu, errp);

    if (v) {
        run_on_cpu(v, fn, data);
    }
    return v != NULL;
}
