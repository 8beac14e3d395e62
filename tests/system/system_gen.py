"""Random programs with loops, calls, faults and code that changes itself.

A program is a tree of nodes. Leaves are the items of tests/diff; a node that
holds others (a loop, a call) lays them out itself. Registers that a loop
needs are reserved while its body is made, so every loop ends.
"""

import collections
import random

from diff_gen import GP, Generator, make_state, unsafe_reason
from diff_image import POOL
from system_image import MACHINE, PAGE, SUPERVISOR

END = 0x5e4d
RA = 1
A7 = 17
SSTATUS, SSCRATCH, INSTRET, CYCLE = 0x100, 0x140, 0xc02, 0xc00
SUM_MXR = 3 << 18
# For how long they wait is the engine's choice.
WAITS = {'wrs_nto', 'wrs_sto', 'pause'}

# Written by compressed rows that name no register.
IMPLICIT = (1, 2)


def usable(row):
    """Rows that programs of every mode can use; traps are made by hand."""
    return not (unsafe_reason(row.name) or row.name in WAITS or
                row.ext.startswith('x'))


def size_of(words):
    return sum(4 if w & 3 == 3 else 2 for w in words)


# --- nodes -------------------------------------------------------------------

class Block:
    """Nodes in a row; a branch skips some of them, never the end."""

    def __init__(self, nodes):
        self.nodes = nodes
        self.size = sum(node.size for node in nodes)

    def place(self, pc):
        self.starts = [pc]
        for node in self.nodes:
            node.pc = self.starts[-1]
            if hasattr(node, 'place'):
                node.place(node.pc)
            self.starts.append(self.starts[-1] + node.size)

    def assemble(self, pc, target):
        words = []
        for i, node in enumerate(self.nodes):
            skip = min(i + 1 + getattr(node, 'skip', 0), len(self.nodes))
            words += node.assemble(self.starts[i], self.starts[skip])
        return words


class Words:
    """Fixed instructions."""

    def __init__(self, words):
        self.words, self.size = words, size_of(words)

    def assemble(self, pc, target):
        return self.words


class Loop:
    """@before, then @body and @step again while @branch is taken."""

    def __init__(self, before, body, step, branch):
        self.before, self.body, self.step = before, body, step
        self.branch = branch            # row and word without its target
        self.round = body.size + size_of(step)
        self.size = size_of(before) + self.round + 4

    def place(self, pc):
        self.body.place(pc + size_of(self.before))

    def assemble(self, pc, target):
        head = pc + size_of(self.before)
        row, word = self.branch
        return [*self.before, *self.body.assemble(head, 0), *self.step,
                word | row.immediate(-self.round)]


class Call:
    """A call of a routine, direct or through a register."""

    def __init__(self, isa, routine, link, direct):
        self.isa, self.routine, self.link = isa, routine, link
        self.direct = direct
        self.size = 4 if direct else 8

    def assemble(self, pc, target):
        distance = self.routine.pc - pc
        if self.direct:
            return [self.isa.encode('jal', d=self.link, imm=distance)]
        high = distance + 0x800 & ~0xfff
        return [self.isa.encode('auipc', d=self.link, imm=high),
                self.isa.encode('jalr', d=self.link, s=self.link,
                                imm=distance - high)]


class Patch:
    """Store an instruction over another one of this program."""

    def __init__(self, isa, scratch, word, peer):
        self.isa, self.scratch = isa, scratch
        self.word, self.peer = word, peer
        self.size = 24

    def assemble(self, pc, target):
        e = self.isa.encode
        at, value = self.scratch
        distance = self.peer.pc - pc
        high = distance + 0x800 & ~0xfff
        top = self.word + 0x800 & 0xfffff000
        low = (self.word - top + 0x800) % 0x1000 - 0x800
        if top & 1 << 31:
            top -= 1 << 32
        return [e('auipc', d=at, imm=high), e('lui', d=value, imm=top),
                e('addi', d=value, s=value, imm=low),
                e('addi', d=at, s=at, imm=distance - high),
                e('sw', t=value, s=at, imm=0), e('fence_i')]


class Program:
    """A block, routines behind it, and the registers it starts with."""

    def __init__(self, body, routines, state, seed):
        self.body, self.routines = body, routines
        self.state, self.seed = state, seed
        self.parts = [body, *routines]

    def assemble(self, pc):
        at = pc
        for part in self.parts:
            part.pc = at
            part.place(at)
            at += part.size
        return [w for part in self.parts for w in part.assemble(part.pc, 0)]


# --- the generator -----------------------------------------------------------

