/* test_plic.c: PLIC registers, claim rules and wires, also against an oracle */
#include "core/trace.h"
#include "devices/sifive_plic.h"
#include "rig.h"

#define NUM_HARTS 2
#define ENABLE(ctx_) (0x2000 + 0x80 * (ctx_))
#define THRESHOLD(ctx_) (0x200000 + 0x1000 * (ctx_))
#define CLAIM(ctx_) (THRESHOLD(ctx_) + 4)
#define PENDING 0x1000

/* outputs: S of hart 0, S of hart 1, M of hart 0, M of hart 1 */
static const int pin_of_context[] = { 2, 0, 3, 1 };

static IrqRecorder irqs;

static DeviceState *make_plic(void)
{
    DeviceState *dev = qdev_new(TYPE_SIFIVE_PLIC);

    irq_recorder_init(&irqs, 2 * NUM_HARTS);
    qdev_prop_set_string(dev, "hart-config", "MS,MS");
    rig_realize(dev);
    for (int i = 0; i < 2 * NUM_HARTS; i++) {
        qdev_connect_gpio_out(dev, i, irqs.wires[i]);
    }
    device_cold_reset(dev);
    return dev;
}

static void set_source(DeviceState *dev, int source, int level)
{
    qemu_set_irq(qdev_get_gpio_in(dev, source), level);
}

static void enable(DeviceState *dev, int context, int source, int priority)
{
    hwaddr word = ENABLE(context) + source / 32 * 4;

    rig_write(dev, 4 * source, priority, 4);
    rig_write(dev, word, rig_read(dev, word, 4) | 1u << source % 32, 4);
}

static const RigRegister registers[] = {
    { "priority 0", 0, 4, 0, 0 },
    { "priority 1", 4, 4, 0, 7 },
    { "priority 95", 0x17c, 4, 0, 7 },
    { "priority 96", 0x180, 4, 0, 0 },
    { "pending 0", PENDING, 4, 0, 0 },
    { "pending 2", PENDING + 8, 4, 0, 0 },
    { "enable M0 word 0", ENABLE(0), 4, 0, 0xfffffffe },
    { "enable M0 word 2", ENABLE(0) + 8, 4, 0, 0xffffffff },
    { "enable M0 word 3", ENABLE(0) + 12, 4, 0, 0 },
    { "enable S1 word 1", ENABLE(3) + 4, 4, 0, 0xffffffff },
    { "enable of no context", ENABLE(4), 4, 0, 0 },
    { "threshold M0", THRESHOLD(0), 4, 0, 7 },
    { "threshold S1", THRESHOLD(3), 4, 0, 7 },
    { "threshold of no context", THRESHOLD(4), 4, 0, 0 },
    { "hole after claim", THRESHOLD(0) + 8, 4, 0, 0 },
    { "end of window", 0x5ffffc, 4, 0, 0 },
};

START_TEST(test_registers)
{
    rig_check_register(make_plic(), &registers[_i]);
}
END_TEST

START_TEST(test_only_aligned_words_are_accepted)
{
    DeviceState *dev = make_plic();

    ck_assert(rig_access_faults(dev, 4, 1));
    ck_assert(rig_access_faults(dev, 4, 2));
    ck_assert(rig_access_faults(dev, 8, 8));
    ck_assert(rig_access_faults(dev, 6, 4));
}
END_TEST

START_TEST(test_claim_returns_highest_priority)
{
    DeviceState *dev = make_plic();

    enable(dev, 0, 10, 3);
    enable(dev, 0, 11, 5);
    enable(dev, 0, 64, 5);
    set_source(dev, 10, 1);
    set_source(dev, 64, 1);
    set_source(dev, 11, 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 11);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 64);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 10);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 0);
}
END_TEST

static void collect_event(const char *line, void *opaque)
{
    g_string_append_printf(opaque, "%s\n", line);
}

