/*
 * exception_class.c: what an exception index means to the execution loop
 *
 * Architectural causes are delivered to the guest inside the loop; pseudo
 * causes leave it and become its return value; -1 is nothing.
 */
#include "exception_class.h"

ExceptionClass exception_classify(int index)
{
    if (index == EXCP_NONE) {
        return EXCEPTION_NONE;
    }
    return index >= EXCP_INTERRUPT ? EXCEPTION_LEAVES_LOOP
                                   : EXCEPTION_ARCHITECTURAL;
}
