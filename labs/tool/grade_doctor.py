"""grade_doctor: lab-grade doctor: what this machine can do for grading

The tiers of the jail with reasons, compilers, tools, room on the disk, and
the state of each lab's kit. What is missing but optional does not fail.
"""
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import grade_cli as cli
from course import load_course
from jail import probe
from kit import load_kit

GIB = 1 << 30
LEAST_ROOM = 2 * GIB        # a build folder, and the results of a class
PROGRAMS = (
    ("meson", "meson", True), ("ninja", "ninja-build", True),
    ("cc", "gcc", True), ("ld", "binutils", True), ("nm", "binutils", True),
    ("strip", "binutils", True), ("ldd", "libc-bin", True),
    ("git", "git", True), ("bwrap", "bubblewrap", False),
    ("sbatch", "slurm-wlm", False), ("clang", "clang", False),
)


@dataclass(frozen=True)
class Row:
    """One line: is it well, and if not, does that stop grading?"""
    ok: bool
    what: str
    found: str = ""
    required: bool = True


def tier_rows():
    """The tiers; one above T0 is needed."""
    reports = probe()
    best = next((r.tier for r in reports if r.ok and r.tier != "T0"), None)
    rows = [Row(report.ok, f"tier {report.tier}", report.why, False)
            for report in reports]
    return [*rows, Row(best is not None, "a jail for official grades",
                       f"{best} is used" if best else "none works; T0 only "
                       "with --i-accept-unsafe")]


def version_of(path):
    try:
        done = subprocess.run([path, "--version"], capture_output=True,
                              text=True, check=False, timeout=20,
                              stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0][:48] if lines and done.returncode == 0 else path


def program_rows():
    rows = []
    for name, package, required in PROGRAMS:
        path = shutil.which(name)
        rows.append(Row(bool(path), name, version_of(path) if path else
                        f"not found (Debian: {package})", required))
    return rows


def room_rows(folders):
    """Free space where results, builds and jails' files are."""
    rows = []
    for folder in folders:
        while not folder.exists():
            folder = folder.parent
        free = shutil.disk_usage(folder).free
        rows.append(Row(free >= LEAST_ROOM, f"room in {folder}",
                        f"{free / GIB:.1f} GiB free"))
    return rows


def kit_state(folder, worker):
    """(is it usable, words) of one lab's kit."""
    if not load_kit(folder):
        return "made by the first use"
    made = folder.joinpath("kit.json").stat().st_mtime
    if worker.exists() and worker.stat().st_mtime > made:
        return "older than the worker; made anew by the next use"
    return "ready"


def kit_rows(build):
    course = load_course(cli.ROOT)
    return [Row(True, f"kit of {name}", kit_state(
        build / "labs" / "kit" / name,
        build / "labs" / f"lab_worker_{name}"), False)
        for name in course.labs]


def show(row):
    mark = "ok  " if row.ok else "MISS" if row.required else "none"
    print(f"  {mark}  {row.what:28}  {row.found}".rstrip())


def run(args):
    rows = [*tier_rows(), *program_rows(),
            *room_rows([args.build, Path(os.environ.get("TMPDIR", "/tmp")),
                        Path(".")]),
            *kit_rows(args.build)]
    for row in rows:
        show(row)
    missing = [row.what for row in rows if row.required and not row.ok]
    if missing:
        return cli.say(f"grading needs: {', '.join(missing)}")
    print("This machine can grade.")
    return cli.DONE


def main(arguments):
    parser = cli.parser_of("doctor", __doc__)
    parser.add_argument("--build", type=Path, metavar="FOLDER",
                        default=cli.ROOT / "build-grade")
    args, status = cli.parse(parser, arguments)
    return cli.guarded(run, args) if args else status
