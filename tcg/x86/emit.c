/*
 * emit.c: a unit from operations to host code
 *
 * Temporaries get places, each operation writes its code, then the stubs of
 * unlikely paths follow. Nothing is written twice and nothing is moved: a
 * branch is patched when its label is bound.
 */
#include "tcg/tcg.h"
#include "x86/emit.h"

/* The places of guest registers are the same in all units; that of x0 is the
 * number of retired instructions'. */
static void place_registers(Emit *e, const RegMap *map)
{
    for (unsigned i = 0; i < 32; i++) {
        bool pinned = map->gpr[i] != REG_MEMORY;

        e->loc[IR_GPR(i)] = (Loc){
            .kind = pinned ? LOC_REG : LOC_MEM,
            .reg = pinned ? (unsigned)map->gpr[i] : REG_ENV,
            .disp = pinned ? 0 : emit_gpr_slot(i).disp,
        };
        pinned = map->fpr[i] != REG_MEMORY;
        e->loc[IR_FPR(i)] = (Loc){
            .kind = pinned ? LOC_XMM : LOC_MEM,
            .reg = pinned ? (unsigned)map->fpr[i] : REG_ENV,
            .disp = pinned ? 0 : emit_env(offsetof(Hart, fpr[i])).disp,
        };
    }
}

Emit *emit_new(TcgCodeCache *cache)
{
    Emit *e = g_new0(Emit, 1);

    e->cache = cache;
    e->layout = &cache->layout;
    e->loc = g_new(Loc, IR_TEMP_FIRST + IR_MAX_TEMPS);
    e->labels = g_new(X86Label, IR_MAX_LABELS);
    e->stubs = g_new(Stub, EMIT_MAX_STUBS);
    e->assign = assign_new();
    regmap_init(&e->map, cache->layout.shuffle);
    place_registers(e, &e->map);
    return e;
}

void emit_free(Emit *e)
{
    if (!e) {
        return;
    }
    g_free(e->loc);
    g_free(e->labels);
    g_free(e->stubs);
    g_free(e->assign);
    g_free(e);
}

Stub *emit_stub(Emit *e, StubFn *fn, const IrOp *op)
{
    Stub *stub = &e->stubs[e->n_stubs];

    if (e->n_stubs == EMIT_MAX_STUBS - 1) {
        e->as.overflow = true;
    } else {
        e->n_stubs++;
    }
    *stub = (Stub){
        .emit = fn,
        .op = op,
        .entry = X86_LABEL_INIT,
        .back = X86_LABEL_INIT,
    };
    return stub;
}

static bool is_useless(const Emit *e, const IrOp *op)
{
    return op->dst != IR_NONE && e->loc[op->dst].kind == LOC_NONE
        && ir_op_flags(op->opc) & IR_PURE;
}

/*
 * Write operation number @at. A temporary that waits in rdx for a later one
 * is moved out of the way of an operation that needs rdx.
 */
static void emit_op_saving(Emit *e, const IrOp *op, unsigned at)
{
    X86Mem saved = emit_frame(FRAME_SAVED_RDX);
    bool save = e->rdx_until > at && emit_clobbers(e, op) & CLOBBERS_RDX;

    if (save) {
        x86_mr(&e->as, X86_MOV | X86_W64, saved, X86_RDX);
    }
    emit_rows[op->opc].emit(e, op);
    if (save) {
        x86_rm(&e->as, X86_MOV | X86_W64, X86_RDX, saved);
    }
    if (ir_op_flags(op->opc) & IR_FP) {
        e->echo_at = NULL;      /* a stub may come back without the value */
    }
}

static void emit_ops(Emit *e)
{
    TCGContext *s = e->s;

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (s->listing) {
            emit_list_op(e, op);
        }
        if (!is_useless(e, op)) {
            emit_op_saving(e, op, i);
        }
        if (ir_ref_kind(op->dst) == IR_REF_TEMP
            && emit_in(e, op->dst, X86_RDX)) {
            e->rdx_until = assign_last_use(e, op->dst);
        }
    }
}

static void emit_stubs(Emit *e)
{
    for (unsigned i = 0; i < e->n_stubs; i++) {
        Stub *stub = &e->stubs[i];

        e->echo_at = e->counted_at = NULL;
        x86_bind(&e->as, &stub->entry);
        if (e->s->listing) {
            emit_list_stub(e, stub);
        }
        stub->emit(e, stub);
    }
}

/*
 * What a killed unit does instead (code_kill.c), right before its entry; and
 * the entry's first instruction, which does nothing until it is replaced.
 */
static const uint8_t *emit_entry(Emit *e)
{
    X86Asm *a = &e->as;

    emit_leave(e, e->s->insns[0].page_offset, TCG_EXIT_NEXT);
    x86_align(a, X86_ENTRY_OFFSET);
    x86_nops(a, X86_ENTRY_NOP);
    return a->p - X86_ENTRY_NOP;
}

/* Loops may want other registers in host registers. */
static void choose_registers(Emit *e)
{
    RegMap map = e->map;

    if (!e->config->no_swap) {
        e->n_swaps = regmap_swap(&map, e->s, e->layout->counts,
                                 e->swaps);
    }
    place_registers(e, &map);
    if (e->s->listing) {
        emit_list_entry(e);
    }
    emit_swap_in(e);
}

static Emit *prepare(TCGContext *s, TcgCodeCache *cache,
                     const TcgConfig *config)
{
    Emit *e = cache->emit;

    if (!e) {
        e = cache->emit = emit_new(cache);
    }
    e->s = s;
    e->config = config;
    e->n_stubs = 0;
    e->echo_at = e->counted_at = NULL;
    e->rdx_until = 0;
    e->n_swaps = 0;
    for (unsigned i = 0; i < s->n_labels; i++) {
        e->labels[i] = X86_LABEL_INIT;
    }
    return e;
}

void tcg_unit_begin(TCGContext *s, TcgCodeCache *cache,
                    const TcgConfig *config)
{
    x86_code_begin(cache, &prepare(s, cache, config)->as);
}

void tcg_unit_write(TcgCodeCache *cache, TcgUnit *unit)
{
    Emit *e = cache->emit;

    unit->first_link = x86_link_next(cache);
    unit->code = emit_entry(e);
    choose_registers(e);
    if (!e->config->no_peephole) {
        emit_peephole(e->s);
    }
    emit_assign(e);
    emit_ops(e);
    emit_stubs(e);
    unit->code_bytes = (uint32_t)(e->as.p - (const uint8_t *)unit->code);
    unit->n_links = x86_link_next(cache) - unit->first_link;
}

bool tcg_unit_end(TcgCodeCache *cache, TcgUnit *unit)
{
    Emit *e = cache->emit;
    size_t before = (const uint8_t *)unit->code - e->as.start;
    const uint8_t *code = x86_code_end(cache, &e->as);

    unit->code = code ? code + before : NULL;
    return code != NULL;
}

void tcg_unit_drop(TcgCodeCache *cache)
{
    x86_code_drop(cache);
}

bool tcg_emit_unit(TCGContext *s, TcgCodeCache *cache, const TcgConfig *config,
                   TcgUnit *unit)
{
    tcg_unit_begin(s, cache, config);
    tcg_unit_write(cache, unit);
    return tcg_unit_end(cache, unit);
}
