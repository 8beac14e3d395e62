/* test_csr.c: access rights of every row; see core/csr.h */
#include "core/cpu_model.h"
#include "core/csr.h"
#include "core/csr_bits.h"
#include "support/unit.h"

typedef struct Row {
    unsigned number;
    const char *name;
} Row;

static const Row csr_list[] = {
#define CSR(number, name, ...) { number, #name },
#include "core/isa/csr.inc"
#undef CSR
};

static uint64_t read_time(void *opaque)
{
    return 0x123456789;
}

static const HartEnv env = { .read_time = read_time };

/* Everything open: counters, state enables, FS on. */
static Hart new_hart(const char *type, const char *props)
{
    Hart h = { 0 };

    ck_assert(hart_config_init(&h.config, type, props, NULL));
    hart_reset(&h);
    h.mstatus |= MSTATUS_FS;
    h.mcounteren = h.scounteren = ~0ull;
    h.menvcfg |= MENVCFG_STCE;
    for (unsigned i = 0; i < 4; i++) {
        h.mstateen[i] = ~0ull;
    }
    return h;
}

static Trap access_csr(Hart *h, unsigned number, CsrOp op, uint64_t operand,
                       CsrAccess *out)
{
    *out = (CsrAccess){ .number = number, .op = op, .operand = operand };
    return csr_access(h, &env, out);
}

static bool is_legal(Hart *h, unsigned number, CsrOp op)
{
    CsrAccess access;

    return access_csr(h, number, op, 0, &access) == TRAP_NONE;
}

static uint64_t get(Hart *h, unsigned number)
{
    CsrAccess access;

    ck_assert_int_eq(access_csr(h, number, CSR_OP_READ, 0, &access),
                     TRAP_NONE);
    return access.value;
}

static unsigned put(Hart *h, unsigned number, uint64_t value)
{
    CsrAccess access;

    ck_assert_int_eq(access_csr(h, number, CSR_OP_WRITE, value, &access),
                     TRAP_NONE);
    return access.stale;
}

/*
 * What a hart has: names and ranges, from the manuals and from what
 * firmware expects to find or to trap.
 */
typedef struct Range {
    unsigned first;
    unsigned last;
} Range;

static const Range base[] = {
    { 0x001, 0x003 }, { 0xc00, 0xc12 }, { 0x100, 0x100 }, { 0x104, 0x106 },
    { 0x140, 0x144 }, { 0x180, 0x180 }, { 0xf11, 0xf14 }, { 0x300, 0x306 },
    { 0x340, 0x344 }, { 0x323, 0x332 }, { 0x3a0, 0x3a0 }, { 0x3a2, 0x3a2 },
    { 0x3b0, 0x3bf }, { 0xb00, 0xb00 }, { 0xb02, 0xb12 }, { 0x7a0, 0x7a4 },
    { 0, 0 },
};

static const Range since_1_11[] = { { 0x320, 0x320 }, { 0, 0 } };
static const Range since_1_12[] = {
    { 0x10a, 0x10a }, { 0x30a, 0x30a }, { 0xf15, 0xf15 }, { 0, 0 },
};
static const Range sstc[] = { { 0x14d, 0x14d }, { 0, 0 } };
static const Range stateen[] = {
    { 0x10c, 0x10f }, { 0x30c, 0x30f }, { 0, 0 },
};
static const Range epmp[] = { { 0x747, 0x747 }, { 0, 0 } };
static const Range thead[] = {
    { 0x5c0, 0x5c1 }, { 0x7c0, 0x7c3 }, { 0x7c5, 0x7c5 }, { 0x7c7, 0x7c7 },
    { 0x7c9, 0x7cb }, { 0x800, 0x800 }, { 0xfc0, 0xfc0 }, { 0, 0 },
};

static const struct {
    const char *type;
    const Range *has[8];
} models[] = {
    { "rv64", { base, since_1_11, since_1_12, sstc } },
    { "max", { base, since_1_11, since_1_12, sstc, stateen, epmp } },
    { "rva22s64", { base, since_1_11, since_1_12 } },
    { "thead-c906", { base, since_1_11, thead } },
};

static bool in_ranges(const Range *range, unsigned number)
{
    for (; range->last; range++) {
        if (number >= range->first && number <= range->last) {
            return true;
        }
    }
    return false;
}

static bool model_has(unsigned model, unsigned number)
{
    for (const Range *const *has = models[model].has; *has; has++) {
        if (in_ranges(*has, number)) {
            return true;
        }
    }
    return false;
}

/* All 4096 numbers, from M-mode: the rest must trap. */
START_TEST(test_hart_has_exactly_these_csrs)
{
    Hart h = new_hart(models[_i].type, NULL);

    for (unsigned number = 0; number < 4096; number++) {
        ck_assert_msg(is_legal(&h, number, CSR_OP_READ) ==
                      model_has(_i, number), "%s: CSR 0x%03x (%s)",
                      models[_i].type, number,
                      csr_name(number) ? csr_name(number) : "no name");
        ck_assert_uint_eq(csr_exists(&h, number), model_has(_i, number));
    }
}
END_TEST

