/*
 * test_emit_mem.c: guest accesses hit, miss, cross pages and trap
 *
 * tci makes every access by the helpers, host code by the TLB where it can:
 * the worlds must end equal, and how often host code called a helper shows
 * which path it took.
 */
#include <string.h>

#include "core/bits.h"
#include "emit_world.h"

/* Addresses by what happens there. */
static const struct {
    uint64_t address;
    bool reads_hit, writes_hit;
} spots[] = {
    { WORLD_RAM + 0x10, true, true },
    { WORLD_RAM + 0x1008, true, true },
    { WORLD_RAM + 0x2ff8, true, true },         /* the page's end */
    { WORLD_RAM + 0x1ffd, false, false },       /* crosses, but for bytes */
    { WORLD_RAM + 0x4010, false, false },       /* misses */
    { WORLD_RAM + 0x5020, true, false },        /* no write tag */
    { WORLD_RAM + 0x3ffc, false, false },       /* crosses into a miss */
    { WORLD_RAM - 3, false, false },            /* traps */
    { 0x1234, false, false },
    { UINT64_MAX - 2, false, false },
};

static void point_at_spot(World *w, uint32_t seed)
{
    uint64_t address = spots[seed % G_N_ELEMENTS(spots)].address;
    int32_t offset = (int32_t)(seed / G_N_ELEMENTS(spots) % 3) * 100 - 100;

    /* accesses have an offset of -100, 0 or 100 */
    w->hart.gpr[10] = address - offset;
    w->hart.gpr[20] = address - offset;
    w->hart.gpr[8] = address - offset;
}

static const char *const load_ops[] = {
    "ub", "sb", "leuw", "lesw", "leul", "lesl", "leuq",
};
static const char *const store_ops[] = { "ub", "leuw", "leul", "leuq" };

static char *access_unit(const char *before, const char *access)
{
    return g_strdup_printf("---- 0 =00000013\nretire $1\n"
                           "---- 1 @0x104 =00000013 +0\n%s%s\n"
                           "retire $1\nexit_tb $8, next\n", before, access);
}

/* Run @access, which has %d for the offset, at all spots with all offsets. */
static void check_spots(const char *before, const char *format,
                        const char *masked, unsigned shuffle)
{
    TcgCodeCache *cache = world_cache(masked, shuffle, false);

    for (int offset = -100; offset <= 100; offset += 100) {
        g_autofree char *access = g_strdup_printf(format, offset);
        g_autofree char *text = access_unit(before, access);
        TCGContext *s = world_parse(text);

        for (unsigned i = 0; i < G_N_ELEMENTS(spots); i++) {
            world_check(cache, s, point_at_spot,
                        i + (offset + 100) / 100 * G_N_ELEMENTS(spots));
        }
        tcg_context_free(s);
    }
    tcg_code_cache_free(cache);
}

static const struct {
    const char *masked;
    unsigned shuffle;
} hosts[] = { { NULL, 0 }, { "all", 0 }, { NULL, 31 }, { "bmi2", 5 } };
#define N_HOSTS ((int)G_N_ELEMENTS(hosts))

/* In a stack word: rcx and rdx are changed in between. */
#define T0_IN_STACK "mov t0, x10\nmov t1, x11\ndiv_i64 x7, x7, x9\n"

START_TEST(test_loads_of_every_size_from_and_to_every_place)
{
    static const char *const bases[] = { "x10", "x20", "t0" };
    static const char *const results[] = { "x10", "x11", "x20", "x21" };
    const char *op = load_ops[_i / N_HOSTS];

    for (unsigned i = 0; i < 12; i++) {
        g_autofree char *format = g_strdup_printf(
            "ld %s, %s, $%%d, %s", results[i / 3], bases[i % 3], op);

        check_spots(T0_IN_STACK, format, hosts[_i % N_HOSTS].masked,
                    hosts[_i % N_HOSTS].shuffle);
        check_spots("mov t0, x10\n", format, hosts[_i % N_HOSTS].masked,
                    hosts[_i % N_HOSTS].shuffle);
    }
}
END_TEST

