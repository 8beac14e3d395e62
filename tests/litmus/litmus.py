"""litmus: build the guests with several harts, run one, read its results."""

import os
import re
import struct
import subprocess
import sys
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "guest")
HEADER_OFFSET = 8           # see guest/start.S
HEADER = struct.Struct("<QQQ16s")

sys.path.insert(0, os.path.join(HERE, "..", "support"))
import cross  # noqa: E402
from cross import Missing  # noqa: E402,F401

FLAGS = """-march=rv64imac_zicsr_zifencei -mabi=lp64 -O2 -Wall -Wextra -Werror
    -Wno-unused-parameter""".split()

# Bits of guest_flags, see guest/harts.h.
BREAK, SSWI, STEP, SLEEP = 1, 2, 4, 8
IN_MACHINE_MODE = ("litmus", "atomics")     # where harts can sleep


class Failed(Exception):
    """A guest found a mistake of the emulator, or did not come to its end."""


class Job(NamedTuple):
    """One run of one guest."""
    guest: str
    harts: int
    work: int
    flags: int = 0
    only: str = ""          # names of litmus tests that begin so

    def title(self):
        words = [self.guest, f"{self.harts} harts"]
        words += ["SSWI"] if self.flags & SSWI else []
        return ", ".join(words)


class Outcome(NamedTuple):
    """One litmus test."""
    name: str
    variant: str
    allowed: bool           # the relaxed outcome
    relaxed: int            # how often it was seen
    iterations: int
    counts: dict            # digits, one per hart: count

    def bad(self):
        return self.relaxed > 0 and not self.allowed


def processors():
    return len(os.sched_getaffinity(0))


class Images:
    """The guests, built when first asked for, in @folder."""

    def __init__(self, folder):
        self.folder = folder
        self.flat = {}

    def _build(self, name):
        files = [os.path.join(SOURCE, f)
                 for f in ("start.S", "harts.c", name + ".c")]
        return cross.build_flat(files, os.path.join(SOURCE, "harts.ld"),
                                FLAGS, os.path.join(self.folder,
                                                    name + ".elf"))

    def path(self, job):
        if job.guest not in self.flat:
            self.flat[job.guest] = self._build(job.guest)
        image = self.flat[job.guest]
        header = HEADER.pack(job.work, job.harts, job.flags,
                             job.only.encode())
        path = os.path.join(self.folder, job.guest + ".bin")
        with open(path, "wb") as out:
            out.write(image[:HEADER_OFFSET] + header +
                      image[HEADER_OFFSET + len(header):])
        return path


def with_meeting(job):
    """How harts meet: they spin only where each has a processor."""
    flags = job.flags
    if job.guest == "litmus":
        flags |= STEP
    if job.guest in IN_MACHINE_MODE and job.harts > processors():
        flags |= SLEEP
    return job._replace(flags=flags)


def run(emulator, images, job, timeout):
    """Run @job; returns the lines that the guest printed before "end"."""
    job = with_meeting(job)
    machine = "virt,aclint=on" if job.flags & SSWI else "virt"
    command = [*emulator, "-M", machine, "-smp", str(job.harts), "-m", "64M",
               "-nographic", "-bios", images.path(job)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, check=False,
                              errors="replace", stderr=subprocess.STDOUT,
                              timeout=timeout)
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode(errors="replace")
        raise Failed(f"{job.title()}: no end after {timeout:.0f} s\n"
                     + said[-500:]) from None
    lines = [line.strip() for line in done.stdout.splitlines()]
    if done.returncode or lines[-1:] != ["end"]:
        raise Failed(f"{job.title()}: exit status {done.returncode}\n"
                     + "\n".join(lines[-5:]))
    return lines[:-1]


def parse_outcome(line):
    """(nullable): an Outcome from a guest's line."""
    match = re.fullmatch(r"outcome (\S+) (\S+) (allowed|forbidden) (\d+) (\d+)"
                         r"((?: \d+=\d+)*)", line)
    if not match:
        return None
    counts = {key: int(count) for key, count in
              (word.split("=") for word in match[6].split())}
    return Outcome(match[1], match[2], match[3] == "allowed", int(match[4]),
                   int(match[5]), counts)


def outcomes(lines, iterations):
    """All of them; a count that does not add up is a mistake."""
    found = [outcome for outcome in map(parse_outcome, lines) if outcome]
    for outcome in found:
        total = sum(outcome.counts.values())
        if outcome.iterations < iterations or total != outcome.iterations:
            raise Failed(f"{outcome.name} {outcome.variant}: {total} "
                         f"outcomes of {outcome.iterations} iterations, "
                         f"wanted {iterations}")
    if not found:
        raise Failed("no litmus test ran")
    return found
