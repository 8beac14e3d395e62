"""scenarios of the lab devices: what students may see and run"""
from scenario import scenario
from devices_guest import RAM, TIMER_NS, edc_guest, timer_guest

CTRL, STATUS, ERROR, INT_ENABLE, INT_STATUS, INJECT = range(0, 0x18, 4)
PENDING, ENABLE, PRIORITY, INTC_STATUS, CLAIM = 0, 4, 8, 0x8c, 0x90
EDC, EDC_ERR, INTC, TIMER = 0x20001000, 0x20002000, 0x10000000, 0x10001000


# ------------------------------------------------------------------ 1 the wire
@scenario("devices.1", "setting a wire calls its receiver",
          rule="the receiver is called at once with its opaque, the number "
               "of the wire and the level as it was given")
def wire_is_a_call(s):
    number = s.rng.randrange(100)
    s.op("irq_one", 0, number, 3)
    for level in (1, 0, 0, 1, 1, 7, -1, s.rng.randrange(2, 1000)):
        s.op("irq_set", 0, 0, level)


@scenario("devices.1", "raise is 1, lower is 0, a pulse is both",
          rule="a wire has no memory: lowering what is low is a call, too")
def raise_lower_pulse(s):
    s.op("irq_array", 1, 4, s.rng.randrange(8))
    for op in ("irq_lower", "irq_raise", "irq_raise", "irq_pulse",
               "irq_lower", "irq_pulse"):
        s.op(op, 1, s.rng.randrange(4))


@scenario("devices.1", "a longer array goes on counting",
          rule="the wires that were there stay the same objects, and new "
               "ones are numbered on from them")
def numbers_continue(s):
    first, more, last = (s.rng.randrange(1, 9) for _ in range(3))
    s.op("irq_array", 0, first, 1)
    s.op("irq_extend", 0, more, 2)
    s.op("irq_extend", 0, 0, 3)
    s.op("irq_extend", 0, last, 3)
    for index in range(first + more + last):
        s.op("irq_set", 0, index, index + 1)


@scenario("devices.1", "an output that is connected to nothing",
          rule="setting a NULL wire does nothing, however it is set")
def nowhere(s):
    s.op("irq_one", 0, 0, 0)
    s.op("irq_nowhere", s.rng.randrange(2))
    s.op("irq_raise", 0, 0)
    s.op("irq_nowhere", 1)


@scenario("devices.1", "the inverse of a wire",
          rule="it starts with a low input, so its output is high from the "
               "beginning; any level but 0 makes it low")
def inverse(s):
    s.op("irq_array", 0, 3, 5)
    index = s.rng.randrange(3)
    s.op("irq_invert", 1, 0, index)
    for level in (1, 0, 0, s.rng.randrange(2, 99), -1, 0):
        s.op("irq_set", 1, 0, level)
    s.op("irq_pulse", 1, 0)


@scenario("devices.1", "a receiver that drives another wire",
          rule="a wire is a call: what it causes happens before it returns")
def call_within_a_call(s):
    s.op("irq_one", 0, 10, 0)
    s.op("irq_one", 1, 11, 1)
    s.op("irq_one", 2, 12, 2)
    s.op("irq_forward", 0, 1, 0)
    s.op("irq_forward", 1, 2, 0)
    s.op("irq_set", 0, 0, s.rng.randrange(1, 9))
    s.op("irq_pulse", 0, 0)


@scenario("devices.1", "wires at random", weight=2,
          rule="each wire knows its own receiver and number")
def wires_at_random(s):
    for group in range(3):
        s.op("irq_array", group, 2, s.rng.randrange(8))
    sizes = [2, 2, 2]
    for _ in range(40):
        group = s.rng.randrange(3)
        what = s.rng.randrange(6)
        index = s.rng.randrange(sizes[group])
        if what == 0 and sizes[group] < 30:
            s.op("irq_extend", group, 3, s.rng.randrange(8))
            sizes[group] += 3
        elif what == 1:
            s.op("irq_fields", group, index, s.rng.randrange(99),
                 s.rng.randrange(8))
        else:
            s.op("irq_set", group, index, s.rng.randrange(-2, 4))


# ---------------------------------------------------------------- 2 registers
def any_regs(s):
    s.op("regs_set", s.rng.randrange(2), s.rng.randrange(2),
         s.rng.randrange(8), s.rng.randrange(4), s.rng.randrange(4))


@scenario("devices.2", "RW registers keep the bits that exist",
          rule="a write stores its value within the register's bits and "
               "touches no other register")
def read_write(s):
    for _ in range(6):
        any_regs(s)
        s.op("reg_write", s.rng.choice([CTRL, INT_ENABLE]),
             s.rng.choice([0, 1, 2, 3, 2**32 - 1, s.rng.randrange(2**32)]))
        s.op("reg_read", CTRL)
        s.op("reg_read", INT_ENABLE)


