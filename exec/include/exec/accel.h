/*
 * accel.h: ways to execute guest code
 *
 * One row per accelerator (`-accel ?` lists them). Each brings the function
 * that runs a found block; the loops around it are shared.
 */
#ifndef EXEC_ACCEL_H
#define EXEC_ACCEL_H

#include "exec/vcpu.h"

struct AccelOps {
    const char *name;
    const char *description;
    /* run a block and, while Vcpu.chain allows, those after it */
    void (*run)(Vcpu *v, TranslationBlock *tb);
    /* run the first @limit instructions of a longer block */
    void (*run_some)(Vcpu *v, TranslationBlock *tb, unsigned limit);
};

/** accel_find: (nullable) the accelerator of that name */
const AccelOps *accel_find(const char *name);

/** accel_default: what runs when nobody chooses */
const AccelOps *accel_default(void);

/** accel_list: append one line per accelerator, as `-accel ?` prints */
void accel_list(GString *out);

#endif
