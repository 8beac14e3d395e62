#!/usr/bin/env python3
"""The package for Gradescope: what is in it, and what it leaves behind.

The service's own harness is not needed: the folder that it would mount at
/autograder is made here and named by AUTOGRADER.
"""

import atexit
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = Path(HERE, "..", "..").resolve()
sys.path[:0] = [HERE, str(ROOT / "tests" / "support"),
                str(ROOT / "labs" / "tool")]
import export_records  # noqa: E402
import export_rules  # noqa: E402
import gradescope  # noqa: E402
import gradescope_limit as limits  # noqa: E402
import gradescope_run  # noqa: E402
import tap  # noqa: E402

# every folder that a case makes lies in one that goes with the process
tempfile.tempdir = tempfile.mkdtemp(prefix="lab-test-")
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)

SECRET = b"0123456789abcdef0123456789abcdef"
CHOICES = gradescope.Choices("timers", SECRET, limit_count=2, seconds=400)
METADATA = {
    "id": 7, "created_at": "2026-09-10T12:00:00.000000-07:00",
    "users": [{"email": "a@example.org", "id": 1, "name": "A"}],
    "assignment": {"total_points": "100.0"}, "previous_submissions": []}


def previous(hour, **more):
    return {"submission_time": f"2026-09-10T{hour:02d}:30:00.000000-07:00",
            "score": "40.0", "autograder_error": False} | more


def folder(metadata=METADATA, config=None):
    """What the service makes, with our package's choices in it."""
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    for name in ("source", "submission", "results"):
        (root / name).mkdir()
    (root / "source" / "lectern.json").write_text(
        config or CHOICES.as_json())
    (root / "source" / "secret").write_bytes(SECRET)
    if metadata is not None:
        (root / "submission_metadata.json").write_text(json.dumps(metadata))
    return root


def left(root):
    """results.json, checked against the rules."""
    text = (root / "results" / "results.json").read_text()
    export_rules.gradescope(text)
    return json.loads(text)


def returns(record):
    return lambda place, student: record | {"student": student}


def raises(problem):
    def grader(place, student):
        raise problem
    return grader


def package():
    out = Path(tempfile.mkdtemp(prefix="package-")) / "autograder.zip"
    gradescope.make(ROOT, CHOICES, out)
    return out


# ------------------------------------------------------------------ package
def test_the_root_has_what_the_service_runs():
    with zipfile.ZipFile(package()) as archive:
        names = archive.namelist()
        for name in ("setup.sh", "run_autograder"):
            mode = archive.getinfo(name).external_attr >> 16
            tap.check(mode & 0o111 == 0o111, f"{name} is not executable")
            tap.check(archive.read(name).startswith(b"#!"), name)
        mode = archive.getinfo("secret").external_attr >> 16
        tap.equal(stat.S_IMODE(mode), 0o600, "secret")
    for name in ("tree/meson.build", "tree/labs/timers/scenarios.py",
                 "tree/labs/tool/gradescope_run.py", "tree/.ci/install",
                 "lectern.json", "Dockerfile"):
        tap.check(name in names, f"no {name}")
    tap.equal(len(names), len(set(names)), "names twice")


def test_the_same_tree_makes_the_same_bytes():
    tap.check(package().read_bytes() == package().read_bytes(),
              "two packages differ")


def test_scripts_are_shell():
    if not shutil.which("shellcheck"):
        raise tap.Skip("shellcheck is not installed")
    done = subprocess.run(
        ["shellcheck", ROOT / "labs/gradescope/setup.sh",
         ROOT / "labs/gradescope/run_autograder"], text=True,
        capture_output=True, check=False)
    tap.equal(done.returncode, 0, done.stdout)


def _refused(choices):
    try:
        gradescope.make(ROOT, choices, Path("/nonexistent/x.zip"))
    except gradescope.PackageError as problem:
        return str(problem)
    raise tap.Failed("accepted")


def test_bad_choices_are_refused():
    tap.check("no lab" in _refused(gradescope.Choices("nothing", SECRET)),
              "an unknown lab")
    tap.check("16 characters" in _refused(
        gradescope.Choices("timers", b"short")), "a short secret")


# ------------------------------------------------------------------ results
def test_a_graded_submission_has_its_score():
    root = folder()
    status = gradescope_run.run(root, returns(export_records.nasty()))
    made = left(root)
    tap.equal(status, 0)
    tap.equal(made["score"], 63.33)
    tap.check("execution_time" in made, "no time")


