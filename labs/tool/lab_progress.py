"""lab_progress: a long step of the build as one line that moves

On a terminal the line is redrawn in place and wiped at the end. Elsewhere
one line says that it began. What the step prints goes to a log, because a
student who did not cause a failure there should not have to read it.
"""

import re
import subprocess
import sys
import time

from lab_term import shorten

STATUS = re.compile(r"^\[(\d+)/(\d+)\]")
PERIOD_S = 0.1


class Line:
    """The moving line on standard error."""

    def __init__(self, what, stream=None):
        self.stream = sys.stderr if stream is None else stream
        self.moves = self.stream.isatty()
        self.what, self.drawn, self.width = what, 0.0, 0
        self._write(f"{what} ...")
        if not self.moves:
            self.stream.write("\n")
            self.stream.flush()

    def _write(self, text):
        text = shorten(text, 78)
        if self.moves:
            self.stream.write("\r" + text.ljust(self.width))
        else:
            self.stream.write(text)
        self.width = len(text)
        self.stream.flush()

    def at(self, done, total):
        now = time.monotonic()
        if self.moves and now - self.drawn >= PERIOD_S:
            self.drawn = now
            self._write(f"{self.what}: {done} of {total}")

    def end(self):
        if self.moves:
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()


def run(argv, what, log, env=None):
    """Run @argv under a moving line; (status, the last lines it printed).

    status is None when the program cannot be started. Everything it prints
    is appended to the file @log.
    """
    line = None
    tail = []
    with open(log, "a", encoding="utf-8", errors="replace") as file:
        try:
            process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors="replace",
                env=env)
        except OSError as error:
            return None, [str(error)]
        with process:
            try:
                for text in process.stdout:
                    file.write(text)
                    tail = [*tail[-30:], text.rstrip()]
                    found = STATUS.match(text)
                    if line is None and not text.startswith("ninja: "):
                        line = Line(what)
                    if found:
                        line.at(*found.groups())
            finally:
                if line:
                    line.end()
                if process.poll() is None and sys.exc_info()[0]:
                    process.terminate()
        return process.returncode, tail
