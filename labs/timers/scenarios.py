"""scenarios of the lab timers: what students may see and run"""
from scenario import scenario

S = 10**9
COUNTER, CONTROL, STATUS, PRESCALER = 0, 4, 8, 12
ENABLE, INT_ENABLE = 1, 2


# ------------------------------------------------------------ 1 guest's clock
@scenario("timers.1", "time stands still while the clock is stopped",
          rule="a stopped clock shows what it showed when it stopped")
def stopped_clock(s):
    s.op("clock_start")
    s.op("clock_real", s.rng.randrange(1, 10 * S))
    s.op("clock_stop")
    s.op("clock_real", S)
    s.op("clock_start")
    s.op("clock_real", s.rng.randrange(1, S))


@scenario("timers.1", "starting and stopping twice changes nothing",
          rule="start has no effect on a running clock, stop none on a "
               "frozen one")
def twice(s):
    for op in ("clock_start", "clock_start", "clock_stop", "clock_stop"):
        s.op("clock_real", s.rng.randrange(1, S))
        s.op(op)
    s.op("clock_real", 5)


@scenario("timers.1", "the clock can be set, running or not",
          rule="set makes the clock show the value now; it keeps its state")
def set_clock(s):
    s.op("clock_real", 77)
    s.op("clock_set", s.rng.randrange(1, 1000 * S))
    s.op("clock_real", 100)
    s.op("clock_start")
    s.op("clock_real", 100)
    s.op("clock_set", s.rng.randrange(1, 1000 * S))
    s.op("clock_real", 100)


@scenario("timers.1", "any sequence of start, stop, set and waiting",
          rule="time has no jumps but those that set asks for", weight=2)
def clock_at_random(s):
    for _ in range(60):
        s.op("clock_real", s.rng.randrange(0, S))
        op = s.rng.choice(["clock_start", "clock_stop", "clock_set"])
        s.op(op, *([s.rng.randrange(-S, S)] if op == "clock_set" else []))


# ----------------------------------------------------------- 2 counts, periods
def rate(s):
    return s.rng.choice([1, 3, 7, 32768, 10**6, 10**7, 24 * 10**6 + 1]), \
        s.rng.choice([0, 1, 2, 7, 255])


@scenario("timers.2", "a deadline is never early",
          rule="counts become nanoseconds rounded up")
def deadline_rounds_up(s):
    for _ in range(20):
        s.op("to_ns", *rate(s), s.rng.randrange(1, 2**32))
        s.op("deadline", *rate(s), s.rng.randrange(2**40),
             s.rng.randrange(1, 2**32))


@scenario("timers.2", "a counter never counts too much",
          rule="nanoseconds become counts rounded down, whatever is read "
               "in between")
def counts_round_down(s):
    for _ in range(20):
        hz, prescaler = rate(s)
        ns = s.rng.randrange(0, 10**12)
        s.op("to_counts", hz, prescaler, ns)
        s.op("remaining", hz, prescaler, s.rng.randrange(1, 2**32), ns)


@scenario("timers.2", "the largest numbers fit",
          rule="products take 128 bits; results are clamped, not wrapped")
def largest(s):
    for hz in (1, 3, 10**9, 2**64 - 1):
        for prescaler in (0, 2**32 - 1):
            s.op("to_ns", hz, prescaler, 2**64 - 1)
            s.op("to_counts", hz, prescaler, 2**63 - 1)
            s.op("deadline", hz, prescaler, 2**63 - 1, 1)
            s.op("deadline", hz, prescaler, 5, 2**64 - 1)


@scenario("timers.2", "nothing counts at 0 Hz, and nothing lasts 0 counts",
          rule="frequency 0 stands still; 0 counts take no time; negative "
               "time is none")
