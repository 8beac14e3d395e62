/*
 * jit_region.c: which instructions one unit covers
 *
 * Compilers lay a function out in one piece, so a run of consecutive
 * instructions holds whole loops and both sides of most conditions. The run
 * goes on past a jump only when somebody jumps over it to a place close
 * behind, and it is extended to the end of every loop whose head is in it:
 *
 *     entry  -> |  ...            |
 *               |  beqz  ---+     |   forward: go on behind the jump
 *               |  j  ------|-+   |
 *        loop -> |  ...   <-+ |   |
 *               |  ...  <-----+   |
 *               |  bnez loop      |   backward: the unit reaches to here
 *               |  ret            |
 *
 * What two units cover is translated twice. So a run ends where a unit
 * starts already, and at a call, behind which one will start; each is then a
 * link away. Only a loop is taken whole, whatever lies in it, and only if it
 * is one: unlikely code stands behind the function and jumps back, too.
 */
#include "jit.h"

#define NEAR_BYTES 64           /* a target this close behind a jump is ours */

typedef struct Scan {
    const uint8_t *page;
    const DecodeTable *table;
    const uint64_t *starts;     /* (nullable) where units are: jit_starts.c */
    IrInsn *insns;
    unsigned n;
    unsigned next;              /* page offset behind the last one */
    unsigned target;            /* furthest forward target so far, of those
                                 * that are close behind their jumps */
    int64_t reach;              /* furthest of all */
    bool goes_on;               /* the last one was no jump */
} Scan;

static inline uint16_t fetch_half(const uint8_t *page, unsigned offset)
{
    uint16_t half;

    memcpy(&half, page + offset, sizeof(half));
    return half;
}

static inline uint32_t fetch(const uint8_t *page, unsigned offset, bool *ok)
{
    uint16_t low = fetch_half(page, offset), high = 0;

    *ok = insn_length(low) == 2 || offset + 4 <= GUEST_PAGE_SIZE;
    if (*ok && insn_length(low) == 4) {
        high = fetch_half(page, offset + 2);
    }
    return low | (uint32_t)high << 16;
}

/*
 * The first instruction has its second half in the next page, which may be
 * another one each time: the unit is that instruction, left to the
 * interpreter, which fetches it.
 */
static bool take_straddling(Scan *scan)
{
    if (scan->n > 0) {
        return false;
    }
    scan->insns[scan->n++] = (IrInsn) {
        .page_offset = (uint16_t)scan->next,
        .insn = { .op = OP_COUNT, .len = 4 },
    };
    scan->next += 4;
    return true;
}

static bool decode_next(Scan *scan)
{
    IrInsn *insn = &scan->insns[scan->n];
    bool ok = scan->next + 2 <= GUEST_PAGE_SIZE && scan->n < IR_MAX_INSNS;

    if (!ok) {
        return false;
    }
    uint32_t word = fetch(scan->page, scan->next, &ok);
    if (!ok) {
        return take_straddling(scan);
    }
    *insn = (IrInsn) { .page_offset = (uint16_t)scan->next };
    if (!insn_decode(scan->table, word, &insn->insn)) {
        insn->insn.op = OP_COUNT;
    }
    scan->next += insn->insn.len;
    scan->n++;
    return true;
}

/* Byte offset within the page that a direct jump goes to; may be outside. */
static int64_t jump_target(const IrInsn *insn)
{
    return (int64_t)insn->page_offset + insn->insn.imm;
}

static bool is_direct(const Insn *insn)
{
    return (insn_flags(insn->op) & INSN_BRANCH) ||
           (insn->op == OP_jal && insn->rd == 0);
}

/* After which control does not simply go on. CSR accesses may. */
static bool is_terminator(const Insn *insn)
{
    unsigned flags = insn_flags(insn->op);

    return insn->op == OP_COUNT || (flags & INSN_JUMP) ||
           ((flags & INSN_ENDS_BLOCK) && !(flags & INSN_CSR));
}

/* What the next instruction may be reached from. */
static void note_ways(Scan *scan, const IrInsn *insn)
{
    scan->goes_on = !is_terminator(&insn->insn);
    if (is_direct(&insn->insn)) {
        scan->reach = MAX(scan->reach, jump_target(insn));
    }
}

static void note_target(Scan *scan, const IrInsn *insn)
{
    int64_t target = jump_target(insn);

    note_ways(scan, insn);
    if (is_direct(&insn->insn) && target > insn->page_offset &&
        target < (int64_t)GUEST_PAGE_SIZE &&
        target <= scan->next + NEAR_BYTES) {
        scan->target = MAX(scan->target, (unsigned)target);
    }
}

static bool is_call(const Insn *insn)
{
    return (insn_flags(insn->op) & INSN_JUMP) && insn->rd != 0;
}

static bool ends_run(const Scan *scan, const Insn *insn)
{
    return insn->op == OP_COUNT || is_call(insn) ||
           (is_terminator(insn) && scan->target < scan->next) ||
           scan->n >= JIT_MAX_RUN || jit_starts_has(scan->starts, scan->next);
}

