"""grade_unpack: the files of a submission that may be graded, and no others.

A submission is a folder, a zip, a tar (plain, gz, xz) or one source file. It
is hostile: nothing is extracted to disk, every byte is read once and kept in
memory, links are never followed, git is never run. Taken are regular files
whose name is one of the lab's, at the root, below work/<lab>/, or in one
folder that holds everything else. The rest is listed with a reason. What
makes the choice ambiguous or the reading expensive refuses the submission.
"""

import hashlib
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field

MIB = 1 << 20
SHOWN_REASONS = 40
FORM = "form.json"          # what ./lab submit adds: hours, what was unclear
UNWALKED = re.compile(r"\.|build|__pycache__$|__MACOSX$")
SUFFIXES = (".tar.gz", ".tar.xz", ".tgz", ".txz", ".tar", ".zip", ".c")


class Refused(Exception):
    """The submission as a whole is not looked at; the text says why."""


@dataclass(frozen=True)
class UnpackLimits:
    """What an honest submission never comes near; sizes in bytes."""
    archive: int = 16 * MIB
    unpacked: int = 64 * MIB
    kept: int = 8 * MIB
    file: int = MIB
    members: int = 10_000
    ratio: int = 200
    depth: int = 16


@dataclass(frozen=True)
class Entry:
    """One member: @data only of a regular file with a name of the lab."""
    path: str
    data: bytes = None
    reason: str = ""


@dataclass
class Submission:
    """What is graded: @status is ok, empty or refused."""
    status: str
    message: str = ""
    files: dict = field(default_factory=dict)
    refused: list = field(default_factory=list)

    @property
    def digest(self):
        return "sha256:" + digest_of(self.files)


def digest_of(files):
    """sha256 over names and contents, in the order of names."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def student_of(path):
    """The student a submission's file or folder name stands for."""
    name = os.path.basename(os.path.normpath(path))
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[:-len(suffix)]
    return name


def printable(name, most=80):
    """@name as one line of plain characters."""
    text = name.encode("unicode_escape", "surrogatepass").decode()
    return text if len(text) <= most else text[:most - 3] + "..."


def bad_path(path):
    """Why a member's path is refused, or None."""
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "an absolute path"
    parts = path.split("/")
    if ".." in parts:
        return "its path leaves the submission (..)"
    if "\\" in path:
        return "a backslash in its name"
    if any(unicodedata.category(char)[0] == "C" for char in path):
        return "control or invisible characters in its name"
    if len(path) > 1024 or any(len(part.encode()) > 255 for part in parts):
        return "its name is too long"
    return None


