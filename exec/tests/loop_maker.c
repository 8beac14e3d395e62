/* loop_maker.c: see loop_maker.h */
#include "loop_maker.h"

#include "asm.h"

/* x registers beside those of asm.h; a0 to a2 move by numbers */
enum {
    TABLE = S0, ARRAY = S1,     /* stay */
    INDEX = A3, STRIDE = A4,    /* of ARRAY; the index moves by STRIDE */
    ADDRESS = A5,               /* computed */
    MOVING = 16, BY,            /* moves by BY */
    DATA = 18,                  /* x18 to x21 */
    DIVISOR = 22,               /* stays, mostly */
    COUNTER = 24,               /* x24: outer loop, x25: inner */
    COUNT = 26,                 /* x26: of the inner loop's iterations */
};

static unsigned pick(LoopMaker *m, unsigned n)
{
    return g_rand_int_range(m->rand, 0, n);
}

static void put(LoopMaker *m, uint32_t word)
{
    g_assert(m->n_words < LOOP_MAKER_WORDS);
    m->words[m->n_words++] = word;
}

static unsigned data(LoopMaker *m)
{
    return DATA + pick(m, 4);
}

/* --- accesses ------------------------------------------------------------- */

static void put_access(LoopMaker *m, unsigned base, int32_t offset)
{
    unsigned reg = data(m);

    switch (pick(m, 7)) {
    case 0:
        put(m, LBU(reg, base, offset));
        break;
    case 1:
        put(m, LB(reg, base, offset));
        break;
    case 2:
        put(m, LW(reg, base, offset));
        break;
    case 3:
        put(m, LD(reg, base, offset));
        break;
    case 4:
        put(m, SB(reg, base, offset));
        break;
    case 5:
        put(m, SW(reg, base, offset));
        break;
    default:
        put(m, SD(reg, base, offset));
        break;
    }
}

static int32_t offset(LoopMaker *m)
{
    return pick(m, 3) ? (int32_t)pick(m, 5) * 8 - 16
                      : (int32_t)pick(m, 256) - 128;
}

static void part_access(LoopMaker *m)
{
    put_access(m, A0 + pick(m, 3), offset(m));
}

static void part_step(LoopMaker *m)
{
    static const int8_t steps[] = { 1, 1, 4, 8, 8, 16, -1, -4, -8, 100, -100 };
    unsigned base = A0 + pick(m, 3);

    put(m, ADDI(base, base, steps[pick(m, G_N_ELEMENTS(steps))]));
}

static void part_table(LoopMaker *m)
{
    unsigned shift = pick(m, 4);
    unsigned mask = (1u << (1 + pick(m, 11 - shift))) - 1;

    if (pick(m, 4)) {
        put(m, ANDI(ADDRESS, data(m), mask));
    } else {
        put(m, LBU(ADDRESS, A0, offset(m)));
    }
    if (shift) {
        put(m, SLLI(ADDRESS, ADDRESS, shift));
    }
    put(m, pick(m, 2) ? ADD(ADDRESS, ADDRESS, TABLE)
                      : ADD(ADDRESS, TABLE, ADDRESS));
    put_access(m, ADDRESS, pick(m, 2) ? 0 : offset(m));
}

/* A base that moves by a register, before or behind its access. */
static void part_moving(LoopMaker *m)
{
    bool before = pick(m, 4) == 0;

    if (before) {
        put(m, ADD(MOVING, MOVING, BY));
    }
    put_access(m, MOVING, pick(m, 2) ? 0 : offset(m));
    if (!before) {
        put(m, ADD(MOVING, MOVING, BY));
    }
}

/* array[index], index += stride, in 32 or 64 bits */
static void part_array(LoopMaker *m)
{
    unsigned shift = pick(m, 4);
    bool narrow = pick(m, 2);

    if (narrow) {
        put(m, SLLI(ADDRESS, INDEX, 32));
        put(m, SRLI(ADDRESS, ADDRESS, 32 - shift));
    } else {
        put(m, SLLI(ADDRESS, INDEX, shift));
    }
    put(m, ADD(ADDRESS, ADDRESS, ARRAY));
    put_access(m, ADDRESS, pick(m, 2) ? 0 : offset(m));
    put(m, narrow ? ADDW(INDEX, INDEX, STRIDE) : ADD(INDEX, INDEX, STRIDE));
}

static void part_compute(LoopMaker *m)
{
    unsigned a = data(m), b = data(m), d = data(m);

    switch (pick(m, 4)) {
    case 0:
        put(m, XOR(d, a, b));
        break;
    case 1:
        put(m, ADDW(d, a, b));
        break;
    case 2:
        put(m, SRLI(d, a, 1 + pick(m, 20)));
        break;
    default:
        put(m, ADDI(d, a, (int32_t)pick(m, 64) - 32));
        break;
    }
}

/* The divisor changes in few programs. */
static void part_divide(LoopMaker *m)
{
    unsigned a = data(m), d = data(m);

    switch (pick(m, 8)) {
    case 0:
        put(m, DIVW(d, a, DIVISOR));
        break;
    case 1:
        put(m, REMU(d, a, DIVISOR));
        break;
    case 2:
        put(m, ADDI(DIVISOR, DIVISOR, 1));
        break;
    case 3:
    case 4:
    case 5:
        put(m, REMUW(d, a, DIVISOR));
        break;
    default:
        put(m, DIVUW(d, a, DIVISOR));
        break;
    }
}

