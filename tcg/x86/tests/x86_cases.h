/*
 * x86_cases.h: instructions as text for an assembler, and as we write them
 *
 * A case fills a slot of fixed size, so that one wrong length does not make
 * all that follow look wrong. The text is in Intel's syntax.
 */
#ifndef TCG_X86_TESTS_X86_CASES_H
#define TCG_X86_TESTS_X86_CASES_H

#include "x86/insns.h"

enum { CASE_SLOT = 32, CASE_FILL = 0xcc };

typedef struct Cases {
    X86Asm a;                   /* where the next instruction is written */
    uint8_t slot[2 * CASE_SLOT];
    GByteArray *bytes;          /* CASE_SLOT of each */
    GPtrArray *lines;           /* text of each */
    unsigned turn;              /* picks registers in turn */
} Cases;

/** cases_add: the instructions written to c->a are what the text says */
void cases_add(Cases *c, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** case_reg: name of a general register of this width, {borrowed} */
const char *case_reg(X86Op width, X86Reg reg);
/** case_size: "dword ptr " and the like, {borrowed} */
const char *case_size(X86Op width);

/** case_mem_count, case_mem: addresses with every rule of ModRM and SIB */
unsigned case_mem_count(void);
X86Mem case_mem(unsigned n);
/** case_mem_text: the n-th address as text; good until the next call */
const char *case_mem_text(unsigned n);

/** cases_int: all forms of all rows with general registers only */
void cases_int(Cases *c);
/** cases_sse: all rows with SSE registers that the features have */
void cases_sse(Cases *c);

#endif