def standing(s):
    s.op("to_ns", 0, 1, 1)
    s.op("to_ns", 0, 1, 0)
    s.op("to_ns", 1000, 1, 0)
    s.op("to_counts", 0, 1, S)
    s.op("to_counts", 1000, 1, -S)
    s.op("remaining", 0, 1, 10, S)
    s.op("remaining", 1000, 1, 10, S)
    s.op("remaining", 1000, 1, 1001, S)


# ------------------------------------------------------------------- 3 heap
@scenario("timers.3", "the earliest timer is first",
          rule="ordered by deadline")
def heap_order(s):
    for number in range(20):
        s.op("heap_insert", number, s.rng.randrange(1000))
    for number in s.rng.sample(range(20), 20):
        s.op("heap_remove", number)


@scenario("timers.3", "equal deadlines stay in the order of arming",
          rule="equal deadlines are ordered by arm_order")
def heap_ties(s):
    for number in s.rng.sample(range(12), 12):
        s.op("heap_insert", number, s.rng.choice([5, 9]))
    for number in s.rng.sample(range(12), 12):
        s.op("heap_remove", number)


@scenario("timers.3", "removing what is not there changes nothing",
          rule="removal is idempotent")
def heap_absent(s):
    s.op("heap_remove", 3)
    s.op("heap_insert", 1, 10)
    s.op("heap_remove", 3)
    s.op("heap_remove", 1)
    s.op("heap_remove", 1)
    s.op("heap_insert", 1, 7)


@scenario("timers.3", "what is left after removals comes out in order",
          rule="a gap in the middle is filled by one that fits, above as "
               "below")
def heap_gaps(s):
    late = s.rng.randrange(100, 1000)
    left = [late + number for number in range(7)]
    for number, ns in enumerate((0, left[0], 1, left[1], left[2], 10, 2,
                                 *left[3:], 11, 12, 4, 3)):
        s.op("heap_insert", number, ns)
    s.op("heap_remove", s.rng.randrange(7, 11))
    s.op("heap_drain")
    for _ in range(4):
        for number in range(40):
            s.op("heap_insert", number, s.rng.randrange(1000))
        for number in s.rng.sample(range(40), 12):
            s.op("heap_remove", number)
        s.op("heap_drain")


@scenario("timers.3", "any sequence of insertions and removals",
          rule="a timer can be taken out from anywhere", weight=2)
def heap_at_random(s):
    for _ in range(200):
        number = s.rng.randrange(40)
        if s.rng.random() < 0.6:
            s.op("heap_insert", number, s.rng.randrange(100))
        else:
            s.op("heap_remove", number)


# ------------------------------------------------------------------- 4 pass
def timers(s, count):
    for number in range(count):
        s.op("timer_new", number)


@scenario("timers.4", "what is due runs, by deadline; the rest waits",
          rule="a timer runs once when its deadline has passed")
def pass_order(s):
    timers(s, 8)
    for number in s.rng.sample(range(8), 8):
        s.op("timer_arm", number, s.rng.randrange(100))
    for ns in (0, 30, 60, 100):
        s.op("timer_pass", ns)


@scenario("timers.4", "a callback that arms its own timer for now",
          rule="what a callback arms waits for the next pass")
def rearm(s):
    timers(s, 3)
    s.op("timer_on", 0, "arm", 0, 5)
    s.op("timer_on", 1, "arm", 2, 0)
    s.op("timer_arm", 0, 5)
    s.op("timer_arm", 1, 6)
    for ns in (10, 11, 12):
        s.op("timer_pass", ns)


@scenario("timers.4", "a callback that deletes a timer which is due too",
          rule="a deleted timer does not run")
def delete_other(s):
    timers(s, 4)
    for number in range(4):
        s.op("timer_arm", number, number)
    s.op("timer_on", 0, "delete", 2, 0)
    s.op("timer_on", 1, "delete", 1, 0)
    s.op("timer_pass", 10)
    s.op("timer_pass", 20)


@scenario("timers.4", "a callback that frees its own timer",
          rule="a timer leaves the queue before its callback runs")
