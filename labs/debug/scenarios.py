"""What the lab debug asks: points, stops, and the line to a debugger."""
from gdblines import escaped, packet
from guest import (A0, A1, DATA, EBREAK, RAM, S0, WFI, addi, amoadd_d,
                   assemble, csrsi, csrw, flat, ld, li, load_program, lw,
                   prologue, sb, sd, sw)
from programs import (PAGE, accesses, block, load_accesses, load_handler,
                      loop, run_to_stop)
from scenario import scenario

OWNERS = ("gdb", "cpu")
TOP = 1 << 64


# --- 1 the list of breakpoints -----------------------------------------------

@scenario("debug.1", "what was inserted is found at its address only",
          "by owner, and by any owner")
def inserted_is_found(s):
    places = [s.rng.randrange(RAM, RAM + 64) & ~1 for _ in range(3)]
    for pc in places:
        s.op("bp_insert", pc, s.rng.choice(OWNERS))
    for pc in (*places, places[0] + 2, 0, TOP - 2):
        for owner in ("gdb", "cpu", "any"):
            s.op("bp_test", pc, owner)


@scenario("debug.1", "duplicates are removed one at a time",
          "an address has as many as were inserted")
def duplicates_go_one_by_one(s):
    pc = RAM + 2 * s.rng.randrange(100)
    owners = [s.rng.choice(OWNERS) for _ in range(3)] + ["gdb", "gdb"]
    for owner in owners:
        s.op("bp_insert", pc, owner)
    for owner in s.rng.sample(owners, len(owners)):
        s.op("bp_remove", pc + 2, owner)
        s.op("bp_remove", pc, owner)
        s.op("bp_test", pc, owner)
    s.op("bp_remove", pc, "gdb")
    for owner, other in (OWNERS, OWNERS[::-1]):
        s.op("bp_insert", pc + 4, owner)
        s.op("bp_remove", pc + 4, other)
        s.op("bp_remove", pc + 4, owner)


@scenario("debug.1", "of two at one address the debugger's is found",
          "whichever came first")
def debuggers_come_first(s):
    for n, owners in enumerate((("cpu", "gdb"), ("gdb", "cpu"),
                                ("cpu", "gdb", "cpu"))):
        for owner in owners:
            s.op("bp_insert", RAM + 4 * n, owner)
        s.op("bp_test", RAM + 4 * n, "any")
        s.op("bp_remove", RAM + 4 * n, "gdb")
        s.op("bp_test", RAM + 4 * n, "any")


@scenario("debug.1", "one owner's are removed, the other's stay",
          "a mask takes all that have one of its flags")
def removal_by_owner(s):
    for n in range(8):
        s.op("bp_insert", RAM + 4 * s.rng.randrange(4), OWNERS[n % 2])
    gone = s.rng.choice(OWNERS)
    s.op("bp_remove_all", gone)
    for n in range(4):
        for owner in OWNERS:
            s.op("bp_test", RAM + 4 * n, owner)
    s.op("bp_remove_all", "any")
    s.op("bp_range", 0, TOP - 1)


@scenario("debug.1", "a range has borders",
          "its first and last byte belong to it, also where addresses end")
def ranges_have_borders(s):
    at = RAM + PAGE * s.rng.randrange(4)
    s.op("bp_insert", at, "gdb")
    for start, size in ((at, 1), (at, 0), (at - 1, 1), (at - 1, 2),
                        (at + 1, PAGE), (at - PAGE, PAGE), (at, PAGE),
                        (at + 1 - PAGE, PAGE)):
        s.op("bp_range", start, size)
    s.op("bp_insert", TOP - 2, "cpu")
    s.op("bp_range", TOP - PAGE, PAGE)
    s.op("bp_range", TOP - 1, 1)


# --- 2 the slow check --------------------------------------------------------

@scenario("debug.2", "a breakpoint in the middle of a block that exists",
          "the loop stops there, with exact state, not at the block's end")
def middle_of_a_block(s):
    block(s, RAM, 8)
    s.op("set", "pc", RAM)
    s.run(100)
    for _ in range(2):
        at = RAM + 4 * s.rng.randrange(1, 8)
        s.op("break", at, "gdb")
        s.op("set", "wfi", 0)
        s.op("set", "pc", RAM)
        s.run(100)
        s.op("unbreak", at, "gdb")


