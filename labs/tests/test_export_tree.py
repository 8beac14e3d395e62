#!/usr/bin/env python3
"""test_export_tree: the tree that students get

    test_export_tree.py BUILD

It holds no solution, is the same bytes every time, compiles stubs to what
the -Dlab build compiles them to, and is enough for ./lab; and the scan that
says so finds what is put in its way.
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = Path(HERE, "..", "..").resolve()
sys.path[:0] = [HERE, str(ROOT / "labs" / "tool"),
                str(ROOT / "tests" / "support")]
import build  # noqa: E402
import grade_class  # noqa: E402
import grade_export  # noqa: E402
import grade_leaks  # noqa: E402
import tap  # noqa: E402
from course import load_course  # noqa: E402
from kit import load_kit, make_kit  # noqa: E402

BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
GRADE = ROOT / "labs" / "lab-grade"
LAB = grade_class.LAB
LIMIT_S = 600
SCRATCH = tempfile.TemporaryDirectory(prefix="test-export-")
PLACE = Path(SCRATCH.name)


def run(argv, folder, **more):
    done = subprocess.run(list(map(str, argv)), cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, check=False,
                          timeout=LIMIT_S, **more)
    return done.returncode, done.stdout


def exported(name="tree"):
    """A tree, exported once under that name."""
    out = PLACE / name
    if not out.exists():
        status, text = run([sys.executable, GRADE, "export", "--lab",
                            LAB.name, "--term", "2027s", "--build", BUILD,
                            out], ROOT)
        tap.equal(status, 0, text)
    return out


def contents(folder):
    """{path: (mode, time, sha256)} of everything, .git too."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (
            about.st_mode, int(about.st_mtime),
            hashlib.sha256(data).hexdigest())
    return found


def test_exported_twice_is_the_same():
    """I7: two exports are the same bytes, modes and times, .git included"""
    one, two = contents(exported()), contents(exported("again"))
    different = [path for path in one.keys() | two.keys()
                 if one.get(path) != two.get(path)]
    tap.equal(different, [], "differing paths")
    tap.check(".git/refs/heads/main" in one, "no history")


def test_history_is_one_commit():
    """the history is fresh, and the tree is what it says"""
    tree = exported()
    status, text = run(["git", "log", "--format=%an %ad %s", "--all"], tree)
    tap.equal(status, 0, text)
    tap.equal(len(text.splitlines()), 1, text)
    tap.equal(run(["git", "status", "--short"], shutil.copytree(
        tree, PLACE / "status")), (0, ""))


def test_manifest_lists_every_file():
    """MANIFEST.sha256 agrees with sha256sum and misses nothing"""
    tree = exported()
    tap.equal(run(["sha256sum", "--check", "--quiet", "MANIFEST.sha256"],
                  tree), (0, ""))
    listed = {line.split("  ", 1)[1] for line in
              (tree / "MANIFEST.sha256").read_text().splitlines()}
    here = {path for path, row in contents(tree).items()
            if (tree / path).is_file() and not path.startswith(".git/")}
    tap.equal(here - listed, {"MANIFEST.sha256"})


ABSENT = ("labs/timers/official.py", "labs/timers/mutants.toml",
          "labs/timers/alternatives", "labs/timers/worker.c",
          "labs/timers/kit/ref", "labs/timers/kit/cache", "labs/lab-grade",
          "labs/tool/lab_grade.py", "labs/tool/record.py", "tests",
          "meson.build", "timers/tests")


def test_what_is_absent():
    """solutions of this lab and later ones, grader, tests: not there"""
    tree = exported()
    course = load_course(ROOT)
    names = list(course.labs)
    later = [file for name in names[names.index(LAB.name):]
             for file in course.labs[name].references.values()]
    tap.equal([path for path in [*ABSENT, *later]
               if (tree / path).exists()], [])
    tap.equal(list(tree.glob("labs/tool/grade_*.py"))
              + list(tree.glob("labs/tool/selftest*")), [])


def test_tools_are_those_of_students():
    """what ./lab and scenarios import is there, and nothing of graders"""
    tools = {path.stem for path in exported().glob("labs/tool/*.py")}
    for name in ("lab", "lab_why", "worker", "jail", "scenario"):
        tap.check(name in tools, f"{name} is missing")
    tap.equal([name for name in tools
               if name.startswith(("grade", "selftest", "export"))
               or name in ("lab_grade", "record", "report", "mutate")], [])


