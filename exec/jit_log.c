/*
 * jit_log.c: a unit in the log, from guest code to operations
 *
 *     in_asm: unit 0x...      its instructions
 *     op: unit 0x...          operations of the front end
 *     op_opt: unit 0x...      after the passes
 *     op_ra: unit 0x...       with the place of each operand
 *     out_asm: unit 0x...     host code (jit_log_code.c)
 *
 * A unit is shown when -dfilter lets any of its instructions through.
 */
#include "jit_log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "exec/cpus.h"

enum { COMMENT_COLUMN = 36 };

static vaddr insn_pc(const Vcpu *v, unsigned insn)
{
    const TCGContext *s = v->cpus->jit->ir;

    return (v->hart.pc & GUEST_PAGE_MASK) + s->insns[insn].page_offset;
}

bool jit_log_wants(const Vcpu *v, int mask)
{
    const TCGContext *s = v->cpus->jit->ir;

    for (unsigned i = 0; qemu_loglevel_mask(mask) && i < s->n_insns; i++) {
        if (qemu_log_in_addr_range(insn_pc(v, i))) {
            return true;
        }
    }
    return false;
}

/* Left to the interpreter without a look: no encoding of 4 bytes is 0. */
static bool straddles(const Insn *insn)
{
    return insn->len == 4 && insn->raw == 0;
}

void jit_log_insn(const Vcpu *v, unsigned insn, GString *out)
{
    const Insn *i = &v->cpus->jit->ir->insns[insn].insn;
    vaddr pc = insn_pc(v, insn);
    char text[96];

    if (straddles(i)) {
        strcpy(text, "(half of it is in the next page)");
    } else {
        insn_disas(v->decode, i->raw, pc, text, sizeof(text));
    }
    g_string_append_printf(out, "0x%016" PRIx64 ":  %s", pc,
                           g_strdelimit(text, "\t", ' '));
}

/* A run of instructions may have some to which no way leads. */
static unsigned find_reached(const TCGContext *s, bool *reached)
{
    uint8_t way[IR_MAX_OPS];
    unsigned n = 0;

    ir_find_ways(s, way);
    memset(reached, false, s->n_insns);
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (way[i] != IR_WAY_NONE && !reached[s->ops[i].insn]) {
            reached[s->ops[i].insn] = true;
            n++;
        }
    }
    return n;
}

unsigned jit_log_heading(const Vcpu *v, const char *topic, GString *out)
{
    bool reached[IR_MAX_INSNS];
    unsigned n = find_reached(v->cpus->jit->ir, reached);

    g_string_append_printf(out, "\n%s: unit 0x%016" PRIx64 ", hart %d, "
                           "priv %u: %u guest instructions", topic,
                           v->hart.pc, v->index, v->hart.priv, n);
    return n;
}

/* Copy operations; where an instruction begins, say which it is. */
static void append_ops(const Vcpu *v, const char *ops, GString *out)
{
    for (const char *end; (end = strchr(ops, '\n')) != NULL; ops = end + 1) {
        int length = (int)(end - ops);

        if (g_str_has_prefix(ops, "---- ") || g_str_has_prefix(ops, ".insn ")) {
            g_string_append_printf(out, "%-*.*s # ", COMMENT_COLUMN, length,
                                   ops);
            jit_log_insn(v, (unsigned)strtoul(ops + 5, NULL, 10), out);
        } else {
            g_string_append_len(out, ops, length);
        }
        g_string_append_c(out, '\n');
    }
}

static void log_insns(const Vcpu *v)
{
    const TCGContext *s = v->cpus->jit->ir;
    g_autoptr(GString) text = g_string_new(NULL);
    bool reached[IR_MAX_INSNS];

    if (!jit_log_wants(v, CPU_LOG_TB_IN_ASM)) {
        return;
    }
    find_reached(s, reached);
    jit_log_heading(v, "in_asm", text);
    g_string_append_c(text, '\n');
    for (unsigned i = 0; i < s->n_insns; i++) {
        if (reached[i] && straddles(&s->insns[i].insn)) {
            jit_log_insn(v, i, text);
            g_string_append_c(text, '\n');
        } else if (reached[i]) {
            tb_print_insn(v, s->insns[i].insn.raw, insn_pc(v, i), text);
        }
    }
    qemu_log("%s", text->str);
}

/* Marks are no work. */
static void count_ops(const TCGContext *s, GString *out)
{
    unsigned n[] = { [IR_WAY_NONE] = 0, [IR_WAY_USUAL] = 0 };
    uint8_t way[IR_MAX_OPS];

    ir_find_ways(s, way);
    for (unsigned i = 0; i < s->n_ops; i++) {
        unsigned opc = s->ops[i].opc;

        n[way[i]] += opc != IR_insn_start && opc != IR_label;
    }
    g_string_append_printf(out, ", %u operations", n[IR_WAY_USUAL]);
    if (n[IR_WAY_NO_GUARD]) {
        g_string_append_printf(out, ", %u more if a guard fails",
                               n[IR_WAY_NO_GUARD]);
    }
    if (n[IR_WAY_NONE]) {
        g_string_append_printf(out, ", %u never run", n[IR_WAY_NONE]);
    }
    g_string_append_c(out, '\n');
}

static void log_ops(const Vcpu *v, const char *topic, const char *ops)
{
    const TCGContext *s = v->cpus->jit->ir;
    g_autoptr(GString) text = g_string_new(NULL);

    jit_log_heading(v, topic, text);
    count_ops(s, text);
    append_ops(v, ops, text);
    qemu_log("%s", text->str);
}

void jit_log_ops(const Vcpu *v, int mask)
{
    g_autoptr(GString) ops = g_string_new(NULL);

    if (mask == CPU_LOG_TB_OP) {
        log_insns(v);
    }
    if (jit_log_wants(v, mask)) {
        ir_print(v->cpus->jit->ir, ops);
        log_ops(v, mask == CPU_LOG_TB_OP ? "op" : "op_opt", ops->str);
    }
}

TcgListing *jit_log_listing(const Vcpu *v)
{
    return jit_log_wants(v, CPU_LOG_TB_OP_RA | CPU_LOG_TB_OUT_ASM)
        ? tcg_listing_new() : NULL;
}

void jit_log_places(const Vcpu *v, const TcgListing *listing)
{
    if (qemu_loglevel_mask(CPU_LOG_TB_OP_RA)) {
        log_ops(v, "op_ra", listing->op_ra->str);
    }
}
