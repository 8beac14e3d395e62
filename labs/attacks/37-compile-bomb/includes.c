/* Includes itself twice, 200 levels deep. */
#ifndef DEPTH
#define DEPTH 0
#endif
#include __FILE__
#include __FILE__

static void attack(void)
{
}
