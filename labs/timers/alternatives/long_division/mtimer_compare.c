/* Whole seconds and the rest apart, and no 128-bit division for the ticks. */
#include "devices/mtimer_compare.h"

#define SECOND 1000000000ull

uint64_t mtimer_ticks(int64_t now_ns, uint32_t freq_hz)
{
    uint64_t seconds = (uint64_t)now_ns / SECOND;
    uint64_t rest = (uint64_t)now_ns % SECOND;

    return seconds * freq_hz + rest * freq_hz / SECOND;
}

bool mtimer_pending(uint64_t mtime, uint64_t mtimecmp)
{
    return !(mtime < mtimecmp);
}

uint64_t mtimer_ticks_to_change(uint64_t mtime, uint64_t mtimecmp)
{
    uint64_t ticks;

    if (mtime < mtimecmp) {
        return mtimecmp - mtime;
    }
    ticks = ~mtime + 1;
    return ticks == 0 ? UINT64_MAX : ticks;
}

/* The smallest time whose ticks suffice, found from both sides. */
int64_t mtimer_deadline_ns(int64_t now_ns, uint64_t ticks, uint32_t freq_hz)
{
    unsigned __int128 now = (unsigned __int128)now_ns * freq_hz;
    unsigned __int128 missing = (unsigned __int128)ticks * SECOND -
                                now % SECOND;
    unsigned __int128 wait = missing / freq_hz + (missing % freq_hz != 0);

    if (wait > (uint64_t)(INT64_MAX - now_ns)) {
        return INT64_MAX;
    }
    return now_ns + (int64_t)wait;
}
