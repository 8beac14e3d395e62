/* main_loop_internal.h: MainLoop, shared with the bottom halves */
#ifndef MAIN_LOOP_INTERNAL_H
#define MAIN_LOOP_INTERNAL_H

#include <poll.h>
#include <pthread.h>

#include "runstate/main_loop.h"

struct MainLoop {
    GMainContext *context;
    MainLoopOps ops;
    void *ops_opaque;
    int notify_fd;              /* eventfd */
    int notified;               /* atomic: notify_fd has been written */
    struct pollfd *fds;         /* fds[0] is notify_fd, then GLib's */
    int fds_capacity;
    pthread_mutex_t bh_lock;    /* guards the list and its members */
    QEMUBH *bh_first;
    unsigned bh_depth;          /* polls in progress: nothing is freed */
};

/* Is a bottom half scheduled? */
bool main_loop_bh_pending(MainLoop *loop);
void main_loop_bh_clear(MainLoop *loop);

#endif
