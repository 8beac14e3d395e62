/* test_jit_region.c: which instructions become one unit */
#include <string.h>

#include "asm.h"
#include "exec_fixture.h"
#include "jit.h"

#include "support/unit.h"

#define PAGE_WORDS (GUEST_PAGE_SIZE / 4)
#define RET JALR(X0, RA, 0)
#define C_RET 0x8082            /* c.jr ra */

static uint32_t page[PAGE_WORDS];
static uint64_t starts[GUEST_PAGE_SIZE / 2 / 64];
static TCGContext *ir;
static ExecFixture *f;

static void setup(void)
{
    for (unsigned i = 0; i < PAGE_WORDS; i++) {
        page[i] = NOP;
    }
    memset(starts, 0, sizeof(starts));
    f = exec_fixture_new("max");
    ir = tcg_context_new();
}

static void teardown(void)
{
    tcg_context_free(ir);
    exec_fixture_free(f);
}

static void unit_at(unsigned word)
{
    starts[word / 32] |= 1ull << word * 2 % 64;
}

/* Instructions of a unit that starts at instruction @word. */
static unsigned choose(unsigned word)
{
    return jit_choose_region(ir, f->vcpu.decode, (const uint8_t *)page,
                             4 * word, starts);
}

START_TEST(test_run_ends_at_a_jump)
{
    setup();
    page[5] = RET;
    ck_assert_uint_eq(choose(0), 6);
    teardown();
}
END_TEST

START_TEST(test_run_goes_on_behind_a_jump_that_is_jumped_over)
{
    setup();
    page[2] = BEQ(A0, X0, 12);          /* to 5 */
    page[4] = JAL(X0, 400);
    page[7] = RET;
    ck_assert_uint_eq(choose(0), 8);
    teardown();
}
END_TEST

START_TEST(test_run_ends_at_a_call_that_is_jumped_over)
{
    setup();
    page[2] = BEQ(A0, X0, 16);          /* to 6 */
    page[4] = JAL(RA, 400);
    page[8] = RET;
    ck_assert_uint_eq(choose(0), 5);
    page[4] = JALR(RA, A1, 0);
    ck_assert_uint_eq(choose(0), 5);
    teardown();
}
END_TEST

START_TEST(test_run_ends_where_a_unit_starts)
{
    setup();
    page[9] = RET;
    unit_at(6);
    ck_assert_uint_eq(choose(0), 6);
    ck_assert_uint_eq(choose(6), 4);
    teardown();
}
END_TEST

START_TEST(test_run_is_longer_than_a_block)
{
    setup();
    page[TB_MAX_INSNS + 9] = RET;
    ck_assert_uint_eq(choose(0), TB_MAX_INSNS + 10);
    teardown();
}
END_TEST

START_TEST(test_last_instruction_of_a_page_may_end_a_run)
{
    setup();
    ck_assert_uint_eq(choose(PAGE_WORDS - 3), 3);
    teardown();
}
END_TEST

START_TEST(test_loop_is_whole_in_spite_of_units_and_calls_in_it)
{
    setup();
    page[2] = BEQ(A0, X0, 12);          /* to 5 */
    page[3] = JAL(RA, 400);
    page[8] = BNE(A1, X0, -32);         /* to 0 */
    page[9] = RET;
    unit_at(4);
    unit_at(6);
    ck_assert_uint_eq(choose(0), 9);
    page[3] = NOP;
    ck_assert_uint_eq(choose(0), 9);
    teardown();
}
END_TEST

START_TEST(test_loop_that_always_calls_is_none)
{
    setup();
    page[4] = JAL(RA, 400);
    page[8] = BNE(A1, X0, -32);         /* to 0 */
    ck_assert_uint_eq(choose(0), 5);
    teardown();
}
END_TEST

START_TEST(test_unlikely_code_that_jumps_back_is_no_loop)
{
    setup();
    page[1] = BEQ(A0, X0, 4 * 99);      /* to 100 */
    page[5] = RET;
    page[102] = JAL(X0, -4 * 100);      /* to 2 */
    ck_assert_uint_eq(choose(0), 6);
    teardown();
}
END_TEST

