/*
 * test_x86_asm.c: the rules of REX, ModRM and SIB one by one, in bytes
 *
 * mov, add, sub, and, or, xor (the lecture's exercise), then the promises of
 * the encoder as a whole: shortest immediates, padding, overflow. Every other
 * row is compared with an assembler in test_x86_as.c.
 */
#include "support/unit.h"

#include <string.h>

#include "x86/asm.h"

enum { ROOM = 64 };

static const X86Features everything = {
    true, true, true, true, true, true, true, true, true,
};

/* Bytes as hexadecimal text */
static char *hex(const uint8_t *bytes, size_t n)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        g_string_append_printf(text, "%s%02x", i ? " " : "", bytes[i]);
    }
    return g_string_free(text, false);
}

static void check_hex(const X86Asm *a, const char *expected)
{
    g_autofree char *got = hex(a->start, (size_t)(a->p - a->start));

    ck_assert_str_eq(got, expected);
}

typedef struct RegisterRow {
    X86Op op;
    X86Reg dst, src;
    const char *bytes;
} RegisterRow;

static const RegisterRow register_rows[] = {
    /* 32 bits: no REX; bits R and B only for r8 and up */
    { X86_ADD, X86_RAX, X86_RCX, "01 c8" },
    { X86_ADD, X86_R8, X86_RCX, "41 01 c8" },
    { X86_ADD, X86_RAX, X86_R9, "44 01 c8" },
    { X86_ADD, X86_R8, X86_R9, "45 01 c8" },
    /* 64 bits: W */
    { X86_ADD | X86_W64, X86_RAX, X86_RCX, "48 01 c8" },
    { X86_SUB | X86_W64, X86_R15, X86_RDI, "49 29 ff" },
    { X86_AND | X86_W64, X86_RDI, X86_R15, "4c 21 ff" },
    { X86_OR | X86_W64, X86_R12, X86_R13, "4d 09 ec" },
    /* rsp and rbp are registers like others here */
    { X86_XOR | X86_W64, X86_RSP, X86_RBP, "48 31 ec" },
    { X86_MOV | X86_W64, X86_R12, X86_RSP, "49 89 e4" },
    /* 16 bits: 66; 8 bits: even opcode, and REX for spl, bpl, sil, dil */
    { X86_XOR | X86_W16, X86_RDX, X86_RBX, "66 31 da" },
    { X86_XOR | X86_W16, X86_R10, X86_RBX, "66 41 31 da" },
    { X86_MOV | X86_W8, X86_RAX, X86_RBX, "88 d8" },
    { X86_MOV | X86_W8, X86_RSI, X86_RAX, "40 88 c6" },
    { X86_MOV | X86_W8, X86_RAX, X86_RDI, "40 88 f8" },
    { X86_MOV | X86_W8, X86_R8, X86_RAX, "41 88 c0" },
    { X86_MOVZX_B, X86_RAX, X86_RSI, "40 0f b6 c6" },
    { X86_MOVZX_B, X86_RSI, X86_RAX, "0f b6 f0" },
};

START_TEST(test_registers_are_in_modrm_and_rex)
{
    const RegisterRow *row = &register_rows[_i];
    uint8_t code[ROOM];
    X86Asm a;

    x86_asm_init(&a, code, ROOM, &everything);
    x86_rr(&a, row->op, row->dst, row->src);
    check_hex(&a, row->bytes);
}
END_TEST

typedef struct MemoryRow {
    X86Op op;
    X86Reg reg;
    X86Mem mem;
    const char *bytes;
} MemoryRow;

#define AT(base, disp) { base, X86_NO_REG, 1, disp }

