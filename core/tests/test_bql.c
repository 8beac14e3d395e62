/* test_bql.c: the big lock */
#include "core/bql.h"
#include "support/child.h"
#include "support/unit.h"

typedef struct Shared {
    GCond cond;
    int value;                  /* protected by the BQL */
} Shared;

static gpointer add_many(gpointer opaque)
{
    Shared *shared = opaque;

    g_assert(!bql_locked());
    for (int i = 0; i < 10000; i++) {
        bql_lock();
        shared->value++;
        bql_unlock();
    }
    return NULL;
}

START_TEST(test_lock_excludes_other_threads)
{
    Shared shared = { 0 };
    GThread *threads[4];

    for (int i = 0; i < 4; i++) {
        threads[i] = g_thread_new("add", add_many, &shared);
    }
    for (int i = 0; i < 4; i++) {
        g_thread_join(threads[i]);
    }
    ck_assert_int_eq(shared.value, 40000);
}
END_TEST

static gpointer set_value(gpointer opaque)
{
    Shared *shared = opaque;

    bql_lock();
    shared->value = 1;
    g_cond_signal(&shared->cond);
    bql_unlock();
    return NULL;
}

START_TEST(test_waiting_gives_the_lock_to_the_signaller)
{
    Shared shared = { 0 };

    g_cond_init(&shared.cond);
    bql_lock();
    ck_assert(bql_locked());
    GThread *thread = g_thread_new("set", set_value, &shared);
    while (shared.value == 0) {
        bql_cond_wait(&shared.cond);
        ck_assert(bql_locked());
    }
    bql_unlock();
    ck_assert(!bql_locked());
    g_thread_join(thread);
    g_cond_clear(&shared.cond);
}
END_TEST

START_TEST(test_wait_with_limit_ends)
{
    GCond cond;

    g_cond_init(&cond);
    bql_lock();
    ck_assert(!bql_cond_wait_until(&cond, g_get_monotonic_time() + 1000));
    ck_assert(bql_locked());
    bql_unlock();
    g_cond_clear(&cond);
}
END_TEST

static void lock_twice(void *opaque)
{
    bql_lock();
    bql_lock();
}

static void unlock_unowned(void *opaque)
{
    bql_unlock();
}

START_TEST(test_misuse_aborts_instead_of_hanging)
{
    ck_assert(child_aborts_with(lock_twice, "bql_lock"));
    ck_assert(child_aborts_with(unlock_unowned, "bql_unlock"));
}
END_TEST

UNIT_MAIN("bql", UNIT_TEST(test_lock_excludes_other_threads),
          UNIT_TEST(test_waiting_gives_the_lock_to_the_signaller),
          UNIT_TEST(test_wait_with_limit_ends),
          UNIT_TEST(test_misuse_aborts_instead_of_hanging))
