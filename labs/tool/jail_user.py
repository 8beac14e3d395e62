"""jail_user: tier T1, a user of its own without namespaces, and tier T0.

For root in a container that forbids namespaces. Each run gets a user number
that nothing else has, limits, no_new_privs, a system call filter and, where
the kernel has it, Landlock. There are no mounts: what is bound keeps its
place on the host and the words of argv and env are changed to it. Without
Landlock the program can read what everyone can read, so graders keep tests
and results in folders of root's alone. Where nothing may be written (tmpfs 0
and no rw folder) the filter also denies every change of a file.

T0 uses the same supervisor without user, filter and Landlock.
"""

import marshal
import os
import platform
import re
import select
import socket
import subprocess
import sys
import tempfile
import time

import jail_files
import jail_kernel
import jail_seccomp
import jail_uid
from jail_bwrap_words import limit_rows
from jail_process import LOST, drain
from jail_tree import tree_usage
from jail_types import JailError, Usage

SUPERVISOR = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "jail_supervisor.py")
START_WAIT_S = 20.0
NEEDED = {"CAP_CHOWN": 0, "CAP_KILL": 5, "CAP_SETGID": 6, "CAP_SETUID": 7}


def landlock_version():
    return jail_kernel.landlock_version()


def root_problem():
    """Why we cannot become other users here, or the empty text."""
    if os.geteuid() != 0:
        return "needs root, to run each program as another user"
    with open("/proc/self/status", encoding="ascii") as file:
        have = int(re.search(r"^CapEff:\s*(\w+)", file.read(), re.M)[1], 16)
    lack = [name for name, bit in NEEDED.items() if not have >> bit & 1]
    return f"root lacks {' '.join(lack)}" if lack else ""


def _translate(word, places):
    """@word, perhaps a script, with places inside put where they are."""
    if not places:
        return word
    names = "|".join(re.escape(inside) for inside, _ in places)
    where = dict(places)
    return re.sub(rf"(?<![\w./-])((?:-[A-Za-z]+)?)({names})(?![\w.-])",
                  lambda found: found[1] + where[found[2]], word)


