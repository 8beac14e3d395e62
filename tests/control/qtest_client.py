"""qtest_client: drive the devices of an emulator without a guest.

    from qtest_client import Qtest

    with Qtest(["lectern-system-riscv64"], "-M", "virt") as q:
        q.ask("writeb 0x10000007 0x55")
        assert q.read(0x10000007, 1) == 0x55

Any emulator that speaks QEMU's qtest protocol will do. The emulator connects
to a socket that is made here, and is ended with the object. Every wait has an
end: LECTERN_TIMEOUT_SCALE stretches it.
"""

import os
import select
import shutil
import socket
import subprocess
import tempfile

# of an answer, and of the start of the program, before it counts as hung
SECONDS = 30
WIDTHS = {1: "b", 2: "w", 4: "l", 8: "q"}


class Died(Exception):
    """The emulator ended, hung, or broke the protocol."""


def _seconds():
    return SECONDS * float(os.environ.get("LECTERN_TIMEOUT_SCALE", "1"))


class Qtest:
    """One emulator and the connection to it; use it in a with statement."""

    def __init__(self, command, *arguments, log="none"):
        """@command: the words that start the emulator, without options."""
        self.folder = tempfile.mkdtemp(prefix="qtest-")
        path = os.path.join(self.folder, "socket")
        self.arguments = [*command, "-qtest", "unix:" + path,
                          "-qtest-log", log, *map(str, arguments)]
        self.last = "its start"
        self.received = b""
        self.edges = []             # IRQ messages since the last take_edges()
        self.socket = None
        self.process = None
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(1)
            self.errors = open(os.path.join(self.folder, "errors"), "w+b")
            self.process = subprocess.Popen(
                self.arguments, stdin=subprocess.DEVNULL,
                stdout=self.errors, stderr=self.errors,
                start_new_session=True)
            try:
                self.socket = self._accept(listener)
            except Died:
                self.close()
                raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _accept(self, listener):
        waited = 0.0
        while waited < _seconds():
            if select.select([listener], [], [], 0.05)[0]:
                return listener.accept()[0]
            if self.process.poll() is not None:
                break
            waited += 0.05
        self._fail("did not connect")

    def _fail(self, what):
        status = self.process.poll()
        self.errors.seek(0)
        text = self.errors.read()[-1000:].decode(errors="replace")
        raise Died(f"{' '.join(self.arguments)}\n{what} after {self.last}"
                   f" (status {status})\n{text}")

    def close(self):
        """End the emulator, whatever it does."""
        if self.socket:
            self.socket.close()
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- lines ----

    def _line(self):
        while b"\n" not in self.received:
            if not select.select([self.socket], [], [], _seconds())[0]:
                self._fail("no answer")
            try:
                data = self.socket.recv(65536)
            except ConnectionError:
                data = b""
            if not data:
                self.process.wait(_seconds())
                self._fail("the connection ended")
            self.received += data
        line, self.received = self.received.split(b"\n", 1)
        return line.decode(errors="replace")

    def _answer(self):
        while True:
            line = self._line()
            if not line.startswith("IRQ "):
                return line
            self.edges.append(line[4:])

    def ask(self, line):
        """Send one request; returns its answer. Edges go to self.edges."""
        self.last = line
        try:
            self.socket.sendall(line.encode() + b"\n")
        except ConnectionError:
            self._fail("the connection ended")
        return self._answer()

    def take_edges(self):
        """What watched wires did since the last call: ["raise 3", ...]."""
        edges, self.edges = self.edges, []
        return edges

    # ---- common requests ----

    def value(self, line):
        """The number in the answer to @line, or None for a bare OK."""
        words = self.ask(line).split()
        if words[0] != "OK":
            self._fail(" ".join(words))
        return int(words[1], 0) if len(words) > 1 else None

    def read(self, address, width):
        return self.value(f"read{WIDTHS[width]} {address:#x}")

    def write(self, address, width, value):
        self.value(f"write{WIDTHS[width]} {address:#x} {value:#x}")

    def step(self, nanoseconds=None):
        """Let time pass, to the next deadline if nothing is said."""
        words = ["clock_step"]
        if nanoseconds is not None:
            words.append(str(nanoseconds))
        return self.value(" ".join(words))

    def watch_inputs(self, path):
        self.value("irq_intercept_in " + path)


def has_accel(command):
    """Whether this emulator has -accel qtest (Debian's QEMU leaves it out)."""
    try:
        with Qtest(command, "-accel", "qtest", "-M", "none", "-display",
                   "none", "-nodefaults", "-S"):
            return True
    except Died:
        return False
