#!/usr/bin/env python3
"""What is taken from a submission, and what is refused with which words."""

import contextlib
import gzip
import io
import lzma
import os
import stat
import struct
import sys
import tarfile
import tempfile
import zipfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [os.path.join(ROOT, "labs", "tool"),
                os.path.join(ROOT, "tests", "support")]
import grade_unpack  # noqa: E402
import tap  # noqa: E402

ALLOWED = {"tick_rate.c", "guest_clock.c"}
SMALL = grade_unpack.UnpackLimits(archive=1 << 20, unpacked=1 << 20,
                                  kept=1 << 16, file=1 << 12, members=50)
TICK = b"int tick;\n"
CLOCK = b"int clock;\n"


def zip_of(members, mode=stat.S_IFREG | 0o644):
    """A zip of (name, data) rows, in that order, names repeated or not."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return made.getvalue()


def tar_of(members, **more):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key, value in more.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def unpack_bytes(data, name="alice.zip", limits=SMALL):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return grade_unpack.unpack(path, "timers", ALLOWED, limits)


@contextlib.contextmanager
def folder_of(files):
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.join(folder, "alice")
        os.mkdir(top)
        for name, data in files.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        yield top


def unpack_folder(top, limits=SMALL):
    return grade_unpack.unpack(top, "timers", ALLOWED, limits)


def expect(found, files, words=""):
    """@files are taken; @words stand in a reason or the message."""
    tap.equal(found.files, files, "files")
    texts = [found.message, *found.refused]
    tap.check(any(words in text for text in texts),
              f"{texts!r} lacks {words!r}")


# ------------------------------------------------------------ what is taken
PLACES = [
    ("root", ["tick_rate.c"], True),
    ("work_folder", ["work/timers/tick_rate.c"], True),
    ("one_top_folder", ["alice-timers/tick_rate.c", "alice-timers/x"], True),
    ("work_below_top", ["top/work/timers/tick_rate.c", "top/README"], True),
    ("top_folder_of_the_lab", ["timers/tick_rate.c"], True),
    ("dots", ["./tick_rate.c"], True),
    ("umlaut_above", ["\u00dcbung/tick_rate.c"], True),
    ("other_lab", ["work/memory/tick_rate.c"], False),
    ("two_top_folders", ["a/tick_rate.c", "b/x.c"], False),
    ("deep", ["top/src/tick_rate.c", "top/x"], False),
]


def place_row(names, taken):
    rows = [(name, TICK) for name in names]
    for data in (zip_of(rows), tar_of(rows), gzip.compress(tar_of(rows)),
                 lzma.compress(tar_of(rows))):
        found = unpack_bytes(data)
        expect(found, {"tick_rate.c": TICK} if taken else {},
               "" if taken else "not where files")
        tap.equal(found.status, "ok" if taken else "empty")


def test_folder_gives_files_and_lists_the_rest():
    """names of the lab are taken from a folder, the rest is listed"""
    with folder_of({"tick_rate.c": TICK, "work/timers/guest_clock.c": CLOCK,
                    "notes.txt": b"x", "meson.build": b"run()"}) as top:
        found = unpack_folder(top)
    expect(found, {"tick_rate.c": TICK, "guest_clock.c": CLOCK},
           "meson.build: not a file of this lab")
    tap.equal(len(found.refused), 2)


def test_single_source_file():
    """one source file of the lab is a submission"""
    expect(unpack_bytes(TICK, "tick_rate.c"), {"tick_rate.c": TICK})


def test_digest_depends_on_taken_files_only():
    """equal files give equal digests, whatever surrounds them"""
    one = unpack_bytes(zip_of([("tick_rate.c", TICK)]))
    two = unpack_bytes(tar_of([("a/tick_rate.c", TICK), ("a/x", b"y")]))
    other = unpack_bytes(zip_of([("tick_rate.c", CLOCK)]))
    tap.equal(one.digest, two.digest)
    tap.check(one.digest != other.digest, "digest of other contents")


def test_student_names():
    """the student is the name without the archive's suffix"""
    for path, student in (("x/alice.tar.gz", "alice"), ("bob/", "bob"),
                          ("c.d.zip", "c.d"), (".zip", ".zip")):
        tap.equal(grade_unpack.student_of(path), student)


