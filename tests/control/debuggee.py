"""debuggee: guests and debuggers of the debugger tests.

A guest is an emulator with -gdb on a unix or tcp socket; a debugger runs a
list of commands in batch mode, and what it prints is compared with a list of
regular expressions, in order.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "boot"))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import cross  # noqa: E402
import emulator  # noqa: E402
import tap  # noqa: E402

GUEST = os.path.join(HERE, "guest")
FLAGS = """-g -O0 -march=rv64imafdc_zicsr -mabi=lp64d -fno-omit-frame-pointer
    -ffp-contract=off -Wall -Wextra -Werror -Wno-main""".split()
LINE = "-" * 8

ENGINES = {
    "tcg": ["-accel", "tcg"],
    "interp": ["-accel", "interp"],
    "icount": ["-icount", "shift=3"],
    "single": ["-accel", "tcg,thread=single"],
}


def build(folder):
    """The bare program as an ELF file with symbols."""
    elf = os.path.join(folder, "debug.elf")
    try:
        subprocess.run(
            [cross.prefix() + "gcc", *cross.FLAGS, *FLAGS,
             "-Wl,-T," + os.path.join(GUEST, "debug.ld"),
             os.path.join(GUEST, "debug.S"), os.path.join(GUEST, "debug.c"),
             "-o", elf], check=True)
    except cross.Missing as missing:
        raise tap.Skip(str(missing)) from None
    return elf


def need(tool):
    if not shutil.which(tool):
        raise tap.Skip(f"no {tool} here")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, guest):
    """Until somebody listens; without connecting, which would attach."""
    wanted = f":{port:04X} 00000000:0000 0A"
    for _ in range(int(1000 * emulator.scale())):
        with open("/proc/net/tcp") as table:
            if wanted in table.read():
                return
        if guest.process.poll() is not None:
            guest.fail("the emulator ended")
        time.sleep(0.01)
    guest.fail("the emulator does not listen")


def wait_for_file(path, guest):
    """Until there is a socket @path."""
    for _ in range(int(1000 * emulator.scale())):
        if os.path.exists(path):
            return
        if guest.process.poll() is not None:
            guest.fail("the emulator ended")
        time.sleep(0.01)
    guest.fail("the emulator made no socket")


class Bare(emulator.Emulator):
    """The bare program, waiting for a debugger on self.where."""

    BOARD = ["-M", "virt", "-smp", "2", "-m", "64M", "-display", "none",
             "-serial", "none", "-monitor", "none", "-bios", "none"]

    def __init__(self, elf, *arguments, where, stopped=True):
        self.where = where
        super().__init__(
            *self.BOARD, "-kernel", elf, "-gdb", where,
            *(["-S"] if stopped else []), *arguments)


def run_debugger(words, timeout=60):
    """Standard output and error of the debugger, in one text."""
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False,
            errors="replace", timeout=timeout * emulator.scale())
    except subprocess.TimeoutExpired as late:
        text = late.stdout or b""
        raise tap.Failed(f"{words[0]} did not end in {timeout} s:\n"
                         + text.decode(errors="replace")[-3000:]) from None
    return done.stdout


def gdb(target, commands, elf=None, timeout=40):
    """Run gdb's @commands on @target; what it prints."""
    need("gdb-multiarch")
    with tempfile.NamedTemporaryFile("w", suffix=".gdb") as script:
        script.write("set pagination off\nset confirm off\nset width 0\n"
                     "set architecture riscv:rv64\nset remotetimeout 30\n"
                     f"target remote {target}\n" + "\n".join(commands)
                     + "\n")
        script.flush()
        return run_debugger(
            ["gdb-multiarch", "-nx", "-batch", "-x", script.name,
             *([elf] if elf else [])], timeout)


def expect(output, *patterns):
    """Each of @patterns comes after the one before it."""
    at = 0
    for pattern in patterns:
        match = re.compile(pattern, re.M).search(output, at)
        if not match:
            raise tap.Failed(f"no {pattern!r} behind offset {at} of:\n"
                             + output[-6000:])
        at = match.end()
