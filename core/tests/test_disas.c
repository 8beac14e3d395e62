/* test_disas.c: text of instructions; tests/isa compares it with binutils */
#include "core/fpu.h"
#include "core/hart.h"
#include "core/isa.h"

#include <string.h>
#include "support/unit.h"

static DecodeTable *table_of_everything(void)
{
    HartConfig config = { 0 };

    memset(config.ext, true, sizeof(config.ext));
    return decode_table_new(&config);
}

typedef struct Line {
    uint32_t word;
    unsigned len;
    const char *text;           /* at pc 0x80000000 */
} Line;

static const Line lines[] = {
    { 0xfff50593, 4, "addi\ta1,a0,-1" },
    { 0x00000073, 4, "ecall" },
    { 0x800005b7, 4, "lui\ta1,0x80000" },
    { 0xfe20ae23, 4, "sw\tsp,-4(ra)" },
    { 0x0000006f, 4, "jal\tzero,0x80000000" },
    { 0xfe000ee3, 4, "beq\tzero,zero,0x7ffffffc" },
    { 0x03f51513, 4, "slli\ta0,a0,0x3f" },
    { 0x8ff2d073, 4, "csrrwi\tzero,0x8ff,5" },
    { 0x0ff0000f, 4, "fence\tiorw,iorw" },
    { 0x0020000f, 4, "fence\tunknown,r" },
    { 0x1605a52f, 4, "lr.w.aqrl\ta0,(a1)" },
    { 0x04c5b52f, 4, "amoadd.d.aq\ta0,a2,(a1)" },
    { 0x00c5f553, 4, "fadd.s\tfa0,fa1,fa2" },
    { 0x00c58553, 4, "fadd.s\tfa0,fa1,fa2,rne" },
    { 0x00c5d553, 4, "fadd.s\tfa0,fa1,fa2,unknown" },
    { 0x42058553, 4, "fcvt.d.s\tfa0,fa1" },
    { 0x4205f553, 4, "fcvt.d.s\tfa0,fa1,dyn" },
    { 0xc2859553, 4, "fcvtmod.w.d\ta0,fa1,rtz" },
    { 0xf0108553, 4, "fli.s\tfa0,min" },
    { 0xf01f0553, 4, "fli.s\tfa0,inf" },
    { 0xe4c5c50b, 4, "th.lwd\ta0,a2,(a1),2,3" },
    { 0x1bd5c50b, 4, "th.lbia\ta0,(a1),-3,1" },
    { 0x8082, 2, "c.jr\tra" },
    { 0x4532, 2, "c.lwsp\ta0,12(sp)" },
    { 0x1101, 2, "c.addi\tsp,-32" },
    { 0xbffd, 2, "c.j\t0x7ffffffe" },
    { 0x9d61, 2, "c.zext.b\ta0" },
    { 0x0000, 2, ".2byte\t0x0" },
    { 0xffffffff, 4, ".4byte\t0xffffffff" },
};

START_TEST(test_text_is_objdumps)
{
    DecodeTable *table = table_of_everything();
    char text[80];
    unsigned len = insn_disas(table, lines[_i].word, 0x80000000, text,
                              sizeof(text));

    decode_table_free(table);
    ck_assert_uint_eq(len, lines[_i].len);
    ck_assert_str_eq(text, lines[_i].text);
}
END_TEST

/* Constants with a symbol (min, inf, nan) are lines above. */
START_TEST(test_fli_prints_the_constant_in_hexadecimal)
{
    DecodeTable *table = table_of_everything();
    char text[80];

    for (uint32_t index = 2; index < 30; index++) {
        uint64_t bits = f64_constant(index);
        double value;
        g_autofree char *expected = NULL;

        memcpy(&value, &bits, sizeof(value));
        expected = g_strdup_printf("fli.d\tfa0,%a", value);
        insn_disas(table, 0xf2100553 | index << 15, 0, text, sizeof(text));
        ck_assert_str_eq(text, expected);
    }
    decode_table_free(table);
}
END_TEST

START_TEST(test_long_text_is_cut_and_terminated)
{
    DecodeTable *table = table_of_everything();
    char text[8] = "xxxxxxx";

    ck_assert_uint_eq(insn_disas(table, 0xfff50593, 0, text, 5), 4);
    ck_assert_str_eq(text, "addi");
    ck_assert_int_eq(text[5], 'x');
    decode_table_free(table);
}
END_TEST

START_TEST(test_target_wraps_at_the_ends_of_the_address_space)
{
    DecodeTable *table = table_of_everything();
    char text[80];

    insn_disas(table, 0xfe000ee3, 0, text, sizeof(text));
    ck_assert_str_eq(text, "beq\tzero,zero,0xfffffffffffffffc");
    insn_disas(table, 0x00000263, ~(vaddr)3, text, sizeof(text));
    ck_assert_str_eq(text, "beq\tzero,zero,0x0");
    decode_table_free(table);
}
END_TEST

START_TEST(test_register_names)
{
    ck_assert_str_eq(gpr_name(0), "zero");
    ck_assert_str_eq(gpr_name(8), "s0");
    ck_assert_str_eq(gpr_name(31), "t6");
    ck_assert_str_eq(fpr_name(0), "ft0");
    ck_assert_str_eq(fpr_name(10), "fa0");
    ck_assert_str_eq(fpr_name(31), "ft11");
}
END_TEST

UNIT_MAIN("disas",
          UNIT_LOOP(test_text_is_objdumps, G_N_ELEMENTS(lines)),
          UNIT_TEST(test_fli_prints_the_constant_in_hexadecimal),
          UNIT_TEST(test_long_text_is_cut_and_terminated),
          UNIT_TEST(test_target_wraps_at_the_ends_of_the_address_space),
          UNIT_TEST(test_register_names))
