#!/usr/bin/env python3
"""The devices of `virt` against the specifications, and against QEMU's.

The cases of qtest_cases/ run on lectern alone, where every "->" must come
true. If there is a QEMU ($QEMU, or qemu-system-riscv64), they and generated
sequences (qtest_gen.py) run on both, and every answer and every edge of a wire
is compared. A difference that KNOWN does not name fails; a generated sequence
is first shortened as far as it still differs.

    qtest_diff.py build/lectern-system-riscv64
    LECTERN_SEED=7 LECTERN_QTEST_ROUNDS=1000 QEMU=... qtest_diff.py ...

QEMU's harts stand still by -accel qtest, or where it is missing (Debian) by
-S; then what needs time is not compared. With that accelerator QEMU gives its
harts no S-mode, hence the PLIC no contexts for it: groups that need no time
use -S anyway.
"""

import os
import random
import re
import select
import shlex
import shutil
import socket
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "boot"),
                os.path.join(HERE, "..", "support")]
import emulator         # noqa: E402
import tap              # noqa: E402
from qtest_cases import GROUPS, HART, WATCH, cases, resolve, uses_time  # noqa
from qtest_client import Died, Qtest, has_accel     # noqa: E402
from qtest_gen import GENERATORS                    # noqa: E402

SEED = int(os.environ.get("LECTERN_SEED", "1"))
ROUNDS = int(os.environ.get("LECTERN_QTEST_ROUNDS", "20"))
NEEDS_TIME = ("protocol", "uart", "aclint", "rtc")
SHRINK_RUNS = 150
BOARD = ["-M", "virt,aclint=on", "-smp", "2", "-m", "128M", "-bios", "none",
         "-nodefaults", "-display", "none",
         "-rtc", "base=2020-01-01T00:00:00,clock=vm"]

# (group.case, request, bits of the value that may differ, why)
# A case may be "*"; a request is a regular expression; -1 are all bits and
# the edges.
DELTAS = "PC16550D 8.7: in loopback, too, MSR 3:0 show changes; QEMU: never"
TRIGGER = "PC16550D 8.2: the level is for the interrupt; QEMU also lets what " \
          "is above it wait outside"
SOURCE_0 = "PLIC 1.0.0, 6: the enable of source 0 is 0; QEMU stores it"
LEVEL = "PLIC 1.0.0, 9: what is still high at completion is pending again; " \
        "QEMU looks at edges"
TICK = "ACLINT 1.0, 2.2: pending while mtime >= mtimecmp; QEMU counts whole " \
       "ticks from the write"
MOVED = "goldfish: an alarm is due when the time has reached it; QEMU keeps " \
        "the timer that was set before the time"
ENABLE = "PLIC 1.0.0, 6, 7: enabling what is pending notifies; QEMU waits " \
         "for the next write"
CLAIM = "PLIC 1.0.0, 8: the threshold does not affect a claim; QEMU: it does"
READY = "StrataFlash J3, status register: Clear leaves SR.7; QEMU clears it"
LANES = "CFI 1.1: a x16 chip answers in its low byte; QEMU repeats it"
SEQUENCE = "StrataFlash J3, status register: what breaks a sequence sets " \
           "SR.4 and SR.5 and shows status; QEMU shows the array"
ONE_WORD = "CFI 01: the count is words - 1; QEMU takes no buffer of one word"
ONES = "NOR flash: programming only clears bits; QEMU stores"
FILES = "the file directory lists what this machine has: no files yet"
PCIE = "no PCIe yet: nobody answers in its windows"
KNOWN = [
    ("uart.loopback_modem", r"readb uart\+6", 0x0f, DELTAS),
    ("uart.irq_priority", r"readb uart\+6", 0x0f, DELTAS),
    ("uart.irq_priority", r"readb uart\+2|writeb uart\+1", -1, DELTAS),
    ("uart.wire_trigger", r"readb", -1, TRIGGER),
    ("uart.random", r"readb uart\+6", 0x0f, DELTAS),
    ("plic.enables", r"readl enable\+0", 1, SOURCE_0),
    ("plic.level", r"claim|0x1000", -1, LEVEL),
    ("plic.complete_disabled", r"claim", -1, LEVEL),
    ("plic.enable_pending", r"enable|plic", -1, ENABLE),
    ("plic.masking", r"claim|threshold", -1, CLAIM),
    ("aclint.mtimecmp_exact", r"clock_step|writeq mtimecmp", -1, TICK),
    ("rtc.alarm_overtaken", r"writel|0x18", -1, MOVED),
    ("flash.query", r"readb flash\+0x41", 0xff, LANES),
    ("flash.identifier", r"readb flash\+1", 0xff, LANES),
    ("flash.buffer_one", r"readl", -1, ONE_WORD),
    ("flash.program_twice", r"readl", -1, ONES),
    ("flash.erase_refused", r"readl", -1, SEQUENCE),
    ("flash.buffer_refused", r"readl", -1, SEQUENCE),
    ("flash.buffer_outside", r"readl", -1, SEQUENCE),
    ("flash.buffer_count", r"readl", -1, SEQUENCE),
    ("flash.status", r"read", 0x800080, READY),
    ("flash.lock", r"readl", 0x800080, READY),
    ("flash.widths", r"read[bl] flash\+0$", 0x800080, READY),
    ("fwcfg.directory", r"read", -1, FILES),
    ("map.holes", r"0x7ffffff8", -1, PCIE),
]


