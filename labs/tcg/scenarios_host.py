"""scenarios_host: scenarios of the back end: exercises 5, 6 and 7"""
import guest
from scenario import scenario
from scenarios_passes import unit
from tcg_code import machine, other, seed_x, set_x, take_unit

REGISTERS = ("rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 "
             "r15").split()
ALU = ("ADD", "OR", "ADC", "SBB", "AND", "SUB", "XOR", "CMP")
DISPLACEMENTS = (0, 1, -1, 127, 128, -128, -129, 2**31 - 1, -2**31)
INDEXES = [name for name in REGISTERS if name != "rsp"]


def address(rng):
    """Base, index, scale and displacement of any kind."""
    return (rng.choice(REGISTERS + ["-"]), rng.choice(INDEXES + ["-"]),
            rng.randrange(4), rng.choice(DISPLACEMENTS))


# ------------------------------------------------------------- 5 encoding
@scenario("tcg.5", "any two registers", weight=2,
          rule="REX.R and REX.B hold the fourth bits, W the width; without "
               "any of them there is no REX")
def two_registers(s):
    for first in REGISTERS:
        s.op("rr", s.rng.choice(ALU), s.rng.choice((32, 64)), first,
             s.rng.choice(REGISTERS))
        s.op("rr", s.rng.choice(("MOV", "TEST", "IMUL")), 32,
             s.rng.choice(REGISTERS), first)


@scenario("tcg.5", "bytes and 16-bit words",
          rule="66 comes before REX; spl, bpl, sil and dil need a REX, even "
               "an empty one")
def narrow_operands(s):
    for register in REGISTERS:
        s.op("rr", "MOV", 8, register, "rax")
        s.op("rr", s.rng.choice(ALU), 16, register, s.rng.choice(REGISTERS))
        s.op("r", "NOT", 8, register)
        s.op("r", "NEG", 16, register)


@scenario("tcg.5", "any base with any displacement", weight=2,
          rule="the shortest displacement; rsp and r12 need a SIB, rbp and "
               "r13 a displacement")
def bases(s):
    for base in REGISTERS:
        for disp in (0, *s.rng.sample(DISPLACEMENTS, 3)):
            s.op("rm", "MOV", 64, s.rng.choice(REGISTERS), base, "-", 0,
                 disp)
            s.op("mr", "ADD", 32, s.rng.choice(REGISTERS), base, "-", 0,
                 disp)


@scenario("tcg.5", "an index, a scale, no base",
          rule="REX.X belongs to the index; without base there are four "
               "bytes of displacement")
def indexes(s):
    for index in INDEXES:
        base = s.rng.choice(REGISTERS)
        s.op("rm", "LEA", 64, s.rng.choice(REGISTERS), base, index,
             s.rng.randrange(4), s.rng.choice(DISPLACEMENTS))
        s.op("rm", "MOV", 32, s.rng.choice(REGISTERS), "-", index,
             s.rng.randrange(4), s.rng.choice(DISPLACEMENTS))
    for base in ("rbp", "r13", "rsp", "r12"):
        s.op("rm", "MOV", 64, "r9", base, s.rng.choice(INDEXES), 3, 0)
    s.op("mr", "MOV", 64, "r15", "-", "-", 0, 0x1000)


@scenario("tcg.5", "prefixes and opcode maps",
          rule="66, F0, the mandatory prefix, REX, 0F.., opcode")
def prefixes(s):
    for first in s.rng.sample(REGISTERS, 6):
        second = s.rng.choice(REGISTERS)
        s.op("rr", "POPCNT", s.rng.choice((16, 32, 64)), first, second)
        s.op("rr", "MOVZX_W", 32, first, second)
        s.op("mr", "LOCK_XADD", s.rng.choice((8, 16, 32, 64)), first,
             *address(s.rng))
        s.op("mr", "LOCK_CMPXCHG", 64, second, *address(s.rng))
        s.op("r", s.rng.choice(("PUSH", "POP", "BSWAP")), 64, first)
    for op in ("ROUNDSD", "ROUNDSS"):
        s.op("xxi", op, s.rng.randrange(16), s.rng.randrange(16),
             s.rng.randrange(4))
    for op in ("MOVAPS", "UCOMISD", "SQRTSS", "PTEST", "MOVDQU"):
        s.op("xx", op, 32, s.rng.randrange(16), s.rng.randrange(16))
        s.op("xm", op, 32, s.rng.randrange(16), *address(s.rng))


