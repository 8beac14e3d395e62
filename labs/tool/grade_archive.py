"""grade_archive: the members of a zip or tar that is already in memory.

Both readers come from the standard library; what they are fed is bounded
first. Only members with a name of the lab are unpacked from a zip; a tar
has to be read through, so that its stream counts what comes out.
"""

import io
import lzma
import stat
import tarfile
import zipfile
import zlib

from grade_unpack import MIB, Entry, Refused

CHUNK = 64 << 10
XZ_MEMORY = 64 * MIB
ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def entries(data, wanted, limits):
    """Entry of each member; Refused for what is no archive, or a bomb."""
    try:
        if data.startswith(b"PK"):
            yield from _zip_entries(data, wanted, limits)
        else:
            yield from _tar_entries(_tar_stream(data, limits), wanted, limits)
    except Refused:
        raise
    # all is in memory: whatever a parser raises, the archive is at fault
    except Exception as error:
        what = str(error) or type(error).__name__
        raise Refused(f"not a readable archive: {what[:80]}") from None


def _zip_entries(data, wanted, limits):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check_zip(members, limits)
        for member in members:
            if not member.filename.endswith("/"):
                yield _zip_entry(archive, member, wanted, limits)


def _check_zip(members, limits):
    """Refuses by what the directory says, before anything is unpacked."""
    if len(members) > limits.members:
        raise Refused(f"more than {limits.members} files")
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Refused(f"unpacks to more than {limits.unpacked // MIB} MiB")
    for member in members:
        if member.file_size > MIB \
                and member.file_size > limits.ratio * member.compress_size:
            raise Refused("a member that grows too much")


def _zip_entry(archive, member, wanted, limits):
    name = member.filename
    mode = member.external_attr >> 16
    if member.orig_filename != name:
        return Entry(member.orig_filename, reason="a NUL in its name")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Entry(name, reason="a link" if stat.S_ISLNK(mode)
                     else "not a regular file")
    if not wanted(name):
        return Entry(name)
    if member.flag_bits & 1:
        return Entry(name, reason="encrypted")
    if member.compress_type not in ZIP_METHODS:
        return Entry(name, reason="an unusual compression")
    if member.file_size > limits.file:
        return Entry(name, reason=f"larger than {limits.file} bytes")
    with archive.open(member) as file:
        data = file.read(limits.file + 1)
    if len(data) > limits.file:
        raise Refused("a member that is larger than it says")
    return Entry(name, data)


class _Inflated:
    """A file of what a gz or xz holds, that counts what comes out."""

    def __init__(self, data, start, limits):
        self.data, self.start, self.limits = data, start, limits
        self.inflate, self.out = start(), 0

    def read(self, size):
        parts = []
        while size > 0:
            part = self._some(min(size, CHUNK))
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _some(self, size):
        """At most @size bytes; none at the end."""
        while not self.inflate.eof or self._next():
            part = self.inflate.decompress(self.data, size)
            self.data = getattr(self.inflate, "unconsumed_tail", b"")
            self.out += len(part)
            if self.out > self.limits.unpacked:
                raise Refused("unpacks to more than "
                              f"{self.limits.unpacked // MIB} MiB")
            if part:
                return part
            if not self.inflate.eof and not self.data:
                raise Refused("a compressed file that is cut off")
        return b""

    def _next(self):
        """A gz or xz may be several, one after the other."""
        self.data = self.inflate.unused_data.lstrip(b"\0")
        self.inflate = self.start() if self.data else self.inflate
        return bool(self.data)


def _tar_stream(data, limits):
    if data.startswith(b"\x1f\x8b"):
        return _Inflated(data, lambda: zlib.decompressobj(31), limits)
    if data.startswith(b"\xfd7zXZ\0"):
        return _Inflated(data, lambda: lzma.LZMADecompressor(
            lzma.FORMAT_XZ, memlimit=XZ_MEMORY), limits)
    if data[257:262] != b"ustar":
        raise Refused("not a zip, tar, tar.gz or tar.xz")
    return io.BytesIO(data)


def _tar_entries(stream, wanted, limits):
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for count, member in enumerate(archive, 1):
            if count > limits.members:
                raise Refused(f"more than {limits.members} files")
            if not member.isdir():
                yield _tar_entry(archive, member, wanted, limits)
            archive.members.clear()


def _tar_entry(archive, member, wanted, limits):
    name = member.name
    if member.issym() or member.islnk():
        return Entry(name, reason="a link")
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
        return Entry(name, reason="not a regular file")
    if not wanted(name):
        return Entry(name)
    if member.size > limits.file:
        return Entry(name, reason=f"larger than {limits.file} bytes")
    data = archive.extractfile(member).read()
    if len(data) != member.size:
        raise Refused("an archive that is cut off")
    return Entry(name, data)
