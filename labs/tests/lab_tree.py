"""lab_tree: a clone of the tree for the tests of ./lab, and a student in it

The clone is made once for a test program and holds what git would: none of
this tree's builds, and a work/ of its own. Commands run in a pipe or on a
pseudo-terminal; every wait has an end.
"""

import atexit
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
for place in ("tests/support", "tests/lint", "labs/tool"):
    sys.path.insert(0, str(ROOT / place))
import tap   # noqa: E402
import tree  # noqa: E402

SCALE = float(os.environ.get("LECTERN_TIMEOUT_SCALE", "1"))
SECONDS = 60 * SCALE
BUILD_SECONDS = 600 * SCALE
NEEDED = ("meson", "ninja", "pkg-config", "cc")
ESCAPES = re.compile(r"\033\[[0-9;?]*[A-Za-z]")
CLONES = {}


@dataclass(frozen=True)
class Done:
    """What a command left behind."""
    status: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


# A student's: nothing is there, and nothing that a tool keeps stays.
HOME = tempfile.mkdtemp(prefix="home-of-a-student-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)


def environment(**changes):
    """The environment of a student: without what steers tools here."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("MESON", "NINJA", "ASAN_", "UBSAN_",
                                    "CK_"))
            and name not in ("NO_COLOR", "COLUMNS", "CC", "MAKEFLAGS")}
    kept.update({"LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": HOME})
    kept.update(changes)
    return {name: value for name, value in kept.items() if value is not None}


def clone():
    """The folder of the one clone, made on first use."""
    if "path" not in CLONES:
        missing = [name for name in NEEDED if not shutil.which(name)]
        if missing:
            raise tap.Skip("not installed: " + ", ".join(missing))
        folder = Path(tempfile.mkdtemp(prefix="lab-tree-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        copy_tree(folder)
        CLONES["path"] = folder
    return CLONES["path"]


def copy_tree(folder):
    """The sources, and lab.toml's labs; no builds, no handouts' output."""
    for name in tree.files():
        if name.startswith(("work/", "shared/")):
            continue
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to)


def lab(*words, seconds=SECONDS, folder=None, **changes):
    """Run ./lab in the clone, or in @folder, in pipes; Done."""
    if not (clone() / "build-lab/labs/kit").exists():
        seconds = max(seconds, BUILD_SECONDS)
    try:
        done = subprocess.run(
            ["./lab", *words], cwd=folder or clone(),
            env=environment(**changes), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise tap.Failed(f"./lab {' '.join(words)} did not end") from None
    result = Done(done.returncode, done.stdout, done.stderr)
    tap.check("Traceback" not in result.text, result.text)
    return result


def expect(words, status, *parts, **options):
    """Run ./lab; it must end so and say each of @parts. Returns: Done

    Where a line was broken does not matter.
    """
    done = lab(*words.split(), **options)
    shown = f"./lab {words}\n{done.text}"
    tap.equal(done.status, status, f"status of {shown}\n")
    flat = " ".join(done.text.split())
    for part in parts:
        tap.check(" ".join(part.split()) in flat,
                  f"{part!r} is missing in {shown}")
    return done


def begun():
    """A clone whose lab timers is laid out and built."""
    if not (clone() / "work/timers").is_dir():
        expect("start timers", 0)
    return clone()


def work(name):
    return begun() / "work/timers" / name


def reference(name):
    """The text of the exercise file called @name as it should become."""
    data = tomllib.loads((ROOT / "labs/timers/lab.toml").read_text())
    path = next(file for row in data["exercise"] for file in row["files"]
                if Path(file).name == name)
    return (ROOT / path).read_text()


def solve(name, find="", replace=""):
    """Write the reference's @name, with one edit, as a student's file."""
    text = reference(name)
    tap.check(find in text, f"{name} has no {find!r}")
    work(name).write_text(text.replace(find, replace, 1) if find else text)


def mutant(name):
    """Write the mutant @name of the lab as a student's file."""
    data = tomllib.loads((ROOT / "labs/timers/mutants.toml").read_text())
    row = next(row for row in data["mutant"] if row["name"] == name)
    solve(Path(row["file"]).name, row["find"], row["replace"])


def stub(name):
    """Put the stub back, as if nothing had been done."""
    shutil.copy(ROOT / "labs/timers" / name, work(name))


class Terminal:
    """./lab on a pseudo-terminal; use it in a with statement."""

    def __init__(self, *words, columns=80, **changes):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, columns, 0, 0))
        self.fd, self.raw, self.seen = ours, "", 0
        self.words = " ".join(words)
        self.process = subprocess.Popen(
            ["./lab", *words], cwd=begun(), env=environment(**changes),
            stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(theirs)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.fd)

    @property
    def text(self):
        """What is on the screen, without colours."""
        return ESCAPES.sub("", self.raw).replace("\r\n", "\n")

    def _read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False        # nobody holds the other end
        self.raw += data.decode("utf-8", "replace")
        return bool(data)

    def expect(self, part, seconds=SECONDS):
        """Wait until @part is shown, after what was expected before."""
        end = time.monotonic() + seconds
        going = True
        while part not in self.text[self.seen:]:
            if time.monotonic() > end or not going:
                raise tap.Failed(f"./lab {self.words}: no {part!r} in\n"
                                 f"{self.text[self.seen:]}")
            going = self._read(0.2)
        self.seen = self.text.index(part, self.seen) + len(part)

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def interrupt(self):
        """What Ctrl-C does."""
        self.send("\003")

    def ends(self, seconds=SECONDS):
        """Wait for the end; the exit status."""
        end = time.monotonic() + seconds
        while self._read(0.2) and self.process.poll() is None:
            if time.monotonic() > end:
                raise tap.Failed(f"./lab {self.words} does not end:\n"
                                 f"{self.text}")
        while self._read(0.1) and time.monotonic() < end:
            if self.process.poll() is not None and \
                    not select.select([self.fd], [], [], 0)[0]:
                break
        tap.check("Traceback" not in self.text, self.text)
        return self.process.wait()


def widest(text):
    return max((len(line) for line in ESCAPES.sub("", text).splitlines()),
               default=0)


def children_named(part):
    """Processes whose command line has @part: none may be left over."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if part.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found
