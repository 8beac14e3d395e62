"""jail_output: the bounded reading of a pipe that a hostile program fills.

A BoundedOutput that owns a descriptor. Reading never blocks and never stores
more than the head and the tail; text() is safe to show.
"""
import os

from output import BoundedOutput

CHUNK = 65536
CHUNKS_A_PUMP = 16


class PipeOutput(BoundedOutput):
    """What was read of one pipe; owns the descriptor fd."""

    def __init__(self, fd, limit=64 * 1024):
        super().__init__(max(limit // 2, 1))
        os.set_blocking(fd, False)
        self.fd = fd
        self.ended = False

    def fileno(self):
        return self.fd

    def read(self, size=CHUNK):
        """Keep and return what is there: None for nothing yet, b"" at end."""
        if self.fd is None:
            return b""
        try:
            data = os.read(self.fd, size)
        except BlockingIOError:
            return None
        self.ended = not data
        self.add(data)
        return data

    def pump(self):
        """Read what is there, a bounded amount; False once it has ended."""
        for _ in range(CHUNKS_A_PUMP):
            if self.ended:
                return False
            if self.read() is None:
                break
        return not self.ended

    def close(self):
        self.ended = True
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def kept(self):
        """The bytes of the head and the tail."""
        return bytes(self.head + self.tail)
