#!/usr/bin/env python3
"""What the lectures show live, with the commands as they print them.

Lectures 00 to 06: lists, the memory tree, the object and device trees, an
injected error, time that stands still, exceptions in the log, a debugger and
the states it leads to.
"""

import os
import pty
import re
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import (GREETING, PROMPT_PATTERN, Client,  # noqa: E402
                        console, emulator, folder, tap)
from rsp_client import PC, Line  # noqa: E402


def answer(*words):
    status, output = emulator.run(*words)
    tap.equal(status, 0, " ".join(words))
    return output


def has(text, *patterns):
    """Each pattern is found, in this order."""
    at = 0
    for pattern in patterns:
        found = re.compile(pattern, re.M).search(text, at)
        tap.check(found, f"no {pattern!r} in\n{text}")
        at = found.end()


# ---- lecture 00: machine ---------------------------------------------------

def test_00_machines_are_listed():
    has(answer("-M", "?"), r"^clabpu +CLab Processor Units$",
        r"^virt .*\(alias of virt-1\.0\)|^virt ", r"\(default\)")


def test_00_cpus_are_listed():
    has(answer("-M", "virt", "-cpu", "?"), r"\brv64\b", r"\bthead-c906\b")


def test_00_accelerators_are_listed():
    has(answer("-accel", "?"), r"\btcg\b")


def test_00_the_course_board_starts():
    """-M clabpu -cpu thead-c906 -nographic"""
    with emulator.Emulator("-M", "clabpu", "-cpu", "thead-c906",
                           "-nographic") as machine:
        machine.expect("no image")
        machine.send("\x01c")
        machine.expect(PROMPT_PATTERN)
        has(machine.say("info qom-tree", PROMPT_PATTERN),
            r"^/machine \(clabpu-machine\)$",
            r"^  /clabpu-socket0 \(riscv\.hart_array\)$",
            r"^    /harts\[0\] \(thead-c906-riscv-cpu\)$")
        machine.send("quit\r")
        machine.expect_exit(0)


# ---- lecture 01: regions ---------------------------------------------------

CLABPU_TREE = [
    r"^address-space: memory$",
    r"^  0000000000000000-ffffffffffffffff \(prio 0, i/o\): system$",
    r"^    0000000000001000-000000000000ffff \(prio 0, rom\): "
    r"riscv\.clabpu\.mrom$",
    r"^    0000000080000000-00000000ffffffff \(prio 0, ram\): clabpu\.ram$",
]


