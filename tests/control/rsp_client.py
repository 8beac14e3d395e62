"""rsp_client: a debugger without manners, one packet at a time.

It acknowledges nothing and knows no registers; stop replies and answers are
texts as the gdb manual's "Remote Protocol" has them.
"""

import re
import socket
import time

import emulator
import tap

PC = 0x20                   # numbers of registers
CSR = 65                    # added to a CSR's address
MIP, SIP = CSR + 0x344, CSR + 0x144
MTVEC, MCAUSE = CSR + 0x305, CSR + 0x342
STVEC, SCAUSE = CSR + 0x105, CSR + 0x142


def unpack(text):
    """Without run lengths."""
    return re.sub(r"(.)\*(.)", lambda m: m[1] * (ord(m[2]) - 28), text)


def connect(path, seconds):
    """Once an emulator that has just been started listens."""
    end = time.monotonic() + seconds
    while True:
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(seconds)
        try:
            sock.connect(path)
            return sock
        except (FileNotFoundError, ConnectionRefusedError) as problem:
            sock.close()
            if time.monotonic() > end:
                raise tap.Failed(f"{path}: {problem}") from None
            time.sleep(0.01)


class Line:
    """A connection to the unix socket @path."""

    def __init__(self, path):
        self.socket = connect(path, 20 * emulator.scale())
        self.got = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, payload):
        data = payload.encode()
        self.socket.sendall(b"$%s#%02x" % (data, sum(data) % 256))

    def take(self):
        """The next packet's payload."""
        while b"#" not in self.got or len(self.got.split(b"#", 1)[1]) < 2:
            data = self.socket.recv(65536)
            if not data:
                raise tap.Failed("the emulator hung up")
            self.got += data
        packet, rest = self.got.split(b"#", 1)
        self.got = rest[2:]
        start = re.search(b"[$%]", packet).start()
        text = packet[start + 1:].decode(errors="replace")
        return "%" + text if packet[start:start + 1] == b"%" else text

    def ask(self, payload):
        self.send(payload)
        return self.take()

    def register(self, number):
        """Value of register @number, as "p" numbers them."""
        return int.from_bytes(
            bytes.fromhex(unpack(self.ask(f"p{number:x}"))), "little")

    def set_register(self, number, value):
        tap.equal(self.ask(f"P{number:x}="
                           + value.to_bytes(8, "little").hex()), "OK")
