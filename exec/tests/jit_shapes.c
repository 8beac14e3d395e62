/* jit_shapes.c: see jit_shapes.h */
#include "jit_shapes.h"

#include "asm.h"

#define SOURCE 0x20000u         /* RAM offsets */
#define TARGET 0x30000u
#define STACK 0x60000u
#define ITEMS 2048u             /* of 8 bytes, on four pages */

/*
 * Registers: s0 rounds left, s1 source, t0 target, sp stack, a0 result. What
 * a round does are @n instructions, then comes NEXT_ROUND.
 */
#define NEXT_ROUND(n) ADDI(S0, S0, -1), BNE(S0, X0, -4 * (n) - 4), WFI

/* Two pointers and a count. */
static void load_copy(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A2, S1, 0), ADDI(A3, T0, 0), ADDI(A4, TP, 0),
         LD(T1, A2, 0), SD(T1, A3, 0), ADDI(A2, A2, 8), ADDI(A3, A3, 8),
         ADDI(A4, A4, -1), BNE(A4, X0, -20),
         LD(T1, A3, -8), ADD(A0, A0, T1), NEXT_ROUND(11));
}

static uint64_t copy_result(uint64_t rounds)
{
    return rounds * (ITEMS - 1);
}

/* Down, byte by byte, so that most iterations stay in the page. */
static void load_bytes(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A4, TP, 0), ADD(A2, S1, A4),
         LB(T1, A2, -1), SB(T1, T0, 0), ADDI(A2, A2, -1), ADDI(A4, A4, -1),
         BNE(A4, X0, -16), ADDI(A0, A0, 3), NEXT_ROUND(8));
}

static uint64_t bytes_result(uint64_t rounds)
{
    return rounds * 3;
}

/* An array by index. */
static void load_indexed(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A4, X0, 0), SLLI(T1, A4, 3), ADD(T1, S1, T1),
         LD(T2, T1, 0), ADD(A0, A0, T2), ADDI(A4, A4, 1),
         BNE(A4, TP, -20), NEXT_ROUND(7));
}

static uint64_t indexed_result(uint64_t rounds)
{
    return rounds * (ITEMS * (ITEMS - 1) / 2);
}

/* A place that is read again and again: nothing moves. */
static void load_standing(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A4, TP, 0), LD(T2, S1, 8), ADD(A0, A0, T2),
         ADDI(A4, A4, -1), BNE(A4, X0, -12), NEXT_ROUND(5));
}

static uint64_t standing_result(uint64_t rounds)
{
    return rounds * ITEMS;
}

/* Calls to functions that lie behind, each calling the next one twice. */
static void load_tree(ExecFixture *f)
{
    enum { DEPTH = 10 };
    LOAD(f, 0, JAL(RA, 0x40), NEXT_ROUND(1));
    for (unsigned at = 0x40, i = 0; i < DEPTH; i++, at += 0x40) {
        LOAD(f, at, ADDI(SP, SP, -16), SD(RA, SP, 0), JAL(RA, 0x38),
             JAL(RA, 0x34), LD(RA, SP, 0), ADDI(SP, SP, 16),
             JALR(X0, RA, 0));
    }
    LOAD(f, 0x40 + 0x40 * DEPTH, ADDI(A0, A0, 1), JALR(X0, RA, 0));
}

static uint64_t tree_result(uint64_t rounds)
{
    return rounds << 10;
}

/* The same call in another page. */
static void load_far_calls(ExecFixture *f)
{
    LOAD(f, 0, JAL(RA, 0x1000), JAL(RA, 0x1ffc), NEXT_ROUND(2));
    LOAD(f, 0x1000, ADDI(A0, A0, 1), JALR(X0, RA, 0));
    LOAD(f, 0x2000, ADDI(SP, SP, -16), SD(RA, SP, 0), JAL(RA, -0x1008),
         ADDI(A0, A0, 1), LD(RA, SP, 0), ADDI(SP, SP, 16), JALR(X0, RA, 0));
}

static uint64_t far_result(uint64_t rounds)
{
    return rounds * 3;
}