/* --- control -------------------------------------------------------------- */

static void patch_branch(LoopMaker *m, unsigned at)
{
    int32_t distance = (int32_t)(m->n_words - at) * 4;

    m->words[at] |= BEQ(0, 0, distance);
}

/* A branch on one bit, taken in half of all cases; returns its place. */
static unsigned put_choice(LoopMaker *m)
{
    put(m, ANDI(T0, data(m), 1 << pick(m, 4)));
    put(m, pick(m, 2) ? BEQ(T0, X0, 0) : BNE(T0, X0, 0));
    return m->n_words - 1;
}

static void put_part(LoopMaker *m, unsigned depth);

static void part_skip(LoopMaker *m)
{
    unsigned at = put_choice(m);

    put_part(m, 2);
    patch_branch(m, at);
}

/* Seldom taken: x = x + 1; if (!(x & 63)) break */
static void part_way_out(LoopMaker *m)
{
    unsigned reg = data(m);

    if (m->n_ways_out == G_N_ELEMENTS(m->ways_out)) {
        return;
    }
    put(m, ADDI(reg, reg, 1));
    put(m, ANDI(T0, reg, 63));
    m->ways_out[m->n_ways_out++] = m->n_words;
    put(m, BEQ(T0, X0, 0));
}

static void put_loop(LoopMaker *m, unsigned depth)
{
    unsigned head, first_out = m->n_ways_out;
    unsigned parts = 1 + pick(m, depth ? 3 : 5);

    if (depth) {
        put(m, ADDI(COUNTER + depth, COUNT, 0));
    }
    head = m->n_words;
    for (unsigned i = 0; i < parts; i++) {
        put_part(m, depth);
    }
    put(m, ADDI(COUNTER + depth, COUNTER + depth, -1));
    put(m, BNE(COUNTER + depth, X0, -4 * (int32_t)(m->n_words - head)));
    while (m->n_ways_out > first_out) {
        patch_branch(m, m->ways_out[--m->n_ways_out]);
    }
}

static void part_loop(LoopMaker *m)
{
    put_loop(m, 1);
}

static void (*const parts[])(LoopMaker *m) = {
    part_access, part_access, part_access, part_step, part_step, part_table,
    part_table, part_moving, part_array, part_compute, part_compute,
    part_divide,
    part_way_out, part_skip, part_skip, part_loop, part_loop,
};

static void put_part(LoopMaker *m, unsigned depth)
{
    /* by depth: an inner loop has none, what is skipped is short */
    static const uint8_t kinds[] = { G_N_ELEMENTS(parts),
                                     G_N_ELEMENTS(parts) - 2,
                                     G_N_ELEMENTS(parts) - 5 };

    parts[pick(m, kinds[depth])](m);
}

void loop_maker_program(LoopMaker *m)
{
    m->n_words = m->n_ways_out = 0;
    put_loop(m, 0);
    put(m, WFI);
}

/* --- registers ------------------------------------------------------------ */

/* Often at the border of two pages. */
static uint64_t address(LoopMaker *m)
{
    uint64_t border = m->memory + 4096 * (1 + pick(m, m->pages - 1));

    return pick(m, 2) ? border + pick(m, 200) - 100
                      : border - 2048 + 8 * (uint64_t)pick(m, 256);
}

void loop_maker_registers(LoopMaker *m, Hart *h)
{
    static const int32_t strides[] = { 1, 2, 3, 8, 24, 100, 128, 1000, 1024,
                                       2000, 4096, 0, -1, -8, -100 };
    static const uint64_t divisors[] = {
        0, 1, 2, 3, 7, 10, 1000, 4096, 0x7fffffff, 0x80000000, 0xfffffffe,
        UINT32_MAX, UINT64_MAX, 1ull << 32, 0x500000001, 0x50000000a,
    };
    static const uint8_t bases[] = { A0, A1, A2, TABLE, ARRAY, MOVING };

    for (unsigned i = 0; i < G_N_ELEMENTS(bases); i++) {
        h->gpr[bases[i]] = address(m);
    }
    if (pick(m, 2)) {
        h->gpr[A0] &= ~7ull;
        h->gpr[TABLE] &= ~7ull;
    }
    for (unsigned i = 0; i < 4; i++) {
        h->gpr[DATA + i] = g_rand_int(m->rand);
    }
    h->gpr[INDEX] = pick(m, 64);
    h->gpr[ADDRESS] = pick(m, 2) ? address(m) : pick(m, 64);
    h->gpr[STRIDE] = strides[pick(m, G_N_ELEMENTS(strides))];
    h->gpr[BY] = strides[pick(m, G_N_ELEMENTS(strides))];
    h->gpr[DIVISOR] = divisors[pick(m, G_N_ELEMENTS(divisors))];
    h->gpr[COUNTER] = 1 + pick(m, pick(m, 3) ? 8 : 400);
    h->gpr[COUNT] = 1 + pick(m, pick(m, 3) ? 8 : 200);
}
