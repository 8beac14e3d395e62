#!/usr/bin/env python3
"""Commands that QEMU's monitor has, too, are typed the same way.

    tests/control/monitor_qemu.py LECTERN       QEMU from $QEMU or PATH

Names and flags are compared with what QEMU 10 prints as help, and the
answers of some commands with its answers. Everything that differs is in a
table here, with the reason. Skipped without a QEMU 10.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import emulator, tap  # noqa: E402

# Commands that QEMU does not have.
OURS = {
    "trace-file": "QEMU has it only with some of its trace back ends",
    "edc_inject": "the course board is ours",
    "info accel": "QEMU spreads it over info kvm and info jit",
    "info log": "QEMU tells only by help log what there is, never what is on",
    "info machine": "the board on one page",
    "info runstates": "the graph of the lecture",
    "info csr": "QEMU shows CSRs among info registers only",
    "info walk": "the page walk explained",
    "info trap": "the last traps explained",
    "info tlb": "QEMU's riscv64 has none",
}

# Lines whose answers are the same, letter by letter.
SAME = [
    "info status", "info uuid", "info memory_size_summary",
    "info hotpluggable-cpus", "info usb", "info name", "stop", "info status",
    "cpu 0", "log none", "info status", "qom-list", "trace-event plic_* off",
    "info snapshots", "savevm", "savevm x", "loadvm x", "delvm x",
]


def qemu():
    """The words that start QEMU 10."""
    words = shlex.split(os.environ.get("QEMU", "qemu-system-riscv64"))
    if not shutil.which(words[0]):
        raise tap.Skip("no qemu-system-riscv64")
    done = subprocess.run([*words, "--version"], check=False, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True)
    if "version 10." not in done.stdout:
        raise tap.Skip("no QEMU 10")
    return words


def converse(words, prompt, lines):
    """The answers to @lines of a stopped machine."""
    text = "".join(line + "\n" for line in [*lines, "quit"])
    done = subprocess.run(
        [*words, "-M", "virt", "-bios", "none", "-S", "-name", "pair",
         "-display", "none", "-serial", "null", "-monitor", "stdio"],
        input=text, text=True, capture_output=True, check=False,
        timeout=60 * emulator.scale())
    plain = re.sub(r"\x1b\[[0-9]*[A-Z]", "", done.stdout.replace("\r", ""))
    parts = plain.split(prompt)[1:]
    tap.check(len(parts) > len(lines), f"too few answers:\n{done.stdout}"
              f"{done.stderr}")
    return [part.split("\n", 1)[1] for part in parts[:len(lines)]]


def ours(lines):
    return converse(emulator.command(), "(lectern) ", lines)


def theirs(lines):
    return converse(qemu(), "(qemu) ", lines)


def commands(help_texts):
    """Name (each alias) -> flags, of the rows of help and help info."""
    found = {}
    for line in "\n".join(help_texts).splitlines():
        row = re.match(r"((?:info )?[a-z?][^ ]*) (.*?)-- ", line)
        if not row or line.startswith("example:"):
            continue
        for name in row.group(1).replace("info ", "info+").split("|"):
            found[name.replace("+", " ")] = \
                set(re.findall(r"\[(-[A-Za-z])", row.group(2)))
    return found


def test_names_and_flags_are_those_of_qemu():
    pages = ["help", "help info"]
    known = commands(theirs(pages))
    tap.check(len(known) > 150, f"QEMU lists only {len(known)} commands")
    for name, flags in commands(ours(pages)).items():
        if name in OURS:
            tap.check(name not in known, f"QEMU has {name}, too")
            continue
        tap.check(name in known, f"{name} is not a command of QEMU")
        tap.check(flags <= known[name],
                  f"{name}: {sorted(flags)}, QEMU: {sorted(known[name])}")


def test_answers_are_those_of_qemu():
    for line, mine, his in zip(SAME, ours(SAME), theirs(SAME)):
        tap.equal(mine, his, line)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
