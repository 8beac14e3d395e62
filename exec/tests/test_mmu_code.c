/* Jump caches, blocks and write tags of several address spaces. */
#include "asm.h"
#include "core/csr_bits.h"
#include "jit_jmp.h"
#include "mem_access.h"
#include "mmu_context.h"
#include "mmu_spaces.h"
#include "tb_jmp_cache.h"

#include "support/unit.h"

static ExecFixture *f;
static Vcpu *v;

static void setup_in(PrivMode priv)
{
    f = spaces_new(priv);
    v = &f->vcpu;
}

static void use(unsigned space)
{
    spaces_use(f, space);
}

static bool can_load(vaddr addr)
{
    uint64_t value;

    return vcpu_load8(v, addr, &value) == EXEC_NEXT;
}

static const PrivMode modes[] = { PRIV_U, PRIV_S };

static void fetch(vaddr addr)
{
    const CPUTLBEntryFull *full;

    ck_assert_int_eq(tlb_lookup_full(v, addr, ACCESS_FETCH, &full),
                     TRAP_NONE);
}

static void insert(vaddr pc)
{
    fetch(pc);
    jit_jmp_insert(v, &(JitEntry) { pc, FIXTURE_RAM_BASE, f });
}

static bool knows(vaddr pc)
{
    v->exit_request = 0;
    jit_jmp_open(v);
    const TcgJmpEntry *entry = &v->jit_jmp[(pc >> 1) % TCG_JMP_SIZE];

    return entry->pc == pc && entry->code == f;
}

START_TEST(test_empty_jump_cache_knows_no_address)
{
    setup_in(PRIV_U);
    for (unsigned i = 0; i < TCG_JMP_SIZE; i++) {
        ck_assert_uint_ne((v->jit_jmp[i].pc >> 1) % TCG_JMP_SIZE, i);
    }
}
END_TEST

START_TEST(test_each_space_and_mode_has_its_own_jump_cache)
{
    setup_in(PRIV_U);
    use(1);
    insert(LOCAL);
    ck_assert(knows(LOCAL));
    use(2);
    ck_assert(!knows(LOCAL));
    v->hart.priv = PRIV_S;
    vcpu_update_mode(v);
    ck_assert(!knows(LOCAL));
    v->hart.priv = PRIV_U;
    use(1);
    ck_assert(knows(LOCAL));
}
END_TEST

START_TEST(test_supervisor_code_is_shared_while_it_is_global)
{
    setup_in(PRIV_S);
    use(1);
    uint64_t generation = v->jmp_generation;
    insert(GLOBAL);
    use(2);
    ck_assert(knows(GLOBAL));
    ck_assert_uint_eq(v->jmp_generation, generation);
    insert(OTHER);
    use(1);
    ck_assert(!knows(OTHER));
    ck_assert_uint_ne(v->jmp_generation, generation);
}
END_TEST

START_TEST(test_flush_of_data_keeps_jump_caches)
{
    setup_in(modes[_i]);
    use(1);
    insert(LOCAL);
    ck_assert(can_load(OTHER));
    uint64_t generation = v->jmp_generation;
    tlb_flush_page(v, OTHER);
    tlb_flush_page_asid(v, OTHER, 1);
    ck_assert(knows(LOCAL));
    ck_assert_uint_eq(v->jmp_generation, generation);
}
END_TEST

START_TEST(test_flush_of_code_empties_what_came_from_it)
{
    setup_in(modes[_i]);
    use(1);
    insert(LOCAL);
    insert(OTHER + 2);
    uint64_t generation = v->jmp_generation;
    tlb_flush_page(v, LOCAL + 0x800);
    ck_assert(!knows(LOCAL));
    ck_assert(knows(OTHER + 2));
    ck_assert_uint_ne(v->jmp_generation, generation);
    tlb_flush_asid(v, 1);
    ck_assert(!knows(OTHER + 2));
}
END_TEST

/* The slot of the TLB was taken by another page meanwhile. */
START_TEST(test_code_is_remembered_after_its_entry_was_replaced)
{
    setup_in(PRIV_S);
    exec_fixture_enter(f, PRIV_S, LOCAL);
    exec_fixture_map(f, LOCAL, DATA, PTE_ALL);
    exec_fixture_map(f, LOCAL + (TLB_SIZE << 12), DATA, PTE_ALL);
    vcpu_update_mode(v);
    insert(LOCAL);
    ck_assert(can_load(LOCAL + (TLB_SIZE << 12)));
    tlb_flush_page(v, LOCAL);
    ck_assert(!knows(LOCAL));
}
END_TEST