def plain_path(path):
    """@path without empty and '.' parts."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def _folder_entries(top, wanted, limits):
    """Entries of the folder open as @top, by descriptors: a name is looked
    up once, so that nothing can be exchanged between a check and its use."""
    count = 0
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        for name in sorted(os.listdir(folder)):
            count += 1
            if count > limits.members:
                raise Refused(f"more than {limits.members} files")
            entry, below = _folder_entry(folder, name, prefix, wanted, limits)
            if below is None:
                yield entry
            elif prefix.count("/") >= limits.depth:
                raise Refused(f"folders nested deeper than {limits.depth}")
            else:
                pending.append((below, prefix + name + "/"))
        os.close(folder)


def _folder_entry(folder, name, prefix, wanted, limits):
    """(the entry, None), or (None, the descriptor of a folder to walk)."""
    path = prefix + name
    kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(kind):
        return Entry(path, reason="a link"), None
    if stat.S_ISDIR(kind) and UNWALKED.match(name):
        return Entry(path, reason="a folder that is not looked at"), None
    if not stat.S_ISDIR(kind) and not stat.S_ISREG(kind):
        return Entry(path, reason="not a regular file"), None
    try:
        opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
                         | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        return Entry(path, reason=error.strerror), None
    if stat.S_ISDIR(os.fstat(opened).st_mode):
        return None, opened
    with open(opened, "rb") as file:
        return _file_entry(path, file, wanted, limits), None


def _file_entry(path, file, wanted, limits):
    """The entry of an open file; decided by the descriptor alone."""
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        return Entry(path, reason="not a regular file")
    if about.st_nlink > 1:
        return Entry(path, reason="a hard link")
    if not wanted(path):
        return Entry(path)
    data = file.read(limits.file + 1)
    if len(data) > limits.file:
        return Entry(path, reason=f"larger than {limits.file} bytes")
    return Entry(path, data)


def _read_entries(path, wanted, limits):
    """The members of @path, whatever container it is."""
    import grade_archive
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
                         | os.O_CLOEXEC)
    except OSError:
        if os.path.islink(path):
            raise Refused("a link") from None
        raise
    about = os.fstat(opened)
    if stat.S_ISDIR(about.st_mode):
        yield from _folder_entries(opened, wanted, limits)
        return
    with open(opened, "rb") as file:
        if not stat.S_ISREG(about.st_mode):
            raise Refused("neither a folder nor a file")
        if wanted(os.path.basename(path)):
            yield _file_entry(os.path.basename(path), file, wanted, limits)
            return
        data = file.read(limits.archive + 1)
    if len(data) > limits.archive:
        raise Refused(f"larger than {limits.archive // MIB} MiB")
    yield from grade_archive.entries(data, wanted, limits)


def _top_folder(paths):
    """'name/' when everything lies in one folder that is not work/."""
    tops = {path.split("/")[0] for path in paths} - {"__MACOSX"}
    nested = all("/" in path for path in paths)
    return tops.pop() + "/" if nested and len(tops) == 1 \
        and tops != {"work"} else ""


def _unlike(name, allowed):
    """A name of the lab that @name only resembles, or None."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return next((good for good in allowed
                 if good != name and good.casefold() == folded), None)


def _why_not(path, entry, places, allowed):
    """Why a member is not taken, or None."""
    name = path.split("/")[-1]
    if entry.reason:
        return entry.reason
    if name not in allowed:
        good = _unlike(name, allowed)
        return f"its name is not exactly {good}" if good \
            else "not a file of this lab"
    if path[:-len(name)] not in places:
        return "not where files of this lab are taken from"
    return None


def _choose(entries, allowed, lab, limits):
    good, refused = [], []
    for entry in entries:
        why = bad_path(entry.path)
        if why:
            refused.append(f"{printable(entry.path)}: {why}")
        else:
            good.append((plain_path(entry.path), entry))
    top = _top_folder([path for path, _ in good])
    places = {top, f"{top}work/{lab}/"}
    taken = {}
    for path, entry in good:
        if path == top + FORM and FORM not in allowed:
            continue            # answers for the staff, no part of the work
        why = _why_not(path, entry, places, allowed)
        if why:
            refused.append(f"{printable(path)}: {why}")
            continue
        name = path.split("/")[-1]
        if name in taken:
            raise Refused(f"{name} is given more than once")
        taken[name] = entry.data
        if sum(map(len, taken.values())) > limits.kept:
            raise Refused(f"more than {limits.kept // MIB} MiB of source")
    return taken, refused


def _shortened(reasons):
    reasons = sorted(reasons)
    rest = len(reasons) - SHOWN_REASONS
    return reasons[:SHOWN_REASONS] + ([f"and {rest} more"] if rest > 0 else [])


def unpack(path, lab, allowed, limits=UnpackLimits()):
    """Read the submission at @path for @lab with files @allowed.

    Raises OSError when it is not there or a disk fails: no student's fault.
    """
    def wanted(member):
        return member.split("/")[-1] in allowed
    try:
        entries = list(_read_entries(path, wanted, limits))
        files, refused = _choose(entries, allowed, lab, limits)
    except Refused as why:
        return Submission("refused", f"refused: {why}")
    refused = _shortened(refused)
    if not files:
        what = "no file of this lab in it, only others" if refused \
            else "it is empty"
        return Submission("empty", f"nothing to grade: {what}", {}, refused)
    return Submission("ok", "", files, refused)


def write_files(files, folder):
    """Lay @files out in the new folder @folder; {name: path}."""
    os.makedirs(folder, mode=0o755)
    paths = {}
    for name, data in files.items():
        paths[name] = os.path.join(folder, name)
        with open(paths[name], "xb") as file:
            file.write(data)
    return paths
