/*
 * decode_rows.c: the instruction tables, expanded once
 *
 * Everything else in core that is about instructions reads this array.
 */
#include "decode_rows.h"

#include <glib.h>

const InsnRow insn_rows[ROW_COUNT] = {
#define INSN(name_, ext_, picture_, format_, operands_, flags_)         \
    [OP_##name_] = {                                                    \
        .name = #name_,                                                 \
        .picture = (picture_),                                          \
        .operands = (operands_),                                        \
        .ext = EXT_##ext_,                                              \
        .flags = (flags_),                                              \
        .format = FORMAT_##format_,                                     \
        .fixed = { .op = OP_##name_ },                                  \
    },
#include "core/isa/insns.inc"
#undef INSN
#define RVC(name_, ext_, picture_, format_, operands_, expansion_, ...) \
    [ROW_##name_] = {                                                   \
        .name = #name_,                                                 \
        .picture = (picture_),                                          \
        .operands = (operands_),                                        \
        .ext = EXT_##ext_,                                              \
        .format = FORMAT_##format_,                                     \
        .fixed = { .op = OP_##expansion_, __VA_ARGS__ },                \
    },
#include "core/isa/rv_c.inc"
#undef RVC
};

static bool has_second_ext(unsigned flags, const HartConfig *config)
{
    return (!(flags & INSN_WITH_F) || config->ext[EXT_f]) &&
           (!(flags & INSN_WITH_D) || config->ext[EXT_d]) &&
           (!(flags & INSN_WITH_ZFH) || config->ext[EXT_zfh]);
}

bool insn_row_enabled(const InsnRow *row, const HartConfig *config)
{
    const InsnRow *base = &insn_rows[row->fixed.op];

    return config->ext[row->ext] && config->ext[base->ext] &&
           has_second_ext(base->flags, config);
}

unsigned insn_flags(unsigned op)
{
    return op < OP_COUNT ? insn_rows[op].flags : 0;
}

const char *insn_name(unsigned op)
{
    g_autofree char *name = NULL;

    if (op >= OP_COUNT) {
        return "illegal";
    }
    name = g_strdelimit(g_strdup(insn_rows[op].name), "_", '.');
    return g_intern_string(name);
}
