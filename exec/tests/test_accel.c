/* test_accel.c: see test_accel.h */
#include "test_accel.h"

CpuSet *test_accel_cpus(void)
{
    const char *name = g_getenv("LECTERN_TEST_ACCEL");
    const char *shuffle = g_getenv("LECTERN_TEST_SHUFFLE");
    const AccelOps *accel = accel_find(name ? name : "interp");
    const JitOptions options = {
        .threshold = 0,
        .counts = true,
        .verify = true,
        .fit_slice = true,
        .check = g_getenv("LECTERN_TEST_CHECK") != NULL,
        .shuffle = shuffle ? (unsigned)strtoul(shuffle, NULL, 0) : 0,
        .code_bytes = 1 << 20,
    };
    GError *error = NULL;

    if (!accel) {
        g_error("LECTERN_TEST_ACCEL=%s: no such accelerator", name);
    }
    CpuSet *cpus = cpu_set_new(accel);
    if (!cpu_set_use_jit(cpus, &options, &error)) {
        g_error("%s", error->message);
    }
    return cpus;
}
