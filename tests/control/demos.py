#!/usr/bin/env python3
"""What the lectures show live, with the commands as they print them.

Lectures 00 to 03 and 06: lists, the memory tree, the object and device
trees, an injected error, time that stands still.
"""

import os
import pty
import re
import socket
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import (GREETING, PROMPT_PATTERN, console,  # noqa: E402
                        emulator, tap)


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


# ---- lecture 06: run states ------------------------------------------------

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
