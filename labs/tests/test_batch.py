#!/usr/bin/env python3
"""test_batch: a class of 30 mixed submissions through lab-grade batch

    test_batch.py BUILD

The table that must come out, the same for -j1 and for a run that is killed
in the middle and goes on; no half a result at any time; a full disk and a
second run on the same folder are told in one line.
"""
import contextlib
import io
import os
import signal
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
import tap  # noqa: E402

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
GRADE = os.path.join(ROOT, "labs", "lab-grade")
LIMIT_S = 900
SCRATCH = tempfile.TemporaryDirectory(prefix="test-batch-")
PLACE = Path(SCRATCH.name)
# one row of each kind, for what the whole class need not be graded twice
VARIED = ("correct-zip", "correct-tar-xz", "other-heap", "untouched",
          "only-heap", "bugs-not-found", "early-deadline", "exits", "spins",
          "forges", "does-not-compile", "second-main", "empty", "no-archive")


def batch_argv(folder, out, *more):
    return [sys.executable, GRADE, "batch", str(folder), "-o", str(out),
            "--lab", "timers", "--build", BUILD, "--seed-file",
            str(PLACE / "seed"), *more]


def run_batch(folder, out, *more):
    """(exit status, everything printed)"""
    done = subprocess.run(batch_argv(folder, out, *more), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, timeout=LIMIT_S)
    return done.returncode, done.stdout


def found_in(out, rows=grade_class.ROWS):
    return grade_summary.collect(out / "results",
                                 [row.student for row in rows])


def expect_class(out, rows=grade_class.ROWS):
    """Every submission of @rows has the verdict that its row expects."""
    found = found_in(out, rows)
    wrong = [f"{row.student}: {text}" for row in rows for text
             in grade_class.complaints(row, found[row.student])]
    tap.check(not wrong, "\n".join(wrong))


def small_class():
    """A few quick ones, made once."""
    folder = PLACE / "small"
    rows = [row for row in grade_class.ROWS if row.student in
            ("only-rate", "untouched", "empty", "does-not-compile")]
    if not folder.exists():
        grade_class.make_class(folder, rows)
    return folder, rows


def varied_class():
    folder = PLACE / "varied"
    rows = [row for row in grade_class.ROWS if row.student in VARIED]
    tap.equal(len(rows), len(VARIED))
    grade_class.make_class(folder, rows)
    return folder, rows


def setup():
    try:
        jail.best_tier()
    except jail.JailError as error:
        raise tap.Skip(str(error)) from None
    (PLACE / "seed").write_text("a secret of this test only\n")
    if not (PLACE / "class").exists():
        grade_class.make_class(PLACE / "class")


def test_class_has_the_expected_table():
    """30 mixed submissions get the verdicts that were written down"""
    setup()
    status, text = run_batch(PLACE / "class", PLACE / "one", "-j1")
    tap.equal(status, 0, text)
    expect_class(PLACE / "one")
    lines = (PLACE / "one" / "summary.csv").read_text().splitlines()
    tap.equal(len(lines), 1 + len(grade_class.ROWS), "lines of the summary")
    tap.check("correct-zip,graded,100,100" in "\n".join(lines), lines[0])


def results_whole(out):
    """How many results there are; each must be complete JSON."""
    paths = list(out.glob("results/*/result.json"))
    for path in paths:
        tap.check(records.read_result(path), f"{path} is not whole")
    return len(paths)


def kill_when(out, count, argv):
    """Start, and kill without warning once @count results are there."""
    end = time.monotonic() + LIMIT_S
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        while results_whole(out) < count and time.monotonic() < end \
                and process.poll() is None:
            time.sleep(0.2)
        process.kill()


def test_killed_batch_goes_on_to_the_same_verdicts():
    """-j4, killed twice and resumed, gives what -j1 gave"""
    setup()
    folder, rows = varied_class()
    out = PLACE / "four"
    argv = batch_argv(folder, out, "-j4")
    kill_when(out, 3, argv)
    first = results_whole(out)
    tap.check(first < len(rows), "it was over before the kill")
    kill_when(out, first + 4, argv)
    results_whole(out)
    status, text = run_batch(folder, out, "-j4")
    tap.equal(status, 0, text)
    tap.check("(kept)" in text, "nothing was kept")
    expect_class(out, rows)
    one, four = found_in(PLACE / "one", rows), found_in(out, rows)
    different = [name for name in four if one[name] and four[name]
                 and grade_class.verdict(one[name])
                 != grade_class.verdict(four[name])]
    tap.equal(different, [], "verdicts that depend on -j")
    tap.equal(list(out.glob("results/*/tests.jsonl")), [], "journals left")


def test_shards_are_the_class():
    """shards grade disjoint parts, then the whole is a summary"""
    setup()
    folder, rows = small_class()
    out = PLACE / "shards"
    counts = []
    for shard in ("1/2", "2/2"):
        status, text = run_batch(folder, out, "--shard", shard)
        tap.equal(status, 0, text)
        counts.append(results_whole(out))
    tap.equal(counts, [2, 4], "results after each shard")
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    tap.equal(text.count("(kept)"), 4, text)
    expect_class(out, rows)


