/*
 * test_optimize.c: a unit does the same after the passes as before
 *
 * Random units run from random states, before and after, with tci. The whole
 * Hart, memory, what helpers saw and in which order, and how the unit was
 * left must be equal, also when any helper traps or leaves.
 */
#include <inttypes.h>
#include <string.h>

#include "tests/fake_env.h"
#include "tests/tcg_random.h"
#include "random_unit.h"
#include "support/unit.h"

typedef struct World {
    FakeEnv fake;               /* first: it is the environment */
    TcgHelperFn *real[TCG_HELPER_COUNT];
    unsigned trap_at;           /* number of the call that traps */
    unsigned interpreted;       /* instructions */
    bool wrap;                  /* all addresses are in memory */
} World;

static const TcgConfig run_config = { .counts = true };

/* --- helpers that trap when told ------------------------------------------ */

static TcgResult pass_on(void *opaque, TcgHelper helper, uint64_t a,
                         uint64_t b, uint64_t c)
{
    World *world = opaque;

    if (world->fake.n_calls == world->trap_at) {
        world->fake.n_calls++;
        world->fake.hart.pc = FAKE_TRAP_PC;
        return (TcgResult) { 0, world->trap_at % 3 ? TCG_JUMP : TCG_LEAVE };
    }
    if (world->wrap) {
        a = FAKE_BASE + (a & (FAKE_SIZE / 2 - 1));
    }
    return world->real[helper](opaque, a, b, c);
}

#define PASS_ON(name)                                                   \
    static TcgResult on_##name(void *opaque, uint64_t a, uint64_t b,    \
                               uint64_t c)                              \
    {                                                                   \
        return pass_on(opaque, TCG_HELPER_##name, a, b, c);             \
    }
PASS_ON(LOAD)
PASS_ON(STORE)
PASS_ON(AMO)
PASS_ON(CSR)

/* an instruction that changes registers, each time others */
static TcgResult on_INTERP(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    World *world = opaque;
    TcgResult result = pass_on(opaque, TCG_HELPER_INTERP, a, b, c);
    Hart *hart = &world->fake.hart;
    unsigned n = world->interpreted++;

    if (result.status == TCG_CONTINUE) {
        hart->gpr[10 + n % 6] += n * 8;
        hart->gpr[n & 4 ? 2 : 8] += 16;
        hart->fpr[n % 3] = n;
    }
    return result;
}

/* --- states --------------------------------------------------------------- */

static uint64_t random_word(GRand *rand)
{
    uint64_t word = (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);

    switch (g_rand_int_range(rand, 0, 6)) {
    case 0:
        return word & 0xff;
    case 1:
        return (int32_t)word;
    case 2:
        return (uint32_t)word;
    case 3:
        return g_rand_int_range(rand, -2, 3);
    default:
        return word;
    }
}

static void world_randomize(World *world, GRand *rand)
{
    static const uint8_t bases[] = { 2, 8, 10, 11 };

    fake_env_init(&world->fake);
    world->interpreted = 0;
    world->trap_at = UINT_MAX;
    world->wrap = false;
    for (unsigned r = 1; r < 32; r++) {
        world->fake.hart.gpr[r] = random_word(rand);
        world->fake.hart.fpr[r] = random_word(rand);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(bases); i++) {
        world->fake.hart.gpr[bases[i]] =
            FAKE_BASE + 8 * g_rand_int_range(rand, -2, 40);
    }
    for (unsigned i = 0; i < 1024; i++) {
        world->fake.memory[i] = g_rand_int(rand);
    }
    memcpy(world->real, world->fake.helpers, sizeof(world->real));
    world->fake.helpers[TCG_HELPER_LOAD] = on_LOAD;
    world->fake.helpers[TCG_HELPER_STORE] = on_STORE;
    world->fake.helpers[TCG_HELPER_AMO] = on_AMO;
    world->fake.helpers[TCG_HELPER_CSR] = on_CSR;
    world->fake.helpers[TCG_HELPER_INTERP] = on_INTERP;
    world->fake.slice_end = IR_MAX_INSNS + 50;
}

/*
 * The sign of a loaded value is none of memory's business, and guarded loads
 * whose result nobody reads may be left out.
 */
static void forget_loads(World *world)
{
    FakeEnv *fake = &world->fake;
    unsigned n = MIN(fake->n_calls, FAKE_CALLS);
    unsigned kept = 0;

    for (unsigned i = 0; i < n; i++) {
        FakeCall call = fake->calls[i];

        if (call.helper == TCG_HELPER_LOAD) {
            if (world->wrap) {
                continue;
            }
            call.b &= ~(uint64_t)MO_SIGN;
        }
        fake->calls[kept++] = call;
    }
    if (world->wrap) {
        fake->n_calls = n == FAKE_CALLS ? 0 : kept;
    }
}

static uint64_t run(const TCGContext *s, const World *start, World *world)
{
    uint64_t exit;

    *world = *start;
    exit = tci_run(s, world, &fake_layout, &run_config);
    forget_loads(world);
    return exit;
}

/* --- comparing ------------------------------------------------------------ */

static char *text_of(const TCGContext *s)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    return g_string_free(text, FALSE);
}

