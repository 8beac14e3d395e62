"""selftest_attack_traces: has anything got out of a jail, or stayed behind?

A picture of what jailed programs could leave or change on this machine is
taken before and after; and somebody listens where they might call.
"""
import hashlib
import os
import select
import socket
import time
from pathlib import Path

import jail_uid
from jail_tree import descendants

PATIENCE_S = 3.0
LISTED = ("/dev/shm", "/tmp", "/var/tmp", "/run/lock", "/dev/mqueue")
OURS = ("letter", "forged", "poison", "lectern-fill")
TABLES = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


def _abandoned(user):
    """Whether @user is of a jail that nobody holds any more."""
    return user in range(jail_uid.FIRST, jail_uid.LAST + 1) \
        and not jail_uid.is_held(user)


def _is_bwrap(name):
    """A jail that never began, as when its grader is killed meanwhile."""
    try:
        return os.readlink(f"/proc/{name}/exe").endswith("/bwrap")
    except OSError:
        return False


def _processes():
    """What is below this process, and what has lost its jail."""
    below = set(descendants(os.getpid())) - {os.getpid()}
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/status", encoding="utf-8") as file:
                text = file.read()
        except OSError:
            continue
        rows = dict(line.split(":", 1) for line in text.splitlines()
                    if ":" in line)
        title = rows["Name"].strip()
        if int(name) in below or title == "lateattack" \
                or (_abandoned(int(rows["Uid"].split()[0]))
                    and not _is_bwrap(name)):
            found.add(f"process {name} {title}, "
                      f"child of {rows['PPid'].strip()}")
    return found


def _is_left(path):
    if os.path.basename(path).startswith(OURS):
        return True
    try:
        return _abandoned(os.lstat(path).st_uid)
    except OSError:
        return False


def _files():
    return {f"{folder}/{name}" for folder in LISTED if os.path.isdir(folder)
            for name in os.listdir(folder)
            if _is_left(f"{folder}/{name}")}


def _tables():
    found = set()
    for path in TABLES:
        try:
            lines = Path(path).read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        found |= {f"{path}: {line}" for line in lines[1:]}
    return found


def _groups():
    return {f"/sys/fs/cgroup/{name}/{entry}"
            for name in ("memory", "pids", "cpuacct", "")
            if os.path.isdir(f"/sys/fs/cgroup/{name}")
            for entry in os.listdir(f"/sys/fs/cgroup/{name}")
            if entry.startswith(f"lectern-{os.getpid()}-")}


def picture():
    """What could be left behind and is there now."""
    return _processes() | _files() | _tables() | _groups()


def news(before):
    """What is new since @before and stays; others' jails come and go."""
    end = time.monotonic() + PATIENCE_S
    found = picture() - before
    while found and time.monotonic() < end:
        time.sleep(0.1)
        found &= picture()
    return sorted(found)


def digests(paths):
    """{path: hash} of files that nobody may change; None if not there."""
    found = {}
    for path in map(Path, paths):
        found[path] = hashlib.sha256(path.read_bytes()).hexdigest() \
            if path.is_file() else None
    return found


class Listener:
    """A port and an abstract name on which nobody should call."""

    def __init__(self):
        self.name = f"lectern-attack-{os.getpid()}"
        self.port_socket = socket.create_server(("127.0.0.1", 0))
        self.name_socket = socket.socket(socket.AF_UNIX)
        self.name_socket.bind(f"\0{self.name}")
        self.name_socket.listen()

    @property
    def port(self):
        return self.port_socket.getsockname()[1]

    def was_called(self):
        ready, _, _ = select.select([self.port_socket, self.name_socket],
                                    [], [], 0)
        for one in ready:
            one.accept()[0].close()
        return bool(ready)

    def close(self):
        self.port_socket.close()
        self.name_socket.close()
