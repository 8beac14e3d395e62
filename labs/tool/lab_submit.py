"""lab_submit: ./lab submit: check, build, test and pack a lab

Taken are the lab's own files, by name; whatever else lies in work/LAB stays
here and is named. They are copied to an empty folder and built there without
sanitizers, as graders do, so that "it works in my folder" is tried before it
matters. The zip holds nothing that depends on when or where it was made: the
same files, name and form give the same bytes.
"""

import getpass
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import lab_state
from lab_base import LabError, NOT_BUILT, current_lab, nothing_named
from lab_start import cannot_write
from lab_term import clean, columns, plural, wrap

FORM = "form.json"
FORM_SCHEMA = "lectern/form/1"
FILE_LIMIT = 1 << 20
TEXT_LIMIT = 2000
EPOCH = (1980, 1, 1, 0, 0, 0)       # the first day that a zip can name


def submit_arguments(parser):
    parser.add_argument("lab", nargs="?", default="",
                        help="without it: the lab of the current exercise")
    parser.add_argument("--name", default="",
                        help="your name in the file's name; remembered")
    parser.add_argument("--hours", type=float, metavar="H",
                        help="optional: how long it took")
    parser.add_argument("--unclear", metavar="TEXT",
                        help="optional: what was unclear")
    parser.add_argument("--no-form", action="store_true",
                        help="do not ask for the two above")


# ---- who -------------------------------------------------------------------

def slug(name):
    """@name as a part of a file's name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:40]


def git_name(root):
    try:
        done = subprocess.run(["git", "-C", str(root), "config", "user.name"],
                              capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def student_name(tool, given):
    """The name for the file: given, remembered, git's, the login's."""
    if given and not slug(given):
        raise LabError(f"--name {given!r} has no letter or digit from a to z "
                       "or 0 to 9; give one that has")
    for name in (given, tool.state.student, git_name(tool.root)):
        if name and slug(name):
            return slug(name)
    try:
        return slug(getpass.getuser()) or "student"
    except (KeyError, OSError):
        return "student"


# ---- which files -----------------------------------------------------------

def _why_not(path):
    """Why a file of the lab cannot be handed in, or ""."""
    about = os.lstat(path)
    if not stat.S_ISREG(about.st_mode):
        return "is not a regular file (a link?)"
    if about.st_size > FILE_LIMIT:
        return f"is larger than {FILE_LIMIT >> 10} KiB"
    if b"\0" in path.read_bytes():
        return "is not text"
    return ""


def sort_files(tool, lab):
    """(files to take: name -> Path, names that stay, exercises not begun)."""
    folder = tool.folder(lab.name)
    allowed = {name for exercise in lab.exercises for name in exercise.names}
    here = sorted(os.listdir(folder)) if folder.is_dir() else []
    taken = {}
    for name in here:
        if name in allowed:
            why = _why_not(folder / name)
            if why:
                raise LabError(f"{tool.shown(folder / name)} {why}")
            taken[name] = folder / name
    if not taken:
        raise LabError(f"nothing of {lab.name} is in work/{lab.name}/: "
                       f"./lab start {lab.name}")
    rest = [name for name in here if name not in allowed]
    return taken, rest, sorted(allowed - set(taken))


# ---- the form --------------------------------------------------------------

def ask(prompt):
    try:
        return input(prompt).strip()
    except EOFError:
        return ""


def form_of(args):
    """The optional form; {} when nothing was said."""
    hours, unclear = args.hours, args.unclear
    interactive = sys.stdin.isatty() and sys.stdout.isatty() \
        and not args.no_form
    if interactive and hours is None and unclear is None:
        print("Two optional questions for the course's staff "
              "(Enter skips one).")
        text = ask("  How many hours did it take? ").replace(",", ".")
        hours = float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
        unclear = ask("  What was unclear? ") or None
    form = {}
    if hours is not None and 0 <= hours < 1000:
        form["hours"] = hours
    if unclear:
        form["unclear"] = unclear[:TEXT_LIMIT]
    return form


def form_text(form, lab, hints):
    """The form as it lies in the zip."""
    data = {"schema": FORM_SCHEMA, "lab": lab.name} | form
    data["hints"] = {exercise.id: hints[exercise.id]
                     for exercise in lab.exercises if exercise.id in hints}
    return json.dumps(data, indent=1, sort_keys=True) + "\n"


# ---- the zip ---------------------------------------------------------------

def write_zip(path, members):
    """A zip of {name: bytes} that depends on nothing else."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(members):
                info = zipfile.ZipInfo(name, EPOCH)
                info.create_system = 3
                info.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(info, members[name])
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _table(lab, results, style):
    rows, points = [], 0
    for exercise in lab.exercises:
        result = results[exercise.id]
        good = result.status == "pass"
        points += exercise.points if good else 0
        rows.append([f"  {exercise.id}",
                     f"{result.passed} of {result.total} tests",
                     f"{exercise.points if good else 0:3} of "
                     f"{exercise.points:3} points",
                     "passed" if good else result.status])
    total = sum(exercise.points for exercise in lab.exercises)
    return columns(rows) + [
        style.paint(f"  {points} of {total} points by the public tests; "
                    "official ones use other seeds.", "bold")]


