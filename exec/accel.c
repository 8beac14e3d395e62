/* accel.c: the table of accelerators */
#include "exec/accel.h"
#include "tb.h"

static const AccelOps accels[] = {
    {
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

void accel_list(GString *out)
{
    g_string_append(out, "Accelerators supported by this program:\n");
    for (size_t i = 0; i < G_N_ELEMENTS(accels); i++) {
        g_string_append_printf(out, "%-8s %s\n", accels[i].name,
                               accels[i].description);
    }
}
