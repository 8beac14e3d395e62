"""scenarios of the lab runstate: what students may see and run"""
from scenario import scenario

STATES = ("debug", "inmigrate", "internal-error", "io-error", "paused",
          "postmigrate", "prelaunch", "finish-migrate", "restore-vm",
          "running", "save-vm", "shutdown", "suspended", "watchdog",
          "guest-panicked", "colo")
STOPPED = ("debug", "internal-error", "io-error", "paused", "shutdown",
           "watchdog", "guest-panicked")
RUNNING = STATES.index("running")
HOST_QUIT, HOST_SIGNAL, HOST_UI, GUEST_OFF, GUEST_PANIC = 2, 4, 5, 6, 8


# -------------------------------------------------------------- 1 the table
@scenario("runstate.1", "the successors of every state",
          rule="an edge is allowed if it is in the table, no other is",
          weight=2)
def every_row(s):
    for state in s.rng.sample(STATES, len(STATES)):
        s.op("row", state)


@scenario("runstate.1", "what surprises in the table",
          rule="a paused VM cannot shut down or hit a breakpoint; shutdown "
               "and internal-error lead to running by a reset alone")
def surprises(s):
    for start, to in (("paused", "save-vm"), ("paused", "debug"),
                      ("paused", "shutdown"), ("shutdown", "running"),
                      ("internal-error", "running"), ("running", "save-vm"),
                      ("paused", "running"), ("shutdown", "prelaunch"),
                      ("suspended", "paused"), ("save-vm", "paused"),
                      ("running", "prelaunch"), ("running", "inmigrate")):
        s.op("edge", STATES.index(start), STATES.index(to))


@scenario("runstate.1", "staying, and what is no state",
          rule="a state's edge to itself is in no row; a number that is no "
               "state has no edges")
def no_edges(s):
    for state in range(16):
        s.op("edge", state, state)
    for number in (16, 17, 31, 32, 64, 2**31, 2**32 - 1,
                   s.rng.randrange(16, 2**32)):
        s.op("edge", number, RUNNING)
        s.op("edge", RUNNING, number)
        s.op("edge", number, number)


@scenario("runstate.1", "a walk through the states",
          rule="a transition that is not in the table is refused with a "
               "message that names both states; staying is none")
def walk(s):
    s.op("set", "running")
    for _ in range(40):
        s.op("set", s.rng.choice(STATES))


# --------------------------------------------------------------- 2 questions
@scenario("runstate.2", "every state, asked everything",
          rule="live and needs-reset come from the row; a user reads "
               "running or paused, and why", weight=2)
def every_state(s):
    for state in s.rng.sample(range(16), 16):
        s.op("query", state)


@scenario("runstate.2", "stopped is not paused",
          rule="a suspended VM is live; shutdown and internal-error need a "
               "reset; guest-panicked does not")
def not_paused(s):
    for name in ("suspended", "running", "paused", "shutdown",
                 "internal-error", "guest-panicked", "prelaunch"):
        s.op("query", STATES.index(name))


@scenario("runstate.2", "what is no state",
          rule="it is neither live nor in need of a reset, and its name is ?")
def no_state(s):
    for number in (16, 2**31, 2**32 - 1, s.rng.randrange(17, 2**32)):
        s.op("query", number)


# ---------------------------------------------------------------- 3 handlers
def handlers(s, count, spread=3, prepare=True):
    """Register count handlers; returns their numbers."""
    for number in range(count):
        s.op("handler", number, s.rng.randrange(-spread, spread + 1),
             s.rng.randrange(2) if prepare else 0)
    return list(range(count))


def both(s):
    s.op("notify", 1, "running")
    s.op("notify", 0, s.rng.choice(STOPPED))


@scenario("runstate.3", "up to start, down to stop",
          rule="ascending priority when the VM starts, descending when it "
               "stops")
def order(s):
    for number, priority in enumerate(s.rng.sample(range(-50, 50), 8)):
        s.op("handler", number, priority, 0)
    both(s)