class Difference(Exception):
    """Two emulators, one request, two answers; none of it is in KNOWN."""


# ---------------------------------------------------------------- emulators


class Driven(Qtest):
    """An emulator whose UART ends here, with a watch on a group's wires."""

    def __init__(self, command, group, accel):
        self.seen = {}          # what was last read, by address
        self.wire = None        # the other end of the UART
        with tempfile.TemporaryDirectory() as folder, \
                socket.socket(socket.AF_UNIX) as listener:
            path = os.path.join(folder, "serial")
            listener.bind(path)
            listener.listen(1)
            super().__init__(command, *accel, *BOARD, "-serial",
                             "unix:" + path)
            self.wire = listener.accept()[0]
        self.watch_inputs(WATCH.get(group, HART))

    def close(self):
        if self.wire:
            self.wire.close()
        super().close()

    def feed(self, data):
        """Send to the UART. Each request is an iteration of the emulator's
        main loop at least, and takes what had come before."""
        self.wire.sendall(data)
        for _ in range(3):
            answer = self.ask("endianness")
        return answer

    def sent(self):
        """What the UART sent since the last time."""
        if not select.select([self.wire], [], [], 0)[0]:
            return "OK"
        return "OK 0x" + self.wire.recv(65536).hex()


def start(command, group, accel):
    return Driven(command, group, accel)


def start_ours(group):
    return start(emulator.command(), group, ["-accel", "qtest"])


class Theirs:
    """The QEMU to compare with, looked for once."""

    command = None
    accel = None

    @classmethod
    def find(cls):
        if cls.command is None:
            words = shlex.split(os.environ.get("QEMU", ""))
            found = words or [shutil.which("qemu-system-riscv64")]
            cls.command = found if found[0] else []
            cls.accel = bool(found[0]) and has_accel(found)
        if not cls.command:
            raise tap.Skip("no QEMU: set $QEMU or install qemu-system-misc")
        return cls.command

    @classmethod
    def start(cls, group):
        command = cls.find()
        timed = cls.accel and group in NEEDS_TIME
        return start(command, group, ["-accel", "qtest"] if timed else ["-S"])

    @classmethod
    def has_time(cls):
        cls.find()
        return cls.accel


def ask(q, line):
    """(answer, edges) to a line of qtest_cases, or to several with "; "
    between them; "complete" says what the last claim of the same emulator
    said."""
    if "; " in line:
        results = [ask(q, part) for part in line.split("; ")]
        return results[-1][0], sum((edges for _, edges in results), [])
    words = line.split()
    if words[0] == "feed":
        return q.feed(bytes(int(w, 0) for w in words[1:])), q.take_edges()
    if words[0] == "sent":
        return q.sent(), q.take_edges()
    if words[0] == "complete":
        line = f"writel {words[1]} {q.seen.get(words[1], '0')}"
    answer = q.ask(resolve(line))
    if words[0] == "readl":
        q.seen[words[1]] = answer.split()[1]
    return answer, q.take_edges()


# ---------------------------------------------------------------- comparing


def show(result):
    return result[0] + (" ! " + ", ".join(result[1]) if result[1] else "")


def differing_bits(ours, theirs):
    """The bits of two answers that differ; -1 when more than a value does."""
    if ours[1] != theirs[1]:
        return -1
    if ours[0] == theirs[0]:
        return 0
    words = ours[0].split(), theirs[0].split()
    if [len(w) for w in words] != [2, 2] or \
            not all(w[1].startswith("0x") for w in words):
        return -1
    return int(words[0][1], 0) ^ int(words[1][1], 0)


class Rules:
    """KNOWN, and which of its rows have been needed."""

    def __init__(self):
        self.used = set()

    def allow(self, where, line, bits):
        group = where.split(".")[0]
        for i, (case, request, mask, _) in enumerate(KNOWN):
            if case in (where, group + ".*") and \
                    re.search(request, line) and not bits & ~mask:
                self.used.add(i)
                return True
        return False