START_TEST(test_code_in_a_large_page_goes_with_any_part_of_it)
{
    setup_in(modes[_i]);
    use(1);
    insert(LARGE + 0x2000);
    insert(OTHER);
    tlb_flush_page(v, LARGE + 0x7000);
    ck_assert(!knows(LARGE + 0x2000));
}
END_TEST

START_TEST(test_code_flushed_meanwhile_is_gone)
{
    setup_in(PRIV_U);
    use(1);
    insert(LOCAL);
    insert(OTHER);
    use(2);
    tlb_flush_page(v, LOCAL);
    use(1);
    ck_assert(!knows(LOCAL));
    ck_assert(knows(OTHER));
    use(2);
    tlb_flush_translated(v);
    use(1);
    ck_assert(!knows(OTHER));
}
END_TEST

START_TEST(test_clearing_all_reaches_every_space)
{
    setup_in(PRIV_U);
    use(1);
    insert(LOCAL);
    use(2);
    insert(LOCAL);
    insert(OTHER);
    jit_jmp_clear_all(v);
    ck_assert(!knows(LOCAL) && !knows(OTHER));
    use(1);
    ck_assert(!knows(LOCAL));
}
END_TEST

START_TEST(test_interpreter_finds_its_blocks_after_a_switch)
{
    setup_in(PRIV_U);
    use(1);
    LOAD(f, 0x10000 + 0x1000, NOP, ECALL);
    v->hart.pc = LOCAL;
    v->hart.mtvec = FIXTURE_RAM_BASE;
    LOAD(f, 0, WFI);
    ck_assert_int_eq(exec_fixture_run(f, 10), EXCP_HLT);
    v->hart.priv = PRIV_U;
    v->hart.pc = LOCAL;
    use(2);
    ck_assert_ptr_null(tb_jmp_cache_lookup(v));
    use(1);
    ck_assert_ptr_nonnull(tb_jmp_cache_lookup(v));
}
END_TEST

START_TEST(test_code_pages_lose_their_write_tags_in_every_space)
{
    setup_in(PRIV_U);
    RAMBlock *block = qemu_ram_block_from_host(f->host, NULL);
    for (unsigned space = 1; space <= 3; space++) {
        use(space);
        ck_assert_int_eq(vcpu_store8(v, OTHER, 0), EXEC_NEXT);
        ck_assert_ptr_nonnull(vcpu_store_host(v, OTHER, 1));
        ck_assert_int_eq(vcpu_store8(v, GLOBAL, 0), EXEC_NEXT);
    }
    tlb_protect_code(v, block, 0x30000);
    for (unsigned space = 1; space <= 3; space++) {
        use(space);
        ck_assert_ptr_null(vcpu_store_host(v, OTHER, 1));
        ck_assert_ptr_nonnull(vcpu_load_host(v, OTHER, 1));
        ck_assert_ptr_nonnull(vcpu_store_host(v, GLOBAL, 1));
    }
    tlb_protect_code(v, block, 0x31000);
    for (unsigned space = 1; space <= 3; space++) {
        use(space);
        ck_assert_ptr_null(vcpu_store_host(v, GLOBAL, 1));
    }
}
END_TEST

#define N_MODES G_N_ELEMENTS(modes)

UNIT_MAIN("mmu_code",
          UNIT_TEST(test_empty_jump_cache_knows_no_address),
          UNIT_TEST(test_each_space_and_mode_has_its_own_jump_cache),
          UNIT_TEST(test_supervisor_code_is_shared_while_it_is_global),
          UNIT_LOOP(test_flush_of_data_keeps_jump_caches, N_MODES),
          UNIT_LOOP(test_flush_of_code_empties_what_came_from_it, N_MODES),
          UNIT_TEST(test_code_is_remembered_after_its_entry_was_replaced),
          UNIT_LOOP(test_code_in_a_large_page_goes_with_any_part_of_it,
                    N_MODES),
          UNIT_TEST(test_code_flushed_meanwhile_is_gone),
          UNIT_TEST(test_clearing_all_reaches_every_space),
          UNIT_TEST(test_interpreter_finds_its_blocks_after_a_switch),
          UNIT_TEST(test_code_pages_lose_their_write_tags_in_every_space))
