/*
 * snapshot_vmstate.c: lecture 07, the timer's description, with the deadline
 *
 * The five registers alone do not bring a running timer back: its deadline is
 * saved beside them, and post_load arms it again.
 */
#include "snapshot/vmstate.h"
#include "timers/timer.h"

typedef struct ClabpuTimer {
    uint32_t counter, control, status, prescaler;
    uint64_t frequency;
    int64_t deadline;
    QEMUTimer *timer;
} ClabpuTimer;

static int clabpu_timer_pre_save(void *opaque)
{
    ClabpuTimer *s = opaque;

    s->deadline = timer_save(s->timer);
    return 0;
}

static int clabpu_timer_post_load(void *opaque, int version_id)
{
    ClabpuTimer *s = opaque;

    timer_restore(s->timer, s->deadline);
    return 0;
}

static const VMStateDescription vmstate_clabpu_timer = {
    .name = "clabpu-timer",
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_save = clabpu_timer_pre_save,
    .post_load = clabpu_timer_post_load,
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(counter, ClabpuTimer),
        VMSTATE_UINT32(control, ClabpuTimer),
        VMSTATE_UINT32(status, ClabpuTimer),
        VMSTATE_UINT32(prescaler, ClabpuTimer),
        VMSTATE_UINT64(frequency, ClabpuTimer),
        VMSTATE_DEADLINE(deadline, ClabpuTimer),
        VMSTATE_END_OF_LIST()
    }
};

static void expired(void *opaque)
{
}

int main(void)
{
    ClabpuTimer s = { .counter = 1000, .control = 3, .prescaler = 1,
                      .frequency = 1000000 };
    ClabpuTimer t = { 0 };
    g_autoptr(GByteArray) stream = g_byte_array_new();

    s.timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, expired, &s);
    t.timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, expired, &t);
    timer_mod_ns(s.timer, 1000000);
    g_assert(
        vmstate_save_state(stream, &vmstate_clabpu_timer, &s, NULL));

    VMStateReader in = { .data = stream->data, .size = stream->len };
    g_assert(vmstate_load_state(&in, &vmstate_clabpu_timer, &t, 1, NULL));
    g_assert(t.counter == 1000 && t.frequency == 1000000);
    g_assert(timer_expire_time_ns(t.timer) == 1000000);
    timer_free(s.timer);
    timer_free(t.timer);
    return 0;
}