@scenario("tcg.5", "immediates follow the displacement",
          rule="imm_bytes bytes, lowest first")
def immediates(s):
    for imm in (0, 1, -1, 127, 128, -128, -129, 0x7fff, 2**31 - 1, -2**31):
        s.op("ri", s.rng.choice(ALU), s.rng.choice((8, 16, 32, 64)),
             s.rng.choice(REGISTERS), imm)
        s.op("mi", s.rng.choice(ALU + ("TEST", "MOV")),
             s.rng.choice((8, 16, 32, 64)), imm, *address(s.rng))
        s.op("ri", "MOV", 64, s.rng.choice(REGISTERS), imm)
    for width in (8, 16, 32, 64):
        s.op("ri", "SHL", width, s.rng.choice(REGISTERS), 1)
        s.op("mi", "SAR", width, 7, *address(s.rng))


@scenario("tcg.5", "the memory is full",
          rule="an instruction is written whole or not at all")
def no_room(s):
    s.op("asm", s.rng.randrange(30, 40))
    for _ in range(14):
        s.op("rr", "ADD", 64, "r8", "r9")


@scenario("tcg.5", "any instructions", rule="as an assembler writes them",
          weight=2)
def encoded_at_random(s):
    rng = s.rng
    for _ in range(120):
        width = rng.choice((16, 32, 64))
        kind = rng.randrange(5)
        if kind == 0:
            s.op("rr", rng.choice(ALU), width, rng.choice(REGISTERS),
                 rng.choice(REGISTERS))
        elif kind == 1:
            s.op("rm", rng.choice(ALU + ("MOV", "IMUL", "LEA")), width,
                 rng.choice(REGISTERS), *address(rng))
        elif kind == 2:
            s.op("mr", rng.choice(ALU + ("LOCK_ADD", "LOCK_XADD", "XCHG")),
                 width, rng.choice(REGISTERS), *address(rng))
        elif kind == 3:
            s.op("mi", rng.choice(ALU), width, rng.randrange(-2**15, 2**15),
                 *address(rng))
        else:
            s.op("xm", rng.choice(("MOVSD", "MOVSS", "SQRTSD", "COMISS")),
                 32, rng.randrange(16), *address(rng))


# --------------------------------------------------------------- 6 labels
@scenario("tcg.6", "jumps back, near and far",
          rule="short when one byte holds the distance; counted from the end "
               "of the jump")
def jumps_back(s):
    for label, distance in enumerate((0, 1, 125, 126, 127, 128, 129, 5000)):
        s.op("bind", label)
        s.op("fill", distance)
        s.op("jmp", label)
        s.op("jcc", s.rng.randrange(16), label)
        s.op("call", label)
    s.op("jumps")


@scenario("tcg.6", "many jumps wait for one label",
          rule="binding patches every jump to the label")
def many_wait(s):
    for count in range(s.rng.randrange(5, 20)):
        s.op(*s.rng.choice((("jmp", 1), ("call", 1),
                            ("jcc", count % 16, 1))))
        s.op("fill", s.rng.randrange(300))
    s.op("bind", 1)
    s.op("jmp", 1)
    s.op("jumps")


@scenario("tcg.6", "labels that wait at the same time",
          rule="each jump goes to its own label; a label without jumps is "
               "bound, too")
def interleaved(s):
    for _ in range(20):
        s.op("jcc", s.rng.randrange(16), s.rng.randrange(6))
        s.op("fill", s.rng.randrange(1, 40))
    for label in s.rng.sample(range(7), 7):
        s.op("bind", label)
        s.op("fill", s.rng.randrange(1, 100))
        s.op("jmp", label)
    s.op("jumps")


@scenario("tcg.6", "jumps that found no room",
          rule="a jump that was not written is not patched")
def no_room_for_jumps(s):
    s.op("asm", 64)
    s.op("jmp", 0)
    s.op("fill", 37)
    for _ in range(3):
        s.op("jcc", 4, 0)
        s.op("jmp", 1)
    s.op("bind", 0)
    s.op("bind", 1)
    s.op("jumps")


