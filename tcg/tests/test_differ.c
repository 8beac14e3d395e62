/*
 * test_differ.c: whatever is done to a unit, it does the same
 *
 * Random units run under tci as they are, then after each pass, then as host
 * code. Registers, memory, pc, the count of instructions and the reason for
 * leaving must agree. Host code makes most accesses without a helper, so what
 * helpers saw is not compared; test_tci.c and the back end's tests do that.
 */
#include <inttypes.h>
#include <string.h>

#include "fake_env.h"
#include "support/unit.h"
#include "tcg/code_cache.h"
#include "tcg_random.h"

static const TcgRandomOptions kinds[] = {
    { .insns = 12, },
    { .insns = 12, .memory = true, .env = true },
    { .insns = 16, .memory = true, .guards = true },
    { .insns = 24, .control = true, .plain_loops = true },
    { .insns = 24, .memory = true, .atomics = true, .calls = true },
    { .insns = 40, .control = true, .plain_loops = true, .memory = true,
      .atomics = true, .guards = true, .calls = true, .env = true },
    { .insns = 200, .control = true, .plain_loops = true, .memory = true,
      .atomics = true, .guards = true, .calls = true, .env = true },
};

/* for passes only: host code may redo a whole instruction by interpreting */
static const TcgRandomOptions float_kinds[] = {
    { .insns = 30, .floats = true, .memory = true, .control = true,
      .plain_loops = true },
    { .insns = 60, .floats = true, .control = true, .plain_loops = true,
      .memory = true, .atomics = true, .guards = true, .calls = true,
      .env = true },
};

static void make(TCGContext *s, const TcgRandomOptions *kind, uint32_t seed)
{
    TcgRandomOptions options = *kind;

    options.base = FAKE_BASE + 32;
    options.size = FAKE_SIZE;
    tcg_random_unit(s, &options, seed);
}

/* --- environments -------------------------------------------------------- */

/* a few pages that no access may find, or no store */
static void unmap_some(FakeEnv *env, GRand *rand)
{
    for (unsigned i = 0; i < FAKE_SIZE / 4096; i++) {
        TcgTlbEntry *entry = &env->tlb[i];

        if (g_rand_int_range(rand, 0, 6) == 0) {
            entry->write = (i + 1) << 12;
        }
        if (g_rand_int_range(rand, 0, 8) == 0) {
            entry->read = entry->write = (i + 1) << 12;
        }
    }
}

static FakeEnv *random_env(uint32_t seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    FakeEnv *env = fake_env_new();

    fake_env_map(env);
    unmap_some(env, rand);
    for (unsigned i = 1; i < 32; i++) {
        env->hart.gpr[i] = (uint64_t)g_rand_int(rand) << 32
                         | g_rand_int(rand);
        env->hart.gpr[i] >>= g_rand_int_range(rand, 0, 64);
        env->hart.fpr[i] = g_rand_int(rand);
    }
    for (unsigned i = 0; i < FAKE_SIZE; i++) {
        env->memory[i] = i * 7 + seed;
    }
    env->exit_request = g_rand_int_range(rand, 0, 4) == 0;
    return env;
}

/* (nullable): what differs */
static char *difference(const FakeEnv *a, const FakeEnv *b)
{
    for (unsigned i = 0; i < 32; i++) {
        if (a->hart.gpr[i] != b->hart.gpr[i]) {
            return g_strdup_printf("x%u: %#" PRIx64 " and %#" PRIx64, i,
                                   a->hart.gpr[i], b->hart.gpr[i]);
        }
    }
    for (unsigned i = 0; i < FAKE_SIZE; i++) {
        if (a->memory[i] != b->memory[i]) {
            return g_strdup_printf("memory at %#x", i);
        }
    }
    if (a->hart.pc != b->hart.pc || a->hart.retired != b->hart.retired) {
        return g_strdup_printf("pc: %#" PRIx64 " and %#" PRIx64 ", retired: "
                               "%" PRIu64 " and %" PRIu64, a->hart.pc,
                               b->hart.pc, a->hart.retired, b->hart.retired);
    }
    return memcmp(&a->hart, &b->hart, sizeof(Hart)) ? g_strdup("the hart")
         : NULL;
}

/* --- ways to run a unit -------------------------------------------------- */

typedef struct Way {
    const char *name;
    void (*pass)(TCGContext *s);
} Way;

static void all_passes(TCGContext *s)
{
    static const TcgConfig config;

    tcg_optimize(s, &config);
}

static void no_pass(TCGContext *s)
{
}

static const Way ways[] = {
    { "fold", tcg_fold },
    { "divide", tcg_divide },
    { "loop", tcg_loop },
    { "guard", tcg_guard },
    { "sink", tcg_sink },
    { "narrow", tcg_narrow },
    { "liveness", tcg_liveness },
    { "all passes", all_passes },
};

