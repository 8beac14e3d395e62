"""jail_cgroup: the kernel counts and limits what a jail uses (tier T3).

Version 2 where memory and pids can be enabled below our own group, else the
hierarchies memory, pids and cpuacct of version 1. A jail's group is made
below the group this process is in, so limits of the host still hold.

Spec: Linux Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/.
"""

import os
import re
import time

from jail_types import JailError, Usage

ROOT = "/sys/fs/cgroup"
V1 = ("memory", "pids", "cpuacct")
REMOVE_WAIT_S = 5.0


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(str(text))


def _read(path, default=""):
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return default


def _own_groups():
    """{controller: path}; the key of version 2 is the empty text."""
    groups = {}
    for line in _read("/proc/self/cgroup").splitlines():
        _, names, path = line.split(":", 2)
        for name in names.split(","):
            groups[name] = path
    return groups


def _mounts():
    """{controller or "": (mount point, root of the mount)} """
    found = {}
    for line in _read("/proc/self/mountinfo").splitlines():
        fields, _, rest = line.partition(" - ")
        kind, _, options = rest.split(" ", 2)
        root, point = fields.split(" ")[3:5]
        if kind == "cgroup2":
            found.setdefault("", (point, root))
        elif kind == "cgroup":
            for name in options.split(","):
                if name in V1:
                    found.setdefault(name, (point, root))
    return found


def _own_folder(controller):
    """Where our own group of @controller is seen, or None."""
    mount = _mounts().get(controller)
    path = _own_groups().get(controller)
    if mount is None or path is None:
        return None
    point, root = mount
    inner = os.path.relpath(path, root) if root != "/" else path.lstrip("/")
    folder = os.path.join(point, inner) if not inner.startswith("..") \
        else point
    return folder if os.path.isdir(folder) else point


def _v2_base():
    """Our own v2 folder if it can have groups with limits, else why not."""
    base = _own_folder("")
    if base is None:
        return None, "cgroup 2 is not mounted"
    enabled = _read(f"{base}/cgroup.subtree_control").split()
    if {"memory", "pids"} <= set(enabled) and os.access(base, os.W_OK):
        return base, ""
    offered = _read(f"{base}/cgroup.controllers").split()
    if not {"memory", "pids"} <= set(offered):
        return None, "cgroup 2 does not offer memory and pids"
    return None, ("cgroup 2 has no memory and pids enabled below our group; "
                  "start through `systemd-run --scope -p Delegate=yes` and "
                  "move the shell into a leaf")


def _v1_bases():
    bases = {name: _own_folder(name) for name in V1}
    for name, base in bases.items():
        if base is None or not os.access(base, os.W_OK):
            return None, f"cgroup 1 hierarchy {name} is not writable"
    return bases, ""


def _remove_stale(bases):
    """Groups of graders that were killed are empty by now."""
    for base in bases.values():
        for name in os.listdir(base):
            match = re.fullmatch(r"lectern-(\d+)-\d+", name)
            if match and not os.path.exists(f"/proc/{match[1]}"):
                try:
                    os.rmdir(os.path.join(base, name))
                except OSError:
                    continue


def find():
    """({controller: folder}, why): where groups can be made, or None."""
    base, why2 = _v2_base()
    bases, why1 = ({"": base}, "") if base else _v1_bases()
    if bases:
        _remove_stale(bases)
        return bases, f"cgroup {2 if base else 1}"
    return None, f"{why2}; {why1}"


class Group:
    """One jail's control group; remove() once its processes are dead."""

    def __init__(self, bases, name, limits):
        self.v2 = "" in bases
        self.folders = {key: os.path.join(base, name)
                        for key, base in bases.items()}
        self._last = Usage()
        try:
            for folder in self.folders.values():
                os.mkdir(folder)
            self._limit(limits)
        except OSError as problem:
            self.remove(0)
            raise JailError(f"control group: {problem}") from problem

    def _limit(self, limits):
        pids = limits.pids + 2          # and the jail's own two
        if self.v2:
            folder = self.folders[""]
            _write(f"{folder}/memory.max", limits.memory)
            _write(f"{folder}/pids.max", pids)
            swap = f"{folder}/memory.swap.max"
        else:
            memory = self.folders["memory"]
            _write(f"{memory}/memory.limit_in_bytes", limits.memory)
            _write(f"{self.folders['pids']}/pids.max", pids)
            swap = f"{memory}/memory.memsw.limit_in_bytes"
        if os.path.exists(swap):
            _write(swap, 0 if self.v2 else limits.memory)

    def add(self, pid):
        """Put process @pid, which has not started anything yet, in."""
        try:
            for folder in self.folders.values():
                _write(f"{folder}/cgroup.procs", pid)
        except OSError as problem:
            raise JailError(f"control group: {problem}") from problem

    def _usage_v2(self):
        folder = self.folders[""]
        cpu = re.search(r"usage_usec (\d+)", _read(f"{folder}/cpu.stat"))
        events = _read(f"{folder}/memory.events")
        return Usage(int(cpu[1]) / 1e6 if cpu else 0.0,
                     int(_read(f"{folder}/memory.peak", "0") or 0),
                     bool(re.search(r"oom_kill [1-9]", events)),
                     bool(re.search(r"max [1-9]",
                                    _read(f"{folder}/pids.events"))))

    def _usage_v1(self):
        memory = self.folders["memory"]
        control = _read(f"{memory}/memory.oom_control")
        return Usage(
            int(_read(f"{self.folders['cpuacct']}/cpuacct.usage", "0")) / 1e9,
            int(_read(f"{memory}/memory.max_usage_in_bytes", "0")),
            bool(re.search(r"oom_kill [1-9]", control)),
            bool(re.search(r"max [1-9]",
                           _read(f"{self.folders['pids']}/pids.events"))))

    def usage(self):
        if all(map(os.path.isdir, self.folders.values())):
            self._last = self._usage_v2() if self.v2 else self._usage_v1()
        return self._last

    def remove(self, wait_s=REMOVE_WAIT_S):
        """Remove the group; False if something still lives in it."""
        end = time.monotonic() + wait_s
        left = list(self.folders.values())
        while left:
            for folder in list(left):
                try:
                    os.rmdir(folder)
                except FileNotFoundError:
                    pass
                except OSError:
                    continue
                left.remove(folder)
            if left and time.monotonic() > end:
                return False
            if left:
                time.sleep(0.002)
        return True
