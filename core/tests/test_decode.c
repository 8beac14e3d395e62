/* test_decode.c: what a word decodes to, and what is illegal */
#include "core/hart.h"
#include "core/isa.h"

#include <string.h>
#include "support/unit.h"

/* Every extension but those named, EXT_COUNT-terminated. */
static DecodeTable *table_without(const ExtId *disabled)
{
    HartConfig config = { 0 };

    memset(config.ext, true, sizeof(config.ext));
    for (; *disabled != EXT_COUNT; disabled++) {
        config.ext[*disabled] = false;
    }
    return decode_table_new(&config);
}

static Insn decode(const DecodeTable *table, uint32_t word, bool *legal)
{
    Insn insn;

    memset(&insn, 0xa5, sizeof(insn));
    *legal = insn_decode(table, word, &insn);
    return insn;
}

static bool is_legal_without(const ExtId *disabled, uint32_t word)
{
    DecodeTable *table = table_without(disabled);
    bool legal;
    Insn insn = decode(table, word, &legal);

    decode_table_free(table);
    ck_assert_uint_eq(insn.len, insn_length((uint16_t)word));
    ck_assert_uint_eq(insn.raw, insn.len == 2 ? word & 0xffff : word);
    ck_assert(legal == (insn.op != OP_COUNT));
    return legal;
}

static const ExtId nothing[] = { EXT_COUNT };

START_TEST(test_length_is_in_the_low_two_bits)
{
    for (uint32_t half = 0; half <= 0xffff; half++) {
        ck_assert_uint_eq(insn_length((uint16_t)half),
                          half % 4 == 3 ? 4 : 2);
    }
}
END_TEST

typedef struct Vector {
    uint32_t word;
    Insn insn;
} Vector;