class UserHolder:
    """A supervisor and what must be undone after it."""

    def __init__(self, limits, *, jailed):
        self.limits = limits
        self.pid = self.end_fd = None
        self._jailed = jailed
        self._lease = self._process = self._control = None
        self._tmp = None
        self._lent = []
        self._said = b""
        self._report = None

    def start(self, request):
        """The pipe of what the program prints; raises JailError."""
        try:
            order = self._order(request)
            self._spawn(order, request.fds)
            return self._output
        except (OSError, JailError) as problem:
            self.end(5)
            raise JailError(f"cannot start a jail: {problem}") from problem

    def _folders(self, request):
        if self._jailed:
            self._lease = jail_uid.Lease()
        uid = self._lease and self._lease.uid
        if self.limits.tmpfs:
            self._tmp = tempfile.mkdtemp(prefix="lectern-jail-")
            jail_files.lend(self._tmp, uid)
        for folder, _ in request.rw:
            self._lent.append(folder)
            jail_files.lend(folder, uid)

    def _places(self, request):
        """[(inside, host)], the longest first, of what is elsewhere."""
        pairs = [(os.fspath(inside), os.fspath(host))
                 for host, inside in (*request.ro, *request.rw)]
        if self._tmp:
            pairs.append(("/tmp", self._tmp))
        return sorted((pair for pair in pairs if pair[0] != pair[1]),
                      key=lambda pair: -len(pair[0]))

    def _limits(self):
        rows = {name: pair for name, pair in limit_rows(self.limits).items()
                if name not in ("msgqueue", "sigpending")}
        if self._jailed:
            rows["nproc"] = (self.limits.pids,) * 2
        return rows

    def _order(self, request):
        self._folders(request)
        places = self._places(request)
        write = [os.fspath(host) for host, _ in request.rw]
        write += [self._tmp] if self._tmp else []
        program = jail_seccomp.make_filter(
            platform.machine(), memfd=self.limits.memfd, writing=bool(write))
        return {
            "argv": [_translate(word, places) for word in request.argv],
            "env": {name: _translate(value, places)
                    for name, value in request.env.items()},
            "cwd": _translate(request.cwd, places),
            "uid": self._lease and self._lease.uid,
            "limits": self._limits(), "fds": list(request.fds),
            "filter": (program or b"").hex(),
            "read": [os.fspath(host) for host, _ in request.ro],
            "write": write, "disk": self.limits.tmpfs or 1 << 62}

    def _spawn(self, order, fds):
        out, report = os.pipe(), os.pipe()
        self._control, control = socket.socketpair()
        self._output, self.end_fd = out[0], report[0]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", SUPERVISOR,
                 str(control.fileno()), str(report[1])],
                stdin=subprocess.DEVNULL, stdout=out[1], stderr=out[1],
                pass_fds=(*fds, control.fileno(), report[1]), cwd="/",
                env={})
        except OSError:
            os.close(out[0])
            raise
        finally:
            control.close()
            for fd in (out[1], report[1]):
                os.close(fd)
        self.pid = self._process.pid
        data = marshal.dumps(order)
        self._control.sendall(b"%d\n" % len(data) + data)
        self._read(START_WAIT_S)
        if not self._said:
            self._process.kill()
            error = drain(self._output)
            raise JailError("supervisor: " + (
                error.decode("utf-8", "replace").strip() or "no answer"))

    def _read(self, wait_s):
        """Take what the supervisor says; False at its end, or too late."""
        ready, _, _ = select.select([self.end_fd], [], [], wait_s)
        data = os.read(self.end_fd, 65536) if ready else b""
        self._said += data
        _, found, report = self._said.partition(b"r")
        if not data and ready and found:
            self._report = marshal.loads(report)
        return bool(data)

    def poll(self):
        """None while it runs, the exit code or -signal, or LOST."""
        while self._report is None:
            if not select.select([self.end_fd], [], [], 0)[0]:
                return None
            if not self._read(0) and self._report is None:
                return LOST
        if self._report["problem"] or not self._report["clean"]:
            return LOST
        code = self._report["code"]
        return -9 if code is None else code

    def explain(self, error):
        """The exit code for LOST; raises JailError if the jail failed."""
        problem = (self._report or {}).get("problem", "")
        if problem.startswith("exec "):
            return 127
        if self._report and not self._report["clean"]:
            problem = "processes could not be ended"
        raise JailError("supervisor: " + (
            problem or error.decode("utf-8", "replace").strip()
            or "it disappeared"))

    def usage(self):
        if self._report:
            return Usage(self._report["cpu_s"], self._report["peak_rss"],
                         disk_hit=self._report["disk_hit"])
        return tree_usage(self.pid) if self.pid else Usage()

    def _stop(self, wait_s):
        """Closing the control socket tells the supervisor to end all."""
        end = time.monotonic() + wait_s
        while self._report is None and time.monotonic() < end:
            if not self._read(max(0, end - time.monotonic())):
                break
        if self._process.poll() is None and self._report is None:
            self._process.kill()
        self._process.wait()

    def end(self, wait_s):
        """Kill what runs, undo everything; the exit code or None."""
        if self._control:
            self._control.close()
        if self._process:
            self._stop(wait_s)
        if self.end_fd is not None:
            os.close(self.end_fd)
            self.end_fd = None
        for folder in self._lent:
            jail_files.settle(folder)
        self._lent = []
        if self._tmp:
            jail_files.remove_tree(self._tmp)
            self._tmp = None
        if self._process and not (self._report or {}).get("clean"):
            raise JailError("processes of a jail could not be ended")
        if self._lease:
            self._lease.release()
        return self._report and self._report["code"]
