"""rows: what is measured, in the order of the table.

Units are chosen so that QEMU takes about a second; they are the same for
every column of a row, and so is the checksum.
"""

from typing import NamedTuple


class Row(NamedTuple):
    key: str
    title: str
    kind: str               # class whose geometric mean it enters, or ""
    unit: str = "ms"


class Kernel(NamedTuple):
    """A part of a bare-metal guest, see guest/."""
    row: Row
    guest: str
    part: str
    units: int
    native: bool = True


class Program(NamedTuple):
    """A part of linux/kernel.c."""
    row: Row
    part: str
    units: int


class Goal(NamedTuple):
    qemu: float             # at least so many times as fast as QEMU
    native: float           # at most so many times the host's own time


INTEGER, FLOAT, MEMORY = "integer", "floating point", "memory"
KERNEL, BARE, BOOT = "kernel", "kernel, bare", "boot"
REAL = "real programs"
CLASSES = (INTEGER, FLOAT, MEMORY, KERNEL, BARE, BOOT, REAL)
GOALS = {INTEGER: Goal(3, 3), FLOAT: Goal(6, 2.5), KERNEL: Goal(3, None),
         BOOT: Goal(2, None), REAL: Goal(3, None)}
ROW_GOAL = 1                # no row slower than QEMU


def _kernel(kind, guest, part, title, units):
    key = f"{guest}_{part}"
    return Kernel(Row(key, title, kind), guest, part, units,
                  guest not in ("sys", "tlb", "smc"))


KERNELS = [
    _kernel(INTEGER, "classic", "coremark", "CoreMark-like", 2400),
    _kernel(INTEGER, "classic", "dhrystone", "Dhrystone-like", 2400),
    _kernel(INTEGER, "classic", "sieve", "sieve", 2400),
    _kernel(INTEGER, "classic", "sha256", "SHA-256", 2400),
    _kernel(INTEGER, "int", "sort", "quicksort", 2400),
    _kernel(INTEGER, "int", "hash", "hash map", 2400),
    _kernel(INTEGER, "int", "calls", "recursion", 2400),
    _kernel(INTEGER, "int", "switch", "switch interpreter", 2400),
    _kernel(INTEGER, "int", "crc", "CRC-32", 2400),
    _kernel(INTEGER, "int", "text", "numbers and text", 2400),
    _kernel(FLOAT, "fp", "matrix", "matrix product", 1200),
    _kernel(FLOAT, "fp", "bodies", "n bodies", 1200),
    _kernel(FLOAT, "fp", "mandelbrot", "Mandelbrot", 1200),
    _kernel(FLOAT, "fp", "fft", "FFT", 1200),
    _kernel(FLOAT, "fp", "fma", "fused multiply-add", 1200),
    _kernel(FLOAT, "fp", "convert", "conversions", 1200),
    _kernel(FLOAT, "mem", "triad", "triad", 1200),
    _kernel(MEMORY, "mem", "copy", "copy", 2400),
    _kernel(MEMORY, "mem", "random", "random access", 200),
    _kernel(MEMORY, "mem", "chase", "pointer chase", 60),
    _kernel(MEMORY, "mem", "stride", "strides", 200),
    _kernel(BARE, "sys", "ecall", "ecall and sret", 200),
    _kernel(BARE, "sys", "csr", "CSR accesses", 200),
    _kernel(BARE, "sys", "fault", "page fault, bare", 200),
    _kernel(BARE, "sys", "spaces", "address spaces", 200),
    _kernel(BARE, "tlb", "near", "TLB misses, 32 MiB", 160),
    _kernel(BARE, "tlb", "far", "TLB misses, 256 MiB", 160),
    _kernel(BARE, "tlb", "store", "TLB misses, stores", 160),
    _kernel(BARE, "tlb", "fence", "TLB misses, fences", 160),
    _kernel(BARE, "tlb", "apart", "TLB misses, shared slots", 80),
    _kernel("", "smc", "patch", "code rewritten", 10),
    _kernel("", "smc", "mixed", "data beside code", 10),
]

PROGRAMS = [
    Program(Row("linux_syscall", "system calls", KERNEL), "syscall", 400),
    Program(Row("linux_fork", "fork", KERNEL), "fork", 60),
    Program(Row("linux_exec", "fork and exec", KERNEL), "exec", 40),
    Program(Row("linux_pipe", "pipes", KERNEL), "pipe", 400),
    Program(Row("linux_fault", "page faults", KERNEL), "fault", 200),
    Program(Row("linux_switch", "context switches", KERNEL), "switch", 300),
]

START = Row("empty", "empty guest, start to exit", "")
COLD = Row("cold", "code run once", "")
FIRST_OUTPUT = Row("first_output", "to first firmware output", "", "s")
PROMPT = Row("prompt", "boot to the shell prompt", BOOT, "s")
IDLE = Row("idle", "CPU use at the prompt", "", "% of a core")
RESIDENT = Row("resident", "resident, guest RAM aside", "", "MiB")


def host_row(row):
    """The row of host instructions that belongs to @row."""
    return Row(row.key + "_host", row.title, "", "host/guest")
