"""scenarios_passes: scenarios of the optimiser: exercise 4

Units are text (tcg/ir_parse.c). What a pass leaves is not compared with the
reference's list: the results of a run are, and a bound on what is left.
"""
from scenario import scenario
from tcg_code import seed_x, set_x, take_unit

INSN = "---- {} addi =00000013 +{}\n"


def unit(*instructions):
    """Text of a unit: each argument is one instruction's operations."""
    text = "".join(INSN.format(number, number) + ops.strip() + "\n"
                   for number, ops in enumerate(instructions))
    return text + f"retire ${len(instructions)}\nexit_tb $4, next\n"


def optimise(s, text, most=None, runs=2):
    """Run the unit, let the pass go over it, run it again."""
    take_unit(s, text)
    for _ in range(runs):
        seed_x(s)
        s.op("tci")
    s.op("pass", "liveness")
    if most is not None:
        s.op("count", "all", 0, most)
    for _ in range(runs):
        seed_x(s)
        s.op("tci")


@scenario("tcg.4", "temporaries that nobody reads",
          rule="an operation that only computes goes with its last reader")
def unread_temporaries(s):
    optimise(s, unit("mov t0, x10\nadd_i64 x10, x10, $1"), 3)
    optimise(s, unit("add_i64 t0, x10, x11\nxor t1, t0, x12\n"
                     "sub_i64 t2, t1, t0\nmov x10, x11"), 3)
    optimise(s, unit("ld_env t0, env[pc], leuq\nmov x10, x11",
                     "call CLMUL, t1, x10, x11, none\nmov x12, x10"), 4)
    optimise(s, unit("mov t0, x10\nadd_i64 t1, x11, x12\n"
                     "select x10, x13, t0, t1"), 5)


@scenario("tcg.4", "a register that is written again at once",
          rule="only the last write on a line is seen")
def overwritten(s):
    optimise(s, unit("mov x10, $0x10000", "mov x10, $0x1009c",
                     "mov x5, $5", "xor x5, x10, x11"), 4)
    optimise(s, unit("add_i64 x10, x10, $1", "add_i64 x11, x10, x12",
                     "mov x11, $0"), 4)
    optimise(s, unit("add_i64 x10, x10, $1", "add_i64 x10, x10, $2",
                     "mov x11, x10", "mov x10, $3"), 6)


SEEN = (
    "ld x11, x2, $0, leuq",
    "st x2, x10, $0, leuq",
    "call CSR, t0, $0x300, x11, none\nmov x12, t0",
    "poll $0",
    "brcond_i64 eq, x11, x12, L0\nmov x10, $7\nL0:",
)


@scenario("tcg.4", "what a trap, a helper or an exit sees stays",
          rule="where control may leave every register is in its place")
def seen(s):
    for ops in SEEN:
        optimise(s, unit("mov x10, $1", ops, "mov x10, $2"))
    for address in (0x80000000, 0x8000fffc):
        take_unit(s, unit("xor x10, x10, x11", "ld x11, x2, $0, leuq",
                          "mov x10, $2"))
        s.op("pass", "liveness")
        set_x(s, 2, address)
        s.op("tci")


@scenario("tcg.4", "a load may trap, whoever reads its result",
          rule="loads, stores and helpers stay; loads from memory that a "
               "guard proved may go")
def traps_stay(s):
    for address in (0x80000000, 0x1234):
        take_unit(s, unit("ld t0, x2, $0, leuq\nmov x10, $1",
                          "call CSR, t1, $0x300, x11, none\nmov x12, $2"))
        s.op("pass", "liveness")
        s.op("count", "ld", 1, 1)
        s.op("count", "call", 1, 1)
        set_x(s, 2, address)
        s.op("tci")
    take_unit(s, unit("guard t0, x2, $0x10, $0, write, L0\n"
                      "gld t1, t0, $8, leuq\ngst t0, x11, $0, leuq\n"
                      "mov x12, $2\nL0:"))
    s.op("pass", "liveness")
    s.op("count", "gld", 0, 0)
    s.op("count", "gst", 1, 1)
    s.op("count", "guard", 1, 1)


@scenario("tcg.4", "both ways of a branch forward count",
          rule="a register is needed when any way reads it")
def two_ways(s):
    optimise(s, unit("mov x10, $1", "brcond_i64 eq, x11, x12, L0",
                     "mov x10, $2\nbr L1", "L0:\nmov x10, $3\nL1:\n"
                     "mov x13, $0"), 7)
    optimise(s, unit("mov x10, $1", "brcond_i64 ltu, x11, x12, L0",
                     "mov x10, $2", "L0:\nxor x13, x13, x10"), 6)
    optimise(s, unit("mov x10, $1", "mov x14, $1",
                     "brcond_i64 ltu, x11, x12, L0",
                     "mov x10, $2\nbr L1", "L0:\nadd_i64 x14, x10, $5\nL1:\n"
                     "mov x10, $9", "mov x14, $0"), 7)