START_TEST(test_claims_can_be_traced)
{
    DeviceState *dev = make_plic();
    g_autoptr(GString) lines = g_string_new(NULL);

    enable(dev, 3, 10, 1);
    set_source(dev, 10, 1);
    trace_set_sink(collect_event, lines);
    ck_assert(trace_enable_events("plic_*", &error_abort));
    rig_read(dev, CLAIM(3), 4);
    rig_write(dev, CLAIM(3), 10, 4);
    trace_set_sink(NULL, NULL);
    ck_assert_str_eq(lines->str, "1 plic_claim context=3 source=10\n"
                                 "2 plic_complete context=3 source=10\n");
}
END_TEST

START_TEST(test_contexts_drive_their_own_pins)
{
    DeviceState *dev = make_plic();

    enable(dev, _i, 7, 1);
    set_source(dev, 7, 1);
    for (int other = 0; other < 4; other++) {
        ck_assert_int_eq(irqs.level[pin_of_context[other]], other == _i);
    }
}
END_TEST

START_TEST(test_priority_zero_never_interrupts)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 0);
    set_source(dev, 5, 1);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 1u << 5);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 0);
    rig_write(dev, 4 * 5, 1, 4);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_threshold_masks_the_wire_but_not_the_claim)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    rig_write(dev, THRESHOLD(1), 2, 4);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, THRESHOLD(1), 3, 4);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 5);
}
END_TEST

START_TEST(test_claim_lowers_the_wire_of_every_context)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    enable(dev, 3, 5, 3);
    set_source(dev, 5, 1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_int_eq(irqs.level[1], 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(3), 4), 5);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_int_eq(irqs.level[1], 0);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 0);
}
END_TEST

START_TEST(test_level_still_high_at_completion_interrupts_again)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 5);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 0);
    rig_write(dev, CLAIM(1), 5, 4);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 5);
    set_source(dev, 5, 0);
    rig_write(dev, CLAIM(1), 5, 4);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 0);
}
END_TEST

START_TEST(test_gateway_holds_new_requests_back_until_completion)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    rig_read(dev, CLAIM(1), 4);
    set_source(dev, 5, 0);
    set_source(dev, 5, 1);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 0);
    rig_write(dev, CLAIM(1), 5, 4);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 1u << 5);
}
END_TEST

START_TEST(test_dropped_level_keeps_the_request_pending)
{
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    set_source(dev, 5, 0);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 5);
    rig_write(dev, CLAIM(1), 5, 4);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_completion_of_source_not_enabled_is_ignored)
{
    static const uint32_t wrong[] = { 0, 6, 96, 1023, 1024, UINT32_MAX };
    DeviceState *dev = make_plic();

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    rig_read(dev, CLAIM(1), 4);
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        rig_write(dev, CLAIM(1), wrong[i], 4);
    }
    rig_write(dev, CLAIM(0), 5, 4);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 0);
}
END_TEST

START_TEST(test_source_zero_does_not_exist)
{
    DeviceState *dev = make_plic();

    set_source(dev, 0, 1);
    rig_write(dev, ENABLE(0), UINT32_MAX, 4);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 0);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 0);
}
END_TEST

START_TEST(test_wire_moves_only_when_its_level_changes)
{
    DeviceState *dev = make_plic();
    unsigned calls;

    enable(dev, 1, 5, 3);
    enable(dev, 1, 6, 3);
    set_source(dev, 5, 1);
    calls = irqs.calls[0];
    set_source(dev, 6, 1);
    set_source(dev, 5, 1);
    rig_write(dev, THRESHOLD(0), 1, 4);
    ck_assert_uint_eq(irqs.calls[0], calls);
    ck_assert_uint_eq(irqs.rises[0], 1);
}
END_TEST

