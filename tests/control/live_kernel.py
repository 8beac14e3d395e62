"""live_kernel: Debian's kernel at a shell, for debuggers to stop.

Two harts and work in the background; symbols come from /proc/kallsyms.
"""

import os

import debuggee
import emulator
import symbols
import tap

PROMPT = r"guest# "
BOOT_TIMEOUT = 300
BUSY = "while :; do cat /proc/uptime >/dev/null; done &"


class Linux(emulator.Emulator):
    """The kernel, with a debugger's socket in @folder."""

    def __init__(self, folder, *arguments):
        files = emulator.guest("linux")
        self.sock = os.path.join(folder, "gdb.sock")
        self.elf = os.path.join(folder, "kernel.elf")
        self.address = {}           # of each symbol
        super().__init__(
            "-M", "virt", "-smp", "2", "-nographic", "-bios", files["BIOS"],
            "-kernel", files["KERNEL"], "-initrd", files["INITRD"],
            "-gdb", f"unix:{self.sock}", *arguments, timeout=BOOT_TIMEOUT)

    def shell(self, line):
        """What the guest prints for @line."""
        return self.say(line, PROMPT)

    def prepare(self, names):
        """Boot, learn the symbols @names, start the work."""
        self.expect(PROMPT)
        self.shell("n=")
        for name in names:          # short lines, which do not wrap
            self.shell(f"n=\"$n -e {name}\"")
        self.shell("grep -w $n /proc/kallsyms >/k")
        text = self.shell("cat /k")
        rows = symbols.parse_kallsyms(text)
        tap.check(all(row[0] for row in rows), text)
        for address, _, name in rows:
            self.address.setdefault(name, address)
        missing = set(names) - set(self.address)
        tap.check(not missing, f"no symbols {missing} in\n{text}")
        symbols.write_elf(self.elf, rows)

    def work(self):
        """Something to interrupt."""
        self.send(BUSY + "\r")
        self.expect(PROMPT)

    def gdb(self, *commands):
        return debuggee.gdb(self.sock, commands, self.elf, timeout=90)

    def power_off(self):
        """The kernel still works."""
        self.send("kill %1; poweroff -f\r")
        self.expect("reboot: Power down")
        self.expect_exit(0)
