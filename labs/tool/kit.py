"""kit: everything a worker is linked from, but the exercises

A kit is made once from a build folder and then needs neither meson nor the
sources: headers, one relocatable object "rest.o" with all that the lab's
worker links except the exercises' objects, and the two command lines.

    kit/LIBRARY/**.h   headers, at the place that they have in the tree
    kit/build/         where the compiler runs, as in a build folder
    kit/rest.o         the rest of the worker, without debugging information
    kit/ref/x.c.o      the reference's objects: never inside a jail
    kit/kit.json       recipes, and the id: a hash of all the above

Making one costs a link; every worker afterwards costs the compilation of the
student's files and a link of a few objects.
"""
import hashlib
import json
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NO_HEADERS_FROM = ("build", "work", "tests", ".", "handouts", "labs")
DROPPED_FLAGS = ("-Werror", "-fdiagnostics-color=always", "-g", "-MD", "-c")


class KitError(Exception):
    """The kit cannot be made; the message says what to do."""


@dataclass(frozen=True)
class Kit:
    folder: Path
    lab: str
    id: str
    compiler: str
    flags: dict                 # basename: compiler flags
    link: list                  # flags and libraries after the objects
    references: dict            # basename: reference file in the tree

    @property
    def rest(self):
        return self.folder / "rest.o"

    def reference(self, name):
        """The reference's object for an exercise file."""
        return self.folder / "ref" / f"{name}.o"


def configure(root, build):
    """A build folder by meson, unless it is there."""
    if (build / "build.ninja").is_file():
        return
    run(["meson", "setup", str(build), str(root)], build.parent,
        "meson setup failed; ./lab doctor looks for what is missing")


def run(argv, folder, failure):
    """Run a command; KitError with the end of its output when it fails."""
    done = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise KitError(f"{failure}\n{tail}")
    return done.stdout


def make_kit(root, build, lab):
    """Build what is out of date, then (re)make the lab's kit. Returns: Kit"""
    root, build = Path(root), Path(build)
    configure(root, build)
    target = f"labs/lab_worker_{lab.name}"
    run(["ninja", "-C", str(build), target], root,
        "the reference does not build")
    folder = build / "labs" / "kit" / lab.name
    stamp = _stamp(build / target, lab)
    kit = load_kit(folder)
    if kit and (folder / "stamp").read_text() == stamp:
        return kit
    shutil.rmtree(folder, ignore_errors=True)
    commands = run(["ninja", "-C", str(build), "-t", "commands", target],
                   root, "ninja does not tell its commands").splitlines()
    kit = _make(root, build, lab, commands, folder)
    (folder / "stamp").write_text(stamp)
    return kit


def _stamp(worker, lab):
    """Changes when the kit would."""
    data = worker.read_bytes() + repr(lab.references).encode()
    return hashlib.sha256(data).hexdigest()


def load_kit(folder):
    """A kit made before, or None."""
    try:
        data = json.loads((folder / "kit.json").read_text())
    except (OSError, ValueError):
        return None
    return Kit(folder=folder, **data)


def _words(commands, test):
    """The words of the first command for which test(words) holds."""
    for line in commands:
        words = shlex.split(line.split("&&")[-1])
        if test(words):
            return words
    raise KitError("the build commands are not as expected; is this ninja?")


def _output_of(words):
    return words[words.index("-o") + 1] if "-o" in words else None


def _archive_members(commands, archive):
    words = _words(commands, lambda w: "csrDT" in w and archive in w)
    return [word for word in words if word.endswith(".o")]


def _flags(words):
    """Of a compile command: what matters for another file of that library."""
    kept, rest = [], iter(words[:-1])
    for word in rest:
        if word in ("-MQ", "-MF", "-o"):
            next(rest)
        elif word.startswith("-") and word not in DROPPED_FLAGS:
            kept.append(word)
    return kept


def _make(root, build, lab, commands, folder):
    target = f"labs/lab_worker_{lab.name}"
    link = _words(commands, lambda w: _output_of(w) == target)
    objects = [word for word in link if word.endswith(".o")]
    for archive in (w for w in link if w.endswith(".a")
                    and not w.startswith("/")):
        objects += _archive_members(commands, archive)
    folder.mkdir(parents=True)
    (folder / "build").mkdir()
    (folder / "ref").mkdir(mode=0o700)
    flags, own = {}, []
    for name, reference in lab.references.items():
        source = os.path.relpath(root / reference, build)
        words = _words(commands, lambda w, s=source: w[-1] == s)
        own.append(_output_of(words))
        flags[name] = _flags(words) + \
            ["-iquote", os.path.dirname(source)]
        shutil.copy(build / own[-1], folder / "ref" / f"{name}.o")
    rest = [str(build / path) for path in objects if path not in own]
    run(["ld", "-r", "-S", "-o", str(folder / "rest.o"), *rest], root,
        "the rest of the worker does not link")
    _copy_headers(root, build, folder)
    libraries = [word for word in link
                 if word.startswith(("-l", "-L", "-pthread", "/"))
                 and not word.endswith(".o")]
    data = {"lab": lab.name, "compiler": _compiler(link), "flags": flags,
            "link": libraries, "references": lab.references}
    data["id"] = _identity(folder, data)
    (folder / "kit.json").write_text(json.dumps(data, indent=1))
    return Kit(folder=folder, **data)


def _compiler(link):
    """The compiler itself: names like cc go through links of the host."""
    name = next(w for w in link if not w.endswith("ccache"))
    return os.path.realpath(shutil.which(name))


def _copy_headers(root, build, kit):
    """Every header that a library may include, and the tables that headers
    include; kit/build is the build folder, so -I../core/include finds
    kit/core/include."""
    for path in (*root.rglob("*.h"), *root.rglob("*.inc")):
        parts = path.relative_to(root).parts
        if not any(part.startswith(NO_HEADERS_FROM) for part in parts):
            _copy(path, kit.joinpath(*parts))
    for path in build.rglob("*.h"):
        if "kit" not in path.relative_to(build).parts:
            _copy(path, kit / "build" / path.relative_to(build))


def _copy(path, to):
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, to)


def _identity(folder, data):
    """A hash of everything that decides what a worker becomes."""
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".h", ".inc", ".o"):
            digest.update(str(path.relative_to(folder)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return "sha256:" + digest.hexdigest()
