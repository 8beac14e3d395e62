/* Finding blocks: jump cache, hash with the full key, extents, flushes. */
#include "asm.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "tb_internal.h"
#include "tb_jmp_cache.h"

#include "support/unit.h"

static ExecFixture *f;
static Vcpu *v;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    v = &f->vcpu;
}

/* The block at @pc in the present context, built if necessary. */
static TranslationBlock *block_at(vaddr pc)
{
    TranslationBlock *tb = NULL;

    v->hart.pc = pc;
    vcpu_update_mode(v);
    cpu_exec_start(v);
    for (int i = 0; i < 3 && !tb; i++) {
        tb = tb_lookup(v);
        if (!tb && v->exception_index == EXCP_NONE) {
            tb = tb_gen_code(v);
        }
    }
    cpu_exec_end(v);
    return tb;
}

static void fill_page(unsigned offset, unsigned n_words)
{
    const uint32_t nop = NOP;

    for (unsigned i = 0; i < n_words; i++) {
        exec_fixture_load(f, offset + 4 * i, &nop, 1);
    }
}

/* --- lookup -------------------------------------------------------------- */

START_TEST(test_second_lookup_finds_the_same_block)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    TranslationBlock *tb = block_at(FIXTURE_RAM_BASE);
    ck_assert_ptr_nonnull(tb);
    ck_assert_ptr_eq(block_at(FIXTURE_RAM_BASE), tb);
    tb_jmp_cache_clear(v);
    ck_assert_ptr_eq(block_at(FIXTURE_RAM_BASE), tb);   /* by the hash */
    ck_assert_uint_eq(v->stat_blocks, 1);
}
END_TEST

START_TEST(test_key_tells_fp_states_apart)
{
    setup();
    LOAD(f, 0, FADD_D(1, 2, 3), WFI);
    v->hart.mstatus &= ~MSTATUS_FS;
    TranslationBlock *off = block_at(FIXTURE_RAM_BASE);
    v->hart.mstatus |= MSTATUS_FS;
    TranslationBlock *on = block_at(FIXTURE_RAM_BASE);
    ck_assert_ptr_ne(on, off);
    v->hart.mstatus &= ~MSTATUS_FS;
    ck_assert_ptr_eq(block_at(FIXTURE_RAM_BASE), off);
    ck_assert(on->ops[0].fn == interp_fadd_d);
    ck_assert(off->ops[0].fn == interp_illegal);
}
END_TEST

START_TEST(test_key_tells_privileges_apart)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    exec_fixture_enter(f, PRIV_M, FIXTURE_RAM_BASE);
    v->hart.satp = 0;
    TranslationBlock *machine = block_at(FIXTURE_RAM_BASE);
    v->hart.priv = PRIV_S;
    TranslationBlock *supervisor = block_at(FIXTURE_RAM_BASE);
    v->hart.priv = PRIV_U;
    TranslationBlock *user = block_at(FIXTURE_RAM_BASE);
    ck_assert(machine != supervisor && supervisor != user && machine != user);
    v->hart.priv = PRIV_M;
    ck_assert_ptr_eq(block_at(FIXTURE_RAM_BASE), machine);
}
END_TEST

/* Pages that are one jump-cache slot apart push each other out. */
START_TEST(test_colliding_addresses_get_their_own_blocks)
{
    vaddr a = FIXTURE_RAM_BASE, b = FIXTURE_RAM_BASE + (1u << 13) + 2;

    setup();
    LOAD(f, 0, NOP, WFI);
    LOAD(f, (1u << 13) + 2, NOP, NOP, WFI);
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(block_at(a)->phys_pc, a);
        ck_assert_uint_eq(block_at(b)->phys_pc, b);
    }
    ck_assert_uint_eq(v->stat_blocks, 2);
}
END_TEST

START_TEST(test_two_virtual_addresses_share_a_block)
{
    setup();
    LOAD(f, 0x3000, NOP, WFI);
    exec_fixture_map(f, 0x40000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    exec_fixture_map(f, 0x80000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0x40000);
    ck_assert_ptr_eq(block_at(0x40000), block_at(0x80000));
}
END_TEST

START_TEST(test_tlb_flush_forgets_virtual_addresses)
{
    setup();
    LOAD(f, 0x3000, NOP, WFI);
    LOAD(f, 0x4000, NOP, NOP, WFI);
    exec_fixture_map(f, 0x40000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0x40000);
    ck_assert_uint_eq(block_at(0x40000)->n_insns, 2);
    exec_fixture_map(f, 0x40000, FIXTURE_RAM_BASE + 0x4000, PTE_ALL);
    tlb_flush_page(v, 0x40000);
    ck_assert_uint_eq(block_at(0x40000)->n_insns, 3);
}
END_TEST

START_TEST(test_flush_of_the_cache_drops_everything)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    block_at(FIXTURE_RAM_BASE);
    cpu_set_flush_blocks(f->cpus);
    block_at(FIXTURE_RAM_BASE);
    ck_assert_uint_eq(v->stat_blocks, 2);
}
END_TEST

