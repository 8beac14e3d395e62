/*
 * decode_imm.c: immediates of every instruction format
 *
 * RISC-V scatters immediates so that register fields and the sign bit never
 * move. Each function below gathers one format; the diagram above it shows
 * which immediate bit every instruction bit holds. Unprivileged ISA, section
 * "Immediate Encoding Variants", and for 16 bits chapter '"C" Extension'.
 */
#include "decode_imm.h"

#include "core/bits.h"

/* @length bits of @word from bit @from, placed at bit @to. */
static uint32_t move_bits(uint32_t word, int from, int length, int to)
{
    return (uint32_t)extract64(word, from, length) << to;
}

static int32_t sign_extend(uint32_t value, int length)
{
    return (int32_t)sextract64(value, 0, length);
}

static int32_t imm_none(uint32_t word)
{
    return 0;
}

/*
 *  31                   20 19   15 14  12 11    7 6       0
 * [       imm[11:0]       |  rs1  |funct3|   rd  | opcode  ]
 */
static int32_t imm_i(uint32_t word)
{
    return sign_extend(move_bits(word, 20, 12, 0), 12);
}

/* The bits of I as an unsigned number. */
static int32_t imm_ui(uint32_t word)
{
    return (int32_t)move_bits(word, 20, 12, 0);
}

/*
 *  31         25 24     20 19   15 14  12 11    7 6       0
 * [ imm[11:5]   |   rs2   |  rs1  |funct3| [4:0] | opcode  ]
 */
static int32_t imm_s(uint32_t word)
{
    return sign_extend(move_bits(word, 25, 7, 5) | move_bits(word, 7, 5, 0),
                       12);
}

/*
 *  31 30      25 24     20 19   15 14  12 11   8 7 6       0
 * [12| [10:5]   |   rs2   |  rs1  |funct3|[4:1]|11| opcode  ]
 */
static int32_t imm_b(uint32_t word)
{
    return sign_extend(move_bits(word, 31, 1, 12) |
                       move_bits(word, 7, 1, 11) |
                       move_bits(word, 25, 6, 5) |
                       move_bits(word, 8, 4, 1), 13);
}

/*
 *  31                                  12 11    7 6       0
 * [            imm[31:12]                |   rd  | opcode  ]
 */
static int32_t imm_u(uint32_t word)
{
    return (int32_t)(word & 0xfffff000u);
}

/*
 *  31 30            21  20 19          12 11    7 6       0
 * [20|   imm[10:1]    |11 | imm[19:12]   |   rd  | opcode  ]
 */
static int32_t imm_j(uint32_t word)
{
    return sign_extend(move_bits(word, 31, 1, 20) |
                       move_bits(word, 12, 8, 12) |
                       move_bits(word, 20, 1, 11) |
                       move_bits(word, 21, 10, 1), 21);
}

/*
 * Shifts; in the 32-bit forms bit 25 is a fixed 0.
 *  31      26 25        20 19   15 14  12 11    7 6       0
 * [ funct6   | shamt[5:0] |  rs1  |funct3|   rd  | opcode  ]
 */
static int32_t imm_shamt(uint32_t word)
{
    return (int32_t)move_bits(word, 20, 6, 0);
}

/*
 * Zicbop: I with bits 4:0 taken for the kind of prefetch.
 *  31         25 24     20 19   15 14  12 11    7 6       0
 * [ imm[11:5]   |  kind   |  rs1  | 110  | 00000 | 0010011 ]
 */
static int32_t imm_prefetch(uint32_t word)
{
    return sign_extend(move_bits(word, 25, 7, 5), 12);
}

/*
 * T-Head: a shift amount beside a third register.
 *  31   27 26 25 24     20 19   15 14  12 11    7 6       0
 * [ kind  | imm2|   rs2   |  rs1  |funct3|   rd  | 0001011 ]
 */
static int32_t imm_th_imm2(uint32_t word)
{
    return (int32_t)move_bits(word, 25, 2, 0);
}

/*
 * T-Head: the step of a base register, imm5 << imm2, imm5 signed.
 *  31   27 26 25 24     20 19   15 14  12 11    7 6       0
 * [ kind  | imm2|  imm5   |  rs1  |funct3|   rd  | 0001011 ]
 */