START_TEST(test_loop_may_go_through_unlikely_code)
{
    setup();
    page[3] = BEQ(A0, X0, 4 * 97);      /* to 100 */
    page[5] = RET;
    page[102] = JAL(X0, -4 * 100);      /* to 2 */
    ck_assert_uint_eq(choose(0), 103);
    teardown();
}
END_TEST

/* c.beqz a0 or, with @funct3 7, c.bnez a0: @from and @to count halfwords. */
static void put_c_branch(unsigned from, unsigned to, unsigned funct3)
{
    uint32_t offset = 2 * (to - from);
    uint16_t half = (uint16_t)(funct3 << 13 | (offset >> 8 & 1) << 12 |
                               (offset >> 3 & 3) << 10 | (A0 - 8) << 7 |
                               (offset >> 6 & 3) << 5 |
                               (offset >> 1 & 3) << 3 |
                               (offset >> 5 & 1) << 2 | 1);

    memcpy((uint16_t *)page + from, &half, sizeof(half));
}

START_TEST(test_loop_of_compressed_branches_is_found)
{
    uint16_t *halves = (uint16_t *)page;

    setup();
    for (unsigned i = 0; i < 2 * PAGE_WORDS; i++) {
        halves[i] = C_NOP;
    }
    put_c_branch(3, 50, 6);
    halves[5] = C_RET;
    put_c_branch(52, 100, 6);
    halves[54] = C_RET;
    put_c_branch(102, 1, 7);
    ck_assert_uint_eq(choose(0), 103);
    put_c_branch(52, 100, 7);
    ck_assert_uint_eq(choose(0), 103);
    halves[52] = C_NOP;
    ck_assert_uint_eq(choose(0), 6);
    teardown();
}
END_TEST

/* The way from 4 to 102 leads back to the head of the other loop. */
START_TEST(test_loop_may_go_through_the_head_of_another)
{
    setup();
    page[1] = BEQ(A0, X0, 4 * 99);      /* to 100 */
    page[5] = BNE(A1, X0, -20);         /* to 0 */
    page[6] = RET;
    page[102] = JAL(X0, -4 * 98);       /* to 4 */
    ck_assert_uint_eq(choose(0), 103);
    page[5] = NOP;
    ck_assert_uint_eq(choose(0), 7);
    teardown();
}
END_TEST

START_TEST(test_illegal_code_on_the_way_ends_the_search)
{
    setup();
    page[1] = BEQ(A0, X0, 4 * 29);      /* to 30 */
    page[5] = RET;
    page[32] = BNE(A0, X0, -4 * 32);    /* to 0 */
    ck_assert_uint_eq(choose(0), 33);
    page[20] = ILLEGAL;
    ck_assert_uint_eq(choose(0), 6);
    teardown();
}
END_TEST

START_TEST(test_loop_longer_than_a_unit_is_not_taken)
{
    setup();
    page[5] = BEQ(A0, X0, 4 * 300);
    page[310] = BNE(A0, X0, -4 * 310);
    ck_assert_uint_eq(choose(0), JIT_MAX_RUN);
    teardown();
}
END_TEST

UNIT_MAIN("jit_region",
          UNIT_TEST(test_run_ends_at_a_jump),
          UNIT_TEST(test_run_goes_on_behind_a_jump_that_is_jumped_over),
          UNIT_TEST(test_run_ends_at_a_call_that_is_jumped_over),
          UNIT_TEST(test_run_ends_where_a_unit_starts),
          UNIT_TEST(test_run_is_longer_than_a_block),
          UNIT_TEST(test_last_instruction_of_a_page_may_end_a_run),
          UNIT_TEST(test_loop_is_whole_in_spite_of_units_and_calls_in_it),
          UNIT_TEST(test_loop_that_always_calls_is_none),
          UNIT_TEST(test_unlikely_code_that_jumps_back_is_no_loop),
          UNIT_TEST(test_loop_may_go_through_unlikely_code),
          UNIT_TEST(test_loop_of_compressed_branches_is_found),
          UNIT_TEST(test_loop_may_go_through_the_head_of_another),
          UNIT_TEST(test_illegal_code_on_the_way_ends_the_search),
          UNIT_TEST(test_loop_longer_than_a_unit_is_not_taken))
