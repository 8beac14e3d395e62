/*
 * worker_host.c: units as host code, and where temporaries are in it
 *
 * Where the host gives no executable memory the operations are run instead:
 * what can be seen is the same.
 */
#include "tcg/code_cache.h"
#include "worker_tcg.h"
#include "x86/assign.h"

/* Returns: (nullable) host code; not with an encoder that is a stub. */
static const void *emit(TcgLab *lab, TcgCodeCache *cache)
{
    TcgUnit unit;

    return tcg_emit_unit(lab->s, cache, &lab->config, &unit) &&
           !tcg_lab_cannot_encode() ? unit.code : NULL;
}

static void run(Worker *w, TcgCodeCache *cache)
{
    TcgLab *lab = tcg_lab(w);
    World *world = lab->world;
    g_autofree Hart *before = g_memdup2(&world->hart, sizeof(Hart));
    uint64_t pc = world->page_pc + lab->s->insns[0].page_offset;
    const void *code = emit(lab, cache);

    if (!code) {
        reply_text(w, "error", "there is no host code");
        return;
    }
    world_begin(world, pc);
    uint64_t exit = tcg_code_cache_enter(cache)(world, code);
    tcg_tell_run(w, exit, before);
}

void tcg_op_host(Worker *w)
{
    g_autofree char *problem = ir_verify(tcg_lab(w)->s);
    TcgCodeCache *cache = NULL;

    if (!problem) {
        cache = tcg_code_cache_new(1 << 20, &world_layout, NULL);
    }
    if (!cache) {
        tcg_op_tci(w);
        return;
    }
    run(w, cache);
    tcg_code_cache_free(cache);
}

/* --- places: legal, and not too many in memory ---------------------------- */

static bool in_register(const Emit *e, unsigned temp, X86Reg reg)
{
    Loc loc = e->loc[IR_TEMP_FIRST + temp];

    return loc.kind == LOC_REG && loc.reg == reg;
}

static bool same_place(const Emit *e, unsigned a, unsigned b)
{
    Loc x = e->loc[IR_TEMP_FIRST + a], y = e->loc[IR_TEMP_FIRST + b];

    return x.kind == y.kind && x.reg == y.reg && x.disp == y.disp &&
           x.kind != LOC_NONE;
}

static bool overlap(const Life *a, const Life *b)
{
    return a->first < b->last && b->first < a->last;
}

static void check_sharing(Worker *w, const Emit *e, unsigned a)
{
    const Life *life = e->assign->life;

    for (unsigned b = 0; b < a; b++) {
        if (life[b].is_used && overlap(&life[a], &life[b]) &&
            same_place(e, a, b)) {
            reply_add(w, "mistake", "t%u and t%u share a place", b, a);
        }
    }
}

/* Is the register lost while the temporary waits in it? */
static bool is_clobbered(const Emit *e, const Life *life)
{
    for (unsigned i = life->first + 1; i <= life->last; i++) {
        if (emit_clobbers(e, &e->s->ops[i]) & CLOBBERS_RCX) {
            return true;
        }
    }
    return false;
}

static const char *other_mistake(const Emit *e, unsigned temp)
{
    const Life *life = &e->assign->life[temp];
    Loc loc = e->loc[IR_TEMP_FIRST + temp];
    bool is_read = life->last > life->first;

    switch (loc.kind) {
    case LOC_NONE:
        return is_read ? "is read, and nowhere" : NULL;
    case LOC_MEM:
        return loc.reg != X86_RSP || loc.disp < FRAME_TEMPS || loc.disp % 8 ||
               loc.disp >= FRAME_BYTES ? "is no word of the frame" : NULL;
    case LOC_REG:
        return life->in_memory ? "belongs in memory"
             : loc.reg != X86_RCX && loc.reg != X86_RDX
             ? "has a register that is not free"
             : in_register(e, temp, X86_RCX) && is_clobbered(e, life)
             ? "has rcx, which an operation in its life clobbers"
             : in_register(e, temp, X86_RDX) && life->shuns_rdx
             ? "has rdx, which an operation that reads it needs" : NULL;
    default:
        return "is in no place for a temporary";
    }
}

static unsigned tell_places(Worker *w, const Emit *e)
{
    unsigned n_memory = 0;

    for (unsigned i = 0; i < e->s->n_temps; i++) {
        const char *mistake;

        if (!e->assign->life[i].is_used) {
            continue;
        }
        mistake = other_mistake(e, i);
        if (mistake) {
            reply_add(w, "mistake", "t%u %s", i, mistake);
        }
        check_sharing(w, e, i);
        n_memory += e->loc[IR_TEMP_FIRST + i].kind == LOC_MEM;
    }
    return n_memory;
}

/* All features but those that make operations clobber less. */
static Emit *begin(TcgLab *lab, TcgCodeCache *cache)
{
    Emit *e = emit_new(cache);

    e->s = lab->s;
    e->config = &lab->config;
    e->as.features = (X86Features) { .bmi1 = true, .bmi2 = true,
                                     .lzcnt = true, .popcnt = true };
    for (unsigned i = 0; i < IR_MAX_TEMPS; i++) {
        e->loc[IR_TEMP_FIRST + i] = (Loc) { .kind = LOC_CONST };
    }
    return e;
}

void tcg_op_assign(Worker *w)
{
    TcgLab *lab = tcg_lab(w);
    uint64_t most = worker_u64(w, "most");
    g_autofree TcgCodeCache *cache = g_new0(TcgCodeCache, 1);
    unsigned n_memory;
    Emit *e;

    cache->layout = world_layout;
    e = begin(lab, cache);
    emit_assign(e);
    assign_find_lives(e->assign, e->s);
    n_memory = tell_places(w, e);
    if (n_memory <= most) {
        reply_add(w, "in_memory", "at most %u", (unsigned)most);
    } else {
        reply_u64(w, "in_memory", n_memory);
    }
    emit_free(e);
}
