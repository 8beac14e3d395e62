"""lab_build: from the tree and the student's files to workers

The libraries are built once by meson, in build-lab/; a kit is what one lab's
worker is linked from. After that only the student's own files are compiled,
so that an edit is tested in about a second.
"""

import contextlib
import fcntl
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import lab_export
import lab_progress
from lab_base import ENVIRONMENT, LabError
from lab_start import cannot_write

LOG = "lab-build.log"


@dataclass
class Student:
    """The student's worker of one lab, or why there is none."""
    kit: object
    build: object               # build.Build
    files: dict = field(default_factory=dict)   # basename -> path shown
    left_out: list = field(default_factory=list)    # files that do not build
    sources: Path = None        # where the files are that were built
    log: str = ""               # what the compiler said about them


def worker_target(lab):
    return f"labs/lab_worker_{lab.name}"


def _tail(lines, count=6):
    return "\n".join("  " + line for line in lines[-count:] if line)


def configure(tool):
    """meson setup build-lab, once; its output goes to the log."""
    if (tool.build / "build.ninja").is_file():
        return
    try:
        # what an interrupted setup leaves makes meson believe it is done
        if (tool.build / "meson-private").exists():
            shutil.rmtree(tool.build / "meson-private")
        tool.build.mkdir(exist_ok=True)
        log = tool.build / LOG
        log.write_text("")
    except OSError as error:
        raise cannot_write(tool, error) from None
    status, lines = lab_progress.run(
        ["meson", "setup", str(tool.build), str(tool.root)],
        "configuring build-lab/ (only once)", log)
    if status is None:
        raise LabError("meson is not installed: see ./lab doctor")
    if status != 0:
        raise LabError("build-lab/ cannot be configured: see ./lab doctor; "
                       f"all of it is in {tool.shown(log)}\n{_tail(lines)}")


def compile_parts(tool, lab):
    """Everything the lab's worker links but the student's files."""
    configure(tool)
    log = tool.build / LOG
    if log.exists() and log.stat().st_size > 1 << 20:
        log.unlink()
    ninja = shutil.which("ninja") or shutil.which("ninja-build") or "ninja"
    status, lines = lab_progress.run(
        [ninja, "-C", str(tool.build), worker_target(lab)],
        f"building what the tests of {lab.name} need", log)
    if status is None:
        raise LabError("ninja is not installed: see ./lab doctor")
    if status != 0:
        raise LabError("the tree's own files do not build (yours are not "
                       "among them): see ./lab doctor; all of it is in "
                       f"{tool.shown(log)}\n{_tail(lines)}", ENVIRONMENT)


@contextlib.contextmanager
def build_lock(tool):
    """One ./lab builds at a time: there may be a test beside a watch."""
    try:
        tool.build.mkdir(exist_ok=True)
        file = open(tool.build / ".lab.lock", "w", encoding="utf-8")
    except OSError as error:
        raise cannot_write(tool, error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tool.note("waiting for another ./lab that builds")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def kit_of(tool, lab):
    """The lab's Kit, made anew when the tree has changed."""
    with build_lock(tool):
        return _kit_of(tool, lab)


def _kit_of(tool, lab):
    from kit import KitError, make_kit
    handed = lab_export.kit_in(tool, lab)
    if handed:
        return handed
    compile_parts(tool, lab)
    try:
        return make_kit(tool.root, tool.build, lab)
    except KitError as error:
        raise LabError(str(error)) from None
    except OSError as error:
        raise cannot_write(tool, error) from None


def student_files(tool, lab):
    """{basename: Path} of the lab's files that are in work/."""
    names = [name for one in lab.exercises for name in one.names]
    return {name: tool.folder(lab.name) / name for name in names
            if (tool.folder(lab.name) / name).is_file()}


def shown_paths(tool, lab, files):
    """{basename: the path the student edits}."""
    return {name: tool.shown(tool.folder(lab.name) / name) for name in files}


def folder_of(tool, lab, files):
    """The one folder that @files are in."""
    return next((Path(path).parent for path in files.values()),
                tool.folder(lab.name))


def student_worker(tool, lab, files=None, sanitize=True):
    """Compile the student's files and link their worker. Returns: Student

    A file that does not compile is left out, its stub taken instead, so that
    one broken exercise does not hide the others; left_out names it.
    """
    with build_lock(tool):
        return _student_worker(tool, lab, files, sanitize)


def _student_worker(tool, lab, files, sanitize):
    from build import build_worker, stubs
    kit = _kit_of(tool, lab)
    files = student_files(tool, lab) if files is None else files
    out = tool.build / "labs" / "student" / lab.name / \
        ("sanitized" if sanitize else "plain")
    try:
        build = build_worker(kit, stubs(lab, files), out, sanitize=sanitize)
        student = Student(kit, build, shown_paths(tool, lab, files),
                          sources=folder_of(tool, lab, files))
        if build.failed and set(build.failed) <= set(files):
            student.log = build.log
            student.left_out = sorted(build.failed)
            rest = {name: path for name, path in files.items()
                    if name not in build.failed}
            student.build = build_worker(kit, stubs(lab, rest), out,
                                         sanitize=sanitize)
    except OSError as error:
        raise cannot_write(tool, error) from None
    return student


def build_choice(tool, lab, files, place):
    """Some of the student's files among stubs, in a folder of their own."""
    from build import build_worker, stubs
    with build_lock(tool):
        return build_worker(_kit_of(tool, lab), stubs(lab, files),
                            tool.build / "labs" / "student" / lab.name
                            / place, sanitize=True)


def reference_of(tool, lab):
    """The reference, which answers the same questions: its worker, or what
    was recorded of it."""
    from check import LiveReference
    return lab_export.reference_in(tool, lab) or \
        LiveReference([str(tool.build / worker_target(lab))])
