/*
 * log_items.c: the one list of log topics, and the -d argument
 */
#include "core/log.h"
#include "core/trace.h"

#include <string.h>

const LogItem log_items[] = {
    { CPU_LOG_TB_IN_ASM, "in_asm", "guest instructions of each new block" },
    { CPU_LOG_TB_OP, "op", "operations of each new unit" },
    { CPU_LOG_TB_OP_OPT, "op_opt", "the same after the passes" },
    { CPU_LOG_TB_OP_RA, "op_ra", "and with the place of each operand" },
    { CPU_LOG_TB_OUT_ASM, "out_asm", "host code of each new unit" },
    { CPU_LOG_EXEC, "exec", "a line for each block that runs" },
    { CPU_LOG_TB_CPU, "cpu", "integer registers before each block" },
    { CPU_LOG_TB_FPU, "fpu", "floating-point registers, too, with 'cpu'" },
    { CPU_LOG_TB_NOCHAIN, "nochain",
      "never jump from block to block, so 'exec' misses none" },
    { CPU_LOG_INT, "int", "traps and interrupts as they are taken" },
    { CPU_LOG_RESET, "cpu_reset", "registers before a hart is reset" },
    { CPU_LOG_MMU, "mmu", "translations as they enter the TLB, and faults" },
    { LOG_GUEST_ERROR, "guest_errors", "what the guest does wrong" },
    { LOG_INVALID_MEM, "invalid_mem", "accesses that hit nothing" },
    { LOG_UNIMP, "unimp", "what the guest wants and lectern has not" },
    { LOG_DIGEST, "digest", "one number for the whole run, at its end" },
    { 0, NULL, NULL },
};

/* "trace:PATTERN" is spelt among the topics but switches events. */
#define TRACE_PREFIX "trace:"

static void refuse_item(const char *word, Error **errp)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (const LogItem *item = log_items; item->name != NULL; item++) {
        g_string_append_printf(known, "%s, ", item->name);
    }
    error_setg(errp, "unknown log item '%s'; known are: %s"
               TRACE_PREFIX "PATTERN, all, none", word, known->str);
}

static bool parse_item(const char *word, int *mask, Error **errp)
{
    if (g_str_has_prefix(word, TRACE_PREFIX)) {
        *mask |= LOG_TRACE;
        return trace_enable_events(word + strlen(TRACE_PREFIX), errp);
    }
    if (strcmp(word, "none") == 0) {
        *mask = 0;
        return true;
    }
    bool found = false;
    for (const LogItem *item = log_items; item->name != NULL; item++) {
        if (strcmp(word, "all") == 0 || strcmp(word, item->name) == 0) {
            *mask |= item->mask;
            found = true;
        }
    }
    if (!found) {
        refuse_item(word, errp);
    }
    return found;
}

bool log_parse_mask(const char *text, int *mask, Error **errp)
{
    g_auto(GStrv) words = g_strsplit(text, ",", 0);
    int result = 0;

    for (char **word = words; *word != NULL; word++) {
        if (!parse_item(*word, &result, errp)) {
            return false;
        }
    }
    *mask = result;
    return true;
}

void log_print_usage(GString *out)
{
    g_string_append(out, "What -d logs, separated by commas:\n");
    for (const LogItem *item = log_items; item->name != NULL; item++) {
        g_string_append_printf(out, "%-15s %s\n", item->name, item->help);
    }
    g_string_append(out,
                    TRACE_PREFIX "PATTERN   events whose names match\n"
                    "all             everything above\n"
                    "none            nothing\n"
                    "\n\"-trace help\" lists the trace events.\n");
}
