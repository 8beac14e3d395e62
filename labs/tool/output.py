"""output: the beginning and the end of what a process prints"""

HALF = 32 * 1024


class BoundedOutput:
    """Keeps the first and the last HALF bytes."""

    def __init__(self, half=HALF):
        self.half = half
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0

    def add(self, data):
        self.total += len(data)
        room = self.half - len(self.head)
        self.head += data[:room]
        self.tail += data[room:] if room < len(data) else b""
        del self.tail[:-self.half]

    def text(self):
        """Printable: control bytes are shown, not sent to a terminal."""
        gap = self.total - len(self.head) - len(self.tail)
        parts = [visible(bytes(self.head))]
        if gap > 0:
            parts.append(f"\n[... {gap} bytes left out ...]\n")
        return "".join(parts) + visible(bytes(self.tail))


def visible(data):
    """Text in which nothing but newline and tab acts on a terminal."""
    text = data.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() or c in "\n\t"
                   else c.encode("unicode_escape").decode() for c in text)
