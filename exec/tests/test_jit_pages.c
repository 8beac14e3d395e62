/* Links to other pages: taken where they hold, and nowhere else. */
#include "asm.h"
#include "core/bql.h"
#include "jit_fixture.h"
#include "mmu_spaces.h"

#include "support/unit.h"

/*
 * Code on the page OTHER, which all spaces share, jumps to the page LOCAL,
 * of which every space has its own. That leaves its number in a0.
 */
#define CELL 0x38000u           /* RAM offset */
#define ALIAS (LARGE + 0x30000) /* where OTHER is seen, too */

static ExecFixture *f;
static Vcpu *v;
static PrivMode mode;
static TcgEnterFn *real_enter;
static int link_exits;          /* of all harts, atomic */

static uint64_t counting_enter(void *env, const void *code)
{
    uint64_t exit = real_enter(env, code);

    g_atomic_int_add(&link_exits, (exit & 0xff) == TCG_EXIT_LINK);
    return exit;
}

static void use_options(const JitOptions *options)
{
    GError *error = NULL;

    jit_free(f->cpus->jit);
    ck_assert(cpu_set_use_jit(f->cpus, options, &error));
    real_enter = f->cpus->jit->enter;
    f->cpus->jit->enter = counting_enter;
    link_exits = 0;
}

static void load_local(unsigned space, unsigned value)
{
    LOAD(f, DATA - FIXTURE_RAM_BASE + 0x1000 * space,
         ADDI(A0, X0, value), ECALL);
}

static void setup_in(PrivMode priv)
{
    JitOptions options = jit_fixture_options();

    options.counts = options.fit_slice = false;
    mode = priv;
    f = spaces_new(priv);
    v = &f->vcpu;
    use_options(&options);
    v->hart.mtvec = FIXTURE_RAM_BASE + JIT_VECTOR;
    LOAD(f, JIT_VECTOR, WFI);
    LOAD(f, DATA - FIXTURE_RAM_BASE + 0x20000, ADDI(A1, A1, 1),
         JAL(X0, -0x1004));
    for (unsigned space = 0; space < SPACES; space++) {
        load_local(space, space);
    }
}

static void setup(void)
{
    setup_in(PRIV_S);
}

static uint64_t run(unsigned space, vaddr pc)
{
    v->hart.priv = (uint8_t)mode;
    v->hart.wfi = false;
    v->hart.pc = pc;
    v->hart.gpr[A0] = ~0ull;
    v->slice_end = VCPU_NO_SLICE;
    spaces_use(f, space);
    cpu_exec_start(v);
    ck_assert_int_eq(cpu_exec(v), EXCP_HLT);
    cpu_exec_end(v);
    return v->hart.gpr[A0];
}

static void remap(unsigned space, unsigned to)
{
    unsigned flags = mode == PRIV_U ? PTE_ALL | PTE_U : PTE_ALL;

    __atomic_store_n(spaces_leaf(f, space, LOCAL),
                     spaces_pte(DATA + 0x1000 * to, flags), __ATOMIC_RELAXED);
}

/* As many as there are forms of sfence.vma. */
static void fence(int form)
{
    switch (form) {
    case 0:
        tlb_flush_translated(v);
        break;
    case 1:
        tlb_flush_page(v, LOCAL);
        break;
    case 2:
        tlb_flush_asid(v, 1);
        break;
    default:
        tlb_flush_page_asid(v, LOCAL, 1);
        break;
    }
}

START_TEST(test_link_stays_in_translated_code)
{
    setup();
    for (int i = 0; i < 20; i++) {
        ck_assert_uint_eq(run(1, OTHER), 1);
        if (i == 3) {
            link_exits = 0;
        }
    }
    ck_assert_int_eq(link_exits, 0);
    ck_assert_uint_eq(v->hart.gpr[A1], 20);
}
END_TEST

/* Supervisor code that is not global starts anew in each space. */
START_TEST(test_each_space_keeps_the_links_of_user_code)
{
    setup_in(PRIV_U);
    for (int i = 0; i < 20; i++) {
        for (unsigned space = 1; space <= 3; space++) {
            ck_assert_uint_eq(run(space, OTHER), space);
        }
        if (i == 3) {
            link_exits = 0;
        }
    }
    ck_assert_int_eq(link_exits, 0);
}
END_TEST

START_TEST(test_more_spaces_than_bridges)
{
    setup_in(_i ? PRIV_S : PRIV_U);
    for (int i = 0; i < 30; i++) {
        for (unsigned space = 0; space < SPACES; space++) {
            ck_assert_uint_eq(run(space, OTHER), space);
        }
        if (i == 8) {
            link_exits = 0;
        }
    }
    ck_assert_int_eq(link_exits, 0);
}
END_TEST

START_TEST(test_fence_after_a_new_mapping)
{
    setup_in(_i < 4 ? PRIV_S : PRIV_U);
    for (unsigned round = 1; round < 40; round++) {
        unsigned to = 1 + round % 5;

        remap(1, to);
        fence(_i % 4);
        for (int i = 0; i < 3; i++) {
            ck_assert_uint_eq(run(1, OTHER), to);
        }
        ck_assert_uint_eq(run(6, OTHER), 6);
    }
}
END_TEST

START_TEST(test_new_mapping_without_a_fence_may_be_seen_or_not)
{
    setup();
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(run(1, OTHER), 1);
    }
    remap(1, 2);
    for (int i = 0; i < 4; i++) {
        uint64_t seen = run(1, OTHER);

        ck_assert(seen == 1 || seen == 2);
    }
    tlb_flush_page(v, LOCAL);
    ck_assert_uint_eq(run(1, OTHER), 2);
}
END_TEST

