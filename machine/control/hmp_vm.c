/* hmp_vm.c: the machine as a whole: who it is, how it is run */
#include "hmp_internal.h"

#include "runstate/run_control.h"
#include "runstate/runstate.h"

static void hmp_info_version(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "lectern " LECTERN_VERSION "\n");
}

static void hmp_info_name(Monitor *mon, const HMPArgs *args)
{
    const char *name = hmp_vm(mon)->name;

    monitor_printf(mon, "%s\n", name ? name : "");
}

/* -uuid is not an option yet: none was chosen, which is all zeroes. */
static void hmp_info_uuid(Monitor *mon, const HMPArgs *args)
{
    const char *uuid = hmp_vm(mon)->uuid;

    monitor_printf(mon, "%s\n",
                   uuid ? uuid : "00000000-0000-0000-0000-000000000000");
}

static void hmp_info_accel(Monitor *mon, const HMPArgs *args)
{
    const CpuSet *cpus = hmp_vm(mon)->cpus;

    monitor_printf(mon, "accelerator: %s (%s)\nthreads: %s\n"
                   "one instruction per block: %s\n", cpus->accel->name,
                   cpus->accel->description,
                   cpu_set_is_round_robin(cpus) ? "one for all harts"
                                                : "one per hart",
                   cpus->one_insn_per_tb ? "on" : "off");
}

/* Blocks of both kinds may live side by side: their keys differ. */
static void update_mode(Vcpu *v, void *data)
{
    vcpu_update_mode(v);
}

static void hmp_one_insn_per_tb(Monitor *mon, const HMPArgs *args)
{
    CpuSet *cpus = hmp_vm(mon)->cpus;

    if (!hmp_args_has(args, "on")) {
        monitor_printf(mon, "one-insn-per-tb: %s\n",
                       cpus->one_insn_per_tb ? "on" : "off");
        return;
    }
    cpus->one_insn_per_tb = hmp_args_bool(args, "on");
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        async_run_on_cpu(cpu_set_get(cpus, i), update_mode, NULL);
    }
}

static void hmp_nmi(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "Error: this machine has no NMI: a RISC-V hart takes "
                   "one only with Smrnmi, which no CPU here has\n");
}

/* ---- what the watchdog does ---- */

static void hmp_watchdog_action(Monitor *mon, const HMPArgs *args)
{
    RunControl *rc = runstate_default();
    RunActions actions = *run_control_actions(rc);
    g_autofree char *text =
        g_strconcat("watchdog=", hmp_args_str(args, "action"), NULL);
    GError *error = NULL;

    if (run_actions_parse(&actions, text, &error)) {
        run_control_set_actions(rc, &actions);
    }
    hmp_report_error(mon, error);
}

static void complete_watchdog_action(HMPCompletion *completion)
{
    const char *word;

    for (unsigned i = 0; (word = run_actions_choice("watchdog", i)); i++) {
        hmp_completion_add(completion, word);
    }
}

const HMPCommand hmp_vm_commands[] = {
    { "watchdog_action", "action:s",
      "[reset|shutdown|poweroff|pause|debug|none|inject-nmi]",
      "what happens when a watchdog barks, as -watchdog-action",
      hmp_watchdog_action,
      .example = "watchdog_action pause -- the machine then waits to be "
                 "looked at",
      .complete = complete_watchdog_action },
    { "one-insn-per-tb", "on:b?", "[on|off]",
      "let each block be one instruction, or say whether it is",
      hmp_one_insn_per_tb,
      .example = "one-insn-per-tb on -- -d exec then shows each instruction" },
    { "nmi", "", "", "inject a non-maskable interrupt", hmp_nmi,
      .example = "nmi -- an error: no hart here has Smrnmi" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_vm_info_commands[] = {
    { "version", "", "", "the version of lectern", hmp_info_version,
      .example = "info version -- the same as of -version" },
    { "name", "", "", "what -name called this machine", hmp_info_name,
      .example = "info name -- an empty line without -name" },
    { "uuid", "", "", "the UUID of this machine", hmp_info_uuid,
      .example = "info uuid -- all zeroes unless -uuid chose one" },
    { "accel", "", "", "how instructions are executed", hmp_info_accel,
      .example = "info accel -- the accelerator and its threads" },
    HMP_COMMAND_END,
};
