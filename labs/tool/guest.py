"""guest: small RISC-V programs for the labs that run guest code

A program is a list of instructions: words, labels, and branches to labels.
assemble() makes bytes of it. The functions that make instructions are named
and ordered as assembly is: add(A0, A1, A2), lw(A0, S0, 8).

random_program() makes loops of arithmetic, memory accesses and traps, with
the handler that they need. It ends in WFI.
"""
import struct
from dataclasses import dataclass

RAM = 0x80000000
DATA = RAM + 0x10000            # what a worker's "state" shows
HANDLER = RAM + 0x1000
DEVICE = 0x10000000
RAISE, LOWER, KICK, STOP, REFUSED = 0x100, 0x108, 0x110, 0x118, 0x200

(ZERO, RA, SP, GP, TP, T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5, A6, A7,
 S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, T3, T4, T5, T6) = range(32)

CSR = {"sstatus": 0x100, "sie": 0x104, "stvec": 0x105, "sscratch": 0x140,
       "sepc": 0x141, "scause": 0x142, "stval": 0x143, "sip": 0x144,
       "stimecmp": 0x14d, "satp": 0x180, "mstatus": 0x300, "medeleg": 0x302,
       "mideleg": 0x303, "mie": 0x304, "mtvec": 0x305, "menvcfg": 0x30a,
       "mscratch": 0x340, "mepc": 0x341, "mcause": 0x342, "mtval": 0x343,
       "mip": 0x344, "tselect": 0x7a0, "tdata1": 0x7a1, "tdata2": 0x7a2,
       "time": 0xc01, "pmpcfg0": 0x3a0, "pmpaddr0": 0x3b0}

ECALL, EBREAK, MRET, SRET, WFI, FENCE_I, PAUSE, NOP, ILLEGAL = (
    0x73, 0x100073, 0x30200073, 0x10200073, 0x10500073, 0x100f, 0x100000f,
    0x13, 0xffffffff)


@dataclass(frozen=True)
class Label:
    """A place in a program."""
    name: str


@dataclass(frozen=True)
class Jump:
    """An instruction with a label for its target."""
    word: int
    label: str


def _i(opcode, rd, rs1, imm):
    return (imm & 0xfff) << 20 | rs1 << 15 | rd << 7 | opcode


def _r(opcode, rd, rs1, rs2):
    return rs2 << 20 | rs1 << 15 | rd << 7 | opcode


def _s(opcode, rs2, rs1, imm):
    return ((imm >> 5 & 0x7f) << 25 | rs2 << 20 | rs1 << 15
            | (imm & 0x1f) << 7 | opcode)


def _named(function, opcode):
    return lambda *operands: function(opcode, *operands)


addi, slli, xori, srli, ori, andi = (
    _named(_i, 0x13 | n << 12) for n in (0, 1, 4, 5, 6, 7))
addiw = _named(_i, 0x1b)
add, sll, slt, sltu, xor, srl, or_, and_ = (
    _named(_r, 0x33 | n << 12) for n in range(8))
sub, mul = (_named(_r, word) for word in (0x40000033, 0x02000033))
lb, lh, lw, ld, lbu, lhu, lwu = (
    _named(_i, 0x03 | n << 12) for n in range(7))
sb, sh, sw, sd = (_named(_s, 0x23 | n << 12) for n in range(4))
jalr = _named(_i, 0x67)
amoadd_w, amoadd_d = (_named(_r, 0x2f | n << 12) for n in (2, 3))
lr_d, sc_d = _named(_r, 0x1000302f), _named(_r, 0x1800302f)


def _csr(function, rd, name, source):
    return CSR[name] << 20 | source << 15 | function << 12 | rd << 7 | 0x73


def csrrw(rd, name, rs1):
    return _csr(1, rd, name, rs1)


def csrrs(rd, name, rs1):
    return _csr(2, rd, name, rs1)


def csrrc(rd, name, rs1):
    return _csr(3, rd, name, rs1)


def csrsi(name, value):
    return _csr(6, ZERO, name, value)


def csrci(name, value):
    return _csr(7, ZERO, name, value)


def csrr(rd, name):
    return csrrs(rd, name, ZERO)


def csrw(name, rs1):
    return csrrw(ZERO, name, rs1)


def lui(rd, value):
    """@value: all 32 bits; the low 12 are ignored."""
    return value & 0xfffff000 | rd << 7 | 0x37


def auipc(rd, value):
    return value & 0xfffff000 | rd << 7 | 0x17


def branch(name, rs1, rs2, label):
    number = ("beq", "bne", 0, 0, "blt", "bge", "bltu", "bgeu").index(name)
    return Jump(_r(0x63 | number << 12, 0, rs1, rs2), label)


def jal(rd, label):
    return Jump(rd << 7 | 0x6f, label)


def li(rd, value):
    """Two or more instructions for any value below 2**63."""
    if -0x800 <= value < 0x800:
        return [addi(rd, ZERO, value)]
    if value < 0x7ffff800:
        high = value + 0x800 & ~0xfff
        return [lui(rd, high), addi(rd, rd, value - high)]
    low = value & 0x7ff
    return li(rd, value >> 11) + [slli(rd, rd, 11), ori(rd, rd, low)]