def debug_port():
    """-s, where nobody else has its port and lectern has the option."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", 1234))
        except OSError:
            return []
    known = answer("-help").split("Not supported yet:")
    return ["-s"] if len(known) < 2 or " -s" not in known[1] else []


def test_01_memory_tree_by_control_a_c():
    """-s -S -nographic, Ctrl-A c, info mtree"""
    ends = pty.openpty()
    with emulator.Emulator("-M", "clabpu", *debug_port(), "-S", "-nographic",
                           terminal=ends) as machine:
        machine.send("\x01c")
        machine.expect(GREETING)
        machine.expect(PROMPT_PATTERN)
        has(machine.say("info mtree", PROMPT_PATTERN), *CLABPU_TREE)
        machine.send("quit\r")
        machine.expect_exit(0)
    for end in ends:
        os.close(end)


def test_01_memory_tree_by_monitor_stdio():
    with console("-M", "clabpu", "-S") as machine:
        has(machine.run("info mtree"), *CLABPU_TREE)


def test_01_options_of_the_memory_tree():
    with console("-M", "clabpu", "-S") as machine:
        has(machine.run("info mtree -f"), r"^FlatView #0$",
            r'^ AS "memory", root: system$', r"clabpu\.ram$")
        has(machine.run("info mtree -f -d"), r"^  Dispatch$",
            r"^    Physical sections$")
        has(machine.run("info mtree -o"),
            r"clabpu-edc-reg owner:\{dev path=/machine/edc\}$")
        has(machine.run("info mtree -D"), *CLABPU_TREE)


# ---- lecture 02: devices ---------------------------------------------------

def test_02_object_tree():
    with console("-M", "clabpu", "-S") as machine:
        has(machine.run("info qom-tree"), r"^/machine \(clabpu-machine\)$",
            r"^  /edc \(clabpu-edc\)$", r"^    /clabpu-edc-err\[0\] "
            r"\(memory-region\)$", r"^  /intc \(clabpu-intc\)$",
            r"^    /unnamed-gpio-in\[31\] \(irq\)$",
            r"^  /unattached \(container\)$",
            r"^    /device\[0\] \(riscv\.htif\)$")


def test_02_device_tree():
    with console("-M", "clabpu", "-S") as machine:
        has(machine.run("info qtree"), r"^bus: main-system-bus$",
            r"^  type System$", r'^  dev: clabpu-timer, id ""$',
            r"^    frequency = 1000000", r'^  dev: clabpu-intc, id ""$',
            r'^    gpio-in "" 32$')


def test_02_wires_of_the_board():
    with console("-M", "clabpu", "-S") as machine:
        has(machine.run("info machine"),
            r"^  intc sysbus-irq\[0\] -> clabpu-socket0/harts\[0\] "
            r"unnamed-gpio-in\[11\]$",
            r"^  edc sysbus-irq\[0\] -> intc unnamed-gpio-in\[0\]$",
            r"^  timer sysbus-irq\[0\] -> intc unnamed-gpio-in\[1\]$")


def test_02_injected_error_shows_in_the_registers():
    with console("-M", "clabpu", "-S") as machine:
        if "unknown" in machine.run("help xp"):
            raise tap.Skip("this build has no command xp")
        has(machine.run("xp/1xw 0x20001008"), "0x00000000")
        tap.equal(machine.run("edc_inject 1"), "")
        has(machine.run("xp/1xw 0x20001008"), "0x00000001")
        has(machine.run("xp/1xw 0x20001010"), "0x00000001")
        machine.run("system_reset")
        has(machine.run("xp/1xw 0x20001008"), "0x00000000")


# ---- lecture 03: timers ----------------------------------------------------

def test_03_time_stands_still_while_stopped():
    """stop and cont while a guest prints its ticks"""
    ends = pty.openpty()
    with emulator.Emulator("-M", "virt", "-nographic", "-icount",
                           "shift=0,sleep=off", terminal=ends) as machine:
        machine.expect("demo> ")
        machine.send("\x01c")
        machine.expect(PROMPT_PATTERN)
        machine.say("stop", PROMPT_PATTERN)
        machine.send("\x01ctimer 5\r\x01c")
        machine.expect(PROMPT_PATTERN)
        has(machine.say("info status", PROMPT_PATTERN), "VM status: paused")
        tap.check("tick 1" not in machine.output, "a tick while stopped")
        machine.say("cont", PROMPT_PATTERN)
        machine.expect("5 timer interrupts taken")
        machine.send("\x15quit\r")
        machine.expect_exit(0)
    for end in ends:
        os.close(end)


# ---- lecture 04: execution loop --------------------------------------------

def demo_log(items, command, *arguments):
    """(what the guest prints for @command, what -d @items logs)"""
    with folder() as path:
        log = os.path.join(path, "log")
        with emulator.Emulator("-M", "virt", "-nographic", "-d", items, "-D",
                               log, *arguments) as machine:
            machine.expect("demo> ")
            told = machine.say(command, "demo> ")
            machine.send("poweroff\r")
            machine.expect_exit(0)
        with open(log, encoding="utf-8") as file:
            return told, file.read()


def test_04_exceptions_are_logged_with_their_pc():
    """-d int: as the guest's handler reads them, on each accelerator"""
    for accel in "tcg", "tci", "interp":
        told, log = demo_log("int", "trap", "-accel", accel)
        wanted = re.findall(r"cause +\d+ .* epc (\w+) +tval (\w+)$", told,
                            re.M)
        tap.check(len(wanted) >= 13, told)
        tap.equal(re.findall(r"^hart 0: exception: .*, pc 0x(\w+), "
                             r"tval 0x(\w+), priv \d$", log, re.M), wanted,
                  accel)


