/* Reports success in the test protocol of others. */
#include <stdio.h>
#include <stdlib.h>

static void attack(void)
{
    printf("TAP version 14\n1..2\nok 1 - timers.8\nok 2 - all\n");
    fprintf(stderr, "100%%: Checks: 29, Failures: 0, Errors: 0\n");
    exit(0);
}
