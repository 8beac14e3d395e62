"""grade_export: lab-grade export: the tree that students get

    lab-grade export --lab timers --term 2027s OUT

Stubs in, solutions out: the exercise files of this lab and of all later ones
are absent, the rest of the sources is there to be read. What the lab's
worker links comes as a kit (headers and one stripped object), answers of the
reference as recorded traces, so that ./lab works without meson and without a
reference. The history is one commit; dates and order are fixed, so that the
same tree gives the same bytes. Nothing is written before a scan has found no
solution in it.
"""
import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import build
import grade_cli as cli
import grade_export_git as fresh
import grade_leaks
from check import LiveReference, record_trace
from course import load_course
from grade_setup import SetupError
from kit import make_kit
from scenario import PUBLIC_SEED, load_scenarios

SCHEMA = "lectern/export/1"
MANIFEST = "MANIFEST.sha256"
READABLE = (".c", ".h", ".inc", ".S", ".def", ".md")
TOOL_ROOTS = re.compile(r"lab(?!_grade)(_\w+)?")
LAB_FILES = ("lab.toml", "scenarios.py")
TOP_FILES = ("LICENSE", "lab", "labs/README.md", "labs/course.toml")
IGNORED = "work/\nbuild-lab/\n__pycache__/\n*.pyc\nlabs/*/kit/cache/\n"
KIT_SKIPPED = ("ref", "cache", "stamp", "rest.o", "kit.json")


@dataclass
class Export:
    """What becomes the tree: {path: bytes}, and what must run."""
    lab: object
    term: str
    files: dict
    kit: object


def tracked(root):
    """Paths that belong to the product, not what lies about in its tree."""
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z"],
                          capture_output=True, check=False)
    if done.returncode:
        return sorted(str(path.relative_to(root))
                      for path in root.rglob("*") if path.is_file())
    return sorted(done.stdout.decode().rstrip("\0").split("\0"))


def hidden_sources(course, lab):
    """Exercise files of @lab and of the labs after it."""
    names = list(course.labs)
    return {file for name in names[names.index(lab.name):]
            for file in course.labs[name].references.values()}


def source_files(root, hidden):
    """{path: bytes} of the libraries' sources, to be read."""
    found = {}
    for path in tracked(root):
        parts = path.split("/")
        if parts[0] in ("labs", "tests", "handouts", "build", "work") \
                or "tests" in parts or len(parts) == 1:
            continue
        if path.endswith(READABLE) and path not in hidden:
            found[path] = (root / path).read_bytes()
    return found


def imported(text):
    """Names of the modules that a Python text imports or runs by name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Constant) and \
                re.fullmatch(r"\w+\.py", str(node.value)):
            yield node.value.removesuffix(".py")


def student_tools(files, scripts):
    """Paths of labs/tool that ./lab and the lab's @scripts need.

    @files: all tracked paths with their texts.
    """
    here = {Path(path).stem: path for path in files
            if path.startswith("labs/tool/") and path.endswith(".py")}
    todo = [name for name in here if TOOL_ROOTS.fullmatch(name)]
    todo += [name for text in scripts for name in imported(text)]
    found = set()
    while todo:
        name = todo.pop()
        if name in here and here[name] not in found:
            found.add(here[name])
            todo += imported(files[here[name]])
    return found


def _is_of_lab(path, lab):
    """Is it a stub, a description or a public scenario of @lab?"""
    folder, _, name = path.rpartition("/")
    return folder == f"labs/{lab.name}" and name != "official.py" and (
        name in LAB_FILES or name in lab.references or name.endswith(".py"))


def lab_files(root, lab):
    """Stubs, descriptions, public scenarios, ./lab and what they import."""
    found = {path: (root / path).read_bytes() for path in tracked(root)
             if _is_of_lab(path, lab) or path in TOP_FILES
             or path.startswith(f"handouts/{lab.name}")}
    texts = {path: (root / path).read_text() for path in tracked(root)
             if path.startswith("labs/tool/") and path.endswith(".py")}
    scripts = [data.decode() for path, data in found.items()
               if path.endswith(".py")]
    for path in student_tools(texts, scripts):
        found[path] = texts[path].encode()
    return found


# ----------------------------------------------------------------- the kit
def stripped(path):
    """A relocatable object with no more names than the linker needs."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "rest.o")
        subprocess.run(["strip", "--strip-debug", "--discard-all", "-D",
                        "-R", ".comment", "-o", str(made), str(path)],
                       check=True, stdin=subprocess.DEVNULL)
        return made.read_bytes()


def portable(data):
    """kit.json for another machine: a compiler by its plain name."""
    name = os.path.basename(data["compiler"])
    return data | {"compiler": "clang" if "clang" in name else "gcc"}


