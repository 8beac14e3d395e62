"""jail_output: keep a bounded piece of what a hostile program prints.

A reader that never fills: the first and the last half of the limit are kept,
the middle is counted and thrown away. clean_text() makes any bytes safe to
show on a terminal or a page: control characters, escapes and the characters
that turn the direction of text become visible codes.
"""

import os
import unicodedata

CHUNK = 65536
CHUNKS_A_PUMP = 16
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
MARKS = {"Mn", "Me"}
MARKS_IN_A_ROW = 3


def _visible(char):
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clean_text(data):
    """@data, bytes or str, as text without anything that acts on a screen."""
    if isinstance(data, (bytes, bytearray)):
        data = bytes(data).decode("utf-8", "backslashreplace")
    kept = []
    marks = 0
    for char in data:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in MARKS else 0
        hidden = kind in HIDDEN and char not in "\n\t"
        kept.append(_visible(char) if hidden or marks > MARKS_IN_A_ROW
                    else char)
    return "".join(kept)


class BoundedOutput:
    """The kept head and tail of one pipe; owns the descriptor @fd."""

    def __init__(self, fd, limit=64 * 1024):
        os.set_blocking(fd, False)
        self.fd = fd
        self.total = 0              # bytes seen
        self._half = max(limit // 2, 1)
        self._head = bytearray()
        self._tail = bytearray()

    def fileno(self):
        return self.fd

    @property
    def open(self):
        return self.fd is not None

    def _keep(self, data):
        self.total += len(data)
        room = self._half - len(self._head)
        self._head += data[:room] if room > 0 else b""
        rest = data[max(room, 0):]
        if rest:
            self._tail = (self._tail + rest)[-self._half:]

    def pump(self):
        """Read what is there, a bounded amount; False once it has ended."""
        for _ in range(CHUNKS_A_PUMP):
            if self.fd is None:
                return False
            try:
                data = os.read(self.fd, CHUNK)
            except BlockingIOError:
                return True
            if not data:
                self.close()
                return False
            self._keep(data)
        return True

    def close(self):
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def bytes(self):
        lost = self.total - len(self._head) - len(self._tail)
        gap = f"\n[... {lost} bytes not kept ...]\n".encode() if lost else b""
        return bytes(self._head) + gap + bytes(self._tail)

    def text(self):
        """What was kept, safe to show."""
        return clean_text(self.bytes())
