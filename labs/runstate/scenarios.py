"""scenarios of the lab runstate: states and handlers"""
from scenario import scenario

STATES = ("debug", "inmigrate", "internal-error", "io-error", "paused",
          "postmigrate", "prelaunch", "finish-migrate", "restore-vm",
          "running", "save-vm", "shutdown", "suspended", "watchdog",
          "guest-panicked", "colo")
STOPPED = ("debug", "internal-error", "io-error", "paused", "shutdown",
           "watchdog", "guest-panicked")
RUNNING = STATES.index("running")


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
