/* ir_names.c: ops.inc, helpers.inc and attributes as tables of names */
#include "ir_internal.h"

#include <string.h>

static const struct {
    const char *name;
    const char *signature;
} ops[IR_OPCODE_COUNT] = {
#define IR_OP(name, signature, flags, text)                             \
    [IR_##name] = { #name, signature },
#include "tcg/ops.inc"
#undef IR_OP
};

const uint16_t ir_flags[IR_OPCODE_COUNT] = {
#define IR_OP(name, signature, flags, text) [IR_##name] = flags,
#include "tcg/ops.inc"
#undef IR_OP
};

static const char *const helper_names[TCG_HELPER_COUNT] = {
#define TCG_HELPER(name, ...) [TCG_HELPER_##name] = #name,
#include "tcg/helpers.inc"
#undef TCG_HELPER
};

static const unsigned helper_flags[TCG_HELPER_COUNT] = {
#define TCG_HELPER(name, flags, text) [TCG_HELPER_##name] = flags,
#include "tcg/helpers.inc"
#undef TCG_HELPER
};

static const char *const types[] = { [IR_I64] = "i64", [IR_I32] = "i32" };
static const char *const formats[] = {
    [IR_F32] = "f32", [IR_F64] = "f64", [IR_F16] = "f16",
};
static const char *const modes[] = {
    "rne", "rtz", "rdn", "rup", "rmm", "rm5", "rm6", "dyn",
};
static const char *const conds[] = {
    [TCG_COND_EQ] = "eq", [TCG_COND_NE] = "ne",
    [TCG_COND_LT] = "lt", [TCG_COND_GE] = "ge",
    [TCG_COND_LTU] = "ltu", [TCG_COND_GEU] = "geu",
    [TCG_COND_LE] = "le", [TCG_COND_GT] = "gt",
    [TCG_COND_LEU] = "leu", [TCG_COND_GTU] = "gtu",
};

#define NAMES(array) { array, G_N_ELEMENTS(array) }

const IrNames ir_type_names = NAMES(types);
const IrNames ir_format_names = NAMES(formats);
const IrNames ir_rm_names = NAMES(modes);
const IrNames ir_cond_names = NAMES(conds);
const IrNames ir_helper_names = NAMES(helper_names);

#define AMO(op, name)                                                   \
    [IR_AMO_ATTR(IR_AMO_##op, MO_32)] = name ".w",                      \
    [IR_AMO_ATTR(IR_AMO_##op, MO_64)] = name ".d"

static const char *const amos[] = {
    AMO(SWAP, "swap"), AMO(ADD, "add"), AMO(XOR, "xor"), AMO(AND, "and"),
    AMO(OR, "or"), AMO(MIN, "min"), AMO(MAX, "max"), AMO(MINU, "minu"),
    AMO(MAXU, "maxu"),
};
static const char *const jumps[] = {
    [IR_JUMP_PLAIN] = "plain", [IR_JUMP_CALL] = "call", [IR_JUMP_RET] = "ret",
};
static const char *const exits[] = {
    [IR_EXIT_NEXT] = "next", [IR_EXIT_INTERP] = "interp",
};
static const char *const guards[] = {
    "read", "write", "read_indexed", "write_indexed",
};
static const char *const barriers[] = { "weak", "full" };
static const char *const interps[] = { "goes_on", "ends" };

const IrNames *ir_attr_names(IrOpcode opc)
{
    static const IrNames names[IR_OPCODE_COUNT] = {
        [IR_amo] = NAMES(amos),
        [IR_goto_ptr] = NAMES(jumps),
        [IR_exit_tb] = NAMES(exits),
        [IR_guard] = NAMES(guards),
        [IR_mb] = NAMES(barriers),
        [IR_interp] = NAMES(interps),
    };

    return &names[opc];
}

const char *ir_name(const IrNames *names, unsigned value)
{
    return value < names->count ? names->name[value] : NULL;
}

int ir_value(const IrNames *names, const char *text)
{
    for (unsigned i = 0; i < names->count; i++) {
        if (names->name[i] && !strcmp(names->name[i], text)) {
            return i;
        }
    }
    return -1;
}

void ir_memop_name(uint8_t attr, char buf[IR_MEMOP_NAME_MAX])
{
    unsigned size = attr & MO_SIZE;

    g_snprintf(buf, IR_MEMOP_NAME_MAX, "%s%c%c%s",
               attr & MO_BSWAP ? "be" : size ? "le" : "",
               attr & MO_SIGN ? 's' : 'u',
               "bwlqx567"[size],
               attr & IR_MEM_BOX ? ".box" : "");
}

const char *ir_op_name(IrOpcode opc)
{
    return ops[opc].name;
}

const char *ir_op_signature(IrOpcode opc)
{
    return ops[opc].signature;
}

bool ir_op_has(IrOpcode opc, char letter)
{
    return strchr(ops[opc].signature, letter);
}

const char *tcg_helper_name(TcgHelper helper)
{
    return helper_names[helper];
}

unsigned tcg_helper_flags(TcgHelper helper)
{
    return helper_flags[helper];
}
