#!/usr/bin/env python3
"""Compare lectern's decoder and disassembler with binutils' objdump.

usage: disas_oracle.py PATH-TO-isa_words

objdump is $OBJDUMP or the first riscv64 objdump in PATH; without one the
test is skipped (status 77). Extensions that this objdump does not know are
left out, and their rows counted as skipped.

Words compared: random operands of every row, all 16-bit encodings, all CSR
numbers, words near a row (one to three fixed bits flipped) and uniformly
random words. Both sides must agree on what is an instruction, and on its
text; ACCEPTED lists the differences that are the objdump's own, each with its
reason.
"""

import collections
import os
import random
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile

SKIPPED = 77
WORDS_PER_ROW = 400
NEAR_WORDS_PER_ROW = 200
RANDOM_WORDS = 250000
CSRRS_A0 = 0x00002573           # csrrs a0,0,zero
BASE_PC = 0x80000000

# Extensions by the letter that older binutils want.
LETTERS = {'i': 'i', 'm': 'm', 'zmmul': 'm', 'a': 'a', 'zaamo': 'a',
           'zalrsc': 'a', 'f': 'f', 'd': 'd', 'zca': 'c', 'zcd': 'c'}
BASE_ARCH = 'rv64imafdc'

Row = collections.namedtuple('Row', 'name ext picture')


# --- objdump ---------------------------------------------------------------

def find_objdump():
    candidates = ('riscv64-linux-gnu-objdump', 'riscv64-unknown-elf-objdump')
    if os.environ.get('OBJDUMP'):
        candidates = (os.environ['OBJDUMP'],)
    for command in map(shlex.split, candidates):
        if shutil.which(command[0]):
            return command
    return None


def attributes_section(arch):
    """.riscv.attributes with one file-level Tag_RISCV_arch (psABI)."""
    tag_arch = b'\x05' + arch.encode() + b'\0'
    file_part = b'\x01' + struct.pack('<I', len(tag_arch) + 5) + tag_arch
    vendor = b'riscv\0' + file_part
    return b'A' + struct.pack('<I', len(vendor) + 4) + vendor


def elf_image(code, arch):
    """A relocatable ELF64 for riscv with .text and the arch attribute."""
    names = b'\0.text\0.riscv.attributes\0.shstrtab\0'
    attributes = attributes_section(arch)
    text_at = 64
    attributes_at = text_at + len(code)
    names_at = attributes_at + len(attributes)
    headers_at = (names_at + len(names) + 7) & ~7

    def section(name, kind, flags, address, at, size):
        offset = names.index(name.encode() + b'\0')
        return struct.pack('<IIQQQQIIQQ', offset, kind, flags, address, at,
                           size, 0, 0, 2, 0)

    header = struct.pack('<16sHHIQQQIHHHHHH', b'\x7fELF\x02\x01\x01', 2, 243,
                         1, 0, 0, headers_at, 5, 64, 0, 0, 64, 4, 3)
    image = header + code + attributes + names
    return image.ljust(headers_at, b'\0') + bytes(64) + \
        section('.text', 1, 6, BASE_PC, text_at, len(code)) + \
        section('.riscv.attributes', 0x70000003, 0, 0, attributes_at,
                len(attributes)) + \
        section('.shstrtab', 3, 0, 0, names_at, len(names))


class Objdump:
    def __init__(self, command):
        self.command = command
        self.arch = BASE_ARCH

    def run(self, code, arch):
        with tempfile.NamedTemporaryFile(suffix='.o') as f:
            f.write(elf_image(code, arch))
            f.flush()
            return subprocess.run(
                self.command + ['-d', '-z', '-M', 'no-aliases,priv-spec=1.12',
                                f.name],
                capture_output=True, text=True, check=False)

    def knows(self, ext):
        result = self.run(struct.pack('<I', 0x13), f'{BASE_ARCH}_{ext}')
        return result.returncode == 0 and not result.stderr

    def disassemble(self, words):
        """One text per word; None where objdump knows no instruction."""
        code = b''.join(struct.pack('<I' if w & 3 == 3 else '<H', w)
                        for w in words)
        result = self.run(code, self.arch)
        if result.returncode or result.stderr:
            sys.exit(f'{self.command}: {result.stderr}')
        at = {}
        for line in result.stdout.splitlines():
            match = re.match(r'\s*([0-9a-f]+):\t[0-9a-f ]+\t(.*)', line)
            if match:
                at[int(match[1], 16)] = objdump_text(match[2])
        return [at.get(pc) for pc in addresses(words)]


def objdump_text(text):
    text = text.split('#')[0].strip().replace('\t', ' ')
    return None if text.startswith(('.', 'c.unimp')) else text


def addresses(words):
    pc = BASE_PC
    for word in words:
        yield pc
        pc += 4 if word & 3 == 3 else 2


# --- lectern ---------------------------------------------------------------

class Lectern:
    def __init__(self, program):
        self.program = program
        text = self.call('rows', '')
        self.rows = [Row(*line.split(' ', 2)) for line in text.splitlines()]

    def call(self, mode, text):
        return subprocess.run([self.program, mode], input=text, text=True,
                              capture_output=True, check=True).stdout

    def disassemble(self, words):
        lines = ''.join(f'{pc:x} {word:x}\n'
                        for pc, word in zip(addresses(words), words))
        texts = [line.replace('\t', ' ')
                 for line in self.call('disas', lines).splitlines()]
        assert len(texts) == len(words)
        return [None if text.startswith('.') else text for text in texts]


def row_name(text):
    mnemonic = re.sub(r'(\.aq|\.rl|\.aqrl)$', '', text.split(' ')[0])
    return mnemonic.replace('.', '_')


# --- words -----------------------------------------------------------------

