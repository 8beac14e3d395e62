/* exception_class.c: borders in a table */
#include "exception_class.h"

static const struct {
    int first;
    ExceptionClass class;
} kinds[] = {
    { EXCP_INTERRUPT, EXCEPTION_LEAVES_LOOP },
    { 0, EXCEPTION_ARCHITECTURAL },
    { EXCP_NONE, EXCEPTION_NONE },
};

ExceptionClass exception_classify(int index)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (index >= kinds[i].first) {
            return kinds[i].class;
        }
    }
    return EXCEPTION_NONE;
}
