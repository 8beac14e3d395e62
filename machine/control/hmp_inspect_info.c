/* hmp_inspect_info.c: subjects of info that look inside the machine */
#include "hmp_internal.h"

#include <string.h>

#include "core/error.h"
#include "machine/dump.h"
#include "machine/inspect.h"

/* What a command appends to, and where its error goes. */
typedef struct Answer {
    Monitor *mon;
    Vm *vm;
    int cpu;                    /* the monitor's hart */
    GString *out;
    Error *error;
} Answer;

static Answer answer_begin(Monitor *mon)
{
    return (Answer) { .mon = mon, .vm = hmp_vm(mon),
                      .cpu = MAX(mon->cpu_index, 0),
                      .out = g_string_new(NULL) };
}

static void answer_end(Answer *a)
{
    hmp_print_text(a->mon, a->out);
    hmp_report_error(a->mon, a->error);
}

static void hmp_info_registers(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    if (hmp_args_bool(args, "all")) {
        inspect_registers_all(a.vm, a.out, &a.error);
    } else {
        inspect_registers(a.vm, (int)hmp_args_int(args, "cpu", a.cpu), a.out,
                          &a.error);
    }
    answer_end(&a);
}

static void hmp_info_csr(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    inspect_csr(a.vm, a.cpu, hmp_args_str(args, "name"), a.out, &a.error);
    answer_end(&a);
}

static void hmp_info_mem(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    inspect_mem(a.vm, a.cpu, a.out, &a.error);
    answer_end(&a);
}

static void hmp_info_tlb(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    inspect_tlb(a.vm, a.cpu, a.out, &a.error);
    answer_end(&a);
}

/* One of @letters; -1 with the error set when it is something else. */
static int letter_index(const char *word, const char *letters, Error **errp)
{
    const char *found = word[0] && !word[1] ? strchr(letters, word[0]) : NULL;

    if (!found) {
        error_setg(errp, "'%s' is none of the letters %s", word, letters);
        return -1;
    }
    return (int)(found - letters);
}

static bool read_walk(const HMPArgs *args, InspectWalk *walk, Error **errp)
{
    static const AccessType accesses[] = {
        ACCESS_LOAD, ACCESS_STORE, ACCESS_FETCH,
    };
    static const PrivMode modes[] = { PRIV_U, PRIV_S, PRIV_M };
    const char *access = hmp_args_str(args, "access");
    const char *mode = hmp_args_str(args, "mode");
    int i = access ? letter_index(access, "rwx", errp) : 0;

    if (i < 0) {
        return false;
    }
    walk->access = accesses[i];
    i = mode ? letter_index(mode, "usm", errp) : 0;
    walk->priv = mode && i >= 0 ? (int)modes[i] : -1;
    return i >= 0;
}

static void hmp_info_walk(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);
    InspectWalk walk;

    if (inspect_evaluate(a.vm, a.cpu, hmp_args_str(args, "addr"), &walk.addr,
                         &a.error) &&
        read_walk(args, &walk, &a.error)) {
        inspect_walk(a.vm, a.cpu, &walk, a.out, &a.error);
    }
    answer_end(&a);
}

static void hmp_info_trap(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);
    int first = (int)hmp_args_int(args, "cpu", 0);
    int last = hmp_args_has(args, "cpu") ? first
                                         : (int)a.vm->cpus->cpus->len - 1;

    for (int cpu = first; !a.error && cpu <= MAX(first, last); cpu++) {
        inspect_traps(a.vm, cpu, a.out, &a.error);
    }
    answer_end(&a);
}

static void hmp_info_irq(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    if (hmp_args_has(args, "source")) {
        inspect_irq_source(a.vm, (unsigned)hmp_args_int(args, "source", 0),
                           a.out, &a.error);
    } else {
        inspect_irq(a.vm, a.out, &a.error);
    }
    answer_end(&a);
}

static void hmp_info_jit(Monitor *mon, const HMPArgs *args)
{
    Answer a = answer_begin(mon);

    inspect_jit(a.vm, a.out, &a.error);
    answer_end(&a);
}

static void hmp_info_dump(Monitor *mon, const HMPArgs *args)
{
    DumpProgress progress = dump_progress(hmp_vm(mon));

    monitor_printf(mon, "Status: %s\n", dump_status_name(progress.status));
}

const HMPCommand hmp_inspect_info_commands[] = {
    { "dump", "", "", "the last dump of the memory", hmp_info_dump,
      .example = "info dump -- is dump-guest-memory -d done?" },
    { "registers", "all:-a,cpu:i?", "[-a] [hart]",
      "registers of a hart, or with -a of all", hmp_info_registers,
      .example = "info registers 1 -- those of hart 1",
      .complete = hmp_complete_cpu },
    { "csr", "name:s?", "[name]", "a CSR and its fields, or all of them",
      hmp_info_csr,
      .example = "info csr mstatus -- who was interrupted, and may be" },
    { "mem", "", "", "what the page tables map", hmp_info_mem,
      .example = "info mem -- virtual, physical, size and rights" },
    { "tlb", "", "", "what the hart's soft TLB holds", hmp_info_tlb,
      .example = "info tlb -- 'fast': accesses that need no C code" },
    { "walk", "addr:s,access:s?,mode:s?", "addr [r|w|x] [u|s|m]",
      "each step of a page walk and the bit that decided", hmp_info_walk,
      .example = "info walk $sp w u -- why U-mode may not write there" },
    { "trap", "cpu:i?", "[hart]", "the last traps, explained", hmp_info_trap,
      .example = "info trap 0 -- cause, instruction, delegation",
      .complete = hmp_complete_cpu },
    { "irq", "source:i?", "[source]",
      "interrupt sources and counts, or the way of one", hmp_info_irq,
      .example = "info irq 10 -- from the UART to the hart, and what "
      "blocks it" },
    { "jit", "", "", "blocks and translated code in numbers", hmp_info_jit,
      .example = "info jit -- how much was translated, evicted, flushed" },
    HMP_COMMAND_END,
};
