"""gradescope: the package that Gradescope grades a lab with

A zip whose root has setup.sh and run_autograder, the recipe of an image for
those who build their own, lectern.json with the choices made here, the secret
of the term, and the whole tree: the kit is made inside the image by its own
compiler. The same tree and choices make the same bytes.

The zip holds the reference and the secret: it is for staff only.
"""

import argparse
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import export_text as text
from course import CourseError, load_course

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("setup.sh", "run_autograder", "Dockerfile")
LEFT_OUT = ("work/",)
WHEN = (2020, 1, 1, 0, 0, 0)
LEAST_SECRET = 16


class PackageError(Exception):
    """No package can be made; the text says why."""


@dataclass(frozen=True)
class Choices:
    lab: str
    secret: bytes
    limit_count: int = 0
    limit_hours: float = 24.0
    seconds: int = 540
    tier: str = ""
    seeds: int = 3

    def as_json(self):
        return json.dumps({
            "lab": self.lab, "seconds": self.seconds, "tier": self.tier,
            "seeds": self.seeds,
            "limit": {"count": self.limit_count,
                      "hours": self.limit_hours}}, indent=2) + "\n"


def tree_files(root):
    """Names of the files to pack: what git knows, else what is there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached",
             "--others", "--exclude-standard"],
            capture_output=True, check=True, stdin=subprocess.DEVNULL)
        names = done.stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [os.path.join(path, name)[len(str(root)) + 1:]
                 for path, folders, leaves in os.walk(root)
                 for name in leaves
                 if not {"build", ".git", "__pycache__"}
                 & set(path[len(str(root)):].split("/"))]
    return sorted(name for name in set(names)
                  if name and not name.startswith(LEFT_OUT)
                  and (root / name).is_file()
                  and not (root / name).is_symlink())


def _add(archive, name, data, mode):
    entry = zipfile.ZipInfo(name, WHEN)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _mode(path):
    return 0o755 if os.access(path, os.X_OK) else 0o644


def make(root, choices, out):
    """Writes the package to @out; returns how many files it has."""
    try:
        load_course(root).lab(choices.lab)
    except CourseError as problem:
        raise PackageError(str(problem)) from None
    if len(choices.secret.strip()) < LEAST_SECRET:
        raise PackageError(f"the seed needs {LEAST_SECRET} characters")
    names = tree_files(root)
    part = out.with_name(f".{out.name}.new")
    with zipfile.ZipFile(part, "w") as archive:
        for name in PARTS:
            path = root / "labs" / "gradescope" / name
            _add(archive, name, path.read_bytes(), _mode(path))
        _add(archive, "lectern.json", choices.as_json(), 0o600)
        _add(archive, "secret", choices.secret, 0o600)
        for name in names:
            _add(archive, f"tree/{name}", (root / name).read_bytes(),
                 _mode(root / name))
    os.replace(part, out)
    return len(names) + len(PARTS) + 2


def options(parser):
    parser.add_argument("lab")
    parser.add_argument("-o", "--out", type=Path, metavar="ZIP")
    parser.add_argument("--seed-file", type=Path, required=True,
                        help="the secret of the term")
    parser.add_argument("--limit", default="0/24", metavar="N/HOURS",
                        help="graded submissions in so many hours "
                             "(default: no limit)")
    parser.add_argument("--seconds", type=int, default=Choices.seconds,
                        help="of one grading; below the service's limit")
    parser.add_argument("--tier", default="",
                        help="a jail tier; default: the best there is")
    parser.add_argument("--seeds", type=int, default=Choices.seeds)


def _limit(words):
    try:
        count, _, hours = words.partition("/")
        return int(count), float(hours or 24)
    except ValueError:
        raise PackageError(f"--limit {words}: like 5/24") from None


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lab-grade gradescope",
                                     description=__doc__.split("\n")[0])
    options(parser)
    found = parser.parse_args(arguments)
    out = found.out or Path(f"autograder-{found.lab}.zip")
    try:
        count, hours = _limit(found.limit)
        files = make(ROOT, Choices(
            found.lab, found.seed_file.read_bytes(), count, hours,
            found.seconds, found.tier, found.seeds), out)
    except (PackageError, OSError) as problem:
        print(f"lab-grade gradescope: {text.line(problem)}",
              file=sys.stderr)
        return 3
    print(f"{out}: {files} files, {out.stat().st_size >> 10} KiB; it holds "
          "solutions and the seed, keep it private")
    return 0


if __name__ == "__main__":
    sys.exit(main())
