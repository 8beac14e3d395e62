/*
 * tsan_glib.c: tell ThreadSanitizer about GLib's locks
 *
 * GMutex and GCond are futexes inside a library that is built without the
 * sanitizer, so it would see no order between two critical sections and
 * report every one as a race. These definitions stand in front of GLib's and
 * add the missing edges. Linked only with -Db_sanitize=thread.
 */
#include <dlfcn.h>
#include <glib.h>

void __tsan_acquire(void *addr);
void __tsan_release(void *addr);

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void g_mutex_lock(GMutex *mutex)
{
    REAL(g_mutex_lock)(mutex);
    __tsan_acquire(mutex);
}

gboolean g_mutex_trylock(GMutex *mutex)
{
    gboolean locked = REAL(g_mutex_trylock)(mutex);

    if (locked) {
        __tsan_acquire(mutex);
    }
    return locked;
}

void g_mutex_unlock(GMutex *mutex)
{
    __tsan_release(mutex);
    REAL(g_mutex_unlock)(mutex);
}

void g_cond_wait(GCond *cond, GMutex *mutex)
{
    __tsan_release(mutex);
    REAL(g_cond_wait)(cond, mutex);
    __tsan_acquire(mutex);
}

gboolean g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end_time)
{
    __tsan_release(mutex);
    gboolean signalled = REAL(g_cond_wait_until)(cond, mutex, end_time);
    __tsan_acquire(mutex);
    return signalled;
}
