/*
 * bql.c: see core/bql.h
 *
 * The owner flag is per thread, so bql_locked() needs no atomic access and
 * answers only for the caller.
 */
#include "core/bql.h"

static GMutex bql_mutex;
static _Thread_local bool bql_owned;

void bql_lock(void)
{
    g_assert(!bql_owned);
    g_mutex_lock(&bql_mutex);
    bql_owned = true;
}

void bql_unlock(void)
{
    g_assert(bql_owned);
    bql_owned = false;
    g_mutex_unlock(&bql_mutex);
}

bool bql_locked(void)
{
    return bql_owned;
}

void bql_cond_wait(GCond *cond)
{
    g_assert(bql_owned);
    bql_owned = false;
    g_cond_wait(cond, &bql_mutex);
    bql_owned = true;
}

bool bql_cond_wait_until(GCond *cond, gint64 end_us)
{
    g_assert(bql_owned);
    bql_owned = false;
    bool signalled = g_cond_wait_until(cond, &bql_mutex, end_us);
    bql_owned = true;
    return signalled;
}