@scenario("debug.2", "what is to be done, instruction by instruction",
          "stop, trap, one instruction in the page of a breakpoint, or a "
          "block")
def verdicts(s):
    at = RAM + PAGE + 4 * s.rng.randrange(4, 500)
    s.op("break", at, "gdb")
    s.op("break", at + 4, "cpu")
    s.op("break", at + 8, "cpu")
    s.op("break", at + 8, "gdb")
    for pc in (at, at + 4, at + 8, at + 12, RAM + PAGE, RAM + PAGE - 2,
               RAM + 2 * PAGE, at + 2):
        s.op("verdict", pc)


@scenario("debug.2", "a step goes over the breakpoint that it starts from",
          "while the debugger steps its breakpoints do not count, the "
          "guest's do")
def steps_ignore_breakpoints(s):
    s.op("break", RAM + 8, "gdb")
    s.op("break", RAM + 12, "cpu")
    s.op("step", 1)
    for pc in (RAM + 8, RAM + 12, RAM + 16, RAM + PAGE):
        s.op("verdict", pc)
    s.op("step", 0)
    for pc in (RAM + 8, RAM + PAGE):
        s.op("verdict", pc)


@scenario("debug.2", "the guest's own breakpoint is an exception",
          "cause 3 in its handler, before the instruction")
def guests_breakpoint_traps(s):
    load_handler(s)
    block(s, RAM, 8)
    s.op("break", RAM + 4 * s.rng.randrange(1, 8), "cpu")
    s.op("set", "pc", RAM)
    s.run(100)
    s.op("events")


@scenario("debug.2", "the guest's triggers match addresses",
          "an execute trigger fires before the instruction at its address")
def triggers_fire(s):
    load_handler(s)
    block(s, RAM, 10)
    at = RAM + 4 * s.rng.randrange(2, 9)
    s.op("set", "tdata2", at)
    s.op("set", "tdata1", 6 << 60 | 1 << 6 | 1 << 2)    # mcontrol6, M, execute
    s.op("set", "mstatus", 8)
    s.op("verdict", at)
    s.op("verdict", at + 4)
    s.op("verdict", RAM + PAGE)
    s.op("set", "pc", RAM)
    s.run(100)
    s.op("events")


@scenario("debug.2", "breakpoints wait in other pages, too",
          "a jump and a fall through from the page before find them")
def ways_into_the_page(s):
    at = RAM + PAGE - 4 * s.rng.randrange(2, 8)
    block(s, at, 16)
    s.op("set", "pc", at)
    s.run(50)
    s.op("break", RAM + PAGE + 4 * s.rng.randrange(4), "gdb")
    s.op("set", "wfi", 0)
    s.op("set", "pc", at)
    s.run(50)


# --- 3 whose exception -------------------------------------------------------

@scenario("debug.3", "breakpoints and steps leave the loop",
          "they are noted, not told yet, and the hit is over")
def stops_leave(s):
    s.op("set", "pc", RAM + 4 * s.rng.randrange(100))
    for kind in s.rng.sample(("breakpoint", "step", "breakpoint"), 3):
        s.op("hit", kind, "gdb", RAM + s.rng.randrange(1 << 20))


@scenario("debug.3", "the guest's watchpoint is the guest's",
          "a breakpoint exception with the address; the debugger hears "
          "nothing")
def guests_watchpoint_stays_inside(s):
    for _ in range(2):
        s.op("hit", "watchpoint", "cpu+" + s.rng.choice(("read", "write")),
             DATA + s.rng.randrange(4096))
    s.op("hit", "breakpoint", "gdb", RAM)
    s.op("hit", "watchpoint", "cpu+before+access", DATA + 8)


@scenario("debug.3", "a watchpoint waits for its access",
          "first the instruction is finished, then it is reported; with "
          "BP_STOP_BEFORE_ACCESS it is reported at once")
def access_comes_first(s):
    at = DATA + s.rng.randrange(4096)
    s.op("hit", "watchpoint", "gdb+write", at)
    s.op("hit", "watchpoint", "gdb+write", at)
    s.op("hit", "watchpoint", "gdb+read+before", at + 1)
    s.op("hit", "watchpoint", "gdb+access", at + 2)


@scenario("debug.3", "why the hart stopped",
          "the debugger can ask after each stop; the guest saw nothing")
