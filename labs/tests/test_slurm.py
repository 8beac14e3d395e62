#!/usr/bin/env python3
"""test_slurm: a class through a real Slurm of one node

    test_slurm.py BUILD

The waiting command is killed and so are tasks of the array; the same command
goes on. The verdicts are those of a local run: the expected table.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [HERE, os.path.join(ROOT, "labs", "tool"),
                os.path.join(ROOT, "tests", "support")]
import grade_class  # noqa: E402
import grade_summary  # noqa: E402
import jail  # noqa: E402
import record as records  # noqa: E402
import slurm_cluster  # noqa: E402
import tap  # noqa: E402

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
GRADE = os.path.join(ROOT, "labs", "lab-grade")
LIMIT_S = 600
STUDENTS = ("only-clock", "only-rate", "only-heap", "untouched", "empty",
            "does-not-compile", "half", "exits")
ROWS = [row for row in grade_class.ROWS if row.student in STUDENTS]


def slurm_argv(place, out, *more):
    return [sys.executable, GRADE, "batch", str(place / "class"), "-o",
            str(out), "--lab", "timers", "--build", BUILD, "--engine",
            "slurm", "--shards", "3", *more]


def run_slurm(cluster, place, out, *more):
    done = subprocess.run(slurm_argv(place, out, *more), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=cluster.environment, check=False,
                          timeout=LIMIT_S)
    return done.returncode, done.stdout


def results_in(out):
    """Names of finished submissions; each must be whole."""
    paths = list(out.glob("results/*/result.json"))
    for path in paths:
        tap.check(records.read_result(path), f"{path} is not whole")
    return sorted(path.parent.name for path in paths)


def expect_class(out):
    found = grade_summary.collect(out / "results", STUDENTS)
    wrong = [f"{row.student}: {text}" for row in ROWS for text
             in grade_class.complaints(row, found[row.student])]
    tap.check(not wrong, "\n".join(wrong))


def case_whole_class(cluster, place):
    """an array grades the class; a second call has nothing to do"""
    status, text = run_slurm(cluster, place, place / "whole")
    tap.equal(status, 0, text + cluster.logs())
    tap.check("shards 1, 2, 3 of 3" in text, text)
    expect_class(place / "whole")
    status, text = run_slurm(cluster, place, place / "whole")
    tap.equal(status, 0, text)
    tap.check("array" not in text, text)


def start_until(cluster, place, out, count):
    """Start the command; kill it when @count results are there."""
    with subprocess.Popen(slurm_argv(place, out), env=cluster.environment,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        cluster.wait_for(lambda: len(results_in(out)) >= count
                         or process.poll() is not None, LIMIT_S)
        process.kill()


def case_killed_waiter_and_tasks(cluster, place):
    """the waiting command and the array are killed; it goes on"""
    out = place / "killed"
    start_until(cluster, place, out, 1)
    before = results_in(out)
    tap.check(0 < len(before) < len(ROWS), f"at the kill: {before}")
    cluster.ask("scancel", "--user=root", "--signal=KILL", "--full")
    tap.check(cluster.wait_for(lambda: not cluster.ask("squeue", "-h")),
              "tasks that do not end")
    stamps = {name: (out / "results" / name / "result.json").stat().st_mtime
              for name in results_in(out)}
    status, text = run_slurm(cluster, place, out)
    tap.equal(status, 0, text + cluster.logs())
    expect_class(out)
    for name, stamp in stamps.items():
        path = out / "results" / name / "result.json"
        tap.equal(path.stat().st_mtime, stamp, f"{name} was graded again")


def case_only_the_waiter_is_killed(cluster, place):
    """the array goes on alone; the same command waits for that array"""
    out = place / "waiter"
    start_until(cluster, place, out, 1)
    status, text = run_slurm(cluster, place, out)
    tap.equal(status, 0, text + cluster.logs())
    tap.check("shards 1, 2, 3" not in text, text)
    expect_class(out)


def case_controller_restarts(cluster, place):
    """the controller is killed in the middle and comes back"""
    out = place / "controller"
    with subprocess.Popen(slurm_argv(place, out), text=True,
                          env=cluster.environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as process:
        cluster.wait_for(lambda: results_in(out)
                         or process.poll() is not None, LIMIT_S)
        cluster.wait_until_saved()
        cluster.stop("slurmctld", kill=True)
        time.sleep(3)
        cluster.start("slurmctld")
        text = process.communicate(timeout=LIMIT_S)[0]
    tap.equal(process.returncode, 0, text + cluster.logs())
    expect_class(out)


CASES = (case_whole_class, case_killed_waiter_and_tasks,
         case_only_the_waiter_is_killed, case_controller_restarts)


def main():
    why = slurm_cluster.missing()
    try:
        jail.best_tier()
    except jail.JailError as error:
        why = why or str(error)
    if why:
        print(f"1..0 # SKIP {why}")
        sys.exit(0)
    with tempfile.TemporaryDirectory(prefix="test-slurm-") as folder:
        place = Path(folder)
        grade_class.make_class(place / "class", ROWS)
        with slurm_cluster.Cluster(place / "cluster") as cluster:
            tap.run({case.__name__.removeprefix("case_"):
                     lambda case=case: case(cluster, place)
                     for case in CASES})


if __name__ == "__main__":
    main()
