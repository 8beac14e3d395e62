"""official: scenarios of the lab timers that only graders have

Each looks where a shortcut that the public ones let pass goes wrong.
"""
from scenario import scenario

S = 10**9
COUNTER, CONTROL, STATUS, PRESCALER = 0, 4, 8, 12
ENABLE, INT_ENABLE = 1, 2


@scenario("timers.2", "fast counters count in every nanosecond",
          rule="a count may be shorter than a nanosecond",
          visibility="official")
def fast(s):
    for hz in (2**30, 3 * S, 2**33, 2**40 + 1):
        s.op("to_counts", hz, 1, s.rng.randrange(1, 4))
        s.op("to_counts", hz, 3, 1)
        s.op("to_ns", hz, 1, s.rng.randrange(1, 2**20))
        s.op("deadline", hz, 2, s.rng.randrange(S), 1)


@scenario("timers.3", "one gap at a time, wherever it is",
          rule="what fills a gap may belong above it or below it",
          visibility="official")
def one_gap(s):
    for count in s.rng.sample(range(10, 60), 12):
        for number in range(count):
            s.op("heap_insert", number, s.rng.randrange(200))
        s.op("heap_remove", s.rng.randrange(1, count))
        s.op("heap_drain")


@scenario("timers.3", "a heap that was ended is an empty one",
          rule="after its end a heap is as after its beginning",
          visibility="official")
def ended(s):
    for _ in range(2):
        for number in range(s.rng.randrange(5, 40)):
            s.op("heap_insert", number, s.rng.randrange(100))
        s.op("heap_clear")
    s.op("heap_insert", 1, 5)
    s.op("heap_drain")


@scenario("timers.4", "a clock that is switched off runs nothing",
          rule="a pass over a disabled clock does nothing and makes no "
               "progress; a pass leaves nothing behind that switching off "
               "waits for", visibility="official")
def switched_off(s):
    for number in range(4):
        s.op("timer_new", number)
        s.op("timer_arm", number, s.rng.randrange(100))
    s.op("timer_pass", 50)
    s.op("timer_clock", 0)
    s.op("timer_pass", 100)
    s.op("timer_clock", 1)
    s.op("timer_pass", 100)


@scenario("timers.4", "a callback that runs a pass itself",
          rule="an inner pass runs what is due, the outer goes on with what "
               "is left", visibility="official")
def inner_pass(s):
    for number in range(8):
        s.op("timer_new", number)
        s.op("timer_arm", number, number)
    s.op("timer_on", 2, "pass", 2, 0)
    s.op("timer_on", 4, "arm", 1, 3)
    s.op("timer_pass", s.rng.randrange(5, 9))
    s.op("timer_clock", 0)
    s.op("timer_clock", 1)
    s.op("timer_pass", 20)


def running(s, hz, count, control):
    s.op("device_clock", hz)
    s.op("device_write", COUNTER, count)
    s.op("device_write", CONTROL, control)


@scenario("timers.6", "writing CONTROL again is no new start",
          rule="a tick that has begun goes on when ENABLE does not change",
          visibility="official")
def same_tick(s):
    running(s, 1000, 10, ENABLE | INT_ENABLE)
    s.op("device_wait", s.rng.randrange(100001, 900000))
    s.op("device_write", CONTROL, ENABLE)
    s.op("device_write", CONTROL, ENABLE | INT_ENABLE)
    s.op("device_wait", 9000000)
    s.op("device_read", COUNTER)
    s.op("device_wait", 999999)
    s.op("device_read", STATUS)


@scenario("timers.6", "a counter that is written while it runs",
          rule="the new value is counted from the write",
          visibility="official")
def written_running(s):
    running(s, 1000000, 1000, ENABLE | INT_ENABLE)
    s.op("device_wait", s.rng.randrange(1000, 900000))
    s.op("device_write", COUNTER, 2000)
    s.op("device_read", COUNTER)
    s.op("device_wait", 1999999)
    s.op("device_read", COUNTER)
    s.op("device_wait", 1)
    s.op("device_read", STATUS)


@scenario("timers.5", "a counter has 32 bits",
          rule="all 32 bits of the start value count", visibility="official")
def wide(s):
    s.op("device_clock", 1000000)
    for value in (2**16, 2**16 + s.rng.randrange(2**15), 2**32 - 1):
        s.op("count_write", value, 1, 1)
        s.op("device_wait", s.rng.randrange(1, 65000000))
        s.op("count_read")


@scenario("timers.6", "an old expiry and a timer that runs again",
          rule="the line is EXPIRED and INT_ENABLE, whatever ENABLE is",
          visibility="official")
def old_expiry(s):
    running(s, 1000000, s.rng.randrange(1, 9), ENABLE)
    s.op("device_wait", S)
    s.op("device_write", COUNTER, 1000)
    s.op("device_write", CONTROL, ENABLE)
    s.op("device_read", CONTROL)
    s.op("device_write", CONTROL, ENABLE | INT_ENABLE)
    s.op("device_write", STATUS, 1)


@scenario("timers.6", "the host is late, and the guest looks first",
          rule="registers show what a punctual callback would have left",
          visibility="official")
def late_look(s):
    running(s, 1000000, 1000, ENABLE | INT_ENABLE)
    s.op("device_wait", 999000)
    s.op("device_read", CONTROL)
    s.op("device_late", s.rng.randrange(1000, 5000))
    for offset in (CONTROL, STATUS, COUNTER):
        s.op("device_read", offset)
    s.op("device_write", STATUS, 1)
    s.op("device_wait", 0)
    s.op("device_read", STATUS)


@scenario("timers.8", "deadlines that are hours away, time that is not yet 0",
          rule="times are 64 bits wide and signed", visibility="official")
def far_and_early(s):
    for shift in (0, 3, 10):
        retired = s.rng.randrange(10**6)
        for bias in (0, s.rng.randrange(-10**12, -10**11), 10**14):
            now = (retired << shift) + bias
            s.op("icount", shift, bias, retired, now + (5 << 40) + 3)
            s.op("icount", shift, bias, retired,
                 now + s.rng.randrange(2**32, 2**34))
            s.op("icount", shift, bias, retired, 7)
        s.op("icount", shift, -2**62, retired, 2**63 - 1)