START_TEST(test_stores_of_every_size_from_every_place)
{
    static const char *const bases[] = { "x10", "x20", "t0" };
    static const char *const values[] = {
        "x10", "x11", "x20", "x21", "t0", "t1", "$0", "$-3",
        "$0x9e3779b97f4a7c15",
    };
    const char *op = store_ops[_i / N_HOSTS];

    for (unsigned i = 0; i < 27; i++) {
        g_autofree char *format = g_strdup_printf(
            "st %s, %s, $%%d, %s", bases[i % 3], values[i / 3], op);

        check_spots(T0_IN_STACK, format, hosts[_i % N_HOSTS].masked,
                    hosts[_i % N_HOSTS].shuffle);
        check_spots("mov t0, x10\nmov t1, x11\n", format,
                    hosts[_i % N_HOSTS].masked, hosts[_i % N_HOSTS].shuffle);
    }
}
END_TEST

START_TEST(test_accesses_of_f_registers)
{
    static const char *const formats[] = {
        "fld f10, x10, $%d, leuq", "fld f31, x20, $%d, leuq",
        "fld f10, x20, $%d, leul.box", "fld f31, x10, $%d, leul.box",
        "fld f10, x10, $%d, leuw.box", "fld f31, x20, $%d, leuw.box",
        "fld f10, x10, $%d, leul", "fld f31, x10, $%d, leul",
        "fst x10, f10, $%d, leuq", "fst x20, f31, $%d, leuq",
        "fst x10, f10, $%d, leul", "fst x20, f31, $%d, leul",
        "fst x10, f10, $%d, leuw", "fst x20, f31, $%d, leuw",
        "fld t2, x20, $%d, leul.box\nfmov f5, t2",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(formats); i++) {
        check_spots("", formats[i], hosts[_i].masked, hosts[_i].shuffle);
    }
}
END_TEST

static unsigned helper_calls(const World *w)
{
    return w->calls[TCG_HELPER_LOAD] + w->calls[TCG_HELPER_STORE];
}

START_TEST(test_hits_call_no_helper)
{
    static const struct {
        const char *format;
        bool write;
    } rows[] = {
        { "ld x11, x10, $%d, leuq", false },
        { "st x10, x11, $%d, leuq", true },
    };
    TcgCodeCache *cache = world_cache(NULL, 0, false);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *access = g_strdup_printf(rows[i].format, -100);
        g_autofree char *text = access_unit("", access);
        TCGContext *s = world_parse(text);
        World *w = world_check(cache, s, point_at_spot, _i);
        bool hit = rows[i].write ? spots[_i].writes_hit
                                 : spots[_i].reads_hit;

        ck_assert_uint_eq(helper_calls(w), hit ? 0 : 1);
        tcg_context_free(s);
    }
    tcg_code_cache_free(cache);
}
END_TEST

static void point_quickly(World *w, uint32_t seed)
{
    point_at_spot(w, seed);
    w->quickly = true;
}

/* Registers are the test's own: world_check() compares all of them. */
START_TEST(test_quick_way_needs_no_helper_for_memory)
{
    static const char *const formats[] = {
        "ld x11, x10, $-100, leuq", "ld x21, x20, $-100, sb",
        "ld x10, x10, $-100, lesw", "st x10, x11, $-100, leul",
        "st x20, x21, $-100, leuq", "fld f10, x10, $-100, leul.box",
        "fst x10, f10, $-100, leuq",
    };
    TcgCodeCache *cache = world_cache(NULL, _i % 5, false);

    for (unsigned i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *text = access_unit("", formats[i]);
        TCGContext *s = world_parse(text);
        World *w = world_check(cache, s, point_quickly, _i);
        bool ram = spots[_i].address - WORLD_RAM <= WORLD_BYTES - 8;

        ck_assert_uint_eq(helper_calls(w), ram ? 0 : 1);
        tcg_context_free(s);
    }
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_trap_sees_the_hart_as_before_the_instruction)
{
    World *w = world_text("---- 0 =00000013\n"
                          "add_i64 x10, x10, $1\n"
                          "---- 1 @4 =00000013 +1\n"
                          "ld x10, $0x1234, $0, leuq\n"
                          "retire $2\nexit_tb $8, next\n", NULL, 5);

    ck_assert_uint_eq(w->seen_pc, WORLD_PAGE + 4);
    ck_assert_uint_eq(w->seen_retired, 1001);
    ck_assert_uint_eq(w->hart.pc, WORLD_TRAP);
    ck_assert_uint_eq(w->hart.retired, 1001);
    ck_assert_uint_eq(w->hart.gpr[10], w->seen.gpr[10]);
}
END_TEST

