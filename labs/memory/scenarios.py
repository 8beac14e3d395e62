"""Scenarios of the lab memory: what a board and its views must show"""
from scenario import scenario

TOP = 2**64
MROM, DRAM = 0x1000, 0x80000000


def bytes_of(s, count):
    return bytes(s.rng.randrange(256) for _ in range(count))


# ----------------------------------------------------------- 1 the board
@scenario("memory.1", "the tree holds ROM and RAM at their places",
          rule="a region is reachable when it is added to the system memory")
def board_tree(s):
    s.op("board", s.rng.choice([1, 2, 16]) * 2**20)


@scenario("memory.1", "RAM keeps what is written, ROM what it held",
          rule="guest writes to ROM are discarded silently")
def board_contents(s):
    s.op("board", 0x100000)
    for _ in range(6):
        offset = s.rng.randrange(0xf000 // 8) * 8
        s.op("board_rom", offset, s.rng.randrange(1, 256))
        s.op("board_write", MROM + offset, 8, s.rng.randrange(TOP))
        s.op("board_read", MROM + offset, 8)
    for _ in range(6):
        addr = DRAM + s.rng.randrange(0x100000 // 8) * 8
        s.op("board_write", addr, 8, s.rng.randrange(TOP))
        s.op("board_read", addr + s.rng.randrange(8), 1)


@scenario("memory.1", "first and last byte, and what is behind them",
          rule="a window of n bytes at b ends at b + n - 1")
def board_borders(s):
    s.op("board", 0x10000)
    for base, size in ((MROM, 0xf000), (DRAM, 0x10000)):
        for addr in (base - 1, base, base + size - 1, base + size):
            s.op("board_read", addr, 1)
            s.op("board_write", addr, 1, 0x7f)


@scenario("memory.1", "a board without RAM says why",
          rule="a class that names no RAM id gets no RAM; the board refuses")
def board_without_ram(s):
    s.op("board", 0)


# -------------------------------------------------------- 2 the finisher
@scenario("memory.2", "three verdicts with and without an exit code",
          rule="15:0 verdict, 31:16 exit code")
def verdicts(s):
    for verdict in (0x3333, 0x5555, 0x7777):
        for code in (0, 1, 0xffff, s.rng.randrange(0x10000)):
            s.op("finisher_write", 0, 4, verdict | code << 16)
        s.op("finisher_write", 0, 2, verdict)


@scenario("memory.2", "values that mean nothing do nothing",
          rule="only the three verdicts act, compared as a whole")
def other_values(s):
    s.op("finisher_write", 0, 4, 0x5555)
    for value in (0, 0x55, 0x5554, 0x77770000, 0x33335556, 0x17777,
                  s.rng.randrange(2**32) | 0x8000):
        s.op("finisher_write", 0, 4, value)
    s.op("finisher_write", 0, 4, 0x12345555)


@scenario("memory.2", "the neighbours of the register are no registers",
          rule="one register at offset 0; reads give 0")
def other_offsets(s):
    for offset in (0, 2, 4, 8, 0x5554, 0xffc):
        s.op("finisher_read", offset, 4 if offset % 4 == 0 else 2)
        s.op("finisher_write", offset, 4 if offset % 4 == 0 else 2, 0x7777)


@scenario("memory.2", "wrong widths never reach the device",
          rule="valid accesses are 16 or 32 bits wide")
def other_widths(s):
    for size in (1, 2, 4, 8):
        s.op("finisher_write", 0, size, 0x5555)
        s.op("finisher_read", 0, size)


# ------------------------------------------------------------ 3 lookup
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


@scenario("memory.3", "first and last byte of every range, and the gaps",
          rule="a range holds its first and its last byte, no others")
def lookup_borders(s):
    ranges = plan_ranges(s, s.rng.randrange(5, 12))
    for start, size in ranges:
        s.op("range", start, size, "io", 0)
    probe(s, ranges)
    s.op("lookup", 0)
    s.op("lookup", TOP - 1)


@scenario("memory.3", "an empty view, and one that holds everything",
          rule="ends are computed in 128 bits")
def lookup_extremes(s):
    s.op("lookup", 0)
    s.op("lookup", TOP - 1)
    s.op("range", 0, 0, "io", 0)
    for addr in (0, 1, 2**63, TOP - 1):
        s.op("lookup", addr)


@scenario("memory.3", "the last range ends at 2^64",
          rule="ends are computed in 128 bits")
def lookup_top(s):
    size = s.rng.choice([1, 0x1000, 2**63])
    s.op("range", 0x1000, 0x1000, "io", 0)
    s.op("range", TOP - size, size, "io", 0)
    probe(s, [(TOP - size, size)])
    s.op("lookup", 0x2000)


@scenario("memory.3", "a read across RAM, ROM and a hole",
          rule="split at the borders; holes read as 0; the first failure is "
               "the result")
def read_across(s):
    s.op("range", 0x1000, 0x20, "ram", 0x40)
    s.op("range", 0x1020, 0x10, "rom", 0)
    s.op("range", 0x1040, 0x30, "ram", 3)
    for start in (0xff8, 0x1000, 0x101c, 0x1028, 0x103f, 0x1068):
        for size in (1, 8, 0x18):
            s.op("copy_read", start, size)
    s.op("copy_read", 0xff0, 0x100)
    s.op("copy_read", 0x1000, 0)


@scenario("memory.3", "a write across RAM, ROM and a hole",
          rule="every part is tried; ROM discards, holes fail")
def write_across(s):
    s.op("range", 0x1000, 0x10, "ram", 0x40)
    s.op("range", 0x1010, 0x10, "rom", 0)
    s.op("range", 0x1028, 0x10, "ram", 0)
    for start, size in ((0xffc, 8), (0x100c, 0x20), (0x1020, 0x10),
                        (0x1000, 0x40), (0x1037, 2)):
        s.op("copy_write", start, bytes_of(s, size))
        s.op("load", start, bytes_of(s, size))


@scenario("memory.3", "filling with a byte",
          rule="address_space_set() writes the byte everywhere, in any length")
def fill_across(s):
    s.op("range", 0x1000, 0x800, "ram", 0)
    s.op("range", 0x1800, 0x10, "ram", 0)
    for size in (0, 1, 511, 512, 513, 0x700):
        s.op("fill", 0x1000 + s.rng.randrange(0x100), size,
             s.rng.randrange(256))
    s.op("fill", 0x1700, 0x120, 0xee)


@scenario("memory.3", "any copies in any view",
          rule="bytes and results are as those of the reference", weight=2)
def copies_at_random(s):
    ranges = plan_ranges(s, 10)
    for start, size in ranges:
        s.op("range", start, size, s.rng.choice(["ram", "ram", "rom"]),
             s.rng.randrange(0x100))
    end = ranges[-1][0] + 0x40
    for _ in range(40):
        addr = s.rng.randrange(0xff0, end)
        size = s.rng.choice([1, 2, 4, 8, s.rng.randrange(0x300)])
        act = s.rng.randrange(3)
        if act == 0:
            s.op("copy_read", addr, size)
        else:
            s.op("copy_write" if act == 1 else "load", addr,
                 bytes_of(s, size))