def reasons_are_kept(s):
    load_handler(s)
    program = list(flat([addi(A0, A0, 1)] * 6)) + [EBREAK, addi(A1, A1, 1),
                                                   WFI]
    s.op("load", RAM, assemble(program))
    at = RAM + 4 * s.rng.randrange(1, 6)
    s.op("break", at, "gdb")
    s.op("set", "pc", RAM)
    run_to_stop(s)
    s.op("unbreak", at, "gdb")
    run_to_stop(s)
    s.op("events")
    s.op("set", "wfi", 0)
    s.op("set", "pc", RAM)
    s.op("step", 1)
    for _ in range(8):
        run_to_stop(s)


# --- 4 once past it ----------------------------------------------------------

@scenario("debug.4", "it passes once",
          "while the hart stands there and has executed nothing")
def passes_once(s):
    s.op("set", "pc", RAM + 8)
    for what in s.rng.sample((1, 2), 2):
        s.op("pass_add", what)
    s.op("pass")
    s.op("set", "pc", RAM + 12)
    s.op("pass")
    s.op("set", "pc", RAM + 8)
    s.op("pass")
    s.op("retire", s.rng.randrange(1, 5))
    s.op("pass")
    s.op("pass_add", 1)
    s.op("pass_end")


@scenario("debug.4", "what another instruction was allowed is forgotten",
          "a new pass begins with nothing, one for the same place is added")
def passes_belong_to_a_place(s):
    s.op("set", "pc", RAM)
    s.op("pass_add", 2)
    s.op("set", "pc", RAM + 4)
    s.op("pass_add", 1)
    s.op("pass_add", 2)
    s.op("retire", 1)
    s.op("pass_add", s.rng.choice((1, 2)))
    s.op("pass_end")
    s.op("pass")


@scenario("debug.4", "a breakpoint in a loop hits in every round",
          "not once, not for ever: exactly as often as the hart comes by",
          weight=2)
def loop_hits_every_time(s):
    rounds = s.rng.randrange(3, 8)
    at = s.rng.choice(loop(s, rounds))
    s.op("break", at, "gdb")
    for _ in range(rounds + 2):
        run_to_stop(s, 100)


@scenario("debug.4", "a loop of one instruction",
          "the same address again, but later")
def tight_loop_hits(s):
    s.op("load", RAM, assemble([0x6f]))         # j .
    s.op("set", "pc", RAM)
    s.op("break", RAM, "gdb")
    for _ in range(4):
        run_to_stop(s, s.rng.randrange(5, 50))


@scenario("debug.4", "no interrupt comes between",
          "the instruction that passes is executed before any handler",
          weight=1)
def nothing_comes_between(s):
    load_handler(s)
    s.op("set", "s2", 0x10000000)
    places = loop(s, 5)
    s.op("break", places[1], "gdb")
    s.op("set", "mie", 1 << 11)
    s.op("set", "mstatus", 8)
    run_to_stop(s, 100)
    s.op("irq", 11, 1)
    for _ in range(3):
        run_to_stop(s, 200)
    s.op("events")


# --- 5 when an access hits ---------------------------------------------------

@scenario("debug.5", "an access with one byte in common hits",
          "ranges overlap; where either begins means nothing")
def overlap_counts(s):
    at, length = DATA + s.rng.randrange(64), s.rng.randrange(2, 9)
    s.op("wp_insert", at, length, "gdb+access")
    for size in (1, 2, 4, 8):
        for start in (at - size, at - size + 1, at - 1, at,
                      at + length - 1, at + length):
            s.op("wp_test", start, size, s.rng.choice(("read", "write")))


@scenario("debug.5", "ranges at the end of the address space",
          "the last byte is 2^64 - 1; what would wrap around is refused")
def the_last_byte_is_watched(s):
    s.op("wp_insert", TOP - 4, 4, "gdb+write")
    for start, size in ((TOP - 8, 4), (TOP - 8, 8), (TOP - 4, 4),
                        (TOP - 1, 1), (0, 8)):
        s.op("wp_test", start, size, "write")
    s.op("wp_insert", TOP - 4, 5, "gdb+write")
    s.op("wp_insert", 0, 0, "gdb+write")
    s.op("wp_insert", 0, TOP - 1, "cpu+read")
    s.op("wp_test", TOP - 2, 1, "read")
    s.op("wp_test", s.rng.randrange(1 << 60), 8, "read")