def _clean_build_and_test(tool, lab, taken):
    """Results by exercise, from a folder that holds nothing else."""
    from lab_build import student_worker
    from lab_run import results_of, run_lab
    with tempfile.TemporaryDirectory(prefix="lab-submit-") as folder:
        for name, path in taken.items():
            shutil.copyfile(path, Path(folder, name))
        files = {name: Path(folder, name) for name in taken}
        student = student_worker(tool, lab, files, sanitize=False)
        if not student.build.ok or student.left_out:
            return None, student
        return results_of(tool, lab, run_lab(tool, lab, student)), student


def say_files(tool, lab, taken, rest, missing):
    def say(text):
        tool.say(*wrap(text, tool.style.width, "", "  "))
    say(f"{plural(len(taken), 'file')} of {lab.name}: "
        + ", ".join(sorted(taken)))
    if rest:
        say("not handed in, for they are no files of this lab: "
            + ", ".join(map(clean, rest[:8]))
            + (" ..." if len(rest) > 8 else ""))
    if missing:
        say("not begun, stubs stand for them: " + ", ".join(missing))


def submit_command(tool, args):
    name = args.lab or current_lab(tool)
    if not name:
        raise LabError("which lab? ./lab submit LAB")
    if name not in tool.course.labs:
        raise nothing_named(tool, name)
    lab = tool.course.labs[name]
    taken, rest, missing = sort_files(tool, lab)
    say_files(tool, lab, taken, rest, missing)
    results, student = _clean_build_and_test(tool, lab, taken)
    if results is None:
        from lab_test import say_build_errors
        say_build_errors(tool, lab, student)
        tool.say("Nothing was packed: what does not build earns nothing. "
                 "./lab reset puts a stub back.")
        return NOT_BUILT
    tool.say(*_table(lab, results, tool.style))
    for exercise, result in results.items():
        lab_state.put_result(tool.state, exercise, result)
    path = pack(tool, lab, args, taken)
    tool.say(f"Written: {tool.shown(path)}. Hand in this file.")
    return 0 if all(one.status == "pass" for one in results.values()) else 1


def pack(tool, lab, args, taken):
    """Write the zip; its path."""
    student = student_name(tool, args.name)
    form = form_of(args)
    members = {name: path.read_bytes() for name, path in taken.items()}
    if form:
        members[FORM] = form_text(form, lab, tool.state.hints).encode()
    path = tool.work / f"{lab.name}-{student}.zip"
    try:
        write_zip(path, members)
    except OSError as error:
        raise cannot_write(tool, error) from None
    if args.name:
        tool.state.student = student
    lab_state.note_event(tool.state, "submit", tool.state.current)
    tool.save()
    return path
