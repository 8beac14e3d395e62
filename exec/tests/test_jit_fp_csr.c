/* fflags, frm and fcsr while the host's FP unit is the guest's. */
#include <xmmintrin.h>

#include "core/csr_bits.h"
#include "core/fpu.h"
#include "exec_fixture.h"
#include "jit_fp.h"

#include "support/unit.h"

static ExecFixture *f;
static Hart *h;
static unsigned host_unit;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mstatus |= MSTATUS_FS;
    host_unit = _mm_getcsr() & ~_MM_EXCEPT_MASK;
}

static void lend_unit(unsigned frm, uint8_t in_hart, uint8_t in_host)
{
    Vcpu *v = &f->vcpu;

    v->hart.frm = (uint8_t)frm;
    v->hart.fflags = in_hart;
    ck_assert(jit_fp_enter(v));
    _mm_setcsr(_mm_getcsr() | in_host);
}

/* @quick: by jit_fp_csr(), if it wants to */
static void access_fcsr(CsrAccess *access, bool quick)
{
    Vcpu *v = &f->vcpu;

    if (!quick || !jit_fp_csr(v, access)) {
        jit_fp_leave(v);
        ck_assert_int_eq(csr_access(&v->hart, &v->env, access), TRAP_NONE);
    }
    jit_fp_leave(v);
}

START_TEST(test_fields_of_fcsr_are_those_of_the_lent_unit)
{
    static const uint16_t numbers[] = { CSR_fflags, CSR_frm, CSR_fcsr };
    CsrOp op = (CsrOp)(_i / 3);

    setup();
    for (unsigned i = 0; i < 4 * 256; i++) {
        CsrAccess quick = { .number = numbers[_i % 3], .op = (uint8_t)op,
                            .operand = i & 0xff };
        CsrAccess slow = quick;

        lend_unit(i >> 8, 0x10, _MM_EXCEPT_INEXACT | _MM_EXCEPT_DENORM);
        access_fcsr(&quick, true);
        unsigned frm = h->frm, fflags = h->fflags;
        lend_unit(i >> 8, 0x10, _MM_EXCEPT_INEXACT | _MM_EXCEPT_DENORM);
        access_fcsr(&slow, false);
        ck_assert_uint_eq(frm, h->frm);
        ck_assert_uint_eq(fflags, h->fflags);
        ck_assert(op == CSR_OP_WRITE || quick.value == slow.value);
        ck_assert_uint_eq(_mm_getcsr() & ~_MM_EXCEPT_MASK, host_unit);
    }
}
END_TEST

START_TEST(test_unit_stays_lent_while_the_host_has_the_mode)
{
    CsrAccess access = { .number = CSR_frm, .op = CSR_OP_WRITE };

    setup();
    for (unsigned mode = 0; mode < 8; mode++) {
        lend_unit(RM_RNE, 0, 0);
        access.operand = mode;
        ck_assert_int_eq(jit_fp_csr(&f->vcpu, &access), mode < RM_RMM);
        jit_fp_leave(&f->vcpu);
    }
    ck_assert(!jit_fp_csr(&f->vcpu, &access));
}
END_TEST

UNIT_MAIN("exec_jit_fp_csr",
    UNIT_LOOP(test_fields_of_fcsr_are_those_of_the_lent_unit, 15),
    UNIT_TEST(test_unit_stays_lent_while_the_host_has_the_mode))
