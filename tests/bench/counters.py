"""counters: host instructions of a whole run.

perf where the machine lets it count user-mode instructions, else valgrind's
callgrind. Either counts start and end of the process too: callers compare
two runs that differ in the amount of guest work only.
"""

import glob
import os
import shutil
import subprocess
import tempfile

from emulators import Run

TIMEOUT = 1200


class Perf:
    """Hardware counter."""

    name = "perf"

    def usable(self):
        if not shutil.which("perf"):
            return False
        try:
            return self.count(["true"]) > 0
        except (ValueError, OSError, subprocess.CalledProcessError):
            return False

    def count(self, command):
        with tempfile.NamedTemporaryFile("r") as out:
            subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u",
                            "-o", out.name, "--", *command], check=True,
                           stdin=subprocess.DEVNULL, timeout=TIMEOUT,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            rows = [line for line in out.read().splitlines()
                    if "instructions" in line]
            return int(rows[0].split(",")[0])


class Callgrind:
    """Every instruction simulated: exact, about 50 times slower."""

    name = "callgrind"

    def usable(self):
        return shutil.which("valgrind") is not None

    def count(self, command):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.%p")
            with Run(["valgrind", "--tool=callgrind", "--smc-check=all",
                      "--trace-children=yes",
                      "--callgrind-out-file=" + out, *command]) as run:
                run.wait_end(TIMEOUT)
            return sum(self._total(path) for path in
                       glob.glob(os.path.join(folder, "out.*")))

    @staticmethod
    def _total(path):
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith(("summary:", "totals:")):
                    return int(line.split()[1])
        return 0


def choose():
    """(nullable): the first counter that works here."""
    for counter in (Perf(), Callgrind()):
        if counter.usable():
            return counter
    return None
