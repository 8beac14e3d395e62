/*
 * optimize.c: the passes in their order
 *
 * Fold writes operations that are no longer needed, loop and guard repeat
 * what they group, sink repeats what it moves: liveness comes last and cleans
 * up after all. Each can be left out; a unit is right after any of them.
 */
#include "passes/pass.h"

typedef struct Pass {
    const char *name;
    void (*run)(TCGContext *s);
    bool off;
} Pass;

/* A unit that breaks the rules of ir.h is our bug: show it and stop. */
static void verify(const TCGContext *s, const char *pass)
{
    g_autofree char *problem = ir_verify(s);
    g_autoptr(GString) text = NULL;

    if (!problem) {
        return;
    }
    text = g_string_new(NULL);
    ir_print(s, text);
    g_error("after %s: %s\n%s", pass, problem, text->str);
}

void tcg_optimize(TCGContext *s, const TcgConfig *config)
{
    const Pass passes[] = {
        { "fold", tcg_fold, config->no_fold },
        { "divide", tcg_divide, config->no_divide },
        { "loop", tcg_loop, config->no_loop },
        { "guard", tcg_guard, config->no_guard },
        { "float", tcg_float, config->no_float },
        { "sink", tcg_sink, config->no_sink },
        { "narrow", tcg_narrow, config->no_narrow },
        { "liveness", tcg_liveness, config->no_liveness },
    };

    s->polls_often = config->counts;
    for (unsigned i = 0; i < G_N_ELEMENTS(passes); i++) {
        if (passes[i].off) {
            continue;
        }
        passes[i].run(s);
        if (config->verify) {
            verify(s, passes[i].name);
        }
    }
}
