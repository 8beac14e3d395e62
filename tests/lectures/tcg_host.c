/*
 * tcg_host.c: lecture 08.2, from operations to host code that runs
 *
 * x10 = x11 + 5, unless x11 is 0: then a helper is asked. The environment is
 * no machine: a hart, one helper, and the offsets that tell the back end
 * where they are. Skipped (77) where host code cannot run.
 */
#include <stdio.h>

#include "tcg/code_cache.h"
#include "tcg/host_disas.h"
#include "tcg/tcg_op.h"

#define PAGE_PC 0x80000000ull

typedef struct World {
    Hart hart;                  /* first */
    uint64_t page_pc;
    uint64_t slice_end;
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    uint32_t exit_request;
    uint8_t fp_active;
    unsigned calls;
} World;

static const TcgLayout layout = {
    .exit_request = offsetof(World, exit_request),
    .page_pc = offsetof(World, page_pc),
    .tlb = offsetof(World, tlb),
    .jmp_cache = offsetof(World, jmp_cache),
    .fp_active = offsetof(World, fp_active),
    .slice_end = offsetof(World, slice_end),
    .helpers = offsetof(World, helpers),
    .tlb_bits = 8,
};

/* Whenever C code runs, the hart is exact. */
static TcgResult answer(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = env;

    g_assert_cmpuint(w->hart.pc, ==, PAGE_PC);
    w->calls++;
    return (TcgResult) { a + b, TCG_CONTINUE };
}

static void emit(TCGContext *s)
{
    unsigned zero = gen_new_label(s);

    s->n_insns = 1;
    s->insns[0] = (IrInsn) { .insn.len = 4 };
    tcg_gen_insn_start(s, 0);
    tcg_gen_brcond(s, IR_COND_ATTR(TCG_COND_EQ, IR_I64), IR_GPR(11),
                   tcg_constant(s, 0), zero);
    tcg_gen_addi_i64(s, IR_GPR(10), IR_GPR(11), 5);
    tcg_gen_retire(s, 1);
    tcg_gen_exit_tb(s, 4, IR_EXIT_NEXT);
    gen_set_label(s, zero);
    tcg_gen_call(s, TCG_HELPER_CSR, IR_GPR(10),
                 (IrArgs) { tcg_constant(s, 40), tcg_constant(s, 2),
                            tcg_constant(s, 0) });
    tcg_gen_retire(s, 1);
    tcg_gen_exit_tb(s, 4, IR_EXIT_NEXT);
}

static uint64_t run(TcgEnterFn *enter, World *w, const TcgUnit *unit,
                    uint64_t x11)
{
    w->hart.gpr[11] = x11;
    w->hart.pc = PAGE_PC;
    g_assert_cmpuint(enter(w, unit->code), ==, TCG_EXIT_NEXT);
    g_assert_cmpuint(w->hart.pc, ==, PAGE_PC + 4);
    return w->hart.gpr[10];
}

int main(void)
{
    const TcgConfig config = { .verify = true };
    g_autoptr(GError) error = NULL;
    TcgCodeCache *cache = tcg_code_cache_new(1 << 20, &layout, &error);
    World w = { .page_pc = PAGE_PC, .hart.pc = PAGE_PC };
    TcgUnit unit;

    if (!cache) {
        printf("skipped: %s\n", error->message);
        return 77;
    }
    TCGContext *s = tcg_context_new();
    g_autoptr(GString) text = g_string_new(NULL);

    w.helpers[TCG_HELPER_CSR] = answer;
    emit(s);
    g_assert_true(tcg_emit_unit(s, cache, &config, &unit));
    tcg_host_disas(text, unit.code, unit.code_bytes,
                   &(TcgHostNames) { .layout = &layout });
    printf("%s", text->str);

    TcgEnterFn *enter = tcg_code_cache_enter(cache);
    g_assert_cmpuint(run(enter, &w, &unit, 37), ==, 42);
    g_assert_cmpuint(w.calls, ==, 0);
    g_assert_cmpuint(run(enter, &w, &unit, 0), ==, 42);
    g_assert_cmpuint(w.calls, ==, 1);
    g_assert_cmpuint(w.hart.retired, ==, 2);
    tcg_context_free(s);
    tcg_code_cache_free(cache);
    return 0;
}