@scenario("debug.5", "the kind of access counts",
          "a read does not hit what watches writes; an AMO hits both")
def kinds_of_access(s):
    at = DATA + 16
    for kind in s.rng.sample(("read", "write"), 2):
        s.op("wp_insert", at, 4, "gdb+" + kind)
    for access in ("read", "write", "access"):
        for start, size in ((at - 2, 4), (at + 3, 8), (at - 4, 4)):
            s.op("wp_test", start, size, access)


@scenario("debug.5", "is a page watched?",
          "when any byte of it is, wherever in the page")
def pages_are_watched(s):
    page = DATA + PAGE * s.rng.randrange(8)
    s.op("wp_insert", page + s.rng.randrange(1, 4088), 8, "cpu+read")
    s.op("wp_insert", page + 2 * PAGE - 4, 8, "gdb+write")
    for n in range(-1, 5):
        s.op("wp_range", page + n * PAGE, PAGE)


@scenario("debug.5", "the debugger's watchpoint is found first",
          "and marked with the access that hit it until that is cleared")
def hits_are_marked(s):
    at = DATA + 8 * s.rng.randrange(8)
    for owner in ("cpu", "gdb", "cpu"):
        s.op("wp_insert", at, 8, owner + "+access")
    s.op("wp_hit", at - 1, 4, "write")
    s.op("wp_test", at, 1, "read")
    s.op("wp_hit", at + 4, 8, "read")
    s.op("wp_clear")
    s.op("wp_test", at - 7, 8, "write")
    s.op("wp_remove", at, 8, "gdb+access")
    s.op("wp_test", at - 7, 8, "write")
    s.op("wp_remove_all", "cpu")
    s.op("wp_test", at, 8, "write")


# --- 6 bytes and packets -----------------------------------------------------

@scenario("debug.6", "packets are taken apart",
          "payload, sum and acknowledgement, in any portions")
def packets_are_read(s):
    line = b"+" + packet(b"qSupported") + b"-" + packet(b"m80000000,4") \
        + b"\x03" + packet(b"")
    at = s.rng.randrange(1, len(line))
    s.op("gdb_bytes", line[:at])
    s.op("gdb_bytes", line[at:])


@scenario("debug.6", "a wrong sum is told, and the next packet is read",
          "digits that are none are wrong, too")
def wrong_sums_are_told(s):
    s.op("gdb_bytes", packet(b"g", wrong=s.rng.randrange(1, 256)))
    s.op("gdb_bytes", packet(b"g"))
    s.op("gdb_bytes", b"$g#" + s.rng.choice((b"zz", b"6x", b"x7")))
    s.op("gdb_bytes", b"$z{#z5" + b"$z\x85#fz" + b"$z\x85#FF")
    s.op("gdb_no_ack")
    s.op("gdb_bytes", packet(b"g", wrong=1) + b"$g#zz")


@scenario("debug.6", "binary data is unescaped",
          "what stands behind } was changed by xor 0x20; sums are of the "
          "line")
def escapes_are_undone(s):
    data = bytes(s.rng.randrange(256) for _ in range(20)) + b"$#}*"
    s.op("gdb_bytes", packet(b"X0,18:" + escaped(data)))
    s.op("gdb_bytes", packet(b"}\x03}\x5d}\x04"))
    s.op("gdb_escape", data)


@scenario("debug.6", "noise, new beginnings and packets that are too long",
          "each is skipped; nothing is kept that nobody asked for")
def noise_is_skipped(s):
    s.op("gdb_bytes", b"abc#12" + b"$mmm" + packet(b"g"))
    s.op("gdb_bytes", b"$m}" + packet(b"g"))
    s.op("gdb_bytes", packet(b"x" * s.rng.choice((64, 65))))
    s.op("gdb_bytes", packet(b"x" * s.rng.randrange(66, 200)) + packet(b"g"))
    s.op("gdb_bytes", b"$" + b"y" * 70 + b"#00" + b"$ab}#" + b"%02x" % (
        (sum(b"ab}")) % 256))


@scenario("debug.6", "answers are shortened and summed",
          "runs become a count that is no character of the frame")
