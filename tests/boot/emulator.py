"""emulator: start an emulator, talk to its console, always reap it.

The command under test is $LECTERN or the arguments of the test script (any
emulator with QEMU's command line will do); one word or several. A console is
a pipe by default, or a pseudo-terminal when the terminal itself is tested.
Every wait has an end: LECTERN_TIMEOUT_SCALE stretches all of them, for
sanitized builds and slow machines.
"""

import fcntl
import os
import re
import selectors
import shlex
import signal
import socket
import subprocess
import sys
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import tap  # noqa: E402

GET = os.path.join(HERE, "..", "guests", "get")
TAIL = 1500                 # bytes of output that a failure shows
SKIPPED = 77


def command():
    """The words that start the emulator."""
    words = sys.argv[1:] or shlex.split(os.environ.get("LECTERN", ""))
    if not words:
        raise tap.Failed("name the emulator: $LECTERN or as arguments")
    if os.path.exists(words[0]):
        words[0] = os.path.abspath(words[0])
    return words


def scale():
    return float(os.environ.get("LECTERN_TIMEOUT_SCALE", "1"))


def guest(name):
    """Paths of a guest's files by key; skips when it cannot be had."""
    done = subprocess.run([GET, name], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.PIPE, check=False,
                          stdin=subprocess.DEVNULL)
    if done.returncode == SKIPPED:
        raise tap.Skip(done.stderr.strip().splitlines()[-1])
    if done.returncode:
        raise tap.Failed(done.stderr)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def connect(address, seconds=20):
    """A socket to @address, a path or (host, port), once it listens."""
    end = time.monotonic() + seconds * scale()
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    while True:
        sock = socket.socket(family)
        try:
            sock.connect(address)
            return sock
        except OSError as problem:
            sock.close()
            if time.monotonic() > end:
                raise tap.Failed(f"{address}: {problem}") from None
            time.sleep(0.02)


def take_terminal():
    """In the child: standard input becomes the controlling terminal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Emulator:
    """One running emulator; use it in a with statement."""

    def __init__(self, *arguments, terminal=None, timeout=30, folder=None):
        """@terminal is (master, slave) of a pseudo-terminal, or None; files
        that the emulator writes are put into @folder."""
        self.arguments = [*command(), *map(str, arguments)]
        self.timeout = timeout
        self.output = ""            # everything printed so far
        self.seen = 0               # where the next expect() looks
        if terminal:
            ends = {"stdin": terminal[1], "stdout": terminal[1],
                    "stderr": terminal[1], "preexec_fn": take_terminal}
        else:
            ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE,
                    "stderr": subprocess.STDOUT}
        try:
            self.process = subprocess.Popen(
                self.arguments, start_new_session=True, cwd=folder, **ends)
        except OSError as problem:
            raise tap.Failed(str(problem)) from None
        self._input = terminal[0] if terminal else self.process.stdin.fileno()
        self._output = terminal[0] if terminal \
            else self.process.stdout.fileno()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._selector.close()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    def fail(self, message):
        raise tap.Failed(f"{message}\ncommand: {shlex.join(self.arguments)}"
                         f"\noutput ends with:\n{self.output[-TAIL:]}")

    def _read(self, seconds):
        """Append what was printed; False once there will be no more."""
        if not self._selector.select(max(0, seconds)):
            return True
        try:
            data = os.read(self._output, 65536)
        except OSError:             # the other end of a terminal was closed
            data = b""
        self.output += data.decode(errors="replace").replace("\r", "")
        return bool(data)

    def expect(self, pattern, timeout=None):
        """Wait for the regular expression @pattern; returns the match."""
        timeout = timeout or self.timeout
        end = time.monotonic() + timeout * scale()
        more = True
        while True:
            match = re.compile(pattern, re.M).search(self.output, self.seen)
            if match:
                self.seen = match.end()
                return match
            if not more:
                self.fail(f"the emulator ended before {pattern!r}")
            if time.monotonic() > end:
                self.fail(f"{pattern!r} did not come in {timeout} s")
            more = self._read(end - time.monotonic())

    def send(self, text):
        os.write(self._input, text.encode())

    def say(self, line, prompt):
        """Send a line; returns what was printed before the next prompt."""
        self.send(line + "\r")
        start = self.seen
        self.expect(re.escape(line))
        start = self.seen
        self.expect(prompt)
        return self.output[start:self.seen]

    def close_input(self):
        self.process.stdin.close()

    def signal(self, number):
        os.kill(self.process.pid, number)

    def wait(self, timeout=None):
        """Drain the output; returns the exit status, -N for a signal."""
        timeout = timeout or self.timeout
        end = time.monotonic() + timeout * scale()
        while self.process.poll() is None:
            if time.monotonic() > end:
                self.fail(f"still running after {timeout} s")
            if not self._read(min(0.2, end - time.monotonic())):
                time.sleep(0.01)
        while self._selector.select(0) and self._read(0):
            pass
        return self.process.returncode

    def expect_exit(self, status, timeout=None):
        got = self.wait(timeout)
        if got != status:
            name = f" ({signal.Signals(-got).name})" if got < 0 else ""
            self.fail(f"exit status {got}{name}, wanted {status}")


def run(*arguments, timeout=30):
    """Run to the end without input; returns (exit status, output)."""
    with Emulator(*arguments, timeout=timeout) as emulator:
        emulator.close_input()
        return emulator.wait(), emulator.output


def is_qemu():
    """Whether the emulator is QEMU, which has no embedded demo."""
    done = subprocess.run([*command(), "--version"], text=True, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True)
    return "QEMU emulator" in done.stdout
