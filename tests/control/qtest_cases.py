"""qtest_cases: what the devices of `virt` do, request by request.

A case is lines of the qtest protocol with names for addresses:

    [line_status]               a case; its file is its group
    # PC16550D 8.4              the clause that decides
    readb uart+5 -> 0x60        the answer that it demands: the value, or
                                all of an answer that is no OK
    writel msip+0 1 ! raise 3   and the edges of watched wires before it
    irq 10 1                    drive input 10 of the PLIC
    feed 0x41 0x42              bytes that reach the UART from outside
    sent -> 0x4142              bytes that it sent since the last time

The cases are qtest_cases/GROUP.txt and run on any emulator; without "->" only
two emulators are compared. A case may rely on those before it in its group,
whose devices start fresh. WATCH says whose inputs are watched in a group: the
PLIC's show what devices drive, the hart's what the controllers make of it.
"""

import os
import re

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "qtest_cases")

BASES = {
    "rom": 0x1000, "finisher": 0x100000, "rtc": 0x101000,
    "msip": 0x2000000, "mtimecmp": 0x2004000, "mtime": 0x200bff8,
    "sswi": 0x2f00000, "plic": 0xc000000, "uart": 0x10000000,
    "virtio": 0x10001000, "fwcfg": 0x10100000, "flash": 0x20000000,
    "flash1": 0x22000000, "ram": 0x80000000,
    # of the PLIC: what each hart 0 context has
    "enable": 0xc002000, "threshold": 0xc200000, "claim": 0xc200004,
    "enable_s": 0xc002080, "threshold_s": 0xc201000, "claim_s": 0xc201004,
}

HART = "/machine/soc0/harts[0]"
# the third of the nameless devices: MSWI, MTIMER and SSWI come first
PLIC = "/machine/unattached/device[3]"
WATCH = {"uart": PLIC, "rtc": PLIC, "virtio": PLIC}

GROUPS = ("protocol", "uart", "plic", "aclint", "rtc", "flash", "fwcfg",
          "virtio", "map")


def cases(group):
    """{name: [(line, wanted value or None, wanted edges or None)]}"""
    found = {}
    with open(os.path.join(FOLDER, group + ".txt"), encoding="ascii") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line.startswith("["):
                steps = found[line.strip("[]")] = []
            elif line:
                steps.append(_step(line))
    return found


def _step(line):
    line, _, edges = line.partition(" ! ")
    line, _, value = line.partition(" -> ")
    return line, value.strip() or None, edges.split(", ") if edges else None


def _address(match):
    base, offset = BASES[match[1]], int(match[3], 0)
    return f"{base - offset if match[2] == '-' else base + offset:#x}"


def resolve(line):
    """@line as the emulator reads it."""
    words = line.split()
    if words[0] == "irq":
        words = ["set_irq_in", PLIC, "unnamed-gpio-in", *words[1:]]
    elif len(words) > 1:
        words[1] = re.sub(r"^([a-z_]\w*)([+-])(\w+)$", _address,
                          words[1])
    return " ".join(words)


def uses_time(lines):
    return any(line.startswith("clock_") for line in lines)
