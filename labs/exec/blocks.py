"""blocks: code that the scenarios of the lab exec look up or run"""
import struct

from guest import A0, A2, NOP, RAM, WFI, ZERO, addi, assemble, op, xori

TABLES = RAM + 0x20000          # root, middle, leaves
PAGE = 0x1000
USER, SUPERVISOR, MACHINE = 0, 1, 3
SIE, MIE = 1 << 1, 1 << 3       # mstatus
IRQS = (11, 3, 7, 9, 1, 5, 13)  # in order of priority
SV39 = 8 << 60
LEAF, POINTER = 0xcf, 0x01      # V R W X A D; V

# Helpers of the worker that leave by a jump, see worker_loop.c; DEBUG, FAULT
# and their like do so without help of cpu_loop_exit.c.
HELPER_DEBUG, HELPER_FAULT, PLAIN, QUIET, DEBUG, FAULT = (
    [xori(ZERO, ZERO, number)] for number in range(1, 7))


def bits(numbers):
    return sum(1 << number for number in numbers)


def straight(s, at, count, last=WFI):
    """A block of @count instructions at @at."""
    words = [addi(A0, A0, s.rng.randrange(1, 100)) for _ in range(count - 1)]
    op(s, "load", at, assemble([*words, last], at))


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
        op(s, "set", "pmpaddr0", (1 << 54) - 1)
        op(s, "set", "pmpcfg0", 0x1f)
    else:
        op(s, "set", "pmpaddr1", (1 << 54) - 1)
        op(s, "set", "pmpaddr0", split >> 2)
        op(s, "set", "pmpcfg0", 0x1f1f)


def map_page(s, pages):
    """Virtual pages from 0x40000000 on lead to @pages."""
    root, middle, leaves = (TABLES + PAGE * n for n in range(3))
    op(s, "load", root + 8, struct.pack("<Q", middle >> 2 | POINTER))
    op(s, "load", middle, struct.pack("<Q", leaves >> 2 | POINTER))
    entries = [page >> 2 | LEAF for page in pages]
    op(s, "load", leaves, struct.pack(f"<{len(entries)}Q", *entries))
    op(s, "set", "satp", SV39 | root >> 12)
