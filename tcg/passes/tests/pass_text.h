/* pass_text.h: golden tests of passes: text in, pass, text out */
#ifndef PASS_TEXT_H
#define PASS_TEXT_H

#include "tcg/tcg.h"

typedef void PassFn(TCGContext *s);

/* A rule: what it is given and what it makes of it. */
typedef struct PassText {
    const char *before, *after;
} PassText;

/**
 * pass_text_check: parse @text->before, run @pass, compare what is printed
 *
 * The unit is verified before and after. An exit is added to texts that do
 * not end in one.
 */
void pass_text_check(const PassText *text, PassFn *pass);

#endif
