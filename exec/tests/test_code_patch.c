/* Self-modifying code: whoever stores, the next execution sees it. */
#include "asm.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define NEW_INSN ADDI(A0, X0, 2)
#define OLD_INSN ADDI(A0, X0, 1)

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->gpr[T0] = FIXTURE_RAM_BASE;
    h->gpr[T1] = NEW_INSN;
}

/* Run to WFI from @pc. */
static uint64_t run_from(uint64_t pc)
{
    h->pc = pc;
    h->wfi = false;
    ck_assert_int_eq(exec_fixture_run(f, 1000), EXCP_HLT);
    return h->gpr[A0];
}

/* Warm: the block was built and executed once without patching. */
START_TEST(test_store_patches_the_next_instruction)
{
    setup();
    LOAD(f, 0, BEQ(A5, X0, 8), SW(T1, T0, 8), OLD_INSN, WFI);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 1);
    h->gpr[A5] = 1;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
}
END_TEST

START_TEST(test_store_patches_its_own_block_further_on)
{
    setup();
    LOAD(f, 0, SW(T1, T0, 12), ADDI(A1, A1, 1), NOP, OLD_INSN, WFI);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
    ck_assert_uint_eq(h->gpr[A1], 1);
    ck_assert_uint_eq(h->retired, 5);
    h->gpr[T1] = OLD_INSN;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 1);
}
END_TEST

START_TEST(test_store_patches_an_earlier_instruction_of_a_loop)
{
    setup();
    LOAD(f, 0, ADDI(A1, A1, 1), SW(T1, T0, 0), ADDI(A2, A2, -1),
         BNE(A2, X0, -12), WFI);
    h->gpr[T1] = ADDI(A1, A1, 100);
    h->gpr[A2] = 3;
    run_from(FIXTURE_RAM_BASE);
    ck_assert_uint_eq(h->gpr[A1], 201);
}
END_TEST

START_TEST(test_store_patches_another_page)
{
    setup();
    LOAD(f, 0x1000, OLD_INSN, WFI);
    LOAD(f, 0, SW(T1, T0, 0), JALR(X0, T0, 0));
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 1);
    h->gpr[T0] = FIXTURE_RAM_BASE + 0x1000;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
}
END_TEST

/* A store over the border of two pages with code patches both. */
START_TEST(test_crossing_store_patches_both_pages)
{
    setup();
    LOAD(f, 0xffc, ADDI(A0, X0, 1), ADDI(A1, X0, 1), WFI);
    LOAD(f, 0, SD(T1, T0, 0), JALR(X0, T0, 0));
    run_from(FIXTURE_RAM_BASE + 0xffc);
    h->gpr[T0] = FIXTURE_RAM_BASE + 0xffc;
    h->gpr[T1] = (uint64_t)ADDI(A1, X0, 2) << 32 | ADDI(A0, X0, 2);
    run_from(FIXTURE_RAM_BASE);
    ck_assert_uint_eq(h->gpr[A0], 2);
    ck_assert_uint_eq(h->gpr[A1], 2);
}
END_TEST

/* A straddling instruction's second half lies on another page. */
START_TEST(test_store_patches_the_second_half_of_a_straddling_instruction)
{
    setup();
    LOAD(f, 0xffc, C_NOP | (OLD_INSN << 16), OLD_INSN >> 16 | C_NOP << 16,
         WFI);
    LOAD(f, 0x2000, SW(T1, T0, 0), JALR(X0, A5, 0));
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0xffc), 1);
    h->gpr[T0] = FIXTURE_RAM_BASE + 0x1000;
    h->gpr[T1] = NEW_INSN >> 16 | C_NOP << 16;
    h->gpr[A5] = FIXTURE_RAM_BASE + 0xffc;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x2000), 2);
}
END_TEST

START_TEST(test_atomics_patch_code)
{
    setup();
    LOAD(f, 0x1000, OLD_INSN, WFI);
    LOAD(f, 0, AMOADD_W(X0, T1, T0), JALR(X0, T0, 0));
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 1);
    h->gpr[T0] = FIXTURE_RAM_BASE + 0x1000;
    h->gpr[T1] = NEW_INSN - OLD_INSN;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
}
END_TEST

