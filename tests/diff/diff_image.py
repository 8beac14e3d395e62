"""Memory image of a batch of programs: set-up, bodies, dumps, ELF.

Layout, the same for QEMU and lectern:

    BASE          entry, the routine that dumps, exit
    GP - 256      the window: 512 bytes around a page border, which
                  loads and stores of the programs use
    GP + 256      dump of x0..x31, f0..f31, fcsr
    GP + NEXT     address of the next program
    GP + POOL     constants that programs load operands from
    CODE          programs, each with the table of its initial state

gp (x3) never changes. One record per program, RECORD bytes from GP - 256,
goes to descriptor 1.
"""

import struct

BASE = 0x400000
GP = 0x402000
CODE = 0x403000
WINDOW = 512
DUMP_X = 256
DUMP_F = 512
DUMP_FCSR = 768
RECORD = 1032
NEXT = 1040
POOL = 1056
POOL_COUNT = 120
FCSR = 3


class State:
    """What registers and window hold when a program starts."""

    def __init__(self, x, f, fcsr, window):
        self.x, self.f, self.fcsr, self.window = x, f, fcsr, window

    def table(self):
        return struct.pack('<65Q', *self.x, *self.f, self.fcsr) + self.window


class Program:
    """A list of items (see diff_gen.Item) and an initial state."""

    def __init__(self, items, state):
        self.items, self.state = items, state

    def body(self, pc):
        """(words, size) of the body at @pc, and the pc of each item."""
        starts = [pc]
        for item in self.items:
            starts.append(starts[-1] + item.size)
        words = []
        for i, item in enumerate(self.items):
            target = starts[min(i + 1 + item.skip, len(self.items))]
            words += item.assemble(starts[i], target)
        return words, starts


def pack_words(words):
    return b''.join(struct.pack('<I' if w & 3 == 3 else '<H', w)
                    for w in words)


class Linker:
    def __init__(self, isa, pool):
        self.isa = isa
        self.pool = pool

    def load_address(self, register, address):
        high = (address + 0x800) & ~0xfff
        return [self.isa.encode('lui', d=register, imm=high),
                self.isa.encode('addi', d=register, s=register,
                                imm=address - high)]

    def dump_routine(self):
        e = self.isa.encode
        words = [e('sd', t=n, s=3, imm=DUMP_X + 8 * n) for n in range(32)]
        words += [e('fsd', t=n, s=3, imm=DUMP_F + 8 * n) for n in range(32)]
        return words + [
            e('csrrs', d=5, s=0, imm=FCSR), e('sd', t=5, s=3, imm=DUMP_FCSR),
            e('addi', d=10, s=0, imm=1), e('addi', d=11, s=3, imm=-256),
            e('addi', d=12, s=0, imm=RECORD), e('addi', d=17, s=0, imm=64),
            e('ecall'), e('ld', d=5, s=3, imm=NEXT),
            e('jalr', d=0, s=5, imm=0)]

    def set_up(self, table, following):
        e = self.isa.encode
        words = [e('lui', d=3, imm=GP)] + self.load_address(5, following)
        words += [e('sd', t=5, s=3, imm=NEXT)] + self.load_address(31, table)
        words += [e('addi', d=6, s=31, imm=520), e('addi', d=7, s=3, imm=-256),
                  e('addi', d=8, s=0, imm=WINDOW // 8),
                  e('ld', d=9, s=6, imm=0), e('sd', t=9, s=7, imm=0),
                  e('addi', d=6, s=6, imm=8), e('addi', d=7, s=7, imm=8),
                  e('addi', d=8, s=8, imm=-1), e('bne', s=8, t=0, imm=-20),
                  e('ld', d=5, s=31, imm=512),
                  e('csrrw', d=0, s=5, imm=FCSR)]
        words += [e('fld', d=n, s=31, imm=256 + 8 * n) for n in range(32)]
        words += [e('ld', d=n, s=31, imm=8 * n)
                  for n in range(1, 32) if n != 3]
        return words

    def program(self, program, pc, routines):
        """Bytes of one program at @pc: code, jump to the dump, table."""
        dump, done = routines
        n_words = len(self.set_up(BASE, BASE))
        words, starts = program.body(pc + 4 * n_words)
        end = starts[-1]
        table = (end + 4 + 7) & ~7
        size = table + len(program.state.table()) - pc
        following = pc + size if done is None else done
        code = pack_words(self.set_up(table, following)) + pack_words(words)
        code += pack_words([self.isa.encode('jal', d=0, imm=dump - end)])
        return code.ljust(table - pc, b'\0') + program.state.table()

    def image(self, programs):
        e = self.isa.encode
        dump = BASE + 4
        words = [e('jal', d=0, imm=CODE - BASE)] + self.dump_routine()
        done = BASE + 4 * len(words)
        words += [e('addi', d=10, s=0, imm=0), e('addi', d=17, s=0, imm=93),
                  e('ecall')]
        image = bytearray(pack_words(words).ljust(CODE - BASE, b'\0'))
        struct.pack_into(f'<{POOL_COUNT}Q', image, GP - BASE + POOL,
                         *self.pool)
        for i, program in enumerate(programs):
            last = done if i == len(programs) - 1 else None
            image += self.program(program, BASE + len(image), (dump, last))
        return bytes(image)


def elf(image):
    """A static executable: one segment with all rights at BASE."""
    offset = 0x1000
    header = struct.pack('<16sHHIQQQIHHHHHH', b'\x7fELF\x02\x01\x01', 2, 243,
                         1, BASE, 64, 0, 5, 64, 56, 1, 0, 0, 0)
    segment = struct.pack('<IIQQQQQQ', 1, 7, offset, BASE, BASE, len(image),
                          len(image), 0x1000)
    return (header + segment).ljust(offset, b'\0') + image


def show(record):
    """Name and value of everything in a record."""
    window = record[:WINDOW]
    x = struct.unpack_from('<32Q', record, WINDOW)
    f = struct.unpack_from('<32Q', record, WINDOW + 256)
    fcsr, = struct.unpack_from('<Q', record, WINDOW + 512)
    named = [(f'x{i}', v) for i, v in enumerate(x)]
    named += [(f'f{i}', v) for i, v in enumerate(f)]
    named += [('fcsr', fcsr)]
    named += [(f'mem[{i - 256:+d}]', v) for i, v in enumerate(window)]
    return named