START_TEST(test_page_that_may_no_longer_be_executed)
{
    setup();
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(run(1, OTHER), 1);
    }
    *spaces_leaf(f, 1, LOCAL) = spaces_pte(DATA + 0x1000, PTE_ALL & ~PTE_X);
    fence(_i);
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(run(1, OTHER), ~0ull);
        ck_assert_uint_eq(v->hart.mcause, TRAP_INSN_PAGE_FAULT);
        ck_assert_uint_eq(v->hart.mepc, LOCAL);
    }
}
END_TEST

START_TEST(test_target_is_rewritten)
{
    setup();
    for (unsigned value = 1; value < 60; value++) {
        uint32_t word = ADDI(A0, X0, value);

        address_space_write(v->as, DATA + 0x1000, MEMTXATTRS_UNSPECIFIED,
                            &word, sizeof(word));
        for (int i = 0; i < 3; i++) {
            ck_assert_uint_eq(run(1, OTHER), value);
            ck_assert_uint_eq(run(2, OTHER), 2);
        }
    }
}
END_TEST

/* The page before the alias of OTHER is another one than before OTHER. */
START_TEST(test_page_with_two_addresses)
{
    setup_in(PRIV_U);
    LOAD(f, 0x2f000, ADDI(A0, X0, 99), ECALL);
    for (int i = 0; i < 30; i++) {
        bool alias = i % 2 == _i;       /* who is first? */

        for (int n = 0; n < 4; n++) {
            ck_assert_uint_eq(run(1, alias ? ALIAS : OTHER), alias ? 99 : 1);
        }
        ck_assert_uint_eq(run(2, OTHER), 2);
        if (i % 7 == 6) {
            tlb_flush_page(v, alias ? OTHER : ALIAS);
        }
    }
}
END_TEST

START_TEST(test_flush_of_all_code)
{
    setup();
    for (int i = 0; i < 10; i++) {
        for (int n = 0; n < 4; n++) {
            ck_assert_uint_eq(run(1, OTHER), 1);
            ck_assert_uint_eq(run(2, OTHER), 2);
        }
        cpu_set_flush_blocks(f->cpus);
    }
}
END_TEST

START_TEST(test_without_chaining)
{
    JitOptions options = jit_fixture_options();

    options.no_chain = true;
    setup();
    use_options(&options);
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(run(1, OTHER), 1);
        ck_assert_uint_eq(run(2, OTHER), 2);
    }
    ck_assert_int_eq(link_exits, 0);
}
END_TEST

/* --- two harts ------------------------------------------------------------ */

/* LOCAL stores its number and goes back. */
static void load_storing(unsigned space)
{
    LOAD(f, DATA - FIXTURE_RAM_BASE + 0x1000 * space,
         ADDI(A0, X0, space), SD(A0, S0, 0), JAL(X0, 0xff8));
}

static void prepare(Vcpu *hart, unsigned space, uint64_t cell)
{
    hart->hart.pmp[0] = v->hart.pmp[0];
    hart->hart.priv = PRIV_S;
    hart->hart.pc = OTHER;
    hart->hart.satp = spaces_satp(space, 1);
    hart->hart.gpr[S0] = LARGE + cell;
    vcpu_state_changed(hart);
}

static void flush(Vcpu *hart, void *done)
{
    tlb_flush_translated(hart);
    g_atomic_int_set((int *)done, 1);
}

static void remote_fence(Vcpu *hart)
{
    int done = 0;

    async_run_on_cpu(hart, flush, &done);
    while (!g_atomic_int_get(&done)) {
        g_usleep(10);
    }
}

static uint64_t next_value(uint64_t cell)
{
    uint64_t value = 0;

    __atomic_store_n((uint64_t *)(f->host + cell), 0, __ATOMIC_SEQ_CST);
    for (int i = 0; i < 2000000 && !value; i++) {
        value = exec_fixture_word(f, cell);
        g_usleep(value ? 0 : 10);
    }
    return value;
}

START_TEST(test_remote_fence_reaches_the_links_of_a_running_hart)
{
    setup();
    Vcpu *other = exec_fixture_add_hart(f);

    for (unsigned space = 1; space <= 6; space++) {
        load_storing(space);
    }
    prepare(v, 1, CELL);
    prepare(other, 6, CELL + 64);
    exec_fixture_start(f, false);
    for (unsigned round = 0; round < 200; round++) {
        unsigned to = 1 + round % 5;

        remap(1, to);
        remote_fence(v);
        ck_assert_uint_eq(next_value(CELL), to);
        ck_assert_uint_eq(next_value(CELL + 64), 6);
    }
    exec_fixture_stop(f);
}
END_TEST

UNIT_MAIN("jit_pages",
          UNIT_TEST(test_link_stays_in_translated_code),
          UNIT_TEST(test_each_space_keeps_the_links_of_user_code),
          UNIT_LOOP(test_more_spaces_than_bridges, 2),
          UNIT_LOOP(test_fence_after_a_new_mapping, 8),
          UNIT_TEST(test_new_mapping_without_a_fence_may_be_seen_or_not),
          UNIT_LOOP(test_page_that_may_no_longer_be_executed, 4),
          UNIT_TEST(test_target_is_rewritten),
          UNIT_LOOP(test_page_with_two_addresses, 2),
          UNIT_TEST(test_flush_of_all_code),
          UNIT_TEST(test_without_chaining),
          UNIT_TEST(test_remote_fence_reaches_the_links_of_a_running_hart))
