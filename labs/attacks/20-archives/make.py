"""Archives that no honest tool makes."""
import gzip
import io
import stat
import tarfile
import zipfile

NAME = "icount_clock.c"


def _tar(folder, rows):
    """A tar of (name, type, data) rows."""
    path = folder.parent / "hostile.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind, data in rows:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data)
            info.devmajor, info.devminor = 1, 5
            archive.addfile(info, io.BytesIO(data))
    return path


def _zip(folder, rows, method=zipfile.ZIP_DEFLATED):
    path = folder.parent / "hostile.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in rows:
            archive.writestr(name, data)
    return path


def traversal(folder, facts):
    text = facts.wrong.encode()
    return _tar(folder, [(f"{up}{NAME}", tarfile.REGTYPE, text) for up in
                         ("../", "../../", "work/../../", "a/../../tmp/")])


def absolute(folder, facts):
    return _zip(folder, [(str(facts.mark), "x"), ("C:\\x\\" + NAME, "x"),
                         (f"/tmp/{NAME}", facts.wrong)])


def devices(folder, facts):
    del facts
    rows = [(NAME, kind, b"") for kind in
            (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)]
    return _tar(folder, rows)


def case_clash(folder, facts):
    return _zip(folder, [("Icount_Clock.c", facts.wrong),
                         ("ICOUNT_CLOCK.C", facts.wrong)])


def twice(folder, facts):
    return _zip(folder, [(NAME, facts.wrong),
                         (f"work/timers/{NAME}", facts.wrong)])


def bomb(folder, facts):
    del facts
    return _zip(folder, [(NAME, b"\0" * (60 << 20))])


def gzip_bomb(folder, facts):
    del facts
    path = _tar(folder, [(NAME, tarfile.REGTYPE, b"\0" * (80 << 20))])
    packed = path.with_suffix(".tar.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), 9))
    path.unlink()
    return packed


def many_files(folder, facts):
    del facts
    return _zip(folder, [(f"{n}", b"") for n in range(20000)],
                zipfile.ZIP_STORED)


def odd_names(folder, facts):
    names = ["icount_clock\u202ec.", "icount\u200b_clock.c",
             "\u0456count_clock.c", "icount_clock.c\n", "icount_clock.c ",
             "\x1b[2Jicount_clock.c", "icount_clock.c\\..\\x",
             "i\u0308" * 100 + ".c"]
    return _zip(folder, [(name, facts.wrong) for name in names])


def cut_off(folder, facts):
    path = _zip(folder, [(NAME, facts.wrong)])
    data = path.read_bytes()
    path.write_bytes(data[:len(data) // 2])
    return path


def deep(folder, facts):
    return _zip(folder, [("d/" * 400 + NAME, facts.wrong)])


def socket_in_zip(folder, facts):
    info = zipfile.ZipInfo(NAME)
    info.external_attr = (stat.S_IFSOCK | 0o644) << 16
    path = folder.parent / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, facts.wrong)
    return path
