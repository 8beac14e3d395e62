"""grade_export_git: a tree on disk and a history of one commit, the same
bytes every time

Dates, names, modes and the order are fixed; the index is written without
times of files. Only git's own plumbing is used, with no configuration of
whoever runs it.
"""
import hashlib
import os
import stat
import subprocess
from pathlib import Path

DATE_S = 1735689600             # 2025-01-01, of files and of the commit
NAME, EMAIL = "lectern", "lectern@localhost"
EXECUTABLE = ("lab",)


def write_files(files, folder):
    for path, data in sorted(files.items()):
        place = Path(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(0o755 if path in EXECUTABLE else 0o644)


def _environment(folder):
    date = f"{DATE_S} +0000"
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_DIR": str(Path(folder, ".git")),
            "GIT_WORK_TREE": str(folder), "LC_ALL": "C",
            "GIT_AUTHOR_NAME": NAME, "GIT_AUTHOR_EMAIL": EMAIL,
            "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_NAME": NAME,
            "GIT_COMMITTER_EMAIL": EMAIL, "GIT_COMMITTER_DATE": date}


def commit(folder, message):
    """Make the repository with one commit. Returns: its name"""
    env = _environment(folder)

    def git(*words, **more):
        done = subprocess.run(["git", *words], cwd=folder, env=env | more,
                              stdin=subprocess.DEVNULL, check=True,
                              capture_output=True, text=True)
        return done.stdout.strip()

    scratch = str(Path(folder, ".git", "scratch-index"))
    git("init", "--quiet", "--template=", "--initial-branch=main")
    git("add", "--all", GIT_INDEX_FILE=scratch)
    tree = git("write-tree", GIT_INDEX_FILE=scratch)
    os.unlink(scratch)
    made = git("commit-tree", tree, "-m", message)
    git("update-ref", "refs/heads/main", made)
    git("read-tree", "HEAD")
    return made


def blob_names(files):
    """git's names of the contents @files."""
    return {hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            for data in files.values()}


def set_times(folder):
    """The same time on everything, deepest first."""
    for top, names, files in os.walk(folder, topdown=False):
        for name in [*files, *names]:
            path = os.path.join(top, name)
            if not stat.S_ISLNK(os.lstat(path).st_mode):
                os.utime(path, (DATE_S, DATE_S))
    os.utime(folder, (DATE_S, DATE_S))
