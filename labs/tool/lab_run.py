"""lab_run: run scenarios against the student's worker and the reference's

Several run at once, for most of their time is spent in starting processes;
verdicts do not depend on it, because each has processes of its own.
"""

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import feedback
import feedback_fields
import lab_state
from lab_base import LabError, digest, handout_line, scenarios_of
from lab_build import reference_of

PUBLIC = "public"       # scenario.PUBLIC_SEED, without loading it
MOST_AT_ONCE = 4
# Longer than a correct solution could take, short for one who waits.
LEAST_WALL_S, TIMES_REFERENCE = 4.0, 20


@dataclass(frozen=True)
class Ran:
    """A scenario and how it went."""
    exercise: object
    scenario: object
    outcome: object             # check.Outcome


@dataclass(frozen=True)
class Settings:
    """How scenarios are run."""
    seed: str = PUBLIC
    jail: object = None
    binds: tuple = ()


def wall_limit(scenario, seed, reference):
    """Seconds for a scenario, by what the reference takes here and now."""
    started = time.monotonic()
    reference.replies(scenario, seed, scenario.steps(seed))
    return max(LEAST_WALL_S,
               TIMES_REFERENCE * (time.monotonic() - started))


def run_all(rows, argv, reference, settings=Settings()):
    """Run [(Exercise, Scenario)]; a Ran for each, in the same order."""
    from check import check
    from worker import WorkerFailed

    def one(row):
        exercise, scenario = row
        outcome = check(scenario, settings.seed, argv, reference,
                        jail=settings.jail, binds=settings.binds,
                        wall_s=wall_limit(scenario, settings.seed, reference))
        return Ran(exercise, scenario, outcome)

    pool = ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1))
    try:
        reference.describe()
        return list(pool.map(one, rows))
    except WorkerFailed as error:
        raise LabError("the reference itself fails, which is not your fault: "
                       f"{error} (./lab doctor)") from None
    except BaseException:
        end_children(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def end_children(pool):
    """After Ctrl-C: the workers that run are ours, and nobody waits.

    All that are below us: of a jail that just starts, process 1 would wait
    for ever for its bwrap.
    """
    from jail_tree import descendants
    pool.shutdown(wait=False, cancel_futures=True)
    for pid in descendants(os.getpid()):
        if pid != os.getpid():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def run_lab(tool, lab, student, settings=Settings()):
    """Run every public scenario of a lab."""
    exercises = {exercise.id: exercise for exercise in lab.exercises}
    rows = [(exercises[row.exercise], row) for row in scenarios_of(tool, lab)]
    return run_all(rows, [str(student.build.binary)],
                   reference_of(tool, lab), settings)


def results_of(tool, lab, ran):
    """{exercise id: lab_state.Result} from the runs of its scenarios."""
    results = {}
    for exercise in lab.exercises:
        rows = [one for one in ran if one.exercise.id == exercise.id]
        if rows:
            results[exercise.id] = result_of(tool, exercise, rows)
    return results


def result_of(tool, exercise, rows):
    bad = [one.outcome.status for one in rows if one.outcome.status != "pass"]
    return lab_state.Result(digest(tool, exercise), len(rows) - len(bad),
                            len(rows), bad[0] if bad else "pass")


def finding_of(tool, ran, reference, student, seed):
    """What feedback is made from."""
    exercise, outcome = ran.exercise, ran.outcome
    _, fields = reference.describe()
    step = ran.scenario.steps(seed)[outcome.step] \
        if outcome.step is not None else None
    outcome.output = outcome.output.replace(f"{tool.root}/", "")
    return feedback.from_outcome(
        ran.scenario, outcome, step, feedback_fields.kinds(fields),
        exercise=exercise.id, handout=handout_line(tool, exercise),
        spec=exercise.spec, seed=seed, files=student.files,
        hints_open=tool.state.hints.get(exercise.id, 0))
