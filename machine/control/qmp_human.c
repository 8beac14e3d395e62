/*
 * qmp_human.c: the human monitor's commands, for programs
 *
 * human-monitor-command takes any line; the x-query commands have one each.
 */
#include "qmp_internal.h"

#include "machine/hmp.h"

/* Lines end as on a terminal. */
static char *terminal_lines(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strjoinv("\r\n", lines);
}

static JsonNode *human_monitor_command(QmpCall *call, GError **errp)
{
    Vm *vm = qmp_call_vm(call);
    int64_t cpu = qmp_call_int(call, "cpu-index", -1);
    int cpu_index = (int)cpu;

    if (qmp_call_has(call, "cpu-index") &&
        (cpu < 0 || cpu >= vm->cpus->cpus->len)) {
        error_setg(errp, "Parameter 'cpu-index' expects a CPU number");
        return NULL;
    }
    g_autofree char *text =
        hmp_run_line(vm, &cpu_index, qmp_call_str(call, "command-line"));
    g_autofree char *lines = terminal_lines(text);

    return qmp_node_str(lines);
}

static const struct {
    const char *command;
    const char *line;
} human_lines[] = {
    { "x-query-interrupt-controllers", "info irq" },
    { "x-query-irq", "info irq" },
    { "x-query-jit", "info jit" },
    { "x-query-ramblock", "info ramblock" },
    { "x-query-roms", "info roms" },
};

static JsonNode *query_human(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();
    int cpu_index = -1;
    size_t i = 0;

    while (!g_str_equal(human_lines[i].command, qmp_call_name(call))) {
        i++;
    }
    g_autofree char *text = hmp_run_line(qmp_call_vm(call), &cpu_index,
                                         human_lines[i].line);

    json_object_set_string_member(info, "human-readable-text", text);
    return qmp_node_object(info);
}

#define HUMAN(name_) { name_, "", "HumanReadableText", 0, query_human }

const QmpCommand qmp_human_commands[] = {
    { "human-monitor-command", "command-line:str,cpu-index?:int", "str", 0,
      human_monitor_command },
    HUMAN("x-query-interrupt-controllers"),
    HUMAN("x-query-irq"),
    HUMAN("x-query-jit"),
    HUMAN("x-query-ramblock"),
    HUMAN("x-query-roms"),
    QMP_COMMAND_END,
};

const QmpType qmp_human_types[] = {
    { "HumanReadableText", QMP_OBJECT, "human-readable-text:str" },
    QMP_TYPE_END,
};