@scenario("tcg.4", "what a loop reads in its next round",
          rule="a register is needed when a later round reads it")
def loops(s):
    text = unit("mov x20, $9", "L0:\nadd_i64 x10, x10, x21",
                "mov x21, x11", "add_i64 x20, x20, $-1\npoll $0",
                "brcond_i64 ne, x20, $0, L0", "mov x21, $3", "mov x10, x10")
    optimise(s, text)
    optimise(s, unit("mov x20, $6", "L0:\nadd_i64 x10, x10, x21",
                     "mov x21, x22", "mov x22, x23", "xor x23, x23, x20",
                     "add_i64 x20, x20, $-1", "brcond_i64 ne, x20, $0, L0",
                     "mov x21, $0", "mov x22, $0", "mov x23, $0"))
    optimise(s, unit("mov x20, $5", "mov x10, $1",
                     "br L1", "L0:\nxor x11, x11, x10\nmov x10, $7",
                     "L1:\nadd_i64 x20, x20, $-1",
                     "brcond_i64 ne, x20, $0, L0", "mov x10, $2"))
    kept = s.rng.choice((8, 16, 24))
    optimise(s, unit("mov x20, $4", f"mov x{kept}, $1",
                     f"L0:\nxor x11, x11, x{kept}", f"mov x{kept}, x12",
                     "add_i64 x20, x20, $-1",
                     "brcond_i64 ne, x20, $0, L0", f"mov x{kept}, $2"))
    s.op("count", "insn_start", 7, 7)


def line(rng, temps):
    """An instruction of one or two operations."""
    x = lambda: f"x{rng.randrange(8, 16)}"
    op = lambda: rng.choice(("add_i64", "sub_i64", "xor", "and", "or",
                             "add_i32", "mul_i64"))
    kind = rng.random()
    if kind < 0.05 and len(temps) > 2:
        return f"select {x()}, {x()}, {temps[-1]}, {temps[-2]}"
    if kind < 0.1:
        return rng.choice(("ld {}, x2, $16, leuq", "st x2, {}, $24, leul"
                           )).format(x())
    if kind < 0.14:
        return f"poll $0\nmov {x()}, {x()}"
    if kind < 0.5:
        return f"{op()} {x()}, {x()}, {x()}"
    temp = f"t{len(temps)}"
    temps.append(temp)
    source = rng.choice(temps[-3:-1] or [x()])
    text = f"{op()} {temp}, {source}, {x()}"
    return text + (f"\n{op()} {x()}, {rng.choice(temps[-2:])}, {x()}"
                   if rng.random() < 0.5 else "")


def straight(rng, length):
    temps = []
    return [line(rng, temps) for _ in range(length)]


@scenario("tcg.4", "any straight line",
          rule="the same results; nothing is computed for nothing", weight=2)
def straight_at_random(s):
    for _ in range(5):
        text = unit(*straight(s.rng, 30))
        take_unit(s, text)
        s.op("pass", "liveness")
        s.op("dead")
        for address in (0x80000000, 0x8000ffe8, 0x8000fff0):
            seed_x(s)
            set_x(s, 2, address)
            s.op("tci")


@scenario("tcg.4", "any branches forward and back",
          rule="the same results on every way", weight=2)
def branches_at_random(s):
    for _ in range(5):
        made = ["mov x20, $9"]
        for block in range(5):
            made += straight_plain(s.rng, 3)
            target = s.rng.randrange(5)
            back = target <= block
            made.append("add_i64 x20, x20, $-1" if back else "mov x21, x8")
            made.append(f"brcond_i64 {'gt, x20' if back else 'ltu, x9'}, "
                        f"{'$0' if back else s.rng.choice(('x10', 'x11'))}, "
                        f"L{target}")
        blocks = iter(range(5))
        made = [f"L{next(blocks)}:\n{ops}"
                if number % 5 == 1 else ops
                for number, ops in enumerate(made)]
        take_unit(s, unit(*made))
        s.op("pass", "liveness")
        s.op("dead")
        for _ in range(3):
            seed_x(s)
            set_x(s, 2, s.rng.choice((0x80000000, 0x8000ffe8)))
            s.op("tci")


def straight_plain(rng, length):
    """Lines whose temporaries end with them."""
    x = lambda: f"x{rng.randrange(8, 16)}"
    return [f"{rng.choice(('add_i64', 'xor', 'sub_i64'))} {x()}, {x()}, "
            f"{x()}" if rng.random() < 0.8
            else f"ld {x()}, x2, $16, leuq" for _ in range(length)]