/* --- more blocks than the cache holds ------------------------------------ */

#define SMALL_BYTES (256u << 10)        /* 16 regions of 16 KiB */

/* Pages of long blocks; a region holds nearly 10 of them. */
enum { LONG_BLOCKS = 400, PER_PAGE = 16 };

static vaddr long_block_pc(unsigned number)
{
    return FIXTURE_RAM_BASE + number * TB_MAX_INSNS * 4;
}

static void setup_small(void)
{
    setup();
    tb_cache_set_bytes(f->cpus->tb_cache, SMALL_BYTES);
    for (unsigned page = 0; page < LONG_BLOCKS / PER_PAGE; page++) {
        fill_page(page * 4096, 1024);
    }
}

static bool page_is_dirty(unsigned page)
{
    return ram_block_get_dirty(qemu_ram_block_from_host(f->host, NULL),
                               page * 4096, 4096, DIRTY_MEMORY_CODE);
}

START_TEST(test_full_cache_forgets_the_oldest_blocks_only)
{
    enum { FIT = 144 };         /* 16 regions of 9 blocks */

    setup_small();
    for (unsigned i = 0; i < FIT; i++) {
        ck_assert_ptr_nonnull(block_at(long_block_pc(i)));
    }
    TranslationBlock *kept = block_at(long_block_pc(PER_PAGE));
    ck_assert_uint_eq(v->stat_blocks, FIT);
    block_at(long_block_pc(FIT));
    ck_assert_uint_eq(v->stat_blocks, FIT + 1);
    ck_assert_ptr_eq(block_at(long_block_pc(PER_PAGE)), kept);
    block_at(long_block_pc(9));
    ck_assert_uint_eq(v->stat_blocks, FIT + 1);
    block_at(long_block_pc(8));
    ck_assert_uint_eq(v->stat_blocks, FIT + 2);
}
END_TEST

START_TEST(test_pages_whose_blocks_were_all_forgotten_are_ordinary)
{
    setup_small();
    for (unsigned i = 0; i < LONG_BLOCKS; i++) {
        ck_assert(!page_is_dirty(i / PER_PAGE) || i % PER_PAGE == 0);
        block_at(long_block_pc(i));
    }
    ck_assert(page_is_dirty(0));
    ck_assert(!page_is_dirty(LONG_BLOCKS / PER_PAGE - 1));
    fill_page(0, 1);
    ck_assert_uint_eq(block_at(long_block_pc(0))->n_insns, TB_MAX_INSNS);
    ck_assert(!page_is_dirty(0));
}
END_TEST

START_TEST(test_rewritten_code_fills_the_cache_but_never_more)
{
    setup_small();
    for (unsigned round = 0; round < 3000; round++) {
        fill_page(0, 1);
        ck_assert_ptr_nonnull(block_at(long_block_pc(0)));
    }
    ck_assert_uint_eq(v->stat_blocks, 3000);
    size_t used = 0;
    for (unsigned i = 0; i < TB_REGIONS; i++) {
        used += f->cpus->tb_cache->regions[i].used;
    }
    ck_assert_uint_le(used, SMALL_BYTES);
}
END_TEST

/* --- invalidation -------------------------------------------------------- */

START_TEST(test_store_drops_the_blocks_it_touches)
{
    setup();
    LOAD(f, 0, NOP, WFI, NOP, WFI);
    TranslationBlock *first = block_at(FIXTURE_RAM_BASE);
    TranslationBlock *second = block_at(FIXTURE_RAM_BASE + 8);
    LOAD(f, 4, WFI);
    ck_assert(tb_is_invalid(first));
    ck_assert(!tb_is_invalid(second));
    ck_assert_ptr_ne(block_at(FIXTURE_RAM_BASE), first);
    ck_assert_ptr_eq(block_at(FIXTURE_RAM_BASE + 8), second);
    LOAD(f, 0x800, NOP);
    ck_assert(!tb_is_invalid(second));
}
END_TEST

START_TEST(test_page_is_dirty_again_when_its_last_block_is_gone)
{
    RAMBlock *block;

    setup();
    block = qemu_ram_block_from_host(f->host, NULL);
    LOAD(f, 0, WFI, WFI);
    block_at(FIXTURE_RAM_BASE);
    block_at(FIXTURE_RAM_BASE + 4);
    LOAD(f, 0, NOP);
    ck_assert(!ram_block_get_dirty(block, 0, 4096, DIRTY_MEMORY_CODE));
    LOAD(f, 4, NOP);
    ck_assert(ram_block_get_dirty(block, 0, 4096, DIRTY_MEMORY_CODE));
}
END_TEST