#define V(word_, op_, len_, ...)                                        \
    { (word_), { .op = OP_##op_, .len = (len_), .raw = (word_), __VA_ARGS__ } }

static const Vector vectors[] = {
    V(0x00000013, addi, 4),
    V(0xfff50593, addi, 4, .rd = 11, .rs1 = 10, .imm = -1),
    V(0x800005b7, lui, 4, .rd = 11, .imm = INT32_MIN),
    V(0x12345097, auipc, 4, .rd = 1, .imm = 0x12345000),
    V(0xfe20ae23, sw, 4, .rs1 = 1, .rs2 = 2, .imm = -4),
    V(0xfe000ee3, beq, 4, .imm = -4),
    V(0xffdff0ef, jal, 4, .rd = 1, .imm = -4),
    V(0x03f51513, slli, 4, .rd = 10, .rs1 = 10, .imm = 63),
    V(0x41f5559b, sraiw, 4, .rd = 11, .rs1 = 10, .imm = 31),
    V(0xfffff573, csrrci, 4, .rd = 10, .rs1 = 31, .imm = 0xfff),
    V(0x30529073, csrrw, 4, .rs1 = 5, .imm = 0x305),
    V(0x0ff0000f, fence, 4, .imm = 0x0ff),
    V(0x8330000f, fence_tso, 4),
    V(0x0100000f, pause, 4),
    V(0x00000073, ecall, 4),
    V(0x30200073, mret, 4),
    V(0x12b50073, sfence_vma, 4, .rs1 = 10, .rs2 = 11),
    V(0x1605a52f, lr_w, 4, .rd = 10, .rs1 = 11, .rm = 3),
    V(0x04c5b52f, amoadd_d, 4, .rd = 10, .rs1 = 11, .rs2 = 12, .rm = 2),
    V(0x6ac5f543, fmadd_d, 4, .rd = 10, .rs1 = 11, .rs2 = 12, .rs3 = 13,
      .rm = 7),
    V(0x00c5d553, fadd_s, 4, .rd = 10, .rs1 = 11, .rs2 = 12, .rm = 5),
    V(0xf01f8553, fli_s, 4, .rd = 10, .rs1 = 31),
    V(0x0205e013, prefetch_i, 4, .rs1 = 11, .imm = 32),
    V(0xfe15e013, prefetch_r, 4, .rs1 = 11, .imm = -32),
    V(0x0035e013, prefetch_w, 4, .rs1 = 11, .imm = 0),
    V(0x0025e013, ori, 4, .rs1 = 11, .imm = 2),
    V(0x0035e093, ori, 4, .rd = 1, .rs1 = 11, .imm = 3),
    V(0x1bd5c50b, th_lbia, 4, .rd = 10, .rs1 = 11, .imm = -6),
    V(0xe4c5c50b, th_lwd, 4, .rd = 10, .rs1 = 11, .rs2 = 12, .imm = 16),
    V(0x0441, addi, 2, .rd = 8, .rs1 = 8, .imm = 16),
    V(0x1101, addi, 2, .rd = 2, .rs1 = 2, .imm = -32),
    V(0x0808, addi, 2, .rd = 10, .rs1 = 2, .imm = 16),
    V(0x6105, addi, 2, .rd = 2, .rs1 = 2, .imm = 32),
    V(0x557d, addi, 2, .rd = 10, .imm = -1),
    V(0x7579, lui, 2, .rd = 10, .imm = -8192),
    V(0x4532, lw, 2, .rd = 10, .rs1 = 2, .imm = 12),
    V(0xe42a, sd, 2, .rs1 = 2, .rs2 = 10, .imm = 8),
    V(0x8082, jalr, 2, .rs1 = 1),
    V(0x9502, jalr, 2, .rd = 1, .rs1 = 10),
    V(0x852e, add, 2, .rd = 10, .rs2 = 11),
    V(0x952e, add, 2, .rd = 10, .rs1 = 10, .rs2 = 11),
    V(0x9002, ebreak, 2),
    V(0xbffd, jal, 2, .imm = -2),
    V(0xdd7d, beq, 2, .rs1 = 10, .imm = -2),
    V(0x9d61, andi, 2, .rd = 10, .rs1 = 10, .imm = 255),
    V(0x9d75, xori, 2, .rd = 10, .rs1 = 10, .imm = -1),
    V(0x9d71, add_uw, 2, .rd = 10, .rs1 = 10),
};

START_TEST(test_fields_of_known_words)
{
    DecodeTable *table = table_without(nothing);
    bool legal;
    Insn insn = decode(table, vectors[_i].word, &legal);

    decode_table_free(table);
    ck_assert(legal);
    ck_assert_mem_eq(&insn, &vectors[_i].insn, sizeof(insn));
}
END_TEST

/* Upper halves of 16-bit instructions belong to the next one. */
START_TEST(test_upper_half_of_a_compressed_word_is_ignored)
{
    DecodeTable *table = table_without(nothing);
    bool legal;
    Insn insn = decode(table, 0xdead8082, &legal);

    decode_table_free(table);
    ck_assert(legal);
    ck_assert_uint_eq(insn.op, OP_jalr);
    ck_assert_uint_eq(insn.raw, 0x8082);
}
END_TEST

typedef struct Word {
    uint32_t word;
    const char *what;
} Word;

static const Word reserved[] = {
    { 0x00000000, "all zeros" },
    { 0xffffffff, "all ones" },
    { 0x0004, "c.addi4spn with immediate 0" },
    { 0x2005, "c.addiw with rd = 0" },
    { 0x6101, "c.addi16sp with immediate 0" },
    { 0x6081, "c.lui with immediate 0" },
    { 0x6001, "c.lui with rd = 0 and immediate 0" },
    { 0x4006, "c.lwsp with rd = 0" },
    { 0x6006, "c.ldsp with rd = 0" },
    { 0x8002, "c.jr with rs1 = 0" },
    { 0x9000, "quadrant 0, funct6 100100" },
    { 0x9c00, "quadrant 0, funct6 100111" },
    { 0x8c40, "c.sh with bit 6 set" },
    { 0x9c79, "Zcb funct5 11110" },
    { 0x9c7d, "Zcb funct5 11111" },
    { 0x0000001f, "48-bit encoding" },
    { 0x0000003f, "64-bit encoding" },
    { 0x0000002b, "custom-1" },
    { 0x0000006b, "reserved major opcode" },
    { 0x04001013, "slli with funct6 = 1" },
    { 0x0200101b, "slliw with shift amount 32" },
    { 0x0200501b, "srliw with shift amount 32" },
    { 0x4200501b, "sraiw with shift amount 32" },
    { 0x0000201b, "OP-IMM-32, funct3 2" },
    { 0x00007003, "LOAD, funct3 7" },
    { 0x00004023, "STORE, funct3 4" },
    { 0x00002063, "BRANCH, funct3 2" },
    { 0x00003063, "BRANCH, funct3 3" },
    { 0x00001067, "JALR, funct3 1" },
    { 0x0000300f, "MISC-MEM, funct3 3" },
    { 0x80000033, "OP, funct7 64" },
    { 0x0000203b, "OP-32, funct3 2" },
    { 0x0200103b, "mulhw does not exist" },
    { 0x08004033, "zext.h of RV32" },
    { 0x69805013, "rev8 of RV32" },
    { 0x28505013, "orc.b with another control value" },
    { 0x1010202f, "lr.w with rs2 != 0" },
    { 0x0000002f, "AMO on bytes" },
    { 0x0000402f, "AMO on quadwords" },
    { 0x2800202f, "AMO, funct5 5" },
    { 0x00000007, "LOAD-FP, funct3 0" },
    { 0x06000053, "fadd.q" },
    { 0x06000043, "fmadd.q" },
    { 0x58100053, "fsqrt.s with rs2 != 0" },
    { 0x20003053, "fsgnj.s, funct3 3" },
    { 0x28004053, "fmin.s, funct3 4" },
    { 0x40000053, "fcvt.s.s" },
    { 0x42100053, "fcvt.d.d" },
    { 0xc0400053, "fcvt.w.s with rs2 = 4" },
    { 0xe0101053, "fclass.s with rs2 != 0" },
    { 0xe0002053, "fmv.x.w, funct3 2" },
    { 0xc2800053, "fcvtmod.w.d with rounding mode rne" },
    { 0x000000f3, "ecall with rd != 0" },
    { 0x00200073, "uret was removed" },
    { 0x00300073, "SYSTEM, funct12 3" },
    { 0x30208073, "mret with rs1 != 0" },
    { 0x105000f3, "wfi with rd != 0" },
    { 0x120000f3, "sfence.vma with rd != 0" },
    { 0x10400073, "sfence.vm was removed" },
    { 0x18200073, "sfence.inval.ir's neighbour" },
    { 0x0030200f, "cbo with operation 3" },
    { 0x0000208f, "cbo.inval with rd != 0" },
    { 0x19c5c58b, "th.lbia is writing its base" },
    { 0xe4b5c50b, "th.lwd with rd2 = rs1" },
    { 0xe4c5c58b, "th.lwd with rd1 = rs1" },
    { 0xe4a5c50b, "th.lwd with rd1 = rd2" },
};

START_TEST(test_reserved_encodings_are_illegal)
{
    ck_assert_msg(!is_legal_without(nothing, reserved[_i].word), "%s",
                  reserved[_i].what);
}
END_TEST

typedef struct Hint {
    uint32_t word;
    unsigned op;
    const char *what;
} Hint;

static const Hint hints[] = {
    { 0x0001, OP_addi, "c.nop" },
    { 0x0005, OP_addi, "c.nop with an immediate" },
    { 0x0081, OP_addi, "c.addi with immediate 0" },
    { 0x4005, OP_addi, "c.li to x0" },
    { 0x6005, OP_lui, "c.lui to x0" },
    { 0x8006, OP_add, "c.mv to x0" },
    { 0x900a, OP_add, "c.ntl.p1" },
    { 0x0002, OP_slli, "c.slli of x0 by 0" },
    { 0x0082, OP_slli, "c.slli by 0" },
    { 0x8001, OP_srli, "c.srli by 0" },
    { 0x8401, OP_srai, "c.srai by 0" },
    { 0x00200033, OP_add, "ntl.p1" },
    { 0x00002013, OP_slti, "slti to x0" },
    { 0x00000037, OP_lui, "lui to x0" },
    { 0x0000000f, OP_fence, "fence without predecessors" },
    { 0xf330000f, OP_fence, "fence with reserved fm" },
    { 0x0ff5058f, OP_fence, "fence with register fields" },
    { 0xfff5958f, OP_fence_i, "fence.i with reserved fields" },
};

START_TEST(test_hints_decode_as_their_base_instruction)
{
    DecodeTable *table = table_without(nothing);
    bool legal;
    Insn insn = decode(table, hints[_i].word, &legal);

    decode_table_free(table);
    ck_assert_msg(legal && insn.op == hints[_i].op, "%s", hints[_i].what);
}
END_TEST

typedef struct Dependence {
    ExtId ext;
    uint32_t word;
    const char *what;
} Dependence;

static const Dependence dependences[] = {
    { EXT_i, 0x00000013, "addi" },
    { EXT_m, 0x02c5c533, "div" },
    { EXT_zmmul, 0x02c58533, "mul" },
    { EXT_zmmul, 0x9d4d, "c.mul: extension of the expansion" },
    { EXT_zalrsc, 0x1005a52f, "lr.w" },
    { EXT_zaamo, 0x00c5a52f, "amoadd.w" },
    { EXT_f, 0x00c5f553, "fadd.s" },
    { EXT_d, 0x02c5f553, "fadd.d" },
    { EXT_d, 0x42050553, "fcvt.d.s" },
    { EXT_d, 0xf2150553, "fli.d: second extension" },
    { EXT_d, 0x42250553, "fcvt.d.h: second extension" },
    { EXT_d, 0x6458e50b, "th.flrd: second extension" },
    { EXT_f, 0x4458e50b, "th.flrw: second extension" },
    { EXT_d, 0x2108, "c.fld: extension of the expansion" },
    { EXT_zcd, 0x2108, "c.fld" },
    { EXT_zca, 0x0505, "c.addi" },
    { EXT_zcb, 0x8148, "c.lbu" },
    { EXT_zbb, 0x9d65, "c.sext.b: extension of the expansion" },
    { EXT_zba, 0x9d71, "c.zext.w: extension of the expansion" },
    { EXT_zfh, 0x04c5f553, "fadd.h" },
    { EXT_zfh, 0xf4150553, "fli.h: second extension" },
    { EXT_zfhmin, 0x00059507, "flh" },
    { EXT_zfa, 0xf0150553, "fli.s" },
    { EXT_zicsr, 0x30529073, "csrw mtvec" },
    { EXT_zifencei, 0x0000100f, "fence.i" },
    { EXT_zicbom, 0x0015200f, "cbo.clean" },
    { EXT_zicboz, 0x0045200f, "cbo.zero" },
    { EXT_zicond, 0x0ec5d533, "czero.eqz" },
    { EXT_zawrs, 0x00d00073, "wrs.nto" },
    { EXT_svinval, 0x18000073, "sfence.w.inval" },
    { EXT_zba, 0x20c5a533, "sh1add" },
    { EXT_zbb, 0x40c5f533, "andn" },
    { EXT_zbc, 0x0ac59533, "clmul" },
    { EXT_zbs, 0x28c59533, "bset" },
    { EXT_xtheadba, 0x04c5950b, "th.addsl" },
    { EXT_xtheadsync, 0x0180000b, "th.sync" },
};

START_TEST(test_instruction_of_disabled_extension_is_illegal)
{
    const Dependence *row = &dependences[_i];
    const ExtId disabled[] = { row->ext, EXT_COUNT };

    ck_assert_msg(is_legal_without(nothing, row->word), "%s", row->what);
    ck_assert_msg(!is_legal_without(disabled, row->word), "%s", row->what);
}
END_TEST

START_TEST(test_hints_of_disabled_extensions_stay_legal)
{
    static const ExtId disabled[] = {
        EXT_zicbop, EXT_zihintpause, EXT_zihintntl, EXT_COUNT,
    };
    DecodeTable *table = table_without(disabled);
    bool legal;

    ck_assert_uint_eq(decode(table, 0x0205e013, &legal).op, OP_ori);
    ck_assert_uint_eq(decode(table, 0x0100000f, &legal).op, OP_fence);
    ck_assert_uint_eq(decode(table, 0x00200033, &legal).op, OP_add);
    decode_table_free(table);
}
END_TEST

START_TEST(test_without_extensions_everything_is_illegal)
{
    HartConfig config = { 0 };
    DecodeTable *table = decode_table_new(&config);
    bool legal;

    for (uint32_t word = 0; word <= 0xffff; word++) {
        decode(table, word, &legal);
        ck_assert(!legal);
    }
    decode_table_free(table);
}
END_TEST

START_TEST(test_names_and_flags)
{
    ck_assert_str_eq(insn_name(OP_fcvt_w_s), "fcvt.w.s");
    ck_assert_str_eq(insn_name(OP_addi), "addi");
    ck_assert_str_eq(insn_name(OP_COUNT), "illegal");
    ck_assert_uint_eq(insn_flags(OP_lw), INSN_LOAD);
    ck_assert_uint_eq(insn_flags(OP_beq), INSN_BRANCH);
    ck_assert_uint_eq(insn_flags(OP_csrrs), INSN_CSR | INSN_ENDS_BLOCK);
    ck_assert_uint_eq(insn_flags(OP_COUNT), 0);
    ck_assert_uint_eq(insn_flags(UINT32_MAX), 0);
}
END_TEST

START_TEST(test_freeing_nothing_is_fine)
{
    decode_table_free(NULL);
}
END_TEST

UNIT_MAIN("decode",
          UNIT_TEST(test_length_is_in_the_low_two_bits),
          UNIT_LOOP(test_fields_of_known_words, G_N_ELEMENTS(vectors)),
          UNIT_TEST(test_upper_half_of_a_compressed_word_is_ignored),
          UNIT_LOOP(test_reserved_encodings_are_illegal,
                    G_N_ELEMENTS(reserved)),
          UNIT_LOOP(test_hints_decode_as_their_base_instruction,
                    G_N_ELEMENTS(hints)),
          UNIT_LOOP(test_instruction_of_disabled_extension_is_illegal,
                    G_N_ELEMENTS(dependences)),
          UNIT_TEST(test_hints_of_disabled_extensions_stay_legal),
          UNIT_TEST(test_without_extensions_everything_is_illegal),
          UNIT_TEST(test_names_and_flags),
          UNIT_TEST(test_freeing_nothing_is_fine))
