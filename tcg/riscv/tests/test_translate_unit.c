/* test_translate_unit.c: labels, counting, polls and exits of whole units */
#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

#define NOP INSN4(addi)
#define ADD(n) INSN4(add, .rd = (n), .rs1 = (n), .rs2 = (n))
#define BNE(imm_) INSN4(bne, .rs1 = 10, .rs2 = 11, .imm = (imm_))
#define JAL(rd_, imm_) INSN4(jal, .rd = (rd_), .imm = (imm_))
#define JALR(rd_, rs1_, imm_) \
    INSN4(jalr, .rd = (rd_), .rs1 = (rs1_), .imm = (imm_))

typedef struct Shape {
    const char *name;
    Insn insns[5];
    const char *text;
    uint16_t offset;
    bool counts, no_c;
} Shape;

static const Shape shapes[] = {
    { "control falls off the end", { ADD(1), ADD(2) },
      "add_i64 x1, x1, x1\n"
      "add_i64 x2, x2, x2\n"
      "retire $2\n"
      "goto_tb $8\n" },
    { "with counts a way forward polls for the slice", { ADD(1) },
      "add_i64 x1, x1, x1\n"
      "retire $1\n"
      "poll_slice $4\n"
      "goto_tb $4\n", .counts = true },
    { "the page ends", { ADD(1) },
      "add_i64 x1, x1, x1\n"
      "retire $1\n"
      "goto_tb $4096\n", .offset = 4092 },
    { "an instruction lies on two pages", { ADD(1) },
      "add_i64 x1, x1, x1\n"
      "retire $1\n"
      "goto_tb $4098\n", .offset = 4094 },
    { "only the taken branch pays for its exit", { ADD(1), BNE(64), ADD(2) },
      "add_i64 x1, x1, x1\n"
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x2, x2, x2\n"
      "retire $3\n"
      "goto_tb $12\n"
      "L0:\n"
      "retire $2\n"
      "goto_tb $68\n" },
    { "back in the page, out of the unit", { ADD(1), BNE(-64), ADD(2) },
      "add_i64 x1, x1, x1\n"
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x2, x2, x2\n"
      "retire $3\n"
      "goto_tb $268\n"
      "L0:\n"
      "retire $2\n"
      "poll $196\n"
      "goto_tb $196\n", .offset = 256 },
    { "to another page", { BNE(-8), BNE(4092) },
      "brcond_i64 ne, x10, x11, L0\n"
      "brcond_i64 ne, x10, x11, L1\n"
      "retire $2\n"
      "goto_tb $12\n"
      "L0:\n"
      "retire $1\n"
      "goto_tb $-4\n"
      "L1:\n"
      "retire $2\n"
      "goto_tb $4100\n", .offset = 4 },
    { "a loop polls at its head", { ADD(1), ADD(2), BNE(-4), ADD(3) },
      "add_i64 x1, x1, x1\n"
      "retire $1\n"
      "L0:\n"
      "poll $4\n"
      "add_i64 x2, x2, x2\n"
      "retire $2\n"
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x3, x3, x3\n"
      "retire $1\n"
      "goto_tb $16\n" },
    { "the whole unit is a loop", { ADD(1), JAL(0, -4) },
      "L0:\n"
      "poll $0\n"
      "add_i64 x1, x1, x1\n"
      "retire $2\n"
      "br L0\n" },
    { "a jump to itself", { JAL(0, 0) },
      "L0:\n"
      "poll $0\n"
      "retire $1\n"
      "br L0\n" },
    { "a branch to itself", { BNE(0) },
      "L0:\n"
      "poll $0\n"
      "retire $1\n"
      "brcond_i64 ne, x10, x11, L0\n"
      "goto_tb $4\n" },
    { "a branch over something is free when taken",
      { BNE(12), ADD(1), ADD(2), ADD(3) },
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x1, x1, x1\n"
      "add_i64 x2, x2, x2\n"
      "retire $2\n"
      "L0:\n"
      "add_i64 x3, x3, x3\n"
      "retire $2\n"
      "goto_tb $16\n" },
    { "else does what then did not", { BNE(12), ADD(1), JAL(0, 8), ADD(2) },
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x1, x1, x1\n"
      "retire $3\n"
      "goto_tb $16\n"
      "L0:\n"
      "add_i64 x2, x2, x2\n"
      "retire $2\n"
      "goto_tb $16\n" },
    { "a shorter way takes back", { BNE(12), ADD(1), JAL(0, 8), ADD(2),
                                    ADD(3) },
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x1, x1, x1\n"
      "br L1\n"
      "L0:\n"
      "add_i64 x2, x2, x2\n"
      "retire $-1\n"
      "L1:\n"
      "add_i64 x3, x3, x3\n"
      "retire $4\n"
      "goto_tb $20\n" },
    { "what nobody reaches is left out", { JAL(0, 64), ADD(1), ADD(2) },
      "retire $1\n"
      "goto_tb $64\n" },
    { "into the middle of an instruction is out", { BNE(6), ADD(1) },
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x1, x1, x1\n"
      "retire $2\n"
      "goto_tb $8\n"
      "L0:\n"
      "retire $1\n"
      "goto_tb $6\n" },
    { "a call in the unit", { JAL(1, 8), ADD(2), ADD(3) },
      "pc_add x1, $4\n"
      "br L0\n"
      "L0:\n"
      "add_i64 x3, x3, x3\n"
      "retire $2\n"
      "goto_tb $12\n" },
    { "a call backwards", { JAL(1, -64) },
      "pc_add x1, $260\n"
      "retire $1\n"
      "poll $192\n"
      "goto_tb $192\n", .offset = 256 },
    { "a call to another page", { JAL(1, 0x2000) },
      "pc_add x1, $4\n"
      "retire $1\n"
      "goto_tb $8192\n" },
    { "a return", { ADD(1), JALR(0, 1, 0) },
      "add_i64 x1, x1, x1\n"
      "and t0, x1, $0xfffffffffffffffe\n"
      "retire $2\n"
      "goto_ptr t0, ret\n" },
    { "the target is read before the link is written", { JALR(1, 1, 8) },
      "add_i64 t1, x1, $0x8\n"
      "and t0, t1, $0xfffffffffffffffe\n"
      "retire $1\n"
      "pc_add x1, $4\n"
      "goto_ptr t0, call\n" },
    { "a jump through x0", { JALR(0, 0, 16) },
      "add_i64 t1, $0x0, $0x10\n"
      "and t0, t1, $0xfffffffffffffffe\n"
      "retire $1\n"
      "goto_ptr t0, plain\n" },
    { "a unit goes on after a CSR access",
      { INSN4(csrrw, .rs1 = 1, .imm = 0x180), ADD(1) },
      "call CSR, none, $0x10180, x1, $0x0\n"
      "add_i64 x1, x1, x1\n"
      "retire $2\n"
      "goto_tb $8\n" },
    { "and ends after a fence of translations",
      { ADD(1), INSN4(sfence_vma), ADD(1) },
      "add_i64 x1, x1, x1\n"
      "interp ends\n"
      "retire $2\n"
      "exit_tb $8, next\n" },
    { "a trap retires nothing", { ADD(1), INSN4(ecall), ADD(1) },
      "add_i64 x1, x1, x1\n"
      "call RAISE, none, $0x9, $0x0, none\n"
      "exit_tb $4, next\n" },
    { "a label after an end counts the way there",
      { BNE(12), ADD(1), INSN4(ecall), ADD(2) },
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x1, x1, x1\n"
      "call RAISE, none, $0x9, $0x0, none\n"
      "exit_tb $8, next\n"
      "L0:\n"
      "add_i64 x2, x2, x2\n"
      "retire $2\n"
      "goto_tb $16\n" },
    { "what only unreached code reaches is left out",
      { JAL(0, 64), BNE(8), ADD(1), ADD(2) },
      "retire $1\n"
      "goto_tb $64\n" },
    { "a misaligned branch traps when taken", { ADD(1), BNE(6), ADD(2) },
      "add_i64 x1, x1, x1\n"
      "brcond_i64 ne, x10, x11, L0\n"
      "add_i64 x2, x2, x2\n"
      "retire $3\n"
      "goto_tb $12\n"
      "L0:\n"
      "pc_add t0, $10\n"
      "call RAISE, none, $0x0, t0, none\n"
      "exit_tb $4, next\n", .no_c = true },
    { "a misaligned jump traps and does not link", { JAL(1, 6) },
      "pc_add t0, $6\n"
      "call RAISE, none, $0x0, t0, none\n"
      "exit_tb $0, next\n", .no_c = true },
    { "so does one through a register", { JALR(1, 10, 0) },
      "and t0, x10, $0xfffffffffffffffe\n"
      "and t1, t0, $0x2\n"
      "brcond_i64 eq, t1, $0x0, L0\n"
      "call RAISE, none, $0x0, t0, none\n"
      "exit_tb $0, next\n"
      "L0:\n"
      "retire $1\n"
      "pc_add x1, $4\n"
      "goto_ptr t0, call\n", .no_c = true },
};

