"""worker: a conversation with a worker process, which may be hostile

Frames: u32 length of the rest, u64 id, text; little endian. Each request has
a fresh random id, and exactly one reply may follow: anything else, at any
time, ends the conversation. Nothing that the process writes is believed; it
is compared, and shown escaped.
"""
import os
import re
import secrets
import selectors
import signal
import socket
import struct
import subprocess
import time

from output import BoundedOutput
from scenario import unescape

REPLY_MAX = 1 << 20
ENDING_S = 1.0          # from the end of the socket to that of the process
FLOOD = 16 << 20        # more output than this is no accident
FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]-]{0,63}")
HEAD = struct.Struct("<IQ")


class WorkerFailed(Exception):
    """The process did not answer as a worker does.

    status: crash, timeout, protocol, or what the jail says (oom, limit).
    """

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class PlainProcess:
    """A process without a jail; the same face as jail.JailedProcess."""

    def __init__(self, argv, fd, env):
        self.process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, pass_fds=(fd,), env=env,
            start_new_session=True)
        self.stdout = self.process.stdout
        self.pid = self.process.pid
        self.usage = None

    def kill(self):
        if self.process.returncode is None:
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self, timeout=None):
        """The exit code or -signal; None if it runs after timeout."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.process.returncode is None:
            pid, status, usage = os.wait4(self.pid, 0 if end is None
                                          else os.WNOHANG)
            if pid:
                self.usage = usage
                self.process.returncode = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= end:
                break
            else:
                time.sleep(0.002)
        return self.process.returncode

    def verdict(self):
        return None

    def cpu_s(self):
        usage = self.usage
        return usage.ru_utime + usage.ru_stime if usage else 0.0


def environment():
    """What a worker finds in its environment: nothing of ours."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=0:color=never",
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}


class Worker:
    """Start argv (the socket's number is appended) and talk to it."""

    def __init__(self, argv, jail=None, wall_s=20.0, binds=()):
        self.output = BoundedOutput()
        self.deadline = time.monotonic() + wall_s
        self.started = time.monotonic()
        ours, theirs = socket.socketpair()
        self.sock = ours
        try:
            args = [*argv, str(theirs.fileno())]
            if jail is None:
                self.process = PlainProcess(args, theirs.fileno(),
                                            environment())
            else:
                self.process = jail.popen(args, ro=list(binds),
                                          fds=(theirs.fileno(),),
                                          env=environment())
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.sock, selectors.EVENT_READ)
        self.pipe = self.process.stdout
        os.set_blocking(self.pipe.fileno(), False)
        self.selector.register(self.pipe, selectors.EVENT_READ)
        self.buffer = bytearray()
        self.cpu_s = 0.0        # known after close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, text):
        """One operation: its reply as a list of (field, value)."""
        request = secrets.randbits(64)
        body = text.encode("ascii")
        self._refuse_extra()
        try:
            self.sock.settimeout(max(0.01, self.deadline - time.monotonic()))
            self.sock.sendall(HEAD.pack(len(body) + 8, request) + body)
        except TimeoutError:
            raise WorkerFailed("timeout", "it does not read") from None
        except OSError:
            self._gone()
        return self._reply(request)

    def _refuse_extra(self):
        """Nothing may have come that nobody asked for."""
        while any(key.fileobj is self.sock
                  for key, _ in self.selector.select(0)):
            if not self._receive():
                self._gone()
            raise WorkerFailed("protocol", "it answered before it was asked")

    def _reply(self, request):
        while len(self.buffer) < HEAD.size:
            self._wait()
        length, answered = HEAD.unpack_from(self.buffer)
        if answered != request or not 8 <= length <= REPLY_MAX:
            raise WorkerFailed("protocol", "it sent a frame that is no reply")
        while len(self.buffer) < length + 4:
            self._wait()
        if len(self.buffer) > length + 4:
            raise WorkerFailed("protocol", "it sent more than one reply")
        text = bytes(self.buffer[HEAD.size:])
        self.buffer.clear()
        return _pairs(text)

    def _wait(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise WorkerFailed("timeout", "it did not answer in time")
        for key, _ in self.selector.select(min(left, 0.5)):
            if key.fileobj is self.pipe:
                self._drain()
                if self.output.total > FLOOD:
                    raise WorkerFailed("limit", "it prints without end")
            elif not self._receive():
                self._gone()

    def _receive(self):
        try:
            data = self.sock.recv(65536)
        except OSError:
            data = b""
        self.buffer += data
        return bool(data)

    def _drain(self):
        """Take what was printed; keep its beginning and its end."""
        try:
            data = self.pipe.read(65536)
        except (OSError, ValueError):
            data = b""
        if data:
            self.output.add(data)
        elif data == b"":
            self.selector.unregister(self.pipe)

    def _gone(self):
        """The process closed the socket: it ended, or soon will."""
        lives = self.process.wait(ENDING_S) is None
        self.process.kill()
        code = self.process.wait()
        self._drain_rest()
        verdict = self.process.verdict()
        if verdict:
            raise WorkerFailed(verdict, f"it was stopped: {verdict}")
        if lives:
            raise WorkerFailed("protocol", "it closed its connection")
        raise WorkerFailed(*_end_of(code))

    def _drain_rest(self):
        """After the end: what is still in the pipe, unless it is a flood."""
        while self.output.total <= FLOOD and self.pipe in (k.fileobj for k in
                            self.selector.get_map().values()):
            before = self.output.total
            self._drain()
            if self.output.total == before:
                break

    def close(self):
        """End it whatever it does; frees everything."""
        self.process.kill()
        self.process.wait()
        self._drain_rest()
        self.cpu_s = self.process.cpu_s()
        self.selector.close()
        self.sock.close()
        self.pipe.close()

    @property
    def wall_s(self):
        return time.monotonic() - self.started


def _signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:          # a real-time signal has no name
        return f"signal {number}"


def _end_of(code):
    if code is not None and code < 0:
        name = _signal_name(-code)
        if name == "SIGXCPU":
            return "timeout", "it used up its processor time"
        return "crash", f"it died of {name}"
    return "crash", f"it ended by itself in the middle (status {code})"


def _pairs(text):
    """Reply text as (field, value); values are unescaped, safe to show."""
    try:
        lines = text.decode("ascii").split("\n")
        pairs = [line.split(" ") for line in lines[:-1]]
        if lines[-1] != "" or not all(FIELD.fullmatch(name)
                                      for name, _ in pairs):
            raise ValueError
        return [(name, unescape(value)) for name, value in pairs]
    except (UnicodeDecodeError, ValueError):
        raise WorkerFailed("protocol", "its reply is malformed") from None
