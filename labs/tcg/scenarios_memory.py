"""scenarios_memory: scenarios of guest memory: exercises 8 and 9"""
import struct

import guest
from scenario import scenario
from tcg_code import LOOP, machine, other, other_but

V, R, W, X, U, G, A, D = (1 << n for n in range(8))
LEAF = V | R | W | X | A | D
N = 1 << 63
ROOT = 0x80001000
MODES = {39: 8, 48: 9, 57: 10}
SUM, MXR = 1 << 18, 1 << 19
PBMTE = 1 << 62


# ------------------------------------------------------------ 8 page walk
def satp(bits=39, root=ROOT, asid=0):
    return MODES[bits] << 60 | asid << 44 | root >> 12


FLAGS = (("N", N), ("D", D), ("A", A), ("G", G), ("U", U), ("X", X), ("W", W),
         ("R", R), ("V", V))


def entry_text(entry):
    """A page-table entry in words."""
    flags = "".join(name if entry & bit else "-" for name, bit in FLAGS)
    rest = entry & 0x7fc0000000000000
    return f"page {entry >> 10 & 2**44 - 1:#x}, {flags}" + (
        f", reserved and PBMT bits {rest:#x}" if rest else "")


def put_entry(s, addr, entry):
    s.op("pte", addr, entry, words=f"the page-table entry at {addr:#x}: "
         + entry_text(entry))


def set_hart(s, number, mstatus, menvcfg, has_napot=0):
    s.op("walk_hart", number, mstatus, menvcfg, has_napot,
         words=f"satp {number:#x}, mstatus {mstatus:#x}, "
               f"menvcfg {menvcfg:#x}"
               + (", the hart has Svnapot" if has_napot else ""))


def walk(s, op, addr, access, supervisor):
    """The operation walk or why: one access in S-mode or U-mode."""
    s.op(op, addr, access, supervisor,
         words=f"{'why: ' if op == 'why' else ''}{access} at {addr:#x} in "
               f"{'S' if supervisor else 'U'}-mode")


def load(s, addr, log2):
    s.op("mem_load", addr, log2,
         words=f"load {1 << log2} bytes from {addr:#x}")


def store(s, addr, log2, content):
    s.op("mem_store", addr, log2, content,
         words=f"store {content & (1 << (8 << log2)) - 1:#x} to {addr:#x}, "
               f"{1 << log2} bytes")


def pointer(table, flags=V):
    return table >> 12 << 10 | flags


def index(addr, level):
    return addr >> (12 + 9 * level) & 511


def put_path(s, addr, leaf, level=0, bits=39, flags=V):
    """Pointers from the root to an entry of the given level."""
    table, depth = ROOT, (bits - 12) // 9 - 1
    for at in range(depth, level, -1):
        below = table + 0x1000
        put_entry(s, table + 8 * index(addr, at), pointer(below, flags))
        table = below
    put_entry(s, table + 8 * index(addr, level), leaf)


def canonical(rng, bits):
    """An address whose upper bits repeat bit bits - 1."""
    addr = rng.getrandbits(bits)
    return addr | (2**64 - 2**bits if addr >> (bits - 1) else 0)


@scenario("tcg.8", "three levels to a page of 4 KiB",
          rule="nine bits of the address for each table; the offset stays")
def small_pages(s):
    set_hart(s, satp(asid=s.rng.randrange(1, 2**16)), 0, 0)
    for _ in range(5):
        addr = canonical(s.rng, 39)
        put_path(s, addr, pointer(s.rng.getrandbits(44) << 12, LEAF))
        walk(s, "walk", addr, "load", 1)
        walk(s, "walk", addr ^ s.rng.randrange(4096), "store", 1)
        walk(s, "walk", addr ^ 0x1000, "load", 1)


@scenario("tcg.8", "four and five levels", rule="satp says how many")
def more_levels(s):
    for bits in (48, 57):
        set_hart(s, satp(bits), 0, 0)
        addr = canonical(s.rng, bits)
        put_path(s, addr, pointer(s.rng.getrandbits(44) << 12, LEAF), 0,
                 bits)
        walk(s, "walk", addr, "fetch", 1)


@scenario("tcg.8", "pages of 2 MiB and 1 GiB",
          rule="all bits below the page's size come from the address")
