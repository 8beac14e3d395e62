"""jail_uid: a user number of its own for each jail, when we are root.

Taken from a range that no system hands out, checked to have no name and no
process, and held by a locked file until the jail is gone; two jails never
share a number, so they cannot signal, trace or limit each other.
"""

import fcntl
import os
import pwd

from jail_types import JailError

FIRST, LAST = 60600, 61099      # unused by systemd, useradd and dynamic users
FOLDERS = ("/run/lectern-jail", "/tmp/.lectern-jail")


def _own_folder():
    """A folder of root's alone for the lock files."""
    for folder in FOLDERS:
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            pass
        except OSError:
            continue
        state = os.lstat(folder)
        if state.st_uid == 0 and state.st_mode & 0o170777 == 0o040700:
            return folder
    raise JailError("no folder for locks: " + " or ".join(FOLDERS)
                    + " must belong to root with mode 0700")


def is_held(uid):
    """Whether a jail of this machine has @uid now."""
    try:
        fd = os.open(f"{_own_folder()}/{uid}", os.O_RDWR | os.O_CLOEXEC)
    except (OSError, JailError):
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False


def _has_name(uid):
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


class Lease:
    """One user number, ours until release()."""

    def __init__(self):
        self.uid, self._fd = self._take(_own_folder())

    @staticmethod
    def _take(folder):
        count = LAST - FIRST + 1
        start = os.getpid()
        busy = None
        for step in range(count):
            uid = FIRST + (start + step) % count
            fd = os.open(f"{folder}/{uid}",
                         os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(fd)
                continue
            if busy is None:
                busy = _busy_uids()
            if not _has_name(uid) and uid not in busy:
                return uid, fd
            os.close(fd)
        raise JailError(f"all users {FIRST}..{LAST} are in use")

    def release(self):
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _busy_uids():
    busy = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                busy.add(os.stat(f"/proc/{name}").st_uid)
            except OSError:
                continue
    return busy