RULES = Rules()


def compare(where, line, ours, theirs):
    bits = differing_bits(ours, theirs)
    if bits and not RULES.allow(where, line, bits):
        raise Difference(f"{where}: {line}\n  ours  {show(ours)}\n"
                         f"  QEMU  {show(theirs)}")


def run_both(pair, where, lines):
    for line in lines:
        compare(where, line, ask(pair[0], line), ask(pair[1], line))


def differs(group, lines):
    """What a fresh pair says: the message, or None when they agree."""
    with start_ours(group) as ours, Theirs.start(group) as theirs:
        try:
            run_both((ours, theirs), group + ".random", lines)
        except Difference as difference:
            return str(difference)
    return None


def shrink(group, lines, message):
    """Fewer lines that still differ at the same request: halves, then smaller
    pieces."""
    runs, piece, request = 0, len(lines) // 2, message.splitlines()[0]
    while piece and runs < SHRINK_RUNS:
        at = 0
        while at < len(lines) and runs < SHRINK_RUNS:
            fewer = lines[:at] + lines[at + piece:]
            runs += 1
            found = fewer and differs(group, fewer)
            if found and found.splitlines()[0] == request:
                lines, message = fewer, found
            else:
                at += piece
        piece //= 2
    return lines, message


def fail_short(group, history, lines, message):
    """Shorten the sequence, or all that was sent since the start."""
    for whole in (lines, history):
        found = differs(group, whole)
        if found:
            lines, message = shrink(group, whole, found)
            break
    raise tap.Failed(f"{message}\nafter, on a fresh machine:\n"
                     + "\n".join("    " + line for line in lines)
                     + f"\nLECTERN_SEED={SEED}")


# ---------------------------------------------------------------- the tests


def fits(answer, value):
    """Whether an answer is what a case wants; numbers may lack digits."""
    word, _, text = answer.partition(" ")
    if value is None or word != "OK" or not value[0].isdigit():
        return value is None or value in (answer, text)
    return int(text, 0) == int(value, 0)


def check_step(where, line, result, value, edges):
    wanted = "" if value is None else f" -> {value}"
    right = fits(result[0], value)
    if edges:
        wanted += " ! " + ", ".join(edges)
        right = right and edges == result[1]
    if not right:
        raise tap.Failed(f"{where}: {line}{wanted}\n  ours  {show(result)}")


def believe(group):
    """What the specifications say comes true on lectern."""
    with start_ours(group) as ours:
        for case, steps in cases(group).items():
            for line, value, edges in steps:
                check_step(f"{group}.{case}", line, ask(ours, line), value,
                           edges)


def same(group):
    """The cases written by hand give the same on both."""
    with Theirs.start(group) as theirs, start_ours(group) as ours:
        for case, steps in cases(group).items():
            lines = [line for line, *_ in steps]
            if uses_time(lines) and not Theirs.has_time():
                continue
            try:
                run_both((ours, theirs), f"{group}.{case}", lines)
            except Difference as difference:
                raise tap.Failed(str(difference)) from None


def without_time(lines):
    return [line for line in lines if not line.startswith("clock_")]


def agree(group):
    """Generated sequences give the same on both."""
    r = random.Random(f"{SEED} {group}")
    history = []
    with Theirs.start(group) as theirs, start_ours(group) as ours:
        for _ in range(ROUNDS):
            lines = GENERATORS[group](r)
            if not Theirs.has_time():
                lines = without_time(lines)
            history += lines
            try:
                run_both((ours, theirs), group + ".random", lines)
            except Difference as difference:
                fail_short(group, history, lines, str(difference))


def used():
    """Every row of KNOWN is still needed."""
    if not Theirs.has_time():
        raise tap.Skip("this QEMU has no -accel qtest: not all was compared")
    idle = [row for i, row in enumerate(KNOWN)
            if i not in RULES.used and not row[0].endswith(".random")]
    tap.equal(idle, [], "rows of KNOWN that nothing needed")


def pcie():
    """The configuration window."""
    raise tap.Skip("lectern has no PCIe yet")


def guarded(function, group):
    def case():
        try:
            function(group)
        except Died as death:
            raise tap.Failed(str(death)) from None
    return case


CASES = {f"{word}_{group}": guarded(function, group)
         for word, function in (("specified", believe), ("same", same),
                                ("agree", agree)) for group in GROUPS
         if function is not agree or group in GENERATORS}
CASES["known_rows_are_needed"] = used
CASES["same_pcie"] = pcie

if __name__ == "__main__":
    tap.run(CASES)