START_TEST(test_reset_clears_registers_and_resamples_wires)
{
    DeviceState *dev = make_plic();
    uint64_t clean = rig_digest(dev);

    enable(dev, 1, 5, 3);
    set_source(dev, 5, 1);
    rig_read(dev, CLAIM(1), 4);
    device_cold_reset(dev);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, 4 * 5, 4), 0);
    ck_assert_uint_eq(rig_read(dev, PENDING, 4), 1u << 5);
    set_source(dev, 5, 0);
    device_cold_reset(dev);
    ck_assert_uint_eq(rig_digest(dev), clean);
}
END_TEST

START_TEST(test_state_restores_registers_and_wires)
{
    DeviceState *dev = make_plic();
    g_autoptr(GByteArray) saved = NULL;

    enable(dev, 1, 5, 3);
    enable(dev, 0, 70, 2);
    set_source(dev, 5, 1);
    set_source(dev, 70, 1);
    ck_assert_uint_eq(rig_read(dev, CLAIM(0), 4), 70);
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert(rig_load(dev, saved));
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_int_eq(irqs.level[2], 0);
    set_source(dev, 70, 0);
    rig_write(dev, CLAIM(0), 70, 4);
    ck_assert_uint_eq(rig_read(dev, CLAIM(1), 4), 5);
    rig_check_covered(dev, offsetof(SiFivePLICState, regs),
                      RIG_END(SiFivePLICState, regs));
}
END_TEST

START_TEST(test_state_out_of_range_is_refused)
{
    DeviceState *dev = make_plic();
    g_autoptr(GByteArray) saved = NULL;

    SIFIVE_PLIC(dev)->regs.priority[3] = 8;
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert(!rig_load(dev, saved));
}
END_TEST

/* ------------------------------------------------------------------ oracle */

#define N_SRC 96
#define N_CTX 4

/* The rules once more, in the most naive form. */
typedef struct Oracle {
    bool level[N_SRC], pending[N_SRC], busy[N_SRC];
    bool enabled[N_CTX][N_SRC];
    unsigned priority[N_SRC], threshold[N_CTX];
} Oracle;

static void oracle_gateways(Oracle *o)
{
    for (int i = 1; i < N_SRC; i++) {
        if (o->level[i] && !o->busy[i]) {
            o->pending[i] = true;
        }
    }
}

static int oracle_best(const Oracle *o, int context)
{
    int best = 0;

    for (int i = 1; i < N_SRC; i++) {
        if (o->pending[i] && o->enabled[context][i] && o->priority[i] > 0 &&
            (best == 0 || o->priority[i] > o->priority[best])) {
            best = i;
        }
    }
    return best;
}

static void check_wires(const Oracle *o)
{
    for (int c = 0; c < N_CTX; c++) {
        int best = oracle_best(o, c);
        bool want = best && o->priority[best] > o->threshold[c];

        ck_assert_int_eq(irqs.level[pin_of_context[c]], want);
    }
}

static void random_enables(DeviceState *dev, Oracle *o, GRand *rand, int c)
{
    int word = g_rand_int_range(rand, 0, 3);
    uint32_t bits = g_rand_int(rand);

    rig_write(dev, ENABLE(c) + 4 * word, bits, 4);
    for (int i = 0; i < 32; i++) {
        o->enabled[c][word * 32 + i] = bits >> i & 1;
    }
}

static void random_claim(DeviceState *dev, Oracle *o, int c)
{
    int best = oracle_best(o, c);

    ck_assert_uint_eq(rig_read(dev, CLAIM(c), 4), best);
    o->pending[best] = false;
    o->busy[best] = best != 0;
}