static void check_access(Hart *h, unsigned number, bool may, bool writable)
{
    static const CsrOp ops[] = { CSR_OP_WRITE, CSR_OP_SWAP, CSR_OP_SET,
                                 CSR_OP_CLEAR };

    ck_assert_msg(is_legal(h, number, CSR_OP_READ) == may,
                  "read of 0x%03x from mode %d", number, h->priv);
    for (size_t i = 0; i < G_N_ELEMENTS(ops); i++) {
        ck_assert_msg(is_legal(h, number, ops[i]) == writable,
                      "operation %d on 0x%03x from mode %d", ops[i], number,
                      h->priv);
    }
}

/* Bits 9:8 are the lowest mode, bits 11:10 == 3 mean read-only. */
START_TEST(test_number_decides_mode_and_write)
{
    static const unsigned privs[] = { PRIV_U, PRIV_S, PRIV_M };
    const Hart fresh = new_hart(models[_i].type, NULL);

    for (size_t row = 0; row < G_N_ELEMENTS(csr_list); row++) {
        unsigned number = csr_list[row].number;

        for (unsigned i = 0; i < 3; i++) {
            Hart h = fresh;
            h.priv = privs[i];
            bool may = model_has(_i, number) && privs[i] >= (number >> 8 & 3);

            check_access(&h, number, may, may && number >> 10 != 3);
        }
    }
}
END_TEST

START_TEST(test_names_are_unique_and_found)
{
    for (size_t row = 0; row < G_N_ELEMENTS(csr_list); row++) {
        ck_assert_str_eq(csr_name(csr_list[row].number), csr_list[row].name);
        for (size_t i = 0; i < row; i++) {
            ck_assert_str_ne(csr_list[i].name, csr_list[row].name);
            ck_assert_uint_ne(csr_list[i].number, csr_list[row].number);
        }
    }
    ck_assert_ptr_null(csr_name(0x4ff));
    ck_assert_ptr_null(csr_name(4096));
    ck_assert_ptr_null(csr_name(~0u));
}
END_TEST

START_TEST(test_illegal_access_changes_nothing)
{
    unsigned number = csr_list[_i].number;
    Hart h = new_hart("max", NULL);

    h.priv = PRIV_U;
    h.mstatus &= ~MSTATUS_FS;
    h.mcounteren = 0;
    Hart before = h;
    ck_assert(!is_legal(&h, number, CSR_OP_SWAP));
    ck_assert_mem_eq(&h, &before, sizeof(h));
}
END_TEST

/* Gates: (mode, what to clear, which number) is illegal. */
static const struct {
    const char *why;
    unsigned priv;
    unsigned number;
    uint64_t mstatus_set, mstatus_clear;
    uint64_t mcounteren_clear, scounteren_clear;
    uint64_t menvcfg_clear, mstateen_clear;
    bool legal;
} gate_rows[] = {
    { "FS off", PRIV_M, 0x001, .mstatus_clear = MSTATUS_FS },
    { "FS off", PRIV_U, 0x002, .mstatus_clear = MSTATUS_FS },
    { "FS off", PRIV_S, 0x003, .mstatus_clear = MSTATUS_FS },
    { "cycle, mcounteren", PRIV_S, 0xc00, .mcounteren_clear = 1 },
    { "cycle, mcounteren", PRIV_U, 0xc00, .mcounteren_clear = 1 },
    { "cycle, scounteren", PRIV_U, 0xc00, .scounteren_clear = 1 },
    { "scounteren is for U", PRIV_S, 0xc00, .scounteren_clear = 1,
      .legal = true },
    { "M passes", PRIV_M, 0xc00, .mcounteren_clear = 1, .legal = true },
    { "other bit", PRIV_S, 0xc00, .mcounteren_clear = 2, .legal = true },
    { "time", PRIV_S, 0xc01, .mcounteren_clear = 2 },
    { "instret", PRIV_U, 0xc02, .scounteren_clear = 4 },
    { "hpmcounter3", PRIV_S, 0xc03, .mcounteren_clear = 8 },
    { "hpmcounter18", PRIV_U, 0xc12, .scounteren_clear = 1 << 18 },
    { "TVM", PRIV_S, 0x180, .mstatus_set = MSTATUS_TVM },
    { "TVM spares M", PRIV_M, 0x180, .mstatus_set = MSTATUS_TVM,
      .legal = true },
    { "stimecmp, TM", PRIV_S, 0x14d, .mcounteren_clear = 2 },
    { "stimecmp, STCE", PRIV_S, 0x14d, .menvcfg_clear = MENVCFG_STCE },
    { "stimecmp from M", PRIV_M, 0x14d, .mcounteren_clear = 2,
      .menvcfg_clear = MENVCFG_STCE, .legal = true },
    { "senvcfg", PRIV_S, 0x10a, .mstateen_clear = STATEEN_ENVCFG },
    { "senvcfg from M", PRIV_M, 0x10a, .mstateen_clear = STATEEN_ENVCFG,
      .legal = true },
    { "sstateen0", PRIV_S, 0x10c, .mstateen_clear = STATEEN_SE },
    { "sstateen0 from M", PRIV_M, 0x10c, .mstateen_clear = STATEEN_SE,
      .legal = true },
    { "sstateen3 has its own", PRIV_S, 0x10f, .mstateen_clear = STATEEN_SE,
      .legal = true },
};

