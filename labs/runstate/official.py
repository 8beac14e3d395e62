"""official: scenarios of the lab runstate that only graders have"""
from scenario import scenario

STOPPED = ("debug", "internal-error", "io-error", "paused", "shutdown",
           "watchdog", "guest-panicked")


@scenario("runstate.1", "all 256 edges", visibility="official",
          rule="the table, cell by cell")
def all_edges(s):
    cells = [(start, to) for start in range(16) for to in range(16)]
    for start, to in s.rng.sample(cells, len(cells)):
        s.op("edge", start, to)


@scenario("runstate.2", "states in any order", visibility="official",
          rule="an answer depends on the state alone")
def any_order(s):
    for _ in range(60):
        s.op("query", s.rng.randrange(18))


@scenario("runstate.3", "handlers that meddle with one another",
          visibility="official",
          rule="removing, and adding or notifying, from inside a "
               "notification")
def meddling(s):
    # whether a nested notification calls what was just added is left open
    also = s.rng.choice(["adds", "notifies"])
    for number in range(12):
        s.op("handler", number, s.rng.randrange(-2, 3), s.rng.randrange(2))
    for number in s.rng.sample(range(12), 4):
        s.op("remove", number)
    for number in range(12):
        if s.rng.randrange(2):
            s.op("handler_does", number, s.rng.choice(["removes", also]),
                 s.rng.randrange(12))
    for _ in range(6):
        s.op("notify", 1, "running")
        s.op("notify", 0, s.rng.choice(STOPPED))


@scenario("runstate.4", "every reason to stop, by both threads",
          visibility="official",
          rule="a request leaves the VM as it is; the main loop's stop "
               "changes it")
def every_reason(s):
    s.op("begin", "running")
    for state in s.rng.sample(STOPPED, len(STOPPED)):
        s.op("flush", -s.rng.randrange(2))
        s.op("thread", 1)
        s.op(s.rng.choice(["stop", "force"]), state)
        s.op("thread", 0)
        s.op("take")
        s.op(s.rng.choice(["stop", "force"]), state)
        s.op("force", "prelaunch")
        s.op("start")


@scenario("runstate.5", "pauses and stops at random", visibility="official",
          rule="a callback returns at once, time stands while the VM is "
               "paused, and nobody starts what another has stopped")
def pauses_at_random(s):
    s.op("pause_begin")
    s.op("pause_fires")
    for _ in range(30):
        what = s.rng.randrange(6)
        if what == 0:
            s.op("pause_fires")
            s.op("turn")
        elif what == 1:
            s.op("stop", s.rng.choice(STOPPED))
        elif what == 2:
            s.op("time", s.rng.randrange(1, 10**6))
        elif what == 3:
            s.op("start")
        else:
            s.op("turn")


@scenario("runstate.6", "two requests at a time", visibility="official",
          rule="the earlier kind is served first, and what it did counts "
               "for the later one")
def pairs(s):
    kinds = ("debug", "suspend", "reset", "wakeup", "powerdown")
    s.op("begin", "running")
    s.op("actions", "shutdown=pause")
    for _ in range(15):
        for kind in s.rng.sample(kinds, 2):
            s.op("request", kind)
        if s.rng.randrange(3) == 0:
            s.op("shutdown", 6, 0)
        if s.rng.randrange(3) == 0:
            s.op("vmstop", s.rng.choice(STOPPED))
        s.op("serve")
        s.op("start")