def test_results_are_there_whatever_happens():
    problems = (ValueError("x"), OSError("disk"), KeyError("y"),
                MemoryError(), gradescope_run.Stopped("late"))
    for problem in problems:
        root = folder()
        status = gradescope_run.run(root, raises(problem))
        made = left(root)
        tap.equal(status, 1, repr(problem))
        tap.check("score" not in made, "a zero")
        tap.check("no zero" in made["output"], made["output"])


def test_what_the_service_left_out_is_no_zero():
    for root in (folder(metadata=None), folder(config="{"),
                 folder({"id": 1}), folder(METADATA | {"created_at": "x"})):
        status = gradescope_run.run(root, returns(export_records.full()))
        tap.equal(status, 1)
        tap.check("score" not in left(root), "a score")


def test_infra_is_a_failed_autograder():
    for kind in (export_records.infra, export_records.infra_test):
        root = folder()
        tap.equal(gradescope_run.run(root, returns(kind())), 1)
        tap.check("score" not in left(root), "a score")


def test_a_grading_that_is_killed_left_words():
    root = folder()

    def killed(place, student):
        tap.check("did not come to its end" in left(root)["output"], "")
        raise SystemExit(9)
    try:
        gradescope_run.run(root, killed)
    except SystemExit:
        pass
    tap.check("score" not in left(root), "a score")


def test_time_runs_out():
    config = json.loads(CHOICES.as_json()) | {"seconds": 1}
    root = folder(config=json.dumps(config))

    def endless(place, student):
        while True:
            pass
    tap.equal(gradescope_run.run(root, endless), 1)
    tap.check("Stopped" in left(root)["output"], left(root)["output"])


# ------------------------------------------------------------------- limits
def test_the_limit_shows_the_last_results_again():
    last = {"score": 40.0, "tests": [], "output": "forty",
            "extra_data": {"tier": "T1"}}
    root = folder(METADATA | {"previous_submissions": [
        previous(9), previous(10, results=last)]})
    status = gradescope_run.run(root, raises(AssertionError("was graded")))
    made = left(root)
    tap.equal((status, made["score"]), (0, 40.0))
    tap.check("not graded" in made["output"] and "forty" in made["output"],
              made["output"])
    tap.equal(made["extra_data"], {"tier": "T1", "limit": True})


def test_only_what_was_graded_counts():
    limit = limits.Limit(2, 24)
    rows = [previous(8), previous(9, autograder_error=True),
            previous(10, results={"tests": [],
                                  "extra_data": {"limit": True}})]
    metadata = METADATA | {"previous_submissions": rows}
    tap.equal(limits.free_at(metadata, limit), None)
    metadata["previous_submissions"] = rows + [previous(7)]
    tap.check(limits.free_at(metadata, limit), "the second was not counted")


def test_the_window_ends():
    old = {"submission_time": "2026-09-09T11:59:59-07:00", "score": "1"}
    metadata = METADATA | {"previous_submissions": [old, previous(8)]}
    tap.equal(limits.free_at(metadata, limits.Limit(2, 24)), None)
    old["submission_time"] = "2026-09-09T12:00:01-07:00"
    free = limits.free_at(metadata, limits.Limit(2, 24))
    tap.equal(free.isoformat(), "2026-09-10T12:00:01-07:00")


def test_a_regrade_decides_the_same():
    """Later submissions are in the metadata then; the clock is not asked."""
    later = {"submission_time": "2026-09-11T00:00:00-07:00", "score": "9"}
    metadata = METADATA | {"previous_submissions": [previous(9), later]}
    tap.equal(limits.free_at(metadata, limits.Limit(2, 24)), None)
    tap.check(limits.free_at(metadata, limits.Limit(1, 24)), "no limit")


def test_no_limit_is_none():
    metadata = METADATA | {"previous_submissions":
                           [previous(hour) for hour in range(12)]}
    tap.equal(limits.free_at(metadata, limits.Limit()), None)


def test_what_only_the_grader_reads_is_closed():
    if os.geteuid() != 0:
        raise tap.Skip("only root has something to hide")
    root = folder()
    kit = root / "source/tree/build/labs/kit/timers"
    for name in ("ref", "core/include"):
        (kit / name).mkdir(parents=True)
    (kit / "rest.o").write_text("")
    (root / "source/tree/labs").mkdir()
    gradescope_run.hide(gradescope_run.place_of(root))
    for name in ("source/secret", "source/lectern.json", "results",
                 "submission_metadata.json", "source/tree/labs"):
        tap.equal((root / name).stat().st_mode & 0o077, 0, name)
    tap.equal((kit / "ref").stat().st_mode & 0o077, 0, "ref")
    tap.check((kit / "rest.o").stat().st_mode & 0o004, "rest.o is closed")


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
