/*
 * insns.c: the table of instructions
 *
 * A row that needs what the CPU lacks is refused when it is written: lzcnt
 * on an old CPU is no fault but another result (bsr).
 */
#include "x86/insns.h"

const X86Row x86_rows[X86_INSN_COUNT] = {
#define X86_INSN(insn, text, form_, prefix_, map_, opcode_, ext_, flags_) \
    [X86_##insn] = { \
        .code = { \
            .prefix = X86_PREFIX_##prefix_, \
            .legacy = X86_PREFIX_##prefix_ != X86_PREFIX_NONE, \
            .map = X86_MAP_##map_, \
            .opcode = opcode_, \
            .reg = (ext_) & 7, \
            .w = ((flags_) & X86_REXW) != 0, \
            .vex = ((flags_) & X86_VEX) != 0, \
            .modrm = true, \
        }, \
        .name = text, \
        .form = X86_FORM_##form_, \
        .ext = ext_, \
        .flags = flags_, \
    },
#include "x86/insns.inc"
#undef X86_INSN
};

const char *x86_insn_name(X86Insn insn)
{
    return x86_row(insn)->name;
}

uint16_t x86_lacking(const X86Features *features)
{
    return (features->sse41 ? 0 : X86_NEEDS_SSE41)
         | (features->popcnt ? 0 : X86_NEEDS_POPCNT)
         | (features->lzcnt ? 0 : X86_NEEDS_LZCNT)
         | (features->bmi1 ? 0 : X86_NEEDS_BMI1)
         | (features->bmi2 ? 0 : X86_NEEDS_BMI2)
         | (features->fma ? 0 : X86_NEEDS_FMA)
         | (features->f16c ? 0 : X86_NEEDS_F16C);
}
