/*
 * unit_maker.h: units from instructions, for the tests of the front end
 */
#ifndef TCG_RISCV_TESTS_UNIT_MAKER_H
#define TCG_RISCV_TESTS_UNIT_MAKER_H

#include "tcg/tcg.h"

/* Where and how the instructions are translated. */
typedef struct UnitSetup {
    uint16_t offset;            /* page offset of the first one */
    uint8_t priv;               /* PrivMode */
    TcgConfig config;
} UnitSetup;

/* S-mode, 16-bit instructions, page offset 0 */
extern const UnitSetup unit_setup;

/* One instruction of 4 bytes: INSN4(addi, .rd = 1, .imm = 2) */
#define INSN4(name, ...) ((Insn) { .op = OP_##name, .len = 4, __VA_ARGS__ })
#define INSN2(name, ...) ((Insn) { .op = OP_##name, .len = 2, __VA_ARGS__ })

/**
 * unit_make: translate @n instructions that follow one another
 *
 * Returns: (transfer none): valid until the next call.
 */
TCGContext *unit_make(const Insn *insns, unsigned n, const UnitSetup *setup);

/** unit_decode: the instruction that @word encodes, all extensions enabled */
Insn unit_decode(uint32_t word);

/** unit_text: (transfer full): the operations, without instruction marks */
char *unit_text(const TCGContext *s);

/**
 * unit_check: prove what every unit must keep
 *
 * On every way through it: the instructions executed are those retired plus
 * IrInsn.uncounted; exits have retired all; loops poll; registers are written
 * when nothing can trap any more; x0 is no operand.
 *
 * Fails the running test with the text of the unit.
 */
void unit_check(const TCGContext *s);

#endif
