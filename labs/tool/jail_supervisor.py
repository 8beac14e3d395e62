"""jail_supervisor: the parent of a program jailed without namespaces (T1).

Runs as a process of its own, still root, because what ends a jail must not
live in it. Reads one order, starts the program as the order's user with
its limits, and becomes the parent of everything the program leaves. When the
program ends, when the grader says so or disappears, all processes of the
user are killed and waited for; then one report says what happened.

Every run starts one of these, so only modules that load at once are used:
marshal is spoken on the two pipes, and _signal is signal without its enums.

Spec: prctl(2) PR_SET_CHILD_SUBREAPER, kill(2) "pid -1", setrlimit(2).
"""

import _signal as signal
import marshal
import os
import resource
import select
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import jail_kernel  # noqa: E402

KILL_ROUNDS = 500
DISK_EVERY_MS = 50
BLOCK, SECTOR = 4096, 512
MOST_DEPTH = 40
STARTED, REPORT = b"s", b"r"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def become(order):
    """Turn this process, still root, into the jailed one."""
    os.setsid()
    for name, pair in order["limits"].items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name.upper()),
                           tuple(pair))
    os.umask(0o077)
    if order["uid"] is None:
        return
    uid = order["uid"]
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    jail_kernel.prctl(jail_kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    jail_kernel.prctl(jail_kernel.PR_SET_NO_NEW_PRIVS, 1)
    jail_kernel.landlock(order["read"], [*order["write"], *DEVICES])
    if order["filter"]:
        jail_kernel.install_filter(bytes.fromhex(order["filter"]))


def run(order, failed):
    """The child: never returns; step and errno go to @failed."""
    step = "jail"
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(order["cwd"])
        become(order)
        step = "exec"
        os.execve(order["argv"][0], order["argv"], order["env"])
    except BaseException as problem:
        os.write(failed, f"{step} {problem}".encode())
    finally:
        os._exit(127)


def kill_user(uid):
    """Send SIGKILL to every process of @uid at once."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    return pid


def kill_children():
    """Without a user: whatever is below us, a few levels at a time."""
    from jail_tree import descendants
    for pid in descendants(os.getpid()):
        if pid != os.getpid():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def _size(entry):
    """Bytes that an entry takes, an empty one a block."""
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError:
        return BLOCK
    return max(state.st_blocks * SECTOR, BLOCK)


class Supervisor:
    """What is known of the one jailed program."""

    def __init__(self, order, control):
        self.order = order
        self.control = control
        self.main = self.code = None
        self.disk_hit = False
        self.wake, writing = os.pipe()
        for fd in (self.wake, writing):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def reap(self):
        """Wait for all that ended; False once nothing is left."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.main:
                self.code = os.waitstatus_to_exitcode(status)

    def _disk_is_full(self):
        """Whether all folders together hold more than is allowed."""
        left, pending = self.order["disk"], list(self.order["write"])
        while pending and left >= 0:
            folder = pending.pop()
            if folder.count("/") > MOST_DEPTH:
                return True
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        left -= _size(entry)
                        if left < 0:
                            break
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
            except OSError:
                continue            # it is changed while we look
        return left < 0

    def watch(self):
        """Until the program ends or must be ended."""
        poller = select.poll()
        poller.register(self.control, select.POLLIN)
        poller.register(self.wake, select.POLLIN)
        pause = DISK_EVERY_MS if self.order["write"] else None
        while self.code is None:
            ready = dict(poller.poll(pause))
            if self.control in ready:
                return
            if self.wake in ready:
                os.read(self.wake, 4096)
            self.reap()
            if pause and self._disk_is_full():
                self.disk_hit = True
                return

    def end_all(self):
        """Kill until nothing is left; the number of tries, 0 for failure."""
        for tries in range(1, KILL_ROUNDS):
            if self.order["uid"] is not None:
                kill_user(self.order["uid"])
            else:
                kill_children()
            for _ in range(20):
                if not self.reap():
                    return tries
                time.sleep(0.0005)
            time.sleep(0.005)
        return 0


def start(supervisor, kept):
    """Fork the program; the text of a failure before exec, or ''."""
    reading, writing = os.pipe()
    jail_kernel.prctl(jail_kernel.PR_SET_CHILD_SUBREAPER, 1)
    supervisor.main = os.fork()
    if supervisor.main == 0:
        run(supervisor.order, writing)
    os.close(writing)
    for fd in kept:
        os.close(fd)
    text = b""
    while data := os.read(reading, 4096):
        text += data
    os.close(reading)
    return text.decode("utf-8", "replace")


def read_order(control):
    """The order: its length in a line, then itself; None without one."""
    data = b""
    while chunk := os.read(control, 65536):
        data += chunk
        length, found, rest = data.partition(b"\n")
        if found and len(rest) == int(length):
            return marshal.loads(rest)
    return None


def main():
    control, report = int(sys.argv[1]), int(sys.argv[2])
    os.set_inheritable(control, False)
    os.set_inheritable(report, False)
    order = read_order(control)
    if order is None:
        return
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    supervisor = Supervisor(order, control)
    problem = start(supervisor, order["fds"])
    if not problem:
        os.write(report, STARTED)
        supervisor.watch()
    clean = supervisor.end_all() > 0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss if used.ru_maxrss > floor + 1024 else 0
    os.write(report, REPORT + marshal.dumps({
        "problem": problem, "code": supervisor.code, "clean": clean,
        "cpu_s": used.ru_utime + used.ru_stime, "peak_rss": peak * 1024,
        "disk_hit": supervisor.disk_hit}))


if __name__ == "__main__":
    main()
