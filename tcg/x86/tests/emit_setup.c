/* emit_setup.c: see emit_setup.h */
#include "emit_setup.h"

Setup set_up(const char *text, const TcgConfig *config)
{
    Setup t = { .cache = world_cache(NULL, 0, config && config->counts) };

    t.s = world_parse(text);
    t.unit = world_emit(t.cache, t.s, config);
    t.w = world_new(1);
    return t;
}

void tear_down(Setup *t)
{
    g_free(t->w);
    tcg_context_free(t->s);
    tcg_code_cache_free(t->cache);
}

uint64_t run(Setup *t)
{
    return world_run(t->cache, t->w, t->unit.code);
}

void add_jump(World *w, uint64_t pc, const void *code)
{
    w->jumps[(pc >> 1) % TCG_JMP_SIZE] = (TcgJmpEntry){ pc, code };
}
