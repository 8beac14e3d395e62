#!/usr/bin/env python3
"""Compare core/fpu.h with exact rational arithmetic, all five modes.

usage: fpu_oracle_exact.py HOST [COUNT]

Results are computed as fractions and rounded by comparing distances to the
neighbouring floats; nothing is shared with the library's method. Finite
operands only: infinities and NaNs have rules of their own, tested elsewhere.
"""
import math
import sys
from fractions import Fraction

import fpu_oracle_vectors as v

NX, UF, OF, DZ, NV = 1, 2, 4, 8, 16
RNE, RTZ, RDN, RUP, RMM = v.MODES
OPERATIONS = {
    'add': lambda a, b, c: a + b,
    'sub': lambda a, b, c: a - b,
    'mul': lambda a, b, c: a * b,
    'div': lambda a, b, c: a / b if b else None,
    'muladd': lambda a, b, c: a * b + c,
    'to_f16': lambda a, b, c: a,
    'to_f32': lambda a, b, c: a,
    'to_f64': lambda a, b, c: a,
}


def value_of(fmt, bits):
    """The exact value of a pattern, None for infinities and NaNs."""
    bits &= (1 << fmt.width) - 1
    bias = (1 << fmt.exp_bits - 1) - 1
    exp = bits >> fmt.frac_bits & (1 << fmt.exp_bits) - 1
    frac = bits & (1 << fmt.frac_bits) - 1
    if exp == (1 << fmt.exp_bits) - 1:
        return None
    if exp:
        frac |= 1 << fmt.frac_bits
    scale = max(exp, 1) - bias - fmt.frac_bits
    value = Fraction(frac) * Fraction(2) ** scale
    return -value if bits >> fmt.width - 1 else value


def round_units(units, negative, mode):
    """A non-negative fraction to a neighbouring integer."""
    low = math.floor(units)
    rest = units - low
    half = Fraction(1, 2)
    up = {RNE: rest > half or (rest == half and low & 1),
          RTZ: False, RDN: negative, RUP: not negative,
          RMM: rest >= half}[mode]
    return low + (1 if rest and up else 0)


def round_to(fmt, value, mode):
    """(bits, flags) of a nonzero exact value."""
    bias = (1 << fmt.exp_bits - 1) - 1
    negative, size = value < 0, abs(value)
    exp = size.numerator.bit_length() - size.denominator.bit_length()
    if Fraction(2) ** exp > size:
        exp -= 1
    lowest = 1 - bias
    unbounded_ulp = Fraction(2) ** (exp - fmt.frac_bits)
    ulp = max(unbounded_ulp, Fraction(2) ** (lowest - fmt.frac_bits))
    rounded = round_units(size / ulp, negative, mode) * ulp
    tiny = (round_units(size / unbounded_ulp, negative, mode)
            * unbounded_ulp < Fraction(2) ** lowest)
    flags = NX if rounded != size else 0
    flags |= UF if flags and tiny else 0
    sign = negative << fmt.width - 1
    infinity = ((1 << fmt.exp_bits) - 1) << fmt.frac_bits
    if rounded >= Fraction(2) ** (bias + 1):
        to_infinity = mode in (RNE, RMM) or mode == (RDN if negative else RUP)
        return sign | infinity - (not to_infinity), OF | NX
    return sign | encode(fmt, rounded, bias), flags


def encode(fmt, size, bias):
    """Pattern of an exactly representable size."""
    if size == 0:
        return 0
    exp = size.numerator.bit_length() - size.denominator.bit_length()
    exp = max(exp - (Fraction(2) ** exp > size), 1 - bias)
    units = size / Fraction(2) ** (exp - fmt.frac_bits)
    return ((exp + bias - 1) << fmt.frac_bits) + int(units)


def square_root(value, fmt):
    """A fraction that rounds like the root: many bits and a sticky one."""
    shift = 1 << fmt.exp_bits
    scaled = value * 4 ** shift
    root = math.isqrt(math.floor(scaled))
    sticky = Fraction(root * root != scaled, 2)
    return (root + sticky) / 2 ** shift


def expected(row, mode, operands):
    """(boxed bits, flags), None for what this oracle does not define."""
    name = row.function[4:]
    source = v.FORMATS[row.function[:3]]
    target = v.FORMATS[name[3:]] if name.startswith('to_f') else source
    if row.shape == 'FROM':
        signed = operands[0] - (operands[0] >> 63 << 64)
        exact = Fraction(signed if name == 'from_i64' else operands[0])
    else:
        values = [value_of(source, bits) for bits in operands]
        if None in values[:v.OPERANDS[row.shape]]:
            return None
        if name == 'sqrt':
            exact = square_root(values[0], source) if values[0] > 0 else None
        else:
            exact = OPERATIONS[name](*(value or 0 for value in values))
    if not exact:
        return None             # the sign of zero, DZ, NV: tables test them
    bits, flags = round_to(target, exact, mode)
    return v.box(target, bits), flags


def check_row(row, host, count):
    """(checked, wrong) vectors of one row."""
    vectors = v.vectors_of(row, count, v.seeded(1000 + row.number))
    checked = wrong = 0
    for vector, line in zip(vectors, v.run_vectors([host], vectors)):
        _, mode, *operands = vector.split()
        want = expected(row, int(mode), [int(x, 16) for x in operands])
        if want is None:
            continue
        checked += 1
        if line != f'{want[0]:016x} {want[1]:02x}':
            wrong += 1
            print(f'{row.function} {vector}: library {line}, '
                  f'exact {want[0]:016x} {want[1]:02x}')
    return checked, wrong


def main():
    host = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    names = {*OPERATIONS, 'sqrt', 'from_i64', 'from_u64'}
    checked = wrong = 0
    for row in v.rows_of(host):
        if row.function[4:] in names:
            result = check_row(row, host, count)
            checked += result[0]
            wrong += result[1]
            if result[0] < count:
                sys.exit(f'{row.function}: only {result[0]} vectors count')
    print(f'{wrong} of {checked} vectors differ')
    sys.exit(wrong != 0)


if __name__ == '__main__':
    main()
