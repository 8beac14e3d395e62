/* exception_class.h: see exception_class.c */
#ifndef EXEC_EXCEPTION_CLASS_H
#define EXEC_EXCEPTION_CLASS_H

#include "exec/vcpu.h"

typedef enum ExceptionClass {
    EXCEPTION_NONE,
    EXCEPTION_ARCHITECTURAL,
    EXCEPTION_LEAVES_LOOP,
} ExceptionClass;

ExceptionClass exception_classify(int index);

#endif
