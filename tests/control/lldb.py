#!/usr/bin/env python3
"""LLDB drives the bare program of gdb.py."""

import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import debuggee  # noqa: E402
import tap  # noqa: E402
from debuggee import expect  # noqa: E402

folder = tempfile.mkdtemp()
elf = []                        # the program, once it is built


def program():
    debuggee.need("lldb")
    if not elf:
        elf.append(debuggee.build(folder))
    return elf[0]


def session(commands, *arguments):
    """What LLDB prints while it runs @commands on a new machine."""
    port = debuggee.free_port()
    with debuggee.Bare(program(), *arguments, where=f"tcp::{port}") as guest:
        debuggee.wait_for_port(port, guest)
        words = ["lldb", "--no-lldbinit", "--batch", program()]
        for command in [f"gdb-remote 127.0.0.1:{port}", *commands]:
            words += ["-o", command]
        return debuggee.run_debugger(words)


def breaks_and_steps(*engine):
    out = session([
        "log enable gdb-remote packets",
        "breakpoint set --name work", "continue", "thread list",
        "thread step-inst", "register read pc sp",
        "breakpoint delete --force", "breakpoint set --name walk",
        "continue", "kill",
    ], *engine)
    # all threads of a stop in one packet: their place, and why
    tap.check('"reason":"breakpoint"' in out and "jThreadsInfo" in out, out)
    expect(out, r"Breakpoint 1: where = debug.elf`work",
           r"stop reason = breakpoint 1\.1", r"thread #1.*work",
           r"thread #2", r"stop reason = instruction step into",
           r"pc = 0x0+8\w+", r"sp = 0x0+8", r"where = debug.elf`walk",
           r"stop reason = breakpoint 2\.1", r"exited with status = 0")


def watches(*engine):
    out = session([
        "breakpoint set --name work", "continue",
        "breakpoint delete --force",
        "watchpoint set variable -w write watched", "continue",
        "continue", "watchpoint list", "kill",
    ], *engine)
    expect(out, r"Watchpoint created: .*size = 4.*type = w",
           r"stop reason = watchpoint 1", r"stop reason = watchpoint 1",
           r"hit_count = 2|Watchpoint 1")


def registers_and_memory(*engine):
    out = session([
        "breakpoint set --name add", "continue",
        "register write a0 1000", "register read a0", "register read mhartid",
        "register read --all",
        "memory write -s 4 `&only_read` 99",
        "memory read -s 4 -f d -c 1 `&only_read`",
        "memory region 0x80000000", "thread select 2", "register read tp",
        "process plugin packet send qHostInfo", "kill",
    ], *engine)
    expect(out, r"a0 = 0x0*3e8", r"mhartid = 0x0+", r"satp = 0x", r"99",
           r"\[0x0+80000000-0x\w+\) rwx", r"tp = 0x",
           r"triple:7269736376")
    expect(out, r"thread #2")       # LLDB tells it when it finds the time


def matrix():
    cases = {}
    for name in ("tcg", "interp", "icount"):
        for case in (breaks_and_steps, watches, registers_and_memory):
            engine = debuggee.ENGINES[name]
            cases[f"{case.__name__}_{name}"] = \
                lambda case=case, engine=engine: case(*engine)
    return cases


if __name__ == "__main__":
    try:
        tap.run(matrix())
    finally:
        shutil.rmtree(folder)
