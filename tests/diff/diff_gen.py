"""Random programs made of rows that behave the same in user mode.

A program is a list of items. Each item sets up what its one interesting
instruction needs (an address, a rounding mode), so items can be dropped one
by one when a failing program is made smaller.
"""

import struct

from diff_image import DUMP_F, POOL, POOL_COUNT, Program, State

FFLAGS, FRM, FCSR = 1, 2, 3
GP = 3

# Rows that user-mode programs cannot use the same way everywhere.
UNSAFE = {
    'ecall': 'asks the kernel', 'ebreak': 'asks the debugger',
    'c_ebreak': 'asks the debugger',
    'mret': 'privileged', 'sret': 'privileged', 'wfi': 'privileged',
    'sfence_vma': 'privileged', 'sinval_vma': 'privileged',
    'sfence_w_inval': 'privileged', 'sfence_inval_ir': 'privileged',
    'th_sfence_vmas': 'privileged',
    'cbo_inval': 'the kernel decides whether it is allowed',
    'cbo_clean': 'the kernel decides whether it is allowed',
    'cbo_flush': 'the kernel decides whether it is allowed',
}
UNSAFE_PREFIX = {
    'th_dcache': 'th.mxstatus decides whether it is allowed',
    'th_icache': 'th.mxstatus decides whether it is allowed',
    'th_l2cache': 'privileged',
}

# QEMU 10 drops this row's flags when nothing reads its result before the
# register is written again, so the program reads it.
READ_RESULT = ('froundnx_d',)


def unsafe_reason(name):
    for prefix, reason in UNSAFE_PREFIX.items():
        if name.startswith(prefix):
            return reason
    return UNSAFE.get(name)


class Item:
    """Instructions that stay together; @skip items follow a taken branch."""

    skip = 0

    def __init__(self, row, words):
        self.row, self.words = row, words
        self.size = sum(4 if w & 3 == 3 else 2 for w in words)

    def assemble(self, pc, target):
        return self.words


class BranchItem(Item):
    """A pc-relative branch or jump to @skip items further on."""

    def __init__(self, row, word, skip):
        super().__init__(row, [word])
        self.skip = skip

    def assemble(self, pc, target):
        return [self.words[0] | self.row.immediate(target - pc)]


class RegisterJumpItem(Item):
    """auipc and a jump through a register."""

    def __init__(self, isa, row, register, word, skip):
        setup = [isa.encode('auipc', d=register, imm=0)]
        if 'i' not in row.fields:
            setup.append(isa.encode('addi', d=register, s=register, imm=0))
        super().__init__(row, setup + [word])
        self.skip = skip
        self.adjust = isa.rows['addi']

    def assemble(self, pc, target):
        words = list(self.words)
        if 'i' in self.row.fields:
            words[1] |= self.row.immediate(target - pc)
        else:
            words[1] |= self.adjust.immediate(target - pc)
        return words


# --- interesting values ------------------------------------------------------

def float_values(exp_bits, frac_bits, rng):
    """Zeros, subnormals, limits, infinities, NaNs, neighbours of powers."""
    frac = (1 << frac_bits) - 1
    top = (1 << exp_bits) - 1
    bias = top >> 1
    exps = [0, 0, 1, 2, bias - 1, bias, bias + 1, bias + 31, bias + 32,
            bias + 62, bias + 63, bias + frac_bits, bias + frac_bits + 1,
            top - 1, top, top, rng.randrange(top), rng.randrange(top)]
    fracs = [0, 0, 1, frac, frac - 1, 1 << (frac_bits - 1),
             (1 << (frac_bits - 1)) - 1, rng.getrandbits(frac_bits),
             rng.getrandbits(frac_bits)]
    exp = rng.choice([e for e in exps if e <= top])
    sign = rng.getrandbits(1) << (exp_bits + frac_bits)
    return sign | exp << frac_bits | rng.choice(fracs)


def float_value(rng):
    kind = rng.randrange(10)
    if kind < 4:
        return float_values(11, 52, rng)
    if kind < 7:
        return 0xffffffff << 32 | float_values(8, 23, rng)
    if kind < 9:
        return (1 << 64) - (1 << 16) | float_values(5, 10, rng)
    return rng.choice((0, 0xfffffffe << 32, 0x7fffffff << 32)) | \
        float_values(8, 23, rng)