def large_pages(s):
    for bits, level in ((39, 1), (39, 2), (48, 3), (39, 1)):
        addr = canonical(s.rng, bits)
        physical = s.rng.getrandbits(40) >> 12 + 9 * level << 12 + 9 * level
        set_hart(s, satp(bits), 0, 0)
        put_path(s, addr, pointer(physical, LEAF), level, bits)
        walk(s, "walk", addr, "load", 1)
        put_path(s, addr, pointer(physical | 0x1000, LEAF), level, bits)
        walk(s, "walk", addr, "load", 1)


@scenario("tcg.8", "addresses in the hole in the middle",
          rule="the bits above the virtual address repeat its highest bit")
def holes(s):
    for bits in MODES:
        set_hart(s, satp(bits), 0, 0)
        edge = 1 << bits - 1
        for addr in (edge - 1, edge, 2**64 - edge - 1, 2**64 - edge,
                     edge << 1, 2**63):
            walk(s, "walk", addr, "load", 1)
            walk(s, "why", addr, "load", 1)


@scenario("tcg.8", "entries that are refused", weight=2,
          rule="the steps 3 and 4 of the manual, in their order")
def bad_entries(s):
    addr = canonical(s.rng, 39)
    set_hart(s, satp(), 0, 0)
    bad_leaves(s, addr)
    for flags in BAD_POINTERS:
        bad_pointer(s, addr, flags)
    set_hart(s, satp(), 0, PBMTE, 1)
    for flags in BAD_POINTERS:
        bad_pointer(s, addr, flags)


BAD_POINTERS = (V | A, V | D, V | U, V | N, V | 1 << 61, 0, V | W, V | G)


def bad_leaves(s, addr):
    for leaf in (LEAF ^ V, V | W | A | D, V | W | X | A, LEAF | 1 << 54,
                 LEAF | 1 << 60, LEAF | N, LEAF | 1 << 61, LEAF | 3 << 61,
                 V, LEAF):
        put_path(s, addr, pointer(0x80005000) | leaf)
        walk(s, "why", addr, "load", 1)
        walk(s, "walk", addr, "load", 1)


def bad_pointer(s, addr, flags):
    put_path(s, addr, pointer(0x80005000, LEAF), 0, 39, flags)
    walk(s, "why", addr, "store", 1)
    walk(s, "walk", addr, "store", 1)


@scenario("tcg.8", "memory types", rule="PBMT is reserved until menvcfg.PBMTE "
                                        "is set, and 3 always")
def memory_types(s):
    addr = canonical(s.rng, 39)
    for menvcfg in (0, 1 << 61, 0xf1, PBMTE):
        set_hart(s, satp(), 0, menvcfg)
        for kind in range(4):
            put_path(s, addr, pointer(0x80005000, LEAF) | kind << 61)
            walk(s, "walk", addr, "load", 1)
            walk(s, "why", addr, "load", 1)


@scenario("tcg.8", "page tables that cannot be read",
          rule="a table outside of memory, or one that PMP hides, is an "
               "access fault")
def hidden_tables(s):
    addr = canonical(s.rng, 39)
    set_hart(s, satp(), 0, 0)
    walk(s, "walk", addr, "load", 1)
    walk(s, "why", addr, "fetch", 1)
    put_path(s, addr, pointer(0x80005000, LEAF))
    s.op("pmp", ROOT + s.rng.choice((0, 0x1000, 0x2000)), 4)
    for access in ("load", "store", "fetch"):
        walk(s, "walk", addr, access, 1)
        walk(s, "why", addr, access, 1)


@scenario("tcg.8", "the last entry of a table beside hidden memory",
          rule="PMP is asked about the eight bytes of the entry")
def last_entry(s):
    addr = canonical(s.rng, 39) | 0x1ff000
    set_hart(s, satp(), 0, 0)
    put_path(s, addr, pointer(0x80005000, LEAF))
    for page in s.rng.sample((-0x1000, 0x3000), 2):
        s.op("pmp", ROOT + page, 0)
        walk(s, "walk", addr, "load", 1)
        walk(s, "why", addr & ~0x1ff000, "load", 1)
    s.op("pmp", ROOT + 0x2000, 1)       # to be read only, as a walk does
    walk(s, "walk", addr, "load", 1)


