"""Scenarios of the lab memory: what a board, a view, a device must show"""
from memory_steps import DRAM, MROM, TOP, accesses, board, bytes_of, \
    grow_tree, plan_ranges, probe, root, small_map
from scenario import scenario


# ----------------------------------------------------------- 1 the board
@scenario("memory.1", "the tree holds ROM and RAM at their places",
          rule="a region is reachable when it is added to the system memory")
def board_tree(s):
    board(s, s.rng.choice([1, 2, 16]) * 2**20)


@scenario("memory.1", "RAM keeps what is written, ROM what it held",
          rule="guest writes to ROM are discarded silently")
def board_contents(s):
    board(s, 0x100000)
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
    board(s, 0x10000)
    for base, size in ((MROM, 0xf000), (DRAM, 0x10000)):
        for addr in (base - 1, base, base + size - 1, base + size):
            s.op("board_read", addr, 1)
            s.op("board_write", addr, 1, 0x7f)


@scenario("memory.1", "a board without RAM says why",
          rule="a class that names no RAM id gets no RAM; the board refuses")
def board_without_ram(s):
    board(s, 0)


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
    s.op("range", 0x1080, 0x10, "io", 0)
    s.op("copy_read", 0x1030, 0x60)
    s.op("copy_read", 0x1088, 0x20)
    s.op("copy_read", 0x1068, 0x20)
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
    s.op("range", 0x1040, 0x10, "io", 0)
    s.op("copy_write", 0x1034, bytes_of(s, 0x20))
    s.op("copy_write", 0x1048, bytes_of(s, 0x10))
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
    s.op("range", 0x2400, 0x10, "io", 0)
    s.op("fill", 0x1800, 0xd00, 0x11)
    s.op("fill", 0x2400, 0x300, 0x22)


@scenario("memory.3", "any copies in any view",
          rule="bytes and results are as those of the reference", weight=2)