static const MemoryRow memory_rows[] = {
    { X86_MOV | X86_W64, X86_RAX, AT(X86_RCX, 0), "48 8b 01" },
    { X86_MOV | X86_W64, X86_R9, AT(X86_RCX, 0), "4c 8b 09" },
    { X86_MOV, X86_RAX, AT(X86_R9, 0), "41 8b 01" },
    /* one byte of displacement, or four */
    { X86_ADD | X86_W64, X86_RBX, AT(X86_RBP, -128), "48 03 5d 80" },
    { X86_ADD | X86_W64, X86_RBX, AT(X86_RBP, 127), "48 03 5d 7f" },
    { X86_ADD | X86_W64, X86_RBX, AT(X86_RBP, 128),
      "48 03 9d 80 00 00 00" },
    { X86_SUB | X86_W64, X86_RBX, AT(X86_RBP, -129),
      "48 2b 9d 7f ff ff ff" },
    /* base rbp, r13: never without displacement */
    { X86_AND, X86_RAX, AT(X86_RBP, 0), "23 45 00" },
    { X86_AND, X86_RAX, AT(X86_R13, 0), "41 23 45 00" },
    /* base rsp, r12: never without SIB */
    { X86_OR, X86_RAX, AT(X86_RSP, 0), "0b 04 24" },
    { X86_OR, X86_RAX, AT(X86_R12, 0), "41 0b 04 24" },
    { X86_XOR, X86_RAX, AT(X86_RSP, 8), "33 44 24 08" },
    { X86_XOR, X86_RAX, AT(X86_R12, 256), "41 33 84 24 00 01 00 00" },
    /* index: bit X; r12 can be one */
    { X86_MOV | X86_W64, X86_RAX, { X86_RCX, X86_RDX, 1, 0 }, "48 8b 04 11" },
    { X86_MOV | X86_W64, X86_RAX, { X86_RCX, X86_R12, 8, 0 }, "4a 8b 04 e1" },
    { X86_MOV | X86_W64, X86_R8, { X86_R13, X86_R9, 4, 0 },
      "4f 8b 44 8d 00" },
    { X86_LEA | X86_W64, X86_RAX, { X86_NO_REG, X86_RCX, 8, 16 },
      "48 8d 04 cd 10 00 00 00" },
    { X86_MOV, X86_RAX, AT(X86_NO_REG, 0x1234), "8b 04 25 34 12 00 00" },
    { X86_MOVZX_B, X86_RSI, AT(X86_RAX, 0), "0f b6 30" },
    { X86_MOV | X86_W8, X86_RSI, AT(X86_RAX, 0), "40 8a 30" },
};

START_TEST(test_addresses_are_in_modrm_sib_and_rex)
{
    const MemoryRow *row = &memory_rows[_i];
    uint8_t code[ROOM];
    X86Asm a;

    x86_asm_init(&a, code, ROOM, &everything);
    x86_rm(&a, row->op, row->reg, row->mem);
    check_hex(&a, row->bytes);
}
END_TEST

typedef struct ImmRow {
    X86Op op;
    X86Reg dst;
    int32_t imm;
    const char *bytes;
} ImmRow;

static const ImmRow imm_rows[] = {
    { X86_ADD | X86_W64, X86_RCX, 127, "48 83 c1 7f" },
    { X86_ADD | X86_W64, X86_RCX, 128, "48 81 c1 80 00 00 00" },
    { X86_ADD | X86_W64, X86_RCX, -128, "48 83 c1 80" },
    { X86_SUB | X86_W64, X86_RCX, -129, "48 81 e9 7f ff ff ff" },
    { X86_AND, X86_RAX, -2, "83 e0 fe" },
    { X86_AND, X86_RAX, 0x1000, "25 00 10 00 00" },
    { X86_OR | X86_W64, X86_RAX, 0x1000, "48 0d 00 10 00 00" },
    { X86_OR | X86_W16, X86_R8, 0x1234, "66 41 81 c8 34 12" },
    { X86_XOR | X86_W16, X86_RCX, -1, "66 83 f1 ff" },
    { X86_XOR | X86_W8, X86_RSI, 1, "40 80 f6 01" },
    { X86_SHL | X86_W64, X86_RAX, 1, "48 d1 e0" },
    { X86_SHL | X86_W64, X86_RAX, 2, "48 c1 e0 02" },
};

START_TEST(test_immediates_have_the_shortest_form)
{
    const ImmRow *row = &imm_rows[_i];
    uint8_t code[ROOM];
    X86Asm a;

    x86_asm_init(&a, code, ROOM, &everything);
    x86_ri(&a, row->op, row->dst, row->imm);
    check_hex(&a, row->bytes);
}
END_TEST

static const struct {
    uint64_t value;
    const char *bytes;
} constant_rows[] = {
    { 0, "b9 00 00 00 00" },
    { UINT32_MAX, "b9 ff ff ff ff" },
    { UINT64_MAX, "48 c7 c1 ff ff ff ff" },
    { UINT64_C(0xffffffff80000000), "48 c7 c1 00 00 00 80" },
    { UINT64_C(0xffffffff7fffffff), "48 b9 ff ff ff 7f ff ff ff ff" },
    { UINT64_C(0x100000000), "48 b9 00 00 00 00 01 00 00 00" },
};

START_TEST(test_constants_take_five_seven_or_ten_bytes)
{
    uint8_t code[ROOM];
    X86Asm a;

    x86_asm_init(&a, code, ROOM, &everything);
    x86_mov_imm(&a, X86_RCX, constant_rows[_i].value);
    check_hex(&a, constant_rows[_i].bytes);
}
END_TEST