static unsigned shape_insns(const Shape *shape)
{
    unsigned n = 0;

    while (n < G_N_ELEMENTS(shape->insns) && shape->insns[n].len) {
        n++;
    }
    return n;
}

START_TEST(test_shape)
{
    const Shape *shape = &shapes[_i];
    UnitSetup setup = unit_setup;

    setup.offset = shape->offset;
    setup.config.counts = shape->counts;
    setup.config.has_c = !shape->no_c;
    g_autofree char *text = unit_text(
        unit_make(shape->insns, shape_insns(shape), &setup));
    ck_assert_msg(g_str_equal(text, shape->text), "%s: got\n%s", shape->name,
                  text);
}
END_TEST

/* The manual's table of return-address stack hints. */
START_TEST(test_jump_hints)
{
    static const struct {
        uint8_t rd, rs1;
        IrJumpHint hint;
    } rows[] = {
        { 0, 10, IR_JUMP_PLAIN }, { 10, 11, IR_JUMP_PLAIN },
        { 0, 1, IR_JUMP_RET },    { 10, 5, IR_JUMP_RET },
        { 1, 10, IR_JUMP_CALL },  { 5, 10, IR_JUMP_CALL },
        { 1, 1, IR_JUMP_CALL },   { 1, 5, IR_JUMP_CALL },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const TCGContext *s = unit_make(
            &JALR(rows[i].rd, rows[i].rs1, 0), 1, &unit_setup);

        ck_assert_uint_eq(s->ops[s->n_ops - 1].attr, rows[i].hint);
    }
}
END_TEST

UNIT_MAIN("tcg_translate_unit",
    UNIT_LOOP(test_shape, G_N_ELEMENTS(shapes)),
    UNIT_TEST(test_jump_hints))
