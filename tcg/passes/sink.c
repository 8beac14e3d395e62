/*
 * sink.c: what only the ways out of a loop need is done there
 *
 *     L1:                              L1:
 *         add_i32 x11, x11, x12            add_i32 x11, x11, x12
 *         rotl_i32 x12, x11, $0x7          rotl_i32 x12, x11, $0x7
 *         brcond ne, x10, x14, L1  ->      brcond ne, x10, x14, L1
 *         br L2                            ext32s x11, x11
 *                                          br L2
 *
 * The guest's registers are exact wherever control may leave the unit, so
 * each result that is 32 bits wide is extended in each iteration. In a loop
 * that nothing leaves but branches at its end, extensions there do as well:
 * they change nothing, but now nobody reads the upper half in the loop, and
 * narrow.c finds that out. In the same way a result that no operation of the
 * loop reads is computed again behind it, from operands that are still there;
 * liveness.c then removes it from the loop.
 *
 * What is added is right by itself, since a register has at the end of the
 * loop what the last operation without a label behind it wrote. What is worth
 * it is decided by a walk around the loop, as narrow.c's.
 */
#include <string.h>

#include "passes/narrow.h"

#define MAX_BODY 256            /* operations */
#define MAX_AGAIN 8             /* operations that are done again */
#define MAX_WAYS 8              /* branches out of the loop */

typedef struct Sink {
    TCGContext *s;
    unsigned head, end;         /* operations: label, last branch to it */
    unsigned tail;              /* last label of the loop */
    unsigned out;               /* first branch after it */
    uint32_t extend;            /* x registers to extend on the ways out */
    uint32_t defined;           /* x registers that are written in the tail,
                                 * before any way out */
    uint16_t last[32];          /* where, the last time */
    IrOp again[MAX_AGAIN];
    unsigned n_again;
    bool *temp_high;            /* temporaries whose upper half is read */
} Sink;

/* --- the loop ------------------------------------------------------------- */

static bool is_branch(const IrOp *op)
{
    return ir_op_flags(op->opc) & IR_BRANCHES;
}

static bool goes_back(const Sink *k, const IrOp *op)
{
    return is_branch(op) && op->imm == k->s->ops[k->head].imm;
}

static bool has_label(const Sink *k, int32_t label)
{
    for (unsigned i = k->head + 1; i <= k->end; i++) {
        if (k->s->ops[i].opc == IR_label && k->s->ops[i].imm == label) {
            return true;
        }
    }
    return false;
}

/* No way out but branches, and none to the loop's middle. */
static bool find_parts(Sink *k)
{
    unsigned ways = 0;

    k->tail = k->head;
    k->out = 0;
    for (unsigned i = k->head + 1; i <= k->end; i++) {
        const IrOp *op = &k->s->ops[i];

        if (op->opc == IR_label) {
            k->tail = i;
            if (k->out) {
                return false;
            }
        } else if (is_branch(op)) {
            k->out = k->out ? k->out : i;
            if (++ways > MAX_WAYS || has_label(k, op->imm)) {
                return false;
            }
        } else if (ir_op_may_leave(ir_op_flags(op->opc))) {
            return false;
        }
    }
    return k->s->ops[k->end + 1].opc == IR_br;
}

/* What is written after the last label, and not behind a way out. */
static void find_defined(Sink *k)
{
    k->defined = 0;
    for (unsigned i = k->tail + 1; i <= k->end; i++) {
        IrRef dst = k->s->ops[i].dst;

        if (!ir_is_gpr(dst)) {
            continue;
        }
        if (i < k->out) {
            k->defined |= 1u << dst;
            k->last[dst] = i;
        } else {
            k->defined &= ~(1u << dst);
        }
    }
}

/* --- extensions ----------------------------------------------------------- */

/* 32-bit numbers with their signs, as far as the tail alone tells */
static bool is_word(const Sink *k, IrRef ref, uint32_t words)
{
    if (ir_is_const(ref)) {
        uint64_t value = ir_const_value(k->s, ref);

        return value == (uint64_t)(int64_t)(int32_t)value;
    }
    return ir_is_gpr(ref) && words >> ref & 1;
}

static bool makes_word(const Sink *k, const IrOp *op, uint32_t words)
{
    switch (op->opc) {
    case IR_ext32s:
        return true;
    case IR_mov:
        return is_word(k, op->arg[0], words);
    case IR_and:
    case IR_or:
    case IR_xor:
        return is_word(k, op->arg[0], words) &&
               is_word(k, op->arg[1], words);
    case IR_gld:
    case IR_gldx:
        return op->attr == (MO_32 | MO_SIGN);
    case IR_add:
    case IR_sub:
    case IR_mul:
    case IR_shl:
    case IR_rotl:
        return op->attr == IR_I32;
    default:
        return false;
    }
}

