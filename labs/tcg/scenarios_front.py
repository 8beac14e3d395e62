"""scenarios_front: scenarios of the front end: exercises 1, 2 and 3"""
import guest
from scenario import scenario
from tcg_code import (SLLW, SRAW, SRLW, USED, branch_by, jal_by, machine,
                      other, other_but, r, seed_x, set_x, translate,
                      translate_code, value, word_immediate, word_register,
                      words)

PAGES = (0x40005000, 0x80000000, 0xffffffffffffe000)
CONDITIONS = ("beq", "bne", "blt", "bge", "bltu", "bgeu")


# ---------------------------------------------------------------- 1 sums
def sum_of(rng, rd, a, b):
    return rng.choice((
        guest.addi(rd, a, rng.choice((-2048, -1, 0, 1, 2047))),
        guest.add(rd, a, b), guest.sub(rd, a, b)))


def number_of(rng, rd):
    upper = rng.choice((0, 0x1000, 0x7ffff000, 0x80000000, 0xfffff000,
                        rng.getrandbits(32)))
    return rng.choice((guest.lui, guest.auipc))(rd, upper)


@scenario("tcg.1", "registers and immediates are added and subtracted",
          rule="64 bits; immediates are sign-extended; x0 is 0")
def sums(s):
    for _ in range(12):
        seed_x(s)
        rd, a, b = (s.rng.choice((0, *USED)) for _ in range(3))
        translate(s, sum_of(s.rng, rd or 5, a, b))
        s.op("tci")


@scenario("tcg.1", "upper immediates, on their own and from here on",
          rule="LUI and AUIPC sign-extend their 32 bits; AUIPC adds its own "
               "address")
def numbers(s):
    for upper in (0, 0x1000, 0x7ffff000, 0x80000000, 0xfffff000):
        translate(s, [guest.lui(10, upper), guest.auipc(11, upper)])
        s.op("tci")


@scenario("tcg.1", "the same unit in a page that is mapped elsewhere",
          rule="the address of the page is known when the unit runs")
def moved_page(s):
    translate(s, [guest.auipc(rd, s.rng.getrandbits(32))
                  for rd in range(5, 9)])
    for page in PAGES:
        s.op("page", page)
        s.op("tci")


@scenario("tcg.1", "a result for x0 is nowhere",
          rule="x0 stays 0, and no operation names it")
def into_x0(s):
    seed_x(s)
    rng = s.rng
    for _ in range(3):
        translate(s, [sum_of(rng, 0, rng.choice(USED), rng.choice(USED)),
                      number_of(rng, 0), guest.add(10, 0, 11)])
        s.op("tci")


@scenario("tcg.1", "any sequence, and not more operations than needed",
          rule="one operation for each instruction", weight=2)
def sums_at_random(s):
    for _ in range(4):
        program = [sum_of(s.rng, *(s.rng.choice((0, *USED))
                                   for _ in range(3)))
                   if s.rng.random() < 0.7
                   else number_of(s.rng, s.rng.choice(USED))
                   for _ in range(25)]
        seed_x(s)
        translate(s, program)
        s.op("count", "all", 25, 2 * 25 + 3)
        s.op("tci")


@scenario("tcg.1", "a program, step by step",
          rule="the hart's registers are those of the reference after "
               "every instruction")
def sums_in_lock_step(s):
    program = [sum_of(s.rng, *(s.rng.choice(USED) for _ in range(3)))
               if s.rng.random() < 0.7
               else number_of(s.rng, s.rng.choice(USED)) for _ in range(30)]
    machine(s, program)
    s.run(5 * 31)


# ---------------------------------------------------------- 2 word forms
@scenario("tcg.2", "the result is sign-extended from bit 31",
          rule="word forms sign-extend their 32-bit result")
def word_signs(s):
    for a, b in ((2**31 - 1, 1), (2**32 - 1, 0), (2**31, 0), (5, 2**32 - 6)):
        set_x(s, 11, a)
        set_x(s, 12, b)
        translate(s, [r(0x3b, 10, 11, 12), r(0x4000003b, 13, 12, 11),
                      guest.addiw(14, 11, 1)])
        s.op("tci")


@scenario("tcg.2", "the upper halves of the operands do not count",
          rule="word forms read the low 32 bits")
