/*
 * worker.c: clocks and timers, driven from outside
 *
 * Real time is a number that the "real" operation sets. Timers have small
 * numbers; a callback notes its own and may do one thing more, which "on"
 * chooses: arm itself or another timer, or delete one.
 */
#include "worker.h"

#include "timers/guest_clock.h"
#include "timers/tick_rate.h"
#include "worker_timers.h"

static TimersLab *lab_of(Worker *w)
{
    return worker_state(w);
}

/* ----------------------------------------------------- 1 the guest's clock */

static void tell_clock(Worker *w)
{
    TimersLab *lab = lab_of(w);

    reply_i64(w, "guest_time", guest_clock_ns(&lab->clock, lab->real_ns));
    reply_bool(w, "running", lab->clock.running);
}

static void op_clock_real(Worker *w)
{
    lab_of(w)->real_ns += worker_i64(w, "ns");
    tell_clock(w);
}

static void op_clock_start(Worker *w)
{
    TimersLab *lab = lab_of(w);

    guest_clock_start(&lab->clock, lab->real_ns);
    tell_clock(w);
}

static void op_clock_stop(Worker *w)
{
    TimersLab *lab = lab_of(w);

    guest_clock_stop(&lab->clock, lab->real_ns);
    tell_clock(w);
}

static void op_clock_set(Worker *w)
{
    TimersLab *lab = lab_of(w);

    guest_clock_set(&lab->clock, lab->real_ns, worker_i64(w, "ns"));
    tell_clock(w);
}

/* ---------------------------------------------------- 2 counts and periods */

static TickRate rate_of(Worker *w)
{
    return (TickRate){ worker_u64(w, "hz"),
                       (uint32_t)worker_u64(w, "prescaler") };
}

static void op_to_ns(Worker *w)
{
    TickRate rate = rate_of(w);

    reply_i64(w, "length", tick_rate_counts_to_ns(
        &rate, worker_u64(w, "counts")));
}

static void op_to_counts(Worker *w)
{
    TickRate rate = rate_of(w);

    reply_u64(w, "counts", tick_rate_ns_to_counts(&rate,
                                                  worker_i64(w, "ns")));
}

static void op_deadline(Worker *w)
{
    TickRate rate = rate_of(w);

    reply_i64(w, "deadline", tick_rate_deadline_ns(
        &rate, worker_i64(w, "start"), worker_u64(w, "counts")));
}

static void op_remaining(Worker *w)
{
    TickRate rate = rate_of(w);

    reply_u64(w, "remaining", tick_rate_remaining(
        &rate, worker_u64(w, "counts"), worker_i64(w, "ns")));
}

static const WorkerOp ops[] = {
    { "clock_real", "ns:i", "real time moves on by {ns} ns", op_clock_real },
    { "clock_start", "", "start the guest's clock", op_clock_start },
    { "clock_stop", "", "stop the guest's clock", op_clock_stop },
    { "clock_set", "ns:i", "set the guest's clock to {ns} ns", op_clock_set },
    { "to_ns", "hz:u prescaler:u counts:u",
      "how long are {counts} counts at {hz} Hz / {prescaler}?", op_to_ns },
    { "to_counts", "hz:u prescaler:u ns:i",
      "how many counts at {hz} Hz / {prescaler} fit into {ns} ns?",
      op_to_counts },
    { "deadline", "hz:u prescaler:u start:i counts:u",
      "when do {counts} counts at {hz} Hz / {prescaler} end that began at "
      "{start} ns?", op_deadline },
    { "remaining", "hz:u prescaler:u counts:u ns:i",
      "what remains of {counts} counts at {hz} Hz / {prescaler} after {ns} "
      "ns?", op_remaining },
    { "timer_new", "id:u", "make timer {id}", timers_op_new },
    { "timer_on", "id:u does:s other:u ns:i",
      "when timer {id} expires it does: {does} (timer {other}, {ns} ns)",
      timers_op_on },
    { "timer_arm", "id:u ns:i", "arm timer {id} for {ns} ns", timers_op_arm },
    { "timer_delete", "id:u", "delete timer {id}", timers_op_delete },
    { "timer_pass", "ns:i", "run the timers that are due at {ns} ns",
      timers_op_pass },
    { "timer_clock", "enable:u", "the timers' clock is enabled: {enable}",
      timers_op_clock_enable },
    { "heap_first", "", "which timer is first in the heap?",
      timers_op_heap_first },
    { "heap_insert", "id:u ns:i", "put timer {id}, due at {ns} ns, into the "
      "heap", timers_op_heap_insert },
    { "heap_remove", "id:u", "take timer {id} out of the heap",
      timers_op_heap_remove },
    { "heap_drain", "", "take out the first again and again",
      timers_op_heap_drain },
    { "heap_clear", "", "forget all timers, end the heap",
      timers_op_heap_clear },
    { "compare", "now:i hz:u cmp:u",
      "mtimecmp is {cmp}, {now} ns have passed at {hz} Hz",
      timers_op_compare },
    { "icount", "shift:u bias:i retired:u deadline:i",
      "{retired} instructions of 2^{shift} ns, {bias} ns skipped before; the "
      "next deadline is at {deadline} ns", timers_op_icount },
    { "count_write", "value:u prescaler:u enable:u",
      "bring the counter up to now, make it {value} at prescaler {prescaler}, "
      "enabled: {enable}, and set it up", timers_op_count_write },
    { "count_read", "", "read the counter", timers_op_count_read },
    { "device_late", "ns:i", "guest time moves on by {ns} ns, but the host is "
      "late with timers", timers_op_device_late },
    { "device_read", "offset:u", "the guest reads register {offset}",
      timers_op_device_read },
    { "device_write", "offset:u value:u",
      "the guest writes {value} to register {offset}", timers_op_device_write },
    { "device_wait", "ns:i", "guest time moves on by {ns} ns",
      timers_op_device_wait },
    { "device_clock", "hz:u", "the timer's input clock has {hz} Hz",
      timers_op_device_clock },
};

const WorkerLab worker_lab = {
    .lab = "timers",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = "guest_time:ns length:ns deadline:ns next:ns skipped:ns now:ns "
              "status:bits(0=EXPIRED) control:bits(0=ENABLE,1=INT_ENABLE)",
    .setup = timers_lab_new,
    .teardown = timers_lab_free,
};
