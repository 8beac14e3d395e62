#!/usr/bin/env python3
"""LLDB on Debian's kernel with two harts, with symbols from kallsyms."""

import os
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import debuggee  # noqa: E402
import live_kernel  # noqa: E402
import tap  # noqa: E402
from debuggee import expect  # noqa: E402

NAMES = ("do_sys_openat2", "schedule", "jiffies_64", "linux_banner")

folder = tempfile.mkdtemp()


def lldb(linux, *commands):
    """A session that ends with the kernel running on."""
    words = ["lldb", "--no-lldbinit", "--batch", linux.elf]
    for command in (
            "process connect --plugin gdb-remote unix-connect://"
            + linux.sock, *commands, "process detach"):
        words += ["-o", command]
    out = debuggee.run_debugger(words, timeout=90)
    expect(out, r"^Process 1 stopped", r"Process 1 detached")
    return out


def breaks_in_a_function(linux):
    """Either hart comes by, and each has its own registers."""
    out = lldb(
        linux, "breakpoint set --name do_sys_openat2", "continue",
        "thread list", "register read pc priv satp", "thread backtrace",
        f"memory read -f s -c 1 {linux.address['linux_banner']:#x}",
        "continue", "thread select 1", "register read mhartid",
        "thread select 2", "register read mhartid")
    expect(out, r"Breakpoint 1: where = kernel\.elf`do_sys_openat2",
           r"stop reason = breakpoint 1\.1",
           r"thread #1: tid = 0x0001", r"thread #2: tid = 0x0002",
           r"pc = 0xf\w+ +kernel\.elf`do_sys_openat2", r"priv = 0x0*1\b",
           r"satp = 0x[89a]\w{15}$", r"frame #0: .*do_sys_openat2",
           r'"Linux version', r"stop reason = breakpoint 1\.1",
           r"mhartid = 0x0+$", r"mhartid = 0x0*1$")


def steps(linux):
    """By an instruction and over one; no interrupt comes in between."""
    out = lldb(
        linux, "breakpoint set --name do_sys_openat2", "continue",
        "breakpoint delete --force", *["thread step-inst"] * 4,
        *["thread step-inst-over"] * 4)
    ways = re.findall(r"stop reason = instruction step (into|over)\n"
                      r".*`do_sys_openat2 \+ (\d+)$", out, re.M)
    tap.equal([way for way, _ in ways], ["into"] * 4 + ["over"] * 4, out)
    offsets = [int(offset) for _, offset in ways]
    tap.check(all(0 < b - a <= 4 for a, b in zip([0] + offsets, offsets)),
              offsets)


def watches_a_variable(linux):
    jiffies = linux.address["jiffies_64"]
    read = f"memory read -s 8 -f d -c 1 {jiffies:#x}"
    out = lldb(
        linux, "breakpoint set --name schedule", "continue",
        "breakpoint delete --force",
        f"watchpoint set expression -w write -s 8 -- {jiffies:#x}",
        "continue", read, "continue", read)
    expect(out, r"Watchpoint created: .*size = 8.*type = w",
           *[r"stop reason = watchpoint 1"] * 2)
    values = [int(value) for value in
              re.findall(rf"^{jiffies:#x}: (\d+)$", out, re.M)]
    tap.check(len(values) == 2 and values[0] < values[1], out)


def test_debugging_a_live_kernel():
    """One boot, several sessions, and a kernel that still works."""
    debuggee.need("lldb")
    with live_kernel.Linux(folder) as linux:
        linux.prepare(NAMES)
        linux.work()
        for session in (breaks_in_a_function, steps, watches_a_variable):
            session(linux)
        linux.power_off()


if __name__ == "__main__":
    try:
        tap.run(tap.tests_of(globals()))
    finally:
        shutil.rmtree(folder)