def integer_value(rng):
    kind = rng.randrange(8)
    if kind < 3:
        return rng.choice((0, 1, 2, 3, 31, 32, 63, 64, 127, 128, 255, 32767,
                           32768, 65535, (1 << 31) - 1, 1 << 31,
                           (1 << 32) - 1, 1 << 32, (1 << 63) - 1, 1 << 63,
                           (1 << 64) - 1, (1 << 64) - 2,
                           (1 << 64) - (1 << 31), (1 << 64) - 128))
    if kind < 5:
        return (1 << rng.randrange(64)) + rng.choice((-1, 0, 1)) & \
            ((1 << 64) - 1)
    if kind < 6:
        return float_value(rng)
    return rng.getrandbits(64)


def make_pool(rng):
    return [float_value(rng) if i % 3 else integer_value(rng)
            for i in range(POOL_COUNT)]


def make_state(rng):
    window = b''.join(struct.pack('<Q', rng.choice((integer_value,
                                                    float_value))(rng))
                      for _ in range(64))
    fcsr = rng.randrange(5) << 5 | rng.choice((0, 0, rng.getrandbits(5)))
    return State([integer_value(rng) for _ in range(32)],
                 [float_value(rng) for _ in range(32)], fcsr, window)


# --- items -------------------------------------------------------------------

