/* tcg_random.c: random units that are well formed */
#include "tcg_random_internal.h"

#define FUEL 20

/* 2- and 4-byte instructions, one after the other */
static void lay_out_insns(RandomUnit *u)
{
    TCGContext *s = u->s;
    unsigned offset = random_below(u, 1500) * 2;

    s->n_insns = u->options->insns;
    for (unsigned i = 0; i < s->n_insns; i++) {
        unsigned len = random_one_in(u, 2) ? 2 : 4;

        s->insns[i] = (IrInsn) {
            .insn = { .op = random_below(u, OP_COUNT), .len = len,
                      .raw = len == 2 ? g_rand_int(u->rand) & 0xffff
                           : g_rand_int(u->rand) },
            .page_offset = offset,
        };
        offset += len;
    }
}

static void choose_labels(RandomUnit *u)
{
    for (unsigned i = 0; i < RANDOM_LABELS; i++) {
        u->label_at[i] = u->options->control
                       ? 1 + random_below(u, u->s->n_insns) : UINT_MAX;
        gen_new_label(u->s);
    }
}

/* Labels are reached with everything counted. */
static void place_labels(RandomUnit *u)
{
    for (unsigned i = 0; i < RANDOM_LABELS; i++) {
        if (u->label_at[i] == u->insn) {
            random_retire(u);
            gen_set_label(u->s, i);
            random_forget(u);
        }
    }
}

static void first_insn(RandomUnit *u)
{
    random_insn_begin(u);
    tcg_gen_movi(u->s, IR_GPR(TCG_RANDOM_FUEL_GPR), FUEL);
    random_insn_end(u);
}

static void last_exit(RandomUnit *u)
{
    const IrInsn *last = &u->s->insns[u->s->n_insns - 1];
    unsigned next = last->page_offset + last->insn.len;

    random_retire(u);
    if (random_one_in(u, 4)) {
        IrRef target = random_value(u);
        IrRef even = random_temp(u);

        tcg_gen_andi(u->s, even, target, -2);
        tcg_gen_goto_ptr(u->s, even, random_below(u, 3));
    } else if (next < 4096) {
        tcg_gen_goto_tb(u->s, next);
    } else {
        tcg_gen_exit_tb(u->s, next, IR_EXIT_NEXT);
    }
}

void tcg_random_unit(TCGContext *s, const TcgRandomOptions *options,
                     uint32_t seed)
{
    RandomUnit u = {
        .s = s, .options = options, .rand = g_rand_new_with_seed(seed),
    };

    tcg_context_reset(s);
    lay_out_insns(&u);
    choose_labels(&u);
    first_insn(&u);
    while (u.insn < s->n_insns) {
        place_labels(&u);
        random_insn(&u);
    }
    place_labels(&u);
    last_exit(&u);
    random_stubs(&u);
    g_rand_free(u.rand);
}