# ------------------------------------------------------------ archive names
NAMES = [
    ("parent", "../tick_rate.c", "leaves the submission"),
    ("parent_inside", "work/../../tick_rate.c", "leaves the submission"),
    ("absolute", "/tick_rate.c", "absolute path"),
    ("drive", "C:/tick_rate.c", "absolute path"),
    ("backslash", "work\\timers\\tick_rate.c", "backslash"),
    ("case", "Tick_Rate.c", "not exactly tick_rate.c"),
    ("fullwidth", "tick_\uff52ate.c", "not exactly tick_rate.c"),
    ("bidi", "tick\u202e_rate.c", "invisible"),
    ("zero_width", "tick_rate\u200b.c", "invisible"),
    ("escape", "\x1b[31mtick_rate.c", "invisible"),
    ("long", "a" * 2000 + "/tick_rate.c", "too long"),
]


def name_row(name, words):
    for data in (zip_of([(name, TICK), ("guest_clock.c", CLOCK)]),
                 tar_of([(name, TICK), ("guest_clock.c", CLOCK)])):
        found = unpack_bytes(data)
        expect(found, {"guest_clock.c": CLOCK}, words)
        tap.check(all(text.isprintable() and text.isascii()
                      for text in found.refused), repr(found.refused))


def test_nul_in_a_zip_name():
    """a name that goes on after a NUL is not the name before it"""
    data = zip_of([("tick_rate.cX.txt", TICK)])
    found = unpack_bytes(data.replace(b"tick_rate.cX", b"tick_rate.c\0"))
    expect(found, {}, "invisible")


def test_duplicate_refuses():
    """a file given twice is nobody's choice"""
    for data in (tar_of([("tick_rate.c", TICK), ("./tick_rate.c", CLOCK)]),
                 zip_of([("tick_rate.c", TICK), ("./tick_rate.c", CLOCK)]),
                 zip_of([("tick_rate.c", TICK),
                         ("work/timers/tick_rate.c", CLOCK)])):
        found = unpack_bytes(data)
        tap.equal(found.status, "refused")
        expect(found, {}, "tick_rate.c is given more than once")


def test_case_clash_takes_the_exact_name():
    """of two names that differ in case, only the lab's own is taken"""
    found = unpack_bytes(zip_of([("tick_rate.C", CLOCK),
                                 ("tick_rate.c", TICK)]))
    expect(found, {"tick_rate.c": TICK}, "not exactly")


# ------------------------------------------------------------ kinds
KINDS = [
    ("symlink", tarfile.SYMTYPE, "a link"),
    ("hard_link", tarfile.LNKTYPE, "a link"),
    ("character_device", tarfile.CHRTYPE, "not a regular"),
    ("block_device", tarfile.BLKTYPE, "not a regular"),
    ("fifo", tarfile.FIFOTYPE, "not a regular"),
]


def kind_row(kind, words):
    data = tar_of([("tick_rate.c", b"")], type=kind, linkname="/etc/passwd")
    expect(unpack_bytes(data), {}, words)


def test_zip_link():
    """a link in a zip is not followed"""
    data = zip_of([("tick_rate.c", b"/etc/passwd")],
                  mode=stat.S_IFLNK | 0o777)
    expect(unpack_bytes(data), {}, "a link")


def test_links_in_a_folder():
    """links of both kinds, FIFOs and linked folders are not read"""
    with folder_of({"secret": b"secret", "guest_clock.c": CLOCK}) as top:
        name = os.path.join(top, "tick_rate.c")
        os.link(os.path.join(top, "secret"), name)
        os.symlink("/etc", os.path.join(top, "work"))
        expect(unpack_folder(top), {"guest_clock.c": CLOCK}, "a hard link")
        os.unlink(name)
        os.mkfifo(name)
        expect(unpack_folder(top), {"guest_clock.c": CLOCK}, "not a regular")
        os.unlink(name)
        os.symlink("secret", name)
        expect(unpack_folder(top), {"guest_clock.c": CLOCK}, "work: a link")


def test_submission_that_is_a_link():
    """a submission that is itself a link is not followed"""
    with folder_of({"tick_rate.c": TICK}) as top:
        link = top + "-link"
        os.symlink(top, link)
        found = unpack_folder(link)
        tap.equal(found.status, "refused")
        expect(found, {}, "a link")


def test_git_folder_is_not_entered():
    """hooks, filters and objects of a repository are not looked at"""
    with folder_of({".git/hooks/tick_rate.c": TICK,
                    "tick_rate.c": TICK}) as top:
        expect(unpack_folder(top), {"tick_rate.c": TICK}, ".git: a folder")


