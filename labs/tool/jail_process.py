"""jail_process: one jailed program while it runs, the same for every tier.

The tier gives a Holder: how to end everything in the jail, how to wait for
the starter and what was used. This file adds the rest: outputs that never
block the program, waiting with a limit, and the judgement of the ending.
kill() is always the last step; a `with` block does it.
"""

import os
import select
import signal
import time

from jail_output import PipeOutput
from jail_types import Ending, JailError

FLOOD = 256             # times the kept output, then it is no accident
OOM_SHARE = 0.9         # of the memory limit, where the kernel did not say
KILL_WAIT_S = 10.0
LOST = "lost"           # the holder cannot say how the program ended


class JailedProcess:
    """A started jail; owns its pipes, its processes and its traces."""

    def __init__(self, holder, limits, stdout):
        self.pid = holder.pid               # of the starter, on the host
        self.limits = limits
        self.stdout = PipeOutput(stdout, limits.output)     # and stderr
        self.returncode = None              # exit code or -signal
        self.killed = False                 # by us, while it ran
        self._holder = holder
        self._over = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    @property
    def flooded(self):
        """Printed far more than is kept: the caller should end it."""
        return self.stdout.total > FLOOD * self.limits.output

    def pump(self):
        """Read what was printed; never blocks."""
        self.stdout.pump()

    def _poll(self, seconds):
        poller = select.poll()
        poller.register(self._holder.end_fd, select.POLLIN)
        if not self.stdout.ended:
            poller.register(self.stdout, select.POLLIN)
        poller.poll(max(0, int(seconds * 1000)))
        self.pump()

    def _look(self):
        """Learn the exit code; False while the program runs."""
        code = self._holder.poll()
        if code is LOST:
            self.pump()
            code = self._holder.explain(self.stdout.kept())
        self.returncode = code
        return code is not None

    def wait(self, timeout=None):
        """The exit code or -signal; None if it still runs after @timeout.

        Outputs are read meanwhile. Raises JailError when the jail, not the
        program, failed.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            if self._look():
                break
            left = 0.5 if end is None else end - time.monotonic()
            if left <= 0 or self.flooded:
                return None
            self._poll(min(left, 0.5))
        self.pump()
        return self.returncode

    def kill(self):
        """End everything in the jail and remove its traces; may repeat."""
        if self._over:
            return
        self._over = True
        try:
            if self.returncode is None:
                self.killed = not self._look()
        finally:
            self._close()
        if self.returncode is None:
            self.returncode = -signal.SIGKILL

    def _close(self):
        try:
            self._holder.end(KILL_WAIT_S)
        finally:
            while not self.stdout.ended and self.stdout.read():
                pass
            self.stdout.close()

    def usage(self):
        return self._holder.usage()

    def cpu_s(self):
        return self.usage().cpu_s

    def verdict(self):
        """After kill(): "timeout", "oom", "limit" or None."""
        status = self.ending().status
        return status if status in ("timeout", "oom", "limit") else None

    def finish(self, wall_s=None):
        """Let it run for at most @wall_s, end it, say how it ended."""
        wall_s = self.limits.wall_s if wall_s is None else wall_s
        begin = time.monotonic()
        self.wait(wall_s)
        late = time.monotonic() - begin >= wall_s
        self.kill()
        return self.ending(late)

    def ending(self, late=False):
        """The Ending, after kill(); @late when the caller's time was up."""
        if not self._over:
            raise JailError("ending() is asked before kill()")
        return judge(self, self.usage(), late)


def _signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _by_signal(number, cpu_s):
    if number == signal.SIGXCPU:
        return Ending("timeout", signal=number,
                      message=f"used its {cpu_s:g} s of processor time")
    if number == signal.SIGXFSZ:
        return Ending("limit", signal=number,
                      message="wrote a file larger than allowed")
    return Ending("crash", signal=number,
                  message=f"ended by {_signal_name(number)}")


def judge(process, usage, late):
    """What limit, signal or exit code ended @process."""
    limits = process.limits
    code = process.returncode
    failed = code != 0
    if usage.oom or (failed and usage.peak_rss >= OOM_SHARE * limits.memory):
        return Ending("oom", signal=max(0, -code),
                      message=f"needed over {limits.memory >> 20} MiB")
    if usage.disk_hit:
        return Ending("limit", message="filled its disk")
    if process.flooded:
        return Ending("limit", message="printed without end")
    if usage.cpu_s > limits.cpu_s + 1:
        return Ending("timeout", message=f"used {usage.cpu_s:.1f} s "
                      f"of processor time, {limits.cpu_s:g} s allowed")
    if late:
        return Ending("timeout", message="did not end in time")
    if failed and usage.pids_hit:
        return Ending("limit", code=max(0, code), signal=max(0, -code),
                      message=f"more than {limits.pids} processes")
    if code == -signal.SIGKILL and usage.cpu_s >= limits.cpu_s \
            and not process.killed:
        code = -signal.SIGXCPU          # it ignored the first warning
    if code < 0:
        return _by_signal(-code, limits.cpu_s)
    return Ending("exit", code=code,
                  message=f"exit code {code}" if code else "")


def drain(fd):
    """All of pipe @fd until its end, then close it."""
    data = b""
    while chunk := os.read(fd, 65536):
        data += chunk
    os.close(fd)
    return data
