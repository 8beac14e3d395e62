"""Sets of points: exercises 1 and 5 of the lab debug."""
from guest import DATA, RAM, op
from programs import OWNERS, PAGE, TOP
from scenario import scenario


# --- 1 the list of breakpoints -----------------------------------------------

@scenario("debug.1", "what was inserted is found at its address only",
          "by owner, and by any owner")
def inserted_is_found(s):
    places = [s.rng.randrange(RAM, RAM + 64) & ~1 for _ in range(3)]
    for pc in places:
        op(s, "bp_insert", pc, s.rng.choice(OWNERS))
    for pc in (*places, places[0] + 2, 0, TOP - 2):
        for owner in ("gdb", "cpu", "any"):
            op(s, "bp_test", pc, owner)


@scenario("debug.1", "duplicates are removed one at a time",
          "an address has as many as were inserted")
def duplicates_go_one_by_one(s):
    pc = RAM + 2 * s.rng.randrange(100)
    owners = [s.rng.choice(OWNERS) for _ in range(3)] + ["gdb", "gdb"]
    for owner in owners:
        op(s, "bp_insert", pc, owner)
    for owner in s.rng.sample(owners, len(owners)):
        op(s, "bp_remove", pc + 2, owner)
        op(s, "bp_remove", pc, owner)
        op(s, "bp_test", pc, owner)
    op(s, "bp_remove", pc, "gdb")
    for owner, other in (OWNERS, OWNERS[::-1]):
        op(s, "bp_insert", pc + 4, owner)
        op(s, "bp_remove", pc + 4, other)
        op(s, "bp_remove", pc + 4, owner)


@scenario("debug.1", "of two at one address the debugger's is found",
          "whichever came first")
def debuggers_come_first(s):
    for n, owners in enumerate((("cpu", "gdb"), ("gdb", "cpu"),
                                ("cpu", "gdb", "cpu"))):
        for owner in owners:
            op(s, "bp_insert", RAM + 4 * n, owner)
        op(s, "bp_test", RAM + 4 * n, "any")
        op(s, "bp_remove", RAM + 4 * n, "gdb")
        op(s, "bp_test", RAM + 4 * n, "any")


@scenario("debug.1", "one owner's are removed, the other's stay",
          "a mask takes all that have one of its flags")
def removal_by_owner(s):
    for n in range(8):
        op(s, "bp_insert", RAM + 4 * s.rng.randrange(4), OWNERS[n % 2])
    gone = s.rng.choice(OWNERS)
    op(s, "bp_remove_all", gone)
    for n in range(4):
        for owner in OWNERS:
            op(s, "bp_test", RAM + 4 * n, owner)
    op(s, "bp_remove_all", "any")
    op(s, "bp_range", 0, TOP - 1)


@scenario("debug.1", "a range has borders",
          "its first and last byte belong to it, also where addresses end")
def ranges_have_borders(s):
    at = RAM + PAGE * s.rng.randrange(4)
    op(s, "bp_insert", at, "gdb")
    for start, size in ((at, 1), (at, 0), (at - 1, 1), (at - 1, 2),
                        (at + 1, PAGE), (at - PAGE, PAGE), (at, PAGE),
                        (at + 1 - PAGE, PAGE)):
        op(s, "bp_range", start, size)
    op(s, "bp_insert", TOP - 2, "cpu")
    op(s, "bp_range", TOP - PAGE, PAGE)
    op(s, "bp_range", TOP - 1, 1)


# --- 5 when an access hits ---------------------------------------------------

@scenario("debug.5", "an access with one byte in common hits",
          "ranges overlap; where either begins means nothing")
def overlap_counts(s):
    at, length = DATA + s.rng.randrange(64), s.rng.randrange(2, 9)
    op(s, "wp_insert", at, length, "gdb+access")
    for size in (1, 2, 4, 8):
        for start in (at - size, at - size + 1, at - 1, at,
                      at + length - 1, at + length):
            op(s, "wp_test", start, size, s.rng.choice(("read", "write")))


@scenario("debug.5", "ranges at the end of the address space",
          "the last byte is 2^64 - 1; what would wrap around is refused")
def the_last_byte_is_watched(s):
    op(s, "wp_insert", TOP - 4, 4, "gdb+write")
    for start, size in ((TOP - 8, 4), (TOP - 8, 8), (TOP - 4, 4),
                        (TOP - 1, 1), (0, 8)):
        op(s, "wp_test", start, size, "write")
    op(s, "wp_insert", TOP - 4, 5, "gdb+write")
    op(s, "wp_insert", 0, 0, "gdb+write")
    op(s, "wp_insert", 0, TOP - 1, "cpu+read")
    op(s, "wp_test", TOP - 2, 1, "read")
    op(s, "wp_test", s.rng.randrange(1 << 60), 8, "read")


@scenario("debug.5", "the kind of access counts",
          "a read does not hit what watches writes; an AMO hits both")
def kinds_of_access(s):
    at = DATA + 16
    for kind in s.rng.sample(("read", "write"), 2):
        op(s, "wp_insert", at, 4, "gdb+" + kind)
    for access in ("read", "write", "access"):
        for start, size in ((at - 2, 4), (at + 3, 8), (at - 4, 4)):
            op(s, "wp_test", start, size, access)


@scenario("debug.5", "is a page watched?",
          "when any byte of it is, wherever in the page")
def pages_are_watched(s):
    page = DATA + PAGE * s.rng.randrange(8)
    op(s, "wp_insert", page + s.rng.randrange(1, 4088), 8, "cpu+read")
    op(s, "wp_insert", page + 2 * PAGE - 4, 8, "gdb+write")
    for n in range(-1, 5):
        op(s, "wp_range", page + n * PAGE, PAGE)


@scenario("debug.5", "the debugger's watchpoint is found first",
          "and marked with the access that hit it until that is cleared")
def hits_are_marked(s):
    at = DATA + 8 * s.rng.randrange(8)
    for owner in ("cpu", "gdb", "cpu"):
        op(s, "wp_insert", at, 8, owner + "+access")
    op(s, "wp_hit", at - 1, 4, "write")
    op(s, "wp_test", at, 1, "read")
    op(s, "wp_hit", at + 4, 8, "read")
    op(s, "wp_clear")
    op(s, "wp_test", at - 7, 8, "write")
    op(s, "wp_remove", at, 8, "gdb+access")
    op(s, "wp_remove", at, 8, "gdb+access")
    op(s, "wp_test", at - 7, 8, "write")
    op(s, "wp_remove_all", "cpu")
    op(s, "wp_test", at, 8, "write")
    for owner in OWNERS:
        op(s, "wp_insert", at, 8, owner + "+read")
    for owner in s.rng.sample(OWNERS, 2):
        op(s, "wp_remove_all", owner)
        op(s, "wp_test", at, 8, "read")
