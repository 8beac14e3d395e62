"""blocks: code that the scenarios of the lab exec look up or run"""
import struct

from guest import (A0, A2, NOP, RAM, WFI, ZERO, addi, assemble, xori)

TABLES = RAM + 0x20000          # root, middle, leaves
PAGE = 0x1000
SV39 = 8 << 60
LEAF, POINTER = 0xcf, 0x01      # V R W X A D; V

# Helpers of the worker that leave by a jump, see worker_loop.c; DEBUG, FAULT
# and their like do so without help of cpu_loop_exit.c.
HELPER_DEBUG, HELPER_FAULT, PLAIN, QUIET, DEBUG, FAULT = (
    [xori(ZERO, ZERO, number)] for number in range(1, 7))


def straight(s, at, count, last=WFI):
    """A block of @count instructions at @at."""
    words = [addi(A0, A0, s.rng.randrange(1, 100)) for _ in range(count - 1)]
    s.op("load", at, assemble([*words, last], at))


def helper_program(rng, *kinds):
    """A few instructions around each helper, all in one block."""
    made = []
    for kind in kinds:
        made += [addi(A2, A2, 1)] * rng.randrange(1, 7)
        made += kind
    return [*made, addi(A2, A2, 1), NOP]


def open_pmp(s, split=None):
    """PMP allows everything; @split: 8 bytes there have their own entry."""
    if split is None:
        s.op("set", "pmpaddr0", (1 << 54) - 1)
        s.op("set", "pmpcfg0", 0x1f)
    else:
        s.op("set", "pmpaddr1", (1 << 54) - 1)
        s.op("set", "pmpaddr0", split >> 2)
        s.op("set", "pmpcfg0", 0x1f1f)


def map_page(s, pages):
    """Virtual pages from 0x40000000 on lead to @pages."""
    root, middle, leaves = (TABLES + PAGE * n for n in range(3))
    s.op("load", root + 8, struct.pack("<Q", middle >> 2 | POINTER))
    s.op("load", middle, struct.pack("<Q", leaves >> 2 | POINTER))
    entries = [page >> 2 | LEAF for page in pages]
    s.op("load", leaves, struct.pack(f"<{len(entries)}Q", *entries))
    s.op("set", "satp", SV39 | root >> 12)
