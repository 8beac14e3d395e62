"""official: scenarios of the lab devices that only graders have"""
from scenario import scenario


@scenario("devices.1", "many wires, many receivers", visibility="official",
          rule="arrays grow as often as they are asked to")
def arrays_grow(s):
    s.op("irq_array", 0, 1, 0)
    total = 1
    for receiver in range(1, 8):
        more = s.rng.randrange(1, 6)
        s.op("irq_extend", 0, more, receiver)
        total += more
    for index in s.rng.sample(range(total), total):
        s.op("irq_pulse", 0, index)
    s.op("irq_invert", 1, 0, 0)
    s.op("irq_invert", 2, 1, 0)
    for level in (1, 0, 3):
        s.op("irq_set", 2, 0, level)


@scenario("devices.2", "every register, every value of its bits",
          visibility="official",
          rule="the table in devices/clabpu_edc.h, row by row")
def every_register(s):
    for offset in s.rng.sample(range(0, 0x1c, 4), 7):
        for _ in range(6):
            s.op("regs_set", s.rng.randrange(2), s.rng.randrange(2),
                 s.rng.randrange(8), s.rng.randrange(4), s.rng.randrange(4))
            s.op("reg_write", hex(offset), hex(s.rng.choice(
                [0, s.rng.randrange(8), s.rng.randrange(2**32)])))
            s.op("reg_read", hex(offset))


@scenario("devices.3", "claims and completions at random",
          visibility="official",
          rule="service goes by priority, then by number, whatever came "
               "before")
def claims_at_random(s):
    bits = [hex(s.rng.randrange(2**32)) for _ in range(3)]
    s.op("intc_set", *bits, bytes(s.rng.randrange(4) for _ in range(32)))
    for _ in range(60):
        what = s.rng.randrange(3)
        if what == 0:
            s.op("intc_complete", s.rng.randrange(0, 35))
        elif what == 1:
            s.op("intc_claim")
        else:
            s.op("intc_candidates")


@scenario("devices.4", "four devices take turns at one address",
          visibility="official",
          rule="who is mapped answers; who was is unmapped")
def turns(s):
    address = s.rng.randrange(1, 100) << 12
    for device in range(4):
        s.op("bus_new", device, device + 1, 1)
        s.op("bus_connect", device, 0, device)
    for device in s.rng.sample(range(4), 4):
        s.op("bus_map", device, device, hex(address))
        s.op("mem_write", hex(address + 0x10), hex(s.rng.randrange(2**32)))
        s.op("bus_drive", device, 0, 1)
        s.op("bus_unmap", device, device)
        s.op("bus_info", device)
    for device in range(4):
        s.op("bus_map_overlap", device, 0, hex(address), 10 - device)
        s.op("mem_read", hex(address))


@scenario("devices.5", "each device's line, by hand", visibility="official",
          rule="input 0 is the EDC's, input 1 the timer's; both at once are "
               "served by priority")
def lines_by_hand(s):
    edc, intc, timer = 0x20001000, 0x10000000, 0x10001000
    s.op("board_new")
    s.op("mem_write", hex(intc + 4), 3)
    for source in (0, 1):
        s.op("mem_write", hex(intc + 8 + 4 * source), hex(s.rng.randrange(3)))
    s.op("mem_write", hex(edc + 0xc), 1)
    s.op("mem_write", hex(timer + 4), 3)
    s.op("mem_write", hex(edc + 0x14), hex(s.rng.randrange(1, 8)))
    s.op("mem_read", hex(intc + 0x8c))
    for _ in range(3):
        s.op("mem_read", hex(intc + 0x90))
        s.op("state")
    s.op("mem_write", hex(timer + 8), 1)
    s.op("mem_write", hex(intc + 0x90), 2)
    s.op("mem_read", hex(intc))
    s.op("events")


@scenario("devices.6", "a tree that changes while it is reset",
          visibility="official",
          rule="a child shares the holds of the parent that it has")
def moving_at_random(s):
    held = [0] * 8
    for node in range(8):
        s.op("node_new", node, "all", 0 if 0 < node < 4 else -1)
    for _ in range(30):
        what = s.rng.randrange(3)
        if what == 0:
            s.op("node_move", s.rng.randrange(4, 8),
                 s.rng.choice([-1, 0, 1, 2, 3]))
            continue
        node = s.rng.randrange(4)
        down = what == 1 and held[node] > 0
        held[node] += -1 if down else 1
        s.op("node_release" if down else "node_assert", node, 0)


@scenario("devices.7", "resets in the middle of everything",
          visibility="official",
          rule="after a reset the device is as it was when it was made")
def resets_at_random(s):
    s.op("edc_new", 200)
    for _ in range(8):
        s.op("edc_write", 0, hex(0xc), hex(s.rng.choice([1, 3])), 4)
        s.op("edc_write", 0, 0, 1, 4)
        s.op("wait", s.rng.randrange(1, 190))
        s.op("edc_inject", hex(s.rng.randrange(1, 8)))
        s.op("edc_reset")
        s.op("wait", s.rng.randrange(200))
        s.op("edc_read", 0, hex(0x10), 4)
