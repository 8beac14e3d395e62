/*
 * expr.h: expressions that people type
 *
 *     $sp + 8*4      ($pc & ~0xfff) + 0x10      $satp << 12
 *
 * C's operators and precedence, weakest first: |  ^  &  << >>  + -  * / %,
 * then unary - + ~. All arithmetic is modulo 2^64; / and % are signed; shifts
 * by 64 or more give 0. Numbers are decimal, 0x hexadecimal, 0 octal, or 'c'.
 * Names come from the caller.
 */
#ifndef MACHINE_EXPR_H
#define MACHINE_EXPR_H

#include "core/error.h"

#define EXPR_DEPTH_MAX 64       /* nested parentheses and signs */

/* What a name is worth; false: there is no such name. */
typedef bool ExprNameFn(void *opaque, const char *name, uint64_t *value);

/* The two kinds of names; each is (nullable). */
typedef struct ExprNames {
    ExprNameFn *reg;            /* $name */
    ExprNameFn *symbol;         /* name */
    void *opaque;
} ExprNames;

/**
 * expr_evaluate: the value of @text
 * @value: (out): written on success only
 *
 * Returns: false with @errp set, which says where the text is wrong.
 */
bool expr_evaluate(const char *text, const ExprNames *names, uint64_t *value,
                   Error **errp) MUST_CHECK;

#endif
