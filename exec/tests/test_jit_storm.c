/* However a program runs, whoever wants it to stop is answered. */
#include "asm.h"
#include "jit_shapes.h"

#include "support/unit.h"

static JitFixture j;

static void setup(bool no_swap)
{
    JitOptions options = jit_fixture_options();

    options.counts = options.fit_slice = options.verify = false;
    options.no_swap = no_swap;
    jit_fixture_init(&j, &options);
}

/* --- a request at each entry ---------------------------------------------- */

static TcgEnterFn *real_enter;
static uint64_t longest;

/* A poll may come first: then the interpreter does a block. */
static uint64_t requested_enter(void *env, const void *code)
{
    Vcpu *v = env;
    uint64_t before = v->hart.retired;

    vcpu_request_exit(v, VCPU_EXIT_LOOP);
    uint64_t exit = real_enter(env, code);
    longest = MAX(longest, v->hart.retired - before);
    return v->hart.retired == before ? TCG_EXIT_INTERP : exit;
}

/* Every entry meets a request: the program proceeds from poll to poll. */
START_TEST(test_exit_comes_within_the_bound)
{
    const JitShape *shape = &jit_shapes[_i];
    unsigned rounds = 20, exits = 0;

    setup(false);
    if (!jit_fixture_host_code(&j)) {
        return;
    }
    jit_shape_load(j.f, shape, 100);        /* makes the links */
    jit_run_freely(&j);
    jit_shape_load(j.f, shape, rounds);
    real_enter = j.f->cpus->jit->enter;
    j.f->cpus->jit->enter = requested_enter;
    longest = 0;
    while (jit_run_freely(&j) == EXCP_INTERRUPT) {
        exits++;
    }
    ck_assert_uint_eq(j.h->gpr[A0], shape->result(rounds));
    ck_assert_uint_ge(exits, rounds - 1);
    ck_assert_msg(longest <= shape->bound, "%s: %u instructions", shape->name,
                  (unsigned)longest);
}
END_TEST

/* --- a storm -------------------------------------------------------------- */

#define FOREVER (1ull << 40)    /* rounds */

typedef struct Answer {
    int given;                  /* atomic */
    bool end;                   /* let this round be the last one */
    uint64_t left;              /* rounds, with this one */
} Answer;

/* On the vCPU's thread, so it may look at its own hart. */
static void answer(Vcpu *v, void *data)
{
    Answer *a = data;

    a->left = v->hart.gpr[S0];
    if (a->end) {
        v->hart.gpr[S0] = 1;
    }
    g_atomic_int_set(&a->given, 1);
}

static void ask(const JitShape *shape, Answer *a)
{
    async_run_on_cpu(&j.f->vcpu, answer, a);
    for (int i = 0; !g_atomic_int_get(&a->given); i++) {
        ck_assert_msg(i < 200000, "%s: no answer", shape->name);
        g_usleep(20);
    }
}

START_TEST(test_storm_of_requests_is_answered)
{
    const JitShape *shape = &jit_shapes[_i / 2];
    Answer a = { 0 };

    setup(_i % 2);
    jit_shape_load(j.f, shape, FOREVER);
    exec_fixture_start(j.f, false);
    for (int n = 299; n >= 0; n--) {
        a = (Answer) { .end = n == 0 };
        ask(shape, &a);
    }
    ck_assert(exec_fixture_wait_idle(j.f));
    exec_fixture_stop(j.f);
    ck_assert_uint_eq(j.h->gpr[A0], shape->result(FOREVER - a.left + 1));
}
END_TEST

UNIT_MAIN("jit_storm",
          UNIT_LOOP(test_exit_comes_within_the_bound, JIT_SHAPES),
          UNIT_LOOP(test_storm_of_requests_is_answered, 2 * JIT_SHAPES))
