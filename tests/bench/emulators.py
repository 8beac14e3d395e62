"""emulators: start one, read its console, end it.

Both emulators are given the same command line; only what QEMU needs to count
instructions differs. The host itself is a third column: the same sources,
compiled for it.
"""

import os
import selectors
import shlex
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LECTERN = "lectern-system-riscv64"
QEMU = "qemu-system-riscv64"
RAM_MIB = 512
MACHINE = ["-M", "virt", "-smp", "1", "-m", f"{RAM_MIB}M", "-nographic"]


class Failed(Exception):
    """An emulator did not do what the bench asked for."""


class Emulator:
    """How to start one emulator."""

    def __init__(self, name, words):
        self.name = name
        self.words = words

    def command(self, *arguments):
        return [*self.words, *MACHINE, *arguments]

    def guest_command(self, guest):
        """To run a built guest, see guests.Images."""
        return self.command("-bios", guest.image)

    def version(self):
        """First line of --version, or why there is none."""
        try:
            done = subprocess.run([*self.words, "--version"], text=True,
                                  stdin=subprocess.DEVNULL, timeout=10,
                                  capture_output=True, check=False)
            return (done.stdout.splitlines() or ["version unknown"])[0]
        except (OSError, subprocess.TimeoutExpired):
            return "version unknown"


class Native:
    """The host: runs the guests' sources as programs of its own."""

    name = "native"

    def guest_command(self, guest):
        return [guest.program, str(guest.units), guest.part]

    def version(self):
        done = subprocess.run(["cc", "--version"], text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        return done.stdout.split("\n")[0]


def find():
    """The emulators to compare: lectern first; each may be missing."""
    root = os.path.join(HERE, "..", "..")
    built = [os.path.join(root, folder, LECTERN)
             for folder in (os.environ.get("BUILD", "build"),)]
    found = []
    lectern = shlex.split(os.environ.get("LECTERN", "")) or next(
        ([os.path.normpath(path)] for path in built if os.path.exists(path)),
        None)
    if lectern:
        found.append(Emulator("lectern", lectern))
    qemu = shlex.split(os.environ.get("QEMU", "")) or [
        path for path in [shutil.which(QEMU)] if path]
    if qemu:
        found.append(Emulator("qemu", qemu))
    return found


class Run:
    """One running emulator; use it in a with statement."""

    def __init__(self, command):
        self.command = command
        self.lines = []
        self.times = []         # when each line was complete
        self.text = b""         # of the unfinished line
        self.first_output = None
        self.errors = tempfile.TemporaryFile()
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE,
                                        stderr=self.errors)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.selector.close()
        self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()

    def fail(self, why):
        self.errors.seek(0)
        said = self.errors.read().decode(errors="replace").strip()[-400:]
        tail = "\n".join(self.lines[-5:])
        raise Failed(f"{shlex.join(self.command)}\n{why}\n{tail}\n"
                     f"{self.text.decode(errors='replace')}\n{said}")

    def _take(self, chunk, now):
        if self.first_output is None:
            self.first_output = now
        *lines, self.text = (self.text + chunk).split(b"\n")
        self.lines += [line.decode(errors="replace").strip()
                       for line in lines]
        self.times += [now] * len(lines)

    def read_some(self, deadline):
        """Returns False at the end of the output."""
        if not self.selector.select(max(0, deadline - time.monotonic())):
            self.fail("no answer in time")
        chunk = os.read(self.process.stdout.fileno(), 65536)
        if chunk:
            self._take(chunk, time.monotonic())
        return bool(chunk)

    def wait_text(self, text, timeout):
        """Wait until the line under way contains @text; return when."""
        deadline = time.monotonic() + timeout
        while text not in self.text:
            if not self.read_some(deadline):
                self.fail(f"ended before {text!r}")
        return time.monotonic()

    def wait_end(self, timeout):
        """Read to the end; a failing exit status is an error."""
        deadline = time.monotonic() + timeout
        while self.read_some(deadline):
            pass
        if self.process.wait(timeout):
            self.fail(f"exit status {self.process.returncode}")
        return time.monotonic()
