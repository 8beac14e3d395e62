/*
 * bottom_half.c: functions that other threads have the main loop call
 *
 * The list changes under its lock, which is free while a function runs. A
 * deleted one stays in the list, marked, until the next outermost poll.
 */
#include "main_loop_internal.h"

struct QEMUBH {
    MainLoop *loop;
    QEMUBHFunc *cb;
    void *opaque;
    QEMUBH *next;
    bool scheduled;
    bool deleted;
};

QEMUBH *main_loop_bh_new(MainLoop *loop, QEMUBHFunc *cb, void *opaque)
{
    QEMUBH *bh = g_new0(QEMUBH, 1);

    bh->loop = loop;
    bh->cb = cb;
    bh->opaque = opaque;
    pthread_mutex_lock(&loop->bh_lock);
    QEMUBH **link = &loop->bh_first;
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = bh;
    pthread_mutex_unlock(&loop->bh_lock);
    return bh;
}

void qemu_bh_schedule(QEMUBH *bh)
{
    MainLoop *loop = bh->loop;

    pthread_mutex_lock(&loop->bh_lock);
    bh->scheduled = true;
    pthread_mutex_unlock(&loop->bh_lock);
    main_loop_notify(loop);
}

void qemu_bh_cancel(QEMUBH *bh)
{
    pthread_mutex_lock(&bh->loop->bh_lock);
    bh->scheduled = false;
    pthread_mutex_unlock(&bh->loop->bh_lock);
}

void qemu_bh_delete(QEMUBH *bh)
{
    MainLoop *loop = bh->loop;

    pthread_mutex_lock(&loop->bh_lock);
    bh->scheduled = false;
    bh->deleted = true;
    pthread_mutex_unlock(&loop->bh_lock);
}

/* Context: lock held. */
static void sweep_deleted(MainLoop *loop)
{
    QEMUBH **link = &loop->bh_first;

    while (*link != NULL) {
        QEMUBH *bh = *link;
        if (bh->deleted) {
            *link = bh->next;
            g_free(bh);
        } else {
            link = &bh->next;
        }
    }
}

bool main_loop_bh_pending(MainLoop *loop)
{
    bool pending = false;

    pthread_mutex_lock(&loop->bh_lock);
    for (QEMUBH *bh = loop->bh_first; bh != NULL; bh = bh->next) {
        pending |= bh->scheduled;
    }
    pthread_mutex_unlock(&loop->bh_lock);
    return pending;
}

/* Which are scheduled now. Returns: (transfer full) */
static GPtrArray *list_scheduled(MainLoop *loop)
{
    GPtrArray *batch = g_ptr_array_new();

    if (loop->bh_depth == 0) {
        sweep_deleted(loop);
    }
    for (QEMUBH *bh = loop->bh_first; bh != NULL; bh = bh->next) {
        if (bh->scheduled) {
            g_ptr_array_add(batch, bh);
        }
    }
    return batch;
}

bool main_loop_bh_poll(MainLoop *loop)
{
    bool progress = false;

    pthread_mutex_lock(&loop->bh_lock);
    g_autoptr(GPtrArray) batch = list_scheduled(loop);
    loop->bh_depth++;
    for (guint i = 0; i < batch->len; i++) {
        QEMUBH *bh = g_ptr_array_index(batch, i);
        if (!bh->scheduled) {
            continue;           /* cancelled by one before it */
        }
        bh->scheduled = false;
        progress = true;
        pthread_mutex_unlock(&loop->bh_lock);
        bh->cb(bh->opaque);
        pthread_mutex_lock(&loop->bh_lock);
    }
    loop->bh_depth--;
    pthread_mutex_unlock(&loop->bh_lock);
    return progress;
}

void main_loop_bh_clear(MainLoop *loop)
{
    for (QEMUBH *bh = loop->bh_first; bh != NULL; bh = bh->next) {
        bh->deleted = true;
    }
    sweep_deleted(loop);
}
