/*
 * test_timer_random.c: random operations against a naive oracle
 *
 * The oracle keeps deadlines in an array and sorts on each pass. Callbacks
 * re-arm themselves and delete others by rules that both sides follow.
 */
#include "support/unit.h"
#include "timers/manual_clock.h"

#define TIMERS 16

typedef struct Model {
    int64_t expire_ns[TIMERS];  /* -1: not pending */
    uint64_t order[TIMERS];
    uint64_t next_order;
    int64_t now_ns;
    GString *log;
} Model;

static ManualClock manual;
static TimerSystem *ts;
static QEMUTimer timers[TIMERS];
static GString *real_log;

/* Rules of the callbacks: one in four re-arms, one in four deletes. */
static int rearm_delay(int i)
{
    return i % 4 == 0 ? i : -1;
}

static int victim(int i)
{
    return i % 4 == 1 ? (i * 5 + 2) % TIMERS : -1;
}

static void real_cb(void *opaque)
{
    int i = GPOINTER_TO_INT(opaque);

    g_string_append_c(real_log, (char)('a' + i));
    if (rearm_delay(i) >= 0) {
        timer_mod_ns(&timers[i], timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL) +
                                     rearm_delay(i));
    }
    if (victim(i) >= 0) {
        timer_del(&timers[victim(i)]);
    }
}

static void model_arm(Model *model, int i, int64_t expire_ns)
{
    model->expire_ns[i] = expire_ns;
    model->order[i] = model->next_order++;
}

/* The first pending timer that was armed before @limit; -1: none is due. */
static int model_first(const Model *model, uint64_t limit)
{
    int best = -1;

    for (int i = 0; i < TIMERS; i++) {
        if (model->expire_ns[i] < 0 || model->expire_ns[i] > model->now_ns ||
            model->order[i] >= limit) {
            continue;
        }
        if (best < 0 || model->expire_ns[i] < model->expire_ns[best] ||
            (model->expire_ns[i] == model->expire_ns[best] &&
             model->order[i] < model->order[best])) {
            best = i;
        }
    }
    return best;
}

static void model_run(Model *model)
{
    uint64_t limit = model->next_order;
    int i;

    while ((i = model_first(model, limit)) >= 0) {
        g_string_append_c(model->log, (char)('a' + i));
        model->expire_ns[i] = -1;
        if (rearm_delay(i) >= 0) {
            model_arm(model, i, model->now_ns + rearm_delay(i));
        }
        if (victim(i) >= 0) {
            model->expire_ns[victim(i)] = -1;
        }
    }
}

static void random_step(Model *model, GRand *random)
{
    int i = g_rand_int_range(random, 0, TIMERS);
    int64_t expire_ns = model->now_ns + g_rand_int_range(random, -3, 12);

    switch (g_rand_int_range(random, 0, 5)) {
    case 0:
        timer_del(&timers[i]);
        model->expire_ns[i] = -1;
        break;
    case 1:
        manual_clock_advance(&manual, 1);
        model->now_ns++;
        break;
    case 2:
        timer_system_run_timers(ts, QEMU_CLOCK_VIRTUAL);
        model_run(model);
        break;
    default:
        timer_mod_ns(&timers[i], expire_ns);
        model_arm(model, i, MAX(expire_ns, 0));
        break;
    }
}

static void check_same(const Model *model)
{
    for (int i = 0; i < TIMERS; i++) {
        ck_assert_int_eq(timer_expire_time_ns(&timers[i]),
                         model->expire_ns[i]);
    }
    ck_assert_str_eq(real_log->str, model->log->str);
}

START_TEST(test_random_operations_agree_with_the_oracle)
{
    GRand *random = g_rand_new_with_seed((guint32)_i);
    Model model = { .log = g_string_new(NULL) };

    manual = (ManualClock){ 0 };
    ts = timer_system_new(&manual_clock_ops, &manual);
    timer_system_enable_ticks(ts);
    real_log = g_string_new(NULL);
    for (int i = 0; i < TIMERS; i++) {
        model.expire_ns[i] = -1;
        timer_init_on(&timers[i], timer_system_list(ts, QEMU_CLOCK_VIRTUAL),
                      SCALE_NS, real_cb, GINT_TO_POINTER(i));
    }
    for (int step = 0; step < 3000; step++) {
        random_step(&model, random);
        check_same(&model);
    }
    ck_assert_uint_gt(real_log->len, 100);
    for (int i = 0; i < TIMERS; i++) {
        timer_deinit(&timers[i]);
    }
    timer_system_free(ts);
    g_string_free(real_log, TRUE);
    g_string_free(model.log, TRUE);
    g_rand_free(random);
}
END_TEST

UNIT_MAIN("timer_random",
          UNIT_LOOP(test_random_operations_agree_with_the_oracle, 10))
