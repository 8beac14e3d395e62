"""scenarios of the lab devices: the board, and what resets"""
from devices_guest import (EDC, EDC_ERR, INTC, TIMER, TIMER_NS, edc_guest,
                           load, timer_guest)
from scenario import scenario

CTRL, INT_ENABLE, INT_STATUS, INJECT = 0, 0xc, 0x10, 0x14
PENDING, ENABLE, CLAIM = 0, 4, 0x90


# ------------------------------------------------------------------ 5 the board
@scenario("devices.5", "the board has three devices more",
          rule="INTC, EDC and timer are children of the board, realized, and "
               "the timer runs at 1 MHz")
def board_devices(s):
    s.op("board_new")
    s.op("board_devices")
    s.op("board_map")


@scenario("devices.5", "an error raises the hart's external interrupt",
          rule="EDC to input 0 of the INTC, the timer to input 1, the INTC "
               "to machine external: a line is high as long as its cause is "
               "there")
def board_lines(s):
    s.op("board_new")
    s.op("mem_write", hex(INTC + ENABLE), 1)
    s.op("mem_write", hex(EDC + INT_ENABLE), 1)
    s.op("mem_write", hex(EDC + INJECT), hex(s.rng.randrange(1, 8)))
    s.op("mem_read", hex(INTC + PENDING))
    s.op("state")
    s.op("mem_read", hex(INTC + CLAIM))
    s.op("state")
    s.op("mem_write", hex(EDC + INT_STATUS), 1)
    s.op("mem_write", hex(INTC + CLAIM), 1)
    s.op("mem_read", hex(EDC_ERR))
    s.op("mem_write", hex(TIMER + 4), 3)
    s.op("mem_read", hex(INTC + PENDING))
    s.op("state")


@scenario("devices.5", "a guest takes the trap, clears and returns",
          rule="cause 11; the handler claims, clears the EDC, completes; "
               "the guest ends in its loop")
def guest_clears(s):
    s.op("board_new")
    load(s, edc_guest(s.rng, errors=3), "injects three errors")
    s.run(300)
    s.op("events")
    s.op("state")


@scenario("devices.5", "a guest that forgets to clear traps for ever",
          rule="acknowledging at the controller is not enough: the device "
               "still drives its line")
def guest_forgets(s):
    s.op("board_new")
    load(s, edc_guest(s.rng, errors=1, clears=False),
         "injects an error and never clears INT_STATUS")
    s.run(200)
    s.run(500)
    s.op("events")


@scenario("devices.5", "a guest is interrupted by the timer", weight=2,
          rule="each count is a microsecond, each instruction a nanosecond")
def guest_timer(s):
    counts = s.rng.randrange(1, 4)
    s.op("board_new")
    load(s, timer_guest(s.rng, counts),
         f"starts the timer with {counts} and an operation of the EDC")
    s.run(TIMER_NS * counts)
    s.run(200)
    s.op("events")
    s.op("state")


# ------------------------------------------------------------------ 6 reset
KINDS = ("all", "hold", "leaf")


def family(s):
    """0 with 1 and 2; 1 with 3 and 4."""
    for node, parent in ((0, -1), (1, 0), (2, 0), (3, 1), (4, 1)):
        s.op("node_new", node, "all", parent)


@scenario("devices.6", "children before their parent, phase after phase",
          rule="all enter, then all hold, then all exit; in each phase "
               "children come first")
def order(s):
    family(s)
    s.op("node_reset", 0, s.rng.randrange(3))
    s.op("node_reset", s.rng.choice([1, 3]), 0)


@scenario("devices.6", "a device that its parent holds in reset",
          rule="a reset of the child alone runs no phase; it leaves reset "
               "when the last holder lets go")
def held_by_parent(s):
    child = s.rng.choice([1, 2, 4])
    family(s)
    s.op("node_assert", 0, 0)
    s.op("node_reset", child, 0)
    s.op("node_assert", child, 0)
    s.op("node_release", 0, 0)
    s.op("node_release", child, 0)


@scenario("devices.6", "held twice",
          rule="each assert needs a release of its own; phases run for the "
               "first and the last")