static void random_step(DeviceState *dev, Oracle *o, GRand *rand)
{
    int source = g_rand_int_range(rand, 1, N_SRC);
    int c = g_rand_int_range(rand, 0, N_CTX);
    unsigned value = g_rand_int_range(rand, 0, 8);

    switch (g_rand_int_range(rand, 0, 7)) {
    case 0:
    case 1:
        o->level[source] = value & 1;
        set_source(dev, source, value & 1);
        break;
    case 2:
        o->priority[source] = value;
        rig_write(dev, 4 * source, value, 4);
        break;
    case 3:
        random_enables(dev, o, rand, c);
        break;
    case 4:
        o->threshold[c] = value;
        rig_write(dev, THRESHOLD(c), value, 4);
        break;
    case 5:
        random_claim(dev, o, c);
        break;
    default:
        rig_write(dev, CLAIM(c), source, 4);
        if (o->enabled[c][source]) {
            o->busy[source] = false;
        }
        break;
    }
    oracle_gateways(o);
}

START_TEST(test_random_sequences_match_the_naive_rules)
{
    DeviceState *dev = make_plic();
    GRand *rand = g_rand_new_with_seed(1000 + _i);
    Oracle oracle = { 0 };

    for (int step = 0; step < 5000; step++) {
        random_step(dev, &oracle, rand);
        check_wires(&oracle);
    }
    g_rand_free(rand);
}
END_TEST

/* ----------------------------------------------------------- configuration */

typedef struct BadPlic {
    const char *config;
    uint32_t sources, priorities, aperture;
    const char *text;
} BadPlic;

static const BadPlic bad_plics[] = {
    { "", 96, 7, 0x600000, "empty" },
    { ",,", 96, 7, 0x600000, "empty" },
    { "MX", 96, 7, 0x600000, "'X'" },
    { "MM", 96, 7, 0x600000, "twice" },
    { "MS", 1, 7, 0x600000, "num-sources" },
    { "MS", 1025, 7, 0x600000, "num-sources" },
    { "MS", 96, 6, 0x600000, "num-priorities" },
    { "MS", 96, 0, 0x600000, "num-priorities" },
    { "MS,MS", 96, 7, 0x203000, "aperture-size" },
};

START_TEST(test_bad_configuration_is_refused)
{
    const BadPlic *bad = &bad_plics[_i];
    DeviceState *dev = qdev_new(TYPE_SIFIVE_PLIC);
    g_autofree char *message = NULL;

    qdev_prop_set_string(dev, "hart-config", bad->config);
    qdev_prop_set_uint32(dev, "num-sources", bad->sources);
    qdev_prop_set_uint32(dev, "num-priorities", bad->priorities);
    qdev_prop_set_uint32(dev, "aperture-size", bad->aperture);
    message = rig_refusal(dev);
    ck_assert_msg(strstr(message, bad->text) != NULL, "%s", message);
}
END_TEST

UNIT_MAIN("plic",
          UNIT_LOOP(test_registers, G_N_ELEMENTS(registers)),
          UNIT_TEST(test_only_aligned_words_are_accepted),
          UNIT_TEST(test_claim_returns_highest_priority),
          UNIT_TEST(test_claims_can_be_traced),
          UNIT_LOOP(test_contexts_drive_their_own_pins, 4),
          UNIT_TEST(test_priority_zero_never_interrupts),
          UNIT_TEST(test_threshold_masks_the_wire_but_not_the_claim),
          UNIT_TEST(test_claim_lowers_the_wire_of_every_context),
          UNIT_TEST(test_level_still_high_at_completion_interrupts_again),
          UNIT_TEST(test_gateway_holds_new_requests_back_until_completion),
          UNIT_TEST(test_dropped_level_keeps_the_request_pending),
          UNIT_TEST(test_completion_of_source_not_enabled_is_ignored),
          UNIT_TEST(test_source_zero_does_not_exist),
          UNIT_TEST(test_wire_moves_only_when_its_level_changes),
          UNIT_TEST(test_reset_clears_registers_and_resamples_wires),
          UNIT_TEST(test_state_restores_registers_and_wires),
          UNIT_TEST(test_state_out_of_range_is_refused),
          UNIT_LOOP(test_random_sequences_match_the_naive_rules, 10),
          UNIT_LOOP(test_bad_configuration_is_refused,
                    G_N_ELEMENTS(bad_plics)))