def test_04_interrupts_are_logged():
    told, log = demo_log("int", "timer 3")
    has(told, "3 timer interrupts taken")
    tap.check(len(re.findall(r"^hart 0: interrupt: \w*.*timer", log, re.M))
              >= 3, log)


def test_04_two_harts_take_turns_one_instruction_per_block():
    """-smp 2 -accel tcg,thread=single,one-insn-per-tb=on -d exec,nochain"""
    told, log = demo_log(
        "exec,nochain", "harts", "-smp", "2", "-accel",
        "tcg,thread=single,one-insn-per-tb=on")
    has(told, "hart 0: ", "hart 1: ", "2 harts answered")
    blocks = re.findall(r"^hart (\d): block 0x\w+ flags 0x\w+, (\d+) insns$",
                        log, re.M)
    tap.equal({size for _, size in blocks}, {"1"})
    harts = [hart for hart, _ in blocks]
    turns = sum(a != b for a, b in zip(harts, harts[1:]))
    tap.check(turns >= 2, f"{turns} turns of {len(blocks)} blocks")


# ---- lecture 05: breakpoints -----------------------------------------------

LOOP, VARIABLE = 0x80000000, 0x80001000
A0, A3, S0 = 10, 13, 8
CODE = (                        # one block
    0x00150513,                 # loop: addi a0, a0, 1
    0x00250593,                 #       addi a1, a0, 2
    0x00458613,                 #       addi a2, a1, 4
    0x00a43023,                 #       sd   a0, 0(s0)
    0x00160693,                 #       addi a3, a2, 1
    0xfedff06f,                 #       j    loop
)
MIDDLE = LOOP + 16              # behind the store


def load_loop(line):
    """Have the first hart run CODE."""
    code = b"".join(word.to_bytes(4, "little") for word in CODE)
    tap.equal(line.ask(f"M{LOOP:x},{len(code):x}:{code.hex()}"), "OK")
    for register, value in (PC, LOOP), (S0, VARIABLE), (A0, 0), (A3, 7):
        line.set_register(register, value)


def expect_answer(machine, line, pattern):
    """What was asked for is done a moment later."""
    end = time.monotonic() + 20 * emulator.scale()
    text = machine.run(line)
    while not re.search(pattern, text) and time.monotonic() < end:
        text = machine.run(line)
    has(text, pattern)


def expect_status(machine, wanted):
    expect_answer(machine, "info status", re.escape(f"VM status: {wanted}\n"))


def stopped_in_the_middle(line, stop):
    """@stop is a trap; four instructions of the loop were executed."""
    tap.check(stop.startswith("T05thread:1;"), stop)
    tap.equal(line.register(PC), MIDDLE)
    a0, a1, a2, a3 = (line.register(number) for number in range(A0, A3 + 1))
    tap.equal((a1, a2, a3), (a0 + 2, a0 + 6, a0 + 6), "a1, a2, a3")
    return a0


def test_05_break_in_a_block_watch_a_variable_and_continue():
    """-gdb -S: exact state and "paused (debug)", on each accelerator"""
    for accel in "tcg", "tci", "interp":
        with folder() as path:
            sock = os.path.join(path, "gdb")
            with console("-M", "virt", "-S", "-accel", accel, "-gdb",
                         f"unix:{sock}") as machine, Line(sock) as line:
                breaks_and_watches(machine, line)


