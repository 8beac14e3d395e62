/*
 * loop_maker.h: random loops over memory, as guest programs
 *
 * What compilers make of loops over arrays, and what passes look for: bases
 * that move by numbers, on some ways only or in inner loops, bases that move
 * by a register, addresses computed anew in each iteration, tables that are
 * read at a few bits of a value. A program ends in a WFI, or with a trap.
 */
#ifndef EXEC_TESTS_LOOP_MAKER_H
#define EXEC_TESTS_LOOP_MAKER_H

#include <glib.h>

#include "core/hart.h"

#define LOOP_MAKER_WORDS 160

typedef struct LoopMaker {
    GRand *rand;
    uint64_t memory;            /* address of what loops walk over... */
    unsigned pages;             /* ...and how many pages that is */
    uint32_t words[LOOP_MAKER_WORDS];
    unsigned n_words;
    unsigned ways_out[16];      /* branches to the end of the loop that is
                                 * being made */
    unsigned n_ways_out;
} LoopMaker;

/** loop_maker_program: fill in words */
void loop_maker_program(LoopMaker *m);

/** loop_maker_registers: what they hold before a program made last */
void loop_maker_registers(LoopMaker *m, Hart *h);

#endif
