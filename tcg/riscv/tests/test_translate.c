/* test_translate.c: the operations of single instructions, as text */
#include "core/csr.h"
#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

typedef struct Golden {
    Insn insn;
    const char *text;
} Golden;

/* after the operations of an instruction that is the whole unit */
#define LAST "retire $1\ngoto_tb $4\n"

/* a0 = a1 op a2; a0 = a1 op imm */
#define R(name, text) \
    { INSN4(name, .rd = 10, .rs1 = 11, .rs2 = 12), text "\n" LAST }
#define I(name, imm_, text) \
    { INSN4(name, .rd = 10, .rs1 = 11, .imm = (imm_)), text "\n" LAST }

static const Golden golden[] = {
    /* RV64I */
    I(lui, 0x10000, "mov x10, $0x10000"),
    I(lui, INT32_MIN, "mov x10, $0xffffffff80000000"),
    I(auipc, 0x1000, "pc_add x10, $4096"),
    I(addi, -1, "add_i64 x10, x11, $0xffffffffffffffff"),
    I(slti, -1, "setcond_i64 lt, x10, x11, $0xffffffffffffffff"),
    I(sltiu, -1, "setcond_i64 ltu, x10, x11, $0xffffffffffffffff"),
    I(xori, -1, "xor x10, x11, $0xffffffffffffffff"),
    I(ori, 3, "or x10, x11, $0x3"),
    I(andi, 255, "and x10, x11, $0xff"),
    I(slli, 63, "shl_i64 x10, x11, $0x3f"),
    I(srli, 63, "shr_i64 x10, x11, $0x3f"),
    I(srai, 63, "sar_i64 x10, x11, $0x3f"),
    R(add, "add_i64 x10, x11, x12"),
    R(sub, "sub_i64 x10, x11, x12"),
    R(sll, "shl_i64 x10, x11, x12"),
    R(slt, "setcond_i64 lt, x10, x11, x12"),
    R(sltu, "setcond_i64 ltu, x10, x11, x12"),
    R(xor, "xor x10, x11, x12"),
    R(srl, "shr_i64 x10, x11, x12"),
    R(sra, "sar_i64 x10, x11, x12"),
    R(or, "or x10, x11, x12"),
    R(and, "and x10, x11, x12"),
    I(addiw, 1, "add_i32 x10, x11, $0x1"),
    I(slliw, 31, "shl_i32 x10, x11, $0x1f"),
    I(srliw, 31, "shr_i32 x10, x11, $0x1f"),
    I(sraiw, 31, "sar_i32 x10, x11, $0x1f"),
    R(addw, "add_i32 x10, x11, x12"),
    R(subw, "sub_i32 x10, x11, x12"),
    R(sllw, "shl_i32 x10, x11, x12"),
    R(srlw, "shr_i32 x10, x11, x12"),
    R(sraw, "sar_i32 x10, x11, x12"),
    I(lb, -4, "ld x10, x11, $-4, sb"),
    I(lh, 2, "ld x10, x11, $2, lesw"),
    I(lw, 4, "ld x10, x11, $4, lesl"),
    I(ld, 8, "ld x10, x11, $8, leuq"),
    I(lbu, 1, "ld x10, x11, $1, ub"),
    I(lhu, 2, "ld x10, x11, $2, leuw"),
    I(lwu, 4, "ld x10, x11, $4, leul"),
    R(sb, "st x11, x12, $0, ub"),
    R(sh, "st x11, x12, $0, leuw"),
    R(sw, "st x11, x12, $0, leul"),
    R(sd, "st x11, x12, $0, leuq"),

    /* M */
    R(mul, "mul_i64 x10, x11, x12"),
    R(mulh, "mulsh x10, x11, x12"),
    R(mulhsu, "mulsuh x10, x11, x12"),
    R(mulhu, "muluh x10, x11, x12"),
    R(div, "div_i64 x10, x11, x12"),
    R(divu, "divu_i64 x10, x11, x12"),
    R(rem, "rem_i64 x10, x11, x12"),
    R(remu, "remu_i64 x10, x11, x12"),
    R(mulw, "mul_i32 x10, x11, x12"),
    R(divw, "div_i32 x10, x11, x12"),
    R(divuw, "divu_i32 x10, x11, x12"),
    R(remw, "rem_i32 x10, x11, x12"),
    R(remuw, "remu_i32 x10, x11, x12"),

    /* Zba, Zbb, Zbc, Zbs, Zicond */
    R(sh1add, "shadd x10, x11, x12, $1"),
    R(sh3add, "shadd x10, x11, x12, $3"),
    R(sh2add_uw, "ext32u t0, x11\nshadd x10, t0, x12, $2"),
    R(add_uw, "ext32u t0, x11\nadd_i64 x10, t0, x12"),
    I(slli_uw, 40, "ext32u t0, x11\nshl_i64 x10, t0, $0x28"),
    R(andn, "andc x10, x11, x12"),
    R(orn, "orc x10, x11, x12"),
    R(xnor, "eqv x10, x11, x12"),
    R(clz, "clz_i64 x10, x11"),
    R(ctzw, "ctz_i32 x10, x11"),
    R(cpop, "ctpop_i64 x10, x11"),
    R(max, "smax x10, x11, x12"),
    R(maxu, "umax x10, x11, x12"),
    R(min, "smin x10, x11, x12"),
    R(minu, "umin x10, x11, x12"),
    R(sext_b, "ext8s x10, x11"),
    R(sext_h, "ext16s x10, x11"),
    R(zext_h, "ext16u x10, x11"),
    R(rol, "rotl_i64 x10, x11, x12"),
    R(rorw, "rotr_i32 x10, x11, x12"),
    I(rori, 9, "rotr_i64 x10, x11, $0x9"),
    R(orc_b, "orc_b x10, x11"),
    R(rev8, "bswap x10, x11"),
    R(clmulr, "call CLMULR, x10, x11, x12, none"),
    R(bclr, "shl_i64 t0, $0x1, x12\nandc x10, x11, t0"),
    R(binv, "shl_i64 t0, $0x1, x12\nxor x10, x11, t0"),
    R(bset, "shl_i64 t0, $0x1, x12\nor x10, x11, t0"),
    R(bext, "shr_i64 t0, x11, x12\nand x10, t0, $0x1"),
    I(bclri, 63, "and x10, x11, $0x7fffffffffffffff"),
    I(binvi, 63, "xor x10, x11, $0x8000000000000000"),
    I(bseti, 31, "or x10, x11, $0x80000000"),
    I(bexti, 63, "shr_i64 t0, x11, $0x3f\nand x10, t0, $0x1"),
    R(czero_eqz, "select x10, x12, x11, $0x0"),
    R(czero_nez, "select x10, x12, $0x0, x11"),

    /* A */
    R(amoadd_w, "amo x10, x11, x12, add.w"),
    R(amomaxu_d, "amo x10, x11, x12, maxu.d"),
    R(lr_w, "lr x10, x11, lesl"),
    R(lr_d, "lr x10, x11, leuq"),
    { INSN4(lr_d, .rd = 10, .rs1 = 11, .raw = 1u << 25),        /* rl */
      "mb full\nlr x10, x11, leuq\n" LAST },
    R(sc_w, "sc x10, x11, x12, leul"),
    R(sc_d, "sc x10, x11, x12, leuq"),

    /* fences: rw,rw; w,r; rw,w; r,rw; o,i */
    I(fence, 0x33, "mb full"),
    I(fence, 0x12, "mb full"),
    I(fence, 0x31, "mb weak"),
    I(fence, 0x23, "mb weak"),
    I(fence, 0x48, "mb full"),
    I(fence_tso, 0, "mb weak"),

    /* what the interpreter does */
    R(pause, "interp goes_on"),
    R(cbo_zero, "interp goes_on"),
    R(th_mula, "interp goes_on"),
    { INSN4(wfi), "interp ends\nretire $1\nexit_tb $4, next\n" },
    { INSN4(sfence_vma), "interp ends\nretire $1\nexit_tb $4, next\n" },
    { INSN4(fence_i), "interp ends\nretire $1\nexit_tb $4, next\n" },
    { { .op = OP_COUNT, .len = 2 },
      "interp ends\nretire $1\nexit_tb $2, next\n" },

    /* traps and their returns */
    { INSN4(ecall), "call RAISE, none, $0x9, $0x0, none\nexit_tb $0, next\n" },
    { INSN4(ebreak), "pc_add t0, $0\ncall RAISE, none, $0x3, t0, none\n"
      "exit_tb $0, next\n" },
    { INSN4(sret), "call SRET, none, none, none, none\nexit_tb $0, next\n" },
    { INSN4(mret), "call MRET, none, none, none, none\nexit_tb $0, next\n" },
};

