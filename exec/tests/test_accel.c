/* test_accel.c: see test_accel.h */
#include "test_accel.h"

static uint64_t number(const char *variable, uint64_t other)
{
    const char *text = g_getenv(variable);

    return text ? g_ascii_strtoull(text, NULL, 0) : other;
}

CpuSet *test_accel_cpus(void)
{
    const char *name = g_getenv("LECTERN_TEST_ACCEL");
    uint64_t kib = number("LECTERN_TEST_CACHE_KIB", 1024);
    const AccelOps *accel = accel_find(name ? name : "interp");
    const JitOptions options = {
        .threshold = 0,
        .counts = true,
        .verify = true,
        .fit_slice = true,
        .check = g_getenv("LECTERN_TEST_CHECK") != NULL,
        .shuffle = (unsigned)number("LECTERN_TEST_SHUFFLE", 0),
        .code_bytes = kib << 10,
        .block_bytes = kib << 10,
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