def held_twice(s):
    family(s)
    for op in ("node_assert", "node_assert", "node_reset", "node_release",
               "node_release", "node_reset"):
        s.op(op, 1, s.rng.randrange(3))


@scenario("devices.6", "classes that lack phases",
          rule="a phase or child_foreach that is not there is passed over")
def missing_phases(s):
    s.op("node_new", 0, "hold", -1)
    s.op("node_new", 1, "leaf", 0)
    s.op("node_new", 2, "hold", 0)
    s.op("node_new", 3, "all", 2)
    s.op("node_reset", 0, 0)
    s.op("node_assert", 2, 2)
    s.op("node_release", 2, 2)


@scenario("devices.6", "a device is plugged, moved and unplugged",
          rule="it shares the reset of the parent it has; between two "
               "parents in reset no phase runs")
def moving(s):
    family(s)
    s.op("node_new", 5, "all", -1)
    s.op("node_assert", 0, 0)
    s.op("node_assert", 0, 0)
    s.op("node_move", 5, 1)
    s.op("node_release", 0, 0)
    s.op("node_move", 5, 2)
    s.op("node_assert", 2, 0)
    s.op("node_move", 5, 1)
    s.op("node_release", 2, 0)
    s.op("node_move", 5, -1)
    s.op("node_release", 0, 0)


@scenario("devices.6", "resets at random", weight=2,
          rule="an object is in reset while anybody holds it")
def reset_at_random(s):
    held = [0] * 9
    for node in range(9):
        s.op("node_new", node, s.rng.choice(KINDS[:2]),
             s.rng.randrange(node) if node else -1)
    for _ in range(30):
        node = s.rng.randrange(9)
        what = s.rng.choice(["node_reset", "node_assert", "node_release"])
        if what == "node_release" and not held[node]:
            what = "node_assert"
        held[node] += {"node_assert": 1, "node_release": -1}.get(what, 0)
        s.op(what, node, s.rng.randrange(3))


# -------------------------------------------------------------- 7 two slips
@scenario("devices.7", "a reset lowers the line",
          rule="the line is a function of the state, after a reset as "
               "after any other change")
def reset_lowers(s):
    s.op("edc_new", 100)
    s.op("edc_write", 0, hex(INT_ENABLE), 3, 4)
    s.op("edc_inject", hex(s.rng.randrange(1, 8)))
    s.op("edc_reset")
    s.op("edc_inject", 1)
    s.op("edc_write", 0, hex(INT_ENABLE), 1, 4)


@scenario("devices.7", "a reset ends an operation",
          rule="what was under way before the reset has no effect after it")
def reset_cancels(s):
    wait = s.rng.randrange(1, 99)
    s.op("edc_new", 100)
    s.op("edc_write", 0, hex(CTRL), 1, 4)
    s.op("wait", wait)
    s.op("edc_reset")
    s.op("edc_write", 0, hex(INT_ENABLE), 2, 4)
    s.op("wait", 100 - wait)
    s.op("edc_read", 0, hex(INT_STATUS), 4)
    s.op("edc_write", 0, hex(CTRL), 1, 4)
    s.op("wait", 99)
    s.op("wait", 1)


@scenario("devices.7", "a level is a number, a pending input is a bit",
          rule="any level but 0 makes exactly its own bit 1")
def level_is_no_bit(s):
    s.op("intc_new")
    for n in s.rng.sample(range(1, 31), 6):
        s.op("intc_wire", n, s.rng.choice([2, 3, 256, -1, -2**31]))
        s.op("intc_wire", n, 0)
    s.op("intc_wire", 0, 2)
    s.op("intc_wire", 31, 2)
    s.op("intc_wire", 31, 0)


@scenario("devices.7", "inputs at random",
          rule="PENDING has the bits of the inputs that are not 0")
def inputs_at_random(s):
    s.op("intc_new")
    for _ in range(40):
        s.op("intc_wire", s.rng.randrange(32),
             s.rng.choice([0, 0, 1, 2, 5, -1]))
    s.op("intc_read", hex(PENDING), 4)
