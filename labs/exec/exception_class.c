/*
 * exception_class.c: what an exception index means to the execution loop
 *
 * TODO (exec.1): tell the three kinds apart.
 *
 *     EXCP_NONE               nothing is to be handled
 *     below EXCP_INTERRUPT    a cause of the architecture: the guest's handler
 *     the others              pseudo causes: they end cpu_exec()
 *
 * The numbers are in exec/vcpu.h. Privileged ISA, "mcause": causes are not
 * negative; those of today are below 64, but the register has room for more.
 */
#include "core/lab_todo.h"
#include "exception_class.h"

ExceptionClass exception_classify(int index)
{
    lab_todo("exec", 1);
    (void)index;
    return EXCEPTION_LEAVES_LOOP;
}
