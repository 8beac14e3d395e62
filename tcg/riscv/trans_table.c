/*
 * trans_table.c: the function of each row of isa/insns.inc
 *
 * A row that has neither a function trans_<row> nor a line in interp_rows.h
 * does not link.
 */
#include "translate.h"

#include "interp_rows.h"

const TranslateRow trans_rows[OP_COUNT] = {
#define INSN(name, ext, picture, format, operands, flags) \
    [OP_##name] = { trans_##name, flags },
#include "core/isa/insns.inc"
#undef INSN
};
