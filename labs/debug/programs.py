"""programs: what the debugger of these scenarios looks at"""
from guest import (A0, A1, A2, HANDLER, NOP, RAM, S0, S1, WFI, ZERO, Label,
                   addi, amoadd_d, assemble, branch, ld, load_program, lw, op,
                   places, prologue, sb, sd, skipping_handler, sw)

PAGE = 0x1000
TOP = 1 << 64
OWNERS = ("gdb", "cpu")
LOOP = 12                       # the first instruction of a random loop


def block(s, at, length):
    """@length instructions that count in a0, and WFI."""
    op(s, "load", at, assemble([*[addi(A0, A0, 1)] * length, WFI], at))


def loop(s, rounds, at=RAM):
    """A loop of three instructions; returns their addresses."""
    op(s, "load", at, assemble([Label("on"), addi(S1, S1, -1),
                               addi(A1, A1, 1),
                               branch("bne", S1, ZERO, "on"), WFI], at))
    op(s, "set", "s1", rounds)
    op(s, "set", "pc", at)
    return [at, at + 4, at + 8]


def run_to_stop(s, count=1000):
    """Run, and ask why it ended."""
    s.run(count)
    op(s, "stop")


def accesses(rng, count=8):
    """Loads, stores and one AMO around the start of data."""
    made = []
    for _ in range(count):
        offset = rng.randrange(-16, 40)
        made += [rng.choice((ld, lw, sd, sw, sb))(
            rng.choice((A0, A1)), S0, offset), addi(A2, A2, 1)]
    return [*made, amoadd_d(A0, S0, A1), NOP]


def load_accesses(s, items):
    """The program begins behind its prologue; returns that address."""
    program = [prologue(), Label("start"), addi(S0, S0, 0x100), items, WFI]
    load_program(s, program)
    return places(program)["start"]


def load_handler(s):
    op(s, "load", HANDLER, assemble(skipping_handler(), HANDLER))
    op(s, "set", "mtvec", HANDLER)
