/* empty.c: no work; what remains is the cost of an empty machine */
#include "guest.h"

const GuestPart guest_parts[] = {
    { NULL },
};