/* Registers that the tail leaves as words. */
static uint32_t find_words(const Sink *k)
{
    uint32_t words = 0;

    for (unsigned i = k->tail + 1; i < k->out; i++) {
        const IrOp *op = &k->s->ops[i];

        if (ir_is_gpr(op->dst)) {
            uint32_t bit = 1u << op->dst;

            words = makes_word(k, op, words) ? words | bit : words & ~bit;
        }
    }
    return words & k->defined;
}

static void note_reads(Sink *k, const IrOp *op, uint32_t *high)
{
    bool result = true;
    unsigned operands;

    if (ir_is_gpr(op->dst)) {
        result = *high >> op->dst & 1;
        *high &= ~(1u << op->dst);
    } else if (ir_is_temp(op->dst)) {
        result = k->temp_high[op->dst - IR_TEMP_FIRST];
    }
    operands = narrow_operands_read(op, result);
    for (unsigned i = 0; i < 3; i++) {
        if (!(operands >> i & 1)) {
            continue;
        }
        if (ir_is_gpr(op->arg[i])) {
            *high |= 1u << op->arg[i];
        } else if (ir_is_temp(op->arg[i])) {
            k->temp_high[op->arg[i] - IR_TEMP_FIRST] = true;
        }
    }
}

/*
 * One walk from the end to the head. @around: registers whose upper half is
 * read at the head. Those that are read behind their last definition do not
 * gain from an extension on the ways out.
 */
static uint32_t walk(Sink *k, uint32_t around)
{
    uint32_t high = ~k->extend;

    for (unsigned i = k->end; i > k->head; i--) {
        const IrOp *op = &k->s->ops[i];

        if (op->opc == IR_insn_start) {
            continue;
        }
        if (is_branch(op)) {
            high |= goes_back(k, op) ? around : ~k->extend;
        }
        if (ir_is_gpr(op->dst) && i == k->last[op->dst] &&
            high >> op->dst & 1) {
            k->extend &= ~(1u << op->dst);
        }
        note_reads(k, op, &high);
    }
    return high;
}

/* What was loaded is extended at no cost. */
static void drop_loads(Sink *k)
{
    for (uint32_t left = k->extend; left; left &= left - 1) {
        unsigned reg = __builtin_ctz(left);
        IrOpcode opc = k->s->ops[k->last[reg]].opc;

        if (opc == IR_gld || opc == IR_gldx) {
            k->extend &= ~(1u << reg);
        }
    }
}

/* All that may gain, then fewer, until a walk takes nothing away. */
static void choose_extensions(Sink *k)
{
    uint32_t around = 0, before, extend;

    k->extend = find_words(k);
    memset(k->temp_high, 0, k->s->n_temps * sizeof(bool));
    do {
        before = around;
        extend = k->extend;
        around |= walk(k, around);
    } while (k->extend && (around != before || k->extend != extend));
    drop_loads(k);
}

/* --- results that the loop does not read ---------------------------------- */

static bool reads(const IrOp *op, IrRef ref)
{
    if (op->opc == IR_insn_start) {
        return false;
    }
    for (unsigned i = 0; i < ir_op_n_args(op); i++) {
        if (op->arg[i] == ref) {
            return true;
        }
    }
    return false;
}

/* Is @reg read behind @at, or after the head before it is written? */
static bool is_read_around(const Sink *k, IrRef reg, unsigned at)
{
    for (unsigned i = at + 1; i <= k->end; i++) {
        if (reads(&k->s->ops[i], reg)) {
            return true;
        }
    }
    for (unsigned i = k->head + 1; i <= at; i++) {
        if (reads(&k->s->ops[i], reg)) {
            return true;
        }
        if (k->s->ops[i].dst == reg) {
            return false;
        }
    }
    return true;
}

/* Is operand @n of operation @at the same on the ways out? */
static bool stays(const Sink *k, unsigned at, unsigned n)
{
    const IrOp *user = &k->s->ops[at];
    IrRef ref = user->arg[n];
    bool high = narrow_operands_read(user, true) >> n & 1;

    if (ref == IR_NONE || ir_is_const(ref)) {
        return true;
    }
    for (unsigned i = at; i <= k->end && ir_is_gpr(ref); i++) {
        const IrOp *op = &k->s->ops[i];
        bool same_low = op->opc == IR_ext32s && op->arg[0] == ref;

        if (op->dst == ref && (high || !same_low)) {
            return false;
        }
    }
    return ir_is_gpr(ref);
}