@scenario("devices.2", "RO registers refuse to be written",
          rule="a write to STATUS or ERROR changes nothing and is told "
               "apart from a write that worked")
def read_only(s):
    for value in (0, 2**32 - 1, s.rng.randrange(2**32)):
        for offset in (STATUS, ERROR):
            any_regs(s)
            s.op("reg_write", offset, value)
            s.op("reg_read", offset)


@scenario("devices.2", "RW1C: a 1 clears, a 0 keeps",
          rule="of INT_STATUS a write clears the bits that are 1 in its "
               "value, and only those")
def write_one_to_clear(s):
    for before in range(4):
        for value in (0, 1, 2, 3, 2**32 - 1):
            s.op("regs_set", 0, 0, 0, 3, before)
            s.op("reg_write", INT_STATUS, value)
            s.op("reg_read", INT_STATUS)


@scenario("devices.2", "where there is no register, and what cannot be read",
          rule="INJECT reads as 0 and says write only; between and behind "
               "the registers there is none")
def no_register(s):
    any_regs(s)
    odd = [1, 2, 3, 5, 0x11, 0x16, 0x18, 0x1c, 0xffc, 2**32, 2**32 + 4,
           2**64 - 4]
    for offset in s.rng.sample(odd, len(odd)):
        s.op("reg_read", offset)
        s.op("reg_write", offset, s.rng.randrange(2**32))
    s.op("reg_write", INJECT, s.rng.randrange(2**32))
    s.op("reg_read", INJECT)


@scenario("devices.2", "a guest acknowledges an error",
          rule="the line is high while INT_STATUS and INT_ENABLE have a bit "
               "in common; clearing one cause leaves the other")
def acknowledge(s):
    s.op("edc_new", 1000)
    s.op("edc_write", 0, INJECT, s.rng.randrange(1, 8), 4)
    s.op("edc_write", 0, INT_ENABLE, 3, 4)
    s.op("edc_write", 0, CTRL, 1, 4)
    s.op("edc_read", 0, STATUS, 4)
    s.op("wait", 999)
    s.op("edc_read", 0, STATUS, 4)
    s.op("wait", 1)
    for value in (0, 1, 1, 2):
        s.op("edc_write", 0, INT_STATUS, value, 4)
        s.op("edc_read", 0, INT_STATUS, 4)
    s.op("edc_read", 0, ERROR, 4)
    s.op("edc_write", 1, 0, 7, 4)
    s.op("edc_read", 0, ERROR, 4)


@scenario("devices.2", "the whole device at random", weight=2,
          rule="registers, windows, the line and its operations agree with "
               "devices/clabpu_edc.h")
def edc_at_random(s):
    s.op("edc_new", s.rng.randrange(50, 500))
    for _ in range(60):
        what = s.rng.randrange(8)
        offset = s.rng.choice([CTRL, STATUS, ERROR, INT_ENABLE, INT_STATUS,
                               INJECT, 0x18])
        if what < 3:
            s.op("edc_write", 0, offset, s.rng.randrange(8), 4)
        elif what < 6:
            s.op("edc_read", 0, offset, s.rng.choice([4, 4, 4, 1, 2, 8]))
        elif what == 6:
            s.op("edc_inject", s.rng.randrange(8))
        else:
            s.op("wait", s.rng.randrange(1, 300))
    for offset in (CTRL, STATUS, ERROR, INT_ENABLE, INT_STATUS):
        s.op("edc_read", 0, offset, 4)


# ------------------------------------------------------------------ 3 the INTC
def priorities(s, top=256):
    return bytes(s.rng.randrange(top) for _ in range(32))


@scenario("devices.3", "who asks for service",
          rule="an input does that is pending, enabled and not in service")
def candidates(s):
    for _ in range(12):
        s.op("intc_set", *(s.rng.randrange(2**32) for _ in range(3)),
             priorities(s))
        s.op("intc_candidates")
    for bit in (0, 31):
        s.op("intc_set", 1 << bit, 1 << bit, 0, priorities(s))
        s.op("intc_candidates")


@scenario("devices.3", "the highest priority is served first",
          rule="among equals the lowest number wins; priority 0 is the "
               "lowest, it excludes nobody; number + 1 is what is read")
def claim_order(s):
    for top in (256, 3, 1):
        s.op("intc_set", s.rng.randrange(2**32) | 1 << 31,
             s.rng.randrange(2**32) | 1 << 31, 0, priorities(s, top))
        for _ in range(20):
            s.op("intc_claim")


@scenario("devices.3", "nobody asks, and input 31 does",
          rule="0 stands for nobody, so inputs are called 1 to 32")