/* Argument b; only its low bytes are stored. */
static uint64_t second_argument(const FakeCall *call)
{
    unsigned unused = call->helper == TCG_HELPER_STORE
        ? 64 - 8 * memop_size(call->c & MO_SIZE) : 0;

    return call->b << unused;
}

static bool same_call(const FakeCall *a, const FakeCall *b)
{
    return a->helper == b->helper && a->a == b->a && a->c == b->c &&
           second_argument(a) == second_argument(b) && a->pc == b->pc &&
           a->retired == b->retired;
}

static bool same_calls(const World *a, const World *b)
{
    for (unsigned i = 0; i < MIN(a->fake.n_calls, FAKE_CALLS); i++) {
        if (!same_call(&a->fake.calls[i], &b->fake.calls[i])) {
            return false;
        }
    }
    return a->fake.n_calls == b->fake.n_calls;
}

static const char *difference(const World *a, const World *b)
{
    return !same_calls(a, b) ? "calls"
         : memcmp(&a->fake.hart, &b->fake.hart, sizeof(Hart)) ? "hart"
         : memcmp(a->fake.memory, b->fake.memory, FAKE_SIZE) ? "memory"
                                                             : NULL;
}

static void print_registers(GString *out, const World *a, const World *b)
{
    for (unsigned r = 0; r < 64; r++) {
        uint64_t va = r < 32 ? a->fake.hart.gpr[r] : a->fake.hart.fpr[r - 32];
        uint64_t vb = r < 32 ? b->fake.hart.gpr[r] : b->fake.hart.fpr[r - 32];

        if (va != vb) {
            g_string_append_printf(out, "register %u: %" PRIx64 " became %"
                                   PRIx64 "\n", r, va, vb);
        }
    }
}

/* Worlds are large, and an allocator of a sanitizer has them all anew. */
typedef struct Check {
    TCGContext *s;              /* after the passes */
    TCGContext *original;
    World *start, *before, *after;
    unsigned seed;
} Check;

static void check_run(const Check *c)
{
    uint64_t before = run(c->original, c->start, c->before);
    uint64_t after = run(c->s, c->start, c->after);
    const char *what = before != after ? "exit"
                                       : difference(c->before, c->after);

    if (what) {
        g_autofree char *was = text_of(c->original);
        g_autofree char *is = text_of(c->s);
        GString *registers = g_string_new(NULL);

        print_registers(registers, c->before, c->after);
        g_printerr("%s%s-- became --\n%s", registers->str, was, is);
        ck_abort_msg("seed %u: %s differs", c->seed, what);
    }
}

static unsigned count_calls(const Check *c)
{
    run(c->original, c->start, c->before);
    return MIN(c->before->fake.n_calls, 12);
}

/* --- guards: which way ---------------------------------------------------- */

