/* points.c: making and emptying a set of points (points.h) */
#include "debug/points.h"

void debug_points_init(DebugPoints *points)
{
    g_queue_init(&points->breakpoints);
    g_queue_init(&points->watchpoints);
}

void debug_points_deinit(DebugPoints *points)
{
    g_queue_clear_full(&points->breakpoints, g_free);
    g_queue_clear_full(&points->watchpoints, g_free);
}
