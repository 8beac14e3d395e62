/* The scenarios of the graders. */
#include "@ROOT@/labs/timers/scenarios.py"

static void attack(void)
{
}
