"""grade_batch: lab-grade batch: grade a folder of submissions, or go on

    OUT/results/STUDENT/result.json     whole or not there
    OUT/cache/KEY.record                verdicts by what decides them
    OUT/summary.csv                     the class in one table
    OUT/seed                            the secret, unless it was given

The same command goes on after a kill: results that are there and final are
kept, half a submission goes on after its last test. Verdicts do not depend
on -j: limits are in processor time, and a wait that took too long is tried
again.
"""
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import grade_cli as cli
import grade_one
import grade_pool
import grade_setup
import grade_summary
import grade_unpack
import record as records
from export_text import file_name

RETRIES = 1             # of a process that ended without a word


@dataclass(frozen=True)
class Job:
    student: str
    path: str
    tries: int = 0


@dataclass
class Batch:
    """What the processes of one run share."""
    setup: object
    out: Path
    jobs: list
    done: int = 0
    began: float = 0.0

    def folder(self, student):
        return self.out / "results" / file_name(student)

    def cached(self, record):
        return self.out / "cache" / f"{records.key_of(record)}.record"


def submissions(folder):
    """[Job] by name; two of one student go by their full names."""
    names = sorted(name for name in os.listdir(folder)
                   if not name.startswith("."))
    students = Counter(map(grade_unpack.student_of, names))
    jobs = []
    for name in names:
        student = grade_unpack.student_of(name)
        if students[student] > 1:
            cli.say(f"{name}: not the only submission of {student}; it is "
                    f"graded as '{name}'")
            student = name
        jobs.append(Job(student, os.path.join(folder, name)))
    return jobs


def shard_of(jobs, text):
    """Every n-th job, from the i-th on, for "i/n"."""
    number, _, count = text.partition("/")
    if not (number.isdigit() and count.isdigit()
            and 1 <= int(number) <= int(count)):
        raise grade_setup.SetupError(f"--shard {text}: write i/n, such as "
                                     "1/4, with i from 1 to n")
    return jobs[int(number) - 1::int(count)]


# ------------------------------------------------------------ in a process
def known(batch, job):
    """(how, record) of a verdict made before, or (None, None)."""
    allowed = batch.setup.allowed
    try:
        submission = grade_unpack.unpack(job.path, batch.setup.lab.name,
                                         allowed)
    except OSError:
        return None, None
    wanted = records.new_record(batch.setup.lab, job.student, submission,
                                batch.setup.identity)
    key = records.key_of(wanted)
    old = records.read_result(batch.folder(job.student) / records.RESULT)
    if old and grade_one.is_final(old) and records.key_of(old) == key \
            and old["submission"] == wanted["submission"]:
        return "kept", old
    if submission.status == "ok":
        old = records.read_result(batch.cached(wanted))
        if old:
            old.update(student=job.student, submission=wanted["submission"])
            return "cached", old
    return None, None


def _grade_job(batch, job):
    """In a process of its own; returns what it says to the parent."""
    began = time.monotonic()
    folder = batch.folder(job.student)
    try:
        how, record = known(batch, job)
        if how == "cached":
            folder.mkdir(parents=True, exist_ok=True)
            records.write_json(folder / records.RESULT, record)
        elif how is None:
            how = "graded"
            record = grade_one.grade(batch.setup, job.path, folder,
                                     job.student)
            if grade_one.is_final(record) and record["exercises"]:
                records.write_json(batch.cached(record), record)
        if grade_one.is_final(record):      # a kill may have left one
            (folder / records.JOURNAL).unlink(missing_ok=True)
    except grade_one.DiskError as error:
        return {"error": str(error)}
    except OSError as error:
        return {"error": str(grade_one.disk_error(error, folder))}
    return {"how": how, "status": record["status"], "score": record["score"],
            "max": record["max_score"], "message": record["message"],
            "seconds": time.monotonic() - began}


# ------------------------------------------------------------ in the parent
def _progress(batch, job, said):
    """One line per submission that is through."""
    if "error" in said:
        words = said["error"]
    else:
        score = "no verdict" if said["score"] is None else \
            f"{said['score']} of {said['max']}"
        words = f"{said['status']} {score}"
        if said["how"] != "graded":
            words += f" ({said['how']})"
        if said["message"].strip():
            words += f": {said['message'].strip().splitlines()[0]}"
    left = ""
    if batch.done < len(batch.jobs):
        pace = (time.monotonic() - batch.began) / batch.done
        left = f", {pace * (len(batch.jobs) - batch.done):.0f} s left"
    print(f"[{batch.done}/{len(batch.jobs)}{left}] "
          f"{grade_unpack.printable(job.student)}: {words}", flush=True)


