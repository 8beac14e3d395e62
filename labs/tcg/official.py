"""official: scenarios of the lab tcg that only graders have

Larger and stranger than the public ones; they claim the same.
"""
import guest
from scenario import scenario
from scenarios_front import control_flow, number_of, sum_of
from scenarios_host import ALU, REGISTERS, address, dense
from scenarios_memory import (BORDER, LEAF, MXR, SUM, V, canonical,
                              crossings, load, pointer, put_path, satp,
                              set_hart, store, two_pages, walk)
from scenarios_passes import straight, unit
from tcg_code import (USED, machine, other, seed_x, set_x, take_unit,
                      translate, value, word_immediate, word_register)


@scenario("tcg.1", "a full page of sums", visibility="official",
          rule="one operation for each instruction, wherever it lies")
def page_of_sums(s):
    seed_x(s)
    program = [sum_of(s.rng, *(s.rng.choice((0, *USED)) for _ in range(3)))
               if s.rng.random() < 0.6
               else number_of(s.rng, s.rng.choice((0, *USED)))
               for _ in range(200)]
    translate(s, program, 4096 - 4 * 201)
    s.op("page", 0xfffffffffffff000)
    s.op("tci")


@scenario("tcg.2", "long chains of word forms", visibility="official",
          rule="32 bits in, 32 bits sign-extended out")
def long_words(s):
    for _ in range(4):
        seed_x(s, [s.rng.getrandbits(64) | 1 << 31 for _ in range(31)])
        translate(s, [word_register(s.rng, *(s.rng.choice(USED)
                                             for _ in range(3)))
                      if s.rng.random() < 0.6
                      else word_immediate(s.rng, s.rng.choice((0, *USED)),
                                          s.rng.choice(USED))
                      for _ in range(60)])
        s.op("tci")


@scenario("tcg.3", "large control flow", visibility="official",
          rule="registers, pc and count are exact wherever the unit leaves "
               "or calls")
def large_flow(s):
    s.op("config", 1, 1)
    for _ in range(4):
        translate(s, control_flow(s.rng, 80), 4096 - 4 * 81)
        for _ in range(4):
            seed_x(s)
            set_x(s, 28, s.rng.choice((0x80000000, 0x8000ffd8)))
            s.op("slice", s.rng.randrange(256, 900))
            s.op("tci")


@scenario("tcg.4", "long lines", visibility="official",
          rule="the same results; nothing is computed for nothing")
def long_lines(s):
    for _ in range(3):
        take_unit(s, unit(*straight(s.rng, 120)))
        s.op("pass", "liveness")
        s.op("dead")
        for place in (0x80000000, 0x8000ffe8, 0x8000fff0, 7):
            seed_x(s)
            set_x(s, 2, place)
            s.op("tci")


@scenario("tcg.5", "every base with every index", visibility="official",
          rule="as an assembler writes them")
def bases_and_indexes(s):
    for base in REGISTERS + ["-"]:
        for _ in range(8):
            reg, index, scale, disp = (s.rng.choice(REGISTERS),
                                       *address(s.rng)[1:])
            s.op("rm", s.rng.choice(ALU), s.rng.choice((16, 32, 64)), reg,
                 base, index, scale, disp)


@scenario("tcg.6", "a thousand bytes of jumps", visibility="official",
          rule="every jump goes to its label")
def many_jumps(s):
    for round_ in range(4):
        labels = range(10 * round_, 10 * round_ + 10)
        for _ in range(40):
            s.op(*s.rng.choice((("jmp", s.rng.choice(labels)),
                                ("jcc", s.rng.randrange(16),
                                 s.rng.choice(labels)))))
        for label in s.rng.sample(labels, 10):
            s.op("fill", s.rng.choice((0, 1, 117, 121, 126)))
            s.op("bind", label)
            s.op("jmp", label)
    s.op("jumps")


@scenario("tcg.7", "a hundred temporaries", visibility="official",
          rule="host code does what the operations say")
def hundred_temporaries(s):
    for _ in range(3):
        take_unit(s, unit(dense(s.rng, 100)))
        s.op("assign", 100)
        for _ in range(3):
            seed_x(s)
            s.op("host")


@scenario("tcg.8", "any entries on any level", visibility="official",
          rule="translation and faults as the reference's")
def any_entries(s):
    for _ in range(40):
        bits = s.rng.choice((39, 48, 57))
        addr = canonical(s.rng, bits)
        set_hart(s, satp(bits), s.rng.choice((0, SUM, MXR)),
             s.rng.choice((0, 1 << 62)))
        put_path(s, addr, pointer(s.rng.getrandbits(44) << 12,
                                  s.rng.getrandbits(10) | V)
                 | s.rng.choice((0, 0, 1 << 63, 1 << 61)),
                 s.rng.randrange(3), bits, s.rng.choice((V, V, V | 32)))
        walk(s, "why", addr, s.rng.choice(("load", "store", "fetch")),
             s.rng.randrange(2))


@scenario("tcg.9", "programs with misaligned accesses in S-mode",
          visibility="official",
          rule="registers, memory and traps are those of the reference")
def two_pages_in_lock_step(s):
    program = []
    for _ in range(20):
        program += [s.rng.choice((guest.ld, guest.lw, guest.sd, guest.sw))(
            s.rng.choice(USED), 28, s.rng.randrange(-8, 4)), other(s.rng)]
    machine(s, program, "tci", {28: guest.DATA + 4096})
    s.run(7 * 41)
    two_pages(s, LEAF, s.rng.choice((LEAF, V)))
    for log2, before in s.rng.sample(crossings(), 5):
        store(s, BORDER - before, log2, value(s.rng))
        load(s, BORDER - before, log2)