@scenario("runstate.3", "among equals the first comes first",
          rule="entries of one priority are called in the order in which "
               "they were added, and backward when stopping")
def equals(s):
    handlers(s, 10, spread=1, prepare=False)
    both(s)
    s.op("remove", s.rng.randrange(10))
    s.op("handler", 10, 0, 0)
    both(s)


@scenario("runstate.3", "all prepare before any acts",
          rule="prepare callbacks run in the same order as the handlers, "
               "and all of them before the first handler")
def prepare_phase(s):
    handlers(s, 6)
    s.op("handler", 6, -9, 1)
    s.op("handler", 7, 9, 1)
    both(s)


@scenario("runstate.3", "a handler that removes itself or another",
          rule="what was removed is not called any more, not even by the "
               "notification in progress")
def removal(s):
    handlers(s, 8)
    first, victim, later = s.rng.sample(range(8), 3)
    s.op("handler_does", first, "removes", first)
    both(s)
    s.op("handler_does", later, "removes", victim)
    both(s)
    both(s)


@scenario("runstate.3", "a handler that adds another",
          rule="what is added during a notification is first called by the "
               "next one")
def addition(s):
    handlers(s, 5)
    added, by = 5, s.rng.randrange(5)
    s.op("handler", added, s.rng.choice([-9, 9]), 1)
    s.op("remove", added)
    s.op("handler_does", by, "adds", added)
    s.op("notify", 1, "running")
    s.op("notify", 0, "paused")
    s.op("notify", 1, "running")


@scenario("runstate.3", "a handler that notifies",
          rule="a notification inside another is complete; removing in it "
               "disturbs neither")
def nested(s):
    handlers(s, 5)
    by, victim = s.rng.sample(range(5), 2)
    s.op("handler_does", by, "notifies", 0)
    s.op("handler_does", victim, "removes", victim)
    s.op("notify", 1, "running")
    both(s)
    s.op("clear")
    both(s)
    s.op("handler", 1, 0, 0)
    both(s)


@scenario("runstate.3", "handlers come and go at random", weight=2,
          rule="each notification calls exactly those that are registered, "
               "in order")
def handlers_at_random(s):
    there = set()
    for _ in range(50):
        number = s.rng.randrange(12)
        if number in there and s.rng.randrange(2):
            there.discard(number)
            s.op("remove", number)
        elif number not in there:
            there.add(number)
            s.op("handler", number, s.rng.randrange(-2, 3),
                 s.rng.randrange(2))
        else:
            s.op("notify", s.rng.randrange(2), s.rng.choice(STATES))


# ---------------------------------------------------------------- 4 stopping
@scenario("runstate.4", "the main loop stops the VM",
          rule="state, time, vCPUs, handlers, event, disks: in this order")
def main_loop_stops(s):
    s.op("begin", "running")
    s.op("flush", -s.rng.randrange(1, 100))
    s.op("stop", s.rng.choice(STOPPED))
    s.op("stop", "paused")
    s.op("take")


@scenario("runstate.4", "a vCPU stops the VM",
          rule="it posts a request, stops itself and returns 0; no "
               "transition happens in its thread")
def vcpu_stops(s):
    first, last = s.rng.sample(STOPPED, 2)
    s.op("begin", "running")
    s.op("flush", -5)
    s.op("thread", 1)
    s.op("stop", first)
    s.op("stop", last)
    s.op("thread", 0)
    s.op("take")
    s.op("take")


@scenario("runstate.4", "a VM that has stopped before",
          rule="its state stays, its handlers are not told again, its disks "
               "are drained and flushed all the same")
def stopped_before(s):
    s.op("begin", s.rng.choice(["paused", "io-error", "prelaunch"]))
    s.op("stop", "paused")
    s.op("stop", "save-vm")
    s.op("force", "prelaunch")
    s.op("force", "finish-migrate")


@scenario("runstate.4", "a suspended VM is stopped",
          rule="its vCPUs stand already; its next start leads back to "
               "suspended")
