"""scenarios of the lab devices: the wire, the registers"""
from scenario import scenario

CTRL, STATUS, ERROR, INT_ENABLE, INT_STATUS, INJECT = range(0, 0x18, 4)


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
        s.op("reg_write", hex(s.rng.choice([CTRL, INT_ENABLE])),
             hex(s.rng.choice([0, 1, 2, 3, 2**32 - 1, s.rng.randrange(2**32)])))
        s.op("reg_read", hex(CTRL))
        s.op("reg_read", hex(INT_ENABLE))


@scenario("devices.2", "RO registers refuse to be written",
          rule="a write to STATUS or ERROR changes nothing and is told "
               "apart from a write that worked")
def read_only(s):
    for value in (0, 2**32 - 1, s.rng.randrange(2**32)):
        for offset in (STATUS, ERROR):
            any_regs(s)
            s.op("reg_write", hex(offset), hex(value))
            s.op("reg_read", hex(offset))


@scenario("devices.2", "RW1C: a 1 clears, a 0 keeps",
          rule="of INT_STATUS a write clears the bits that are 1 in its "
               "value, and only those")
def write_one_to_clear(s):
    for before in range(4):
        for value in (0, 1, 2, 3, 2**32 - 1):
            s.op("regs_set", 0, 0, 0, 3, before)
            s.op("reg_write", hex(INT_STATUS), hex(value))
            s.op("reg_read", hex(INT_STATUS))


@scenario("devices.2", "where there is no register, and what cannot be read",
          rule="INJECT reads as 0 and says write only; between and behind "
               "the registers there is none")
def no_register(s):
    any_regs(s)
    odd = [1, 2, 3, 5, 0x11, 0x16, 0x18, 0x1c, 0xffc, 2**32, 2**32 + 4,
           2**64 - 4]
    for offset in s.rng.sample(odd, len(odd)):
        s.op("reg_read", hex(offset))
        s.op("reg_write", hex(offset), hex(s.rng.randrange(2**32)))
    s.op("reg_write", hex(INJECT), hex(s.rng.randrange(2**32)))
    s.op("reg_read", hex(INJECT))


@scenario("devices.2", "a guest acknowledges an error",
          rule="the line is high while INT_STATUS and INT_ENABLE have a bit "
               "in common; clearing one cause leaves the other")
def acknowledge(s):
    s.op("edc_new", 1000)
    s.op("edc_write", 0, hex(INJECT), hex(s.rng.randrange(1, 8)), 4)
    s.op("edc_write", 0, hex(INT_ENABLE), 3, 4)
    s.op("edc_write", 0, hex(CTRL), 1, 4)
    s.op("edc_read", 0, hex(STATUS), 4)
    s.op("wait", 999)
    s.op("edc_read", 0, hex(STATUS), 4)
    s.op("wait", 1)
    for value in (0, 1, 1, 2):
        s.op("edc_write", 0, hex(INT_STATUS), hex(value), 4)
        s.op("edc_read", 0, hex(INT_STATUS), 4)
    s.op("edc_read", 0, hex(ERROR), 4)
    s.op("edc_write", 1, 0, 7, 4)
    s.op("edc_read", 0, hex(ERROR), 4)


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
            s.op("edc_write", 0, hex(offset), hex(s.rng.randrange(8)), 4)
        elif what < 6:
            s.op("edc_read", 0, hex(offset), s.rng.choice([4, 4, 4, 1, 2, 8]))
        elif what == 6:
            s.op("edc_inject", hex(s.rng.randrange(8)))
        else:
            s.op("wait", s.rng.randrange(1, 300))
    for offset in (CTRL, STATUS, ERROR, INT_ENABLE, INT_STATUS):
        s.op("edc_read", 0, hex(offset), 4)