@scenario("tcg.8", "accessed, dirty and global",
          rule="no right to write until D is set; G counts on any level")
def marks(s):
    for leaf in (LEAF, LEAF ^ D, LEAF ^ A ^ D, LEAF | G):
        for flags in (V, V | G):
            addr = canonical(s.rng, 39)
            set_hart(s, satp(), 0, 0)
            put_path(s, addr, pointer(0x80005000, leaf), 0, 39, flags)
            for access in ("load", "store", "load"):
                walk(s, "walk", addr, access, 1)


@scenario("tcg.8", "sixteen pages as one",
          rule="Svnapot: four more bits come from the address")
def napot(s):
    for has_napot in (1, 0):
        set_hart(s, satp(), 0, 0, has_napot)
        for low in (8, 8, 0, 4, 9):
            addr = canonical(s.rng, 39)
            put_path(s, addr, pointer(0x80070000 | low << 12, LEAF) | N)
            walk(s, "walk", addr, "load", 1)
            walk(s, "why", addr, "load", 1)


@scenario("tcg.8", "any tables", rule="translation and faults as the "
                                      "reference's", weight=2)
def walks_at_random(s):
    for _ in range(40):
        bits = s.rng.choice((39, 39, 48, 57))
        level = s.rng.choice((0, 0, 1, 2))
        addr = canonical(s.rng, bits)
        set_hart(s, satp(bits), s.rng.choice((0, SUM, MXR, SUM | MXR)),
             0)
        flags = s.rng.choice((LEAF, LEAF | U, V | R | A, V | X | A,
                              s.rng.getrandbits(8) | V))
        put_path(s, addr, pointer(s.rng.getrandbits(44) >> 9 * level
                                  << 12 + 9 * level, flags), level, bits,
                 V | (G if s.rng.random() < 0.2 else 0))
        walk(s, "walk", addr, s.rng.choice(("load", "store", "fetch")),
             s.rng.randrange(2))


# ------------------------------------------------------------- 9 crossing
BORDER = 0x41000                # between two virtual pages
LOW, HIGH = guest.DATA, guest.RAM + 0x12000
TABLES = guest.RAM + 0x20000


def put(s, addr, *values):
    s.op("load", addr, struct.pack(f"<{len(values)}Q", *values),
         words=f"memory at {addr:#x} becomes " + " ".join(map(hex, values)))


def two_pages(s, low=LEAF, high=LEAF):
    """Virtual neighbours that are none in memory; S-mode."""
    middle, leaf = TABLES + 0x1000, TABLES + 0x2000
    put(s, TABLES, pointer(middle))
    put(s, middle, pointer(leaf))
    put(s, leaf + 8 * index(BORDER - 1, 0), pointer(LOW, low),
        pointer(HIGH, high))
    put(s, LOW + 4096 - 16, s.rng.getrandbits(64), s.rng.getrandbits(64))
    put(s, HIGH, s.rng.getrandbits(64), s.rng.getrandbits(64))
    for name, value in (("pmpaddr0", 2**54 - 1), ("pmpcfg0", 0x1f),
                        ("satp", satp(39, TABLES)), ("priv", 1)):
        s.op("set", name, value, words=f"{name} becomes {value:#x}")


def both_sides(s):
    """What memory holds on both sides of the border."""
    for addr in (BORDER - 16, BORDER - 8, BORDER, BORDER + 8):
        load(s, addr, 3)


def crossings():
    """(size as log2, bytes before the border) of all that cross."""
    return [(log2, before) for log2 in (1, 2, 3)
            for before in range(1, 1 << log2)]


@scenario("tcg.9", "loads across the border of two pages",
          rule="the first part is the low one; pages may lie anywhere")
def loads_cross(s):
    two_pages(s)
    for log2, before in crossings():
        load(s, BORDER - before, log2)


@scenario("tcg.9", "stores across the border of two pages",
          rule="every byte at its place, none beside it")
def stores_cross(s):
    two_pages(s)
    for log2, before in s.rng.sample(crossings(), 6):
        store(s, BORDER - before, log2, s.rng.getrandbits(64))
        both_sides(s)


