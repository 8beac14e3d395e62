/* The short way to write sstatus against core/csr.c and what follows it. */
#include "core/csr_bits.h"
#include "jit_fp.h"
#include "jit_sstatus.h"
#include "mmu_spaces.h"
#include "vcpu_internal.h"

#include "support/unit.h"

static ExecFixture *f;
static Vcpu *v;

static void setup_in(PrivMode priv)
{
    f = spaces_new(priv);
    v = &f->vcpu;
}

/* All that an access may change. */
typedef struct Outcome {
    uint64_t value, mstatus;
    const CPUTLBEntry *data, *code;
    uint32_t tb_flags;
    uint8_t data_idx, data_priv, fp_active, fflags;
} Outcome;

static Outcome outcome(const CsrAccess *access)
{
    return (Outcome) {
        .value = access->value, .mstatus = v->hart.mstatus,
        .data = v->tlb.data, .code = v->tlb.code,
        .tb_flags = v->tb_flags, .data_idx = v->tlb.data_idx,
        .data_priv = v->tlb.data_priv, .fp_active = v->fp_active,
        .fflags = v->hart.fflags,
    };
}

static void start_from(uint64_t mstatus, bool fp)
{
    v->hart.mstatus = mstatus;
    vcpu_update_mode(v);
    if (fp) {
        jit_fp_enter(v);
    }
}

static Outcome the_long_way(CsrAccess access)
{
    jit_fp_leave(v);
    ck_assert_int_eq(csr_access(&v->hart, &v->env, &access), TRAP_NONE);
    vcpu_apply_stale(v, access.stale);
    return outcome(&access);
}

static const uint64_t bits[] = {
    MSTATUS_SIE, MSTATUS_SPIE, MSTATUS_SPP, MSTATUS_SUM, MSTATUS_FS,
    1ull << MSTATUS_FS_SHIFT, MSTATUS_MXR, MSTATUS_VS, MSTATUS_UXL,
    MSTATUS_SD, MSTATUS_MIE | MSTATUS_MPRV | MSTATUS_TVM,
};

static uint64_t some_bits(unsigned choice)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(bits); i++) {
        value |= choice >> i & 1 ? bits[i] : 0;
    }
    return value;
}

static unsigned compare_all(uint64_t mstatus, CsrOp op)
{
    unsigned quick = 0;

    for (unsigned i = 0; i < 1u << G_N_ELEMENTS(bits); i++) {
        CsrAccess access = {
            .number = CSR_sstatus, .op = (uint8_t)op,
            .operand = some_bits(i),
        };
        start_from(mstatus, i & 1);
        if (!jit_sstatus(v, &access)) {
            ck_assert_uint_eq(v->hart.mstatus & ~MSTATUS_FS,
                              mstatus & ~MSTATUS_FS);
            jit_fp_leave(v);
            continue;
        }
        quick++;
        Outcome short_way = outcome(&access);
        jit_fp_leave(v);
        start_from(mstatus, i & 1);
        Outcome long_way = the_long_way(access);

        /* Flags may stay with the host while FS does not change. */
        short_way.fp_active = long_way.fp_active;
        ck_assert_mem_eq(&short_way, &long_way, sizeof(short_way));
    }
    return quick;
}

START_TEST(test_short_way_changes_what_the_long_one_does)
{
    static const CsrOp ops[] = {
        CSR_OP_READ, CSR_OP_WRITE, CSR_OP_SWAP, CSR_OP_SET, CSR_OP_CLEAR,
    };

    setup_in(PRIV_S);
    spaces_use(f, 1);
    for (unsigned state = 0; state < 32; state++) {
        uint64_t mstatus = some_bits(state) | MSTATUS_XLEN64 |
                           (state & 1 ? 0 : MSTATUS_MPIE);

        ck_assert_uint_gt(compare_all(mstatus, ops[_i]), 0);
    }
}
END_TEST

START_TEST(test_other_modes_and_tables_go_the_long_way)
{
    CsrAccess access = { .number = CSR_sstatus, .op = CSR_OP_SET,
                         .operand = MSTATUS_SUM };

    setup_in(PRIV_M);
    ck_assert(!jit_sstatus(v, &access));
    setup_in(PRIV_U);
    ck_assert(!jit_sstatus(v, &access));
    setup_in(PRIV_S);
    start_from(MSTATUS_MXR, false);
    ck_assert(!jit_sstatus(v, &access));
    start_from(MSTATUS_MPRV, false);
    ck_assert(!jit_sstatus(v, &access));
    start_from(0, false);
    ck_assert(jit_sstatus(v, &access));
}
END_TEST

START_TEST(test_interrupts_are_let_through_the_long_way)
{
    CsrAccess access = { .number = CSR_sstatus, .op = CSR_OP_SET,
                         .operand = MSTATUS_SIE | MSTATUS_SUM };

    setup_in(PRIV_S);
    start_from(0, false);
    ck_assert(!jit_sstatus(v, &access));
    ck_assert_uint_eq(v->hart.mstatus, 0);
    start_from(MSTATUS_SIE, false);
    ck_assert(jit_sstatus(v, &access));
}
END_TEST

UNIT_MAIN("exec_jit_sstatus",
    UNIT_LOOP(test_short_way_changes_what_the_long_one_does, 5),
    UNIT_TEST(test_other_modes_and_tables_go_the_long_way),
    UNIT_TEST(test_interrupts_are_let_through_the_long_way))