static void answer_quickly(World *w, uint32_t seed)
{
    w->quickly = true;
}

START_TEST(test_temporaries_live_across_misses)
{
    world_text("---- 0 =00000013\n"
               "xor t0, x5, x6\nxor t1, x10, x6\nxor t2, x1, x2\n"
               "ld x11, $0x80004008, $0, leuq\n"
               "st $0x80004010, t1, $0, leuq\n"
               "add_i64 x12, t0, t1\nadd_i64 x13, t2, t1\n"
               "exit_tb $8, next\n", _i ? answer_quickly : NULL, 5);
}
END_TEST

/* --- guards -------------------------------------------------------------- */

#define GUARDED(write, imm, bytes)                                      \
    "---- 0 =00000013\n"                                                \
    "guard t0, x10, $" bytes ", $" imm ", " write ", L0\n"             \
    "mov x31, $1\n"                                                     \
    "gld x11, t0, $0, leuq\ngld x21, t0, $" imm ", lesw\n"              \
    "gfld f10, t0, $4, leul.box\ngfld f31, t0, $0, leuq\n"              \
    "br L1\n"                                                           \
    "L0:\nmov x31, $2\nL1:\n"

static void point_at_ram(World *w, uint32_t seed)
{
    w->hart.gpr[10] = WORLD_RAM + seed;
    w->hart.gpr[12] = WORLD_RAM + seed + 64;
    w->hart.gpr[13] = WORLD_RAM + seed + 128;
}

static uint64_t guard_path(const char *text, uint64_t offset)
{
    g_autofree char *unit = g_strconcat(text, "exit_tb $4, next\n", NULL);
    TcgCodeCache *cache = world_cache(NULL, 0, false);
    TCGContext *s = world_parse(unit);
    World *w = world_new(1);
    uint64_t path;

    point_at_ram(w, offset);
    world_run(cache, w, world_emit(cache, s, NULL).code);
    path = w->hart.gpr[31];
    g_free(w);
    tcg_context_free(s);
    tcg_code_cache_free(cache);
    return path;
}

START_TEST(test_guard_passes_when_the_range_is_in_one_page_of_ram)
{
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "16"), 0x100), 1);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "16"), 0x1ff0), 1);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "16"), 0x1ff1), 2);
    ck_assert_uint_eq(guard_path(GUARDED("read", "-16", "32"), 0x1008), 2);
    ck_assert_uint_eq(guard_path(GUARDED("read", "-16", "32"), 0x1010), 1);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "4096"), 0x1000), 1);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "4097"), 0x1000), 2);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "8"), 0x4000), 2);
    ck_assert_uint_eq(guard_path(GUARDED("read", "0", "8"), 0x5000), 1);
    ck_assert_uint_eq(guard_path(GUARDED("write", "0", "8"), 0x5000), 2);
}
END_TEST