class SystemGenerator(Generator):
    """Adds to the items of user mode what needs a monitor."""

    def __init__(self, isa, rows, place, seed):
        super().__init__(isa, rows, random.Random(seed))
        self.place, self.seed = place, seed
        self.reserved = []
        self.routines = []
        self.memory_rows = [r for r in rows if r.has(self.memory) and
                            not r.has(self.amo | self.distinct) and
                            r.width('s') == 5 and r.width('i') == 12]
        self.plain_rows = [r for r in rows if r.size == 4 and not
                           r.has(self.memory | self.amo | self.csr |
                                 self.branch | self.jump)]
        self.kinds = collections.Counter(
            item=30, nested=3, walk=4, stride=2, table=3, call=3, patch=1,
            trap=2, system=2)

    # choosing registers

    def pick(self, row, letter, avoid=()):
        return super().pick(row, letter, (*avoid, *self.reserved))

    def hold(self):
        """Reserve a register that no row names without showing it."""
        free = [n for n in range(4, 32) if n not in self.reserved]
        near = [n for n in free if 8 <= n < 16][:-3]    # compressed need some
        number = self.rng.choice(near if near and self.rng.random() < 0.5
                                 else [n for n in free if not 8 <= n < 16])
        self.reserved.append(number)
        return number

    def release(self, count):
        del self.reserved[-count:]

    # programs

    def program(self, length):
        self.routines = [self.routine() for _ in range(self.rng.randrange(3))]
        body = self.block(length, 0)
        end = [self.isa.encode('lui', d=A7, imm=END + 0x800 & ~0xfff),
               self.isa.encode('addi', d=A7, s=A7,
                               imm=END - (END + 0x800 & ~0xfff)),
               self.isa.encode('ecall')]
        whole = Block([body, Words(end)])
        return Program(whole, self.routines, make_state(self.rng), self.seed)

    def routine(self):
        """Nodes that end with a return, maybe far away from the caller."""
        gap = Words([1] * self.rng.choice((0, 0, 1000, 2100)))
        self.reserved.append(RA)
        body = self.block(self.rng.randrange(1, 8), 2)
        self.release(1)
        leave = Words([self.isa.encode('jalr', d=0, s=RA, imm=0)])
        return Routine(gap, Block([body, leave]))

    def block(self, length, depth):
        nodes = [self.node(depth) for _ in range(length)]
        for i, node in enumerate(nodes):
            if node is None:
                nodes[i] = self.patch(nodes, i)
        return Block(nodes)

    def node(self, depth):
        kinds = dict(self.kinds)
        if depth >= 2:
            kinds.update(nested=0, walk=0, stride=0)
        if RA in self.reserved or not self.routines:
            kinds.update(call=0)
        kind = self.rng.choices(list(kinds), list(kinds.values()))[0]
        if kind == 'item':
            return self.safe_item()
        if kind == 'patch':
            return None             # made when its neighbours are known
        return getattr(self, kind)(depth)

    def safe_item(self):
        """A row of user mode that leaves the reserved registers alone."""
        while True:
            row = self.rng.choice(self.rows)
            if row.name.startswith('c_') and set(IMPLICIT) & \
                    set(self.reserved) and not row.width('d'):
                continue
            if 'd' not in row.fields or any(
                    n not in self.reserved for n in row.registers('d')):
                return self.item(row)

    # loops

    def load_number(self, register, value):
        """Two words for any 32-bit @value."""
        high = value + 0x800 & ~0xfff
        return [self.isa.encode('lui', d=register, imm=high),
                self.isa.encode('addi', d=register, s=register,
                                imm=value - high)]

    def nested(self, depth):
        """Count down; the count is not used otherwise."""
        count = self.hold()
        body = self.block(self.rng.randrange(1, 7), depth + 1)
        step = [self.isa.encode('addi', d=count, s=count, imm=-1)]
        before = self.load_number(count, self.rng.randrange(1, 24))
        self.release(1)
        return Loop(before, body, step, self.back_to('bne', count, 0))

    def back_to(self, name, s, t):
        """A branch without its target."""
        row = self.isa.rows[name]
        return row, row.fixed | row.register('s', s) | row.register('t', t)

    def data_access(self, pointer, reach=64):
        row = self.rng.choice(self.memory_rows)
        word, _ = self.registers(row, {'s': pointer})
        offset = self.rng.randrange(-reach, reach)
        if self.rng.random() < 0.8:
            offset &= -8
        return Words([word | row.immediate(offset)])

    def walk_body(self, pointer, depth):
        nodes = [self.data_access(pointer) if self.rng.random() < 0.6
                 else self.safe_item() for _ in range(self.rng.randrange(1, 6))]
        if depth == 0 and self.rng.random() < 0.2:
            nodes.insert(0, self.nested(1))
        return nodes

    def walk(self, depth):
        """Pointers that move through the data pages, up or down."""
        e = self.isa.encode
        pointer, limit = self.hold(), self.hold()
        stride = self.rng.choice((1, 2, 4, 8, 8, 16, 24, 64, 136, 520))
        count = self.rng.randrange(2, 160)
        down = self.rng.random() < 0.2
        start = self.rng.randrange(-PAGE, 5 * PAGE) & -self.rng.choice((1, 8))
        before = self.point_far(pointer, start)
        nodes = self.walk_body(pointer, depth)
        before += self.point_far(limit, start +
                                 (-count if down else count) * stride)
        step = [e('addi', d=pointer, s=pointer,
                  imm=-stride if down else stride)]
        name = self.rng.choice(('bne', 'bltu' if not down else 'bgeu'))
        if name == 'bgeu':
            before += [e('addi', d=limit, s=limit, imm=1)]
        self.release(2)
        return Loop(before, Block(nodes), step,
                    self.back_to(name, pointer, limit))

    def stride(self, depth):
        """An index that grows by a register, extended from 32 bits."""
        e = self.isa.encode
        index, step, limit, at = (self.hold() for _ in range(4))
        before = self.load_number(index, self.rng.randrange(PAGE))
        before += self.load_number(step, self.rng.randrange(1, 700))
        before += self.load_number(limit, self.rng.randrange(PAGE, 6 * PAGE))
        before += self.load_number(at, 0)
        nodes = []
        nodes += [self.data_access(at) for _ in range(self.rng.randrange(3))]
        nodes += [self.safe_item() for _ in range(self.rng.randrange(3))]
        advance = [e('addw', d=index, s=index, t=step)]
        self.release(4)
        start = [e('slli', d=at, s=index, imm=32),
                 e('srli', d=at, s=at, imm=32), e('add', d=at, s=at, t=GP)]
        return Loop(before, Block([Block([Words(start)]), *nodes]), advance,
                    self.back_to('bltu', index, limit))

    # straight pieces

    def point_far(self, register, offset):
        """register = gp + offset, far"""
        e = self.isa.encode
        return [*self.load_number(register, offset),
                e('add', d=register, s=register, t=GP)]

    def table(self, depth):
        """A look-up: base + (number & mask) * size."""
        e = self.isa.encode
        at, base = self.hold(), self.hold()
        self.release(2)
        start = self.rng.choice((POOL, POOL, self.rng.randrange(-512, 9000)))
        shift = self.rng.randrange(4)
        mask = (1 << self.rng.randrange(1, 9)) - 1
        source = self.rng.randrange(32)
        row = self.rng.choice(self.memory_rows)
        word, _ = self.registers(row, {'s': at})
        words = self.point_far(base, start)
        words += [e('andi', d=at, s=source, imm=mask),
                  e('slli', d=at, s=at, imm=shift),
                  e('add', d=at, s=at, t=base), word | row.immediate(0)]
        return Words(words)

    def call(self, depth):
        return Call(self.isa, self.rng.choice(self.routines), RA,
                    self.rng.random() < 0.6)

    def trap(self, depth):
        kind = self.rng.randrange(4)
        if kind == 0:
            return Words([self.isa.encode('ecall')])
        if kind == 1:
            return Words([self.isa.encode('ebreak')])
        if kind == 2:
            return Words([self.rng.choice((0, 0xffffffff, 0x30200073,
                                           0x7ff, 0x9c41))])
        pointer = self.hold()
        self.release(1)
        words = self.point_far(pointer, self.rng.choice((
            self.rng.randrange(-2 * PAGE, 7 * PAGE), PAGE - 4, 2 * PAGE - 4,
            1 << 30, -(1 << 30))))
        return Words(words + self.data_access(pointer).words)

    def system(self, depth):
        """Counters, and in supervisor mode what its CSRs change."""
        e = self.isa.encode
        register = self.hold()
        self.release(1)
        if self.place.mode == MACHINE or self.rng.random() < 0.3:
            counter = self.rng.choice((INSTRET, CYCLE))
            if not self.place.mmio:
                return Words([e('csrrs', d=register, s=0, imm=SSCRATCH)])
            return Words([e('csrrs', d=register, s=0, imm=counter)])
        if self.place.mode != SUPERVISOR:
            return Words([e('csrrw', d=register, s=register, imm=SSCRATCH)])
        change = self.load_number(register, SUM_MXR)
        return Words(self.rng.choice((
            [e('csrrw', d=register, s=register, imm=SSCRATCH)],
            [e('sfence_vma', s=0, t=0)],
            [e('sfence_vma', s=GP, t=0)],
            [*change, e('csrrs', d=0, s=register, imm=SSTATUS)],
            [*change, e('csrrc', d=register, s=register, imm=SSTATUS)])))

    def patch(self, nodes, at):
        """Change a neighbour, before or behind, that is four bytes long."""
        fit = [n for n in nodes[max(0, at - 8):at + 9] if n is not None and
               hasattr(n, 'words') and n.words and n.words[0] & 3 == 3]
        if not fit:
            return Words([1])
        scratch = self.hold(), self.hold()
        self.release(2)
        row = self.rng.choice(self.plain_rows)
        word, _ = self.registers(row)
        if 'i' in row.fields:
            word |= self.free_bits(row)
        return Patch(self.isa, scratch, word, self.rng.choice(fit))


class Routine:
    """Entered behind @gap."""

    def __init__(self, gap, block):
        self.gap, self.block = gap, block
        self.size = gap.size + block.size

    def place(self, pc):
        self.pc = pc + self.gap.size
        self.block.place(self.pc)

    def assemble(self, pc, target):
        return self.gap.words + self.block.assemble(self.pc, 0)
