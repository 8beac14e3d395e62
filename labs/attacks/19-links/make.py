"""Submissions in which a file of the lab is a link to something else."""
import io
import os
import tarfile


def symlink(folder, facts):
    (folder / "icount_clock.c").symlink_to(facts.secret)
    (folder / "work").symlink_to(facts.root / "timers")
    return folder


def reference(folder, facts):
    (folder / "icount_clock.c").symlink_to(
        facts.root / "timers/icount_clock.c")
    return folder


def hard_link(folder, facts):
    other = folder.parent / "other.c"
    other.write_text("static void attack(void) { }\n" + facts.wrong)
    os.link(other, folder / "icount_clock.c")
    return folder


def in_tar(folder, facts):
    path = folder.parent / "links.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("icount_clock.c", tarfile.SYMTYPE),
                           ("work/timers/icount_clock.c", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = str(facts.root / "timers/icount_clock.c")
            archive.addfile(info)
        for name, text in facts.solution.items():
            if name != "icount_clock.c":
                info = tarfile.TarInfo(name)
                info.size = len(text.encode())
                archive.addfile(info, io.BytesIO(text.encode()))
    return path
