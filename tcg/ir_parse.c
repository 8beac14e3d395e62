/*
 * ir_parse.c: units from text, for golden tests and experiments
 *
 *     unit     one item or nothing on each line; '#' starts a comment
 *     item     "---- " insn      an insn_start operation
 *              ".insn " insn     operations below belong to instruction n
 *              "L" n ":"         a label operation
 *              name suffixes [operand {", " operand}]
 *     insn     n [mnemonic] ["@" page offset] ["=" encoding, 4 or 8 digits]
 *              ["+" uncounted instructions]
 *     operand  x1..x31  f0..f31  t0..  none  $number  L0..  env[field]
 *              or a name: condition, helper, MemOp, rounding mode...
 *              f registers of FP operations may end in ".box": known boxed
 *
 * Which suffixes and operands: the signature in ops.inc, conditions and
 * helpers first. Numbers are decimal or 0x, and may be negative; a field is
 * one of env_names.c, or its byte offset. Of a guest instruction mnemonic,
 * length and encoding are kept; its fields are 0.
 */
#include "ir_internal.h"
#include "tcg/tcg.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct Parser {
    TCGContext *s;
    unsigned line;
    char *error;                /* the first one */
    char **operands;            /* those of the line not read yet */
    IrOp op;                    /* under construction */
} Parser;

G_GNUC_PRINTF(2, 3)
static void fail(Parser *p, const char *format, ...)
{
    va_list args;
    char *text;

    if (p->error) {
        return;
    }
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    p->error = g_strdup_printf("line %u: %s", p->line, text);
    g_free(text);
}

/* the whole of @text as a number modulo 2^64 */
static bool read_number(const char *text, uint64_t *value)
{
    char *end;

    errno = 0;
    *value = g_ascii_strtoull(text, &end, 0);
    return !errno && end != text && !*end && !g_ascii_isspace(*text);
}

/* a number in [0, limit) after @prefix */
static bool read_index(const char *text, const char *prefix, unsigned limit,
                       unsigned *index)
{
    uint64_t value;

    if (!g_str_has_prefix(text, prefix)
        || !g_ascii_isdigit(text[strlen(prefix)])
        || !read_number(text + strlen(prefix), &value) || value >= limit) {
        return false;
    }
    *index = value;
    return true;
}

/* --- operands ------------------------------------------------------------ */

static IrRef parse_ref(Parser *p, const char *text)
{
    uint64_t value;
    unsigned n;

    if (!strcmp(text, "none")) {
        return IR_NONE;
    }
    if (read_index(text, "x", 32, &n)) {
        return IR_GPR(n);
    }
    if (read_index(text, "f", 32, &n)) {
        return IR_FPR(n);
    }
    if (read_index(text, "t", IR_MAX_TEMPS, &n)) {
        p->s->n_temps = MAX(p->s->n_temps, n + 1);
        return IR_TEMP_FIRST + n;
    }
    if (text[0] == '$' && read_number(text + 1, &value)) {
        return ir_const(p->s, value);
    }
    fail(p, "'%s' is no register, temporary or constant", text);
    return IR_NONE;
}

static void parse_float(Parser *p, unsigned i, char *text)
{
    if (ir_op_has(p->op.opc, 'f') && g_str_has_suffix(text, ".box")) {
        text[strlen(text) - strlen(".box")] = '\0';
        p->op.attr |= IR_FP_BOXED(i);
    }
    p->op.arg[i] = parse_ref(p, text);
}

static unsigned parse_label(Parser *p, const char *text)
{
    unsigned n;

    if (!read_index(text, "L", IR_MAX_LABELS, &n)) {
        fail(p, "'%s' is no label", text);
        return 0;
    }
    p->s->n_labels = MAX(p->s->n_labels, n + 1);
    return n;
}

static int32_t parse_imm(Parser *p, const char *text)
{
    uint64_t value;

    if (text[0] != '$' || !read_number(text + 1, &value)
        || (int64_t)value != (int32_t)value) {
        fail(p, "'%s' is no $number of 32 bits", text);
        return 0;
    }
    return value;
}

