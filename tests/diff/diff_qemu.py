#!/usr/bin/env python3
"""Run generated programs on lectern and on qemu-riscv64.

usage: diff_qemu.py DIFF_ROWS DIFF_RUN [PROGRAMS]

Both must leave the same registers, fcsr and memory. A difference is printed
with a program made as small as possible. Every row of the instruction tables
that a user-mode program can use, and that this QEMU knows, must have been
executed.

    QEMU_RISCV64   command line of the emulator (default: qemu-riscv64)
    DIFF_PROGRAMS  number of programs (default: the argument, else 2000)
    DIFF_SEED      seed (default: 1)
    LECTERN_TEST_ACCEL    engine: interp (default), tci, tcg
    LECTERN_TEST_SHUFFLE  seed of tcg's register map
    LECTERN_TEST_CHECK    tcg compares each unit with its operations

Without the emulator the test is skipped (status 77).
"""

import collections
import concurrent.futures
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from diff_gen import Generator, make_pool, unsafe_reason
from diff_image import BASE, RECORD, Linker, Program, elf, pack_words, show
from diff_isa import Isa

SKIPPED = 77
BATCH = 40
MIN_ITEMS, MAX_ITEMS = 30, 90   # of about 2 instructions each

# Extensions that rv64 always has, or that another name switches on.
ALWAYS = {'i', 'm', 'a', 'f', 'd', 'zmmul', 'zaamo', 'zalrsc', 'zca', 'zcd',
          'zicsr', 'zifencei'}
WITH = {'zfhmin': 'zfh'}

# Rows that some QEMU executes wrongly: (first version that is right, reason).
KNOWN_BUGS = {
    'ctzw': ((10, 0), 'counts into the upper half when the lower is 0 (7.2)'),
}


# --- emulators ------

class Qemu:
    def __init__(self, command, folder):
        self.command, self.folder = command, folder

    def run(self, cpu, image, name):
        path = os.path.join(self.folder, name + '.elf')
        with open(path, 'wb') as f:
            f.write(elf(image))
        os.chmod(path, 0o755)
        return subprocess.run([*self.command, '-cpu', cpu, path],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              check=False, timeout=120)

    def version(self):
        text = subprocess.run([*self.command, '--version'], text=True,
                              capture_output=True, check=False).stdout
        match = re.search(r'version (\d+)\.(\d+)', text)
        return (int(match[1]), int(match[2])) if match else (0, 0)

    def knows(self, cpu, image):
        return self.run(cpu, image, 'probe').returncode == 0


class Lectern:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, cpu, image, name):
        path = os.path.join(self.folder, name + '.bin')
        with open(path, 'wb') as f:
            f.write(image)
        return subprocess.run([self.program, cpu, path], check=False,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=120)


def find_qemu():
    command = shlex.split(os.environ.get('QEMU_RISCV64', 'qemu-riscv64'))
    if not shutil.which(command[0]):
        print(f'skipped: no {command[0]}')
        sys.exit(SKIPPED)
    return command


# --- flavours: a CPU of QEMU, ours, and the rows both know ------

class Flavour:
    def __init__(self, name, qemu_cpu, lectern_cpu, rows):
        self.name = name
        self.qemu_cpu, self.lectern_cpu = qemu_cpu, lectern_cpu
        self.rows = rows
        self.count = collections.Counter()


def known_properties(qemu, image, extensions):
    """{extension: QEMU's property} for those that this QEMU has."""
    known = {}
    for ext in sorted(extensions):
        for name in (ext, ext.capitalize(), 'x-' + ext):
            if qemu.knows(f'rv64,{name}=true', image):
                known[ext] = name
                break
    return known


def rv64_flavour(isa, qemu, image):
    rows = [row for row in isa.rows.values() if not row.ext.startswith('x')]
    extensions = {WITH.get(row.ext, row.ext) for row in rows} - ALWAYS
    known = known_properties(qemu, image, extensions)
    exts = ALWAYS | set(known) | {e for e, w in WITH.items() if w in known}
    cpu = ','.join(['rv64'] + [f'{p}=true' for p in known.values()])
    return Flavour('rv64', cpu, 'max', [r for r in rows if r.ext in exts])


def thead_flavour(isa, qemu, image):
    if not qemu.knows('thead-c906', image):
        return None
    base = [r for r in isa.rows.values() if r.ext in ALWAYS]
    rows = [r for r in isa.rows.values() if r.ext.startswith('xthead')]
    return Flavour('thead-c906', 'thead-c906', 'thead-c906', rows + base)


def make_flavours(isa, linker, qemu):
    rng = random.Random(0)
    rows = [isa.rows['addi']]
    image = linker.image([Generator(isa, rows, rng).program(1)])
    flavours = [rv64_flavour(isa, qemu, image),
                thead_flavour(isa, qemu, image)]
    flavours = [f for f in flavours if f]
    wrong = known_bugs(qemu)
    for flavour in flavours:
        flavour.rows = [r for r in flavour.rows
                        if not unsafe_reason(r.name) and r.name not in wrong]
    return flavours


def known_bugs(qemu):
    version = qemu.version()
    wrong = {row: reason for row, (fixed, reason) in KNOWN_BUGS.items()
             if version < fixed}
    for row, reason in wrong.items():
        print(f'left out: {row}: QEMU {version[0]}.{version[1]} {reason}')
    return wrong


# --- comparing ------