def copies_at_random(s):
    ranges = plan_ranges(s, 10)
    for start, size in ranges:
        s.op("range", start, size, s.rng.choice(["ram", "ram", "rom", "io"]),
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


# ------------------------------------------------------------ 4 access
@scenario("memory.4", "a device that does it all itself",
          rule="an access that fits becomes one call, at the offset in the "
               "region")
def access_fits(s):
    s.op("device", "plain", "little", 1, 8, 1)
    accesses(s)


@scenario("memory.4", "8 bytes on a 4-byte device",
          rule="too wide: several calls, low address first")
def access_too_wide(s):
    s.op("device", "plain", "little", 1, s.rng.choice([1, 2, 4]), 0)
    accesses(s, (0, 8))


@scenario("memory.4", "one byte on a 4-byte device",
          rule="too narrow: one wider call; other lanes are written as 0")
def access_too_narrow(s):
    s.op("device", "plain", "little", 4, 4, 0)
    accesses(s)


@scenario("memory.4", "impl says nothing",
          rule="0 means 1 byte at least and 4 at most")
def access_defaults(s):
    s.op("device", "plain", "little", 0, 0, 0)
    accesses(s)


@scenario("memory.4", "a big-endian device",
          rule="the byte at the lowest offset is the most significant one")
def access_big(s):
    least = s.rng.choice([1, 2, 4])
    s.op("device", "plain", "big", least, 4, 0)
    accesses(s)


@scenario("memory.4", "unaligned offsets, taken and not taken",
          rule="the unit is the widest that every call is aligned to")
def access_unaligned(s):
    s.op("device", "plain", s.rng.choice(["little", "big"]), 1, 8,
         s.rng.randrange(2))
    accesses(s, range(1, 8))


@scenario("memory.4", "callbacks that fail, or are missing",
          rule="all calls are made, failures are joined, a failed read is 0")
def access_failures(s):
    s.op("device", "attrs", s.rng.choice(["little", "big"]), 1, 2, 0)
    accesses(s, (0,))
    first = s.rng.choice(["error", "decode"])
    s.op("device_fails", 4, first)
    accesses(s, (0, 4, 6))
    s.op("device_fails", 2, "decode" if first == "error" else "error")
    accesses(s, (0, 4))


@scenario("memory.4", "a device that can only be read",
          rule="a direction without any callback answers with an error")
def access_readonly(s):
    s.op("device", "readonly", "little", 1, s.rng.choice([2, 4]), 0)
    accesses(s, (0, 3))


@scenario("memory.4", "a device that can only be written",
          rule="a direction without any callback answers with an error")
def access_writeonly(s):
    s.op("device", "writeonly", "big", 1, s.rng.choice([2, 4]), 0)
    accesses(s, (0, 3))


@scenario("memory.4", "offsets beyond 4 GiB",
          rule="offsets are 64 bits wide")
def access_far(s):
    base = 2**32 * s.rng.randrange(1, 1000)
    s.op("device", "plain", "little", 4, 4, 0)
    accesses(s, (base - 8, base - 1, base, base + 5))


@scenario("memory.4", "any device and any access",
          rule="calls and values are as those of the reference", weight=2)
def access_at_random(s):
    least = s.rng.choice([0, 1, 2, 4, 8])
    most = s.rng.choice([0, 1, 2, 4, 8])
    if most and most < least or not most and least > 4:
        least, most = min(least, most or 4), max(least, most or 4)
    s.op("device", s.rng.choice(["plain", "attrs"]),
         s.rng.choice(["little", "big"]), least, most, s.rng.randrange(2))
    for _ in range(30):
        offset = s.rng.randrange(0x40)
        accesses(s, (offset,))


# ----------------------------------------------------------- 5 flatten
@scenario("memory.5", "windows side by side, ends and holes",
          rule="the view ascends, ends are exclusive, holes stay empty")
def flat_simple(s):
    root(s)
    for number in range(1, 6):
        s.op("region", number, s.rng.choice(["ram", "io", "rom", "flash"]),
             s.rng.choice([1, 0x1000, 0x2345]))
        s.op("add", 0, number, number * 0x10000 - s.rng.randrange(2), 0)
    s.op("render", 0)


@scenario("memory.5", "a higher priority hides a lower one",
          rule="higher priority wins; at equal priority the last added; "
               "never across parents")
def flat_priorities(s):
    root(s, 0x10000)
    s.op("region", 1, "container", 0x4000)
    s.op("region", 2, "io", 0x4000)
    s.op("region", 3, "ram", 0x2000)
    s.op("region", 4, "ram", 0x2000)
    s.op("add", 1, 3, 0x1000, 100)
    s.op("add", 0, 1, 0x2000, s.rng.choice([-1, 0]))
    s.op("add", 0, 2, 0x3000, s.rng.choice([0, 1]))
    s.op("add", 0, 4, 0x2800, s.rng.choice([-2, 0, 2]))
    s.op("render", 0)


@scenario("memory.5", "a pure container does not block what is below",
          rule="containers show nothing in their holes; RAM and I/O with "
               "children show themselves there")
def flat_holes(s):
    root(s, 0x10000)
    s.op("region", 1, "ram", 0x8000)
    s.op("add", 0, 1, 0x1000, 0)
    s.op("region", 2, s.rng.choice(["container", "io"]), 0x4000)
    s.op("add", 0, 2, 0x2000, 1)
    for number, offset in ((3, 0), (4, 0x1800), (5, 0x3800)):
        s.op("region", number, "io", 0x800)
        s.op("add", 2, number, offset, 0)
    s.op("render", 0)
    s.op("render", 2)


@scenario("memory.5", "children are cut at their parent's borders",
          rule="clipping holds at both ends and through all levels")
def flat_clipping(s):
    root(s, 0x8000)
    s.op("region", 1, "container", 0x2000)
    s.op("region", 2, "container", 0x3000)
    s.op("region", 3, "ram", 0x4000)
    s.op("add", 2, 3, 0x400, 0)
    s.op("add", 1, 2, 0x800, 0)
    s.op("add", 0, 1, s.rng.choice([0, 0x1000, 0x7000]), 0)
    s.op("region", 4, "io", 0x1000)
    s.op("add", 0, 4, 0x7800, -1)
    s.op("region", 5, "io", 0x1000)
    s.op("add", 0, 5, 0x9000, 0)
    s.op("render", 0)


@scenario("memory.5", "windows onto parts of a region",
          rule="an alias draws its target shifted and clipped; it copies "
               "nothing")
def flat_aliases(s):
    root(s)
    s.op("region", 1, "container", 0x4000)
    s.op("region", 2, "io", 0x1000)
    s.op("region", 3, "ram", 0x1000)
    s.op("add", 1, 2, 0x800, 0)
    s.op("add", 1, 3, 0x2000, 0)
    s.op("alias", 4, 1, s.rng.choice([0, 0x400, 0x1000]), 0x1800)
    s.op("alias", 5, 4, s.rng.choice([0, 0x100]), 0x1000)
    s.op("add", 0, 4, s.rng.choice([0, 0x10000]), 0)
    s.op("add", 0, 5, 2**64 - 0x1000, 0)
    s.op("render", 0)
    s.op("shift", 4, 0x2000)
    s.op("render", 0)
    s.op("switch", 3, "enabled", 0)
    s.op("render", 0)


@scenario("memory.5", "ranges that continue each other are one",
          rule="merged when region, offsets and flags continue")
def flat_merging(s):
    root(s, 0x10000)
    s.op("region", 1, "ram", 0x4000)
    for number, offset in ((2, 0), (3, 0x1000), (4, 0x2000)):
        s.op("alias", number, 1, offset, 0x1000)
        s.op("add", 0, number, 0x1000 + offset, 0)
    s.op("render", 0)
    s.op("switch", s.rng.choice([2, 3, 4]),
         s.rng.choice(["readonly", "nonvolatile"]), 1)
    s.op("render", 0)
    s.op("shift", 3, 0x800)
    s.op("render", 0)


@scenario("memory.5", "what a subtree inherits",
          rule="readonly and nonvolatile hold for all below; disabled "
               "subtrees vanish")
def flat_flags(s):
    root(s, 0x10000)
    s.op("region", 1, "container", 0x4000)
    for number, kind in ((2, "ram"), (3, "rom"), (4, "flash")):
        s.op("region", number, kind, 0x1000)
        s.op("add", 1, number, (number - 2) * 0x1000, 0)
    s.op("add", 0, 1, 0x1000, 0)
    s.op("alias", 5, 1, 0x800, 0x2000)
    s.op("add", 0, 5, 0x8000, 0)
    for what, on in (("nonvolatile", 1), ("readonly", 1), ("readonly", 0),
                     ("enabled", 0)):
        s.op("switch", s.rng.choice([1, 5]), what, on)
        s.op("render", 0)
    s.op("switch", 4, "romd", 0)
    s.op("switch", 2, "vga-log", 1)
    s.op("render", 1)


@scenario("memory.5", "the whole space, and what lies at its end",
          rule="2^64 bytes need 128 bits")
def flat_whole(s):
    root(s)
    s.op("region", 1, "io", 0)
    s.op("add", 0, 1, s.rng.choice([0, 0x1000]), -1)
    s.op("region", 2, "ram", 0x1000)
    s.op("add", 0, 2, 2**64 - s.rng.choice([0x1000, 0x800]), 0)
    s.op("region", 3, "io", 0x1000)
    s.op("add", 0, 3, 2**40, 0)
    s.op("render", 0)


@scenario("memory.5", "many windows",
          rule="the view has room for all, ascending")
def flat_many(s):
    root(s)
    for number in s.rng.sample(range(1, 48), 47):
        s.op("region", number, "io", 0x800)
        s.op("add", 0, number, number * 0x1000, 0)
    s.op("render", 0)


@scenario("memory.5", "any tree", rule="as the tree says, byte by byte",
          weight=3)
def flat_at_random(s):
    grow_tree(s, 24)
    s.op("render", 0)
    for _ in range(8):
        number = s.rng.randrange(1, 24)
        s.op("switch", number, s.rng.choice(["enabled", "nonvolatile"]),
             s.rng.randrange(2))
        s.op("move", s.rng.randrange(1, 24), s.rng.randrange(0x100))
        s.op("render", 0)


# -------------------------------------------------- 6 transactions
@scenario("memory.6", "a change outside a transaction shows at once",
          rule="each setter is a transaction of its own")
def change_at_once(s):
    small_map(s)
    s.op("add", 0, 1, 0x1000, 0)
    s.op("shown", 0)
    s.op("move", 1, 0x1000 * s.rng.randrange(2, 9))
    s.op("shown", 0)
    s.op("remove", 1)
    s.op("shown", 0)


@scenario("memory.6", "transactions nest",
          rule="only the commit of the outermost makes a new map")
def nesting(s):
    small_map(s)
    s.op("listen", 0)
    depth = s.rng.randrange(2, 5)
    for _ in range(depth):
        s.op("begin")
    s.op("add", 0, 1, 0x1000, 0)
    s.op("add", 0, 2, 0x3000, 0)
    for _ in range(depth):
        s.op("shown", 0)
        s.op("commit")
    s.op("shown", 0)


@scenario("memory.6", "nothing changed, nobody hears of it",
          rule="a view that is equal to the old one changes nothing")
def no_change(s):
    small_map(s)
    s.op("add", 0, 1, 0x1000, 0)
    s.op("listen", 0)
    s.op("begin")
    s.op("commit")
    s.op("begin")
    s.op("move", 1, 0x5000)
    s.op("add", 0, 2, 0x2000, 0)
    s.op("remove", 2)
    s.op("move", 1, 0x1000)
    s.op("commit")
    s.op("switch", 2, "enabled", 0)
    s.op("resize", 0, 2**63)
    s.op("add", 0, 4, 0x9000, 0)
    s.op("shown", 0)


@scenario("memory.6", "a listener hears the differences, and no more",
          rule="first all that goes, then what stays and comes, ascending")
def differences(s):
    small_map(s)
    for number in (1, 2, 3):
        s.op("add", 0, number, number * 0x2000, 0)
    s.op("listen", 0)
    s.op("begin")
    s.op("move", 2, s.rng.choice([0x1000, 0x9000]))
    s.op("add", 0, 4, 0x6800, 1)
    s.op("commit")
    s.op("hooks")
    s.op("switch", 1, "readonly", 1)
    s.op("remove", 3)


@scenario("memory.6", "a window is mapped elsewhere at run time",
          rule="the same region at another address goes and comes")
def remapping(s):
    small_map(s)
    for number in (1, 3):
        s.op("add", 0, number, number * 0x2000, 0)
    s.op("listen", 5)
    s.op("listen", 1)
    for _ in range(6):
        s.op("add", 0, 2, 0x800 * s.rng.randrange(1, 16), 1)
        s.op("shown", 0)
        s.op("remove", 2)


@scenario("memory.6", "two address spaces, one view",
          rule="the same root, or what only wraps it, is rendered once")
def sharing(s):
    small_map(s)
    s.op("watch", 0)
    s.op("shared")
    s.op("add", 0, 1, 0x1000, 0)
    s.op("add", 0, 2, s.rng.randrange(0x2000, 0x9000), 0)
    s.op("shared")
    s.op("shown", 1)
    s.op("watch", 1)
    s.op("remove", 1)
    s.op("shared")


@scenario("memory.6", "who logs is told without mapping anew",
          rule="a changed log mask: nop, then log start or stop")
def logging(s):
    small_map(s)
    s.op("add", 0, 1, 0x1000, 0)
    s.op("add", 0, 2, 0x3000, 0)
    s.op("listen", 0)
    for what, on in (("vga-log", 1), ("code-log", 1), ("vga-log", 0),
                     ("code-log", 0)):
        s.op("switch", 1, what, on)
    s.op("switch", 3, "vga-log", 1)
    s.op("add", 0, 3, 0x5000, 0)
    s.op("remove", 1)


@scenario("memory.6", "any changes in any transactions",
          rule="views and events are as those of the reference", weight=3)
def changes_at_random(s):
    grow_tree(s, 14)
    s.op("watch", 0)
    s.op("listen", 0)
    depth = 0
    for _ in range(40):
        act = s.rng.randrange(6)
        number = s.rng.randrange(1, 14)
        if act == 0 and depth < 3:
            s.op("begin")
            depth += 1
        elif act == 1 and depth:
            s.op("commit")
            depth -= 1
        elif act == 2:
            s.op("switch", number, s.rng.choice(
                ["enabled", "nonvolatile", "vga-log"]), s.rng.randrange(2))
        elif act == 3:
            s.op("resize", number, s.rng.randrange(1, 0x100))
        else:
            s.op("move", number, s.rng.randrange(0x100))
        s.op("shown", 0)
    for _ in range(depth):
        s.op("commit")
    s.op("shown", 0)


# ------------------------------------------------------------ 7 the map
@scenario("memory.7", "no window hides another",
          rule="windows of equal priority do not intersect")
def map_overlaps(s):
    s.op("map")
    s.op("answers", s.rng.choice([0x10000000, 0x10000ffc]))
    s.op("answers", s.rng.choice([0x10001000, 0x10001ffc]))


@scenario("memory.7", "each device answers at its address",
          rule="the memory map of lecture 01")
def map_answers(s):
    s.op("map")
    for base in (0x1000, 0x1000000, 0x2000000, 0x10000000, 0x10001000,
                 0x20001000, 0x20002000, 0x80000000):
        s.op("answers", base - 1)
        s.op("answers", base)
        s.op("answers", base + s.rng.randrange(0x1000))


@scenario("memory.7", "each window is as large as its device",
          rule="mtime is at 0xbff8 of the CLINT; error words fill 8 KiB")
def map_sizes(s):
    s.op("map")
    for addr in (0x1000fff, 0x1001000, 0x20001fff, 0x10000fff, 0x200bff8,
                 0x200ffff, 0x2010000, 0x20003000, 0x20003fff,
                 0x20004000, 0xffff, 0x10000, 0x10001fff, 0x10002000):
        s.op("answers", addr)
