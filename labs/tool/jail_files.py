"""jail_files: folders that a hostile program was allowed to write into.

lend() gives a folder to the jail's user; settle() takes it back when nothing
of the jail lives any more: only plain files and folders stay, because a link,
a device or a second name of another file would lead the grader elsewhere.
Everything goes through descriptors and never follows a link.
"""

import os
import stat

MOST_ENTRIES = 100_000


def lend(folder, uid):
    """Make @folder, and what is directly in it, the jail's own."""
    if uid is not None:
        os.chown(folder, uid, uid, follow_symlinks=False)


def _remove(name, at, state):
    if stat.S_ISDIR(state.st_mode):
        os.rmdir(name, dir_fd=at)
    else:
        os.unlink(name, dir_fd=at)


def _settle_entry(name, at, owner):
    state = os.stat(name, dir_fd=at, follow_symlinks=False)
    plain = stat.S_ISREG(state.st_mode) and state.st_nlink == 1
    if not plain and not stat.S_ISDIR(state.st_mode):
        _remove(name, at, state)
        return
    if os.geteuid() == 0 and state.st_uid != owner:
        os.chown(name, owner, owner, dir_fd=at, follow_symlinks=False)
    folder = stat.S_ISDIR(state.st_mode)
    os.chmod(name, 0o700 if folder else state.st_mode & 0o755 | 0o600,
             dir_fd=at)


def _settle_all(folder, owner):
    """False when there is more than any build makes."""
    entries = 0
    for _, folders, files, at in os.fwalk(folder, follow_symlinks=False):
        entries += len(folders) + len(files)
        if entries > MOST_ENTRIES:
            return False
        for name in folders + files:
            _settle_entry(name, at, owner)
    return True


def settle(folder, owner=None):
    """Keep only plain files and folders below @folder, ours again.

    Of a folder with absurdly many files nothing is kept.
    """
    owner = os.geteuid() if owner is None else owner
    if os.geteuid() == 0:
        os.chown(folder, owner, owner, follow_symlinks=False)
    os.chmod(folder, 0o700)
    if not _settle_all(folder, owner):
        remove_tree(folder)
        os.mkdir(folder, 0o700)


def remove_tree(folder):
    """Remove @folder and all below it, whatever it holds."""
    for _, folders, files, at in os.fwalk(folder, topdown=False,
                                          follow_symlinks=False):
        for name in files + folders:
            _remove(name, at, os.stat(name, dir_fd=at,
                                      follow_symlinks=False))
    os.rmdir(folder)