class Comparer:
    def __init__(self, isa, linker, qemu, lectern):
        self.isa, self.linker = isa, linker
        self.qemu, self.lectern = qemu, lectern

    def both(self, flavour, programs, name):
        image = self.linker.image(programs)
        return (self.lectern.run(flavour.lectern_cpu, image, name),
                self.qemu.run(flavour.qemu_cpu, image, name))

    def first_difference(self, flavour, programs, name):
        """Index of the first program with different records, or None."""
        ours, theirs = self.both(flavour, programs, name)
        for i in range(len(programs)):
            part = slice(i * RECORD, (i + 1) * RECORD)
            if ours.stdout[part] != theirs.stdout[part] or \
                    len(ours.stdout[part]) != RECORD:
                return i
        return None

    def differs(self, flavour, program, name):
        return self.first_difference(flavour, [program], name) is not None

    def minimise(self, flavour, program, name):
        """Drop ever smaller runs of items while the difference stays."""
        items = program.items
        chunk = max(1, len(items) // 2)
        while chunk:
            at = 0
            while at < len(items):
                fewer = items[:at] + items[at + chunk:]
                if self.differs(flavour, Program(fewer, program.state), name):
                    items = fewer
                else:
                    at += chunk
            chunk //= 2
        return Program(items, program.state)

    def report(self, flavour, program, name):
        small = self.minimise(flavour, program, name)
        ours, theirs = self.both(flavour, [small], name)
        print(f'--- difference on {flavour.name}, {len(small.items)} items:')
        words, starts = small.body(BASE)
        pc, pairs = BASE, []
        for word in words:
            pairs.append((pc, word))
            pc += 4 if word & 3 == 3 else 2
        for (at, word), text in zip(pairs, self.isa.disas(pairs)):
            print(f'    {at - BASE:4x}: {word:08x} {text}')
        for who, run in (('lectern', ours), ('qemu', theirs)):
            if run.returncode or len(run.stdout) != RECORD:
                print(f'    {who}: status {run.returncode} '
                      f'{run.stderr.decode(errors="replace").strip()[:200]}')
        self.report_values(small, ours.stdout, theirs.stdout)

    def report_values(self, program, ours, theirs):
        if len(ours) != RECORD or len(theirs) != RECORD:
            return
        print('    before:', ' '.join(
            f'x{n}={program.state.x[n]:x} f{n}={program.state.f[n]:016x}'
            for n in range(5, 16)), f'fcsr={program.state.fcsr:x}')
        for (name, our), (_, their) in zip(show(ours), show(theirs)):
            if our != their:
                print(f'    {name}: lectern {our:#x}, qemu {their:#x}')


def count_rows(flavour, programs):
    """Items that no branch can skip were executed."""
    for program in programs:
        shadow = 0
        for item in program.items:
            if shadow == 0:
                flavour.count[item.row.name] += 1
            shadow = max(shadow - 1, item.skip)


def run_batch(comparer, flavour, seed):
    """Returns: the number of programs and the differing ones."""
    rng = random.Random(seed)
    generator = Generator(comparer.isa, flavour.rows, rng)
    programs = [generator.program(rng.randint(MIN_ITEMS, MAX_ITEMS))
                for _ in range(BATCH)]
    name = f'{flavour.name}-{seed}'
    rest, bad = programs, []
    while rest:
        i = comparer.first_difference(flavour, rest, name)
        if i is None:
            break
        bad.append(rest[i])
        rest = rest[i + 1:]
    for suffix in ('.elf', '.bin'):
        os.unlink(os.path.join(comparer.qemu.folder, name + suffix))
    return programs, bad


def run_flavour(comparer, flavour, seeds):
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(run_batch, comparer, flavour, s) for s in seeds]
        for job in concurrent.futures.as_completed(jobs):
            programs, bad = job.result()
            count_rows(flavour, programs)
            for program in bad:
                failures += 1
                if failures <= 8:
                    comparer.report(flavour, program, 'small')
                    sys.stdout.flush()
    return failures


def report_coverage(isa, flavours):
    """Prints the rows executed; returns the number that were not."""
    reached = set()
    for flavour in flavours:
        missing = [r.name for r in flavour.rows if not flavour.count[r.name]]
        print(f'{flavour.name}: {len(flavour.rows) - len(missing)} of '
              f'{len(flavour.rows)} rows executed')
        if missing:
            print('  never executed:', ' '.join(missing))
            return len(missing)
        reached |= {r.name for r in flavour.rows}
    unsafe = {n for n in isa.rows if unsafe_reason(n)}
    unknown = set(isa.rows) - unsafe - reached
    print(f'{len(reached)} of {len(isa.rows)} rows executed; {len(unsafe)} '
          f'not for user mode; {len(unknown)} unknown or left out')
    return 0


def main():
    isa = Isa(sys.argv[1])
    seed = int(os.environ.get('DIFF_SEED', '1'))
    programs = sys.argv[3] if len(sys.argv) > 3 else '2000'
    count = int(os.environ.get('DIFF_PROGRAMS', programs))
    rng = random.Random(seed)
    isa.learn_immediates(rng)
    linker = Linker(isa, make_pool(rng))
    failures = missing = 0
    with tempfile.TemporaryDirectory() as folder:
        qemu = Qemu(find_qemu(), folder)
        comparer = Comparer(isa, linker, qemu, Lectern(sys.argv[2], folder))
        flavours = make_flavours(isa, linker, qemu)
        for flavour in flavours:
            batches = max(1, count // len(flavours) // BATCH)
            first = seed * 1000000
            failures += run_flavour(comparer, flavour,
                                    range(first, first + batches))
        missing = report_coverage(isa, flavours)
    print(f'{failures} of {count} programs differ')
    return 1 if failures or missing else 0


if __name__ == '__main__':
    sys.exit(main())