def _died(batch, job):
    """A record for a submission whose grading ended twice without a word."""
    record = records.new_record(
        batch.setup.lab, job.student, grade_unpack.Submission("ok"),
        batch.setup.identity)
    message = "the grader's process ended without a result"
    records.finish(record, "infra", message)
    folder = batch.folder(job.student)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        records.write_json(folder / records.RESULT, record)
    except OSError as error:
        return {"error": str(grade_one.disk_error(error, folder))}
    return {"how": "graded", "status": "infra", "score": None,
            "max": record["max_score"], "message": message}


def run_jobs(batch, count):
    """Grade all; returns how many have no verdict."""
    batch.began = time.monotonic()
    queue, undecided = list(batch.jobs), 0
    while queue:
        again = []
        for job, said in grade_pool.run(lambda job: _grade_job(batch, job),
                                        queue, count):
            if said is None and job.tries < RETRIES:
                again.append(Job(job.student, job.path, job.tries + 1))
                continue
            batch.done += 1
            said = said or _died(batch, job)
            undecided += said.get("score") is None
            _progress(batch, job, said)
        queue = again
    return undecided


def summarise(batch, jobs):
    """Write summary.csv, show the counts; True when nothing is missing."""
    found = grade_summary.collect(batch.out / "results",
                                  [job.student for job in jobs])
    print(f"{len(found)} submissions: {grade_summary.counts(found)}",
          flush=True)
    undecided = sorted(name for name, record in found.items() if record
                       is None or record["score"] is None)
    if undecided:
        cli.say(f"without a verdict: {', '.join(undecided[:20])}; run the "
                "same command again")
    path = batch.out / "summary.csv"
    part = path.with_suffix(".part")
    try:
        part.write_text(grade_summary.table(found, batch.setup.lab),
                        encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        return cli.say(f"{path}: {error.strerror}", cli.UNDECIDED)
    print(f"written: {path}")
    return cli.UNDECIDED if undecided else cli.DONE


def run_local(args, jobs):
    """Grade here: all of @jobs, or one shard of them."""
    (args.out / "results").mkdir(parents=True, exist_ok=True)
    (args.out / "cache").mkdir(exist_ok=True)
    mine = shard_of(jobs, args.shard) if args.shard else jobs
    name = f".lock-{args.shard.replace('/', '-')}" if args.shard else ".lock"
    busy = f"another lab-grade is at work in {args.out}"
    with cli.locked(args.out / name, False, busy):
        setup = cli.prepare(args, cli.secret_of(args, args.out))
        grade_setup.warm(setup)
        batch = Batch(setup, args.out, mine)
        undecided = run_jobs(batch, args.jobs)
        if not args.shard:
            return summarise(batch, jobs)
    return cli.UNDECIDED if undecided else cli.DONE


def _stop(_number, _frame):
    raise KeyboardInterrupt


def run(args):
    signal.signal(signal.SIGTERM, _stop)
    jobs = submissions(args.submissions)
    if not jobs:
        return cli.say(f"{args.submissions}: no submissions there")
    if args.engine == "slurm":
        import grade_slurm
        return grade_slurm.run(args, jobs)
    return run_local(args, jobs)


def main(arguments):
    parser = cli.parser_of("batch", __doc__)
    parser.add_argument("submissions", help="a folder, one entry a student: "
                        "a folder, zip or tar")
    parser.add_argument("-o", "--out", type=Path, default=Path("graded"),
                        help="folder of the results (default: graded)")
    parser.add_argument("-j", "--jobs", type=int, metavar="N",
                        default=os.cpu_count() or 1,
                        help="submissions at a time (default: processors)")
    parser.add_argument("--shard", default="", metavar="i/n",
                        help="only every n-th submission, from the i-th on")
    parser.add_argument("--engine", choices=("local", "slurm"),
                        default="local")
    parser.add_argument("--shards", type=int, default=4, metavar="N",
                        help="slurm: tasks of the array (default: 4)")
    parser.add_argument("--sbatch-arg", action="append", default=[],
                        metavar="WORDS", help="slurm: more for sbatch")
    cli.common_arguments(parser)
    args, status = cli.parse(parser, arguments)
    if args is None:
        return status
    if args.jobs < 1 or args.shards < 1:
        return cli.say("-j and --shards start at 1", cli.USAGE)
    return cli.guarded(run, args)
