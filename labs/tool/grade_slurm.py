"""grade_slurm: lab-grade batch --engine slurm: the shards as a job array

Each task of the array runs `lab-grade batch --shard i/n` on a folder that
all nodes share; this process submits, waits and collects. It may be killed:
the array goes on, and the same command waits for it. Tasks may be killed,
too: what has no result afterwards is submitted again, those shards only.

Spec: sbatch(1) "--array", squeue(1).
"""
import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import grade_batch
import grade_cli as cli
import record as records
from grade_setup import SetupError

POLL_S = 1.0
ROUNDS = 3                  # of submitting what is missing
ASK_S = 30                  # for an answer of one of Slurm's programs
GONE = "Invalid job id"


def script_text(args, out):
    """The batch script: one task grades one shard."""
    words = [sys.executable, str(cli.ROOT / "labs/lab-grade"), "batch",
             str(Path(args.submissions).resolve()), "-o", str(out),
             "--lab", args.lab, "--build", str(args.build.resolve())]
    if args.seed_file:
        words += ["--seed-file", str(Path(args.seed_file).resolve())]
    if args.tier:
        words += ["--tier", args.tier]
    if args.i_accept_unsafe:
        words += ["--i-accept-unsafe"]
    return f"""#!/bin/sh
#SBATCH --job-name=lab-grade-{args.lab}
#SBATCH --output={out}/slurm/shard-%a.log
#SBATCH --open-mode=append
exec {shlex.join(words)} \\
    -j "${{SLURM_CPUS_ON_NODE:-1}}" \\
    --shard "$SLURM_ARRAY_TASK_ID/{args.shards}"
"""


def ask(*words):
    """(exit status, output, errors) of one of Slurm's programs."""
    if not shutil.which(words[0]):
        raise SetupError(f"{words[0]} is not installed "
                         "(Debian: slurm-wlm); or use --engine local")
    try:
        done = subprocess.run(words, capture_output=True, text=True,
                              check=False, timeout=ASK_S,
                              stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer in {ASK_S} s"
    return done.returncode, done.stdout.strip(), done.stderr.strip()


def submit(args, out, shards):
    """Submit an array of @shards; its id is kept before anything else."""
    path = out / "slurm" / "job.sh"
    path.write_text(script_text(args, out), encoding="utf-8")
    status, text, errors = ask(
        "sbatch", "--parsable", f"--array={','.join(map(str, shards))}",
        *(word for more in args.sbatch_arg for word in shlex.split(more)),
        str(path))
    if status:
        raise SetupError(f"sbatch: {errors or text}")
    job = text.split(";")[0]
    records.write_json(out / "slurm" / "job.json",
                       {"job": job, "shards": args.shards})
    print(f"array {job}: shards {', '.join(map(str, shards))} of "
          f"{args.shards}", flush=True)
    return job


def tasks_of(job):
    """[state and reason] of the tasks that are not over; None: unknown."""
    status, text, errors = ask("squeue", "-h", "-r", "-j", job, "-o",
                               "%T %r")
    if status:
        return [] if GONE in errors else None
    return text.splitlines()


def _state_line(tasks):
    if tasks is None:
        return "the controller does not answer; waiting"
    waiting = sorted({task.partition(" ")[2] for task in tasks
                      if task.startswith("PENDING")})
    words = f"{sum(task.startswith('RUNNING') for task in tasks)} running"
    return words + (f", waiting for: {', '.join(waiting)}" if waiting else "")


def wait(job, out, count):
    """Until no task of @job is left; tells what changes."""
    said = ""
    while True:
        tasks = tasks_of(job)
        if tasks == []:
            return
        done = len(list(out.glob("results/*/result.json")))
        line = f"[{done}/{count}] array {job}: {_state_line(tasks)}"
        if line != said:
            print(line, flush=True)
            said = line
        time.sleep(POLL_S)


def earlier_job(args, out):
    """The array of a run before this one that is not over, or None."""
    try:
        known = json.loads((out / "slurm" / "job.json").read_text())
        job, shards = str(known["job"]), known["shards"]
    except (OSError, ValueError, KeyError):
        return None
    tasks = tasks_of(job)
    if not tasks:
        return None
    if shards != args.shards:
        raise SetupError(f"array {job} with {shards} shards is not over; "
                         f"use --shards {shards}, or scancel {job}")
    return job


def missing_shards(batch, jobs, count):
    """Shards with a submission that has no final result yet."""
    return sorted({index % count + 1 for index, job in enumerate(jobs)
                   if grade_batch.known(batch, job)[0] != "kept"})


def _rounds(args, batch, jobs):
    job = earlier_job(args, batch.out)
    for _ in range(ROUNDS):
        if job is None:
            shards = missing_shards(batch, jobs, args.shards)
            if not shards:
                return
            job = submit(args, batch.out, shards)
        try:
            wait(job, batch.out, len(jobs))
        except KeyboardInterrupt:
            cli.say(f"array {job} goes on; the same command waits for it, "
                    f"scancel {job} ends it")
            raise
        job = None


def run(args, jobs):
    """The whole class; the exit status as of a local run."""
    if args.shard:
        return cli.say("--shard is what the array's tasks use; with "
                       "--engine slurm say --shards N", cli.USAGE)
    out = args.out.resolve()
    for name in ("results", "cache", "slurm"):
        (out / name).mkdir(parents=True, exist_ok=True)
    busy = f"another lab-grade waits in {out}"
    with cli.locked(out / ".lock-slurm", False, busy):
        setup = cli.prepare(args, cli.secret_of(args, out))
        batch = grade_batch.Batch(setup, out, jobs)
        _rounds(args, batch, jobs)
        return grade_batch.summarise(batch, jobs)
