/* test_accel.h: which engine a test runs */
#ifndef EXEC_TEST_ACCEL_H
#define EXEC_TEST_ACCEL_H

#include "exec/cpus.h"

/**
 * test_accel_cpus: an empty group of vCPUs for the engine under test
 *
 * The environment variable LECTERN_TEST_ACCEL names it (interp).
 * LECTERN_TEST_SHUFFLE is a seed for the register map of host code,
 * LECTERN_TEST_CACHE_KIB the size of the caches (1024). What can be
 * translated is translated before it runs for the first time.
 *
 * Returns: (transfer full)
 */
CpuSet *test_accel_cpus(void);

#endif
