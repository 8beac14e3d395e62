"""memory_steps: what scenarios of the lab memory have in common"""

TOP = 2**64
MROM, DRAM = 0x1000, 0x80000000


def board(s, ram):
    """Make the board; it may add its regions in any order."""
    s.op("board", ram, any_order=("window",))


def bytes_of(s, count):
    return bytes(s.rng.randrange(256) for _ in range(count))


def plan_ranges(s, count, start=0x1000):
    """[(start, size)] ascending, some of them touching."""
    found = []
    for _ in range(count):
        start += s.rng.choice([0, 0, 1, 7, 0x100])
        size = s.rng.choice([1, 2, 8, 0x20, s.rng.randrange(1, 0x200)])
        found.append((start, size))
        start += size
    return found


def probe(s, ranges):
    for start, size in ranges:
        for addr in (start - 1, start, start + size // 2, start + size - 1,
                     start + size):
            s.op("lookup", addr % TOP)


def accesses(s, offsets=range(8)):
    for offset in offsets:
        for size in (1, 2, 4, 8):
            order = s.rng.choice(["little", "big"])
            s.op("access_read", offset, size, order)
            s.op("access_write", offset, size, order, s.rng.randrange(TOP))


def root(s, size=0):
    s.op("region", 0, "container", size)


def grow_tree(s, count, size=0x100):
    """A random tree below region 0: few addresses, so that much overlaps."""
    root(s, size)
    parents, targets = [0], [0]
    for number in range(1, count):
        extent = s.rng.randrange(1, size)
        if number > 3 and s.rng.randrange(4) == 0:
            s.op("alias", number, s.rng.choice(targets[1:]),
                 s.rng.randrange(size // 2), extent)
        else:
            kind = s.rng.choice(["container", "container", "io", "ram",
                                 "rom"])
            s.op("region", number, kind, extent)
            parents.append(number)
        s.op("add", s.rng.choice([p for p in parents if p != number]),
             number, s.rng.randrange(size), s.rng.randrange(-2, 3))
        targets.append(number)


def small_map(s):
    root(s)
    for number, kind in ((1, "ram"), (2, "io"), (3, "rom"), (4, "io")):
        s.op("region", number, kind, 0x1000)
    s.op("watch", 0)