def claim_edges(s):
    s.op("intc_set", 2**32 - 1, 0, 0, priorities(s))
    s.op("intc_claim")
    s.op("intc_set", 1 << 31, 1 << 31, 0, priorities(s))
    s.op("intc_claim")
    s.op("intc_claim")
    s.op("intc_complete", 32)
    s.op("intc_claim")


@scenario("devices.3", "completing what is not in service",
          rule="only an input that was claimed can be completed, and only "
               "once; any other number changes nothing")
def complete(s):
    s.op("intc_set", 2**32 - 1, 2**32 - 1, 0, priorities(s))
    for _ in range(5):
        s.op("intc_claim")
    for number in (0, 33, 34, 64, 2**31, 2**32 - 1,
                   *s.rng.sample(range(1, 33), 32)):
        s.op("intc_complete", number)
    s.op("intc_candidates")


@scenario("devices.3", "the output follows every change",
          rule="it is a function of the registers: inputs, ENABLE, a claim "
               "and a completion all move it, and it never flickers")
def output_follows(s):
    n = s.rng.randrange(32)
    s.op("intc_new")
    s.op("intc_input", n, 1)
    s.op("intc_write", ENABLE, 1 << n, 4)
    s.op("intc_input", (n + 1) % 32, 1)
    s.op("intc_write", ENABLE, 0, 4)
    s.op("intc_write", ENABLE, 2**32 - 1, 4)
    s.op("intc_read", CLAIM, 4)
    s.op("intc_read", CLAIM, 4)
    s.op("intc_write", CLAIM, n + 1, 4)
    s.op("intc_input", n, 0)
    s.op("intc_write", CLAIM, (n + 1) % 32 + 1, 4)
    s.op("intc_input", (n + 1) % 32, 0)


@scenario("devices.3", "a guest serves its inputs", weight=2,
          rule="claim, acknowledge at the device, complete: an input that "
               "stays high asks again, one that went low does not")
def served_at_random(s):
    s.op("intc_new")
    s.op("intc_write", ENABLE, s.rng.randrange(2**32), 4)
    for n in s.rng.sample(range(32), 12):
        s.op("intc_write", PRIORITY + 4 * n, s.rng.randrange(4), 4)
    for _ in range(60):
        what = s.rng.randrange(6)
        if what < 3:
            s.op("intc_input", s.rng.randrange(32), s.rng.randrange(2))
        elif what == 3:
            s.op("intc_read", CLAIM, 4)
        elif what == 4:
            s.op("intc_write", CLAIM, s.rng.randrange(34), 4)
        else:
            s.op("intc_read", s.rng.choice([PENDING, ENABLE, INTC_STATUS]),
                 4)


# ------------------------------------------------------------ 4 the system bus
@scenario("devices.4", "windows are numbered as they are registered",
          rule="a window starts unmapped; the bus knows its region and shows "
               "it in the object tree")
def registration(s):
    for device in range(3):
        s.op("bus_new", device, s.rng.randrange(1, 5), s.rng.randrange(1, 5))
    for device in range(3):
        s.op("bus_info", device)


@scenario("devices.4", "two devices of one type",
          rule="each has its own windows, addresses and lines: nothing is "
               "kept outside the device")
def two_instances(s):
    base = s.rng.randrange(1, 1000) << 12
    for device in range(2):
        s.op("bus_new", device, 2, 2)
        for n in range(2):
            s.op("bus_map", device, n, base + 0x1000 * (2 * device + n))
            s.op("bus_connect", device, n, 2 * device + n)
    for address in range(base, base + 0x4000, 0x1000):
        s.op("mem_write", address + 4 * s.rng.randrange(8),
             s.rng.randrange(2**32))
    for address in range(base, base + 0x4000, 0x1000):
        s.op("mem_read", address)
    for device in (1, 0):
        for n in (0, 1):
            s.op("bus_drive", device, n, s.rng.randrange(1, 9))
        s.op("bus_info", device)


@scenario("devices.4", "mapping again moves the window",
          rule="a window is at one address at most: it leaves the old one")
def mapping_moves(s):
    old, new = s.rng.sample(range(1, 100), 2)
    s.op("bus_new", 0, 2, 1)
    s.op("bus_map", 0, 1, old << 12)
    s.op("mem_write", old << 12, 0x1234)
    s.op("bus_map", 0, 1, new << 12)
    s.op("mem_read", old << 12)
    s.op("mem_read", new << 12)
    s.op("bus_map_overlap", 0, 1, old << 12, 3)
    s.op("mem_read", new << 12)
    s.op("mem_read", old << 12)
    s.op("bus_info", 0)


@scenario("devices.4", "unmapping",
          rule="an unmapped window answers nowhere and may be mapped again; "
               "unmapping what is not mapped does nothing")
