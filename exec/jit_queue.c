/*
 * jit_queue.c: translating beside the vCPUs
 *
 * With several host CPUs, hot blocks wait in a queue for a thread that makes
 * their units, and are interpreted until then:
 *
 *     vCPU threads                  queue             translator
 *     block gets hot   -----> | tb | tb | tb | -----> jit_make()
 *     interprets on                                      |
 *     finds tb->code   <---------------------------------+  publishes
 *
 * What runs when is then a matter of chance, so this is not for -icount, nor
 * for listings, which should come where the guest is.
 *
 * Jobs point to blocks and to a vCPU's tables. Whoever is going to free some
 * of these holds the translator still first, and nothing is left in the queue.
 *
 * Deliberately missing: an order of importance. The queue is short.
 */
#include "core/log.h"
#include "exec/cpus.h"
#include "jit.h"

enum {
    LISTINGS = CPU_LOG_TB_IN_ASM | CPU_LOG_TB_OP | CPU_LOG_TB_OP_OPT |
               CPU_LOG_TB_OP_RA | CPU_LOG_TB_OUT_ASM,
};

void jit_queue_init(Jit *jit)
{
    g_mutex_init(&jit->making);
    g_mutex_init(&jit->queue.lock);
    g_cond_init(&jit->queue.cond);
}

void jit_queue_deinit(Jit *jit)
{
    JitQueue *queue = &jit->queue;

    if (queue->thread) {
        g_mutex_lock(&queue->lock);
        queue->quit = true;
        g_cond_signal(&queue->cond);
        g_mutex_unlock(&queue->lock);
        g_thread_join(queue->thread);
    }
    g_cond_clear(&queue->cond);
    g_mutex_clear(&queue->lock);
    g_mutex_clear(&jit->making);
}

bool jit_queue_suits(const Vcpu *v)
{
    return v->cpus->jit->async && !v->cpus->round_robin &&
           v->slice_end == VCPU_NO_SLICE && !qemu_loglevel_mask(LISTINGS);
}

/* --- jobs; the queue's lock is held --------------------------------------- */

static void remove_job(JitQueue *queue, unsigned i)
{
    queue->jobs[i].tb->queued = false;
    queue->n--;
    memmove(&queue->jobs[i], &queue->jobs[i + 1],
            (queue->n - i) * sizeof(queue->jobs[0]));
}

/*
 * A loop's other blocks have got hot, too, while its unit was made. They are
 * in it: if they are entered by another way, they get hot once more.
 */
static bool is_covered(const JitJob *job, const JitJob *by)
{
    return job->tb->block == by->tb->block && job->flags == by->flags &&
           job->tb->block_offset - by->tb->block_offset < by->tb->unit_size;
}

static void remove_covered(JitQueue *queue, const JitJob *by)
{
    for (unsigned i = queue->n; i-- > 0;) {
        if (is_covered(&queue->jobs[i], by)) {
            remove_job(queue, i);
        }
    }
}

/* --- the translator ------------------------------------------------------- */

static void make_first(Jit *jit)
{
    JitQueue *queue = &jit->queue;
    JitJob job;

    g_mutex_lock(&queue->lock);
    bool any = queue->n > 0;
    if (any) {
        job = queue->jobs[0];
    }
    g_mutex_unlock(&queue->lock);
    if (any) {
        jit_make(jit, &job);
        g_mutex_lock(&queue->lock);
        remove_job(queue, 0);
        remove_covered(queue, &job);
        g_mutex_unlock(&queue->lock);
    }
}

static bool wait_for_job(JitQueue *queue)
{
    g_mutex_lock(&queue->lock);
    while (queue->n == 0 && !queue->quit) {
        g_cond_wait(&queue->cond, &queue->lock);
    }
    bool quit = queue->quit;
    g_mutex_unlock(&queue->lock);
    return !quit;
}

static gpointer translator(gpointer opaque)
{
    Jit *jit = opaque;

    while (wait_for_job(&jit->queue)) {
        g_mutex_lock(&jit->making);
        make_first(jit);
        g_mutex_unlock(&jit->making);
    }
    return NULL;
}

/* --- what others do ------------------------------------------------------- */

/* A block that finds no room is hot again after as many runs. */
void jit_queue_add(Jit *jit, const JitJob *job)
{
    JitQueue *queue = &jit->queue;

    g_mutex_lock(&queue->lock);
    if (!queue->thread) {
        queue->thread = g_thread_new("translator", translator, jit);
    }
    if (!job->tb->queued && queue->n < JIT_QUEUE_JOBS) {
        job->tb->queued = true;
        queue->jobs[queue->n] = *job;
        queue->jobs[queue->n++].logged = NULL;
        g_cond_signal(&queue->cond);
    }
    g_mutex_unlock(&queue->lock);
}

void jit_hold_still(Jit *jit)
{
    JitQueue *queue = &jit->queue;

    g_mutex_lock(&jit->making);
    g_mutex_lock(&queue->lock);
    while (queue->n > 0) {
        remove_job(queue, queue->n - 1);
    }
    g_mutex_unlock(&queue->lock);
}

void jit_go_on(Jit *jit)
{
    g_mutex_unlock(&jit->making);
}