def suspended(s):
    s.op("begin", "suspended")
    s.op("stop", "suspended")
    s.op("stop", s.rng.choice(["paused", "debug", "guest-panicked"]))
    s.op("start")
    s.op("cont")
    s.op("force", "paused")


@scenario("runstate.4", "an edge that is not in the table",
          rule="the state stays, nobody is told, and the disks are flushed")
def refused(s):
    s.op("begin", "running")
    s.op("stop", s.rng.choice(["prelaunch", "postmigrate", "inmigrate"]))
    s.op("stop", "running")
    s.op("force", s.rng.choice(["finish-migrate", "colo"]))


@scenario("runstate.4", "stops and starts at random", weight=2,
          rule="whoever asks, in whatever state")
def stops_at_random(s):
    s.op("begin", s.rng.choice(["running", "suspended", "paused"]))
    for _ in range(30):
        what = s.rng.randrange(6)
        if what < 2:
            s.op("stop", s.rng.choice(STOPPED))
        elif what == 2:
            s.op("thread", s.rng.randrange(2))
            s.op("force", s.rng.choice(["paused", "running", "io-error"]))
            s.op("thread", 0)
            s.op("take")
        else:
            s.op(s.rng.choice(["start", "start", "cont"]))


# ----------------------------------------------------------------- 5 pausing
@scenario("runstate.5", "the callback returns",
          rule="nothing stops while a timer callback runs: the stop is "
               "asked for, and the main loop makes it")
def callback_returns(s):
    s.op("pause_begin")
    s.op("time", s.rng.randrange(1, 10**6))
    s.op("pause_fires")
    s.op("time", 10)
    s.op("take")


@scenario("runstate.5", "running, paused, running",
          rule="the look sees a paused VM whose time stands; then the VM "
               "goes on where it was", weight=2)
def whole_cycle(s):
    s.op("pause_begin")
    for _ in range(2):
        s.op("time", s.rng.randrange(1, 10**6))
        s.op("pause_fires")
        s.op("turn")
        s.op("time", s.rng.randrange(1, 10**6))
        s.op("turn")


@scenario("runstate.5", "a stop that a user makes",
          rule="it stays a stop: only a pause that was asked for here is "
               "followed by a start")
def user_stops(s):
    s.op("pause_begin")
    s.op("stop", s.rng.choice(["paused", "io-error"]))
    s.op("turn")
    s.op("start")
    s.op("pause_fires")
    s.op("turn")
    s.op("stop", "paused")
    s.op("turn")


@scenario("runstate.5", "another reason to stop comes first",
          rule="the VM is not started again when it stopped for another "
               "reason")
def other_reason(s):
    s.op("pause_begin")
    s.op("pause_fires")
    s.op("vmstop", "io-error")
    s.op("turn")
    s.op("start")
    s.op("pause_fires")
    s.op("stop", s.rng.choice(["debug", "guest-panicked"]))
    s.op("start")
    s.op("stop", "paused")
    s.op("turn")


# ----------------------------------------------------------------- 6 serving
REQUESTS = ("debug", "suspend", "reset", "wakeup", "powerdown")


@scenario("runstate.6", "one request at a time",
          rule="each is served once, and then forgotten")
def one_request(s):
    s.op("begin", "running")
    for kind in s.rng.sample(REQUESTS, len(REQUESTS)):
        s.op("request", kind)
        s.op("serve")
        s.op("serve")
        s.op("start")
        s.op("request", "wakeup")
        s.op("serve")


@scenario("runstate.6", "all at once",
          rule="debug, suspend, shutdown, reset, wakeup, powerdown, vmstop: "
               "served in this order, whatever order they came in", weight=2)
def all_at_once(s):
    s.op("begin", "running")
    s.op("actions", "shutdown=pause")
    for kind in s.rng.sample(REQUESTS, len(REQUESTS)):
        s.op("request", kind)
        if s.rng.randrange(2):
            s.op("vmstop", s.rng.choice(["paused", "io-error"]))
    s.op("shutdown", GUEST_OFF, 0)
    s.op("vmstop", "paused")
    s.op("serve")
    s.op("serve")