static int32_t parse_env(Parser *p, const char *text)
{
    int32_t offset;
    char name[32];
    int end = 0;

    if ((sscanf(text, "env[%d]%n", &offset, &end) == 1 && end && !text[end])
        || (sscanf(text, "env[%31[a-z_]]%n", name, &end) == 1 && end
            && !text[end] && tcg_hart_offset(name, &offset))) {
        return offset;
    }
    fail(p, "'%s' is no env[field]", text);
    return 0;
}

static uint8_t parse_memop(Parser *p, const char *text)
{
    char name[IR_MEMOP_NAME_MAX];

    for (unsigned attr = 0; attr < 0x80; attr++) {
        ir_memop_name(attr, name);
        if (!strcmp(name, text)) {
            return attr;
        }
    }
    fail(p, "'%s' is no memory operation, such as leuq or sb", text);
    return 0;
}

/* A name of the list, or $number where the number is below @limit. */
static unsigned parse_value(Parser *p, const IrNames *names, unsigned limit,
                            const char *text)
{
    int value = ir_value(names, text);
    unsigned number;

    if (value >= 0) {
        return value;
    }
    if (read_index(text, "$", limit, &number)) {
        return number;
    }
    fail(p, "'%s' is unknown here", text);
    return 0;
}

static void parse_operand(Parser *p, char letter)
{
    IrOp *op = &p->op;
    char nothing[] = "";
    char *text = *p->operands ? g_strstrip(*p->operands++) : nothing;

    switch (letter) {
    case 'd': case 'D':
        op->dst = parse_ref(p, text);
        break;
    case 'a': case 'b': case 'c':
        op->arg[letter - 'a'] = parse_ref(p, text);
        break;
    case 'A': case 'B': case 'C':
        parse_float(p, letter - 'A', text);
        break;
    case 'i':
        op->imm = parse_imm(p, text);
        break;
    case 'l':
        op->imm = parse_label(p, text);
        break;
    case 'L':
        op->arg[2] = parse_label(p, text);
        break;
    case 'o':
        op->imm = parse_env(p, text);
        break;
    case 'k':
        op->attr |= parse_value(p, &ir_cond_names, 0x80, text);
        break;
    case 'm':
        op->attr = parse_memop(p, text);
        break;
    case 'f':
        op->attr |= parse_value(p, &ir_rm_names, 8, text) << 2;
        break;
    case 'n':
        op->attr = parse_value(p, ir_attr_names(op->opc), 0x100, text);
        break;
    case 'h':
        op->imm = parse_value(p, &ir_helper_names, TCG_HELPER_COUNT, text);
        break;
    }
}

static void parse_operands(Parser *p, char *rest)
{
    const char *signature = ir_op_signature(p->op.opc);
    char **operands = g_strsplit(rest, ",", -1);

    p->operands = operands;
    for (const char *c = signature; *c; c++) {
        if (*c == 'k' || *c == 'h') {
            parse_operand(p, *c);
        }
    }
    for (const char *c = signature; *c; c++) {
        if (!strchr(":tkh", *c)) {
            parse_operand(p, *c);
        }
    }
    if (*p->operands && *g_strstrip(*p->operands)) {
        fail(p, "'%s' is one operand too many", *p->operands);
    }
    g_strfreev(operands);
}

/* --- items --------------------------------------------------------------- */

/* Is @suffix, "_i32", what the letter of a signature wants? Sets attr. */
static bool read_suffix(char letter, const char *suffix, uint8_t *attr)
{
    const IrNames *names = letter == 'f' ? &ir_format_names : &ir_type_names;
    int value = *suffix == '_' ? ir_value(names, suffix + 1) : -1;

    if (value < 0) {
        return false;
    }
    *attr = letter == 'k' ? IR_COND_ATTR(0, value) : value;
    return true;
}

static bool read_opcode(const char *word, IrOpcode opc, uint8_t *attr)
{
    const char *name = ir_op_name(opc);

    if (!g_str_has_prefix(word, name)) {
        return false;
    }
    for (const char *c = "tkf"; *c; c++) {
        if (ir_op_has(opc, *c)) {
            return read_suffix(*c, word + strlen(name), attr);
        }
    }
    return !word[strlen(name)];
}