def word_upper_halves(s):
    for opcode in (SRLW, SRAW):
        for low in (0x10, 0x80000000, 0x7fffffff):
            set_x(s, 11, s.rng.getrandbits(32) << 32 | 1 << 35 | low)
            set_x(s, 12, s.rng.choice((0, 1, 4, 31)))
            translate(s, [r(opcode, 10, 11, 12)])
            s.op("tci")


@scenario("tcg.2", "a shift count has five bits",
          rule="word forms shift by the low 5 bits of rs2")
def word_counts(s):
    set_x(s, 11, 0x40000001)
    for opcode in (SLLW, SRLW, SRAW):
        for count in (31, 32, 33, 63, 64 + 3, 2**63 + 1):
            set_x(s, 12, count)
            translate(s, [r(opcode, 10, 11, 12)])
            s.op("tci")


@scenario("tcg.2", "a word form that writes x0",
          rule="x0 stays 0, and no operation names it")
def word_into_x0(s):
    seed_x(s)
    for _ in range(4):
        translate(s, [word_register(s.rng, 0, 11, 12),
                      word_immediate(s.rng, 0, 13), guest.or_(10, 0, 0)])
        s.op("tci")


@scenario("tcg.2", "all word forms with any values",
          rule="32 bits in, 32 bits sign-extended out", weight=2)
def words_at_random(s):
    for _ in range(6):
        seed_x(s, [value(s.rng) | 1 << 31 for _ in range(31)])
        translate(s, [word_register(s.rng, *(s.rng.choice(USED)
                                             for _ in range(3)))
                      if s.rng.random() < 0.7
                      else word_immediate(s.rng, s.rng.choice(USED),
                                          s.rng.choice(USED))
                      for _ in range(12)])
        s.op("tci")


@scenario("tcg.2", "a program, step by step",
          rule="the hart's registers are those of the reference after "
               "every instruction")
def words_in_lock_step(s):
    program = [r(0x4000003b, 10, 0, 11), guest.ori(11, 0, 5)]
    program += [word_register(s.rng, *(s.rng.choice(USED)
                                       for _ in range(3)))
                for _ in range(20)]
    machine(s, [guest.ori(11, 0, 1), program])
    s.run(5 * 24)


# ------------------------------------------------------------ 3 branches
@scenario("tcg.3", "a branch over a few instructions, taken or not",
          rule="taken: on at the target; both ways count what they run")
def branch_forward(s):
    for name in CONDITIONS:
        translate(s, [branch_by(name, 11, 12, 12), other(s.rng),
                      other(s.rng), other(s.rng)])
        for _ in range(2):
            seed_x(s)
            set_x(s, 12, value(s.rng))
            s.op("tci")
            set_x(s, 12, 7)
            set_x(s, 11, 7)
            s.op("tci")


@scenario("tcg.3", "a loop inside the unit",
          rule="a branch back to an instruction of the unit stays in it")
def branch_back(s):
    for name, register in (("bne", 20), ("bltu", 20), ("blt", 20)):
        first, last = ((20, 0) if name == "bne" else (0, register))
        translate(s, [other(s.rng), guest.srli(20, 20, 1),
                      guest.xor(21, 21, 20),
                      branch_by(name, first, last, -8)])
        seed_x(s)
        set_x(s, 20, s.rng.getrandbits(20))
        s.op("tci")
        s.op("count", "goto_tb", 0, 0)
    translate(s, [guest.srli(20, 20, 1), other_but(s.rng, (20,)),
                  branch_by("bne", 20, 0, -8)])
    seed_x(s)
    s.op("tci")
    s.op("count", "goto_tb", 1, 1)      # to what follows


@scenario("tcg.3", "a branch out of the unit can be linked",
          rule="known targets elsewhere are goto_tb, not exit_tb")
def linkable(s):
    for offset in (-64, 64, -2048, 2048, -4096, 4092):
        translate_code(s, 1024, words(branch_by("beq", 11, 12, offset)))
        s.op("count", "goto_tb", 2, 2)
        s.op("count", "exit_tb", 0, 0)
        for a in (1, 2):
            set_x(s, 11, a)
            set_x(s, 12, 2)
            s.op("tci")


@scenario("tcg.3", "the not taken way does not pay for the exit",
          rule="side exits follow behind the unit; what retires at the end "
               "is counted once")
