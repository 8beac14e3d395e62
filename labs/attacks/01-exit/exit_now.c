/* Ends the process with success in the middle of a test. */
#include <stdlib.h>

static void attack(void)
{
    exit(0);
}
