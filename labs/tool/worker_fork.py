"""worker_fork: programs that we trust, loaded once for many scenarios

A worker started with --fork waits before anything of its lab has run. For
each scenario it is sent a socket and a pipe and makes a process that is our
own child. So a scenario costs what it does, not the loading of libraries.
Only for the self-test: its programs are the reference, stubs and mutants.
"""
import contextlib
import os
import resource
import signal
import socket
import struct
import subprocess
import threading
from collections import OrderedDict

from worker import PlainProcess, environment

KEPT = 8                # programs that wait; another one costs a start
# An emulated machine reserves much more address space than it uses. Two
# seconds are 40 times what a scenario takes.
LIMITS = {resource.RLIMIT_AS: (1 << 34, 1 << 34),
          resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_CPU: (2, 3)}


class ForkedProcess(PlainProcess):
    """One scenario's process: a child that the waiting program made."""

    def __init__(self, pid, stdout):    # nothing is started here
        self.process = self             # it keeps the return code itself
        self.returncode = None
        self.pid, self.stdout, self.usage = pid, stdout, None

    def kill(self):
        if self.returncode is None:     # not waited for, so it is still ours
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Program:
    """A worker that waits for conversations."""

    def __init__(self, path):
        self.sock, theirs = socket.socketpair(socket.AF_UNIX,
                                              socket.SOCK_SEQPACKET)
        self.lock = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                [path, "--fork", str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=environment(),
                pass_fds=(theirs.fileno(),))

    def start(self, fd):
        """A ForkedProcess that talks on @fd, or None."""
        reading, writing = os.pipe()
        try:
            with self.lock:
                socket.send_fds(self.sock, [b"."], [fd, writing])
                answer = self.sock.recv(4)
        except OSError:
            answer = b""
        finally:
            os.close(writing)
        stdout = os.fdopen(reading, "rb")
        if len(answer) != 4:
            stdout.close()
            return None
        return ForkedProcess(struct.unpack("=i", answer)[0], stdout)

    def end(self):
        self.sock.close()
        self.process.wait()


class Fence:
    """In the place of a jail: processes with limits, of waiting programs."""

    def __init__(self):
        self.programs = OrderedDict()
        self.lock = threading.Lock()

    def _program(self, path):
        about = os.stat(path)
        key = path, about.st_ino, about.st_mtime_ns     # it may be made anew
        with self.lock:
            if key not in self.programs:
                self.programs[key] = Program(path)
            self.programs.move_to_end(key)
            while len(self.programs) > KEPT:
                self.programs.popitem(last=False)[1].end()
            return self.programs[key]

    def popen(self, argv, *, ro=(), fds=(), env=None):
        """As Jail.popen(); @argv is a program and the number fds[0].

        A program that does not wait is started as any other.
        """
        process = self._program(argv[0]).start(fds[0]) \
            or PlainProcess(argv, fds[0], env)
        with contextlib.suppress(ProcessLookupError):
            for limit, values in LIMITS.items():
                resource.prlimit(process.pid, limit, values)
        return process

    def close(self):
        while self.programs:
            self.programs.popitem()[1].end()
