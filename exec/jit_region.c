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
 */
#include "core/bits.h"
#include "jit.h"

#define NEAR_BYTES 64           /* a target this close behind a jump is ours */

typedef struct Scan {
    const uint8_t *page;
    const DecodeTable *table;
    IrInsn *insns;
    unsigned n;
    unsigned next;              /* page offset behind the last one */
    unsigned target;            /* furthest forward target so far */
} Scan;

static uint32_t fetch(const uint8_t *page, unsigned offset, bool *ok)
{
    uint16_t low, high = 0;

    memcpy(&low, page + offset, 2);
    *ok = insn_length(low) == 2 || offset + 4 <= GUEST_PAGE_SIZE;
    if (*ok && insn_length(low) == 4) {
        memcpy(&high, page + offset + 2, 2);
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

static void note_target(Scan *scan, const IrInsn *insn)
{
    int64_t target = jump_target(insn);

    if (is_direct(&insn->insn) && target > insn->page_offset &&
        target < (int64_t)GUEST_PAGE_SIZE &&
        target <= scan->next + NEAR_BYTES) {
        scan->target = MAX(scan->target, (unsigned)target);
    }
}

/* The run without regard to loops: number of instructions. */
static unsigned straight_run(Scan *scan)
{
    while (decode_next(scan)) {
        const IrInsn *insn = &scan->insns[scan->n - 1];

        note_target(scan, insn);
        if (insn->insn.op == OP_COUNT ||
            (is_terminator(&insn->insn) && scan->target < scan->next) ||
            scan->n >= TB_MAX_INSNS) {
            break;
        }
    }
    return scan->n;
}

static bool starts_insn(const Scan *scan, unsigned n, int64_t offset)
{
    for (unsigned i = 0; i < n; i++) {
        if (scan->insns[i].page_offset == offset) {
            return true;
        }
    }
    return false;
}

/*
 * A branch, JAL or c.j, c.beqz, c.bnez with a negative offset, as far as a
 * look at the encoding tells. Most instructions ahead are not: they need not
 * be decoded.
 */
static bool may_jump_back(uint32_t word)
{
    if (insn_length((uint16_t)word) == 4) {
        return ((word & 0x7f) == 0x63 || (word & 0x7f) == 0x6f) && word >> 31;
    }
    return (word & 3) == 1 && extract64(word, 13, 3) >= 5 && (word & 1 << 12);
}

static bool jumps_into(const Scan *scan, unsigned offset, uint32_t word)
{
    IrInsn insn = { .page_offset = (uint16_t)offset };

    return may_jump_back(word) &&
           insn_decode(scan->table, word, &insn.insn) &&
           is_direct(&insn.insn) &&
           starts_insn(scan, scan->n, jump_target(&insn));
}

/* Decode up to @end, or nothing if something illegal is on the way. */
static bool take_up_to(Scan *scan, unsigned end)
{
    Scan before = *scan;

    while (scan->next < end && decode_next(scan)) {
        if (scan->insns[scan->n - 1].insn.op == OP_COUNT) {
            *scan = before;
            return false;
        }
    }
    return true;
}

/* Look further for the ends of loops that start within the run. */
static void extend_to_loops(Scan *scan)
{
    unsigned offset = scan->next, n = scan->n;
    bool ok = true;

    while (ok && n++ < IR_MAX_INSNS && offset + 2 <= GUEST_PAGE_SIZE) {
        uint32_t word = fetch(scan->page, offset, &ok);
        unsigned end = offset + insn_length((uint16_t)word);

        if (ok && jumps_into(scan, offset, word)) {
            ok = take_up_to(scan, end);
        }
        offset = end;
    }
}

unsigned jit_choose_region(TCGContext *s, const DecodeTable *table,
                           const uint8_t *page, unsigned offset)
{
    Scan scan = {
        .page = page, .table = table, .insns = s->insns, .next = offset,
    };
    if (straight_run(&scan) > 0) {
        extend_to_loops(&scan);
    }
    s->n_insns = scan.n;
    return scan.n;
}