# ------------------------------------------------------------ bombs
def lying_zip():
    """A member whose directory entry says 10 bytes, and that has more."""
    data = zip_of([("tick_rate.c", b"x" * 100_000)])
    at = data.index(b"PK\1\2")
    size = struct.pack("<I", 10)
    data = data[:at + 24] + size + data[at + 28:]
    return data[:22] + size + data[26:]


BOMBS = [
    ("zip_size", lambda: zip_of([("x", b"\0" * (4 << 20))]),
     "unpacks to more"),
    ("zip_members", lambda: zip_of([(f"f{i}", b"") for i in range(51)]),
     "more than 50 files"),
    ("tar_members", lambda: tar_of([(f"f{i}", b"") for i in range(51)]),
     "more than 50 files"),
    ("gz", lambda: gzip.compress(tar_of([("x", b"\0" * (4 << 20))])),
     "unpacks to more"),
    ("xz", lambda: lzma.compress(tar_of([("x", b"\0" * (4 << 20))])),
     "unpacks to more"),
    ("large_archive", lambda: b"\0" * (2 << 20), "larger than 1 MiB"),
    ("cut_gz", lambda: gzip.compress(tar_of([("tick_rate.c", TICK)]))[:-60],
     "cut off"),
    ("cut_zip", lambda: zip_of([("tick_rate.c", TICK)])[:-30],
     "not a readable archive"),
    ("lying_zip", lying_zip, "not a readable archive"),
    ("noise", lambda: b"noise" * 1000, "not a zip"),
    ("nothing", lambda: b"", "not a zip"),
]


def bomb_row(make, words):
    found = unpack_bytes(make())
    tap.equal(found.status, "refused")
    expect(found, {}, words)


def test_ratio():
    """a member that grows a thousandfold is no source"""
    found = unpack_bytes(zip_of([("x", b"\0" * (4 << 20))]),
                         limits=grade_unpack.UnpackLimits())
    expect(found, {}, "grows too much")


def test_large_file_is_listed():
    """a file over the limit is refused alone"""
    for pack in (zip_of, tar_of):
        found = unpack_bytes(pack([("tick_rate.c", os.urandom(5000)),
                                   ("guest_clock.c", CLOCK)]))
        expect(found, {"guest_clock.c": CLOCK}, "larger than 4096")


def test_encrypted_zip():
    """a member with a password is listed"""
    data = bytearray(zip_of([("tick_rate.c", TICK)]))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    expect(unpack_bytes(bytes(data)), {}, "encrypted")


def test_many_files_in_a_folder():
    """a folder with too many files is refused, not walked for ever"""
    with folder_of({f"f{i}": b"" for i in range(60)}) as top:
        expect(unpack_folder(top), {}, "more than 50 files")


def test_deep_folder():
    """folders nested without end are refused"""
    with folder_of({"a/" * 20 + "tick_rate.c": TICK}) as top:
        expect(unpack_folder(top), {}, "nested deeper")


# ------------------------------------------------------------ nothing in it
def test_empty_and_wrong_files():
    """no files and only other files are told apart"""
    with folder_of({}) as top:
        expect(unpack_folder(top), {}, "it is empty")
    with folder_of({"solution.c": TICK}) as top:
        found = unpack_folder(top)
    tap.equal(found.status, "empty")
    expect(found, {}, "only others")


def test_missing_submission():
    """a path that is not there is an error, and nobody's submission"""
    try:
        found = unpack_folder("/nonexistent/alice")
    except FileNotFoundError:
        return
    raise tap.Failed(f"it was {found.status}")


def test_files_are_laid_out_anew():
    """taken files are written to a folder of their own"""
    with tempfile.TemporaryDirectory() as folder:
        paths = grade_unpack.write_files({"tick_rate.c": TICK},
                                         os.path.join(folder, "in"))
        with open(paths["tick_rate.c"], "rb") as file:
            tap.equal(file.read(), TICK)


if __name__ == "__main__":
    cases = tap.table("place", PLACES, place_row)
    cases |= tap.table("name", NAMES, name_row)
    cases |= tap.table("kind", KINDS, kind_row)
    cases |= tap.table("bomb", BOMBS, bomb_row)
    tap.run(cases | tap.tests_of(globals()))
