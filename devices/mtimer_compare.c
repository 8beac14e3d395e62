/*
 * mtimer_compare.c: the arithmetic of mtime, mtimecmp and their deadline
 *
 * The clock counts nanoseconds, mtime counts ticks of, say, 100 ns. Two rules
 * keep them consistent: ticks round down, deadlines round up. Products are
 * taken in 128 bits, so no value of mtimecmp overflows.
 *
 * Privileged ISA, "Machine Timer (mtime and mtimecmp) Registers".
 */
#include "devices/mtimer_compare.h"

#define NS_PER_SECOND 1000000000u

typedef unsigned __int128 Wide;

uint64_t mtimer_ticks(int64_t now_ns, uint32_t freq_hz)
{
    return (uint64_t)((Wide)now_ns * freq_hz / NS_PER_SECOND);
}

bool mtimer_pending(uint64_t mtime, uint64_t mtimecmp)
{
    return mtime >= mtimecmp;
}

uint64_t mtimer_ticks_to_change(uint64_t mtime, uint64_t mtimecmp)
{
    uint64_t target = mtimer_pending(mtime, mtimecmp) ? 0 : mtimecmp;
    uint64_t ticks = target - mtime;

    return ticks ? ticks : UINT64_MAX;
}

int64_t mtimer_deadline_ns(int64_t now_ns, uint64_t ticks, uint32_t freq_hz)
{
    Wide target = (Wide)now_ns * freq_hz / NS_PER_SECOND + ticks;
    Wide deadline = (target * NS_PER_SECOND + freq_hz - 1) / freq_hz;

    return deadline > INT64_MAX ? INT64_MAX : (int64_t)deadline;
}