def answers_are_framed(s):
    for payload in (b"OK", b"", b"0" * s.rng.randrange(1, 5),
                    b"0" * s.rng.randrange(5, 20), b"a" * 98, b"a" * 99,
                    b"x" * s.rng.randrange(100, 300), b"aabbccc1111"):
        s.op("gdb_frame", 0, payload)
    for length in range(4, 20):
        s.op("gdb_frame", 1, b"0" * length)


@scenario("debug.6", "a whole server behind the line",
          "questions in, answers out, with their acknowledgements")
def server_answers(s):
    s.op("gdb_server", packet(b"qSupported:swbreak+"))
    s.op("gdb_server", packet(b"?"))
    s.op("gdb_server", packet(b"g"))
    s.op("gdb_server", packet(b"m80000000,%x" % s.rng.randrange(1, 64)))
    s.op("gdb_server", packet(b"Z0,80000004,4") + packet(b"Z2,80000100,8"))
    s.op("gdb_server", packet(b"z0,80000004,4", wrong=1) + b"-")
    s.op("gdb_server", packet(b"vCont?") + packet(b"qNothing"))


# --- 7 watchpoints in the slow path ------------------------------------------

@scenario("debug.7", "an access of a watched range is a hit",
          "told with the first byte in common and the kind that is watched")
def accesses_hit(s):
    at, length = DATA + 32, s.rng.randrange(2, 9)
    s.op("watch", at, length, "gdb+" + s.rng.choice(("read", "write",
                                                     "access")))
    for size in (1, 4, 8):
        for start in (at - size, at - size + 1, at, at + length - 1,
                      at + length):
            for access in ("read", "write", "access"):
                s.op("access", start, size, access)


@scenario("debug.7", "only the page is slow that is watched",
          "each page that a range touches, and no other")
def pages_of_a_range(s):
    s.op("watch", DATA + 2 * PAGE - s.rng.randrange(1, 8), 8, "gdb+write")
    s.op("watch", DATA + 5 * PAGE + s.rng.randrange(4088), 8, "cpu+read")
    for n in range(7):
        s.op("watched", DATA + n * PAGE + s.rng.randrange(PAGE))


@scenario("debug.7", "stopping before an access",
          "the old value is still there, pc is at the instruction",
          weight=2)
def stops_before(s):
    store = [li(A1, 0x1234), sd(A1, S0, 0), ld(A0, S0, 0), sw(A1, S0, 4),
             sb(A1, S0, 11), lw(A0, S0, 8), amoadd_d(A0, S0, A1)]
    load_accesses(s, store)
    s.op("watch", DATA + 0x100 + s.rng.randrange(3, 7), 2,
         "gdb+before+" + s.rng.choice(("write", "access")))
    for _ in range(5):
        run_to_stop(s, 60)


@scenario("debug.7", "stopping behind an access",
          "the new value is there, pc is at the next instruction", weight=2)
def stops_behind(s):
    load_accesses(s, accesses(s.rng))
    s.op("watch", DATA + 0x100 + s.rng.randrange(8), 1, "gdb+access")
    s.op("watch", DATA + 0x100 + s.rng.randrange(8, 16), 8, "gdb+write")
    for _ in range(6):
        run_to_stop(s, 100)


@scenario("debug.7", "the guest's own watchpoint traps",
          "its trigger is a breakpoint exception before the access; the "
          "debugger hears nothing")
def guests_trigger_traps(s):
    at = DATA + 0x100
    s.op("set", "tdata2", at)
    s.op("set", "tdata1", 6 << 60 | 0x43)       # mcontrol6, M, loads, stores
    s.op("set", "mstatus", 8)
    for start in (at, at - 1, at + 8):
        s.op("access", start, 8, s.rng.choice(("read", "write")))
    load_program(s, [prologue(), li(A0, 6 << 60), addi(A0, A0, 0x43),
                     csrw("tdata1", A0), li(A0, at), csrw("tdata2", A0),
                     csrsi("mstatus", 8), addi(S0, S0, 0x100),
                     sd(A0, S0, 0), ld(A1, S0, 0), lw(A1, S0, 4),
                     sd(A0, S0, 8), sd(A0, S0, 0), WFI])
    s.run(s.rng.randrange(20, 40))
    s.run(200)
    s.op("stop")
    s.op("events")
