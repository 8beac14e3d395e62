/* semihost_internal.h: from the exception to the hook */
#ifndef EXEC_SEMIHOST_INTERNAL_H
#define EXEC_SEMIHOST_INTERNAL_H

#include "exec/cpus.h"

/**
 * vcpu_semihost: was the ebreak at hart.pc a call?
 *
 * Then it is answered, or will be tried again.
 *
 * Context: the vCPU's thread, hart exact, CpuSet.semihost is not NULL.
 */
bool vcpu_semihost(Vcpu *v);

#endif
