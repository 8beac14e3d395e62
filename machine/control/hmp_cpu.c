/* hmp_cpu.c: which harts there are, and which one the monitor looks at */
#include "hmp_internal.h"

static const char *activity(Vcpu *v)
{
    return v->stopped ? "stopped" : vcpu_is_idle(v) ? "waiting" : "running";
}

static void hmp_info_cpus(Monitor *mon, const HMPArgs *args)
{
    const CpuSet *cpus = hmp_vm(mon)->cpus;

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        monitor_printf(mon, "%c CPU #%u: thread_id=%d hartid=%u %s\n",
                       (int)i == mon->cpu_index ? '*' : ' ', i, v->thread_id,
                       (unsigned)v->hart.config.mhartid, activity(v));
    }
}

static void hmp_cpu(Monitor *mon, const HMPArgs *args)
{
    int64_t index = hmp_args_int(args, "index", 0);
    unsigned n = hmp_vm(mon)->cpus->cpus->len;

    if (n == 0) {
        monitor_printf(mon, "invalid CPU index: this machine has no CPU\n");
    } else if (index < 0 || index >= n) {
        monitor_printf(mon, "invalid CPU index: there are 0 to %u\n", n - 1);
    } else {
        mon->cpu_index = (int)index;
    }
}

static void hmp_info_hotpluggable(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "Error: machine does not support hot-plugging "
                   "CPUs\n");
}

const HMPCommand hmp_cpu_commands[] = {
    { "cpu", "index:i", "index",
      "choose the hart that x, print and info registers look at", hmp_cpu,
      .example = "cpu 0 -- info cpus marks it with a star",
      .complete = hmp_complete_cpu },
    HMP_COMMAND_END,
};

const HMPCommand hmp_cpu_info_commands[] = {
    { "cpus", "", "", "the harts, their threads and what they do",
      hmp_info_cpus,
      .example = "info cpus -- the star is the one chosen by cpu" },
    { "hotpluggable-cpus", "", "", "harts that could be added",
      hmp_info_hotpluggable,
      .example = "info hotpluggable-cpus -- an error: no board has any" },
    HMP_COMMAND_END,
};