def unmapping(s):
    address = s.rng.randrange(1, 100) << 12
    s.op("bus_new", 0, 1, 0)
    s.op("bus_unmap", 0, 0)
    s.op("bus_map", 0, 0, address)
    s.op("mem_write", address, 5)
    s.op("bus_unmap", 0, 0)
    s.op("mem_read", address)
    s.op("bus_unmap", 0, 0)
    s.op("bus_map", 0, 0, 0)
    s.op("mem_read", 0)


@scenario("devices.4", "windows that overlap on purpose",
          rule="the one with the higher priority answers, whichever was "
               "mapped first")
def overlap(s):
    first, second = s.rng.sample(range(-5, 5), 2)
    address = s.rng.randrange(1, 100) << 12
    s.op("bus_new", 0, 1, 0)
    s.op("bus_new", 1, 1, 0)
    s.op("bus_map_overlap", 0, 0, address, first)
    s.op("bus_map_overlap", 1, 0, address + 0x80, second)
    for offset in (0, 0x7c, 0x80, 0xfc, 0x100, 0x17c, 0x180):
        s.op("mem_read", address + offset)


@scenario("devices.4", "a board's changes at random", weight=2,
          rule="windows and lines go where the board says, whatever was "
               "there before")
def bus_at_random(s):
    for device in range(3):
        s.op("bus_new", device, 4, 4)
    places = {}
    for _ in range(50):
        device, n = s.rng.randrange(3), s.rng.randrange(4)
        free = [p for p in range(1, 20) if p not in places.values()]
        what = s.rng.randrange(5)
        if what == 0:
            places[device, n] = s.rng.choice(free)
            s.op("bus_map", device, n, places[device, n] << 12)
        elif what == 1:
            places.pop((device, n), None)
            s.op("bus_unmap", device, n)
        elif what == 2:
            s.op("bus_connect", device, n, s.rng.randrange(8))
        elif what == 3:
            s.op("bus_drive", device, n, s.rng.randrange(2))
        else:
            s.op("mem_read", s.rng.randrange(1, 20) << 12)
    for device in range(3):
        s.op("bus_info", device)


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
    s.op("mem_write", INTC + ENABLE, 1)
    s.op("mem_write", EDC + INT_ENABLE, 1)
    s.op("mem_write", EDC + INJECT, s.rng.randrange(1, 8))
    s.op("mem_read", INTC + PENDING)
    s.op("state")
    s.op("mem_read", INTC + CLAIM)
    s.op("state")
    s.op("mem_write", EDC + INT_STATUS, 1)
    s.op("mem_write", INTC + CLAIM, 1)
    s.op("mem_read", EDC_ERR)
    s.op("mem_write", TIMER + 4, 3)
    s.op("mem_read", INTC + PENDING)
    s.op("state")


@scenario("devices.5", "a guest takes the trap, clears and returns",
          rule="cause 11; the handler claims, clears the EDC, completes; "
               "the guest ends in its loop")
def guest_clears(s):
    s.op("board_new")
    s.op("load", RAM, edc_guest(s.rng, errors=3))
    s.run(300)
    s.op("events")
    s.op("state")


@scenario("devices.5", "a guest that forgets to clear traps for ever",
          rule="acknowledging at the controller is not enough: the device "
               "still drives its line")
def guest_forgets(s):
    s.op("board_new")
    s.op("load", RAM, edc_guest(s.rng, errors=1, clears=False))
    s.run(200)
    s.run(500)
    s.op("events")


@scenario("devices.5", "a guest is interrupted by the timer", weight=2,
          rule="each count is a microsecond, each instruction a nanosecond")
def guest_timer(s):
    counts = s.rng.randrange(1, 4)
    s.op("board_new")
    s.op("load", RAM, timer_guest(s.rng, counts))
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
    s.op("edc_write", 0, INT_ENABLE, 3, 4)
    s.op("edc_inject", s.rng.randrange(1, 8))
    s.op("edc_reset")
    s.op("edc_inject", 1)
    s.op("edc_write", 0, INT_ENABLE, 1, 4)


@scenario("devices.7", "a reset ends an operation",
          rule="what was under way before the reset has no effect after it")
def reset_cancels(s):
    wait = s.rng.randrange(1, 99)
    s.op("edc_new", 100)
    s.op("edc_write", 0, CTRL, 1, 4)
    s.op("wait", wait)
    s.op("edc_reset")
    s.op("edc_write", 0, INT_ENABLE, 2, 4)
    s.op("wait", 100 - wait)
    s.op("edc_read", 0, INT_STATUS, 4)
    s.op("edc_write", 0, CTRL, 1, 4)
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
    s.op("intc_read", PENDING, 4)
