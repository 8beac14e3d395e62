/* jit_log.h: what -d op, op_opt and out_asm print of a unit */
#ifndef EXEC_JIT_LOG_H
#define EXEC_JIT_LOG_H

#include "jit.h"

/** jit_log_ops: the operations now, if @mask is logged */
void jit_log_ops(const Vcpu *v, const TranslationBlock *tb, int mask);
/** jit_log_code: the host code, if out_asm is logged */
void jit_log_code(const Vcpu *v, const TranslationBlock *tb,
                  const TcgUnit *unit);

#endif
