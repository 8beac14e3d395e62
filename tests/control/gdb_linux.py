#!/usr/bin/env python3
"""gdb on Debian's kernel with two harts, with symbols from kallsyms."""

import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import debuggee  # noqa: E402
import emulator  # noqa: E402
import symbols  # noqa: E402
import tap  # noqa: E402
from debuggee import expect  # noqa: E402

PROMPT = r"guest# "
BOOT_TIMEOUT = 300
NAMES = ("do_sys_openat2", "schedule", "jiffies_64", "init_task",
         "linux_banner", "riscv_timer_interrupt")
BUSY = "while :; do cat /proc/uptime >/dev/null; done &"

folder = tempfile.mkdtemp()
elf = os.path.join(folder, "kernel.elf")
sock = os.path.join(folder, "gdb.sock")


class Linux(emulator.Emulator):
    """Debian's kernel at a shell, busy in the background."""

    def __init__(self, *arguments):
        files = emulator.guest("linux")
        debuggee.need("gdb-multiarch")
        super().__init__(
            "-M", "virt", "-smp", "2", "-nographic", "-bios", files["BIOS"],
            "-kernel", files["KERNEL"], "-initrd", files["INITRD"],
            "-gdb", f"unix:{sock}", *arguments, timeout=BOOT_TIMEOUT)

    def prepare(self):
        """Boot, learn the symbols, start the work."""
        self.expect(PROMPT)
        for name in NAMES:          # short lines, which do not wrap
            self.say(f"n=\"$n -e {name}\"", PROMPT)
        self.say("grep -w $n /proc/kallsyms >/k", PROMPT)
        text = self.say("cat /k", PROMPT)
        rows = symbols.parse_kallsyms(text)
        tap.check(len(rows) >= len(NAMES) and all(row[0] for row in rows),
                  text)
        symbols.write_elf(elf, rows)
        self.send(BUSY + "\r")
        self.expect(PROMPT)


def gdb(*commands):
    return debuggee.gdb(sock, commands, elf, timeout=90)


def breaks_in_a_function():
    out = gdb("info threads", "break do_sys_openat2", "continue", "print $pc",
              "x/s $a1", "x/s (char *)&linux_banner", "continue",
              "info threads", "thread apply all -q print/x $mhartid",
              "print $priv", "print/x (unsigned long)$satp >> 60")
    expect(out, r"1 .*hart 0", r"2 .*hart 1",
           r"hit Breakpoint 1, .*do_sys_openat2", r"<do_sys_openat2(\+\d+)?>",
           r'"(/|\w)', r'"Linux version', r"hit Breakpoint 1, ",
           r"hart \d, S-mode", r"= 0x[01]$", r"= 0x[01]$", r"= 1$",
           r"= 0x(8|9|a)$")


def watches_a_variable():
    out = gdb("watch *(long *)&jiffies_64", "continue", "continue")
    values = [int(line.split("= ")[1]) for line in out.splitlines()
              if line.startswith(("Old value", "New value"))]
    tap.equal(len(values), 4, out[-2000:])
    tap.check(values[0] < values[1] == values[2] < values[3], out)


def steps_over_interrupts():
    """Steps in a function that the timer interrupts."""
    out = gdb("tbreak schedule", "continue", *["stepi"] * 8, "print $pc",
              "tbreak riscv_timer_interrupt", "continue", "print/x $scause")
    expect(out, r"hit Temporary breakpoint 1, ", r"<schedule\+\d+>",
           r"hit Temporary breakpoint 2, .*riscv_timer_interrupt",
           r"= 0x8000000000000005$")


def test_debugging_a_live_kernel():
    """One boot, several debuggers, and a kernel that still works."""
    with Linux() as linux:
        linux.prepare()
        for session in (breaks_in_a_function, watches_a_variable,
                        steps_over_interrupts):
            session()
        linux.send("kill %1; poweroff -f\r")
        linux.expect("reboot: Power down")
        linux.expect_exit(0)


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