def breaks_and_watches(machine, line):
    line.ask("?")
    load_loop(line)
    line.send("c")              # the block is translated before the break
    expect_answer(machine, f"xp/1xg {VARIABLE:#x}", "0x0*[1-9a-f]")
    expect_status(machine, "running")
    line.socket.sendall(b"\x03")
    tap.check(line.take().startswith("T02thread:1;"), "no SIGINT")
    expect_status(machine, "paused")
    tap.equal(line.ask(f"Z0,{MIDDLE:x},4"), "OK")
    before = stopped_in_the_middle(line, line.ask("c"))
    expect_status(machine, "paused (debug)")
    tap.equal(stopped_in_the_middle(line, line.ask("c")), before + 1)
    tap.equal(line.ask(f"z0,{MIDDLE:x},4"), "OK")
    tap.equal(line.ask(f"Z2,{VARIABLE:x},8"), "OK")
    for more in 2, 3:
        stop = line.ask("c")
        has(stop, f"watch:{VARIABLE:x};")
        tap.equal(stopped_in_the_middle(line, stop), before + more)
        has(machine.run(f"xp/1xg {VARIABLE:#x}"), f"{before + more:#018x}")
        expect_status(machine, "paused (debug)")
    tap.equal(line.ask("D"), "OK")
    expect_status(machine, "running")


# ---- lecture 06: run states ------------------------------------------------

def test_06_break_is_debug_stop_is_paused_and_handlers_are_told():
    """-trace runstate_*"""
    with folder() as path:
        sock, events = os.path.join(path, "gdb"), os.path.join(path, "events")
        with console("-M", "virt", "-S", "-gdb", f"unix:{sock}", "-trace",
                     f"enable=runstate_*,file={events}") as machine:
            with Line(sock) as line:
                line.ask("?")
                load_loop(line)
                tap.equal(line.ask(f"Z0,{MIDDLE:x},4"), "OK")
                stopped_in_the_middle(line, line.ask("c"))
                expect_status(machine, "paused (debug)")
                machine.run("stop")     # no edge leads from debug to paused
                expect_status(machine, "paused (debug)")
                tap.equal(line.ask(f"z0,{MIDDLE:x},4"), "OK")
                machine.run("cont")
                expect_status(machine, "running")
                machine.run("stop")
                expect_status(machine, "paused")
            machine.send("quit\n")
            machine.expect_exit(0)
        with open(events, encoding="utf-8") as file:
            text = file.read()
    has(text, *(re.escape(event) for event in (
        'runstate_set from="prelaunch" to="running"',
        'runstate_notify running=1 state="running"',
        'runstate_handler phase="change"',
        'runstate_request what="debug"',
        'runstate_set from="running" to="debug"',
        'runstate_notify running=0 state="debug"',
        'runstate_handler phase="change"',
        'runstate_set from="debug" to="running"',
        'runstate_set from="running" to="paused"')))


def test_06_no_edge_leads_from_shutdown_to_running():
    """-no-shutdown: cont is refused until the machine is reset"""
    with folder() as path:
        sock = os.path.join(path, "monitor")
        with emulator.Emulator(
                "-M", "virt", "-display", "none", "-serial", "stdio",
                "-no-shutdown", "-monitor",
                f"unix:{sock},server=on,wait=off") as guest, \
                Client(sock) as monitor:
            monitor.greeted()
            guest.expect("demo> ")
            guest.send("poweroff\r")
            expect_status(monitor, "paused (shutdown)")
            has(monitor.run("cont"), "^Error: .*system_reset")
            expect_status(monitor, "paused (shutdown)")
            monitor.run("system_reset")
            expect_status(monitor, "paused (prelaunch)")
            monitor.run("cont")
            guest.expect("demo> ")
            expect_status(monitor, "running")


def test_06_stop_cont_reset_powerdown_quit():
    with console("-M", "virt", "-S") as machine:
        for line, state in (
                ("info status", r"paused \(prelaunch\)"),
                ("cont", "running"), ("stop", "paused"),
                ("system_reset", r"paused \(prelaunch\)"),
                ("cont", "running"), ("system_powerdown", "running")):
            machine.run(line)
            has(machine.run("info status"), rf"^VM status: {state}$")
        machine.send("quit\r")
        machine.expect_exit(0)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
