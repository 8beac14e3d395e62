/*
 * jit_sstatus.h: accesses to sstatus that kernels make all the time
 */
#ifndef EXEC_JIT_SSTATUS_H
#define EXEC_JIT_SSTATUS_H

#include "core/csr.h"
#include "exec/vcpu.h"

/**
 * jit_sstatus: a CSR instruction on sstatus, in S-mode
 * @access: op and operand; (out) value
 *
 * What depends on the bits that change is kept in step. Nothing that could
 * be pending becomes an interrupt, so the unit goes on.
 *
 * Returns: false when it is another case; nothing was done.
 */
bool jit_sstatus(Vcpu *v, CsrAccess *access);

#endif