def side_exits(s):
    seed_x(s)
    set_x(s, 11, 1)
    set_x(s, 12, 2)
    unit = []
    for _ in range(6):
        unit += [other_but(s.rng, (11, 12)),
                 branch_by("beq", 11, 12, s.rng.choice((2000, -500)))]
    translate(s, unit, 1500)
    s.op("count", "retire", 1, 7)
    s.op("tci")
    set_x(s, 12, 1)
    s.op("tci")


@scenario("tcg.3", "jumps in the unit, in the page and beyond",
          rule="jal retires itself, writes its link, and goes")
def jumps(s):
    for offset in (8, 12, 400, -400, 4096, -8192, 1 << 19):
        for link in (0, 1):
            seed_x(s)
            translate(s, [jal_by(link, offset), other(s.rng), other(s.rng)],
                      1024)
            s.op("tci")


@scenario("tcg.3", "a request to leave is noticed on the way back",
          rule="jumps back poll before they go; within the page others "
               "do not")
def polls(s):
    s.op("request", 1)
    for offset in (-256, -4, 0, 256, -1100):
        translate_code(s, 1024, words(jal_by(0, offset)))
        s.op("tci")
        s.op("count", "goto_tb", 0, 1)  # nothing follows a jump
        translate_code(s, 1024, words(branch_by("beq", 0, 0, offset)))
        s.op("tci")


@scenario("tcg.3", "a slice ends on the way forward, too",
          rule="with counts, a jump forward in the page polls the slice")
def slices(s):
    for counts in (1, 0):
        s.op("config", 1, counts)
        for end in (100, 256, 257, 1000):
            s.op("slice", end)
            for offset in (-256, 256, 8192):
                translate_code(s, 1024, words(jal_by(0, offset)))
                s.op("tci")


@scenario("tcg.3", "a taken branch to a misaligned target",
          rule="without 16-bit instructions the taken branch traps: cause 0, "
               "the target as value, nothing retires")
def misaligned(s):
    s.op("config", 0, 0)
    for offset in (6, 10, -6, 2046, -2050):
        translate(s, [other(s.rng), branch_by("bne", 11, 0, offset),
                      other(s.rng), other(s.rng)], 2048)
        for a in (0, 1):
            seed_x(s)
            set_x(s, 11, a)
            s.op("tci")
    s.op("config", 1, 0)
    translate_code(s, 1024, words(branch_by("bne", 0, 11, 6)))
    set_x(s, 11, 3)
    s.op("tci")


def control_flow(rng, length):
    """Branches to anywhere in and around a unit, loads that may trap."""
    unit = []
    for place in range(length):
        kind = rng.random()
        offset = 4 * (rng.randrange(-2, length + 2) - place)
        if kind < 0.3:
            unit.append(branch_by(rng.choice(CONDITIONS), rng.choice(USED),
                                  rng.choice(USED), offset or 4))
        elif kind < 0.36:
            unit.append(jal_by(rng.choice((0, 1)), offset or 8))
        elif kind < 0.45:
            unit.append(guest.ld(rng.choice(USED), 28, 8 * rng.randrange(8)))
        else:
            unit.append(other(rng))
    return unit


@scenario("tcg.3", "any control flow", weight=2,
          rule="registers, pc and count are exact wherever the unit leaves "
               "or calls")
def flow_at_random(s):
    s.op("config", 1, 1)
    for _ in range(6):
        translate(s, control_flow(s.rng, s.rng.randrange(4, 24)), 1024)
        for _ in range(3):
            seed_x(s)
            set_x(s, 28, s.rng.choice((0x80000000, 0x8000ffd8)))
            s.op("slice", s.rng.randrange(256, 500))
            s.op("tci")


@scenario("tcg.3", "a program with branches, step by step",
          rule="the hart's registers are those of the reference after "
               "every instruction")
def flow_in_lock_step(s):
    program = []
    for _ in range(6):
        body = [other_but(s.rng, (20,)) for _ in range(4)]
        skip = branch_by(s.rng.choice(CONDITIONS), s.rng.choice(USED),
                         s.rng.choice(USED), 12)
        program += [guest.ori(20, 0, 1 << s.rng.randrange(1, 5)), skip, body,
                    guest.srli(20, 20, 1), branch_by("bne", 20, 0, -24)]
    machine(s, program)
    s.run(400)