def kit_files(kit, lab):
    """{path: bytes} of the kit without anything of the exercises."""
    top = f"labs/{lab.name}/kit"
    data = json.loads((kit.folder / "kit.json").read_text())
    text = json.dumps(portable(data), indent=1, sort_keys=True) + "\n"
    found = {f"{top}/kit.json": text.encode(),
             f"{top}/rest.o": stripped(kit.rest)}
    for path in sorted(kit.folder.rglob("*")):
        name = path.relative_to(kit.folder)
        if path.is_file() and name.parts[0] not in KIT_SKIPPED:
            found[f"{top}/{name}"] = path.read_bytes()
    if not (kit.folder / "build").exists() or \
            not any(path.startswith(f"{top}/build/") for path in found):
        found[f"{top}/build/.keep"] = b""       # where the compiler runs
    return found


def traces(kit, lab, folder):
    """Recorded answers of the reference to the public scenarios."""
    done = build.build_worker(kit, build.references(kit), folder)
    if not done.ok:
        raise SetupError("the reference does not link:\n" + done.log)
    rows = [row for row in load_scenarios(lab) if row.visibility == "public"]
    data = record_trace(LiveReference([str(done.binary)]), rows,
                        [PUBLIC_SEED])
    return (json.dumps(data, sort_keys=True) + "\n").encode()


# ----------------------------------------------------------------- the tree
def collect(root, build_folder, name, term):
    """Everything that the tree is made of. Returns: Export"""
    course = load_course(root)
    lab = course.lab(name)
    kit = make_kit(root, build_folder, lab)
    files = source_files(root, hidden_sources(course, lab))
    files |= lab_files(root, lab) | kit_files(kit, lab)
    with tempfile.TemporaryDirectory() as folder:
        files[f"labs/{name}/traces.json"] = traces(kit, lab, folder)
    files[".gitignore"] = IGNORED.encode()
    about = {"schema": SCHEMA, "lab": name, "term": term, "kit": kit.id}
    files["labs/export.json"] = (json.dumps(about, indent=1)
                                 + "\n").encode()
    return Export(lab, term, files, kit)


def manifest(files):
    """Lines for sha256sum -c, by path."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n"
                   for path, data in sorted(files.items())).encode()


def solutions_of(root, lab, files):
    """What the scan looks for in the export of @lab."""
    course = load_course(root)
    hidden = hidden_sources(course, lab)
    texts = {path: data.decode("utf-8", "replace")
             for path, data in files.items() if path.endswith(READABLE)}
    stubs = [path.read_text() for other in course.labs.values()
             for path in other.folder.glob("*.c")]
    found = grade_leaks.Solutions(
        {path: (root / path).read_text() for path in sorted(hidden)},
        [*stubs, *(text for path, text in texts.items()
                   if path.endswith((".h", ".inc")))])
    found.add_words([(root / path).read_text()
                     for path in lab.references.values()],
                    [*stubs, *texts.values(),
                     *(path.read_text() for path
                       in (root / "labs").glob("*/worker*.[ch]"))])
    return found


def findings(root, export):
    """Every trace of a solution in what would be written."""
    found = list(grade_leaks.file_findings(
        export.files, solutions_of(root, export.lab, export.files)))
    found += [f"{path}: the solution itself" for path in export.files
              if path in export.lab.references.values()]
    with tempfile.TemporaryDirectory() as folder:
        shipped = Path(folder, "rest.o")
        shipped.write_bytes(export.files[
            f"labs/{export.lab.name}/kit/rest.o"])
        found += grade_leaks.symbol_findings(
            shipped, [export.kit.reference(name)
                      for name in export.lab.references])
    return found


def write_tree(export, out):
    """Write the files and the one commit to the new folder @out."""
    files = dict(export.files)
    files[MANIFEST] = manifest(files)
    out.mkdir(parents=True)
    fresh.write_files(files, out)
    commit = fresh.commit(out, f"{export.lab.title}, {export.term}")
    found = list(grade_leaks.git_findings(out, fresh.blob_names(files)))
    if found:
        raise SetupError("\n".join(found))
    fresh.set_times(out)
    return commit


def run(args):
    if args.out.exists() and any(args.out.iterdir()):
        raise SetupError(f"{args.out} is not empty; name a new folder")
    with cli.locked(args.build / "lab-grade.lock", True, ""):
        export = collect(cli.ROOT, args.build.resolve(), args.lab, args.term)
    found = findings(cli.ROOT, export)
    if found:
        for line in found:
            cli.say(line)
        return cli.say(f"nothing was written: {len(found)} traces of "
                       "solutions", cli.UNDECIDED)
    made = args.out.with_name(args.out.name + ".part")
    shutil.rmtree(made, ignore_errors=True)
    try:
        commit = write_tree(export, made)
        if args.out.exists():
            args.out.rmdir()
        os.rename(made, args.out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    print(f"written: {args.out}, {len(export.files)} files, commit {commit}")
    print("no trace of a solution in files, objects or history")
    return cli.DONE


def main(arguments):
    parser = cli.parser_of("export", __doc__)
    parser.add_argument("out", type=Path, help="a folder to be made")
    parser.add_argument("--lab", required=True, help="for example timers")
    parser.add_argument("--term", required=True, help="for example 2027s")
    parser.add_argument("--build", type=Path, metavar="FOLDER",
                        default=cli.ROOT / "build-grade",
                        help="a build folder of this tree")
    args, status = cli.parse(parser, arguments)
    return cli.guarded(run, args) if args else status