START_TEST(test_vex_is_two_bytes_where_that_is_enough)
{
    uint8_t code[ROOM];
    X86Asm a;

    x86_asm_init(&a, code, ROOM, &everything);
    x86_xxx(&a, X86_ADDSD, X86_XMM8, X86_XMM9, X86_XMM7);
    x86_xxx(&a, X86_ADDSD, X86_XMM0, X86_XMM1, X86_XMM8);
    check_hex(&a, "c5 33 58 c7 c4 c1 73 58 c0");
}
END_TEST

START_TEST(test_without_avx_the_destination_is_the_first_source)
{
    uint8_t code[ROOM];
    X86Features old = everything;
    X86Asm a;

    ck_assert(x86_features_mask(&old, "avx"));
    x86_asm_init(&a, code, ROOM, &old);
    x86_xxx(&a, X86_ADDSD, X86_XMM3, X86_XMM3, X86_XMM4);
    x86_xxx(&a, X86_ADDSD, X86_XMM3, X86_XMM4, X86_XMM3);
    x86_xxx(&a, X86_SUBSD, X86_XMM3, X86_XMM5, X86_XMM4);
    check_hex(&a, "f2 0f 58 dc f2 0f 58 dc 0f 28 dd f2 0f 5c dc");
}
END_TEST

START_TEST(test_padding_has_the_length_asked_for)
{
    static const unsigned first_bytes[] = {
        0, 0x90, 0x66, 0x0f, 0x0f, 0x0f, 0x66, 0x0f, 0x0f, 0x66,
    };
    uint8_t code[ROOM];
    X86Asm a;

    for (unsigned n = 0; n <= 40; n++) {
        x86_asm_init(&a, code, ROOM, &everything);
        x86_nops(&a, n);
        ck_assert_int_eq(a.p - a.start, n);
        if (n > 0 && n < 10) {
            ck_assert_uint_eq(code[0], first_bytes[n]);
        }
    }
}
END_TEST

START_TEST(test_align_reaches_the_next_multiple)
{
    _Alignas(16) uint8_t code[2 * ROOM];
    X86Asm a;

    for (unsigned n = 0; n < 16; n++) {
        x86_asm_init(&a, code + n, ROOM, &everything);
        x86_align(&a, 16);
        ck_assert_uint_eq((uintptr_t)a.p % 16, 0);
        ck_assert_int_eq(a.p - a.start, (16 - n) % 16);
    }
}
END_TEST

START_TEST(test_overflow_writes_nothing_behind_the_end)
{
    uint8_t code[ROOM];
    X86Label label = X86_LABEL_INIT;

    for (unsigned room = 0; room < 48; room++) {
        X86Asm a;

        memset(code, 0xaa, ROOM);
        x86_asm_init(&a, code, room, &everything);
        label = X86_LABEL_INIT;
        for (unsigned n = 0; n < 10; n++) {
            x86_mov_imm(&a, X86_R9, UINT64_MAX / 3);
            x86_jcc(&a, X86_CC_E, &label);
            x86_nops(&a, 3);
        }
        x86_land(&a, x86_jcc_short(&a, X86_CC_E));
        x86_bind(&a, &label);
        ck_assert(a.overflow);
        ck_assert(a.p >= a.start && a.p <= a.end);
        for (unsigned i = room; i < ROOM; i++) {
            ck_assert_uint_eq(code[i], 0xaa);
        }
    }
}
END_TEST

START_TEST(test_names_are_those_of_the_assembler)
{
    ck_assert_str_eq(x86_insn_name(X86_MOVSXD), "movsxd");
    ck_assert_str_eq(x86_insn_name(X86_VFNMADD231SS), "vfnmadd231ss");
}
END_TEST

UNIT_MAIN("x86_asm",
    UNIT_LOOP(test_registers_are_in_modrm_and_rex,
              G_N_ELEMENTS(register_rows)),
    UNIT_LOOP(test_addresses_are_in_modrm_sib_and_rex,
              G_N_ELEMENTS(memory_rows)),
    UNIT_LOOP(test_immediates_have_the_shortest_form,
              G_N_ELEMENTS(imm_rows)),
    UNIT_LOOP(test_constants_take_five_seven_or_ten_bytes,
              G_N_ELEMENTS(constant_rows)),
    UNIT_TEST(test_vex_is_two_bytes_where_that_is_enough),
    UNIT_TEST(test_without_avx_the_destination_is_the_first_source),
    UNIT_TEST(test_padding_has_the_length_asked_for),
    UNIT_TEST(test_align_reaches_the_next_multiple),
    UNIT_TEST(test_overflow_writes_nothing_behind_the_end),
    UNIT_TEST(test_names_are_those_of_the_assembler))