static int32_t imm_th_inc(uint32_t word)
{
    return sign_extend(move_bits(word, 20, 5, 0), 5) *
           (1 << extract64(word, 25, 2));
}

/* T-Head pairs of words: imm2, placed as for th_imm2, times 8. */
static int32_t imm_th_pair3(uint32_t word)
{
    return (int32_t)move_bits(word, 25, 2, 3);
}

/* T-Head pairs of doublewords: imm2 times 16. */
static int32_t imm_th_pair4(uint32_t word)
{
    return (int32_t)move_bits(word, 25, 2, 4);
}

/*
 *  15   13  12 11       7 6             2 1  0
 * [ funct3 | 5|  rd/rs1  |   imm[4:0]    | op ]
 */
static int32_t imm_ci(uint32_t word)
{
    return sign_extend(move_bits(word, 12, 1, 5) | move_bits(word, 2, 5, 0),
                       6);
}

/* c.lui: CI, 12 bits to the left. */
static int32_t imm_ci_lui(uint32_t word)
{
    return imm_ci(word) * (1 << 12);
}

/*
 * c.addi16sp
 *  15   13  12 11       7  6  5 4   3  2 1  0
 * [ funct3 | 9|    2     | 4| 6|[8:7]| 5| op ]
 */
static int32_t imm_ci_sp16(uint32_t word)
{
    return sign_extend(move_bits(word, 12, 1, 9) |
                       move_bits(word, 3, 2, 7) |
                       move_bits(word, 5, 1, 6) |
                       move_bits(word, 2, 1, 5) |
                       move_bits(word, 6, 1, 4), 10);
}

/*
 * c.lwsp
 *  15   13  12 11       7 6     4 3   2 1  0
 * [ funct3 | 5|    rd    | [4:2] |[7:6]| op ]
 */
static int32_t imm_ci_lwsp(uint32_t word)
{
    return (int32_t)(move_bits(word, 2, 2, 6) | move_bits(word, 12, 1, 5) |
                     move_bits(word, 4, 3, 2));
}

/*
 * c.ldsp, c.fldsp
 *  15   13  12 11       7 6   5 4     2 1  0
 * [ funct3 | 5|    rd    |[4:3]| [8:6] | op ]
 */
static int32_t imm_ci_ldsp(uint32_t word)
{
    return (int32_t)(move_bits(word, 2, 3, 6) | move_bits(word, 12, 1, 5) |
                     move_bits(word, 5, 2, 3));
}

/* Compressed shifts: the bits of CI, unsigned. */
static int32_t imm_c_shamt(uint32_t word)
{
    return (int32_t)(move_bits(word, 12, 1, 5) | move_bits(word, 2, 5, 0));
}

/*
 * c.swsp
 *  15   13 12     9 8   7 6             2 1  0
 * [ funct3 | [5:2] |[7:6]|      rs2      | op ]
 */
static int32_t imm_css_w(uint32_t word)
{
    return (int32_t)(move_bits(word, 7, 2, 6) | move_bits(word, 9, 4, 2));
}

/*
 * c.sdsp, c.fsdsp
 *  15   13 12   10 9    7 6             2 1  0
 * [ funct3 | [5:3] | [8:6]|      rs2      | op ]
 */
static int32_t imm_css_d(uint32_t word)
{
    return (int32_t)(move_bits(word, 7, 3, 6) | move_bits(word, 10, 3, 3));
}

/*
 * c.addi4spn
 *  15   13 12  11 10      7  6  5 4     2 1  0
 * [ funct3 |[5:4]|  [9:6]  | 2| 3|  rd'  | op ]
 */
static int32_t imm_ciw(uint32_t word)
{
    return (int32_t)(move_bits(word, 7, 4, 6) | move_bits(word, 11, 2, 4) |
                     move_bits(word, 5, 1, 3) | move_bits(word, 6, 1, 2));
}

/*
 * Zcb bytes
 *  15           10 9      7  6  5 4     2 1  0
 * [    funct6     |  rs1'  | 0| 1| reg'  | op ]
 */
