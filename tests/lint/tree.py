"""tree: which files the lints look at, and how findings are printed."""

import os
import re
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SKIPPED = 77
NOT_OURS = ("build", ".git", "__pycache__")


def files():
    """Paths below ROOT: git's list where there is one, else a walk."""
    return sorted(path for path in set(_listed() or _walk())
                  if path and os.path.isfile(os.path.join(ROOT, path)))


def _listed():
    """git's list, or None without git or outside a repository."""
    try:
        done = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.decode().split("\0") if done.returncode == 0 else None


def _walk():
    for folder, names, leaves in os.walk(ROOT):
        names[:] = [name for name in names if not name.startswith(NOT_OURS)]
        for leaf in leaves:
            yield os.path.relpath(os.path.join(folder, leaf), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def topics():
    """Topic -> list of topics its meson.build declares it stands on."""
    found = {}
    for name in sorted(os.listdir(ROOT)):
        path = os.path.join(ROOT, name, "meson.build")
        if not os.path.isfile(path):
            continue
        text = read(os.path.join(name, "meson.build"))
        match = re.search(rf"^{name}_deps = \[(.*?)\]", text, re.M | re.S)
        if match:
            found[name] = re.findall(r"'(\w+)'", match[1])
    return found


def finish(findings, what):
    """Print one line per finding; does not return."""
    for finding in findings:
        print(finding)
    print(f"{len(findings)} finding(s) in {what}")
    sys.exit(1 if findings else 0)
