"""lab_doctor: ./lab doctor: is everything here that the labs need?

Each check is a function that returns a Row; a missing tool says which Debian
package has it. What is only needed for a convenience (gdb, a jail) is told
but does not fail.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import lab_export
from lab_base import ALL_PASSED, ENVIRONMENT, LabError
from lab_term import wrap

MIB = 1 << 20
ROOM_MIB = 600          # what build-lab/ may need


@dataclass(frozen=True)
class Row:
    """The result of one check."""
    what: str
    ok: bool
    found: str = ""         # version or place
    advice: str = ""        # what to do when it is not well
    required: bool = True


def doctor_arguments(parser):
    parser.add_argument("-q", "--quiet", action="store_true",
                        help="show only what is not well")


def output_of(argv, seconds=20):
    """(status, first line) of a program; status None when it is missing."""
    try:
        done = subprocess.run(argv, capture_output=True, timeout=seconds,
                              text=True, errors="replace", check=False,
                              stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    lines = (done.stdout or done.stderr).splitlines()
    return done.returncode, lines[0].strip() if lines else ""


def version_of(text):
    found = re.search(r"\d+(\.\d+)+", text)
    return found[0] if found else text[:40]


def at_least(version, wanted):
    """Whether a dotted version is not older than the tuple @wanted."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version))
    return numbers >= wanted


def check_python():
    return Row("Python 3.11", True, sys.version.split()[0])


def check_program(what, argv, package, wanted=(), required=True):
    """A program that answers --version."""
    status, text = output_of([*argv, "--version"])
    if status != 0:
        return Row(what, False, "not found" if status is None else text,
                   f"install it (Debian: {package})", required)
    version = version_of(text)
    if wanted and not at_least(version, wanted):
        wish = ".".join(map(str, wanted))
        return Row(what, False, f"{version}, too old",
                   f"{wish} or later is needed", required)
    return Row(what, True, version, required=required)


def compiler():
    return os.environ.get("CC", "cc").split() or ["cc"]


def check_library(what, package, debian, wanted):
    status, text = output_of(["pkg-config", "--modversion", package])
    if status != 0:
        return Row(what, False, "not found",
                   f"install it (Debian: {debian})")
    if not at_least(text, wanted):
        wish = ".".join(map(str, wanted))
        return Row(what, False, f"{text}, too old", f"{wish} is needed")
    return Row(what, True, text)


def try_compile(source, *flags):
    """Compile and run a program; (worked, the first line that says why)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "try.c")
        path.write_text(source)
        status, text = output_of([*compiler(), "-o", f"{folder}/try",
                                  str(path), *flags], 60)
        if status == 0:
            status, text = output_of([f"{folder}/try"])
    return status == 0, text


def check_compile(what, source, advice, *flags):
    worked, text = try_compile(source, *flags)
    return Row(what, worked, "" if worked else text[:60], advice)


def check_folder(root, name):
    """Can files be made in @root/@name?"""
    folder = root / name
    place = folder if folder.exists() else root
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Row(f"{name}/ can be written", False, error.strerror,
                   "use a copy of the tree that belongs to you")
    return Row(f"{name}/ can be written", True)


def check_room(root):
    free = shutil.disk_usage(root).free // MIB
    return Row("room on the disk", free >= ROOM_MIB, f"{free} MiB free",
               f"about {ROOM_MIB} MiB are needed in all")


def check_course(tool):
    try:
        labs = tool.course.labs
    except LabError as error:
        return Row("the labs", False, "", str(error))
    count = sum(len(lab.exercises) for lab in labs.values())
    return Row("the labs", bool(labs), f"{len(labs)} labs, {count} exercises",
               "labs/course.toml names none: get a fresh copy")


def check_build(tool):
    built = (tool.build / "build.ninja").is_file()
    return Row("build-lab/", True, "configured" if built
               else "made by the first ./lab start", required=False)


def check_jail():
    """Needed only for ./lab test --as-graded."""
    try:
        import jail
        tier = jail.best_tier()
    except Exception as error:      # whatever its probe meets is an answer
        tier, why = None, str(error)
    else:
        why = "no kind of jail works here"
    name = getattr(tier, "name", tier)
    return Row("a jail (--as-graded)", tier is not None,
               str(name) if tier is not None else why[:50],
               "install bubblewrap", required=False)


def check_gdb():
    name = shutil.which("gdb") or shutil.which("gdb-multiarch") or "gdb"
    return check_program("gdb (./lab debug)", [name], "gdb", required=False)


HELLO = "int main(void) { return 0; }\n"


def check_libfdt():
    source = "#include <libfdt.h>\nint main(void) { return 0; }\n"
    worked, text = try_compile(source, "-lfdt")
    return Row("libfdt", worked, "" if worked else "not found",
               "install it (Debian: libfdt-dev)")


def compiler_rows():
    """The compiler, and what can only be seen by using it."""
    row = check_program("C compiler (" + " ".join(compiler()) + ")",
                        compiler(), "gcc, libc6-dev")
    if not row.ok:
        return [row]
    compiles = check_compile("it compiles and links", HELLO,
                             "install the C library's headers "
                             "(Debian: libc6-dev)")
    if not compiles.ok:
        return [row, compiles]
    return [row, compiles, check_compile(
        "address and undefined sanitizer", HELLO,
        "gcc has them built in (Debian: libasan, libubsan)",
        "-fsanitize=address,undefined"), check_libfdt()]


def meson_rows():
    """What only a tree with all sources needs."""
    return [check_program("meson", ["meson"], "meson", (1, 0)),
            check_program("ninja", ["ninja"], "ninja-build"),
            check_library("check", "check", "check", (0, 10))]


def rows_of(tool):
    """All checks in the order in which things are needed."""
    return [
        check_python(), *compiler_rows(),
        *([] if lab_export.is_handed_out(tool) else meson_rows()),
        check_program("pkg-config", ["pkg-config"], "pkg-config"),
        check_library("GLib", "glib-2.0", "libglib2.0-dev", (2, 72)),
        check_course(tool), check_folder(tool.root, "work"),
        check_folder(tool.root, "build-lab"), check_room(tool.root),
        check_build(tool),
        check_gdb(),
        check_jail(),
    ]


def shown_row(row, style):
    if row.ok:
        mark, colour = "ok  ", "green"
    else:
        mark, colour = ("MISS", "red") if row.required else ("none", "yellow")
    line = f"  {style.paint(mark, colour)}  {row.what:32}  {row.found}"
    lines = [line.rstrip()]
    if not row.ok and row.advice:
        lines += wrap(row.advice, style.width, " " * 10)
    return lines


def doctor_command(tool, args):
    rows = rows_of(tool)
    for row in rows:
        if not args.quiet or not row.ok:
            tool.say(*shown_row(row, tool.style))
    missing = [row for row in rows if not row.ok and row.required]
    if not missing:
        tool.say("Everything that the labs need is here.")
        return ALL_PASSED
    tool.say(f"{len(missing)} of {len(rows)} checks failed. On Debian, "
             ".ci/install run installs", "what is missing.")
    return ENVIRONMENT
