#!/usr/bin/env python3
"""Compare core/fpu.h with the instructions as qemu-riscv64 executes them.

usage: fpu_oracle.py HOST GUEST.c [COUNT]

Compiles GUEST.c with riscv64-linux-gnu-gcc and feeds the same vectors to it
and to HOST. QEMU_RISCV64 names another qemu-riscv64 (a command line). Zfh
and Zfa rows are left out when that QEMU does not know them. Exit status 77
means that a tool is missing.
"""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

import fpu_oracle_vectors as v

CPUS = ['rv64,zfh=true,zfa=true', 'rv64,zfh=true', 'rv64,Zfh=true', 'rv64']
COMPILER = 'riscv64-linux-gnu-gcc'
SKIPPED = 77


def skip(reason):
    print('skipped:', reason)
    sys.exit(SKIPPED)


def build_guest(source, folder):
    if not shutil.which(COMPILER):
        skip('no ' + COMPILER)
    guest = os.path.join(folder, 'fpu_oracle_guest')
    if subprocess.run([COMPILER, '-O1', '-static', '-o', guest,
                       source]).returncode != 0:
        skip(COMPILER + ' cannot build the guest program')
    return guest


def qemu_command(guest):
    """How to run @guest on the most capable CPU that the emulator knows."""
    emulator = shlex.split(os.environ.get('QEMU_RISCV64', 'qemu-riscv64'))
    if not shutil.which(emulator[0]):
        skip('no ' + emulator[0])
    for cpu in CPUS:
        command = [*emulator, '-cpu', cpu, guest]
        if subprocess.run(command, stdin=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0:
            return command
    skip(emulator[0] + ' does not run the guest program')


def executes(command, row):
    """Does the emulated CPU know this instruction?"""
    return len(v.run_vectors(command, [f'{row.number} 0 0 0 0'])) == 1


def compare(row, host, command, count):
    """Number of differences; the first few are printed."""
    vectors = v.vectors_of(row, count, v.seeded(row.number))
    ours = v.run_vectors([host], vectors)
    theirs = v.run_vectors(command, vectors)
    if not len(ours) == len(theirs) == len(vectors):
        print(f'{row.function}: {len(vectors)} vectors, {len(ours)} results '
              f'of the library, {len(theirs)} of QEMU')
        return 1
    wrong = [t for t in zip(vectors, ours, theirs) if t[1] != t[2]]
    for vector, our, their in wrong[:5]:
        print(f'{row.function} {vector}: library {our}, QEMU {their}')
    return len(wrong)


def main():
    host, source = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    failures = 0
    left_out = []
    with tempfile.TemporaryDirectory() as folder:
        command = qemu_command(build_guest(source, folder))
        for row in v.rows_of(host):
            if executes(command, row):
                failures += compare(row, host, command, count)
            else:
                left_out.append(row)
    print(f'{failures} differences; not in this QEMU:',
          ' '.join(row.function for row in left_out) or 'nothing')
    if any(row.extension == 'BASE' and 'f16' not in row.function
           for row in left_out):
        sys.exit('an F or D instruction does not execute')
    sys.exit(failures != 0)


if __name__ == '__main__':
    main()
