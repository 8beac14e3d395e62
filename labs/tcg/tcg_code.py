"""tcg_code: instructions and steps that the scenarios of this lab share"""
import re
import struct

import guest
from guest import WFI, flat
from tcg_text import program_text

LOOP = guest.S11                # holds the start of a program that repeats
USED = tuple(range(5, 27))      # registers that generated code uses
VALUES = (0, 1, 2, 31, 32, 63, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
          2**63 - 1, 2**63, 2**64 - 1, 2**64 - 2**31, 0xfffff000)


def r(opcode, rd, rs1, rs2):
    return rs2 << 20 | rs1 << 15 | rd << 7 | opcode


def i(opcode, rd, rs1, imm):
    return (imm & 0xfff) << 20 | rs1 << 15 | rd << 7 | opcode


def word_immediate(rng, rd, rs1):
    """ADDIW, SLLIW, SRLIW or SRAIW."""
    kind = rng.randrange(4)
    if kind == 0:
        return i(0x1b, rd, rs1, rng.choice((-2048, -1, 0, 1, 2047)))
    return i((0x101b, 0x501b, 0x501b)[kind - 1], rd, rs1,
             rng.randrange(32) | (0x400 if kind == 3 else 0))


WORD_OPCODES = (0x3b, 0x4000003b, 0x103b, 0x503b, 0x4000503b)
ADDW, SUBW, SLLW, SRLW, SRAW = WORD_OPCODES


def word_register(rng, rd, rs1, rs2):
    """ADDW, SUBW, SLLW, SRLW or SRAW."""
    return r(rng.choice(WORD_OPCODES), rd, rs1, rs2)


def other(rng):
    """An instruction that belongs to no exercise of this lab."""
    rd, a, b = (rng.choice(USED) for _ in range(3))
    return rng.choice((
        guest.xori(rd, a, rng.randrange(-2048, 2048)), guest.or_(rd, a, b),
        guest.and_(rd, a, b), guest.xor(rd, a, b), guest.mul(rd, a, b),
        guest.sltu(rd, a, b), guest.slli(rd, a, rng.randrange(64)),
        guest.srli(rd, a, rng.randrange(64)),
        guest.ori(rd, a, rng.randrange(-2048, 2048))))


def other_but(rng, kept):
    """other(), without a result in one of the kept registers."""
    while True:
        word = other(rng)
        if word >> 7 & 31 not in kept:
            return word


def value(rng):
    return rng.choice(VALUES) if rng.random() < 0.6 else rng.getrandbits(
        rng.choice((8, 32, 64)))


def branch_by(name, rs1, rs2, offset):
    """A conditional branch over a number of bytes."""
    number = ("beq", "bne", 0, 0, "blt", "bge", "bltu", "bgeu").index(name)
    return (r(0x63 | number << 12, 0, rs1, rs2)
            | (offset >> 12 & 1) << 31 | (offset >> 5 & 0x3f) << 25
            | (offset >> 1 & 0xf) << 8 | (offset >> 11 & 1) << 7)


def jal_by(rd, offset):
    return (rd << 7 | 0x6f | (offset >> 20 & 1) << 31
            | (offset >> 1 & 0x3ff) << 21 | (offset >> 11 & 1) << 20
            | (offset >> 12 & 0xff) << 12)


# ------------------------------------------------------------------- steps
def words(*items):
    found = list(flat(items))
    return struct.pack(f"<{len(found)}I", *found)


def seed_x(s, values=None):
    """A step that gives x1..x31 of the small world interesting values."""
    values = values or [value(s.rng) for _ in range(31)]
    s.op("xs", struct.pack("<31Q", *values),
         words="x1 to x31 become " + " ".join(map(hex, values)))


def set_x(s, number, content):
    """A step that gives one register of the small world a value."""
    s.op("x", number, content, words=f"x{number} becomes {content:#x}")


def take_unit(s, text):
    """A step that reads a unit; the step shows its operations in a line."""
    shown = re.sub(r"---- (\d+) [^\n]*", r"(\1)", text)
    s.op("unit", text,
         words="take this unit: " + "; ".join(shown.split("\n")).strip("; ")
         .replace("); ", ") "))


def translate_code(s, at, code):
    """A step that makes a unit of what lies at an offset of its page."""
    s.op("translate", at, code, words=f"translate what lies at offset {at} "
         f"of a page: {program_text(code)}")


def translate(s, items, at=None):
    """The same, with a WFI behind it, and anywhere unless told."""
    code = words(items, WFI)
    if at is None:
        at = 4 * s.rng.randrange((4096 - len(code)) // 4)
    translate_code(s, at, code)


def machine(s, program, engine="tci", fixed=None, at=guest.RAM):
    """Steps that put a program that repeats into the lock-step machine.

    To be run a whole number of times: a unit that the end of a run cuts
    short ends in a jump of exercise 3.
    """
    registers = [value(s.rng) for _ in range(31)]
    for number, content in {LOOP: at, **(fixed or {})}.items():
        registers[number - 1] = content
    s.op("engine", engine)
    code = words(program, guest.jalr(0, LOOP, 0))
    s.op("load", at, code,
         words=f"load this program: {program_text(code)}")
    s.op("registers", struct.pack("<31Q", *registers))
    s.op("set", "pc", at)
