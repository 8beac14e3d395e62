"""cpio_newc: write initramfs archives in cpio's "newc" format.

The kernel unpacks such an archive into its root before it starts /init. Each
entry is a 110-character ASCII header, the name and the contents, both padded
to four bytes; an entry called TRAILER!!! ends the archive. Inode numbers
count up, owners and times are zero: equal input gives equal bytes, and
device nodes need no root. Hard links are not written.
Format: Linux Documentation/driver-api/early-userspace/buffer-format.rst
"""

import stat

HEADER_FIELDS = 13


def _padded(data):
    return data + b"\0" * (-len(data) % 4)


def _entry(inode, name, mode, data=b"", rdev=(0, 0)):
    links = 2 if stat.S_ISDIR(mode) else 1
    encoded = name.encode() + b"\0"
    fields = (inode, mode, 0, 0, links, 0, len(data), 0, 0,
              rdev[0], rdev[1], len(encoded), 0)
    assert len(fields) == HEADER_FIELDS
    header = b"070701" + b"".join(b"%08X" % field for field in fields)
    return _padded(header + encoded) + _padded(data)


class Archive:
    """Entries appear in the order of the calls; parents come first."""

    def __init__(self):
        self._parts = []

    def _add(self, name, mode, data=b"", rdev=(0, 0)):
        inode = len(self._parts) + 1
        self._parts.append(_entry(inode, name, mode, data, rdev))

    def directory(self, name, mode=0o755):
        self._add(name, stat.S_IFDIR | mode)

    def file(self, name, data, mode=0o644):
        self._add(name, stat.S_IFREG | mode, data)

    def symlink(self, name, target):
        self._add(name, stat.S_IFLNK | 0o777, target.encode())

    def character_device(self, name, major, minor, mode=0o600):
        self._add(name, stat.S_IFCHR | mode, rdev=(major, minor))

    def to_bytes(self):
        return b"".join(self._parts) + _entry(0, "TRAILER!!!", 0)
