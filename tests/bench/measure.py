"""measure: one function per thing that is measured, for one emulator."""

import os
import re
import time

from emulators import RAM_MIB, Failed, Run

PROMPT = b"guest# "
APPEND = "console=ttyS0 earlycon=sbi"
LINUX_TIMEOUT = 900
BOOT_TIMEOUT = 300
GUEST_TIMEOUT = 600
SETTLE_SECONDS = 20         # at most, between the prompt and idle
QUIET_PERCENT = 3
TIMEBASE_HZ = 10_000_000


# --- bare-metal guests ----------------------------------------------------


def parse_parts(lines):
    """{part: (seconds, instructions, checksum)} from a guest's lines."""
    parts = {}
    for line in lines:
        words = line.split()
        if words[:1] == ["part"]:
            parts[words[1]] = (int(words[3]) / TIMEBASE_HZ, int(words[2]),
                               words[4])
        elif words[:1] == ["fail"]:
            raise Failed("the guest says: " + line)
    if not lines or lines[-1] != "end":
        raise Failed("the guest did not come to its end")
    return parts


def run_guest(column, guest, *extra):
    """Run a guest to its end. Returns its parts.

    The guest's clock is believed only as far as ours agrees.
    """
    command = [*column.guest_command(guest), *extra]
    with Run(command) as run:
        wall = run.wait_end(GUEST_TIMEOUT) - run.started
        parts = parse_parts(run.lines)
    inside = sum(part[0] for part in parts.values())
    if not extra and (inside > wall or wall > 2 and inside < wall / 2):
        raise Failed(f"{column.name}: the guest saw {inside:.2f} s pass, "
                     f"the host {wall:.2f} s")
    return parts


def count_guest(emulator, guest):
    """Instructions of a run. QEMU counts them only with -icount."""
    extra = ["-icount", "shift=0"] if emulator.name == "qemu" else []
    parts = run_guest(emulator, guest, *extra)
    return sum(part[1] for part in parts.values())


def run_empty(emulator, images):
    """Seconds from start to exit of a guest that powers off at once."""
    guest = images.guest("empty", 1)
    with Run(emulator.guest_command(guest)) as run:
        return run.wait_end(60) - run.started


def host_per_guest(emulator, counter, work):
    """Host instructions per guest instruction.

    @work is two pairs (guest, its instructions): the runs differ in the
    amount of work only, so start, translation and exit cancel out.
    """
    host = [counter.count(emulator.guest_command(guest)) for guest, _ in work]
    return (host[1] - host[0]) / (work[1][1] - work[0][1])


# --- a real system --------------------------------------------------------


def linux_command(emulator, linux, append=APPEND):
    return emulator.command("-bios", linux["BIOS"], "-kernel",
                            linux["KERNEL"], "-initrd", linux["INITRD"],
                            "-append", append)


def cpu_seconds(pid):
    """User and system time of a process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_percent(pid, seconds):
    """Percent of a core that a process uses over the next @seconds."""
    used, begun = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(pid) - used) / (time.monotonic() - begun)


def wait_quiet(pid):
    """The kernel works on for seconds after the prompt: let it finish."""
    for _ in range(SETTLE_SECONDS):
        if cpu_percent(pid, 1) < QUIET_PERCENT:
            return


def is_guest_ram(header):
    """Guest RAM is the one writable data mapping at least that large."""
    match = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", header)
    size = int(match[2], 16) - int(match[1], 16)
    return match[3].startswith("rw-") and size >= RAM_MIB << 20


def resident_mib(pid):
    """Resident memory of a process, guest RAM aside."""
    total = 0
    counted = True
    with open(f"/proc/{pid}/smaps", encoding="utf-8", errors="replace") as f:
        for line in f:
            if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                counted = not is_guest_ram(line)
            elif line.startswith("Rss:") and counted:
                total += int(line.split()[1])
    return total / 1024


def boot(emulator, linux, idle_seconds):
    """Boot to the shell. Returns {first_output, prompt, idle, resident}."""
    with Run(linux_command(emulator, linux)) as run:
        pid = run.process.pid
        prompt = run.wait_text(PROMPT, BOOT_TIMEOUT)
        row = {"first_output": run.first_output - run.started,
               "prompt": prompt - run.started}
        if idle_seconds:
            wait_quiet(pid)
            row["idle"] = cpu_percent(pid, idle_seconds)
            row["resident"] = resident_mib(pid)
        return row


def parse_marks(run):
    """{part: (seconds, checksum)} by the host's clock, from the lines
    "begin PART", "end PART" and "sum PART CHECKSUM"."""
    begun = {}
    taken = {}
    parts = {}
    for line, when in zip(run.lines, run.times):
        mark, part, value = (line.split() + [""] * 3)[:3]
        if mark == "begin":
            begun[part] = when
        elif mark == "end" and part in begun:
            taken[part] = when - begun[part]
        elif mark == "sum" and part in taken:
            parts[part] = (taken[part], value)
    return parts


def run_marks(command, wanted):
    """Run to the end; returns the parts, which must be the @wanted ones."""
    with Run(command) as run:
        run.wait_end(LINUX_TIMEOUT)
        parts = parse_marks(run)
        if set(parts) != set(wanted):
            run.fail("not all parts came to their end")
    return parts


def run_linux(emulator, linux, commands, wanted):
    """Boot Linux for shell @commands that print marks, then power off."""
    append = f'{APPEND} quiet lectern_run="{commands}"'
    command = linux_command(emulator, linux, append)
    if "MEMORY" in linux:
        command += ["-m", linux["MEMORY"]]
    return run_marks(command, wanted)