@scenario("runstate.6", "a shutdown ends the sequence",
          rule="a breakpoint is still seen; a reset, a power-down and a "
               "vmstop are not")
def shutdown_ends(s):
    s.op("begin", "running")
    s.op("request", "reset")
    s.op("request", "powerdown")
    s.op("vmstop", "paused")
    s.op("shutdown", s.rng.choice([HOST_QUIT, GUEST_OFF]),
         s.rng.randrange(256))
    s.op("request", "debug")
    s.op("serve")


@scenario("runstate.6", "exit codes and -action",
          rule="-no-shutdown does not keep a user from ending it; a panic "
               "can make the code 1 when it is 0")
def exit_codes(s):
    s.op("begin", "running")
    s.op("actions", "shutdown=pause,panic=exit-failure")
    s.op("shutdown", GUEST_OFF, 3)
    s.op("serve")
    for cause in s.rng.sample([HOST_QUIT, HOST_SIGNAL, HOST_UI, 1], 4):
        s.op("shutdown", cause, s.rng.randrange(9))
        s.op("serve")
    s.op("signal", 15)
    s.op("serve")
    s.op("actions", "shutdown=poweroff")
    for code in (0, 7):
        s.op("shutdown", GUEST_PANIC, code)
        s.op("serve")
    s.op("actions", "panic=pause")
    s.op("shutdown", GUEST_PANIC, 0)
    s.op("serve")


@scenario("runstate.6", "a reset in every state",
          rule="a running VM stays running, all others become prelaunch; "
               "a suspended one was live, so its handlers are told")
def reset_everywhere(s):
    states = ["running", "suspended", "paused", "shutdown", "internal-error"]
    s.op("begin", s.rng.choice(states))
    s.op("request", "reset")
    s.op("serve")
    s.op("start")
    for state in s.rng.sample(states[2:], 3):
        s.op("stop", state)
        s.op("request", "reset")
        s.op("serve")
        s.op("start")
    s.op("request", "suspend")
    s.op("serve")
    s.op("request", "reset")
    s.op("serve")


@scenario("runstate.6", "a VM that sleeps is woken",
          rule="it is awake when the power button and the stop are served; "
               "a stopped one runs at its next start")
def wakes_up(s):
    s.op("begin", "suspended")
    for kind in s.rng.sample(["wakeup", "powerdown"], 2):
        s.op("request", kind)
    s.op("vmstop", "paused")
    s.op("serve")
    s.op("start")
    s.op("request", "suspend")
    s.op("serve")
    s.op("stop", "paused")
    s.op("request", "wakeup")
    s.op("serve")
    s.op("start")


@scenario("runstate.6", "the main loop runs until the end",
          rule="it serves, sleeps until it is woken, and returns the status")
def runs_to_the_end(s):
    s.op("begin", "running")
    for kind in ("debug", "powerdown"):
        s.op("request", kind)
    s.op("shutdown", HOST_QUIT, s.rng.randrange(1, 99))
    s.op("main_loop")
    s.op("shutdown", GUEST_OFF, 0)
    s.op("main_loop")


@scenario("runstate.6", "requests at random", weight=2,
          rule="each kind has one slot: asking twice is asking once, and "
               "the last vmstop wins")
def requests_at_random(s):
    s.op("begin", s.rng.choice(["running", "suspended", "paused"]))
    s.op("actions", s.rng.choice(["shutdown=pause", "panic=pause",
                                  "reboot=shutdown"]))
    for _ in range(40):
        what = s.rng.randrange(8)
        if what < 3:
            s.op("request", s.rng.choice(REQUESTS))
        elif what == 3:
            s.op("vmstop", s.rng.choice(STOPPED))
        elif what == 4:
            s.op("shutdown", s.rng.randrange(1, 11), s.rng.randrange(4))
        elif what == 5:
            s.op("start")
        else:
            s.op("serve")