START_TEST(test_store_conditional_patches_its_own_block)
{
    setup();
    LOAD(f, 0, LR_W(A1, T0), SC_W(A2, T1, T0), NOP, OLD_INSN, WFI);
    h->gpr[T0] = FIXTURE_RAM_BASE + 12;
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
    ck_assert_uint_eq(h->gpr[A2], 0);
}
END_TEST

START_TEST(test_zeroed_cache_block_is_not_executed_any_more)
{
    setup();
    LOAD(f, 0x1000, OLD_INSN, WFI);
    LOAD(f, 0, 0x0042a00f /* cbo.zero (t0) */, JALR(X0, T0, 0));
    LOAD(f, 0x800, WFI);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 1);
    h->gpr[T0] = FIXTURE_RAM_BASE + 0x1000;
    h->mtvec = FIXTURE_RAM_BASE + 0x800;
    run_from(FIXTURE_RAM_BASE);
    ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
}
END_TEST

/* DMA goes through the address space, not through a vCPU. */
START_TEST(test_dma_patches_code)
{
    const uint32_t insn = NEW_INSN;

    setup();
    LOAD(f, 0, OLD_INSN, WFI);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 1);
    address_space_write(f->vcpu.as, FIXTURE_RAM_BASE, MEMTXATTRS_UNSPECIFIED,
                        &insn, sizeof(insn));
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE), 2);
}
END_TEST

START_TEST(test_another_hart_patches_code)
{
    setup();
    Vcpu *other = exec_fixture_add_hart(f);
    LOAD(f, 0x1000, OLD_INSN, WFI);
    LOAD(f, 0, SW(T1, T0, 0), WFI);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 1);
    other->hart.gpr[T0] = FIXTURE_RAM_BASE + 0x1000;
    other->hart.gpr[T1] = NEW_INSN;
    ck_assert_int_eq(vcpu_run(other, 10), EXCP_HLT);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 2);
    other->hart.gpr[T1] = OLD_INSN;         /* its write tag is back: again */
    other->hart.pc = FIXTURE_RAM_BASE;
    other->hart.wfi = false;
    ck_assert_int_eq(vcpu_run(other, 10), EXCP_HLT);
    ck_assert_uint_eq(run_from(FIXTURE_RAM_BASE + 0x1000), 1);
}
END_TEST

/* One page at two virtual addresses, written at one, executed at the other. */
START_TEST(test_alias_of_a_code_page_patches_it)
{
    setup();
    LOAD(f, 0x3000, SW(T1, T0, 8), NOP, OLD_INSN, WFI);
    exec_fixture_map(f, 0x40000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    exec_fixture_map(f, 0x81000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    h->gpr[T0] = 0x81000;
    exec_fixture_enter(f, PRIV_S, 0x40000);
    ck_assert_uint_eq(run_from(0x40000), 2);
    h->gpr[T1] = OLD_INSN;
    ck_assert_uint_eq(run_from(0x40000), 1);
}
END_TEST

UNIT_MAIN("code_patch",
          UNIT_TEST(test_store_patches_the_next_instruction),
          UNIT_TEST(test_store_patches_its_own_block_further_on),
          UNIT_TEST(test_store_patches_an_earlier_instruction_of_a_loop),
          UNIT_TEST(test_store_patches_another_page),
          UNIT_TEST(test_crossing_store_patches_both_pages),
          UNIT_TEST(
              test_store_patches_the_second_half_of_a_straddling_instruction),
          UNIT_TEST(test_atomics_patch_code),
          UNIT_TEST(test_store_conditional_patches_its_own_block),
          UNIT_TEST(test_zeroed_cache_block_is_not_executed_any_more),
          UNIT_TEST(test_dma_patches_code),
          UNIT_TEST(test_another_hart_patches_code),
          UNIT_TEST(test_alias_of_a_code_page_patches_it))
