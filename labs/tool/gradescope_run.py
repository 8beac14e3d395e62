#!/usr/bin/env python3
"""gradescope_run: what run_autograder does inside the image

Whatever happens, results.json is there and valid afterwards: it is written
first with the words that the grading did not end, and replaced by the real
one. A score is only ever in it when the whole submission was graded; with
none the status is 1, and the service shows a failed autograder.

The folder is /autograder or what AUTOGRADER names:
    source/lectern.json             lab, limit, seconds; source/secret
    submission/                     the student's files
    submission_metadata.json        who, when, and what came before
    results/results.json            what we leave
"""

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import export_gradescope as gradescope
import export_view as view
import gradescope_limit as limits

SECONDS = 540                   # the service ends it after ten minutes
UNFINISHED = "The grading did not come to its end."


class Stopped(Exception):
    """The time is up, or the container is being ended."""


@dataclass(frozen=True)
class Place:
    """The folders of one run, and what the package says."""
    root: Path
    lab: str
    limit: limits.Limit
    seconds: int
    tier: str
    seeds: int

    @property
    def results(self):
        return self.root / "results" / "results.json"

    @property
    def tree(self):
        return self.root / "source" / "tree"


def place_of(root):
    """What source/lectern.json says."""
    data = json.loads((root / "source" / "lectern.json").read_text())
    return Place(root, data["lab"], limits.Limit(**data.get("limit", {})),
                 data.get("seconds", SECONDS), data.get("tier", ""),
                 data.get("seeds", 3))


def write(path, made):
    """Replace the file at @path by @made, as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.new")
    part.write_text(view.as_json(made))
    os.replace(part, path)


def _stop(number, _frame):
    raise Stopped("the time is up" if number == signal.SIGALRM
                  else "it was ended")


def prepared(place):
    """Everything that grading needs, built if it is not yet."""
    import grade_setup
    return grade_setup.prepare(grade_setup.Options(
        root=place.tree, build=place.tree / "build", lab=place.lab,
        secret=grade_setup.read_secret(place.root / "source" / "secret"),
        tier=place.tier, seeds=place.seeds))


def grade(place, student):
    """The record of the submission."""
    import grade_one
    return grade_one.grade(prepared(place), place.root / "submission",
                           place.root / "results" / "record", student)


def _metadata(place):
    path = place.root / "submission_metadata.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _close(path):
    if path.exists() and not path.is_symlink():
        path.chmod(0o700 if path.is_dir() else 0o600)


def _close_all_but(folder, name):
    """Leave one way through @folder."""
    if folder.is_dir():
        folder.chmod(0o711)
        for path in folder.iterdir():
            if path.name != name:
                _close(path)


def hide(place):
    """What only the grader reads, where a jail has no mounts of its own.

    Of the whole package a jail of tier T1 needs the kit's headers and
    rest.o, at the place they have; everything beside that way is closed.
    """
    if os.geteuid() != 0:
        return
    kit = place.tree / "build" / "labs" / "kit"
    for name in ("submission", "results", "submission_metadata.json"):
        _close(place.root / name)
    for folder, name in ((place.root / "source", "tree"),
                         (place.tree, "build"),
                         (place.tree / "build", "labs"),
                         (kit.parent, "kit"), (kit, place.lab)):
        _close_all_but(folder, name)
    for name in ("ref", "cache", "stamp"):
        _close(kit / place.lab / name)


def results_of(place, metadata, grader):
    """(what to write, whether there is a score or none is due)."""
    when = limits.free_at(metadata, place.limit)
    if when is not None:
        return limits.shown_again(metadata, place.limit, when), True
    began = time.monotonic()
    record = grader(place, f"submission-{metadata.get('id', 0)}")
    made = gradescope.results(record)
    made["execution_time"] = round(time.monotonic() - began, 1)
    return made, view.graded(record)


def run(root, grader=grade):
    """Grade what is below @root; returns the status of run_autograder."""
    path = Path(root) / "results" / "results.json"
    write(path, gradescope.refusal(UNFINISHED))
    try:
        place = place_of(Path(root))
        hide(place)
        signal.signal(signal.SIGALRM, _stop)
        signal.signal(signal.SIGTERM, _stop)
        signal.alarm(place.seconds)
        made, good = results_of(place, _metadata(place), grader)
        signal.alarm(0)
    except Exception as problem:    # whatever it is, it is no zero
        signal.alarm(0)
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
        made, good = gradescope.refusal(
            f"The grader failed: {type(problem).__name__}"), False
    write(path, made)
    return 0 if good else 1


def main(arguments):
    root = Path(os.environ.get("AUTOGRADER", "/autograder"))
    if arguments == ["--prepare"]:
        place = place_of(root)
        setup = prepared(place)
        print(f"{place.lab}: {len(setup.scenarios)} scenarios, "
              f"jail {setup.identity['tier']}")
        return 0
    return run(root)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
