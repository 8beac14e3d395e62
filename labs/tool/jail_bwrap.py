"""jail_bwrap: tiers T2 and T3, a jail of namespaces made by bubblewrap.

Inside there is nothing but what is bound read-only, a /tmp of bounded size,
an empty network and process 1 of the jail. As root the starter first becomes
a user of its own (jail_uid), so the kernel's limit of processes counts for
this jail alone and root is nowhere in it. The program waits on a descriptor
until it is in its control group (T3) and its limits are set.

The grader becomes the reaper of its orphans: the jail's process 1 outlives
bwrap for a moment, and only its end means that all processes are dead.

Spec: user_namespaces(7), pid_namespaces(7), bwrap(1) "--json-status-fd".
"""

import json
import os
import resource
import select
import signal
import subprocess
import time

import jail_cgroup
import jail_files
import jail_kernel
import jail_uid
from jail_bwrap_words import Command
from jail_process import LOST, drain
from jail_tree import tree_usage
from jail_types import JailError, Usage

START_WAIT_S = 20.0
CHILD_WAIT_S = 10.0
EXEC_FAILED = b"bwrap: execvp "


def _own_peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class BwrapHolder:
    """A started bwrap and everything that must be undone after it."""

    def __init__(self, limits, groups):
        self.limits = limits
        self.pid = self.end_fd = None
        self._groups = groups           # where to make a group, None for T2
        self._group = self._lease = self._process = None
        self._child = self._child_fd = None     # process 1 of the jail
        self._said = b""                # on the status descriptor
        self._lent = []                 # folders the jail may write into
        self._spent = Usage()
        self._floor = 0                 # rss that only shows the grader

    def start(self, request):
        """The pipe of what the program prints; raises JailError."""
        try:
            return self._start(request)
        except (OSError, JailError) as problem:
            self.end(5)
            raise JailError(f"cannot start a jail: {problem}") from problem

    def _start(self, request):
        if os.geteuid() == 0:
            self._lease = jail_uid.Lease()
        for folder, _ in request.rw:
            self._lent.append(folder)
            jail_files.lend(folder, self._lease and self._lease.uid)
        command = Command(self.limits, request, own_user=bool(self._lease))
        block, release = os.pipe()
        self.end_fd, status = os.pipe()
        try:
            command.option("--block-fd", block)
            command.option("--json-status-fd", status)
            command.add_filter(self.limits)
            self._spawn([*command.words, "--", *request.argv], command.fds)
            command.close()
            self._hold_or_tell()
            os.write(release, b"g")
        finally:
            command.close()
            os.close(release)
        return self._output

    def _spawn(self, words, fds):
        user = {}
        if self._lease:
            uid = self._lease.uid
            user = {"user": uid, "group": uid, "extra_groups": []}
        self._floor = _own_peak()
        jail_kernel.prctl(jail_kernel.PR_SET_CHILD_SUBREAPER, 1)
        out = os.pipe()
        self._output = out[0]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out[1],
                stderr=out[1], pass_fds=fds, cwd="/",
                env={"PATH": os.defpath}, **user)
        except OSError:
            os.close(out[0])
            raise
        finally:
            os.close(out[1])
        self.pid = self._process.pid

    def _hold_or_tell(self):
        """_hold(); of a jail that is gone by then, its last words."""
        try:
            self._hold()
        except (OSError, JailError) as problem:
            gone = self._child_fd is not None and \
                select.select([self._child_fd], [], [], 0)[0]
            if not gone:
                raise
            raise JailError(f"{problem}; bwrap: {self._words_of_failure()}"
                            ) from problem

    def _hold(self):
        """Learn the jail's process 1 and put it under its limits."""
        self._child = child = self._read_child()
        self._child_fd = os.pidfd_open(child)
        if self._groups:
            self._group = jail_cgroup.Group(
                self._groups, f"lectern-{os.getpid()}-{child}", self.limits)
            self._group.add(child)
        if not self._lease:
            most = self.limits.pids + 1
            resource.prlimit(child, resource.RLIMIT_NPROC, (most, most))

    def _read_child(self):
        end = time.monotonic() + START_WAIT_S
        while b"\n" not in self._said:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.end_fd], [], [], max(0, left))
            data = os.read(self.end_fd, 4096) if ready else b""
            if not data:
                raise JailError("bwrap: " + self._words_of_failure())
            self._said += data
        return json.loads(self._said.splitlines()[0])["child-pid"]

    def _words_of_failure(self):
        self._process.kill()
        error = drain(self._output)
        return error.decode("utf-8", "replace").strip() or "no answer"

    def _reap(self, flags):
        """Wait for bwrap and keep what its tree used; False: still runs."""
        if self._process is None or self._process.returncode is not None:
            return True
        pid, status, used = os.wait4(self.pid, flags)
        if pid == 0:
            return False
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._add_usage(used)
        self._reap_child()
        return True

    def _add_usage(self, used):
        peak = used.ru_maxrss * 1024
        cpu_s = used.ru_utime + used.ru_stime
        self._spent = Usage(
            self._spent.cpu_s + cpu_s,
            max(self._spent.peak_rss, peak if peak > self._floor else 0))

    def _reap_child(self):
        """Wait for process 1, which ends after all others of the jail."""
        if self._child_fd is None:
            return
        try:
            signal.pidfd_send_signal(self._child_fd, signal.SIGKILL)
        except ProcessLookupError:
            pass
        poller = select.poll()
        poller.register(self._child_fd, select.POLLIN)
        if not poller.poll(int(CHILD_WAIT_S * 1000)):
            raise JailError("processes of a jail could not be ended")
        try:
            self._add_usage(os.wait4(self._child, 0)[2])
        except ChildProcessError:
            pass            # bwrap was quicker, its usage has it

    def _exit_code(self):
        """The program's, from bwrap's words; LOST if it never said one."""
        os.set_blocking(self.end_fd, False)
        try:
            while data := os.read(self.end_fd, 4096):
                self._said += data
        except BlockingIOError:
            pass
        for line in self._said.splitlines()[1:]:
            code = json.loads(line).get("exit-code")
            if code is not None:
                return 128 - code if code > 128 else code
        return LOST

    def poll(self):
        """None while it runs, the exit code or -signal, or LOST."""
        return self._exit_code() if self._reap(os.WNOHANG) else None

    def explain(self, error):
        """The exit code for LOST; raises JailError if the jail failed.

        Nothing of the program ran when bwrap gives no code, so @error, what
        stands on stderr, is bwrap's own.
        """
        if self.usage().oom:
            return -signal.SIGKILL
        if error.startswith(EXEC_FAILED):
            return 127
        raise JailError("bwrap: " + (error.decode("utf-8", "replace").strip()
                                     or f"status {self._process.returncode}"))

    def usage(self):
        if self._group:
            return self._group.usage()
        if self._process and self._process.returncode is None:
            return tree_usage(self.pid)
        return self._spent

    def _stop(self, wait_s):
        """Kill process 1, with it all others, then bwrap; wait for them."""
        if self._child_fd is not None and not self._reap(os.WNOHANG):
            try:
                signal.pidfd_send_signal(self._child_fd, signal.SIGKILL)
            except ProcessLookupError:
                pass
        end = time.monotonic() + wait_s
        while not self._reap(os.WNOHANG):
            if self._child_fd is None or time.monotonic() > end:
                self._process.kill()
                self._reap(0)
                break
            select.select([self.end_fd], [], [], 0.002)
            time.sleep(0.0005)

    def end(self, wait_s):
        """Kill what runs, undo everything; the exit code or None."""
        code = None
        if self._process:
            self._stop(wait_s)
            code = self._exit_code()
        left = []
        if self._group:
            self._spent = self._group.usage()
            if not self._group.remove():
                left.append("a control group that is still in use")
            self._group = None
        for folder in self._lent:
            jail_files.settle(folder)
        self._lent = []
        for fd in (self.end_fd, self._child_fd):
            if fd is not None:
                os.close(fd)
        self.end_fd = self._child_fd = None
        if self._lease:
            self._lease.release()
        if left:
            raise JailError("left behind: " + ", ".join(left))
        return None if code is LOST else code
