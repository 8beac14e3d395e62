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

const AccelOps *accel_default(void)
{
    return &accels[0];
}

static const char accel_props[] =
    "Properties:\n"
    "thread=single|multi   one thread for all harts, or one for each\n"
    "one-insn-per-tb=on    blocks and units of one instruction\n"
    "Properties of tcg and tci:\n"
    "tb-size=MIB           memory for translated code\n"
    "threshold=N           runs before a block is translated\n"
    "no-fold=on            leave out a pass; also no-guard, no-float,\n"
    "                      no-liveness\n"
    "no-chain=on           no direct jumps between units\n"
    "no-swap=on            the same registers pinned in all units\n"
    "verify=on             look at the operations after each pass\n"
    "check=tci             compare host code with its operations\n"
    "shuffle=SEED          another assignment of registers\n";

void accel_list(GString *out)
{
    g_string_append(out, "Accelerators supported by this program:\n");
    for (size_t i = 0; i < G_N_ELEMENTS(accels); i++) {
        g_string_append_printf(out, "%-8s %s\n", accels[i].name,
                               accels[i].description);
    }
    g_string_append(out, accel_props);
}