static void parse_op(Parser *p, const char *word, char *rest)
{
    for (unsigned opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        if (read_opcode(word, opc, &p->op.attr)) {
            p->op.opc = opc;
            parse_operands(p, rest);
            return;
        }
    }
    fail(p, "unknown operation '%s'", word);
}

static unsigned find_mnemonic(const char *word)
{
    unsigned op = 0;

    while (op < OP_COUNT && strcmp(insn_name(op), word)) {
        op++;
    }
    return op;
}

/* One word after the number of an instruction. */
static bool parse_insn_word(IrInsn *insn, const char *word)
{
    unsigned value;

    if (read_index(word, "@", 0x1000, &value)) {
        insn->page_offset = value;
        return true;
    }
    if (read_index(word, "+", IR_MAX_INSNS + 1, &value)) {
        insn->uncounted = value;
        return true;
    }
    if (word[0] == '=') {
        insn->insn.len = strlen(word + 1) / 2;
        return (insn->insn.len == 2 || insn->insn.len == 4)
            && sscanf(word + 1, "%x", &insn->insn.raw) == 1;
    }
    insn->insn.op = find_mnemonic(word);
    return insn->insn.op < OP_COUNT;
}

/* Instructions that no line describes lie 4 bytes apart. */
static void add_insns(TCGContext *s, unsigned count)
{
    for (; s->n_insns < count; s->n_insns++) {
        s->insns[s->n_insns] = (IrInsn) {
            .insn = { .op = OP_COUNT, .len = 4 },
            .page_offset = 4 * s->n_insns,
        };
    }
}

static void parse_insn(Parser *p, char *text)
{
    char **words = g_strsplit(g_strstrip(text), " ", -1);
    unsigned number;

    if (!words[0] || !read_index(words[0], "", IR_MAX_INSNS, &number)) {
        fail(p, "'%s' does not start with the number of an instruction", text);
        g_strfreev(words);
        return;
    }
    add_insns(p->s, number + 1);
    p->s->insn = number;
    for (char **word = words + 1; *word; word++) {
        if (!parse_insn_word(&p->s->insns[number], *word)) {
            fail(p, "'%s' says nothing of an instruction", *word);
        }
    }
    g_strfreev(words);
}

/* Returns: is there an operation in p->op? */
static bool parse_item(Parser *p, char *text)
{
    size_t length = strcspn(text, " ");
    char *rest = text + length + (text[length] != '\0');

    text[length] = '\0';
    p->op = (IrOp) {
        .opc = IR_insn_start, .dst = IR_NONE,
        .arg = { IR_NONE, IR_NONE, IR_NONE },
    };
    if (!strcmp(text, "----") || !strcmp(text, ".insn")) {
        parse_insn(p, rest);
        return text[0] == '-';
    }
    if (length > 1 && text[length - 1] == ':') {
        text[length - 1] = '\0';
        p->op.opc = IR_label;
        p->op.imm = parse_label(p, text);
    } else {
        parse_op(p, text, rest);
    }
    return true;
}

static void parse_line(Parser *p, char *text)
{
    text[strcspn(text, "#")] = '\0';
    g_strstrip(text);
    if (*text && parse_item(p, text) && !p->error) {
        p->op.insn = p->s->insn;
        if (p->s->n_ops < IR_MAX_OPS) {
            p->s->ops[p->s->n_ops++] = p->op;
        } else {
            p->s->overflow = true;
        }
    }
    if (p->s->overflow) {
        fail(p, "more than a unit can hold");
    }
}

bool ir_parse(TCGContext *s, const char *text, char **error)
{
    Parser p = { .s = s };
    char **lines = g_strsplit(text, "\n", -1);

    tcg_context_reset(s);
    for (char **line = lines; *line && !p.error; line++) {
        p.line++;
        parse_line(&p, *line);
    }
    g_strfreev(lines);
    if (p.error) {
        tcg_context_reset(s);
        *error = p.error;
        return false;
    }
    add_insns(s, 1);
    return true;
}
