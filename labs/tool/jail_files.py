"""jail_files: folders that a hostile program was allowed to write into.

lend() gives a folder to the jail's user; settle() takes it back when nothing
of the jail lives any more: only plain files and folders stay, because a link,
a device or a second name of another file would lead the grader elsewhere.
Everything goes through descriptors and never follows a link.
"""

import os
import secrets
import stat

MOST_ENTRIES, MOST_DEPTH = 100_000, 32


def lend(folder, uid):
    """Make @folder, and what is directly in it, the jail's own."""
    if uid is not None:
        os.chown(folder, uid, uid, follow_symlinks=False)


def _settle_entry(name, at, state, owner):
    """Make a plain file or a folder ours; remove what is neither."""
    folder = stat.S_ISDIR(state.st_mode)
    plain = stat.S_ISREG(state.st_mode) and state.st_nlink == 1
    if not plain and not folder:
        os.unlink(name, dir_fd=at)
        return
    if os.geteuid() == 0 and state.st_uid != owner:
        os.chown(name, owner, owner, dir_fd=at, follow_symlinks=False)
    os.chmod(name, 0o700 if folder else state.st_mode & 0o755 | 0o600,
             dir_fd=at)


def _open_folder(name, at=None):
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                   | os.O_CLOEXEC, dir_fd=at)


def _settle_all(at, owner, left, depth):
    """Entries that may still come; negative when there are too many."""
    names = os.listdir(at)
    left -= len(names) if depth < MOST_DEPTH else MOST_ENTRIES
    for name in names if left >= 0 else ():
        state = os.stat(name, dir_fd=at, follow_symlinks=False)
        _settle_entry(name, at, state, owner)
        if stat.S_ISDIR(state.st_mode) and left >= 0:
            below = _open_folder(name, at)
            try:
                left = _settle_all(below, owner, left, depth + 1)
            finally:
                os.close(below)
    return left


def settle(folder, owner=None):
    """Keep only plain files and folders below @folder, ours again.

    Of a folder with absurdly many or deep files nothing is kept.
    """
    owner = os.geteuid() if owner is None else owner
    if os.geteuid() == 0:
        os.chown(folder, owner, owner, follow_symlinks=False)
    os.chmod(folder, 0o700)
    at = _open_folder(folder)
    try:
        left = _settle_all(at, owner, MOST_ENTRIES, 0)
    finally:
        os.close(at)
    if left < 0:
        remove_tree(folder)
        os.mkdir(folder, 0o700)


def _lift(name, at, mark):
    """Move what folder @name holds beside it, then remove it."""
    os.chmod(name, 0o700, dir_fd=at)
    below = _open_folder(name, at)
    try:
        for number, child in enumerate(os.listdir(below)):
            os.rename(child, f"{mark}-{number}", src_dir_fd=below,
                      dst_dir_fd=at)
    finally:
        os.close(below)
    os.rmdir(name, dir_fd=at)


def remove_tree(folder):
    """Remove @folder and all below it, whatever it holds and how deep.

    Neither the stack nor descriptors grow with the depth: each folder's
    entries move up to the top before it is removed.
    """
    top = _open_folder(folder)
    try:
        while names := os.listdir(top):
            for name in names:
                state = os.stat(name, dir_fd=top, follow_symlinks=False)
                if stat.S_ISDIR(state.st_mode):
                    _lift(name, top, secrets.token_hex(8))
                else:
                    os.unlink(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(folder)