def test_equal_files_are_graded_once():
    """a copy of a submission comes from the cache"""
    setup()
    out = PLACE / "copies"
    folder = PLACE / "twins"
    row = next(r for r in grade_class.ROWS if r.student == "only-rate")
    grade_class.make_class(folder, [row])
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    grade_class.make_folder(folder / "twin", row.files())
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    tap.check("twin: graded 10 of 100 (cached)" in text, text)
    twin = records.read_result(out / "results/twin/result.json")
    tap.equal(twin["student"], "twin")


def test_changed_submission_is_graded_anew():
    """other files, or another secret, are not answered from before"""
    setup()
    out, folder = PLACE / "changes", PLACE / "changing"
    grade_class.make_folder(folder / "x", grade_class.reference(1))
    tap.equal(run_batch(folder, out)[0], 0)
    grade_class.make_folder(folder / "x", grade_class.reference(2))
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    tap.check("x: graded 20 of 100\n" in text, text)
    (PLACE / "seed2").write_text("another secret of this test\n")
    status, text = run_batch(folder, out, "--seed-file",
                             str(PLACE / "seed2"))
    tap.check("x: graded 20 of 100\n" in text, text)


def test_two_of_one_student_are_both_graded():
    """a folder and a zip of one student: told, and both in the table"""
    setup()
    out, folder = PLACE / "doubles", PLACE / "double"
    grade_class.make_folder(folder / "ada", {})
    grade_class.make_zip(folder / "ada", grade_class.reference(2))
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    tap.check("ada.zip: not the only submission of ada" in text, text)
    tap.equal([(out / "results" / name / "result.json").is_file()
               for name in ("ada", "ada.zip")], [True, True])


def test_submission_that_vanishes_is_not_a_zero():
    """what cannot be read has no verdict; the others have theirs"""
    setup()
    out, folder = PLACE / "vanished", PLACE / "vanishing"
    grade_class.make_folder(folder / "here", {})
    os.mkfifo(folder / "fifo")
    os.symlink("/nonexistent", folder / "link")
    status, text = run_batch(folder, out)
    tap.equal(status, 0, text)
    tap.check("link: refused 0 of 100: refused: a link" in text, text)
    tap.check("fifo: refused 0 of 100" in text, text)
    import grade_batch
    jobs = [grade_batch.Job("gone", str(folder / "gone"))]
    batch = grade_batch.Batch(None, out, jobs)
    batch.setup = fake_setup()
    with contextlib.redirect_stdout(io.StringIO()):
        tap.equal(grade_batch.run_jobs(batch, 1), 1, "without a verdict")
    record = records.read_result(out / "results/gone/result.json")
    tap.equal((record["status"], record["score"]), ("infra", None))
    tap.check("cannot be read" in record["message"], record["message"])


def fake_setup():
    """As much of a Setup as a submission needs that is not even read."""
    class Setup:
        lab = grade_class.LAB
        allowed = set(grade_class.LAB.references)
        identity = {name: "x" for name in
                    ("version", "kit", "tier", "toolchain", "seed")}
    return Setup()


def test_full_disk_is_one_message_each():
    """results that cannot be kept are told; the run goes on, then resumes"""
    setup()
    folder, rows = small_class()
    out = PLACE / "disk"
    out.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none",
                           str(out)], capture_output=True, check=False)
    if done.returncode:
        raise tap.Skip("a small disk cannot be mounted")
    try:
        status, text = run_batch(folder, out)
        tap.equal(status, 1, text)
        tap.check("No space left on device; free some space" in text, text)
        tap.check("without a verdict" in text, text)
        tap.check("Traceback" not in text, text)
        results_whole(out)
        subprocess.run(["mount", "-o", "remount,size=4m", str(out)],
                       check=True)
        status, text = run_batch(folder, out)
        tap.equal(status, 0, text)
        expect_class(out, rows)
    finally:
        subprocess.run(["umount", str(out)], check=False)


def test_one_run_at_a_time():
    """a second run on the same folder of results is refused"""
    setup()
    folder, _ = small_class()
    out = PLACE / "busy"
    with subprocess.Popen(batch_argv(folder, out), text=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as process:
        process.stdout.readline()       # the first is at work
        status, text = run_batch(folder, out)
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
    tap.equal(status, 3, text)
    tap.check("another lab-grade is at work" in text, text)
    tap.equal(process.returncode, 130, "status after SIGTERM")


MISTAKES = [
    ("no_folder", ["batch", "/nonexistent"], 3, "No such file"),
    ("unknown_lab", ["batch", HERE, "--lab", "x"], 3, "no lab 'x'"),
    ("shard", ["batch", HERE, "--shard", "3/2"], 3, "write i/n"),
    ("unsafe", ["batch", HERE, "--tier", "T0"], 2, "--i-accept-unsafe"),
    ("short_seed", ["batch", HERE, "--seed-file", "/dev/null"], 3,
     "16 characters"),
    ("command", ["grade"], 2, "no command"),
]


def mistake_row(words, wanted, message):
    more = ["--lab", "timers"] if "--lab" not in words \
        and words[0] == "batch" else []
    where = ["-o", str(PLACE / "mistake"), "--build", BUILD] \
        if words[0] == "batch" else []
    done = subprocess.run([sys.executable, GRADE, *words, *more, *where],
                          capture_output=True, text=True, check=False,
                          timeout=LIMIT_S)
    tap.equal(done.returncode, wanted, done.stderr)
    tap.check(message in done.stderr, done.stderr)
    tap.check("Traceback" not in done.stderr, done.stderr)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals())
            | tap.table("mistake", MISTAKES, mistake_row))
