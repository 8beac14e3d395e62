"""scenarios of the lab devices: the INTC, the system bus"""
from scenario import scenario

PENDING, ENABLE, PRIORITY, INTC_STATUS, CLAIM = 0, 4, 8, 0x8c, 0x90


# ------------------------------------------------------------------ 3 the INTC
def intc(s, pending, enable, in_service, top=256):
    """Registers of an INTC with priorities below @top at random."""
    priorities = bytes(s.rng.randrange(top) for _ in range(32))
    s.op("intc_set", hex(pending), hex(enable), hex(in_service), priorities,
         words="INTC registers: PENDING {pending}, ENABLE {enable}, in "
               "service {in_service}, priorities "
               + " ".join(map(str, priorities)))


@scenario("devices.3", "who asks for service",
          rule="an input does that is pending, enabled and not in service")
def candidates(s):
    for _ in range(12):
        intc(s, *(s.rng.randrange(2**32) for _ in range(3)))
        s.op("intc_candidates")
    for bit in (0, 31):
        intc(s, 1 << bit, 1 << bit, 0)
        s.op("intc_candidates")


@scenario("devices.3", "the highest priority is served first",
          rule="among equals the lowest number wins; priority 0 is the "
               "lowest, it excludes nobody; number + 1 is what is read")
def claim_order(s):
    for top in (256, 3, 1):
        intc(s, s.rng.randrange(2**32) | 1 << 31,
             s.rng.randrange(2**32) | 1 << 31, 0, top)
        for _ in range(20):
            s.op("intc_claim")


@scenario("devices.3", "nobody asks, and input 31 does",
          rule="0 stands for nobody, so inputs are called 1 to 32")
def claim_edges(s):
    intc(s, 2**32 - 1, 0, 0)
    s.op("intc_claim")
    intc(s, 1 << 31, 1 << 31, 0)
    s.op("intc_claim")
    s.op("intc_claim")
    s.op("intc_complete", 32)
    s.op("intc_claim")


@scenario("devices.3", "completing what is not in service",
          rule="only an input that was claimed can be completed, and only "
               "once; any other number changes nothing")
def complete(s):
    intc(s, 2**32 - 1, 2**32 - 1, 0)
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
    s.op("intc_write", hex(ENABLE), hex(1 << n), 4)
    s.op("intc_input", (n + 1) % 32, 1)
    s.op("intc_write", hex(ENABLE), 0, 4)
    s.op("intc_write", hex(ENABLE), hex(2**32 - 1), 4)
    s.op("intc_read", hex(CLAIM), 4)
    s.op("intc_read", hex(CLAIM), 4)
    s.op("intc_write", hex(CLAIM), hex(n + 1), 4)
    s.op("intc_input", n, 0)
    s.op("intc_write", hex(CLAIM), hex((n + 1) % 32 + 1), 4)
    s.op("intc_input", (n + 1) % 32, 0)


@scenario("devices.3", "a guest serves its inputs", weight=2,
          rule="claim, acknowledge at the device, complete: an input that "
               "stays high asks again, one that went low does not")
def served_at_random(s):
    s.op("intc_new")
    s.op("intc_write", hex(ENABLE), hex(s.rng.randrange(2**32)), 4)
    for n in s.rng.sample(range(32), 12):
        s.op("intc_write", hex(PRIORITY + 4 * n), hex(s.rng.randrange(4)), 4)
    for _ in range(60):
        what = s.rng.randrange(6)
        if what < 3:
            s.op("intc_input", s.rng.randrange(32), s.rng.randrange(2))
        elif what == 3:
            s.op("intc_read", hex(CLAIM), 4)
        elif what == 4:
            s.op("intc_write", hex(CLAIM), hex(s.rng.randrange(34)), 4)
        else:
            s.op("intc_read", hex(s.rng.choice([PENDING, ENABLE, INTC_STATUS])),
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
            s.op("bus_map", device, n, hex(base + 0x1000 * (2 * device + n)))
            s.op("bus_connect", device, n, 2 * device + n)
    for address in range(base, base + 0x4000, 0x1000):
        s.op("mem_write", hex(address + 4 * s.rng.randrange(8)),
             hex(s.rng.randrange(2**32)))
    for address in range(base, base + 0x4000, 0x1000):
        s.op("mem_read", hex(address))
    for device in (1, 0):
        for n in (0, 1):
            s.op("bus_drive", device, n, s.rng.randrange(1, 9))
        s.op("bus_info", device)


@scenario("devices.4", "mapping again moves the window",
          rule="a window is at one address at most: it leaves the old one")
def mapping_moves(s):
    old, new = s.rng.sample(range(1, 100), 2)
    s.op("bus_new", 0, 2, 1)
    s.op("bus_map", 0, 1, hex(old << 12))
    s.op("mem_write", hex(old << 12), hex(0x1234))
    s.op("bus_map", 0, 1, hex(new << 12))
    s.op("mem_read", hex(old << 12))
    s.op("mem_read", hex(new << 12))
    s.op("bus_map_overlap", 0, 1, hex(old << 12), 3)
    s.op("mem_read", hex(new << 12))
    s.op("mem_read", hex(old << 12))
    s.op("bus_info", 0)


@scenario("devices.4", "unmapping",
          rule="an unmapped window answers nowhere and may be mapped again; "
               "unmapping what is not mapped does nothing")
def unmapping(s):
    address = s.rng.randrange(1, 100) << 12
    s.op("bus_new", 0, 1, 0)
    s.op("bus_unmap", 0, 0)
    s.op("bus_map", 0, 0, hex(address))
    s.op("mem_write", hex(address), 5)
    s.op("bus_unmap", 0, 0)
    s.op("mem_read", hex(address))
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
    s.op("bus_map_overlap", 0, 0, hex(address), first)
    s.op("bus_map_overlap", 1, 0, hex(address + 0x80), second)
    for offset in (0, 0x7c, 0x80, 0xfc, 0x100, 0x17c, 0x180):
        s.op("mem_read", hex(address + offset))


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
            s.op("bus_map", device, n, hex(places[device, n] << 12))
        elif what == 1:
            places.pop((device, n), None)
            s.op("bus_unmap", device, n)
        elif what == 2:
            s.op("bus_connect", device, n, s.rng.randrange(8))
        elif what == 3:
            s.op("bus_drive", device, n, s.rng.randrange(2))
        else:
            s.op("mem_read", hex(s.rng.randrange(1, 20) << 12))
    for device in range(3):
        s.op("bus_info", device)
