"""The instruction tables as diff_rows prints them: fields and encoding."""

import subprocess


class Row:
    """One row: where its fields are, how an immediate is spread."""

    def __init__(self, line):
        name, ext, flags, operands, base, picture = line.split('\t')
        bits = picture.replace(' ', '')
        self.name = name
        self.ext = ext
        self.flags = int(flags)
        self.operands = operands
        self.base = None if base == '-' else int(base)
        self.size = len(bits) // 8
        self.fixed = 0
        self.fields = {}            # letter -> bit positions, high first
        self.nonzero = set()        # letters whose zero is reserved
        self.steps = {}             # immediate -> bit of the word
        self.pool = []              # (bits of the word, immediate)
        for i, letter in enumerate(bits):
            position = len(bits) - 1 - i
            if letter == '1':
                self.fixed |= 1 << position
            elif letter not in '0-':
                self.fields.setdefault(letter.lower(), []).append(position)
                if letter.isupper():
                    self.nonzero.add(letter.lower())

    def has(self, flag):
        return bool(self.flags & flag)

    def width(self, letter):
        return len(self.fields.get(letter, ()))

    def place(self, letter, value):
        """The word bits of a field with that raw value."""
        word = 0
        for position in reversed(self.fields[letter]):
            word |= (value & 1) << position
            value >>= 1
        return word

    def registers(self, letter):
        """Register numbers that fit the field."""
        if self.width(letter) == 3:
            return range(8, 16)
        return range(1 if letter in self.nonzero else 0, 32)

    def register(self, letter, number):
        return self.place(letter, number & ((1 << self.width(letter)) - 1))

    def immediate(self, value):
        """The word bits of an immediate; the format must be linear."""
        word, rest = 0, value
        if rest < 0:
            sign = min(self.steps)
            word, rest = self.steps[sign], rest - sign
        for step, bit in self.steps.items():
            if step > 0 and rest & step:
                word |= bit
                rest -= step
        if rest:
            raise ValueError(f'{self.name}: immediate {value}')
        return word


class Isa:
    """All rows, and the tool that knows them."""

    def __init__(self, tool):
        self.tool = tool
        self.rows = {}
        for line in self.call('rows').splitlines():
            row = Row(line)
            self.rows[row.name] = row
        self.flag = {name: int(value) for name, value in
                     (line.split('\t')
                      for line in self.call('flags').splitlines())}

    def call(self, mode, text=''):
        return subprocess.run([self.tool, mode], input=text, text=True,
                              capture_output=True, check=True).stdout

    def decode(self, words):
        """The immediate of each word, or None where it is illegal."""
        lines = self.call('decode', ''.join(f'{w:x}\n' for w in words))
        return [None if line == 'illegal' else int(line)
                for line in lines.splitlines()]

    def disas(self, pairs):
        text = ''.join(f'{pc:x} {word:x}\n' for pc, word in pairs)
        return self.call('disas', text).splitlines()

    def learn_immediates(self, rng):
        """Ask the decoder what the immediate bits of each row mean."""
        asked = []
        for row in self.rows.values():
            if 'i' in row.fields:
                asked += [(row, bits) for bits in sample_bits(row, rng)]
        values = self.decode([legal_word(row) | bits for row, bits in asked])
        for (row, bits), value in zip(asked, values):
            if value is not None:
                row.pool.append((bits, value))
                if bits.bit_count() == 1 and value:
                    row.steps[value] = bits

    def encode(self, name, imm=None, **registers):
        """One instruction by name, for prologues and operand set-up."""
        row = self.rows[name]
        word = row.fixed
        for letter, number in registers.items():
            word |= row.register(letter, number)
        return word if imm is None else word | row.immediate(imm)


def sample_bits(row, rng):
    """Every single bit, and some random patterns."""
    for position in row.fields['i']:
        yield 1 << position
    for _ in range(24):
        yield row.place('i', rng.getrandbits(row.width('i')))


def legal_word(row):
    """Distinct registers other than x0 and x2 in every register field."""
    word = row.fixed
    for letter, number in (('d', 10), ('s', 11), ('t', 12), ('b', 13)):
        if row.width(letter) in (3, 5):
            word |= row.register(letter, number)
    return word