def free_self(s):
    timers(s, 3)
    for number in range(3):
        s.op("timer_on", number, "free", number, 0)
        s.op("timer_arm", number, 3 - number)
    s.op("timer_pass", 2)
    s.op("timer_new", 2)
    s.op("timer_arm", 2, 4)
    s.op("timer_pass", 9)


@scenario("timers.4", "any timers with any callbacks",
          rule="passes, callbacks and deletions in any order", weight=2)
def pass_at_random(s):
    timers(s, 16)
    now = 0
    for _ in range(80):
        number = s.rng.randrange(16)
        act = s.rng.randrange(4)
        if act == 0:
            s.op("timer_on", number, s.rng.choice(["arm", "delete", "none"]),
                 s.rng.randrange(16), now + s.rng.randrange(-5, 20))
        elif act == 1:
            s.op("timer_delete", number)
        elif act == 2:
            s.op("timer_arm", number, now + s.rng.randrange(-5, 20))
        else:
            now += s.rng.randrange(10)
            s.op("timer_pass", now)


# ------------------------------------------------- 5 the course timer's counter
@scenario("timers.5", "a counter of 0 expires as soon as it runs",
          rule="enabling at 0, or writing 0 while enabled, expires at once")
def expires_at_zero(s):
    s.op("device_clock", 1000000)
    s.op("count_write", 0, 1, 1)
    s.op("count_write", s.rng.randrange(1, 100), 1, 1)
    s.op("count_write", 0, 1, 1)
    s.op("count_write", 0, 1, 0)


@scenario("timers.5", "a new start value is counted from now",
          rule="a write begins a new tick")
def restarts(s):
    s.op("device_clock", 1000000)
    s.op("count_write", 1000, 1, 1)
    for prescaler in s.rng.sample([0, 1, 2, 5, 10], 4):
        s.op("device_wait", s.rng.randrange(100000, 500000))
        s.op("count_read")
        s.op("count_write", 1000, prescaler, 1)
    s.op("device_wait", 20 * S)
    s.op("count_read")


@scenario("timers.5", "the host is late, and the guest writes first",
          rule="a write meets the state that a punctual callback would have "
               "left: the expiry is not lost")
def late(s):
    s.op("device_clock", 1000000)
    s.op("count_write", 1000, 1, 1)
    s.op("device_late", s.rng.randrange(1000000, 9000000))
    s.op("count_write", 500, 1, 1)
    s.op("device_wait", 499999)
    s.op("count_read")
    s.op("device_wait", 1)
    s.op("count_read")


# ----------------------------------------------- 6 the course timer's registers
def device(s, hz=1000000):
    s.op("device_clock", hz)
    s.op("device_write", CONTROL, INT_ENABLE)


@scenario("timers.6", "registers hold their writable bits",
          rule="the register table of devices/clabpu_timer.h")
def register_bits(s):
    s.op("device_clock", 1000000)
    for offset in (COUNTER, CONTROL, STATUS, PRESCALER):
        s.op("device_read", offset)
    for offset in (COUNTER, PRESCALER, STATUS, 16, 2, 0xffc):
        s.op("device_write", offset, s.rng.randrange(2**32))
        s.op("device_read", offset)
    s.op("device_write", CONTROL, s.rng.randrange(2**32) & ~ENABLE)
    s.op("device_read", CONTROL)


@scenario("timers.6", "the guest acknowledges an interrupt",
          rule="writing 1 to EXPIRED clears it; the line follows "
               "EXPIRED and INT_ENABLE")
def acknowledge(s):
    device(s)
    s.op("device_write", COUNTER, s.rng.randrange(1, 1000))
    s.op("device_write", CONTROL, ENABLE | INT_ENABLE)
    s.op("device_wait", S)
    s.op("device_write", STATUS, 0)
    s.op("device_write", CONTROL, 0)
    s.op("device_write", CONTROL, INT_ENABLE)
    s.op("device_write", STATUS, 1)
    s.op("device_read", STATUS)


