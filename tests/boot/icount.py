#!/usr/bin/env python3
"""-icount: the same inputs give the same run, instruction for instruction.

`-d digest` logs one line at the end: a digest over every trap (the registers
and the instruction count there) and the number of instructions. Two runs,
also of two engines, must agree in that line and in every character of the
console, the kernel's time stamps included.
"""

import os
import re
import struct
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

LINUX_TIMEOUT = 300
# counts t2 down from 0x100000, then ends the machine by the test finisher
COUNTDOWN = struct.pack("<IIIIIIII",
                        0x001003b7,     # lui  t2, 0x100
                        0xfff38393,     # addi t2, t2, -1
                        0xfe039ee3,     # bnez t2, -4
                        0x001002b7,     # lui  t0, 0x100
                        0x00005337,     # lui  t1, 5
                        0x55530313,     # addi t1, t1, 0x555
                        0x0062a023,     # sw   t1, 0(t0)
                        0x0000006f)     # j    .
COUNTDOWN_INSTRUCTIONS = 1 + 2 * 0x100000 + 4


def digest_run(*arguments, timeout=60):
    """One run with counted instructions: (digest, instructions, console)."""
    if emulator.is_qemu():
        raise tap.Skip("QEMU has no -d digest")
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        status, console = emulator.run(
            "-M", "virt", "-nographic", "-rtc", "base=2025-01-01,clock=vm",
            "-d", "digest", "-D", log, *arguments, timeout=timeout)
        if status and "use '-accel interp'" in console:
            raise tap.Skip("no translated code on this host")
        tap.check(status == 0, f"exit status {status}: {console[-1000:]}")
        with open(log, encoding="utf-8") as file:
            text = file.read()
    match = re.search(r"^digest ([0-9a-f]{16}) after (\d+) instr", text, re.M)
    tap.check(match, f"no digest in the log: {text[-500:]!r}")
    return match[1], int(match[2]), console


def countdown_run(*arguments):
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(COUNTDOWN)
        file.flush()
        return digest_run("-bios", file.name, *arguments)


def linux_run(*arguments):
    files = emulator.guest("linux")
    return digest_run(
        "-bios", files["BIOS"], "-kernel", files["KERNEL"],
        "-initrd", files["INITRD"], "-append",
        'lectern_run="uname -a; date; cat /proc/interrupts"',
        *arguments, timeout=LINUX_TIMEOUT)


def check_same_lines(first, second):
    """Fails with the first line of the console that differs."""
    for number, (one, other) in enumerate(zip(first, second), 1):
        tap.equal(other, one, f"line {number} of the second console")
    tap.equal(len(second), len(first), "lines on the second console")


def test_countdown_repeats():
    first = countdown_run("-icount", "shift=0")
    tap.equal(countdown_run("-icount", "shift=0"), first)
    tap.check(COUNTDOWN_INSTRUCTIONS <= first[1]
              < COUNTDOWN_INSTRUCTIONS + 100, f"{first[1]} instructions")


def test_countdown_repeats_on_two_harts():
    tap.equal(countdown_run("-icount", "shift=2", "-smp", "2"),
              countdown_run("-icount", "shift=2", "-smp", "2"))


def test_linux_boot_repeats_byte_for_byte():
    first = linux_run("-icount", "shift=0")
    second = linux_run("-icount", "shift=0")
    check_same_lines(first[2].splitlines(), second[2].splitlines())
    tap.equal(second[:2], first[:2], "digest and instructions")


def test_engines_agree_on_the_countdown():
    """How far the loop at the end comes depends on the engine."""
    wanted = countdown_run("-icount", "shift=0", "-accel", "interp")
    for engine in "tci", "tcg":
        got = countdown_run("-icount", "shift=0", "-accel", engine)
        tap.equal(got[0], wanted[0], f"digest of {engine}")
        tap.check(abs(got[1] - wanted[1]) < 100, f"{engine}: {got[1]}")


def test_engines_agree_on_a_linux_boot():
    first = linux_run("-icount", "shift=0", "-accel", "interp")
    second = linux_run("-icount", "shift=0", "-accel", "tcg")
    check_same_lines(first[2].splitlines(), second[2].splitlines())
    tap.equal(second[:2], first[:2], "digest and instructions")


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
