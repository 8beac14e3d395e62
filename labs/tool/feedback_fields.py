"""feedback_fields: values of a worker's replies as a reader wants them

A lab's table says once what its fields are: "deadline:ns pc:hex
status:bits(0=BUSY,1=DONE)". From it a number gets its unit and a register
the names of its bits, so that "got 0x3" becomes "0x3 (BUSY DONE)".
"""

import re

ROW = re.compile(r"(?P<field>[\w.\[\]-]+):(?P<kind>\w+)"
                 r"(?:\((?P<bits>[^)]*)\))?")
LIST_SHOWN = 6
LIST_JOINT = ",\n"      # between the elements of a list in one text


def parse_fields(text):
    """{field: (kind, {bit: name})} of a worker's table."""
    found = {}
    for row in ROW.finditer(text or ""):
        bits = {}
        for part in filter(None, (row["bits"] or "").split(",")):
            number, _, name = part.partition("=")
            if number.strip().isdigit():
                bits[int(number)] = name.strip()
        found[row["field"]] = (row["kind"], bits)
    return found


def kinds(table):
    """The same from {field: "bits(0=BUSY)"}, as a worker's table has it."""
    return parse_fields(" ".join(f"{field}:{kind}"
                                 for field, kind in table.items()))


def number_of(value):
    """The integer a value's text stands for, or None."""
    try:
        return int(value, 0)
    except (TypeError, ValueError):
        return None


def _bit_names(number, other, bits):
    """The names of the set bits; bits without a name count only where
    @other differs, and so do those that are clear."""
    apart = number ^ other
    names = [bits.get(bit, f"bit {bit}") for bit in range(64)
             if number >> bit & 1 and (bit in bits or apart >> bit & 1)]
    missing = [bits.get(bit, f"bit {bit}") for bit in range(64)
               if apart >> bit & 1 and not number >> bit & 1]
    return " ".join(names or [f"no {name}" for name in missing]
                    or ["no bit set"])


def describe(value, kind="", bits=None, other=None):
    """One value in words: with its unit, or the names of its bits.

    @other: the value that it is compared with.
    """
    number = number_of(value)
    if number is None or not kind:
        return value
    if kind == "bits":
        beside = number_of(other)
        beside = number if beside is None else beside
        return f"{number:#x} ({_bit_names(number, beside, bits or {})})"
    if kind == "hex":
        return f"{number:#x}" if number >= 0 else value
    return f"{value} {kind}"


def grouped(pairs):
    """A reply's (field, value) pairs as {field: [values]}, in order."""
    found = {}
    for field, value in pairs or ():
        found.setdefault(field, []).append(value)
    return found


def _first_difference(values, others):
    for index, (one, other) in enumerate(zip(values, others)):
        if one != other:
            return index
    return min(len(values), len(others))


def describe_list(values, others, kind, bits):
    """A list's values around the first that differs from @others."""
    if len(values) == 1 and len(others) <= 1:
        return describe(values[0], kind, bits, (others or [None])[0])
    if not values:
        return "(nothing)"
    start = max(0, min(_first_difference(values, others) - 2,
                       len(values) - LIST_SHOWN))
    shown = [describe(value, kind, bits)
             for value in values[start:start + LIST_SHOWN]]
    if start:
        shown.insert(0, f"({start} more)")
    left = len(values) - start - LIST_SHOWN
    if left > 0:
        shown.append(f"({left} more)")
    return LIST_JOINT.join(shown)


def differing(expected, got, fields, step=None):
    """The fields of two replies that differ, in words.

    @expected, @got: (field, value) pairs; @fields: from parse_fields;
    @step: the Step that was compared: what it masks, or leaves in any order,
    is no difference. Returns: two lists of [field, text], for the same
    fields.
    """
    wanted, had = grouped(expected), grouped(got)
    left, right = [], []
    for field in dict.fromkeys([*wanted, *had]):
        one = _compared(step, field, wanted.get(field, []))
        other = _compared(step, field, had.get(field, []))
        if one == other:
            continue
        kind, bits = fields.get(field, ("", {}))
        left.append([field, describe_list(one, other, kind, bits)])
        right.append([field, describe_list(other, one, kind, bits)
                      + _distance(one, other)])
    return left, right


def _compared(step, field, values):
    """The part of a field's values that @step compares."""
    if step and field in step.any_order:
        return sorted(values, key=lambda value: (number_of(value) is None,
                                                 number_of(value) or 0,
                                                 value))
    mask = step.mask.get(field) if step else None
    if mask is None:
        return values
    return [str(number_of(value) & mask) if number_of(value) is not None
            else value for value in values]


def _distance(wanted, got):
    """How far a single number is off, where that is a hint."""
    if len(wanted) != 1 or len(got) != 1:
        return ""
    one, other = number_of(wanted[0]), number_of(got[0])
    if one is None or other is None or "x" in wanted[0]:
        return ""
    off = other - one
    if abs(off) > 1000 or min(abs(one), abs(other)) < 10:
        return ""
    return f"  ({abs(off)} {'more' if off > 0 else 'less'})"
