/* accel.c: the table of accelerators */
#include "exec/accel.h"
#include "jit.h"

static const AccelOps accels[] = {
    {
        .name = "tcg",
        .description = "translator to host code (x86-64 hosts)",
        .jit = ACCEL_JIT_HOST,
        .run = tcg_run,
        .run_some = interp_run_some,
    }, {
        .name = "tci",
        .description = "interpreter of the translator's operations",
        .jit = ACCEL_JIT_OPS,
        .run = tci_run_block,
        .run_some = interp_run_some,
    }, {
        .name = "interp",
        .description = "interpreter of decoded blocks",
        .run = interp_run,
        .run_some = interp_run_some,
    }, {
        .name = "qtest",
        .description = "harts do not run: -qtest drives devices and time",
        .stands_still = true,
        .run = interp_run,
        .run_some = interp_run_some,
    },
};

const AccelOps *accel_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(accels); i++) {
        if (g_str_equal(accels[i].name, name)) {
            return &accels[i];
        }
    }
    return NULL;
}

const AccelOps *accel_get(unsigned i)
{
    return i < G_N_ELEMENTS(accels) ? &accels[i] : NULL;
}

const AccelOps *accel_default(void)
{
    return &accels[0];
}

#define SWITCH(name, field, text)                                       \
    { name, text, offsetof(JitOptions, field), offsetof(TcgConfig, field) }

const JitSwitch jit_switches[] = {
    SWITCH("no-fold", no_fold, "no constants, copies and known bits"),
    SWITCH("no-divide", no_divide, "quotient and rest are two divisions"),
    SWITCH("no-loop", no_loop, "pages are looked up in each iteration"),
    SWITCH("no-guard", no_guard, "pages are looked up for each access"),
    SWITCH("no-float", no_float, "each FP operation checks all it needs"),
    SWITCH("no-sink", no_sink, "loops compute what is read behind them only"),
    SWITCH("no-narrow", no_narrow, "each 32-bit result is sign-extended"),
    SWITCH("no-liveness", no_liveness, "what nobody reads is computed"),
    SWITCH("no-peephole", no_peephole, "nothing special for this host"),
    SWITCH("no-swap", no_swap, "all units pin the same registers"),
    SWITCH("no-chain", no_chain, "no direct jumps between units"),
    SWITCH("verify", verify, "look at the operations after each pass"),
    { NULL },
};

static const char accel_props[] =
    "Properties:\n"
    "thread=single|multi   one thread for all harts, or one for each\n"
    "one-insn-per-tb=on    blocks and units of one instruction\n"
    "tb-size=MIB           memory for translated code, and for decoded blocks\n"
    "Properties of tcg and tci:\n"
    "threshold=N           runs before a block is translated\n"
    "async=on|off          translate beside the harts, which interpret until\n"
    "                      then; on where the host has several processors\n"
    "check=tci             compare host code with its operations\n"
    "shuffle=SEED          another assignment of registers\n"
    "Switches of tcg and tci, for NAME=on; what is then different:\n";

void accel_list(GString *out)
{
    g_string_append(out, "Accelerators supported by this program:\n");
    for (size_t i = 0; i < G_N_ELEMENTS(accels); i++) {
        g_string_append_printf(out, "%-8s %s\n", accels[i].name,
                               accels[i].description);
    }
    g_string_append(out, accel_props);
    for (const JitSwitch *row = jit_switches; row->name; row++) {
        g_string_append_printf(out, "%-21s %s\n", row->name, row->text);
    }
}
