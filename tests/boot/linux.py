#!/usr/bin/env python3
"""OpenSBI and Debian's kernel to a shell, on 1, 2 and 4 harts.

Three boots cover three hart counts and three page-table depths at once;
LECTERN_BOOT_MATRIX=full tries all nine pairs.
"""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

PROMPT = r"guest# "
BOOT_TIMEOUT = 300
CPUS = {
    "sv57": "rv64",
    "sv48": "rv64,sv57=off",
    "sv39": "rv64,sv57=off,sv48=off",
}
REPORT = "echo harts $(nproc) $(grep -c ^processor /proc/cpuinfo); " \
         "grep -m1 ^mmu /proc/cpuinfo"


def machine(*arguments, append=""):
    files = emulator.guest("linux")
    return emulator.Emulator(
        "-M", "virt", "-nographic", "-bios", files["BIOS"],
        "-kernel", files["KERNEL"], "-initrd", files["INITRD"],
        "-append", append, *arguments, timeout=BOOT_TIMEOUT)


def boots_with(smp, mmu):
    """Boot, run a command given on the kernel's command line, power off."""
    with machine("-smp", smp, "-cpu", CPUS[mmu],
                 append=f'lectern_run="{REPORT}"') as linux:
        linux.expect("OpenSBI v")
        linux.expect("Linux version 6.")
        linux.expect(rf"^harts {smp} {smp}$")
        linux.expect(rf"^mmu\s*: {mmu}$")
        linux.expect("reboot: Power down")
        linux.expect_exit(0)


def test_shell_answers_and_powers_off():
    with machine("-smp", "1") as linux:
        linux.expect("This is a busybox shell")
        linux.expect(PROMPT)
        tap.check("\nriscv64\n" in linux.say("uname -m", PROMPT),
                  linux.output[-500:])
        tap.check("\n1\n" in linux.say("nproc", PROMPT), linux.output[-500:])
        linux.say("i=0; while [ $i -lt 500 ]; do i=$((i+1)); done", PROMPT)
        tap.check("\n500\n" in linux.say("echo $i", PROMPT),
                  linux.output[-500:])
        linux.send("poweroff -f\r")
        linux.expect("reboot: Power down")
        linux.expect_exit(0)


def test_kernel_option_no5lvl_limits_the_depth():
    with machine(append='no5lvl lectern_run="grep -m1 ^mmu /proc/cpuinfo"') \
            as linux:
        linux.expect(r"^mmu\s*: sv48$")
        linux.expect_exit(0)


def test_reboot_starts_the_firmware_again():
    with machine("-no-reboot", append='lectern_run="reboot -f"') as linux:
        linux.expect("reboot: Restarting system")
        linux.expect_exit(0)


def matrix():
    if os.environ.get("LECTERN_BOOT_MATRIX") == "full":
        return [(smp, mmu) for smp in (1, 2, 4) for mmu in CPUS]
    return [(1, "sv57"), (2, "sv48"), (4, "sv39")]


if __name__ == "__main__":
    rows = [(f"{smp}_harts_{mmu}", smp, mmu) for smp, mmu in matrix()]
    tap.run({**tap.tests_of(globals()),
             **tap.table("boots_on", rows, boots_with)})
