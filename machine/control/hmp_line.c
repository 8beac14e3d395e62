/* hmp_line.c: one line for those who are no console */
#include "machine/hmp.h"

#define OUTPUT_MAX (4u << 20)   /* bytes kept of one command's output */

static void collect(void *opaque, const char *text)
{
    GString *out = opaque;

    if (out->len < OUTPUT_MAX) {
        g_string_append(out, text);
    }
}

char *hmp_run_line(Vm *vm, int *cpu_index, const char *line)
{
    GString *out = g_string_new(NULL);
    Monitor mon = {
        .output = collect,
        .opaque = out,
        .vm = vm,
        .cpu_index = MAX(*cpu_index, 0),
    };

    hmp_execute(hmp_tables, &mon, line);
    *cpu_index = mon.cpu_index;
    return g_string_free(out, FALSE);
}
