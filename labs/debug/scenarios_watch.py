"""Watched memory: exercise 7 of the lab debug."""
from guest import (A0, A1, DATA, S0, WFI, addi, amoadd_d, csrsi, csrw, ld, li,
                   load_program, lw, op, prologue, sb, sd, sw)
from programs import PAGE, accesses, load_accesses, run_to_stop
from scenario import scenario


# --- 7 watchpoints in the slow path ------------------------------------------

@scenario("debug.7", "an access of a watched range is a hit",
          "told with the first byte in common and the kind that is watched")
def accesses_hit(s):
    at, length = DATA + 32, s.rng.randrange(2, 9)
    op(s, "watch", at, length, "gdb+" + s.rng.choice(("read", "write",
                                                     "access")))
    for size in (1, 4, 8):
        for start in (at - size, at - size + 1, at, at + length - 1,
                      at + length):
            for access in ("read", "write", "access"):
                op(s, "access", start, size, access)


@scenario("debug.7", "only the page is slow that is watched",
          "each page that a range touches, and no other")
def pages_of_a_range(s):
    op(s, "watch", DATA + 2 * PAGE - s.rng.randrange(1, 8), 8, "gdb+write")
    op(s, "watch", DATA + 5 * PAGE + s.rng.randrange(4088), 8, "cpu+read")
    for n in range(7):
        op(s, "watched", DATA + n * PAGE + s.rng.randrange(PAGE))


@scenario("debug.7", "stopping before an access",
          "the old value is still there, pc is at the instruction",
          weight=2)
def stops_before(s):
    store = [li(A1, 0x1234), sd(A1, S0, 0), ld(A0, S0, 0), sw(A1, S0, 4),
             sb(A1, S0, 11), lw(A0, S0, 8), amoadd_d(A0, S0, A1)]
    load_accesses(s, store)
    op(s, "watch", DATA + 0x100 + s.rng.randrange(3, 7), 2,
         "gdb+before+" + s.rng.choice(("write", "access")))
    for _ in range(5):
        run_to_stop(s, 60)


@scenario("debug.7", "stopping behind an access",
          "the new value is there, pc is at the next instruction", weight=2)
def stops_behind(s):
    load_accesses(s, accesses(s.rng))
    op(s, "watch", DATA + 0x100 + s.rng.randrange(8), 1, "gdb+access")
    op(s, "watch", DATA + 0x100 + s.rng.randrange(8, 16), 8, "gdb+write")
    for _ in range(6):
        run_to_stop(s, 100)


@scenario("debug.7", "one access after the other",
          "each is reported, with all kinds that hit so far")
def every_access_is_reported(s):
    load_accesses(s, [ld(A0, S0, 0), sd(A0, S0, 0), sb(A0, S0, 1),
                      ld(A1, S0, 8), sd(A1, S0, 8)])
    op(s, "watch", DATA + 0x100, 8, "gdb+access")
    op(s, "watch", DATA + 0x108, 4, "gdb+before+access")
    for _ in range(8):
        run_to_stop(s, 100)


@scenario("debug.7", "what an earlier stop told is not told again",
          "a stop for something else forgets which accesses had hit")
def hits_are_forgotten(s):
    between = s.rng.randrange(1, 5)
    first = load_accesses(s, [ld(A0, S0, 0), [addi(A1, A1, 1)] * between,
                              sd(A0, S0, 0), ld(A0, S0, 0)])
    op(s, "watch", DATA + 0x100, 8, "gdb+before+access")
    op(s, "break", first + 4 * s.rng.randrange(3, between + 3), "gdb")
    for _ in range(4):
        run_to_stop(s, 100)


@scenario("debug.7", "the guest's own watchpoint traps",
          "its trigger is a breakpoint exception before the access; the "
          "debugger hears nothing")
def guests_trigger_traps(s):
    at = DATA + 0x100
    op(s, "set", "tdata2", at)
    op(s, "set", "tdata1", 6 << 60 | 0x43)       # mcontrol6, M, loads, stores
    op(s, "set", "mstatus", 8)
    op(s, "watch", at + 8, 8, "gdb+access")
    for start in (at, at - 1, at + 8, at + 16):
        for what in ("access", "fault"):
            op(s, what, start, 8, s.rng.choice(("read", "write")))
    op(s, "unwatch", at + 8, 8, "gdb+access")
    load_program(s, [prologue(), li(A0, 6 << 60), addi(A0, A0, 0x43),
                     csrw("tdata1", A0), li(A0, at), csrw("tdata2", A0),
                     csrsi("mstatus", 8), addi(S0, S0, 0x100),
                     sd(A0, S0, 0), ld(A1, S0, 0), lw(A1, S0, 4),
                     sd(A0, S0, 8), sd(A0, S0, 0), WFI])
    s.run(s.rng.randrange(20, 40))
    s.run(200)
    op(s, "stop")
    op(s, "events")