/* tci always goes the fast way: make guards fail by a branch instead. */
static void fail_guards(TCGContext *s, GRand *rand, bool all)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        IrOp *op = &s->ops[i];

        if (op->opc == IR_guard && (all || g_rand_boolean(rand))) {
            *op = (IrOp) { .opc = IR_br, .insn = op->insn, .dst = IR_NONE,
                           .arg = { IR_NONE, IR_NONE, IR_NONE },
                           .imm = op->arg[2] };
        }
    }
}

/* --- tests ---------------------------------------------------------------- */

/* Two generators: one knows what passes look for, one all operations. */
static void generate(TCGContext *s, unsigned seed)
{
    static const TcgRandomOptions options = {
        .insns = 25, .control = true, .memory = true, .atomics = true,
        .calls = true, .floats = true, .env = true,
        .base = FAKE_BASE, .size = 1024,
    };
    GRand *rand = g_rand_new_with_seed(seed);

    if (seed % 3) {
        random_unit(s, rand);
    } else {
        tcg_random_unit(s, &options, seed);
    }
    g_rand_free(rand);
}

static void make(Check *c, const TcgConfig *config)
{
    TcgConfig own = *config;
    g_autofree char *problem = NULL;

    own.no_float = true;        /* it moves FP_ENTER: has its own tests */
    own.counts = true;          /* polls stay where they are */
    generate(c->original, c->seed);
    generate(c->s, c->seed);
    problem = ir_verify(c->original);
    ck_assert_msg(!problem, "seed %u: %s", c->seed, problem);
    tcg_optimize(c->s, &own);
}

/* Without traps, then with one at each of the first calls. */
static void check_with_traps(const Check *c, GRand *rand)
{
    unsigned calls;

    world_randomize(c->start, rand);
    check_run(c);
    calls = count_calls(c);
    for (unsigned i = 0; i < calls; i++) {
        c->start->trap_at = i;
        check_run(c);
    }
}

static void check_without_traps(const Check *c, GRand *rand)
{
    world_randomize(c->start, rand);
    c->start->wrap = true;
    check_run(c);
}

#define NO_GUARDS .no_guard = true, .no_loop = true

static const struct {
    TcgConfig config;
    bool fail_all, fail_some;
} ways[] = {
    { { .verify = true, NO_GUARDS, .no_liveness = true, .no_narrow = true } },
    { { .verify = true, NO_GUARDS, .no_fold = true, .no_divide = true } },
    { { .verify = true, NO_GUARDS } },
    { { .verify = true }, .fail_all = true },
    { { .verify = true }, .fail_some = true },
    { { .verify = true, .no_fold = true, .no_liveness = true } },
    { { .verify = true, .no_fold = true }, .fail_some = true },
    { { .verify = true, .no_loop = true }, .fail_some = true },
    { { .verify = true, .no_guard = true }, .fail_some = true },
    { { .verify = true, .no_liveness = true }, .fail_some = true },
    { { .verify = true, NO_GUARDS, .no_divide = true } },
    { { .verify = true, NO_GUARDS, .no_narrow = true } },
};

START_TEST(test_units_do_the_same_after_the_passes)
{
    Check c = {
        .s = tcg_context_new(), .original = tcg_context_new(),
        .start = g_new0(World, 1), .before = g_new(World, 1),
        .after = g_new(World, 1),
    };
    const TcgConfig *config = &ways[_i].config;
    bool guards = !(config->no_guard && config->no_loop) && !ways[_i].fail_all;

    for (int i = 0; i < unit_rounds(600); i++) {
        GRand *rand = g_rand_new_with_seed(i);

        c.seed = i;
        make(&c, config);
        if (ways[_i].fail_all || ways[_i].fail_some) {
            fail_guards(c.s, rand, ways[_i].fail_all);
        }
        for (unsigned state = 0; state < 3; state++) {
            (guards ? check_without_traps : check_with_traps)(&c, rand);
        }
        g_rand_free(rand);
    }
    tcg_context_free(c.s);
    tcg_context_free(c.original);
    g_free(c.start);
    g_free(c.before);
    g_free(c.after);
}
END_TEST

UNIT_MAIN("optimize",
    UNIT_LOOP(test_units_do_the_same_after_the_passes, G_N_ELEMENTS(ways)))
