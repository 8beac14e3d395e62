"""grade_one: from a submission to its result

unpack, build in one jail, run each scenario with each seed in another, keep
every test as soon as it is known, and publish the result when nothing of the
submission runs any more. A fault of ours is tried again and then told as
infra: it never becomes points lost. Words and symbols only raise flags.
"""
import errno
import os
import tempfile
import time
from pathlib import Path

import grade_build
import grade_scan
import grade_unpack
import record as records
from check import Outcome, check
from feedback_fields import parse_fields
from jail import JailError
from worker import WorkerFailed

TRIES = 3
PAUSE_S = 0.3
GIVE_UP = 3             # tests in a row that our own faults spoilt
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
UNREPEATED = ("pass", "not-implemented", "skipped", "oom", "limit")


class DiskError(Exception):
    """Results cannot be kept; the message says where."""


def disk_error(error, folder):
    """An OSError in words, as a DiskError when the disk is at fault."""
    if error.errno in DISK:
        return DiskError(f"cannot write to {folder}: {error.strerror}; free "
                         "some space and run the same command again")
    return error


# ------------------------------------------------------------------- a test
def _once(setup, scenario, seed, argv, binds):
    """An Outcome; infra, after TRIES, when it is our fault."""
    cpu_s = setup.cpu_limit(scenario)
    jail = setup.run_jail.with_limits(cpu_s=cpu_s, wall_s=5 * cpu_s)
    why = ""
    for attempt in range(TRIES):
        time.sleep(PAUSE_S * attempt)
        try:
            return check(scenario, seed, argv, setup.reference, jail=jail,
                         wall_s=5 * cpu_s, binds=binds)
        except JailError as error:
            why = f"the jail failed: {error}"
        except WorkerFailed as error:
            why = f"the reference failed: {error}"
        except OSError as error:
            if error.errno in DISK:
                raise
            why = f"the grader failed: {error}"
    return Outcome(scenario.id, "infra", message=why)


def _repeatable(outcome, setup, scenario):
    """Would the same seed give the same again, as far as we can know?"""
    if outcome.status == "timeout":     # waiting depends on the machine
        return outcome.cpu_s >= 0.9 * setup.cpu_limit(scenario)
    return outcome.status in UNREPEATED


def _second(first, again):
    """What counts when the same questions were put twice."""
    if again.status == "pass" and first.status != "timeout":
        first.message = ("answered differently when asked the same again; "
                         f"before: {first.status} {first.message}")
        first.status = "unstable"
        return first
    return again


def run_test(setup, scenario, binary):
    """records.Tried; the first seed that fails decides."""
    binds = [(binary, "/worker")]
    argv = ["/worker"]
    longest = None
    for count, seed in enumerate(setup.seeds, 1):
        outcome = _once(setup, scenario, seed, argv, binds)
        if outcome.status not in ("pass", "infra") \
                and not _repeatable(outcome, setup, scenario):
            outcome = _second(outcome, _once(setup, scenario, seed, argv,
                                             binds))
        if outcome.status != "pass":
            step = None if outcome.step is None \
                else scenario.steps(seed)[outcome.step]
            return records.Tried(outcome, count, step)
        if longest is None or outcome.cpu_s > longest.cpu_s:
            longest = outcome
    return records.Tried(longest, len(setup.seeds))


# ------------------------------------------------------------- a submission
def _bad_exercises(lab, bad):
    """{exercise id: why} of exercises with a file that does not build."""
    return {e.id: ", ".join(f"{name}: {bad[name]}" for name in e.names
                            if name in bad)
            for e in lab.exercises if set(e.names) & set(bad)}


def _units(setup):
    """Units and bits of reply fields, for feedback."""
    _, kinds = setup.reference.describe()
    return parse_fields(" ".join(f"{name}:{kind}" for name, kind
                                 in kinds.items()))


def _untried(scenario, status, message):
    return records.Tried(Outcome(scenario.id, status, message=message))


def _run_tests(setup, built, journal):
    """A row per scenario, in order; the journal knows some already."""
    bad = _bad_exercises(setup.lab, built.bad)
    fields = _units(setup)
    spoilt = 0
    for scenario in setup.scenarios:
        if scenario.id in journal.rows:
            continue
        if scenario.exercise in bad:
            tried = _untried(scenario, "build", bad[scenario.exercise])
        elif spoilt >= GIVE_UP:
            tried = _untried(scenario, "infra",
                             "not tried: the tests before it failed")
        else:
            tried = run_test(setup, scenario, built.binary)
        spoilt = spoilt + 1 if tried.outcome.status == "infra" else 0
        journal.add(records.test_row(scenario, setup.points[scenario.id],
                                     tried, fields))
    return [journal.rows[row.id] for row in setup.scenarios]


def _without_infra(journal):
    """Tests that our faults spoilt are tried again by the next run."""
    journal.rows = {name: row for name, row in journal.rows.items()
                    if row["status"] != "infra"}


def _grade(setup, submission, record, folder):
    """Build and run; the record is complete afterwards."""
    journal = records.Journal(folder / records.JOURNAL,
                              records.key_of(record))
    with tempfile.TemporaryDirectory(prefix="lab-grade-") as place:
        os.chmod(place, 0o711)
        paths = grade_unpack.write_files(submission.files,
                                         os.path.join(place, "files"))
        built = grade_build.build_submission(setup, paths,
                                             os.path.join(place, "made"))
        record["build"] = {"status": built.status, "log": built.log}
        flags = [flag for name, data in sorted(submission.files.items())
                 for flag in grade_scan.scan_text(name, data)]
        record["flags"] = grade_scan.merged(flags + built.flags)
        _without_infra(journal)
        try:
            rows = _run_tests(setup, built, journal)
        finally:
            journal.close()
    records.add_exercises(record, setup.lab, rows)
    if built.status == "failed":
        return records.finish(record, "build", "no file of it builds: "
                              "see the compiler's words")
    return records.finish(record, "graded")


def _graded(setup, submission, record, folder):
    """_grade() with our own faults as a record, retried for the build."""
    why = ""
    for attempt in range(TRIES):
        time.sleep(PAUSE_S * attempt)
        try:
            return _grade(setup, submission, record, folder)
        except (JailError, grade_build.BuildError) as error:
            why = str(error)
        except OSError as error:
            if error.errno in DISK:
                raise
            why = f"{error.filename or 'the grader'}: {error.strerror}"
    return records.finish(record, "infra", why)


def is_final(record):
    """Whether nothing is left to try again."""
    return record["status"] != "infra" and record["score"] is not None


def grade(setup, path, folder, student=None):
    """Grade the submission at @path; its result.json goes to @folder.

    Raises DiskError when the result cannot be kept. Returns: the record.
    """
    folder = Path(folder)
    student = student or grade_unpack.student_of(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        record = _record_of(setup, path, folder, student)
        records.write_json(folder / records.RESULT, record)
        (folder / records.JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error
    return record


def _record_of(setup, path, folder, student):
    """The finished record of the submission at @path."""
    why = ""
    try:
        submission = grade_unpack.unpack(path, setup.lab.name, setup.allowed)
    except OSError as error:
        submission = grade_unpack.Submission("infra")
        why = f"the submission cannot be read: {error.strerror}"
    record = records.new_record(setup.lab, student, submission,
                                setup.identity)
    if submission.status != "ok":
        return records.finish(record, submission.status,
                              submission.message or why)
    return _graded(setup, submission, record, folder)