@scenario("tcg.9", "a store whose second page refuses it", weight=2,
          rule="nothing is written; the fault names the second page")
def second_refuses(s):
    two_pages(s, high=V | R | A)
    for log2, before in crossings():
        store(s, BORDER - before, log2, s.rng.getrandbits(64))
    both_sides(s)


@scenario("tcg.9", "faults in either part",
          rule="the value of the trap is the first address that failed")
def faults(s):
    for low, high in ((LEAF, 0), (0, LEAF), (0, 0), (V | X | A, LEAF),
                      (LEAF, V | W)):
        two_pages(s, low, high)
        for log2, before in s.rng.sample(crossings(), 4):
            load(s, BORDER - before, log2)
            store(s, BORDER - before, log2, s.rng.getrandbits(64))


@scenario("tcg.9", "half of an access goes to a device",
          rule="each part goes where it belongs, low addresses first")
def into_device(s):
    for border in (guest.DEVICE + 0x1000, guest.DEVICE):
        for log2, before in crossings():
            store(s, border - before, log2, s.rng.getrandbits(64))
            load(s, border - before, log2)
            s.op("events")


@scenario("tcg.9", "half of an access lies outside of memory",
          rule="an access fault names its part; parts before it were made")
def off_the_end(s):
    end = guest.RAM + 0x40000
    put(s, end - 8, s.rng.getrandbits(64))
    for log2, before in s.rng.sample(crossings(), 6):
        store(s, end - before, log2, s.rng.getrandbits(64))
        load(s, end - before, log2)
        load(s, end - 8, 3)


@scenario("tcg.9", "a store that a watchpoint hits",
          rule="a watchpoint that stops before the access leaves memory as "
               "it is, on both pages")
def watched(s):
    border = guest.DATA + 0x1000
    put(s, border - 8, s.rng.getrandbits(64), s.rng.getrandbits(64))
    for watched_byte in (border - s.rng.randrange(64, 512), border):
        s.op("watch", watched_byte, 1, words="a debugger watches stores to "
             f"the byte at {watched_byte:#x}")
        for log2, before in crossings():
            store(s, border - before, log2, s.rng.getrandbits(64))
            load(s, border - 8, 3)
            load(s, border, 3)


@scenario("tcg.9", "memory protection that splits the second page",
          rule="each part is checked for the bytes that it has")
def split_by_pmp(s):
    border = guest.DATA + 0x1000
    put(s, border - 8, s.rng.getrandbits(64), s.rng.getrandbits(64))
    for name, content in (("pmpaddr0", border + 8 >> 2),
                          ("pmpaddr1", 2**54 - 1), ("pmpcfg0", 0x1f18),
                          ("priv", 1)):
        s.op("set", name, content, words=f"{name} becomes {content:#x}")
    for log2, before in crossings():
        store(s, border - before, log2, s.rng.getrandbits(64))
        load(s, border - before, log2)
    store(s, border + 4, 3, 0)


@scenario("tcg.9", "a store that changes the code being executed",
          rule="a store that hits the running block ends it")
def patches_itself(s):
    new = [guest.ori(6, 0, 0x222), guest.ori(7, 0, 0x333)]
    program = [guest.sd(5, 28, -4)]
    program += [other_but(s.rng, (5, 6, 7, 27, 28)) for _ in range(18)]
    program += [guest.ori(8, 0, 0x111), guest.ori(9, 0, 0x111),
                other_but(s.rng, (5, 27, 28))]
    place = guest.RAM + 0x1000 - 4 * 20
    machine(s, program, "interp", {28: guest.RAM + 0x1000, LOOP: place,
                                   5: new[0] | new[1] << 32}, place)
    for count in (20, 3, 23):
        s.run(count)


@scenario("tcg.9", "a program with misaligned accesses, step by step",
          rule="registers, memory and traps are those of the reference")
def misaligned_program(s):
    rng, base, program = s.rng, 28, []
    for _ in range(20):
        offset = rng.randrange(-8, 4)
        register = rng.randrange(5, 27)
        program += [rng.choice((guest.ld, guest.lw, guest.lhu, guest.sd,
                                guest.sw, guest.sh))(register, base, offset),
                    other(rng)]
    machine(s, program, "tci", {base: guest.DATA + 4096})
    s.run(5 * 41)
