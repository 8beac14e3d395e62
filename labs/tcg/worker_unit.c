/*
 * worker_unit.c: units: from instructions, from text, through passes
 *
 * A unit that breaks the rules of tcg/ir.h is told, and not run.
 */
#include <string.h>

#include "passes/pass.h"
#include "worker_tcg.h"

static void tell_rules(Worker *w)
{
    g_autofree char *problem = ir_verify(tcg_lab(w)->s);

    reply_text(w, "rules", problem ? problem : "kept");
}

void tcg_op_config(Worker *w)
{
    TcgLab *lab = tcg_lab(w);

    lab->config.has_c = worker_u64(w, "has_c") != 0;
    lab->config.counts = worker_u64(w, "counts") != 0;
}

/* Instructions of 2 and 4 bytes, one after the other from @at on. */
static unsigned decode(TcgLab *lab, unsigned at, const uint8_t *bytes,
                       size_t size)
{
    unsigned n = 0;

    for (size_t i = 0; i + 2 <= size && n < IR_MAX_INSNS;) {
        IrInsn *insn = &lab->s->insns[n++];
        uint32_t word = 0;

        memcpy(&word, bytes + i, MIN(4, size - i));
        *insn = (IrInsn) { .page_offset = (uint16_t)(at + i) };
        if (!insn_decode(lab->decode, word, &insn->insn)) {
            insn->insn.op = OP_COUNT;
            insn->insn.len = (word & 3) == 3 ? 4 : 2;
        }
        i += insn->insn.len;
    }
    return n;
}

void tcg_op_translate(Worker *w)
{
    TcgLab *lab = tcg_lab(w);
    unsigned at = worker_u64(w, "at") & 4094;
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "code", &size);

    tcg_context_reset(lab->s);
    lab->s->priv = PRIV_M;
    lab->s->n_insns = decode(lab, at, bytes, size);
    if (lab->s->n_insns == 0 || !tcg_gen_unit(lab->s, &lab->config)) {
        reply_text(w, "error", "that is no unit");
        return;
    }
    tell_rules(w);
}

void tcg_op_unit(Worker *w)
{
    g_autofree char *error = NULL;

    if (!ir_parse(tcg_lab(w)->s, worker_text(w, "text"), &error)) {
        reply_text(w, "error", error);
        return;
    }
    tell_rules(w);
}

void tcg_op_pass(Worker *w)
{
    static const struct {
        const char *name;
        void (*run)(TCGContext *s);
    } passes[] = {
        { "fold", tcg_fold },
        { "liveness", tcg_liveness },
    };
    const char *name = worker_text(w, "name");

    for (size_t i = 0; i < G_N_ELEMENTS(passes); i++) {
        if (strcmp(passes[i].name, name) == 0) {
            passes[i].run(tcg_lab(w)->s);
            tell_rules(w);
            return;
        }
    }
    reply_text(w, "error", "there is no such pass");
}

/* --- what may differ between correct solutions is only bounded ------------ */

/* All but marks, or those of one name. */
static unsigned count(const TCGContext *s, const char *name)
{
    bool all = strcmp(name, "all") == 0;
    unsigned n = 0;

    for (unsigned i = 0; i < s->n_ops; i++) {
        unsigned opc = s->ops[i].opc;

        n += all ? opc != IR_insn_start && opc != IR_label
                 : strcmp(ir_op_name(opc), name) == 0;
    }
    return n;
}

void tcg_op_count(Worker *w)
{
    const char *name = worker_text(w, "name");
    uint64_t least = worker_u64(w, "least"), most = worker_u64(w, "most");
    unsigned n = count(tcg_lab(w)->s, name);

    if (n >= least && n <= most) {
        reply_text(w, "operations", "as many as expected");
    } else {
        reply_add(w, "operations", "%u %s", n, name);
    }
}

static bool is_read(const TCGContext *s, unsigned from, IrRef ref)
{
    for (unsigned i = from; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        for (unsigned j = 0; j < ir_op_n_args(op); j++) {
            if (op->arg[j] == ref) {
                return true;
            }
        }
    }
    return false;
}

static bool ends_line(const IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc);

    return flags & (IR_BRANCHES | IR_ENDS) || op->opc == IR_label ||
           op->opc == IR_guard || ir_op_may_leave(flags);
}

/* Is the register written again below, on a line where nobody looks? */
static bool is_overwritten(const TCGContext *s, unsigned from, IrRef ref)
{
    for (unsigned i = from; i < s->n_ops && !ends_line(&s->ops[i]); i++) {
        const IrOp *op = &s->ops[i];

        if (op->arg[0] == ref || op->arg[1] == ref || op->arg[2] == ref) {
            return false;
        }
        if (op->dst == ref) {
            return true;
        }
    }
    return false;
}

/* What is obviously for nothing, also to whoever looks at one line only. */
void tcg_op_dead(Worker *w)
{
    const TCGContext *s = tcg_lab(w)->s;

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];
        bool dead = op->dst != IR_NONE && ir_op_flags(op->opc) & IR_PURE &&
                    (ir_is_temp(op->dst) ? !is_read(s, i + 1, op->dst)
                                         : is_overwritten(s, i + 1, op->dst));

        if (dead) {
            reply_add(w, "for_nothing", "operation %u: %s", i,
                      ir_op_name(op->opc));
        }
    }
}

/* For people: which operations are right is not decided by their text. */
void tcg_op_show(Worker *w)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ir_print(tcg_lab(w)->s, text);
    g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (**line) {
            reply_text(w, "op", *line);
        }
    }
}