/* Recursion, a thousand deep. */
static void load_recursion(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A4, X0, 1000), JAL(RA, 0x3c), NEXT_ROUND(2));
    LOAD(f, 0x40, ADDI(SP, SP, -16), SD(RA, SP, 0), ADDI(A0, A0, 1),
         ADDI(A4, A4, -1), BEQ(A4, X0, 8), JAL(RA, -20),
         LD(RA, SP, 0), ADDI(SP, SP, 16), JALR(X0, RA, 0));
}

static uint64_t recursion_result(uint64_t rounds)
{
    return rounds * 1000;
}

/* From page to page, only ever forward, and back at last. */
static void load_pages(ExecFixture *f)
{
    enum { PAGES = 12 };
    for (unsigned i = 0; i < PAGES; i++) {
        LOAD(f, i * 0x1000, ADDI(A0, A0, 1), JAL(X0, 0xffc));
    }
    LOAD(f, PAGES * 0x1000, ADDI(S0, S0, -1), BEQ(S0, X0, 8),
         JAL(X0, -PAGES * 0x1000 - 8), WFI);
}

static uint64_t pages_result(uint64_t rounds)
{
    return rounds * 12;
}

/* A page full of instructions, and a loop around it. */
static void load_full_page(ExecFixture *f)
{
    uint32_t word = ADDI(A0, A0, 1);

    for (unsigned at = 0; at < 0xff0; at += 4) {
        exec_fixture_load(f, at, &word, 1);
    }
    LOAD(f, 0xff0, ADDI(S0, S0, -1), BEQ(S0, X0, 8), JAL(X0, -0xff8), WFI);
}

static uint64_t full_page_result(uint64_t rounds)
{
    return rounds * (0xff0 / 4);
}

/* A loop in a loop, and a pointer that each of them moves. */
static void load_nest(ExecFixture *f)
{
    LOAD(f, 0, ADDI(A4, X0, 512), ADDI(A2, S1, 0), ADDI(A3, S1, 0),
         ADDI(A5, X0, 5), LBU(T1, A2, 0), ADDI(A2, A2, 1), ADDI(A5, A5, -1),
         BNE(A5, X0, -12), LBU(T1, A3, 0), ADDI(A3, A3, 2), ADDI(A0, A0, 1),
         ADDI(A4, A4, -1), BNE(A4, X0, -36), NEXT_ROUND(13));
}

static uint64_t nest_result(uint64_t rounds)
{
    return rounds * 512;
}

/* tcg/README.md: 2048 instructions, 4096 iterations of a fast loop for each
 * pointer that it moves. */
#define OF_PAGE 2048
#define OF_LOOP(insns) (4096 * (insns) + OF_PAGE)

const JitShape jit_shapes[JIT_SHAPES] = {
    { "copy", load_copy, copy_result, OF_LOOP(6) },
    { "bytes", load_bytes, bytes_result, OF_LOOP(5) },
    { "indexed", load_indexed, indexed_result, OF_LOOP(6) },
    { "standing", load_standing, standing_result, OF_PAGE },
    { "tree", load_tree, tree_result, OF_PAGE },
    { "far calls", load_far_calls, far_result, OF_PAGE },
    { "recursion", load_recursion, recursion_result, OF_PAGE },
    { "pages", load_pages, pages_result, OF_PAGE },
    { "full page", load_full_page, full_page_result, OF_PAGE },
    { "nest", load_nest, nest_result, OF_LOOP(4) + OF_LOOP(10) },
};

void jit_shape_load(ExecFixture *f, const JitShape *shape, uint64_t rounds)
{
    Hart *h = &f->vcpu.hart;

    for (uint64_t i = 0; i < ITEMS; i++) {
        memcpy(f->host + SOURCE + 8 * i, &i, sizeof(i));
    }
    shape->load(f);
    h->pc = FIXTURE_RAM_BASE;
    h->wfi = false;
    h->gpr[A0] = 0;
    h->gpr[S0] = rounds;
    h->gpr[S1] = FIXTURE_RAM_BASE + SOURCE;
    h->gpr[T0] = FIXTURE_RAM_BASE + TARGET;
    h->gpr[TP] = ITEMS;
    h->gpr[SP] = FIXTURE_RAM_BASE + STACK;
}