@scenario("tcg.6", "any jumps and labels", rule="every jump goes to its label",
          weight=2)
def labels_at_random(s):
    bound = set()
    for _ in range(60):
        label = s.rng.randrange(8)
        kind = s.rng.randrange(5)
        if kind == 0 and label not in bound:
            s.op("bind", label)
            bound.add(label)
        elif kind == 1:
            s.op("fill", s.rng.choice((1, 20, 120, 200)))
        else:
            s.op(*s.rng.choice((("jmp", label), ("call", label),
                                ("jcc", s.rng.randrange(16), label))))
    for label in sorted(set(range(8)) - bound):
        s.op("bind", label)
    s.op("jumps")


CONDITIONS = ("eq", "ne", "lt", "ge", "ltu", "geu", "le", "gt", "leu", "gtu")


@scenario("tcg.6", "a unit with branches runs as host code",
          rule="host code does what the operations say")
def branches_run(s):
    for condition in CONDITIONS:
        width = s.rng.choice(("i64", "i32"))
        take_unit(s, unit(
            "mov x20, $6", f"L0:\nbrcond_{width} {condition}, x10, x11, L1",
            "xor x12, x12, x10", "L1:\nshr_i64 x10, x10, $1",
            "add_i64 x20, x20, $-1\npoll $0", "brcond_i64 ne, x20, $0, L0"))
        for _ in range(3):
            seed_x(s)
            s.op("host")


def accesses(rng, length):
    """Loads and stores by x28, and what no exercise translates."""
    return [rng.choice((guest.ld, guest.lw, guest.lbu, guest.sd, guest.sh))(
        rng.randrange(5, 27), 28, 8 * rng.randrange(16))
            if rng.random() < 0.4 else other(rng) for _ in range(length)]


@scenario("tcg.6", "a program runs as host code, step by step",
          rule="registers and memory are those of the reference")
def program_runs(s):
    machine(s, accesses(s.rng, 25), "tcg", {28: guest.DATA})
    s.run(12 * 26)


# ------------------------------------------------------------ 7 registers
def kept(count, first=8):
    """Instructions that read count temporaries after all are computed."""
    made = "".join(f"add_i64 t{n}, x{first + n % 8}, ${n}\n"
                   for n in range(count))
    used = "".join(f"xor t{count + n}, t{n}, "
                   f"{f't{count + n - 1}' if n else 'x30'}\n"
                   for n in range(count))
    return made + used + f"mov x9, t{2 * count - 1}"


@scenario("tcg.7", "temporaries one after the other",
          rule="a register is free again when its holder's life is over")
def one_by_one(s):
    take_unit(s, unit(*(f"add_i64 t{n}, x10, ${n}\nxor x10, x11, t{n}"
                        for n in range(12))))
    s.op("assign", 0)
    take_unit(s, unit("xor t0, x10, x11\nadd_i64 t1, t0, x10\n"
                      "sub_i64 t2, t1, x12\nmov x12, t2"))
    s.op("assign", 0)


@scenario("tcg.7", "more temporaries than registers",
          rule="two in registers, the others in words of their own")
def pressure(s):
    for count in (2, 3, 10, 40):
        take_unit(s, unit(kept(count)))
        s.op("assign", count - 2)


@scenario("tcg.7", "operations that need the registers themselves",
          rule="rcx is lost to whoever clobbers it; rdx is saved, but not "
               "for operands")
def clobbered(s):
    for middle, most in (("ld x11, x2, $0, leuq", 0),
                         ("div_i64 x11, x11, x12", 0),
                         ("div_i64 x11, t0, x12", 1),
                         ("rem_i64 x11, x11, t0", 1),
                         ("st x2, t0, $8, leuq", 0),
                         ("mulsh x11, t0, x12", 1),
                         ("xor x11, x11, $0x123456789abcdef", 0)):
        take_unit(s, unit(f"mov t0, x10\n{middle}" if "t0" in middle
                          else "mov t0, x10\nmov x13, t0", middle.replace(
                              "t0", "x10"),
                          "mov t1, x10\nadd_i64 x10, t1, $1"))
        s.op("assign", 1)
        take_unit(s, INSN_OF.format(middle))
        s.op("assign", most)


