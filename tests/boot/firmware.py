#!/usr/bin/env python3
"""OpenSBI and U-Boot: the firmware that Debian ships, unmodified."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

UBOOT_PROMPT = r"^=> "


def opensbi(*arguments):
    return emulator.Emulator("-M", "virt", "-nographic", "-bios",
                             emulator.guest("opensbi")["BIOS"], *arguments,
                             timeout=60)


def test_opensbi_names_the_machine():
    with opensbi() as machine:
        machine.expect(r"^OpenSBI v\d")
        machine.expect(r"^Platform Name\s*: riscv-virtio,qemu$")
        machine.expect(r"^Platform HART Count\s*: 1$")
        machine.expect(r"^Boot HART ID\s*: 0$")


def test_opensbi_finds_four_harts_and_their_devices():
    with opensbi("-smp", "4") as machine:
        machine.expect(r"^Platform HART Count\s*: 4$")
        machine.expect(r"^Platform IPI Device\s*: aclint-mswi$")
        machine.expect(r"^Platform Timer Device\s*: aclint-mtimer @ 10000000")
        machine.expect(r"^Platform Console Device\s*: uart8250$")
        machine.expect(r"^Platform Reboot Device\s*: syscon-reboot$")
        machine.expect(r"^Platform Shutdown Device\s*: syscon-poweroff$")


def test_opensbi_uses_sixteen_pmp_entries():
    with opensbi() as machine:
        machine.expect(r"^Boot HART PMP Count\s*: 16$")


def test_uboot_reaches_its_prompt_and_powers_off():
    files = emulator.guest("uboot")
    with emulator.Emulator("-M", "virt", "-nographic", "-bios",
                           files["BIOS"], "-kernel", files["UBOOT"],
                           timeout=120) as machine:
        machine.expect(r"^U-Boot 20")
        machine.expect("Hit any key to stop autoboot")
        machine.send("\r")
        machine.expect(UBOOT_PROMPT)
        text = machine.say("printenv arch", UBOOT_PROMPT)
        tap.check("arch=riscv" in text, text)
        machine.send("poweroff\r")
        machine.expect_exit(0)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