def random_word(rng, picture):
    """Random operands; ignored bits are zeros half of the time."""
    ignored = rng.choice(('0', '01'))
    bits = [c if c in '01' else rng.choice(ignored if c == '-' else '01')
            for c in picture if c != ' ']
    return int(''.join(bits), 2)


def near_word(rng, picture):
    """Flip fixed bits; the length bits stay, and 48-bit forms are avoided."""
    word = random_word(rng, picture)
    width = 16 if word & 3 != 3 else 32
    for _ in range(rng.randint(1, 3)):
        word ^= 1 << rng.randrange(2, width)
    return word


def plain_length(word):
    """False for the encodings of more than 32 bits, which objdump joins."""
    return word & 3 != 3 or word & 0x1c != 0x1c


def all_words(rng, rows):
    words = [w for w in range(0x10000) if w & 3 != 3]
    for row in rows:
        words += [random_word(rng, row.picture)
                  for _ in range(WORDS_PER_ROW)]
        words += [near_word(rng, row.picture)
                  for _ in range(NEAR_WORDS_PER_ROW)]
    words += [rng.getrandbits(32) | 3 for _ in range(RANDOM_WORDS)]
    words += [csr << 20 | CSRRS_A0 for csr in range(0x1000)]
    return [w for w in words if plain_length(w)]


# --- comparison ------------------------------------------------------------

# (pattern of "lectern | objdump" with "-" for no instruction, bits of which
# the word has at least one or None, reason)
ACCEPTED = [(re.compile(pattern), bits, reason) for pattern, bits, reason in (
    (r'fence(\.tso| [iorw]+,[iorw]+| \S*unknown\S*) \| -', 0xf00f8f80,
     'fence ignores rd, rs1 and reserved fm; objdump wants zeros'),
    (r'fence\.i \| -', 0xffff8f80,
     'fence.i ignores rd, rs1 and imm; objdump wants zeros'),
    (r'fcvt\.(d\.wu?|d\.s|d\.h|s\.h) \w+,\w+,(?!rne)\w+ \| -', 0x7000,
     'exact conversions have a rounding mode; objdump knows rne only'),
    (r'c\.(?P<op>\w+) (?P<rd>\w+),0x0 \| c\.(?P=op)64 (?P=rd)', None,
     'shift by 0: objdump prints the mnemonic of RV128'),
    (r'- \| c\.addi16sp sp,0', None,
     'c.addi16sp 0 is reserved; objdump does not check'),
    (r'- \| (uret|hret|sfence\.vm .*|sfence\.vm)', None,
     'removed from the privileged architecture before version 1.11'),
    (r'- \| hinval\.[gv]vma .*', None, 'hypervisor extension'),
    (r'(csrr\w+ \w+),0x[0-9a-f]+(,\w+) \| \1,\w+\2', None,
     'CSR without a row in lectern'),
    (r'(csrr\w+ \w+),(?:th_\w+|jvt|mcyclecfg|minstretcfg)(,\w+) \| '
     r'\1,0x[0-9a-f]+\2', None,
     'CSR of a vendor, or newer than this objdump'),
    (r'csrrw zero,(cycle|0xc00),zero \| unimp', None,
     'a write to a read-only CSR that assemblers use as unimp'),
)]


def accepted(word, ours, theirs):
    text = f'{ours or "-"} | {theirs or "-"}'
    for pattern, bits, reason in ACCEPTED:
        if pattern.fullmatch(text) and (bits is None or word & bits):
            return reason
    return None


def compare(words, lectern, objdump, known_rows):
    """Returns (agreed, skipped, reasons, failures by kind)."""
    ours = lectern.disassemble(words)
    theirs = objdump.disassemble(words)
    agreed = skipped = 0
    reasons = collections.Counter()
    failures = collections.defaultdict(list)
    for word, our, their in zip(words, ours, theirs):
        if our and row_name(our) not in known_rows:
            skipped += 1
        elif our == their:
            agreed += 1
        elif accepted(word, our, their):
            reasons[accepted(word, our, their)] += 1
        else:
            key = (row_name(our or ''), row_name(their or ''))
            failures[key].append((word, our, their))
    return agreed, skipped, reasons, failures


def known_extensions(objdump, rows):
    extensions = sorted({row.ext for row in rows} - set(LETTERS))
    known = [ext for ext in extensions if objdump.knows(ext)]
    objdump.arch = '_'.join([BASE_ARCH] + known)
    return set(known) | set(LETTERS)


def report(rows, known_rows, result):
    agreed, skipped, reasons, failures = result
    print(f'{agreed} words agree; {len(known_rows)} of {len(rows)} rows are '
          f'known to this objdump, {skipped} words of others skipped')
    for reason, count in sorted(reasons.items()):
        print(f'accepted {count:7}: {reason}')
    for (our, their), cases in sorted(failures.items()):
        word, our_text, their_text = cases[0]
        print(f'FAIL {len(cases):6} x {our or "-"} / {their or "-"}: '
              f'{word:08x} lectern: {our_text}  objdump: {their_text}')


def main():
    command = find_objdump()
    if not command:
        print('skipped: neither $OBJDUMP nor PATH has a riscv64 objdump')
        return SKIPPED
    lectern = Lectern(sys.argv[1])
    objdump = Objdump(command)
    known = known_extensions(objdump, lectern.rows)
    known_rows = {row.name for row in lectern.rows if row.ext in known}
    seed = int(os.environ.get('SEED', '1'))
    words = all_words(random.Random(seed), lectern.rows)
    result = compare(words, lectern, objdump, known_rows)
    report(lectern.rows, known_rows, result)
    return 1 if result[3] else 0


if __name__ == '__main__':
    sys.exit(main())
