/* The solution itself. */
#define icount_clock_ns other_ns
#define icount_clock_limit other_limit
#define icount_clock_warp other_warp
#include "@ROOT@/timers/icount_clock.c"
#undef icount_clock_ns
#undef icount_clock_limit
#undef icount_clock_warp

static void attack(void)
{
}
