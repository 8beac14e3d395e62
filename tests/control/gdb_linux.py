#!/usr/bin/env python3
"""gdb on Debian's kernel with two harts, with symbols from kallsyms."""

import os
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import debuggee  # noqa: E402
import emulator  # noqa: E402
import live_kernel  # noqa: E402
import tap  # noqa: E402
from debuggee import expect  # noqa: E402
from rsp_client import (MCAUSE, MTVEC, PC, SCAUSE, SIP, STVEC,  # noqa: E402
                        Line)

NAMES = ("do_sys_openat2", "jiffies_64", "init_task",
         "linux_banner", "riscv_timer_interrupt", "misc_list")
SSIP = 2                        # of sip: a software interrupt
ENABLE, NOIRQ = 1, 2            # of qqemu.sstep
STEPS = 1000
IN_KERNEL = "tbreak *do_sys_openat2", "continue"    # not in the firmware

folder = tempfile.mkdtemp()


def breaks_in_a_function(linux):
    out = linux.gdb(
        "info threads", "break do_sys_openat2", "continue", "print $pc",
        "x/s $a1", "x/s (char *)&linux_banner", "continue", "info threads",
        "thread apply all -q print/x $mhartid", "print $priv",
        "print/x (unsigned long)$satp >> 60")
    expect(out, r"1 .*hart 0", r"2 .*hart 1",
           r"hit Breakpoint 1, .*do_sys_openat2", r"<do_sys_openat2(\+\d+)?>",
           r'"(/|\w)', r'"Linux version', r"hit Breakpoint 1, ",
           r"hart \d, S-mode", r"= 0x[01]$", r"= 0x[01]$", r"= 1$",
           r"= 0x(8|9|a)$")


def watches_a_variable(linux):
    out = linux.gdb(*IN_KERNEL, "watch *(long *)&jiffies_64",
                    "continue", "continue")
    values = [int(line.split("= ")[1]) for line in out.splitlines()
              if line.startswith(("Old value", "New value"))]
    tap.equal(len(values), 4, out[-2000:])
    tap.check(values[0] < values[1] == values[2] < values[3], out)


def walks_a_list(linux):
    """
    misc_list holds a list_head in each struct miscdevice {int minor; char
    *name; fops; list_head list;}, and /proc/misc shows the same list.
    """
    out = linux.gdb(
        *IN_KERNEL, "set $head = (unsigned long)&misc_list",
        "set $back = $head", "set $node = *(unsigned long *)$head",
        "while $node != $head",
        'printf "%3d %s, %d\\n", *(int *)($node - 24), '
        "*(char **)($node - 16), *(unsigned long *)($node + 8) == $back",
        "set $back = $node", "set $node = *(unsigned long *)$node", "end")
    walked = re.findall(r"^ *(\d+) (\S+), 1$", out, re.M)
    tap.check(len(walked) >= 2, out)
    tap.equal(walked, linux.misc)


def steps_over_interrupts(linux):
    """Steps in a function that the timer interrupts."""
    out = linux.gdb(
        *IN_KERNEL, *["stepi"] * 8, "print $pc", "tbreak riscv_timer_interrupt",
        "continue", "print/x $scause")
    expect(out, r"hit Temporary breakpoint 1, ", r"<do_sys_openat2\+\d+>",
           r"hit Temporary breakpoint 2, .*riscv_timer_interrupt",
           r"= 0x8000000000000005$")


def interrupt_pending(linux, line):
    """Run to a function with interrupts on, and ask for one; its hart."""
    where = f"0,{linux.address['do_sys_openat2']:x},2"
    tap.equal(line.ask("Z" + where), "OK")
    hart = re.match(r"T05thread:(\d);", line.ask("vCont;c"))[1]
    tap.equal(line.ask("z" + where), "OK")
    tap.equal(line.ask("Hg" + hart), "OK")
    line.set_register(SIP, line.register(SIP) | SSIP)
    return hart


def step_is_an_interrupt(line, hart):
    """One step; whether it took one, of the kernel's or the firmware's."""
    stop = line.ask(f"vCont;s:{hart};c")
    tap.check(stop.startswith(f"T05thread:{hart};"), stop)
    pc = line.register(PC)
    return any(pc == line.register(vector) and line.register(cause) >> 63
               for vector, cause in ((STVEC, SCAUSE), (MTVEC, MCAUSE)))


def steps_with_interrupts_held_back(linux):
    """LLDB's way, by packets, with the timer on and an interrupt pending."""
    with Line(linux.sock) as line:
        line.ask("?")
        hart = interrupt_pending(linux, line)
        tap.equal(line.ask(f"Qqemu.sstep={ENABLE | NOIRQ:x}"), "OK")
        for _ in range(STEPS):
            tap.check(not step_is_an_interrupt(line, hart), "taken")
        tap.check(line.register(SIP) & SSIP, "the interrupt has gone")
        hart = interrupt_pending(linux, line)
        tap.equal(line.ask(f"Qqemu.sstep={ENABLE:x}"), "OK")
        tap.check(step_is_an_interrupt(line, hart), "not taken")
        tap.equal(line.ask("D"), "OK")


def test_debugging_a_live_kernel():
    """One boot, several debuggers, and a kernel that still works."""
    debuggee.need("gdb-multiarch")
    with live_kernel.Linux(folder) as linux:
        linux.prepare(NAMES)
        linux.misc = re.findall(r"^ *(\d+) (\S+)$",
                                linux.shell("cat /proc/misc"), re.M)
        linux.work()
        for session in (breaks_in_a_function, watches_a_variable,
                        walks_a_list, steps_over_interrupts,
                        steps_with_interrupts_held_back):
            session(linux)
        linux.power_off()


def test_breakpoint_before_the_kernel_runs():
    """-S, physical memory and the first instructions of the machine."""
    files = emulator.guest("linux")
    debuggee.need("gdb-multiarch")
    path = os.path.join(folder, "early.sock")
    with emulator.Emulator(
            "-M", "virt", "-smp", "2", "-nographic", "-S", "-bios",
            files["BIOS"], "-kernel", files["KERNEL"],
            "-gdb", f"unix:{path}", timeout=60) as machine:
        debuggee.wait_for_file(path, machine)
        out = debuggee.gdb(path, [
            "print $pc", "hbreak *0x80200000", "continue", "print $priv",
            "x/2c 0x80200000", "print $a0 < 2", "kill"], timeout=90)
    expect(out, r"0x1000$|0x0*1000\b", r"hit Breakpoint 1, |Breakpoint 1, ",
           r"= 1|S|Supervisor", r"77 'M'\s+90 'Z'", r"= 1$")


if __name__ == "__main__":
    try:
        tap.run(tap.tests_of(globals()))
    finally:
        shutil.rmtree(folder)
