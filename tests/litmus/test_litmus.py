#!/usr/bin/env python3
"""What harts may see of each other, and that a mistake would be noticed.

    tests/litmus/test_litmus.py EMULATOR [OPTION...]

A short version of tests/litmus/run, for every change.
"""

import os
import shlex
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]
import litmus  # noqa: E402
import tap  # noqa: E402

EMULATOR = sys.argv[1:] or shlex.split(os.environ.get("LECTERN", ""))
ITERATIONS = 1024
STEPS = {"atomics": 2000, "patch": 40, "remap": 200}
BREAK_STEPS = {"atomics": 20000000, "patch": 40, "remap": 100000}
TIMEOUT = 120
FOLDER = tempfile.TemporaryDirectory(prefix="lectern-litmus-")
IMAGES = litmus.Images(FOLDER.name)


def run(job):
    scale = float(os.environ.get("LECTERN_TIMEOUT_SCALE", "1"))
    try:
        return litmus.run(EMULATOR, IMAGES, job, TIMEOUT * scale)
    except litmus.Missing as missing:
        raise tap.Skip(missing) from None
    except litmus.Failed as failure:
        raise tap.Failed(failure) from None


def no_forbidden_outcome(harts):
    found = litmus.outcomes(run(litmus.Job("litmus", harts, ITERATIONS)),
                            ITERATIONS)
    bad = [outcome for outcome in found if outcome.bad()]
    tap.check(not bad, f"forbidden outcomes: {bad}")


def stress(guest, harts, flags):
    lines = run(litmus.Job(guest, harts, STEPS[guest], flags))
    tap.check(all(line.startswith("ok ") for line in lines) and lines,
              "\n".join(lines))


def broken_is_noticed(guest):
    """The guest leaves out what it depends on and must say so."""
    job = litmus.Job(guest, 2, BREAK_STEPS[guest], litmus.BREAK)
    try:
        litmus.run(EMULATOR, IMAGES, job, TIMEOUT)
    except litmus.Missing as missing:
        raise tap.Skip(missing) from None
    except litmus.Failed as failure:
        tap.check("fail hart" in str(failure), f"failed oddly: {failure}")
        return
    raise tap.Failed("not noticed")


def test_forbidden_outcome_is_bad():
    outcome = litmus.parse_outcome("outcome MP fences forbidden 1 8 00=7 02=1")
    tap.check(outcome.bad(), outcome)
    outcome = litmus.parse_outcome("outcome MP none allowed 1 8 00=7 02=1")
    tap.check(not outcome.bad(), outcome)


def test_lost_iterations_are_noticed():
    line = "outcome MP none allowed 0 8 00=7"
    try:
        litmus.outcomes([line], 8)
    except litmus.Failed:
        return
    raise tap.Failed("7 outcomes of 8 iterations were accepted")


CASES = {
    **tap.tests_of(globals()),
    **tap.table("no_forbidden_outcome", [
        ("2_harts", 2), ("3_harts", 3), ("4_harts", 4)],
        no_forbidden_outcome),
    **tap.table("stress", [
        ("atomics_2_harts", "atomics", 2, 0),
        ("atomics_4_harts", "atomics", 4, 0),
        ("patch", "patch", 2, 0),
        ("patch_sswi", "patch", 2, litmus.SSWI),
        ("remap", "remap", 2, 0),
        ("remap_sswi", "remap", 2, litmus.SSWI)], stress),
    **tap.table("broken_is_noticed", [
        ("atomics", "atomics"), ("patch", "patch"), ("remap", "remap")],
        broken_is_noticed),
}

if __name__ == "__main__":
    tap.run(CASES)