static bool can_do_again(const Sink *k, unsigned at)
{
    const IrOp *op = &k->s->ops[at];

    return ir_op_flags(op->opc) & IR_PURE && op->opc != IR_mov &&
           op->opc != IR_ld_env && stays(k, at, 0) && stays(k, at, 1) &&
           stays(k, at, 2) && !is_read_around(k, op->dst, at);
}

static void choose_again(Sink *k)
{
    k->n_again = 0;
    for (unsigned r = 1; r < 32; r++) {
        if (k->defined >> r & 1 && k->n_again < MAX_AGAIN &&
            can_do_again(k, k->last[r])) {
            k->again[k->n_again++] = k->s->ops[k->last[r]];
            k->extend &= ~(1u << r);
        }
    }
}

/* --- the ways out --------------------------------------------------------- */

static void put(IrOp **to, IrOp op, unsigned insn)
{
    op.insn = insn;
    *(*to)++ = op;
}

static void put_place(const Sink *k, IrOp **to, IrOpcode opc, unsigned label)
{
    put(to, (IrOp) { .opc = opc, .dst = IR_NONE,
                     .arg = { IR_NONE, IR_NONE, IR_NONE },
                     .imm = (int32_t)label }, k->s->ops[k->end].insn);
}

/* Extensions first: what is done again may read whole registers. */
static void put_way(const Sink *k, IrOp **to)
{
    unsigned insn = k->s->ops[k->end].insn;

    for (uint32_t left = k->extend; left; left &= left - 1) {
        IrRef reg = __builtin_ctz(left);

        put(to, (IrOp) { .opc = IR_ext32s, .dst = reg,
                         .arg = { reg, IR_NONE, IR_NONE } }, insn);
    }
    for (unsigned i = 0; i < k->n_again; i++) {
        put(to, k->again[i], insn);
    }
}

/* Branches to @target lead to a new label. Returns: is there any? */
static bool redirect(Sink *k, int32_t target)
{
    int32_t label = (int32_t)k->s->n_labels;
    bool any = false;

    for (unsigned i = k->out; i <= k->end; i++) {
        IrOp *op = &k->s->ops[i];

        if (is_branch(op) && op->imm == target) {
            op->imm = label;
            any = true;
        }
    }
    k->s->n_labels += any;
    return any;
}

/* Behind the loop: the way on, then one for each other target. */
static unsigned make_ways(Sink *k, IrOp *ways)
{
    IrOp *to = ways;
    int32_t next = k->s->ops[k->end + 1].imm;
    unsigned first = k->s->n_labels;

    if (redirect(k, next)) {
        put_place(k, &to, IR_label, first);
    }
    put_way(k, &to);
    put_place(k, &to, IR_br, next);
    for (unsigned i = k->out; i <= k->end; i++) {
        const IrOp *op = &k->s->ops[i];
        int32_t target = op->imm;

        if (is_branch(op) && !goes_back(k, op) && target < (int32_t)first) {
            put_place(k, &to, IR_label, k->s->n_labels);
            redirect(k, target);
            put_way(k, &to);
            put_place(k, &to, IR_br, target);
        }
    }
    return to - ways;
}

static void write_ways(Sink *k)
{
    IrOp ways[(MAX_WAYS + 1) * (32 + MAX_AGAIN + 2)];
    TCGContext *s = k->s;
    unsigned n, after = k->end + 2;

    if (s->n_ops + G_N_ELEMENTS(ways) > IR_MAX_OPS ||
        s->n_labels + MAX_WAYS + 1 > IR_MAX_LABELS) {
        return;
    }
    n = make_ways(k, ways);
    memmove(&s->ops[after - 1 + n], &s->ops[after],
            (s->n_ops - after) * sizeof(*s->ops));
    memcpy(&s->ops[after - 1], ways, n * sizeof(*ways));
    s->n_ops += n - 1;
}

/* --- the pass ------------------------------------------------------------- */

/* The last branch back to the label at @head; 0: there is none */
static unsigned find_end(const TCGContext *s, unsigned head)
{
    unsigned end = 0, limit = MIN(s->n_ops - 1, head + MAX_BODY);

    for (unsigned i = head + 1; i < limit; i++) {
        if (is_branch(&s->ops[i]) && s->ops[i].imm == s->ops[head].imm) {
            end = i;
        }
    }
    return end;
}

static void try_loop(Sink *k, unsigned head)
{
    k->head = head;
    k->end = find_end(k->s, head);
    if (!k->end || !find_parts(k)) {
        return;
    }
    find_defined(k);
    choose_extensions(k);
    choose_again(k);
    if (k->extend || k->n_again) {
        write_ways(k);
    }
}

void tcg_sink(TCGContext *s)
{
    Sink k = { .s = s, .temp_high = g_new0(bool, s->n_temps + 1) };

    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc == IR_label) {
            try_loop(&k, i);
        }
    }
    g_free(k.temp_high);
}
