#!/usr/bin/env python3
"""The package grades, from the zip to results.json.

Unpacked below a folder that stands for /autograder; what setup.sh installs is
there already, the rest is done as in the image. Jails of T1, the container's
own kind, are tried when we are root.
"""

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
sys.path[:0] = [HERE, str(ROOT / "tests" / "support"),
                str(ROOT / "labs" / "tool")]
import export_rules  # noqa: E402
import gradescope  # noqa: E402
import jail  # noqa: E402
import tap  # noqa: E402

LAB = "timers"
SECONDS = 600
METADATA = {"id": 1, "created_at": "2026-09-10T12:00:00.000000-07:00",
            "users": [], "assignment": {}, "previous_submissions": []}


def choices(tier=""):
    return gradescope.Choices(LAB, b"a secret of a term, long enough",
                              tier=tier)


def unpack(root):
    """The package below @root/source, with its modes."""
    out = root / "autograder.zip"
    gradescope.make(ROOT, choices(), out)
    with zipfile.ZipFile(out) as archive:
        for entry in archive.infolist():
            path = archive.extract(entry, root / "source")
            os.chmod(path, entry.external_attr >> 16 & 0o777)
    shutil.copy(root / "source" / "run_autograder", root)
    for name in ("submission", "results"):
        (root / name).mkdir()
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))


def run(root, *words):
    return subprocess.run(
        words, env=os.environ | {"AUTOGRADER": str(root)}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=SECONDS, check=False)


def with_tier(root, tier, case):
    (root / "source" / "lectern.json").write_text(choices(tier).as_json())
    case(root)


def the_image_can_be_made(root):
    """What setup.sh does after it has installed packages."""
    done = run(root, sys.executable,
               str(root / "source/tree/labs/tool/gradescope_run.py"),
               "--prepare")
    tap.equal(done.returncode, 0, done.stdout[-2000:])


def submit(root, files):
    """(status, results.json) of a submission of @files: name -> path."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    for name, path in files.items():
        shutil.copy(path, root / "submission" / name)
    done = run(root, str(root / "run_autograder"))
    text = (root / "results" / "results.json").read_text()
    export_rules.gradescope(text)
    return done.returncode, json.loads(text), done.stdout


def references():
    from course import load_course
    lab = load_course(ROOT).lab(LAB)
    return {name: ROOT / path for name, path in lab.references.items()}


def stub(name):
    return ROOT / "labs" / LAB / name


def full_marks(root):
    status, made, log = submit(root, references())
    tap.equal((status, made.get("score")), (0, 100), log + made["output"])
    tap.equal({test["status"] for test in made["tests"]}, {"passed"})


def stubs_score_nothing(root):
    status, made, log = submit(root, {name: stub(name)
                                      for name in references()})
    tap.equal((status, made.get("score")), (0, 0), log)


def one_exercise_earns_its_points(root):
    files = {name: stub(name) for name in references()}
    files["guest_clock.c"] = references()["guest_clock.c"]
    status, made, log = submit(root, files)
    good = {test["tags"][0] for test in made["tests"]
            if test["status"] == "passed"}
    tap.equal((status, good), (0, {"timers.1"}), log)


def no_file_is_a_zero_with_words(root):
    status, made, log = submit(root, {})
    tap.equal((status, made.get("score")), (0, 0), log)
    tap.check("nothing to grade" in made["output"], made["output"])


def secrets_stay_secret(root):
    """A file that reads the package while it is compiled, or run."""
    path = root / "guest_clock.c"
    path.write_text(
        references()["guest_clock.c"].read_text()
        + f'\n#include "{root}/source/secret"\n')
    status, made, log = submit(root, {"guest_clock.c": path})
    text = json.dumps(made)
    tap.equal(status, 0, log)
    tap.check("a secret of" not in text, "the compiler showed it")
    tap.check(made["score"] == 0, f"score {made['score']}")


CASES = (full_marks, stubs_score_nothing, one_exercise_earns_its_points,
         no_file_is_a_zero_with_words, secrets_stay_secret)


def tiers():
    """The best jail of this machine, and T1 where it can be made."""
    good = [row.tier for row in jail.probe() if row.ok and row.tier != "T0"]
    return [tier for tier in (good[:1] + ["T1"]) if tier in good][:2]


def main():
    root = Path(tempfile.mkdtemp(prefix="gradescope-"))
    root.chmod(0o711)
    cases = {}
    try:
        for tier in dict.fromkeys(tiers()):
            cases |= {f"{tier}_{case.__name__}": lambda case=case, tier=tier:
                      with_tier(root, tier, case) for case in CASES}
        if not cases:
            print("1..0 # SKIP no jail can be made here")
            return
        unpack(root)
        tap.run({"the_image_can_be_made":
                 lambda: the_image_can_be_made(root), **cases})
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