START_TEST(test_gate_closes_for_lower_modes)
{
    Hart h = new_hart("max", NULL);

    h.priv = gate_rows[_i].priv;
    h.mstatus |= gate_rows[_i].mstatus_set;
    h.mstatus &= ~gate_rows[_i].mstatus_clear;
    h.mcounteren &= ~gate_rows[_i].mcounteren_clear;
    h.scounteren &= ~gate_rows[_i].scounteren_clear;
    h.menvcfg &= ~gate_rows[_i].menvcfg_clear;
    h.mstateen[0] &= ~gate_rows[_i].mstateen_clear;
    ck_assert_msg(is_legal(&h, gate_rows[_i].number, CSR_OP_READ) ==
                  gate_rows[_i].legal, "%s", gate_rows[_i].why);
}
END_TEST

START_TEST(test_properties_remove_csrs)
{
    Hart h = new_hart("rv64", "pmp=off,pmu-num=2,zihpm=off,d=off,f=off,"
                      "zfa=off,zicntr=off,sstc=off");
    static const unsigned gone[] = {
        0x001, 0x002, 0x003, 0x3a0, 0x3a2, 0x3b0, 0x3bf, 0xb05, 0x325,
        0xc00, 0xc01, 0xc02, 0xc03, 0x14d,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(gone); i++) {
        ck_assert(!is_legal(&h, gone[i], CSR_OP_READ));
    }
    ck_assert(is_legal(&h, 0xb04, CSR_OP_READ));
    ck_assert(is_legal(&h, 0x324, CSR_OP_READ));
}
END_TEST

START_TEST(test_operations_return_old_value)
{
    Hart h = new_hart("rv64", NULL);
    CsrAccess access;

    put(&h, 0x340, 0xf0);
    ck_assert_int_eq(access_csr(&h, 0x340, CSR_OP_SET, 0x0f, &access),
                     TRAP_NONE);
    ck_assert_uint_eq(access.value, 0xf0);
    ck_assert_int_eq(access_csr(&h, 0x340, CSR_OP_CLEAR, 0x81, &access),
                     TRAP_NONE);
    ck_assert_uint_eq(access.value, 0xff);
    ck_assert_int_eq(access_csr(&h, 0x340, CSR_OP_SWAP, 5, &access),
                     TRAP_NONE);
    ck_assert_uint_eq(access.value, 0x7e);
    ck_assert_uint_eq(get(&h, 0x340), 5);
}
END_TEST

START_TEST(test_debugger_passes_gates_but_not_warl)
{
    Hart h = new_hart("rv64", NULL);
    uint64_t value;
    unsigned stale;

    h.priv = PRIV_U;
    h.mstatus &= ~MSTATUS_FS;
    ck_assert(csr_poke(&h, &env, 0x003, ~0ull, &stale));
    ck_assert(csr_peek(&h, &env, 0x003, &value));
    ck_assert_uint_eq(value, 0xff);
    ck_assert(csr_poke(&h, &env, 0xf14, 77, &stale));
    ck_assert(csr_peek(&h, &env, 0xf14, &value));
    ck_assert_uint_eq(value, 0);
    ck_assert(!csr_peek(&h, &env, 0x747, &value));
    ck_assert(!csr_poke(&h, &env, 0x747, 0, &stale));
    ck_assert(csr_peek(&h, NULL, 0xc01, &value));
    ck_assert_uint_eq(value, 0);
    ck_assert(csr_poke(&h, &env, 0xb00, 40, &stale));
    ck_assert(csr_peek(&h, &env, 0xb00, &value));
    ck_assert_uint_eq(value, 40);
}
END_TEST

UNIT_MAIN("csr",
          UNIT_LOOP(test_hart_has_exactly_these_csrs, G_N_ELEMENTS(models)),
          UNIT_LOOP(test_number_decides_mode_and_write,
                    G_N_ELEMENTS(models)),
          UNIT_TEST(test_names_are_unique_and_found),
          UNIT_LOOP(test_illegal_access_changes_nothing,
                    G_N_ELEMENTS(csr_list)),
          UNIT_LOOP(test_gate_closes_for_lower_modes,
                    G_N_ELEMENTS(gate_rows)),
          UNIT_TEST(test_properties_remove_csrs),
          UNIT_TEST(test_operations_return_old_value),
          UNIT_TEST(test_debugger_passes_gates_but_not_warl))
