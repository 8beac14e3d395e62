"""scenarios of the lab runstate: stops, pauses and requests"""
from scenario import scenario

STOPPED = ("debug", "internal-error", "io-error", "paused", "shutdown",
           "watchdog", "guest-panicked")
HOST_QUIT, HOST_SIGNAL, HOST_UI, GUEST_OFF, GUEST_PANIC = 2, 4, 5, 6, 8


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


@scenario("runstate.5", "a start comes before the pause",
          rule="a pause that was never made is forgotten: the next stop is "
               "the user's, and stays")
def start_overtakes(s):
    s.op("pause_begin")
    s.op("pause_fires")
    s.op("cont")
    s.op("stop", "paused")
    s.op("turn")
    s.op("start")
    s.op("pause_fires")
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


@scenario("runstate.6", "who serves is the main loop",
          rule="from the first round on only its thread changes the state; "
               "a reset does not disturb an incoming migration")
def whose_thread(s):
    s.op("begin", "inmigrate")
    s.op("request", "reset")
    s.op("serve")
    s.op("other_thread")
    s.op("vmstop", s.rng.choice(["paused", "io-error"]))
    s.op("serve")
    s.op("start")


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
    s.op("main_loop", s.rng.randrange(1, 99))
    s.op("start")
    s.op("shutdown", GUEST_OFF, 5)
    s.op("main_loop", 7)


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