/* Two guards at once, one of them in memory, values in all places. */
START_TEST(test_guarded_accesses_are_what_plain_ones_are)
{
    static const char *const units[] = {
        "guard t0, x10, $64, $0, write, L0\n"
        "guard t1, x12, $64, $-8, write, L0\n"
        "gst t0, x11, $0, leuq\ngst t0, x20, $8, leul\n"
        "gst t1, x21, $-8, leuw\ngst t1, x13, $0, ub\n"
        "gst t0, $77, $16, leuq\ngst t1, $0x9e3779b97f4a7c15, $16, leuq\n"
        "gfst t0, f10, $24, leuq\ngfst t1, f31, $24, leul\n"
        "gfst t0, f10, $32, leuw\ngfst t1, f31, $32, leuq\n"
        "gld x14, t0, $8, lesl\ngld x22, t1, $-8, leuw\n"
        "br L1\nL0:\nmov x31, $2\nL1:\n",

        "guard t0, x10, $64, $0, write, L0\n"
        "div_i64 x7, x7, x6\n"
        "gst t0, x11, $0, leuq\ngst t0, x20, $8, leul\n"
        "gst t0, x20, $40, leuw\ngst t0, x20, $48, ub\n"
        "gst t0, $0x9e3779b97f4a7c15, $16, leuq\ngst t0, $5, $50, ub\n"
        "gfst t0, f10, $24, leuq\ngfst t0, f31, $56, leul\n"
        "gfst t0, f10, $32, leuw\ngfst t0, f31, $34, leuw\n"
        "gld x14, t0, $8, lesl\ngld x22, t0, $8, leuw\n"
        "br L1\nL0:\nmov x31, $2\nL1:\n",

        /* the base changes: by the last access, before it, in memory */
        "guard t0, x10, $64, $0, write, L0\n"
        "gst t0, x20, $8, leuq\ngld x10, t0, $8, leuq\n"
        "guard t1, x12, $64, $0, write, L0\n"
        "gld x12, t1, $8, leuq\ngst t1, x12, $16, leuq\n"
        "mov x20, x13\nguard t2, x20, $64, $0, write, L0\n"
        "gst t2, x20, $8, leuq\nadd_i64 x20, x20, $8\n"
        "gld x21, t2, $8, leuq\n"
        "br L1\nL0:\nmov x31, $2\nL1:\n",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *text = g_strconcat("---- 0 =00000013\n", units[i],
                                            "exit_tb $4, next\n", NULL);
        World *w = world_text(text, point_at_ram, 0x100);

        ck_assert_uint_eq(helper_calls(w), 0);
    }
}
END_TEST

/* --- atomics ------------------------------------------------------------- */

static const char *const amos[] = {
    "swap", "add", "xor", "and", "or", "min", "max", "minu", "maxu",
};

static void point_at_word(World *w, uint32_t seed)
{
    static const uint16_t offsets[] = {
        0x100, 0x108, 0x10c, 0x4010, 0x5008, 0x102, 0xff8, 0xffc,
    };

    w->hart.gpr[10] = WORLD_RAM + offsets[seed % G_N_ELEMENTS(offsets)];
    w->hart.gpr[20] = w->hart.gpr[10];
}

START_TEST(test_atomic_operations)
{
    static const char *const operands[] = {
        "x11, x10, x12", "x10, x10, x10", "x21, x20, x22", "x20, x20, x20",
        "t1, x10, x12", "t1, x20, x22", "x11, x10, $0", "x11, x10, $7",
        "x11, x20, $0x9e3779b97f4a7c15", "t0, x10, x11", "x11, x10, x11",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(operands) * 2; i++) {
        g_autofree char *text = g_strdup_printf(
            "---- 0 =00000013\namo %s, %s.%s\nmb full\nmb weak\n"
            "exit_tb $4, next\n",
            operands[i / 2], amos[_i], i % 2 ? "d" : "w");
        TcgCodeCache *cache = world_cache(NULL, i % 5, false);
        TCGContext *s = world_parse(text);

        for (unsigned seed = 0; seed < 64; seed++) {
            world_check(cache, s, point_at_word, seed);
        }
        tcg_context_free(s);
        tcg_code_cache_free(cache);
    }
}
END_TEST