def _target(word, offset):
    """The immediate of a branch (opcode 0x63) or of jal."""
    if word & 0x7f == 0x63:
        return ((offset >> 12 & 1) << 31 | (offset >> 5 & 0x3f) << 25
                | (offset >> 1 & 0xf) << 8 | (offset >> 11 & 1) << 7)
    return ((offset >> 20 & 1) << 31 | (offset >> 1 & 0x3ff) << 21
            | (offset >> 11 & 1) << 20 | (offset >> 12 & 0xff) << 12)


def flat(items):
    """Nested lists of instructions as one."""
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from flat(item)
        else:
            yield item


def places(items, at=RAM):
    """{label: address} of a program that lies at @at."""
    found = {}
    for item in flat(items):
        if isinstance(item, Label):
            found[item.name] = at
        else:
            at += 4
    return found


def assemble(items, at=RAM):
    """The bytes of a program that lies at @at."""
    labels, words = places(items, at), []
    for item in flat(items):
        pc = at + 4 * len(words)
        if isinstance(item, Jump):
            words.append(item.word | _target(item.word,
                                             labels[item.label] - pc))
        elif not isinstance(item, Label):
            words.append(item)
    return struct.pack(f"<{len(words)}I", *words)


# --- random programs ---------------------------------------------------------

SCRATCH = (A0, A1, A2, A3, A4, A5, T3, T4, T5, T6)
# S0 points at data, S1 counts, S2 points at the device; the handler has
# T0 and T1 for itself and counts in S3, sums causes in S4.


def prologue():
    return [li(S0, DATA), li(S2, DEVICE), li(T0, HANDLER),
            csrw("mtvec", T0)]


def skipping_handler():
    """Note the cause, go on behind the instruction; an interrupt is ended.

    Expects S2 at the device. The timer's is ended by a far deadline.
    """
    return [csrr(T0, "mcause"), addi(S3, S3, 1), slli(S4, S4, 1),
            add(S4, S4, T0), branch("blt", T0, ZERO, "irq"),
            csrr(T1, "mepc"), addi(T1, T1, 4), csrw("mepc", T1), MRET,
            Label("irq"), andi(T0, T0, 63), sd(T0, S2, LOWER),
            addi(T1, ZERO, -1), csrw("stimecmp", T1), MRET]


def arithmetic(rng):
    rd, a, b = (rng.choice(SCRATCH) for _ in range(3))
    return rng.choice((
        addi(rd, a, rng.randrange(-2048, 2048)), add(rd, a, b),
        sub(rd, a, b), xor(rd, a, b), mul(rd, a, b), sltu(rd, a, b),
        slli(rd, a, rng.randrange(64)), addiw(rd, a, rng.randrange(2048)),
        andi(rd, a, rng.randrange(2048))))


def access(rng, base=S0, reach=256):
    register, offset = rng.choice(SCRATCH), 8 * rng.randrange(reach // 8)
    return rng.choice((ld, lw, lbu, sd, sd, sw, sb))(register, base, offset)


def trap(rng):
    """An instruction that goes to the handler."""
    return rng.choice((ECALL, EBREAK, ILLEGAL, ld(A0, ZERO, 8),
                       sd(A0, S2, REFUSED)))


def body(rng, length, traps=0.1):
    made = []
    for _ in range(length):
        kind = rng.random()
        made.append(trap(rng) if kind < traps else access(rng)
                    if kind < 0.5 else arithmetic(rng))
    return made


def random_program(rng, length=12, rounds=4, traps=0.1):
    """A loop in machine mode; the handler lies at HANDLER."""
    inner = body(rng, length, traps)
    at = rng.randrange(1, length)
    skip = [branch(rng.choice(("beq", "bne", "blt", "bgeu")),
                   rng.choice(SCRATCH), rng.choice(SCRATCH), "over"),
            body(rng, rng.randrange(1, 4), 0), Label("over")]
    return [prologue(), addi(S1, ZERO, rounds), Label("loop"), inner[:at],
            skip, inner[at:], addi(S1, S1, -1),
            branch("bne", S1, ZERO, "loop"), WFI]


def op(s, name, *args):
    """A step; addresses and what registers hold are written in hex."""
    limit = 16 if name in ("set", "hart_set") else 0x1000
    s.op(name, *(hex(arg) if isinstance(arg, int) and arg >= limit else arg
                 for arg in args))


def seed_registers(s):
    """A step that gives x1..x31 interesting values."""
    values = [s.rng.choice((0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 63, 2 ** 64 - 1,
                            s.rng.getrandbits(64), s.rng.getrandbits(32)))
              for _ in range(31)]
    op(s, "registers", struct.pack("<31Q", *values))


def load_program(s, program, at=RAM, handler=True):
    """Steps that put a program and its handler into the guest's memory."""
    op(s, "load", at, assemble(program, at))
    if handler:
        op(s, "load", HANDLER, assemble(skipping_handler(), HANDLER))
    op(s, "set", "pc", at)
