"""The image of a batch of programs: monitor, page tables, data, code.

      RAM         guest.S with its parameters
      TABLES      Sv39: root, middle, one leaf table for code, one for data
      STATES      2 KiB per program: entry, registers, window
      DATA        data pages, then their pristine copies
      CODE        code pages

Virtual pages that follow one another lie apart in RAM. The data pages, seen
from data_va: two with a window of 512 bytes around their border that gp
points at, one that is absent at first, one read-only, one not yet dirty, one
that is the PLIC's, one more, and nothing behind.
"""

import os
import shutil
import struct
import subprocess

from diff_image import POOL, POOL_COUNT, pack_words

HERE = os.path.dirname(os.path.abspath(__file__))
PREFIXES = ('riscv64-linux-gnu-', 'riscv64-unknown-elf-')
FLAGS = """-march=rv64gc_zicsr_zifencei -mabi=lp64d -mcmodel=medany -nostdlib
    -static -Wl,--build-id=none -Wl,-Ttext=0x80000000""".split()

RAM = 0x80000000
TABLES = RAM + 0x10000
STATES = RAM + 0x20000
STATE_BYTES = 2048
DATA = RAM + 0x40000
DATA_PAGES = 8
CODE = RAM + 0x80000
PAGE = 4096
PLIC = 0xc000000
CODE_VA, DATA_VA = 0x10000000, 0x20000000
SV39 = 8 << 60

PTE_V, PTE_R, PTE_W, PTE_X, PTE_U, PTE_A, PTE_D = (1 << i for i in
                                                   (0, 1, 2, 3, 4, 6, 7))
FLAG_COUNTS, FLAG_TIMER = 1, 2
MPP_SHIFT, MPIE, FS_DIRTY = 11, 1 << 7, 3 << 13
USER, SUPERVISOR, MACHINE = 0, 1, 3
CBO = 0xf0
LIMIT = 600
HEADER = struct.Struct('<11Q')


class Missing(Exception):
    """No cross compiler."""


def monitor(folder):
    """Bytes of guest.S, built in @folder."""
    prefix = next((p for p in (os.environ.get('CROSS_COMPILE'), *PREFIXES)
                   if p and shutil.which(p + 'gcc')), None)
    if not prefix:
        raise Missing('no riscv64 cross compiler')
    elf, flat = (os.path.join(folder, 'guest' + end)
                 for end in ('.elf', '.bin'))
    subprocess.run([prefix + 'gcc', *FLAGS, os.path.join(HERE, 'guest.S'),
                    '-o', elf], check=True)
    subprocess.run([prefix + 'objcopy', '-O', 'binary', elf, flat],
                   check=True)
    with open(flat, 'rb') as file:
        return file.read()


class Place:
    """Where programs run: a mode, with paging unless that is MACHINE."""

    def __init__(self, mode, flags, rng):
        self.mode, self.flags = mode, flags
        self.code_pages = rng.sample(range(64), 64)
        self.data_pages = rng.sample(range(DATA_PAGES), DATA_PAGES)
        self.mmio = flags & FLAG_COUNTS
        if mode == MACHINE:
            self.code_va, self.data_va = CODE, DATA
            self.code_pages = sorted(self.code_pages)
            self.data_pages = sorted(self.data_pages)
        else:
            self.code_va, self.data_va = CODE_VA, DATA_VA
        self.gp = self.data_va + PAGE

    def leaf(self, physical, bits):
        user = PTE_U if self.mode == USER else 0
        return physical >> 2 | bits | user | PTE_V | PTE_A

    def data_entries(self):
        """Page table entries of the data pages, see above."""
        writable = PTE_R | PTE_W | PTE_D
        bits = [writable, writable, writable, PTE_R, PTE_R | PTE_W, writable,
                writable]
        entries = [self.leaf(DATA + PAGE * page, b)
                   for page, b in zip(self.data_pages, bits)]
        entries[2] &= ~PTE_V
        entries[5] = self.leaf(PLIC, writable) if self.mmio else 0
        return entries + [0]

    def tables(self):
        root, middle, code, data, first = (
            TABLES + PAGE * i for i in range(5))
        image = bytearray(5 * PAGE)

        def put(table, index, value):
            struct.pack_into('<Q', image, table - TABLES + 8 * index, value)

        put(root, 0, middle >> 2 | PTE_V)
        put(middle, CODE_VA >> 21, code >> 2 | PTE_V)
        put(middle, DATA_VA >> 21, data >> 2 | PTE_V)
        rights = PTE_R | PTE_W | PTE_X | PTE_D
        for i, page in enumerate(self.code_pages):
            put(code, i, self.leaf(CODE + PAGE * page, rights))
        for i, entry in enumerate(self.data_entries()):
            put(data, i, entry)
            put(first, i, entry)
        return image

    def satp(self):
        return 0 if self.mode == MACHINE else SV39 | TABLES >> 12

    def mstatus(self):
        return self.mode << MPP_SHIFT | MPIE | FS_DIRTY


class Linker:
    def __init__(self, monitor_bytes, pool):
        self.monitor, self.pool = monitor_bytes, pool

    def header(self, place, count):
        return HEADER.pack(
            count, place.flags, place.satp(), place.mstatus(), CBO, LIMIT,
            STATES, TABLES + 3 * PAGE, TABLES + 4 * PAGE, DATA,
            DATA_PAGES * PAGE)

    def data(self, place):
        pages = bytearray(DATA_PAGES * PAGE)
        at = PAGE * place.data_pages[1] + POOL
        struct.pack_into(f'<{POOL_COUNT}Q', pages, at, *self.pool)
        return pages + pages

    def state(self, place, entry, program):
        state = program.state
        x = [0, *state.x[1:]]
        x[3] = place.gp
        fixed = struct.pack('<2Q32Q32QQ', entry, program.seed | 1, *x,
                            *state.f, state.fcsr)
        return (fixed + state.window).ljust(STATE_BYTES, b'\0')

    def image(self, place, programs):
        image = bytearray(CODE - RAM + 64 * PAGE)

        def put(address, data):
            image[address - RAM:address - RAM + len(data)] = data

        put(RAM, self.monitor)
        put(RAM + 8, self.header(place, len(programs)))
        put(TABLES, place.tables())
        put(DATA, self.data(place))
        pc = place.code_va
        for i, program in enumerate(programs):
            code = pack_words(program.assemble(pc))
            put(STATES + STATE_BYTES * i, self.state(place, pc, program))
            self.put_code(place, put, pc, code)
            pc += len(code) + 15 & ~15
        return bytes(image)

    def put_code(self, place, put, pc, code):
        """Page by page: neighbours lie apart."""
        while code:
            offset = pc - place.code_va
            inside = PAGE - offset % PAGE
            page = place.code_pages[offset // PAGE]
            put(CODE + PAGE * page + offset % PAGE, code[:inside])
            pc, code = pc + inside, code[inside:]
