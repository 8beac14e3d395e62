"""Operands for the floating-point oracles: special values and random ones.

A row is what `fpu_oracle_host --list` prints: extension, shape, function. A
vector is one line of the protocol: row number, rounding mode, three operands.
"""
import random
import subprocess
from collections import namedtuple

Row = namedtuple('Row', 'number extension shape function')
Format = namedtuple('Format', 'exp_bits frac_bits width')

FORMATS = {
    'f16': Format(5, 10, 16),
    'f32': Format(8, 23, 32),
    'f64': Format(11, 52, 64),
}
OPERANDS = {'FP1': 1, 'FP2': 2, 'FP3': 3, 'INT1': 1, 'INT2': 2, 'FROM': 1,
            'CLASS': 1, 'FLI': 1}
MODES = range(5)


def rows_of(host):
    """All rows of the program @host."""
    lines = subprocess.run([host, '--list'], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.splitlines()
    return [Row(i, *line.split()) for i, line in enumerate(lines)]


def run_vectors(command, vectors):
    """Result lines of @command for @vectors."""
    done = subprocess.run(command, text=True, input='\n'.join(vectors) + '\n',
                          stdout=subprocess.PIPE)
    return done.stdout.splitlines()


def box(fmt, bits):
    return bits | (1 << 64) - (1 << fmt.width)


def special_values(fmt):
    """Limits and their neighbours, both signs, without box."""
    frac, one = fmt.frac_bits, ((1 << fmt.exp_bits - 1) - 1) << fmt.frac_bits
    infinity = ((1 << fmt.exp_bits) - 1) << frac
    positive = [0, 1, (1 << frac) - 1, 1 << frac, (1 << frac) + 1, one - 1,
                one, one + 1, one + (1 << frac), one - (1 << frac),
                infinity - 1, infinity, infinity + 1,
                infinity | 1 << frac - 1, infinity | 1 << frac - 1 | 5]
    positive += [one + (e << frac) for e in (8, 15, 31, 32, 62, 63, 64)
                 if one + (e << frac) < infinity]
    return positive + [v | 1 << fmt.width - 1 for v in positive]


def random_value(fmt, rng):
    """A pattern whose exponent is often near 1, its fraction often sparse."""
    frac = rng.getrandbits(fmt.frac_bits)
    exp = rng.getrandbits(fmt.exp_bits)
    kind = rng.randrange(4)
    if kind == 0:
        frac &= -1 << rng.randrange(fmt.frac_bits)
    elif kind == 1:
        frac |= (1 << rng.randrange(fmt.frac_bits)) - 1
    if rng.randrange(2):
        bias = (1 << fmt.exp_bits - 1) - 1
        exp = min(bias + rng.randint(-6, fmt.frac_bits + 8),
                  (1 << fmt.exp_bits) - 2)
    sign = rng.getrandbits(1) << fmt.width - 1
    return sign | exp << fmt.frac_bits | frac


def random_integer(rng):
    return rng.choice([0, 1, 2**63 - 1, 2**63, 2**64 - 1, 2**53 + 1,
                       rng.getrandbits(64) >> rng.randrange(64)])


def operand(row, rng):
    if row.shape == 'FROM':
        return random_integer(rng)
    fmt = FORMATS[row.function[:3]]
    if rng.randrange(3) == 0:
        return box(fmt, rng.choice(special_values(fmt)))
    return box(fmt, random_value(fmt, rng))


def vectors_of(row, count, rng):
    """@count random vectors of @row, each in all modes."""
    if row.shape == 'FLI':
        return [f'{row.number} 0 {i:x} 0 0' for i in range(32)]
    result = []
    for _ in range(count):
        values = [operand(row, rng) if i < OPERANDS[row.shape] else 0
                  for i in range(3)]
        text = ' '.join(f'{v:x}' for v in values)
        result += [f'{row.number} {mode} {text}' for mode in MODES]
    return result


def seeded(seed):
    return random.Random(seed)
