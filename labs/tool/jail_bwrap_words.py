"""jail_bwrap_words: the command line of a jail made by bubblewrap.

A pure translation from a request to words and the descriptors that they
name. Sources are opened here and passed as descriptors where this bwrap can
take them, so what is seen is what was there; bwrap looks up their names all
the same, so the jail's own user needs a way to their folders.

Spec: bwrap(1), prlimit(1), setrlimit(2).
"""

import functools
import math
import os
import platform
import subprocess

import jail_seccomp
from jail_types import JailError, MIB

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
BASE = ("bwrap", "--unshare-user", "--unshare-pid", "--unshare-net",
        "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--hostname", "jail")
OWN_PROCESSES = 2               # bwrap and the jail's process 1


@functools.cache
def has_option(option):
    """Whether this bwrap knows @option."""
    text = subprocess.run(["bwrap", "--help"], capture_output=True,
                          text=True, timeout=10, check=False).stdout
    return option in text


def limit_rows(limits):
    """{name of the limit: (soft, hard)} for @limits, processes excepted."""
    cpu = max(1, math.ceil(limits.cpu_s))
    rows = {"core": (0, 0), "cpu": (cpu, cpu + 1),
            "fsize": (limits.file_size,) * 2,
            "nofile": (limits.open_files,) * 2,
            "memlock": (64 * 1024,) * 2,
            "msgqueue": (0, 0), "sigpending": (256, 256)}
    if not limits.sanitizer:
        rows["data"] = (limits.memory,) * 2
        rows["as"] = (limits.memory + 512 * MIB,) * 2
    return rows


def _limit_words(limits, own_user):
    words = [f"--{name}={soft}:{hard}"
             for name, (soft, hard) in limit_rows(limits).items()]
    if own_user:
        words.append(f"--nproc={limits.pids + OWN_PROCESSES}")
    return ["prlimit", *words, "--"]


def _inside_words(limits, request):
    words = ["--dir", "/dev"]
    for device in DEVICES:
        words += ["--dev-bind", device, device]
    if limits.proc:
        words += ["--proc", "/proc"]
    if limits.tmpfs:
        words += ["--size", str(limits.tmpfs), "--tmpfs", "/tmp"]
    words += ["--remount-ro", "/", "--chdir", request.cwd, "--clearenv"]
    for name, value in request.env.items():
        words += ["--setenv", name, value]
    return words


class Command:
    """The words of one bwrap; owns the descriptors in `owned`."""

    def __init__(self, limits, request, *, own_user):
        self.owned = []
        self.fds = list(request.fds)
        inside = _inside_words(limits, request)
        self.words = [*_limit_words(limits, own_user), *BASE]
        for host, place in request.ro:
            self._bind(os.fspath(host), os.fspath(place), "--ro-bind")
        for host, place in request.rw:
            self._bind(os.fspath(host), os.fspath(place), "--bind")
        self.words += inside

    def _bind(self, host, place, kind):
        if kind == "--ro-bind" and host == place and os.path.islink(host):
            self.words += ["--symlink", os.readlink(host), place]
        elif has_option("--ro-bind-fd"):
            fd = os.open(host, os.O_PATH | os.O_CLOEXEC)
            self.option(f"{kind}-fd", fd)
            self.words.append(place)
        else:
            self.words += [kind, host, place]

    def option(self, name, fd):
        """Add @name with descriptor @fd, which becomes ours."""
        self.owned.append(fd)
        self.fds.append(fd)
        self.words += [name, str(fd)]

    def add_filter(self, limits):
        program = jail_seccomp.make_filter(platform.machine(),
                                           memfd=limits.memfd)
        if program is None:
            return
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        written = os.write(writing, program)
        os.close(writing)
        self.option("--seccomp", reading)
        if written != len(program):
            raise JailError("the filter does not fit into a pipe")

    def close(self):
        for fd in self.owned:
            os.close(fd)
        self.owned = []