IMPORTS = {"labs/tool/lab.py": "def f():\n    from x import y\n",
           "labs/tool/x.py": "import os, z\n", "labs/tool/z.py": "",
           "labs/tool/guest.py": "", "labs/tool/grade_x.py": ""}


def test_imports_are_followed():
    """modules are found through functions and over several steps"""
    tap.equal(grade_export.student_tools(IMPORTS, ["import guest\n"]),
              {f"labs/tool/{name}.py" for name in ("lab", "x", "z",
                                                    "guest")})


def test_earlier_solutions_may_be_read():
    """a lab that is over is part of the sources again"""
    course = load_course(ROOT)
    names = list(course.labs)
    if names[0] == LAB.name:
        raise tap.Skip("no lab comes before this one")
    hidden = grade_export.hidden_sources(course, LAB)
    earlier = set(course.labs[names[0]].references.values())
    tap.check(earlier - hidden, "all of the earlier lab is hidden")


# ------------------------------------------------------------ it works
def student_tree():
    """A copy that a student works in; a place without our sources."""
    folder = PLACE / "student"
    if not folder.exists():
        shutil.copytree(exported(), folder)
    return folder


def lab(*words, **more):
    return run(["./lab", *words], student_tree(), **more)


def test_newcomer():
    """doctor, start, a test that fails, a fix, a pass, submit"""
    status, text = lab("doctor")
    tap.equal(status, 0, text)
    tap.equal(lab("start", "timers")[0], 0)
    status, text = lab("test", "timers.2")
    tap.equal(status, 1, text)
    tap.check("not implemented" in text, text)
    shutil.copy(ROOT / "timers/tick_rate.c",
                student_tree() / "work/timers/tick_rate.c")
    status, text = lab("test", "timers.2")
    tap.equal(status, 0, text)
    status, text = lab("submit", "timers", "--name", "ada", "--no-form")
    tap.equal(status, 1, text)          # not all of it passes
    with zipfile.ZipFile(student_tree() / "work/timers-ada.zip") as archive:
        tap.check("tick_rate.c" in archive.namelist(), archive.namelist())


def test_failure_is_explained_from_recorded_answers():
    """expected and got are shown without a reference to run"""
    if not (student_tree() / "work/timers").exists():
        lab("start", "timers")
    text = (ROOT / "timers/tick_rate.c").read_text()
    path = student_tree() / "work/timers/tick_rate.c"
    path.write_text(text.replace("        ns++;\n", ""))
    status, text = lab("test", "timers.2")
    tap.equal(status, 1, text)
    tap.check("expected" in text and "ns" in text, text)


def test_unrecorded_seed_is_told():
    """another seed is refused in one line"""
    status, text = lab("test", "timers.2", "--seed", "5")
    tap.equal(status, 3, text)
    tap.check("leave out --seed" in text and "Traceback" not in text, text)


# ------------------------------------------------------------ same objects
def code_of(path, folder):
    """An object without debugging information and the compiler's name."""
    made = folder / f"{path.name}.code"
    subprocess.run(["objcopy", "--strip-debug", "-D", "-R", ".comment",
                    "-R", ".note.gnu.property", str(path), str(made)],
                   check=True)
    return made.read_bytes()


def compiled(kit, folder, stubs):
    """{name: code} of the stubs at @stubs by the recipe of @kit."""
    folder.mkdir()
    found = {}
    for name in LAB.references:
        made = folder / f"{name}.o"
        argv = build.compile_argv(kit, name, str(stubs / name), str(made))
        status, text = run(argv, kit.folder / "build")
        tap.equal(status, 0, text)
        found[name] = code_of(made, folder)
    return found


def meson_objects(folder):
    """{name: object} of the stubs in a -Dlab build of @folder."""
    status, text = run(["meson", "setup", folder, ROOT, f"-Dlab={LAB.name}",
                        "-Dbuildtype=debugoptimized"], PLACE)
    tap.equal(status, 0, text)
    _, text = run(["ninja", "-C", folder, "-t", "targets", "all"], PLACE)
    suffixes = {name: f"labs_{LAB.name}_{name}.o" for name in LAB.references}
    targets = [line.split(":")[0] for line in text.splitlines()]
    found = {}
    for name, suffix in suffixes.items():
        found[name] = next(t for t in targets if t.endswith(suffix))
    status, text = run(["ninja", "-C", folder, *found.values()], PLACE)
    tap.equal(status, 0, text[-2000:])
    return {name: folder / target for name, target in found.items()}