static void check(const FakeEnv *a, const FakeEnv *b, const TCGContext *s,
                  const char *what)
{
    g_autofree char *wrong = difference(a, b);

    if (wrong) {
        GString *text = g_string_new(NULL);

        ir_print(s, text);
        g_printerr("# %s: %s\n%s", what, wrong, text->str);
        ck_abort_msg("%s: %s", what, wrong);
    }
}

/* The others mean: go on at pc, after a look around. */
static void check_exits(uint64_t exit, uint64_t wanted, const char *what)
{
    ck_assert_msg((exit == TCG_EXIT_INTERP) == (wanted == TCG_EXIT_INTERP),
                  "%s: exit %" PRIu64, what, exit);
}

static void run_way(TCGContext *s, const TcgRandomOptions *kind,
                    uint32_t seed, const Way *way)
{
    static const TcgConfig config;
    FakeEnv *before = random_env(seed);
    FakeEnv *after = random_env(seed);
    g_autofree char *what = g_strdup_printf("seed %u, %s", seed, way->name);
    g_autofree char *mistake = NULL;
    uint64_t exit;

    make(s, kind, seed);
    exit = tci_run(s, before, &fake_layout, &config);
    way->pass(s);
    mistake = ir_verify(s);
    ck_assert_msg(!mistake, "%s: %s", what, mistake);
    check_exits(tci_run(s, after, &fake_layout, &config), exit, what);
    check(before, after, s, what);
    fake_env_free(before);
    fake_env_free(after);
}

static void run_ways(const TcgRandomOptions *kind)
{
    TCGContext *s = tcg_context_new();

    for (int seed = 0; seed < unit_rounds(150); seed++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++) {
            run_way(s, kind, seed, &ways[i]);
        }
    }
    tcg_context_free(s);
}

START_TEST(test_passes_keep_the_meaning)
{
    run_ways(&kinds[_i]);
}
END_TEST

START_TEST(test_passes_keep_the_meaning_of_floats)
{
    run_ways(&float_kinds[_i]);
}
END_TEST

/* --- host code ----------------------------------------------------------- */

#define CACHE_BYTES (8u << 20)

typedef struct Host {
    TCGContext *s;
    TcgConfig config;
    TcgLayout layout;
    TcgCodeCache *cache;        /* NULL: no back end for this host */
} Host;

static void host_init(Host *host, unsigned shuffle)
{
    g_autoptr(GError) error = NULL;

    *host = (Host) { .s = tcg_context_new(), .layout = fake_layout };
    host->config.shuffle = shuffle;
    host->layout.shuffle = shuffle;
    host->cache = tcg_code_cache_new(CACHE_BYTES, &host->layout, &error);
}

static void host_deinit(Host *host)
{
    tcg_context_free(host->s);
    if (host->cache) {
        tcg_code_cache_free(host->cache);
    }
}

static uint64_t host_run(Host *host, FakeEnv *env)
{
    TcgUnit unit;

    if (!tcg_emit_unit(host->s, host->cache, &host->config, &unit)) {
        tcg_code_cache_flush(host->cache);
        ck_assert(tcg_emit_unit(host->s, host->cache, &host->config, &unit));
    }
    return tcg_code_cache_enter(host->cache)(env, unit.code) & 0xff;
}

static void compare_host(Host *host, const TcgRandomOptions *kind,
                         uint32_t seed, const Way *way)
{
    FakeEnv *tci = random_env(seed);
    FakeEnv *env = random_env(seed);
    g_autofree char *what = g_strdup_printf("seed %u, host code, %s", seed,
                                            way->name);
    uint64_t exit, wanted;

    make(host->s, kind, seed);
    way->pass(host->s);
    wanted = tci_run(host->s, tci, &fake_layout, &host->config);
    exit = host_run(host, env);
    make(host->s, kind, seed);
    way->pass(host->s);
    check(tci, env, host->s, what);
    check_exits(exit, wanted, what);
    fake_env_free(tci);
    fake_env_free(env);
}

START_TEST(test_host_code_does_what_tci_does)
{
    static const Way plain = { "no pass", no_pass };
    static const Way optimised = { "all passes", all_passes };

    for (unsigned shuffle = 0; shuffle < 3; shuffle++) {
        Host host;

        host_init(&host, shuffle * 12345);
        for (int seed = 0; host.cache && seed < unit_rounds(100); seed++) {
            compare_host(&host, &kinds[_i], seed, &plain);
            compare_host(&host, &kinds[_i], seed, &optimised);
        }
        host_deinit(&host);
    }
}
END_TEST

UNIT_MAIN("tcg_differ",
    UNIT_LOOP(test_passes_keep_the_meaning, G_N_ELEMENTS(kinds)),
    UNIT_LOOP(test_passes_keep_the_meaning_of_floats,
              G_N_ELEMENTS(float_kinds)),
    UNIT_LOOP(test_host_code_does_what_tci_does, G_N_ELEMENTS(kinds)))