/* What SC finds: a reservation that fits, or one that differs in one way. */
static void reserve(World *w, uint32_t seed)
{
    point_at_word(w, seed);
    w->hart.lr_valid = seed % 5 != 0;
    w->hart.lr_size = seed % 7 == 0 ? 4 : 8;
    w->hart.lr_addr = w->hart.gpr[10] - WORLD_RAM + WORLD_PHYS
        + (seed % 11 == 0 ? 8 : 0);
    memcpy(&w->hart.lr_value, w->ram + (w->hart.gpr[10] - WORLD_RAM), 8);
    if (w->hart.lr_size == 4) {
        w->hart.lr_value = (int32_t)w->hart.lr_value;
    }
    w->hart.lr_value += seed % 13 == 0;
}

static const char *const reservations[] = {
    "lr x11, x10, lesl", "lr x10, x10, leuq", "lr t0, x20, lesl",
    "lr x21, x20, leuq", "sc x11, x10, x12, leuq", "sc x11, x10, x12, leul",
    "sc x10, x10, x10, leuq", "sc x20, x20, x20, leul",
    "sc t0, x10, x22, leuq", "sc x21, x10, $0, leul",
    "sc x21, x20, $0x9e3779b97f4a7c15, leuq",
    ("lr x11, x10, leuq\n---- 1 =00000013\nsc x12, x10, x13, leuq\n"
     "---- 2 =00000013\nsc x14, x10, x13, leuq"),
    "lr x11, x10, lesl\n---- 1 =00000013\nsc x12, x10, x13, leul",
    "lr x11, x10, lesl\n---- 1 =00000013\nsc x12, x10, x13, leuq",
};

START_TEST(test_reservations)
{
    g_autofree char *text = g_strdup_printf("---- 0 =00000013\n%s\n"
                                            "exit_tb $4, next\n",
                                            reservations[_i]);
    TcgCodeCache *cache = world_cache(NULL, _i % 5, false);
    TCGContext *s = world_parse(text);

    for (unsigned seed = 0; seed < 400; seed++) {
        world_check(cache, s, reserve, seed);
    }
    tcg_context_free(s);
    tcg_code_cache_free(cache);
}
END_TEST

static void reserve_first_word(World *w, uint32_t seed)
{
    w->hart.gpr[10] = WORLD_RAM + 0x100;
}

START_TEST(test_reservations_that_hit_call_no_helper)
{
    World *w = world_text("---- 0 =00000013\nlr x11, x10, lesl\n"
                          "---- 1 =00000013\nsc x12, x10, x11, leul\n"
                          "exit_tb $4, next\n", reserve_first_word, 3);

    ck_assert_uint_eq(helper_calls(w), 0);
    ck_assert_uint_eq(w->hart.gpr[12], 0);
}
END_TEST

UNIT_MAIN("emit_mem",
    UNIT_LOOP(test_loads_of_every_size_from_and_to_every_place,
              G_N_ELEMENTS(load_ops) * N_HOSTS),
    UNIT_LOOP(test_stores_of_every_size_from_every_place,
              G_N_ELEMENTS(store_ops) * N_HOSTS),
    UNIT_LOOP(test_accesses_of_f_registers, N_HOSTS),
    UNIT_LOOP(test_hits_call_no_helper, G_N_ELEMENTS(spots)),
    UNIT_LOOP(test_quick_way_needs_no_helper_for_memory, G_N_ELEMENTS(spots)),
    UNIT_TEST(test_trap_sees_the_hart_as_before_the_instruction),
    UNIT_LOOP(test_temporaries_live_across_misses, 2),
    UNIT_TEST(test_guard_passes_when_the_range_is_in_one_page_of_ram),
    UNIT_TEST(test_guarded_accesses_are_what_plain_ones_are),
    UNIT_LOOP(test_atomic_operations, G_N_ELEMENTS(amos)),
    UNIT_LOOP(test_reservations, G_N_ELEMENTS(reservations)),
    UNIT_TEST(test_reservations_that_hit_call_no_helper))