class Generator:
    def __init__(self, isa, rows, rng):
        self.isa, self.rng = isa, rng
        self.rows = rows
        flag = isa.flag
        self.memory = flag['LOAD'] | flag['STORE']
        self.amo, self.csr = flag['AMO'], flag['CSR']
        self.branch, self.jump = flag['BRANCH'], flag['JUMP']
        self.fp, self.distinct = flag['FP'], flag['DISTINCT']

    def program(self, length):
        items = [self.item(self.rng.choice(self.rows)) for _ in range(length)]
        return Program(items, make_state(self.rng))

    def item(self, row):
        if row.has(self.csr):
            return self.csr_item(row)
        if row.has(self.amo):
            return self.amo_item(row)
        if row.has(self.branch | self.jump):
            return self.branch_item(row)
        if row.has(self.memory):
            return self.memory_item(row)
        return self.plain_item(row)

    def pick(self, row, letter, avoid=()):
        fit = [r for r in row.registers(letter) if r not in avoid]
        near = [r for r in fit if 5 <= r < 16]
        return self.rng.choice(near if near and self.rng.random() < 0.6
                               else fit)

    def registers(self, row, given=None):
        """Word bits of all register fields; never writes gp."""
        word, used = row.fixed, dict(given or {})
        for letter in 'dbtsr':
            if not row.width(letter):
                continue
            is_number = letter == 's' and 'f' in row.operands
            is_float = letter.upper() in row.operands
            avoid = () if is_float or is_number else (GP,)
            if row.has(self.distinct):
                avoid += tuple(used.values())
            number = used.setdefault(letter, None)
            if number is None:
                number = used[letter] = self.pick(row, letter, avoid)
            word |= row.register(letter, number)
        if row.width('m'):
            word |= row.place('m', self.rng.choice((0, 1, 2, 3, 4, 7, 7)))
        if row.width('q'):
            word |= row.place('q', self.rng.getrandbits(2))
        return word, used

    def refresh(self, row, used):
        """Sometimes load operands from the pool: results tend to be NaNs."""
        words = []
        for letter in 'str':
            if letter not in used or self.rng.random() > 0.4:
                continue
            offset = POOL + 8 * self.rng.randrange(POOL_COUNT)
            if letter.upper() in row.operands:
                words.append(self.isa.encode('fld', d=used[letter], s=GP,
                                             imm=offset))
            elif used[letter] not in (0, GP):
                words.append(self.isa.encode('ld', d=used[letter], s=GP,
                                             imm=offset))
        return words

    def free_bits(self, row):
        """Immediate bits of an instruction that may have any."""
        bits = self.rng.getrandbits(row.width('i'))
        if 'a' in row.operands and 'b' in row.operands:  # msb, lsb
            msb, lsb = bits >> 6, bits & 63
            bits = max(msb, lsb) << 6 | min(msb, lsb)
        if 'i' in row.nonzero and bits == 0:
            bits = 1
        return row.place('i', bits)

    def plain_item(self, row):
        word, used = self.registers(row)
        words = self.refresh(row, used)
        if 'i' in row.fields:
            word |= self.free_bits(row)
        words.append(word)
        if row.name in READ_RESULT:
            words.append(self.isa.encode('fsd', t=used['d'], s=GP,
                                         imm=DUMP_F))
        return Item(row, words)

    # loads and stores

    def point(self, register, offset):
        """register = gp + offset"""
        first = max(-2048, min(2047, offset))
        words = [self.isa.encode('addi', d=register, s=GP, imm=first)]
        if offset != first:
            words.append(self.isa.encode('addi', d=register, s=register,
                                         imm=offset - first))
        return words

    def index(self, register):
        """A small index, sometimes under garbage in the upper half."""
        value = self.rng.randrange(16)
        words = [self.isa.encode('addi', d=register, s=0, imm=value)]
        return value, words

    def garbage_index(self, register):
        value = self.rng.randrange(16)
        return value, [
            self.isa.encode('addi', d=register, s=0, imm=-1),
            self.isa.encode('slli', d=register, s=register, imm=32),
            self.isa.encode('addi', d=register, s=register, imm=value)]

    def memory_item(self, row):
        bits, imm = self.rng.choice(row.pool) if row.pool else (0, 0)
        updates = 'e' in row.operands
        reach = 64 if updates or self.rng.random() < 0.3 else 224
        target = self.rng.randrange(-reach, reach)
        base = row.base or self.pick(row, 's', (0, GP))
        given = {'s': base} if row.width('s') else {}
        indexed = row.operands.endswith('s,t,h')
        if indexed:
            given['t'] = self.pick(row, 't', (0, GP, base))
        source = row.operands[0].lower()    # a store's data, a load's target
        while given.get(source) is None and source in 'dt':
            given[source] = self.pick(row, source, (GP,))
        word, used = self.registers(row, given)
        if row.has(self.distinct) and len(set(used.values())) < len(used):
            return self.memory_item(row)
        words = []
        if indexed:
            unsigned = row.name.startswith(('th_lu', 'th_su', 'th_flu',
                                            'th_fsu'))
            value, words = (self.garbage_index if unsigned else
                            self.index)(given['t'])
            imm = value << imm
        return Item(row, words + self.point(base, target - imm) +
                    [word | bits])

    def amo_item(self, row):
        size = 4 if row.name.endswith('_w') else 8
        base = self.pick(row, 's', (0, GP))
        word, used = self.registers(row, {'s': base})
        words = self.refresh(row, {'t': used['t']}) if 't' in used and \
            used['t'] != base else []
        words += self.point(base, size * self.rng.randrange(-16, 16))
        if row.name.startswith('sc_'):
            words += self.reservation(size, base)
        words.append(word)
        if row.name.startswith('sc_') and used['d'] != base and \
                self.rng.random() < 0.3:
            words.append(word)      # a second SC fails
        return Item(row, words)

    def reservation(self, size, base):
        """An LR for the SC that follows; sometimes of another address."""
        name = 'lr_w' if size == 4 else 'lr_d'
        target = self.pick(self.isa.rows[name], 'd', (0, GP, base))
        words = [self.isa.encode(name, d=target, s=base)]
        if self.rng.random() < 0.2:
            words.append(self.isa.encode('addi', d=base, s=base, imm=size))
        return words

    # jumps

    def branch_item(self, row):
        skip = self.rng.randrange(4)
        if 'p' in row.operands:
            word, _ = self.registers(row)
            return BranchItem(row, word, skip)
        register = self.pick(row, 's', (0, GP))
        word, _ = self.registers(row, {'s': register})
        return RegisterJumpItem(self.isa, row, register, word, skip)

    # fcsr

    def csr_item(self, row):
        """frm stays valid: reserved modes make every later row illegal."""
        csr = self.rng.choice((FFLAGS, FRM, FCSR))
        mode = self.rng.randrange(5)
        value = {FFLAGS: self.rng.getrandbits(12) - 2048, FRM: mode,
                 FCSR: mode << 5 | self.rng.getrandbits(5)}[csr]
        repair = [self.isa.encode('csrrwi', d=0, s=mode, imm=FRM)]
        register = self.pick(row, 'd', (GP,))
        if row.name.endswith('i'):
            word = self.isa.encode(row.name, d=register,
                                   s=self.rng.getrandbits(5), imm=csr)
            return Item(row, [word] + repair)
        source = self.pick(row, 's', (GP,))
        words = [self.isa.encode('addi', d=source, s=0, imm=value),
                 self.isa.encode(row.name, d=register, s=source, imm=csr)]
        return Item(row, words + (repair if csr != FFLAGS else []))
