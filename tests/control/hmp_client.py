"""hmp_client: people at the human monitor, as the tests play them.

On standard input and output, where the terminal may be a pseudo-terminal,
or on a socket that the emulator serves.
"""

import contextlib
import os
import re
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "boot"))
import emulator  # noqa: E402
import tap  # noqa: E402

PROMPT = "(lectern) "
PROMPT_PATTERN = re.escape(PROMPT)
GREETING = r"lectern \S+ monitor - type 'help' for more information\n"


@contextlib.contextmanager
def console(*arguments, **options):
    """An emulator with the monitor on its standard input and output."""
    with emulator.Emulator("-monitor", "stdio", "-serial", "null", *arguments,
                           **options) as machine:
        machine.expect(GREETING)
        machine.expect(PROMPT_PATTERN)
        machine.run = lambda line: machine.say(line, PROMPT_PATTERN)[
            1:-len(PROMPT)]
        yield machine


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="hmp") as path:
        yield path


class Client:
    """One user of a socket; use it in a with statement."""

    def __init__(self, address, timeout=20):
        """@address: a path, or (host, port)."""
        self.deadline = timeout * emulator.scale()
        self.output = ""
        self.socket = emulator.connect(address, timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.socket.settimeout(self.deadline)
        self.socket.sendall(data)

    def expect(self, text):
        """Wait for @text; returns what came before it."""
        end = time.monotonic() + self.deadline
        while text not in self.output:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except socket.timeout:
                raise tap.Failed(f"{text!r} did not come; output ends with\n"
                                 f"{self.output[-1500:]}") from None
            if not data:
                raise tap.Failed(f"closed before {text!r}; output ends with\n"
                                 f"{self.output[-1500:]}")
            self.output += data.decode(errors="replace").replace("\r", "")
        before, self.output = self.output.split(text, 1)
        return before

    def greeted(self):
        self.expect("monitor - type 'help' for more information\n")
        self.expect(PROMPT)
        return self

    def run(self, line):
        """Type a line; returns what the command printed."""
        self.send(line + "\n")
        self.expect(line + "\n")
        return self.expect(PROMPT)

    def ended(self):
        """Wait until the other side has closed the connection."""
        self.socket.settimeout(self.deadline)
        while self.socket.recv(65536):
            pass