/* The run without regard to loops: number of instructions. */
static unsigned straight_run(Scan *scan)
{
    while (decode_next(scan)) {
        const IrInsn *insn = &scan->insns[scan->n - 1];

        note_target(scan, insn);
        if (ends_run(scan, &insn->insn)) {
            break;
        }
    }
    return scan->n;
}

/* The instruction of the first @n at @offset; @n when there is none. */
static unsigned index_at(const Scan *scan, unsigned n, int64_t offset)
{
    unsigned low = 0, high = n;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (scan->insns[middle].page_offset < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < n && scan->insns[low].page_offset == offset ? low : n;
}

/*
 * A branch, JAL, JALR or c.j, c.beqz, c.bnez, c.jr, c.jalr, as far as a look
 * at the encoding tells. Most instructions ahead are not: they need not be
 * decoded.
 */
static inline bool may_jump(uint32_t word)
{
    if (insn_length((uint16_t)word) == 4) {
        return (word & 0x73) == 0x63;
    }
    return ((word & 3) == 1 && (word & 0xffff) >= 0xa000) ||
           (word & 0xe07f) == 0x8002;
}

/* Decode up to @end; false if something illegal is on the way. */
static bool take_up_to(Scan *scan, unsigned end)
{
    while (scan->next < end && decode_next(scan)) {
        if (scan->insns[scan->n - 1].insn.op == OP_COUNT) {
            return false;
        }
    }
    return scan->next >= end;
}

/* Note where a jump leads. Returns: whether to look there again. */
static bool reach(const Scan *scan, bool *reached, const IrInsn *insn)
{
    unsigned i = index_at(scan, scan->n, jump_target(insn));
    bool is_news = i < scan->n && !reached[i];

    if (is_news) {
        reached[i] = true;
    }
    return is_news && insn->insn.imm < 0;
}

/* All ways forward from what is reached. Returns: whether one went back. */
static bool reach_on(const Scan *scan, bool *reached)
{
    bool went_back = false;

    for (unsigned i = 0; i < scan->n - 1; i++) {
        const IrInsn *insn = &scan->insns[i];

        if (reached[i]) {
            reached[i + 1] |= !is_terminator(&insn->insn);
            went_back |= is_direct(&insn->insn) && reach(scan, reached, insn);
        }
    }
    return went_back;
}

/*
 * Does a way lead from @head to the last instruction, which jumps there? It
 * may go back to the head of another loop on the way.
 */
static bool is_loop(const Scan *scan, unsigned head)
{
    bool reached[IR_MAX_INSNS + 1] = { false };

    reached[head] = true;
    while (reach_on(scan, reached)) {
    }
    return reached[scan->n - 1];
}

/*
 * Take the loop that the jump back @jump makes, if it does.
 *
 * Returns: false when there is no sense in looking further.
 */
static bool extend_to(Scan *scan, const IrInsn *jump)
{
    Scan before = *scan;
    unsigned head = index_at(scan, scan->n, jump_target(jump));

    if (head == before.n) {
        return true;
    }
    bool ok = take_up_to(scan, jump->page_offset + jump->insn.len);
    if (!ok || !is_loop(scan, head)) {
        *scan = before;
    }
    return ok;
}

/* As extend_to(), for what looks like a jump. */
static bool look_at_jump(Scan *scan, unsigned offset, uint32_t word)
{
    IrInsn insn = { .page_offset = (uint16_t)offset };

    if (!insn_decode(scan->table, word, &insn.insn)) {
        insn.insn.op = OP_COUNT;
    }
    note_ways(scan, &insn);
    return !is_direct(&insn.insn) || insn.insn.imm > 0 ||
           extend_to(scan, &insn);
}

/*
 * Look further for the ends of loops that start within the run. No way leads
 * there from the run once an instruction is neither behind one that goes on
 * nor within reach of a jump: then it is another function.
 */
static void extend_to_loops(Scan *scan)
{
    unsigned offset = scan->next, n = scan->n;
    bool ok = true;

    while (ok && n++ < IR_MAX_INSNS && offset + 2 <= GUEST_PAGE_SIZE &&
           (scan->goes_on || scan->reach >= offset)) {
        uint32_t word = fetch(scan->page, offset, &ok);
        unsigned end = offset + insn_length((uint16_t)word);

        scan->goes_on = true;
        if (ok && may_jump(word)) {
            ok = look_at_jump(scan, offset, word);
        }
        offset = end;
    }
}

unsigned jit_choose_region(TCGContext *s, const DecodeTable *table,
                           const uint8_t *page, unsigned offset,
                           const uint64_t *starts)
{
    Scan scan = {
        .page = page, .table = table, .starts = starts,
        .insns = s->insns, .next = offset,
    };
    if (straight_run(&scan) > 0) {
        extend_to_loops(&scan);
    }
    s->n_insns = scan.n;
    return scan.n;
}
