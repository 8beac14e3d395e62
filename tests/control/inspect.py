#!/usr/bin/env python3
"""Looking inside a live machine: Linux on two harts, and the demo."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import Client, console, emulator, folder, tap  # noqa: E402

BOOT_TIMEOUT = 300
SHELL = r"guest# "
OBJDUMP = "riscv64-linux-gnu-objdump"
READELF = "riscv64-linux-gnu-readelf"
GDB = "gdb-multiarch"
UART = 10           # source of the UART at virt's PLIC
RAM = 0x80000000

guests = []         # the Linux that most cases share


class Linux:
    """A shell on the console, and a monitor on a socket."""

    def __init__(self, stack):
        files = emulator.guest("linux")
        self.path = stack.enter_context(folder())
        place = os.path.join(self.path, "monitor")
        self.console = stack.enter_context(emulator.Emulator(
            "-M", "virt", "-smp", 2, "-display", "none", "-serial", "stdio",
            "-monitor", f"unix:{place},server=on,wait=off",
            "-bios", files["BIOS"], "-kernel", files["KERNEL"],
            "-initrd", files["INITRD"], timeout=BOOT_TIMEOUT))
        self.console.expect(SHELL)
        self.monitor = stack.enter_context(Client(place, timeout=60))
        self.monitor.greeted()

    def run(self, line):
        return self.monitor.run(line)

    def value(self, expression):
        return int(self.run(f"print/x {expression}"), 16)

    @contextlib.contextmanager
    def stopped(self):
        tap.equal(self.run("stop"), "", "stop")
        try:
            yield self
        finally:
            self.run("cont")


def linux():
    return guests[0]


def need(tool):
    if not shutil.which(tool):
        raise tap.Skip(f"{tool} is not installed")
    return tool


def output_of(*words):
    done = subprocess.run(words, text=True, check=False, timeout=60,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.stdout


def words_of(text):
    """The words that x/xw prints, or gdb."""
    return [int(word, 16) for line in text.splitlines()
            for word in re.findall(r"\b0x([0-9a-f]{8})\b",
                                   line.split(":", 1)[-1])]


# ---- harts -----------------------------------------------------------------

def registers(guest, hart):
    text = guest.run(f"info registers {hart}")
    tap.check(text.startswith(f"\nCPU#{hart}\n"), text)
    return {name.split("/")[-1]: int(value, 16) for name, value in
            re.findall(r"([a-z0-9/]+) +([0-9a-f]{16})\b", text)}


def test_registers_are_those_of_expressions():
    with linux().stopped() as guest:
        for hart in (0, 1):
            guest.run(f"cpu {hart}")
            values = registers(guest, hart)
            for name in ("pc", "ra", "sp", "t6", "satp", "mstatus", "stvec"):
                tap.equal(values[name], guest.value("$" + name), name)
            tap.equal(values["mhartid"], hart, "mhartid")
            tap.check("MODE=Sv57" in guest.run("info csr satp"), "Sv57")
        guest.run("cpu 0")
        both = guest.run("info registers -a")
        tap.check("CPU#0\n" in both and "CPU#1\n" in both, both)


def test_running_hart_can_be_asked():
    guest = linux()
    guest.console.send("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done; "
                       "echo counted $i\r")
    for hart in (0, 1) * 20:
        tap.check(registers(guest, hart)["pc"] != 0, "pc is 0")
        guest.run(f"info trap {hart}")
        guest.run("info tlb")
    guest.console.expect(r"^counted 3000$")
    guest.console.expect(SHELL)


def test_instructions_are_those_of_objdump():
    need(OBJDUMP)
    with linux().stopped() as guest:
        lines = [re.match(r"0x([0-9a-f]+):  ([0-9a-f]+) +(\S+)", line)
                 for line in guest.run("x/40i $stvec & ~3").splitlines()]
        guest.run(f"memsave $stvec&~3 160 {guest.path}/code")
    tap.equal(len(lines), 40, "lines")
    theirs = {}
    for line in output_of(OBJDUMP, "-D", "-b", "binary", "-m", "riscv:rv64",
                          "-M", "no-aliases", "--adjust-vma",
                          "0x" + lines[0].group(1),
                          f"{guest.path}/code").splitlines():
        found = re.match(r"\s*([0-9a-f]+):\s+([0-9a-f]+)\s+(\S+)", line)
        if found:
            theirs[int(found.group(1), 16)] = found.groups()[1:]
    compared = 0
    for line in lines:
        address = int(line.group(1), 16)
        if address in theirs:
            tap.equal(line.groups()[1:], theirs[address], f"at {address:x}")
            compared += 1
    tap.check(compared >= 30, f"only {compared} instructions in common")


def test_traps_of_system_calls_are_explained():
    guest = linux()
    guest.console.say("cat /proc/uptime", SHELL)
    text = guest.run("info trap 0") + guest.run("info trap 1")
    tap.check(re.search(r"^ +\d+  environment call from U-mode$", text, re.M),
              text)
    tap.check(re.search(r"to S-mode, handler 0x[0-9a-f]{16}: m[ie]deleg bit "
                        r"\d+ is 1, so it is delegated$", text, re.M), text)


# ---- translation -----------------------------------------------------------

def test_walks_and_gva2gpa_agree():
    with linux().stopped() as guest:
        for name in ("pc", "sp", "stvec & ~3", "tp", "sp - 64"):
            address = guest.value("$" + name)
            walk = guest.run(f"info walk {address} r")
            granted = re.search(r"^granted: 0x([0-9a-f]+), ", walk, re.M)
            if granted:
                tap.equal(guest.run(f"gva2gpa {address}"),
                          f"gpa: 0x{granted.group(1)}\n", walk)
            tap.check(granted or "page fault" in walk, walk)
        walk = guest.run("info walk $stvec&~3 w s")
        tap.check(re.search(r"^store/AMO page fault: W=0: ", walk, re.M) or
                  "granted" in walk, walk)
        walk = guest.run("info walk 0 r u")
        tap.check("load page fault: V=0" in walk, walk)


def test_mem_lists_what_walks_find():
    with linux().stopped() as guest:
        text = guest.run("info mem")
        ranges = [(*(int(part, 16) for part in line.split()[:3]),
                   line.split()[3]) for line in text.splitlines()[2:]]
        tap.check(len(ranges) > 10, text)
        end = 0
        for start, _, size, rights in ranges:
            tap.check(start >= end and size % 4096 == 0, f"{start:x}")
            tap.check(re.fullmatch(r"[r-][w-][x-][u-][g-][a-][d-]", rights),
                      rights)
            end = start + size
        handler = guest.value("$stvec & ~3")
        found = [(start, phys, rights) for start, phys, size, rights in ranges
                 if start <= handler < start + size]
        tap.equal(len(found), 1, "ranges of stvec")
        start, phys, rights = found[0]
        tap.equal(guest.run(f"gva2gpa {handler}"),
                  f"gpa: {phys + handler - start:#x}\n", "stvec")
        tap.check("x" in rights, rights)


def test_tlb_agrees_with_the_page_tables():
    with linux().stopped() as guest:
        entries = [line.split() for line in
                   guest.run("info tlb").splitlines() if " ram" in line]
        tap.check(entries, "no entry leads to RAM")
        translated = [e for e in entries if e[0] in ("S", "S+SUM", "U")][:40]
        tap.check(translated, entries)
        for _, page, phys, *_ in translated:
            tap.equal(int(guest.run(f"gva2gpa 0x{page}").split()[1], 16),
                      int(phys, 16), f"page {page}")


# ---- interrupts, code ------------------------------------------------------

def uart_count(guest):
    text = guest.run(f"info irq {UART}")
    tap.check("(serial-mm), output sysbus-irq[0], is " in text, text)
    return int(re.search(r"raised (\d+) times", text).group(1)), text


def test_irq_shows_the_way_of_the_uart():
    guest = linux()
    before, _ = uart_count(guest)
    guest.console.say("echo typed", SHELL)
    after, text = uart_count(guest)
    tap.check(after > before, f"{before} then {after}")
    contexts = re.findall(r"^context \d, S-mode of hart \d: enable=1 ", text,
                          re.M)
    tap.check(contexts, text)
    for _ in range(100):                # the shell may still be printing
        if "nothing to do: the wire is low" in text:
            break
        time.sleep(0.05)
        _, text = uart_count(guest)
    tap.check("nothing to do: the wire is low" in text, text)
    table = guest.run("info irq")
    row = re.search(rf"^ +{UART}  (low|high) .* (\d+) +(\d+)  \S+ "
                    r"\(serial-mm\)", table, re.M)
    tap.check(row and int(row.group(3)) > 0, table)
    tap.check(re.search(r"^ +0  supervisor timer interrupt +[1-9]\d*  ",
                        table, re.M), table)


def test_jit_counts_what_ran():
    text = linux().run("info jit")
    tap.check(re.search(r"^decoded blocks +[1-9]", text, re.M), text)
    tap.equal("this accelerator does not translate" in text,
              "interp" in emulator.command(), text)


# ---- core files ------------------------------------------------------------

def gdb(core, *commands):
    words = [GDB, "-nx", "-batch", "-ex", f"core {core}"]
    for command in commands:
        words += ["-ex", command]
    return output_of(*words)


def test_core_file_has_every_hart():
    need(READELF)
    need(GDB)
    with linux().stopped() as guest:
        core = f"{guest.path}/core"
        tap.equal(guest.run(f"dump-guest-memory {core}"), "", "dump")
        counters = [registers(guest, hart)["pc"] for hart in (0, 1)]
        stack = registers(guest, 1)["sp"]
        ram = words_of(guest.run(f"xp/4xw {RAM:#x}"))
    text = output_of(READELF, "-l", "-n", core)
    tap.equal(text.count("NT_PRSTATUS"), 2, text)
    tap.check("Core file" in text and "warning" not in text.lower(), text)
    text = gdb(core, "thread 1", "print/x $pc", "thread 2", "print/x $pc",
               "print/x $sp", f"x/4xw {RAM:#x}")
    for value in (*counters, stack):
        tap.check(f" = {value:#x}\n" in text, f"no {value:#x} in\n{text}")
    tap.equal(words_of(text.splitlines()[-1]), ram, text)


def test_core_file_by_virtual_addresses():
    need(GDB)
    with linux().stopped() as guest:
        core = f"{guest.path}/virtual"
        tap.equal(guest.run(f"dump-guest-memory -p {core}"), "", "dump")
        guest.run("cpu 0")
        address = guest.value("$stvec & ~3")
        code = words_of(guest.run(f"x/4xw {address}"))
    text = gdb(core, f"x/4xw {address:#x}")
    tap.equal(words_of(text.splitlines()[-1]), code, text)


def test_part_of_memory_and_refusals():
    guest = linux()
    core = f"{guest.path}/part"
    tap.equal(guest.run(f"dump-guest-memory {core} 0x80001000 0x2000"), "",
              "dump")
    tap.check(0x2000 <= os.path.getsize(core) <= 0x4000, "its size")
    for line in (f"dump-guest-memory {core}x 0x70000000 16",
                 f"dump-guest-memory {guest.path}",
                 f"pmemsave 0x70000000 16 {core}x",
                 f"memsave 0 16 {core}x",
                 "dump-guest-memory /nowhere/core"):
        tap.check("Error:" in guest.run(line), line)
    tap.equal(sorted(name for name in os.listdir(guest.path)
                     if "part" in name), ["part"], "files")


def test_guest_lives_on():
    tap.check("\n2\n" in linux().console.say("nproc", SHELL), "nproc")


# ---- the demo --------------------------------------------------------------

def test_demo_does_not_translate():
    with console("-M", "virt") as machine:
        tap.equal(machine.run("info mem"), "No translation or protection\n")
        walk = machine.run("info walk 0x80000000 x")
        tap.check("M-mode does not translate" in walk and
                  "granted: 0x80000000" in walk, walk)
        tap.equal(len(machine.run("x /10i $pc").splitlines()), 10, "lines")


def main():
    cases = tap.tests_of(globals())
    with contextlib.ExitStack() as stack:
        try:
            guests.append(Linux(stack))
        except tap.Skip as reason:
            text = str(reason)

            def skip():
                raise tap.Skip(text)

            cases = {name: case if "demo" in name else skip
                     for name, case in cases.items()}
        tap.run(cases)


if __name__ == "__main__":
    main()
