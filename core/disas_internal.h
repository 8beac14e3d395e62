/*
 * disas_internal.h: between disas.c and disas_operand.c
 */
#ifndef CORE_DISAS_INTERNAL_H
#define CORE_DISAS_INTERNAL_H

#include <glib.h>

#include "core/isa.h"

/**
 * operand_print: append what one character of an operand template stands for
 * @out:    text so far
 * @letter: see insns.inc; a character without a meaning prints itself
 * @insn:   the decoded instruction
 * @pc:     its address
 */
void operand_print(GString *out, char letter, const Insn *insn, vaddr pc);

/** operand_letter_known: does insns.inc give @letter a meaning? */
bool operand_letter_known(char letter);

#endif
