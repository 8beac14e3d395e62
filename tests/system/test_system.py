#!/usr/bin/env python3
"""Generated programs on the whole machine, the same for every engine.

    tests/system/test_system.py DIFF_ROWS EMULATOR ACCEL...

    SYSTEM_PROGRAMS   number of programs (default: 100)
    SYSTEM_SEED       seed (default: 1)

Time is instructions (-icount), so interrupts come at the same instruction in
every engine, and what a program's traps saw must be the same.
"""

import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'diff'), HERE]
from diff_gen import make_pool  # noqa: E402
from diff_isa import Isa  # noqa: E402
from system_gen import SystemGenerator, usable  # noqa: E402
from system_image import (FLAG_COUNTS, FLAG_TIMER, MACHINE,  # noqa: E402
                          SUPERVISOR, USER, Linker, Missing, Place, monitor)

BATCH = 20
SKIPPED = 77
TIMEOUT = 20 * float(os.environ.get('LECTERN_TIMEOUT_SCALE', '1'))
NO_END = 'no end'
REFERENCE = 'interp'
ENGINES = [
    'tci,threshold=0',
    'tcg,threshold=0',
    'tcg,threshold=2,shuffle=7',
    'tcg,threshold=0,check=tci',
    'tcg,threshold=1,no-swap=on,no-chain=on',
    'tcg,threshold=1,no-fold=on,no-guard=on,no-float=on,no-liveness=on',
]


def run(emulator, engine, shift, path):
    """Lines printed; the last one says how it ended when that was bad."""
    command = [emulator, '-M', 'virt', '-cpu', 'max', '-m', '8M',
               '-nographic', '-bios', path, '-icount', f'shift={shift}',
               '-accel', engine]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=TIMEOUT,
                              errors='replace', check=False)
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b'').decode().split() + [NO_END]
    lines = done.stdout.split()
    if done.returncode:
        lines.append(f'status {done.returncode} {done.stderr[-400:]}')
    return lines


class Batch:
    """Programs that share an image."""

    def __init__(self, isa, linker, seed):
        rng = random.Random(seed)
        mode = (USER, SUPERVISOR, MACHINE)[seed % 3]
        self.place = Place(mode, FLAG_COUNTS | FLAG_TIMER, rng)
        self.shift = rng.randrange(2, 8)
        self.linker, self.seed = linker, seed
        rows = [r for r in isa.rows.values() if usable(r)]
        self.programs = [
            SystemGenerator(isa, rows, self.place,
                            seed * BATCH + i).program(rng.randrange(10, 50))
            for i in range(BATCH)]

    def write(self, path, programs):
        with open(path, 'wb') as out:
            out.write(self.linker.image(self.place, programs))


def first_difference(ours, theirs):
    for i, (a, b) in enumerate(zip(ours + [''], theirs + [''])):
        if a != b:
            return i
    return None


def try_batch(emulator, engines, batch, folder):
    """Descriptions of what differed."""
    path = os.path.join(folder, f'{batch.seed}.bin')
    batch.write(path, batch.programs)
    expected = run(emulator, REFERENCE, batch.shift, path)
    bad = []
    if expected[-1:] == [NO_END] and batch.place.mode == MACHINE:
        print(f'seed {batch.seed}: left out, a program destroyed its monitor')
        return bad
    if len(expected) != BATCH:
        bad.append(f'seed {batch.seed}: {REFERENCE}: {expected[-1:]}')
    for engine in engines:
        got = run(emulator, engine, batch.shift, path)
        at = first_difference(got, expected)
        if at is not None:
            bad.append(f'seed {batch.seed} shift {batch.shift} {engine}: '
                       f'program {at}: {got[at:at + 1]}, '
                       f'not {expected[at:at + 1]}')
    os.unlink(path)
    return bad


def main():
    isa = Isa(sys.argv[1])
    count = int(os.environ.get('SYSTEM_PROGRAMS', '100'))
    engines = [e for e in ENGINES if e.split(',')[0] in sys.argv[3:]]
    if not engines:
        sys.exit('name the accelerators to compare: tci, tcg')
    first = int(os.environ.get('SYSTEM_SEED', '1')) * 1000
    rng = random.Random(first)
    isa.learn_immediates(rng)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            linker = Linker(monitor(folder), make_pool(rng))
        except Missing as missing:
            print(f'skipped: {missing}')
            return SKIPPED
        for seed in range(first, first + max(1, count // BATCH)):
            bad = try_batch(sys.argv[2], engines, Batch(isa, linker, seed),
                            folder)
            print(*bad, sep='\n', end='\n' if bad else '', flush=True)
            failures += bad
    print(f'{len(failures)} differences in {count} programs')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