@scenario("tcg.7", "a register that is free from this operation on",
          rule="a life may begin in rdx where another ends")
def handed_over(s):
    ops = "mov t0, x10\nld x11, x2, $0, leuq"
    take_unit(s, unit(*(f"{ops.replace('t0', f't{n}')}" if n == 0 else
                        f"add_i64 t{n}, t{n - 1}, x{10 + n}\n"
                        f"ld x11, x2, ${8 * n}, leuq" for n in range(6)),
                      "mov x10, t5"))
    s.op("assign", 0)


INSN_OF = ("---- 0 addi =00000013\nmov t0, x10\n{}\n---- 1 addi =00000013\n"
           "mov x10, t0\nretire $2\nexit_tb $4, next\n")


@scenario("tcg.7", "what lives in a loop lives to its end",
          rule="lives are those of assign_find_lives(), in_memory is obeyed")
def in_loops(s):
    for before, use, most in (
            ("guard t0, x10, $0x8, $0, read_indexed, L1",
             "gldx x11, t0, x10, $0, leuq", 0),
            ("mov t0, x10", "add_i64 x11, x11, t0", 1)):
        take_unit(s, f"---- 0 addi =00000013\n{before}\nL0:\n{use}\n"
             "---- 1 addi =00000013\nld x12, x2, $0, leuq\n"
             "retire $2\npoll $0\nbrcond_i64 ne, x11, x12, L0\nL1:\n"
             "exit_tb $4, next\n")
        s.op("assign", most)


@scenario("tcg.7", "temporaries that nobody reads",
          rule="they need no place; those of f registers are in memory")
def unread(s):
    take_unit(s, unit("mov t0, x10\nld t1, x2, $0, leuq\nmov x10, $1"))
    s.op("assign", 0)
    take_unit(s, unit("fp_check\nfmv_f_f64 t0, x10, dyn\nfmov f1, t0"))
    s.op("assign", 1)


def dense(rng, length):
    """Instructions on many temporaries, with divisions and accesses."""
    temps, made = ["x10", "x11"], []
    for number in range(length):
        op = rng.choice(("add_i64", "xor", "sub_i64", "mul_i64", "divu_i64",
                         "shl_i64", "sar_i64", "rem_i64", "muluh", "and"))
        a, b = rng.choice(temps[-12:]), rng.choice(temps[-12:] + ["$7"])
        made.append(f"{op} t{number}, {a}, {b}")
        temps.append(f"t{number}")
    made.append(f"xor x10, t{length - 1}, {rng.choice(temps)}")
    return "\n".join(made)


@scenario("tcg.7", "any unit runs as host code", weight=2,
          rule="host code does what the operations say")
def dense_at_random(s):
    for _ in range(5):
        take_unit(s, unit("mov x10, x10", dense(s.rng, 40),
                          "st x2, x10, $8, leuq", dense_from(s.rng, 40)))
        s.op("assign", 80)
        for _ in range(2):
            seed_x(s)
            set_x(s, 2, 0x80000000)
            s.op("host")


@scenario("tcg.7", "a program runs as host code, step by step",
          rule="registers and memory are those of the reference")
def host_program(s):
    program = []
    for _ in range(12):
        rd, a, b = (s.rng.randrange(5, 27) for _ in range(3))
        program += [accesses(s.rng, 2), s.rng.choice((
            guest.csrrw(rd, "mscratch", a), guest.amoadd_d(rd, 28, a),
            0x02005033 | r_fields(rd, a, b), guest.csrrs(rd, "mepc", a)))]
    machine(s, program, "tcg", {28: guest.DATA})
    s.run(10 * 37)


def r_fields(rd, rs1, rs2):
    return rd << 7 | rs1 << 15 | rs2 << 20


def dense_from(rng, first):
    """More of them, numbered from first on, with loads before."""
    text = f"ld t{first}, x2, $8, leuq\n"
    for number in range(first + 1, first + 20):
        text += (f"add_i64 t{number}, t{number - 1}, "
                 f"x{rng.randrange(10, 16)}\n")
    return text + f"xor x12, t{first}, t{first + 19}"
