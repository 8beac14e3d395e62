"""More of what the lab debug asks: graders only."""
from gdblines import escaped, packet
from guest import (A1, DATA, RAM, S0, WFI, addi, assemble, flat, load_program,
                   op, prologue, random_program, sd, seed_registers)
from programs import LOOP, OWNERS, PAGE, accesses, load_accesses, run_to_stop
from scenario import scenario


@scenario("debug.1", "any order of inserting and removing",
          "the set is what is left", visibility="official")
def any_order(s):
    for _ in range(60):
        pc, owner = RAM + 2 * s.rng.randrange(6), s.rng.choice(OWNERS)
        kind = s.rng.randrange(8)
        if kind < 4:
            op(s, "bp_insert", pc, owner)
        elif kind < 7:
            op(s, "bp_remove", pc, owner)
        else:
            op(s, "bp_remove_all", owner)
        op(s, "bp_test", RAM + 2 * s.rng.randrange(6), "any")
        op(s, "bp_range", pc + 1, s.rng.randrange(8))


@scenario("debug.2", "any program, stopped anywhere",
          "the hart stops where the reference does", visibility="official")
def stopped_anywhere(s):
    seed_registers(s)
    program = list(flat(random_program(s.rng, length=12, rounds=3)))
    load_program(s, program)
    s.run(s.rng.randrange(10, 20))
    for place in (LOOP, s.rng.randrange(LOOP + 1, len(program) - 2)):
        op(s, "break", RAM + 4 * place, "gdb")
    s.run(600)


@scenario("debug.4", "any program with several breakpoints",
          "each time the hart comes by", visibility="official")
def breakpoints_everywhere(s):
    seed_registers(s)
    program = list(flat(random_program(s.rng, length=8, rounds=3,
                                       traps=0.2)))
    load_program(s, program)
    for place in (LOOP, *s.rng.sample(range(LOOP + 1, len(program) - 3), 2)):
        op(s, "break", RAM + 4 * place, "gdb")
    for _ in range(14):
        run_to_stop(s, 400)


@scenario("debug.3", "hits of every kind", "each goes where it belongs",
          visibility="official")
def every_kind_of_hit(s):
    for _ in range(10):
        flags = [s.rng.choice(OWNERS), s.rng.choice(("read", "write"))]
        flags += s.rng.choice(([], ["before"]))
        op(s, "set", "pc", RAM + 4 * s.rng.randrange(100))
        op(s, "hit", s.rng.choice(("watchpoint", "watchpoint", "step",
                                  "breakpoint")),
             "+".join(flags), DATA + s.rng.randrange(4096))


@scenario("debug.5", "any ranges and accesses", "they overlap or not",
          visibility="official")
def any_ranges(s):
    top = (1 << 64) - 64
    op(s, "wp_insert", DATA + 70, 4, "gdb+access")
    op(s, "wp_test", DATA + 70 - s.rng.randrange(1, 8), 8, "write")
    for _ in range(3):
        op(s, "wp_insert", s.rng.choice((DATA, top)) + s.rng.randrange(40),
             s.rng.randrange(1, 20), s.rng.choice(OWNERS) + "+"
             + s.rng.choice(("read", "write", "access")))
    for size in (1, 2, 4, 8) * 8:
        op(s, "wp_test", s.rng.choice((DATA, top)) + s.rng.randrange(56),
             size, s.rng.choice(("read", "write", "access")))


@scenario("debug.6", "any bytes on the line", "nothing leads the reader off",
          visibility="official")
def any_bytes(s):
    for _ in range(12):
        data = bytes(s.rng.choice(b"$#}+-*\x03ab01")
                     for _ in range(s.rng.randrange(40)))
        op(s, "gdb_bytes", data)
        op(s, "gdb_bytes", packet(b"X" + escaped(data), wrong=s.rng.choice(
            (0, 0, 1))))
        op(s, "gdb_frame", s.rng.getrandbits(1),
             b"".join(bytes((b,)) * s.rng.randrange(1, 9) for b in data[:8]))


@scenario("debug.7", "watched anywhere, by anybody",
          "the hart stops, or traps, where the reference does",
          visibility="official")
def watched_anywhere(s):
    seed_registers(s)
    load_accesses(s, accesses(s.rng, 12))
    op(s, "watch", DATA + 0x100 + s.rng.randrange(8), 1, "gdb+access")
    for _ in range(2):
        op(s, "watch", DATA + 0x100 + s.rng.randrange(-20, 44),
             s.rng.randrange(1, 9), "gdb+" + s.rng.choice(
                 ("read", "write", "access", "before+access")))
    for _ in range(10):
        run_to_stop(s, 100)


@scenario("debug.7", "an access across two pages",
          "is one access, whichever page is watched", visibility="official")
def across_pages(s):
    program = [prologue(), addi(S0, S0, 2040), addi(S0, S0, 2040),
               sd(A1, S0, 12), accesses(s.rng, 10), WFI]
    op(s, "load", RAM, assemble(program))
    op(s, "set", "pc", RAM)
    op(s, "watch", DATA + PAGE - 2, s.rng.randrange(1, 8), "gdb+access")
    for _ in range(8):
        run_to_stop(s, 100)
