#!/usr/bin/env python3
"""The embedded demo: every command, on one hart and on four."""

import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

PROMPT = r"demo> "
BUILD = os.path.join(emulator.HERE, "..", "..", "machine", "demo", "build.sh")
BOOT_SECONDS = 1.0
EXCEPTIONS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15}

firmware = []       # -bios FILE for an emulator that does not embed the demo


def machine(*arguments):
    return emulator.Emulator("-M", "virt", "-nographic", *firmware,
                             *arguments)


def test_boots_in_well_under_a_second():
    start = time.monotonic()
    with machine() as demo:
        demo.expect("lectern demo")
        demo.expect(PROMPT)
        took = time.monotonic() - start
        tap.check(took < BOOT_SECONDS * emulator.scale(),
                  f"the prompt took {took:.2f} s")


def test_help_names_every_command():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("help", PROMPT)
        for name in ("mem", "timer", "trap", "irq", "regs", "harts",
                     "poweroff", "reboot"):
            tap.check(f"  {name} " in text, f"no {name} in: {text}")


def test_mem_shows_the_map():
    with machine("-m", "256M") as demo:
        demo.expect(PROMPT)
        text = demo.say("mem", PROMPT)
        for line in ("0000000080000000-000000008fffffff memory@80000000",
                     "0000000010000000-00000000100000ff serial@10000000",
                     "sifive,plic-1.0.0", "sifive,clint0", "sifive,test1"):
            tap.check(line in text, f"no {line!r} in: {text}")


def test_mem_writes_and_tests_memory():
    with machine() as demo:
        demo.expect(PROMPT)
        demo.say("mem poke 0x80400000 0xfeedc0de", PROMPT)
        text = demo.say("mem peek 0x80400000 1", PROMPT)
        tap.check("0000000080400000: feedc0de" in text, text)
        tap.check(": good" in demo.say("mem test 1", PROMPT), demo.output)


def test_mem_reports_where_nothing_answers():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("mem peek 0xe000000", PROMPT)
        tap.check("load access fault at e000000" in text, text)
        text = demo.say("mem poke 0xe000000 1", PROMPT)
        tap.check("store access fault at e000000" in text, text)


def test_timer_ticks_three_times():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("timer", PROMPT)
        tap.check("3 timer interrupts taken" in text, text)
        tap.equal(text.count("  tick "), 3)


def test_trap_reports_every_exception():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("trap", PROMPT)
        causes = {int(line.split("cause")[1].split()[0])
                  for line in text.splitlines() if " cause " in line}
        tap.equal(causes, EXCEPTIONS)
        tap.check("13 provocations survived" in text, text)


def test_interrupts_arrive():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("irq", PROMPT)
        tap.check("software interrupt: taken" in text, text)
        tap.check("claimed source 10, UART says reason 2" in text, text)


def test_regs_show_the_hart():
    with machine() as demo:
        demo.expect(PROMPT)
        text = demo.say("regs", PROMPT)
        tap.check("rv64a" in text and "mhartid    0000000000000000" in text,
                  text)


def test_four_harts_answer():
    with machine("-smp", "4") as demo:
        demo.expect("on hart 0 of 4")
        demo.expect(PROMPT)
        for _ in range(3):
            text = demo.say("harts", PROMPT)
            tap.check("4 harts answered" in text, text)


def test_commands_work_on_four_harts():
    with machine("-smp", "4") as demo:
        demo.expect(PROMPT)
        for command, wanted in (("timer", "3 timer interrupts taken"),
                                ("trap", "13 provocations survived"),
                                ("irq", "software interrupt: taken")):
            text = demo.say(command, PROMPT)
            tap.check(wanted in text, text)


def test_keys_typed_ahead_are_not_lost():
    with machine() as demo:
        demo.send("regs\rharts\rpoweroff 5\r")
        demo.expect("1 harts answered")
        demo.expect_exit(5)


def test_poweroff_ends_with_status_0():
    with machine() as demo:
        demo.expect(PROMPT)
        demo.send("poweroff\r")
        demo.expect_exit(0)


def test_poweroff_code_is_the_exit_status():
    with machine() as demo:
        demo.expect(PROMPT)
        demo.send("poweroff 42\r")
        demo.expect_exit(42)


def test_reboot_starts_again():
    with machine() as demo:
        for _ in range(3):
            demo.expect("lectern demo")
            demo.expect(PROMPT)
            demo.send("reboot\r")
        demo.expect("lectern demo")


def test_no_reboot_ends_instead():
    with machine("-no-reboot") as demo:
        demo.expect(PROMPT)
        demo.send("reboot\r")
        demo.expect_exit(0)


def test_first_accelerator_that_exists_is_used():
    with machine("-accel", "nothing:tcg") as demo:
        demo.expect(PROMPT)


def main():
    with tempfile.TemporaryDirectory() as folder:
        if emulator.is_qemu():
            image = os.path.join(folder, "demo.bin")
            subprocess.run([BUILD, image], check=True)
            firmware.extend(["-bios", image])
        tap.run(tap.tests_of(globals()))


if __name__ == "__main__":
    main()
