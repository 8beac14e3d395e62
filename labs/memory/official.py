"""Scenarios of the lab memory that only graders have"""
from memory_steps import DRAM, MROM, TOP, accesses, board, bytes_of, \
    grow_tree, plan_ranges, probe
from scenario import scenario


@scenario("memory.1", "words written across the ends of RAM and ROM",
          rule="a window of n bytes at b ends at b + n - 1",
          visibility="official")
def board_ends(s):
    size = 0x1000 * s.rng.randrange(1, 64)
    board(s, size)
    for base, length in ((MROM, 0xf000), (DRAM, size)):
        for width in (1, 2, 4, 8):
            for addr in (base, base + length - width,
                         base + length - width + 1):
                s.op("board_write", addr, width, s.rng.randrange(TOP))
                s.op("board_read", addr, width)


@scenario("memory.2", "any accesses to the finisher",
          rule="15:0 verdict, 31:16 exit code, 16 or 32 bits at offset 0",
          visibility="official")
def finisher_at_random(s):
    for _ in range(60):
        verdict = s.rng.choice([0x3333, 0x5555, 0x7777, 0x7776,
                                s.rng.randrange(0x10000)])
        size = s.rng.choice([1, 2, 4, 4, 8])
        offset = s.rng.choice([0, 0, 0, size, 0xff8])
        s.op("finisher_write", offset, size,
             verdict | s.rng.randrange(0x10000) << 16)
        s.op("finisher_read", offset, size)


@scenario("memory.3", "a view of many ranges",
          rule="a range holds its first and its last byte, no others",
          visibility="official")
def lookup_many(s):
    ranges = plan_ranges(s, 60)
    for start, size in ranges:
        s.op("range", start, size, "io", 0)
    probe(s, s.rng.sample(ranges, 30))


@scenario("memory.3", "long copies in a view of many pieces",
          rule="every part is tried; the first failure is the result",
          visibility="official")
def copies_long(s):
    ranges = plan_ranges(s, 30)
    for start, size in ranges:
        s.op("range", start, size, s.rng.choice(["ram", "rom"]),
             s.rng.randrange(0x1000))
    end = ranges[-1][0]
    for _ in range(12):
        addr = s.rng.randrange(0x1000, end)
        s.op("copy_read", addr, s.rng.randrange(0x1000))
        s.op("copy_write", addr, bytes_of(s, s.rng.randrange(0x400)))
        s.op("fill", addr, s.rng.randrange(0x1000), s.rng.randrange(256))


@scenario("memory.4", "every offset of a device of one width",
          rule="calls and values are as those of the reference",
          visibility="official")
def access_one_width(s):
    width = s.rng.choice([1, 2, 4, 8])
    s.op("device", s.rng.choice(["plain", "attrs"]),
         s.rng.choice(["little", "big"]), width, width, 0)
    accesses(s, range(16))


@scenario("memory.5", "deep trees with many windows onto each other",
          rule="as the tree says, byte by byte", visibility="official")
def flat_deep(s):
    grow_tree(s, 44, 0x1000)
    s.op("render", 0)
    for _ in range(12):
        s.op("move", s.rng.randrange(1, 44), s.rng.randrange(0x1000))
        s.op("switch", s.rng.randrange(1, 44), "enabled", s.rng.randrange(2))
        s.op("render", 0)


@scenario("memory.6", "listeners of several priorities, two spaces",
          rule="lower priority first, for what goes away higher first",
          visibility="official")
def listeners_many(s):
    grow_tree(s, 20)
    s.op("watch", 0)
    s.op("watch", s.rng.randrange(1, 4))
    for _ in range(3):
        s.op("listen", s.rng.randrange(10))
    for _ in range(20):
        s.op("begin")
        for _ in range(s.rng.randrange(4)):
            s.op("move", s.rng.randrange(1, 20), s.rng.randrange(0x100))
        s.op("commit")
        s.op("shown", 0)
        s.op("shown", 1)
        s.op("shared")


@scenario("memory.7", "every page of the board",
          rule="the memory map of lecture 01", visibility="official")
def map_pages(s):
    s.op("map")
    for base in (0, 0xf000, 0x1000000, 0x2000000, 0x200f000, 0x10000000,
                 0x10001000, 0x10002000, 0x20000000, 0x20001000, 0x20003000,
                 0x20004000, 0x80000000):
        s.op("answers", base + s.rng.randrange(0x1000))
