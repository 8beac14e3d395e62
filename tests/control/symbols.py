"""symbols: an ELF file that holds nothing but names of addresses.

A kernel without its debugging package still lists its symbols in
/proc/kallsyms. gdb takes them from a file like this one; functions and data
are all it knows then, no types and no lines.
"""

import struct

MACHINE_RISCV = 243
TEXT, SYMTAB, STRTAB = 1, 2, 3          # section numbers
FUNCTION, OBJECT = 2, 1                 # kinds of symbols
PROGBITS, SYMBOLS, STRINGS, NOBITS = 1, 2, 3, 8


def parse_kallsyms(text):
    """[(address, letter, name)] of lines like "ffffffff80001000 T start"."""
    rows = []
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 3 and len(words[1]) == 1:
            try:
                rows.append((int(words[0], 16), words[1], words[2]))
            except ValueError:
                continue
    return rows


def section(name, kind, *rest):
    return struct.pack("<IIQQQQIIQQ", name, kind, *rest)


def write_elf(path, rows):
    """An ELF file at @path with a symbol for each of @rows."""
    names = b"\0"
    symbols = bytes(24)
    for address, letter, name in rows:
        kind = FUNCTION if letter in "tTwW" else OBJECT
        symbols += struct.pack("<IBBHQQ", len(names), 1 << 4 | kind, 0, TEXT,
                               address, 0)
        names += name.encode() + b"\0"
    titles = b"\0.text\0.symtab\0.strtab\0"
    base = min(row[0] for row in rows)
    size = max(row[0] for row in rows) + 4096 - base
    at = 64
    parts = [symbols, names + titles]
    sections = [
        bytes(64),
        section(1, NOBITS, 6, base, at, size, 0, 0, 1, 0),
        section(7, SYMBOLS, 0, 0, at, len(symbols), STRTAB, 1, 8, 24),
        section(15, STRINGS, 0, 0, at + len(symbols), len(names), 0, 0, 1,
                0),
        section(15, STRINGS, 0, 0, at + len(symbols) + len(names),
                len(titles), 0, 0, 1, 0),
    ]
    table = at + sum(map(len, parts))
    header = struct.pack(
        "<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1" + bytes(9), 2, MACHINE_RISCV,
        1, base, 0, table, 4, 64, 0, 0, 64, len(sections),
        len(sections) - 1)
    with open(path, "wb") as out:
        out.write(header + b"".join(parts) + b"".join(sections))
