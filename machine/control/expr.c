/*
 * expr.c: expressions that people type, see machine/expr.h
 *
 * Precedence climbing over one table of operators: parse_binary(level) reads
 * operands that bind tighter than @level, and folds while the operator that
 * follows does not bind looser. Nothing can overflow: all is unsigned.
 */
#include "machine/expr.h"

#include <errno.h>
#include <string.h>

#define EXCERPT_MAX 40          /* bytes */

typedef struct Parser {
    const char *pos;
    const ExprNames *names;
    unsigned depth;
    Error **errp;
} Parser;

/* --- operators ----------------------------------------------------------- */

static uint64_t op_or(uint64_t a, uint64_t b)
{
    return a | b;
}

static uint64_t op_xor(uint64_t a, uint64_t b)
{
    return a ^ b;
}

static uint64_t op_and(uint64_t a, uint64_t b)
{
    return a & b;
}

static uint64_t op_left(uint64_t a, uint64_t b)
{
    return b < 64 ? a << b : 0;
}

static uint64_t op_right(uint64_t a, uint64_t b)
{
    return b < 64 ? a >> b : 0;
}

static uint64_t op_add(uint64_t a, uint64_t b)
{
    return a + b;
}

static uint64_t op_sub(uint64_t a, uint64_t b)
{
    return a - b;
}

static uint64_t op_mul(uint64_t a, uint64_t b)
{
    return a * b;
}

/* INT64_MIN / -1 wraps, as everything else does. */
static uint64_t op_div(uint64_t a, uint64_t b)
{
    return b == UINT64_MAX ? -a : (uint64_t)((int64_t)a / (int64_t)b);
}

static uint64_t op_mod(uint64_t a, uint64_t b)
{
    return b == UINT64_MAX ? 0 : (uint64_t)((int64_t)a % (int64_t)b);
}

typedef struct Operator {
    const char *text;
    unsigned level;             /* higher binds tighter */
    uint64_t (*apply)(uint64_t a, uint64_t b);
    bool divides;
} Operator;

static const Operator operators[] = {
    { "|", 1, op_or }, { "^", 2, op_xor }, { "&", 3, op_and },
    { "<<", 4, op_left }, { ">>", 4, op_right },
    { "+", 5, op_add }, { "-", 5, op_sub },
    { "*", 6, op_mul }, { "/", 6, op_div, true }, { "%", 6, op_mod, true },
};

static const Operator *peek_operator(const Parser *p)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (g_str_has_prefix(p->pos, operators[i].text)) {
            return &operators[i];
        }
    }
    return NULL;
}

/* --- operands ------------------------------------------------------------ */

static bool parse_binary(Parser *p, unsigned level, uint64_t *value);

static void skip_space(Parser *p)
{
    p->pos += strspn(p->pos, " \t");
}

/* Some of the text for a message, which is UTF-8 whatever was typed. */
static char *excerpt(const char *text)
{
    return g_utf8_make_valid(text, (gssize)strnlen(text, EXCERPT_MAX));
}

static bool unexpected(Parser *p, const char *wanted)
{
    if (*p->pos) {
        g_autofree char *rest = excerpt(p->pos);

        error_setg(p->errp, "%s expected at '%s'", wanted, rest);
    } else {
        error_setg(p->errp, "%s expected at the end", wanted);
    }
    return false;
}

static bool is_name_char(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '.';
}

static bool parse_number(Parser *p, uint64_t *value)
{
    char *end;

    errno = 0;
    *value = g_ascii_strtoull(p->pos, &end, 0);
    if (errno == ERANGE) {
        g_autofree char *number = excerpt(p->pos);

        error_setg(p->errp, "a number needs more than 64 bits: '%s'",
                   number);
        return false;
    }
    if (end == p->pos || is_name_char(*end)) {
        return unexpected(p, "a number");
    }
    p->pos = end;
    return true;
}

static bool parse_char(Parser *p, uint64_t *value)
{
    if (!p->pos[1] || p->pos[2] != '\'') {
        return unexpected(p, "a character in quotes, like 'a',");
    }
    *value = (unsigned char)p->pos[1];
    p->pos += 3;
    return true;
}

static bool parse_name(Parser *p, ExprNameFn *lookup, const char *kind,
                       uint64_t *value)
{
    size_t length = 0;

    while (is_name_char(p->pos[length])) {
        length++;
    }
    g_autofree char *name = g_strndup(p->pos, length);
    if (!lookup || !lookup(p->names->opaque, name, value)) {
        g_autofree char *some = excerpt(name);

        error_setg(p->errp, "there is no %s '%s'", kind, some);
        return false;
    }
    p->pos += length;
    return true;
}

static bool parse_group(Parser *p, uint64_t *value)
{
    p->pos++;
    if (!parse_binary(p, 0, value)) {
        return false;
    }
    if (*p->pos != ')') {
        return unexpected(p, "')'");
    }
    p->pos++;
    return true;
}

static bool parse_primary(Parser *p, uint64_t *value)
{
    char c = *p->pos;

    if (c == '(') {
        return parse_group(p, value);
    }
    if (c == '$') {
        p->pos++;
        return parse_name(p, p->names->reg, "register", value);
    }
    if (c == '\'') {
        return parse_char(p, value);
    }
    if (g_ascii_isalpha(c) || c == '_') {
        return parse_name(p, p->names->symbol,
                          "symbol (registers begin with $)", value);
    }
    return g_ascii_isdigit(c) ? parse_number(p, value)
                              : unexpected(p, "a number, a $register or '('");
}

static bool parse_signed(Parser *p, uint64_t *value);

static bool parse_unary(Parser *p, uint64_t *value)
{
    char sign = *p->pos;

    if (!sign || !strchr("-+~", sign)) {
        return parse_primary(p, value);
    }
    p->pos++;
    if (!parse_signed(p, value)) {
        return false;
    }
    if (sign != '+') {
        *value = sign == '-' ? -*value : ~*value;
    }
    return true;
}

/* Each level of the recursion passes here. */
static bool parse_signed(Parser *p, uint64_t *value)
{
    bool ok;

    if (p->depth == EXPR_DEPTH_MAX) {
        error_setg(p->errp, "more than %d nested parentheses and signs",
                   EXPR_DEPTH_MAX);
        return false;
    }
    p->depth++;
    skip_space(p);
    ok = parse_unary(p, value);
    skip_space(p);
    p->depth--;
    return ok;
}

/* --- all of it ----------------------------------------------------------- */

static bool apply(Parser *p, const Operator *op, uint64_t *value,
                  uint64_t right)
{
    if (op->divides && right == 0) {
        error_setg(p->errp, "division by zero");
        return false;
    }
    *value = op->apply(*value, right);
    return true;
}

static bool parse_binary(Parser *p, unsigned level, uint64_t *value)
{
    const Operator *op;

    if (!parse_signed(p, value)) {
        return false;
    }
    while ((op = peek_operator(p)) && op->level > level) {
        uint64_t right;

        p->pos += strlen(op->text);
        if (!parse_binary(p, op->level, &right) ||
            !apply(p, op, value, right)) {
            return false;
        }
    }
    return true;
}

bool expr_evaluate(const char *text, const ExprNames *names, uint64_t *value,
                   Error **errp)
{
    Parser p = { .pos = text, .names = names, .errp = errp };
    uint64_t result;

    if (!parse_binary(&p, 0, &result)) {
        return false;
    }
    if (*p.pos) {
        return unexpected(&p, "an operator");
    }
    *value = result;
    return true;
}