@scenario("timers.6", "a disabled counter keeps what remains",
          rule="disabling latches the count, enabling goes on from there")
def latch(s):
    device(s)
    s.op("device_write", COUNTER, 5000)
    for _ in range(3):
        s.op("device_write", CONTROL, ENABLE | INT_ENABLE)
        s.op("device_wait", s.rng.randrange(1000000))
        s.op("device_write", CONTROL, INT_ENABLE)
        s.op("device_wait", S)
        s.op("device_read", COUNTER)


@scenario("timers.6", "a prescaler that changes while the timer runs",
          rule="what remains is kept, the pace is new")
def new_pace(s):
    device(s)
    s.op("device_write", COUNTER, 1000)
    s.op("device_write", CONTROL, ENABLE | INT_ENABLE)
    for prescaler in s.rng.sample([0, 1, 2, 5, 10], 4):
        s.op("device_wait", 120000)
        s.op("device_write", PRESCALER, prescaler)
        s.op("device_read", COUNTER)
    s.op("device_wait", 20 * S)
    s.op("device_read", COUNTER)


@scenario("timers.6", "any accesses at any time",
          rule="registers, line and edges are as those of the reference",
          weight=2)
def device_at_random(s):
    device(s, s.rng.choice([1, 3, 32768, 1000000]))
    for _ in range(80):
        offset = s.rng.choice([COUNTER, CONTROL, STATUS, PRESCALER])
        act = s.rng.randrange(3)
        if act == 0:
            s.op("device_wait", s.rng.randrange(10**s.rng.randrange(1, 11)))
        elif act == 1:
            s.op("device_read", offset)
        else:
            s.op("device_write", offset, s.rng.randrange(
                4 if offset in (CONTROL, STATUS) else 50))


# ------------------------------------------------------------ 7 mtime
@scenario("timers.7", "the level is mtime >= mtimecmp, unsigned",
          rule="pending while mtime >= mtimecmp")
def level(s):
    for cmp in (0, 1, 9, 10, 11, 2**63, 2**64 - 1):
        s.op("compare", 1000, 10**7, cmp)
    for _ in range(10):
        s.op("compare", s.rng.randrange(10**6), 10**7, s.rng.randrange(10**4))


@scenario("timers.7", "the deadline is the first moment of the tick",
          rule="deadlines round up, ticks round down")
def tick_moment(s):
    for hz in (1, 3, 32768, 10**7, 2**32 - 1):
        now = s.rng.randrange(10**12)
        ticks = now * hz // S
        s.op("compare", now, hz, ticks + 1)
        s.op("compare", now, hz, ticks + s.rng.randrange(2, 10**6))


@scenario("timers.7", "deadlines beyond the end of time",
          rule="INT64_MAX when the deadline lies beyond the clock's range")
def far(s):
    for hz in (1, 10**7, 2**32 - 1):
        for cmp in (2**64 - 1, 2**63, 0):
            s.op("compare", 2**63 - 1, hz, cmp)
            s.op("compare", 0, hz, cmp)


# ------------------------------------------------------------ 8 icount
@scenario("timers.8", "time is the count of instructions",
          rule="(retired << shift) + bias")
def counted(s):
    for _ in range(20):
        s.op("icount", s.rng.randrange(11), s.rng.randrange(10**9),
             s.rng.randrange(10**12), 0)


@scenario("timers.8", "how far to run, and how far to warp",
          rule="the smallest count that reaches the deadline; the warp "
               "never goes back")
def limits(s):
    for shift in (0, 3, 10):
        for distance in (-1, 0, 1, 7, 8, 9, 1023, 1024, 1025):
            retired = s.rng.randrange(10**9)
            s.op("icount", shift, 0, retired, (retired << shift) + distance)
