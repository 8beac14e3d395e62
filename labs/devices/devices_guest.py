"""devices_guest: programs for the clabpu board, made word by word

Each handler counts its traps in s3, and leaves in s4 to s7 what it read. A
word is one instruction; branches are given in bytes.
"""
import struct

RAM = 0x80000000
TIMER_NS = 1000                 # of one count at 1 MHz

ZERO, T0, T1, T2 = 0, 5, 6, 7
S0, S1, S2, S3, S4, S5, S6, S7 = 8, 9, 18, 19, 20, 21, 22, 23
MSTATUS, MIE, MTVEC = 0x300, 0x304, 0x305
NOP, WFI, MRET = 0x00000013, 0x10500073, 0x30200073


def lui(rd, top):
    return top << 12 | rd << 7 | 0x37


def auipc(rd, top):
    return top << 12 | rd << 7 | 0x17


def addi(rd, rs, value):
    return (value & 0xfff) << 20 | rs << 15 | rd << 7 | 0x13


def srli(rd, rs, shift):
    return shift << 20 | rs << 15 | 5 << 12 | rd << 7 | 0x13


def lw(rd, offset, rs):
    return (offset & 0xfff) << 20 | rs << 15 | 2 << 12 | rd << 7 | 0x03


def sw(rs2, offset, rs):
    return ((offset >> 5) & 0x7f) << 25 | rs2 << 20 | rs << 15 | 2 << 12 | \
        (offset & 0x1f) << 7 | 0x23


def csrw(csr, rs):
    return csr << 20 | rs << 15 | 1 << 12 | 0x73


def csrsi(csr, bits):
    return csr << 20 | bits << 15 | 6 << 12 | 0x73


def loop_back():
    """jal zero, -4"""
    return 0xffdff06f


def start(sources, priorities):
    """Addresses to s0 (EDC), s1 (its error window), s2 (INTC), s7 (timer);
    the INTC lets sources in, the hart its external interrupt."""
    words = [lui(S0, 0x20001), lui(S1, 0x20002), lui(S2, 0x10000),
             lui(S7, 0x10001)]
    for source, priority in enumerate(priorities):
        words += [addi(T1, ZERO, priority), sw(T1, 8 + 4 * source, S2)]
    return words + [addi(T1, ZERO, sources), sw(T1, 4, S2),
                    lui(T2, 1), srli(T2, T2, 1), csrw(MIE, T2),
                    csrsi(MSTATUS, 8)]


def program(body, handler):
    """Set mtvec, run the body, wait for ever; the handler behind it."""
    body = body + [WFI, loop_back()]
    offset = 4 * (3 + len(body))
    words = [auipc(T0, 0), addi(T0, T0, offset), csrw(MTVEC, T0)]
    words += body + handler
    return b"".join(struct.pack("<I", word) for word in words)


def handler_of(clear):
    """Count, claim, clear the cause, complete."""
    return [addi(S3, S3, 1), lw(S4, 0x90, S2), *clear, sw(S4, 0x90, S2), MRET]


def edc_guest(rng, errors, clears=True):
    """Injects errors; the handler clears INT_STATUS and ERROR, or not."""
    body = start(1, [rng.randrange(8), rng.randrange(8)])
    body += [addi(T1, ZERO, 1), sw(T1, 0x0c, S0)]
    for _ in range(errors):
        body += [NOP] * rng.randrange(6)
        body += [addi(T1, ZERO, rng.randrange(1, 8)), sw(T1, 0x14, S0)]
    clear = [lw(S5, 0x10, S0), sw(S5, 0x10, S0) if clears else NOP,
             lw(S6, 0, S1), sw(S6, 0, S1)]
    return program(body, handler_of(clear))


def timer_guest(rng, counts):
    """One shot of the timer, and an operation of the EDC besides."""
    body = start(3, [rng.randrange(8), rng.randrange(8)])
    body += [addi(T1, ZERO, 2), sw(T1, 0x0c, S0), addi(T1, ZERO, counts),
             sw(T1, 0, S7), addi(T1, ZERO, 3), sw(T1, 4, S7),
             addi(T1, ZERO, 1), sw(T1, 0, S0)]
    clear = [lw(S5, 0x10, S0), sw(S5, 0x10, S0), lw(S6, 8, S7),
             sw(S6, 8, S7)]
    return program(body, handler_of(clear))