START_TEST(test_lost_ram_takes_its_blocks)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    TranslationBlock *tb = block_at(FIXTURE_RAM_BASE);
    memory_region_set_enabled(&f->ram, false);
    ck_assert(tb_is_invalid(tb));
}
END_TEST

/* --- extents ------------------------------------------------------------- */

START_TEST(test_block_ends_at_jumps_and_context_changes)
{
    static const uint32_t last[] = {
        JAL(RA, 8), JALR(X0, RA, 0), ECALL, EBREAK, MRET, WFI, FENCE_I,
        SFENCE_VMA, CSRRW(X0, 0x300, A0), ILLEGAL,
    };

    setup();
    for (unsigned i = 0; i < G_N_ELEMENTS(last); i++) {
        LOAD(f, 0, NOP, last[i], NOP, NOP);
        TranslationBlock *tb = block_at(FIXTURE_RAM_BASE);
        ck_assert_msg(tb->n_insns == 2 && tb->size == 8, "%u", i);
    }
}
END_TEST

START_TEST(test_block_goes_on_behind_a_branch)
{
    setup();
    LOAD(f, 0, BEQ(A0, A1, 8), NOP, BEQ(A0, A1, 8), NOP, WFI);
    ck_assert_uint_eq(block_at(FIXTURE_RAM_BASE)->n_insns, 5);
}
END_TEST

START_TEST(test_block_ends_at_the_page_and_at_its_limit)
{
    setup();
    fill_page(0, 2048);
    ck_assert_uint_eq(block_at(FIXTURE_RAM_BASE)->n_insns, TB_MAX_INSNS);
    ck_assert_uint_eq(block_at(FIXTURE_RAM_BASE + 4096 - 12)->n_insns, 3);
    ck_assert_uint_eq(block_at(FIXTURE_RAM_BASE + 4096 - 4)->size, 4);
}
END_TEST

START_TEST(test_straddling_instruction_is_a_block_that_fetches_anew)
{
    setup();
    fill_page(2, 2047);         /* 4-byte instructions at odd halves */
    LOAD(f, 8190, NOP);
    TranslationBlock *tb = block_at(FIXTURE_RAM_BASE + 4096 - 10);
    ck_assert_uint_eq(tb->n_insns, 2);
    ck_assert_uint_eq(tb->size, 8);
    tb = block_at(FIXTURE_RAM_BASE + 4096 - 2);
    ck_assert_uint_eq(tb->n_insns, 1);
    ck_assert_ptr_eq(tb->ops[0].fn, interp_straddling);
}
END_TEST

START_TEST(test_one_insn_per_block_when_asked)
{
    setup();
    fill_page(0, 8);
    f->cpus->one_insn_per_tb = true;
    ck_assert_uint_eq(block_at(FIXTURE_RAM_BASE)->n_insns, 1);
    f->cpus->one_insn_per_tb = false;
    ck_assert_uint_gt(block_at(FIXTURE_RAM_BASE)->n_insns, 1);
}
END_TEST

UNIT_MAIN("tb_cache",
          UNIT_TEST(test_second_lookup_finds_the_same_block),
          UNIT_TEST(test_key_tells_fp_states_apart),
          UNIT_TEST(test_key_tells_privileges_apart),
          UNIT_TEST(test_colliding_addresses_get_their_own_blocks),
          UNIT_TEST(test_two_virtual_addresses_share_a_block),
          UNIT_TEST(test_tlb_flush_forgets_virtual_addresses),
          UNIT_TEST(test_flush_of_the_cache_drops_everything),
          UNIT_TEST(test_full_cache_forgets_the_oldest_blocks_only),
          UNIT_TEST(test_pages_whose_blocks_were_all_forgotten_are_ordinary),
          UNIT_TEST(test_rewritten_code_fills_the_cache_but_never_more),
          UNIT_TEST(test_store_drops_the_blocks_it_touches),
          UNIT_TEST(test_page_is_dirty_again_when_its_last_block_is_gone),
          UNIT_TEST(test_lost_ram_takes_its_blocks),
          UNIT_TEST(test_block_ends_at_jumps_and_context_changes),
          UNIT_TEST(test_block_goes_on_behind_a_branch),
          UNIT_TEST(test_block_ends_at_the_page_and_at_its_limit),
          UNIT_TEST(test_straddling_instruction_is_a_block_that_fetches_anew),
          UNIT_TEST(test_one_insn_per_block_when_asked))
