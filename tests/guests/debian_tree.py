"""debian_tree: a small root file system out of unpacked packages.

No maintainer script runs and no root is needed: files come straight from the
packages, without documentation, and go into an initramfs (newc) or a tar
file. /bin, /lib and /sbin are links into /usr, as in every Debian 13.
"""

import io
import posixpath
import stat
import subprocess
import tarfile
from typing import NamedTuple

import cpio_newc

MERGED = ("bin", "sbin", "lib", "lib64")
SKIPPED = (
    "usr/share/doc/", "usr/share/man/", "usr/share/locale/",
    "usr/share/info/", "usr/share/lintian/", "usr/share/bug/",
    "usr/share/zoneinfo/", "usr/share/i18n/", "usr/share/bash-completion/",
    "usr/share/perl5/pod/", "usr/lib/systemd/", "usr/include/", "var/",
)
SKIPPED_PARTS = ("/gconv/", "/pod/", "/idlelib/", "/ensurepip/", "/locale/",
                 "/turtledemo/", "/engines-3/")


class Entry(NamedTuple):
    mode: int               # as in struct stat
    data: bytes             # contents, or a symbolic link's target


def is_wanted(name):
    return not name.startswith(SKIPPED) and not any(
        part in name for part in SKIPPED_PARTS)


def clean_name(name):
    """Relative, without "./", below usr where the links point."""
    name = posixpath.normpath(name).lstrip("/")
    first, slash, _ = name.partition("/")
    return "usr/" + name if slash and first in MERGED else name


class Tree:
    """Entries by path; parents come into being when needed."""

    def __init__(self):
        self.entries = {}

    def _add(self, name, entry):
        parent = posixpath.dirname(name)
        if parent and parent not in self.entries:
            self.directory(parent)
        self.entries[name] = entry

    def directory(self, name):
        self._add(name, Entry(stat.S_IFDIR | 0o755, b""))

    def file(self, name, data, mode=0o644):
        self._add(name, Entry(stat.S_IFREG | mode, data))

    def symlink(self, name, target):
        self._add(name, Entry(stat.S_IFLNK | 0o777, target.encode()))

    def add_deb(self, deb):
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                              stdout=subprocess.PIPE) as dpkg:
            with tarfile.open(fileobj=io.BytesIO(dpkg.stdout.read())) as tar:
                self.add_tar(tar)
        if dpkg.returncode:
            raise subprocess.CalledProcessError(dpkg.returncode, deb)

    def add_tar(self, tar):
        """Later packages win; a hard link becomes a second copy."""
        for member in tar:
            name = clean_name(member.name)
            if name == "." or not is_wanted(name):
                continue
            if member.issym():
                self.symlink(name, member.linkname)
            elif member.isfile() or member.islnk():
                self.file(name, tar.extractfile(member).read(),
                          member.mode & 0o777)
            elif member.isdir() and name not in self.entries:
                self.directory(name)

    def in_order(self, prefix=""):
        """(path, entry), parents first, below @prefix."""
        if prefix:
            yield prefix.rstrip("/"), Entry(stat.S_IFDIR | 0o755, b"")
        for name in sorted(self.entries):
            yield prefix + name, self.entries[name]

    def to_cpio(self, prefix=""):
        archive = cpio_newc.Archive()
        for name, entry in self.in_order(prefix):
            if stat.S_ISDIR(entry.mode):
                archive.directory(name)
            elif stat.S_ISLNK(entry.mode):
                archive.symlink(name, entry.data.decode())
            else:
                archive.file(name, entry.data, stat.S_IMODE(entry.mode))
        return archive.to_bytes()

    def to_tar(self, path):
        with tarfile.open(path, "w") as tar:
            for name, entry in self.in_order():
                info = tarfile.TarInfo(name)
                info.mode = stat.S_IMODE(entry.mode)
                if stat.S_ISDIR(entry.mode):
                    info.type = tarfile.DIRTYPE
                elif stat.S_ISLNK(entry.mode):
                    info.type = tarfile.SYMTYPE
                    info.linkname = entry.data.decode()
                else:
                    info.size = len(entry.data)
                tar.addfile(info, io.BytesIO(entry.data))