static int32_t imm_cl_b(uint32_t word)
{
    return (int32_t)(move_bits(word, 5, 1, 1) | move_bits(word, 6, 1, 0));
}

/* Zcb halfwords: bit 5 is offset bit 1; bit 6 belongs to the opcode. */
static int32_t imm_cl_h(uint32_t word)
{
    return (int32_t)move_bits(word, 5, 1, 1);
}

/*
 * c.lw, c.sw
 *  15   13 12    10 9      7  6  5 4     2 1  0
 * [ funct3 | [5:3] |  rs1'  | 2| 6| reg'  | op ]
 */
static int32_t imm_cl_w(uint32_t word)
{
    return (int32_t)(move_bits(word, 5, 1, 6) | move_bits(word, 10, 3, 3) |
                     move_bits(word, 6, 1, 2));
}

/*
 * c.ld, c.sd, c.fld, c.fsd
 *  15   13 12    10 9      7 6   5 4     2 1  0
 * [ funct3 | [5:3] |  rs1'  |[7:6]| reg'  | op ]
 */
static int32_t imm_cl_d(uint32_t word)
{
    return (int32_t)(move_bits(word, 5, 2, 6) | move_bits(word, 10, 3, 3));
}

/*
 *  15   13  12 11  10 9      7 6   5 4   3  2 1  0
 * [ funct3 | 8|[4:3] |  rs1'  |[7:6]|[2:1]| 5| op ]
 */
static int32_t imm_cb(uint32_t word)
{
    return sign_extend(move_bits(word, 12, 1, 8) |
                       move_bits(word, 5, 2, 6) |
                       move_bits(word, 2, 1, 5) |
                       move_bits(word, 10, 2, 3) |
                       move_bits(word, 3, 2, 1), 9);
}

/*
 *  15   13  12 11 10   9  8  7  6 5     3  2 1  0
 * [ funct3 |11| 4|[9:8]|10| 6| 7| [3:1] | 5| op ]
 */
static int32_t imm_cj(uint32_t word)
{
    return sign_extend(move_bits(word, 12, 1, 11) |
                       move_bits(word, 8, 1, 10) |
                       move_bits(word, 9, 2, 8) |
                       move_bits(word, 6, 1, 7) |
                       move_bits(word, 7, 1, 6) |
                       move_bits(word, 2, 1, 5) |
                       move_bits(word, 11, 1, 4) |
                       move_bits(word, 3, 3, 1), 12);
}

static int32_t (*const imm_fns[FORMAT_COUNT])(uint32_t word) = {
    [FORMAT_R] = imm_none,
    [FORMAT_I] = imm_i,
    [FORMAT_S] = imm_s,
    [FORMAT_B] = imm_b,
    [FORMAT_U] = imm_u,
    [FORMAT_J] = imm_j,
    [FORMAT_UI] = imm_ui,
    [FORMAT_SHAMT] = imm_shamt,
    [FORMAT_PREFETCH] = imm_prefetch,
    [FORMAT_TH_IMM2] = imm_th_imm2,
    [FORMAT_TH_INC] = imm_th_inc,
    [FORMAT_TH_PAIR3] = imm_th_pair3,
    [FORMAT_TH_PAIR4] = imm_th_pair4,
    [FORMAT_CI] = imm_ci,
    [FORMAT_CI_LUI] = imm_ci_lui,
    [FORMAT_CI_SP16] = imm_ci_sp16,
    [FORMAT_CI_LWSP] = imm_ci_lwsp,
    [FORMAT_CI_LDSP] = imm_ci_ldsp,
    [FORMAT_C_SHAMT] = imm_c_shamt,
    [FORMAT_CSS_W] = imm_css_w,
    [FORMAT_CSS_D] = imm_css_d,
    [FORMAT_CIW] = imm_ciw,
    [FORMAT_CL_B] = imm_cl_b,
    [FORMAT_CL_H] = imm_cl_h,
    [FORMAT_CL_W] = imm_cl_w,
    [FORMAT_CL_D] = imm_cl_d,
    [FORMAT_CB] = imm_cb,
    [FORMAT_CJ] = imm_cj,
};

int32_t imm_decode(InsnFormat format, uint32_t word)
{
    return imm_fns[format](word);
}