def test_stubs_are_those_of_the_lab_build():
    """I7: exported stubs compile to the objects of -Dlab, byte for byte"""
    tree = exported()
    handed = load_kit(tree / "labs/timers/kit")
    ours = compiled(make_kit(ROOT, BUILD, LAB), PLACE / "ours", LAB.folder)
    theirs = compiled(handed, PLACE / "theirs", tree / "labs/timers")
    tap.equal([name for name in ours if ours[name] != theirs[name]], [],
              "kit and exported kit")
    folder = PLACE / "meson-code"
    folder.mkdir()
    made = meson_objects(PLACE / "lab-build")
    tap.equal([name for name in ours
               if ours[name] != code_of(made[name], folder)], [],
              "kit and -Dlab build")


# ------------------------------------------------------------ the scan
def scan(changes):
    """Findings in the exported files with @changes made."""
    kit = make_kit(ROOT, BUILD, LAB)
    tree = exported()
    files = {path: (tree / path).read_bytes() for path in contents(tree)
             if (tree / path).is_file() and not path.startswith(".git/")}
    export = grade_export.Export(LAB, "2027s", files | changes, kit)
    return grade_export.findings(ROOT, export)


def test_clean_export_has_no_findings():
    """I6: nothing is found in what is exported"""
    tap.equal(scan({}), [])


def solution():
    return (ROOT / "timers/tick_rate.c").read_text()


def body_of_solution():
    """Only the middle of a solution, in other white space."""
    lines = solution().splitlines()
    return " ".join(lines[25:40]).encode()


def rest_with_solution():
    """rest.o with an exercise's object linked into it."""
    kit = make_kit(ROOT, BUILD, LAB)
    made = PLACE / "leaky.o"
    subprocess.run(["ld", "-r", "-o", str(made), str(kit.rest),
                    str(kit.reference("tick_rate.c"))], check=True)
    return made.read_bytes()


LEAKS = [
    ("file", lambda: {"timers/tick_rate.c": solution().encode()},
     "the solution itself"),
    ("other_name", lambda: {"timers/old.txt": solution().encode()},
     "is in timers/tick_rate.c"),
    ("piece_in_a_handout", lambda: {
        "handouts/timers.md": b"look:\n" + body_of_solution()},
     "is in timers/tick_rate.c"),
    ("object", lambda: {"labs/timers/kit/rest.o": rest_with_solution()},
     "defines tick_rate_counts_to_ns"),
    ("symbol_in_a_binary", lambda: {
        "labs/timers/kit/x.bin": b"\0period_nominator\0"},
     "contains 'period_nominator'"),
]


def leak_row(changes, words):
    found = scan(changes())
    tap.check(any(words in line for line in found), found or "nothing found")


def test_extra_git_object_is_found():
    """a blob that no file has is found in the history"""
    folder = PLACE / "leaky-git"
    shutil.copytree(exported(), folder)
    blobs = {line.split()[2] for line in run(
        ["git", "ls-tree", "-r", "HEAD"], folder)[1].splitlines()}
    tap.equal(list(grade_leaks.git_findings(folder, blobs)), [])
    subprocess.run(["git", "hash-object", "-w", "--stdin"], cwd=folder,
                   input=solution().encode(), check=True,
                   stdout=subprocess.DEVNULL)
    tap.check(list(grade_leaks.git_findings(folder, blobs)), "not found")


def test_leaky_export_is_not_written():
    """a finding ends the export; no folder is left"""
    tool = PLACE / "tool.py"
    tool.write_text(f"import sys\nsys.path[:0] = [{str(ROOT / 'labs/tool')!r}"
                    "]\nimport grade_export\n"
                    "grade_export.hidden_sources = lambda *_: set()\n"
                    "sys.exit(grade_export.main(sys.argv[1:]))\n")
    out = PLACE / "leaky"
    status, text = run([sys.executable, tool, "--lab", LAB.name, "--term",
                        "x", "--build", BUILD, out], ROOT)
    tap.equal(status, 1, text)
    tap.check("nothing was written" in text, text)
    tap.check(not out.exists(), "a folder was left")


def test_about_names_lab_and_term():
    """labs/export.json says what the tree is"""
    about = json.loads((exported() / "labs/export.json").read_text())
    tap.equal((about["lab"], about["term"]), (LAB.name, "2027s"))


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()) | tap.table("leak", LEAKS, leak_row))