static void assert_unit(const Insn *insn, const UnitSetup *setup,
                        const char *expected)
{
    g_autofree char *text = unit_text(unit_make(insn, 1, setup));

    ck_assert_str_eq(text, expected);
}

START_TEST(test_instruction_becomes)
{
    assert_unit(&golden[_i].insn, &unit_setup, golden[_i].text);
}
END_TEST

START_TEST(test_ecall_knows_its_mode)
{
    UnitSetup setup = unit_setup;

    setup.priv = PRIV_M;
    assert_unit(&INSN4(ecall), &setup,
                "call RAISE, none, $0xb, $0x0, none\nexit_tb $0, next\n");
    setup.priv = PRIV_U;
    assert_unit(&INSN4(ecall), &setup,
                "call RAISE, none, $0x8, $0x0, none\nexit_tb $0, next\n");
}
END_TEST

/* The lecture's block; an operation for each instruction. */
START_TEST(test_lecture_example)
{
    static const uint32_t words[] = {
        0x000100b7, 0x09c08093, 0x0052c2b3, 0x0050a223, 0x30029073,
    };
    Insn insns[G_N_ELEMENTS(words)];
    UnitSetup setup = unit_setup;

    setup.priv = PRIV_M;
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        insns[i] = unit_decode(words[i]);
    }
    GString *text = g_string_new(NULL);
    ir_print(unit_make(insns, G_N_ELEMENTS(words), &setup), text);
    ck_assert_str_eq(text->str,
                     "---- 0 lui =000100b7\n"
                     "mov x1, $0x10000\n"
                     "---- 1 addi =09c08093 +1\n"
                     "add_i64 x1, x1, $0x9c\n"
                     "---- 2 xor =0052c2b3 +2\n"
                     "xor x5, x5, x5\n"
                     "---- 3 sw =0050a223 +3\n"
                     "st x1, x5, $4, leul\n"
                     "---- 4 csrrw =30029073 +4\n"
                     "call CSR, none, $0x10300, x5, $0x0\n"
                     "retire $5\n"
                     "goto_tb $20\n");
    g_string_free(text, TRUE);
}
END_TEST

UNIT_MAIN("tcg_translate",
    UNIT_LOOP(test_instruction_becomes, G_N_ELEMENTS(golden)),
    UNIT_TEST(test_ecall_knows_its_mode),
    UNIT_TEST(test_lecture_example))
