"""selftest_invariants: what has to hold for every mix of stubs and solutions

    I1   all stubs: build without a warning, score 0, say so, never crash
    I2   the reference scores everything, for many seeds, also when the
         machine is busy and with sanitizers
    I3   the reference minus an exercise loses its points, nothing else but
         what needs it
    I4   the stubs plus an exercise and what it needs earn just their points
    I5   each point belongs to a test and each test to one exercise

Together they prove that the order of exercises can be solved and that no
mistake is punished twice. Each function yields problems as text.
"""
import subprocess

import build as builder
import selftest_bench as benches
from scenario import points_of

BAD = ("crash", "timeout", "oom", "limit", "protocol", "infra", "unstable")
BUSY = 8                        # workers at a time on an overloaded machine


def _spots(bench):
    """The exercises whose stub is a solution with a defect."""
    return {row.id for row in bench.lab.exercises if row.spot}


def stub_warnings(bench):
    """I1: each stub compiles with warnings as errors."""
    for name in bench.lab.references:
        source = bench.lab.folder / name
        made = bench.scratch / f"stub-{name}.o"
        argv = builder.compile_argv(bench.kit, name, str(source), str(made),
                                    ("-Werror",))
        done = subprocess.run(argv, cwd=bench.kit.folder / "build",
                              stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, check=False)
        if done.returncode:
            yield f"I1: the stub {name}:\n{done.stderr}"


def _built(bench, choice, name, tag):
    """(binary, problem) of a mix; what is not in it is the reference's."""
    made = benches.worker(bench, builder.references(bench.kit, choice), name)
    if not made.ok:
        return None, f"{tag}: {name} does not build:\n{made.log}"
    return made.binary, ""


def all_stubs(bench, seeds):
    """I1: every scenario fails, and for the right reason."""
    binary, problem = _built(bench, builder.stubs(bench.lab), "stubs", "I1")
    if problem:
        yield problem
        return
    spots = _spots(bench)
    for row in bench.scenarios:
        found = benches.outcome(bench, row, binary, seeds=seeds)
        wanted = ("wrong", "skipped") if row.exercise in spots else (
            "not-implemented", "skipped")
        if found.status not in wanted:
            yield f"I1: {row.id} with all stubs: {found.status} " \
                  f"{found.message}"


def _all_pass(bench, binary, tag, seeds, jobs):
    made = benches.parallel(
        lambda row: benches.outcome(bench, row, binary, seeds=seeds,
                                    wall_s=4 * benches.WALL_S),
        bench.scenarios, jobs)
    for row in made:
        if row.status != "pass":
            yield f"I2: {tag}: {row.scenario}: {row.status} {row.message}"


def reference_scores(bench, count, jobs):
    """I2: for @count seeds, one at a time and crowded."""
    seeds = [f"seed {number}" for number in range(count)]
    binary = bench.reference.argv[0]
    yield from _all_pass(bench, binary, "alone", seeds, 1)
    yield from _all_pass(bench, binary, "busy", seeds[:3], BUSY * jobs)


def reference_sanitized(bench, seeds, jobs):
    """I2: the exercises' files with sanitizers find nothing."""
    files = {name: bench.root / path
             for name, path in bench.lab.references.items()}
    made = benches.worker(bench, files, "sanitized", sanitize=True)
    if not made.ok:
        yield f"I2: with sanitizers: does not build:\n{made.log}"
        return
    free = benches.Bench(**vars(bench) | {"fence": None})
    yield from _all_pass(free, made.binary, "sanitized", seeds, jobs)


def _points(bench, found):
    """exercise id -> points that these Outcomes earn."""
    made = {}
    for exercise in bench.lab.exercises:
        share = points_of(exercise, bench.scenarios)
        made[exercise.id] = round(sum(
            points for name, points in share.items()
            if found[name].status == "pass"), 6)
    return made


def minus_one(bench, exercise, seeds):
    """I3 for one exercise."""
    choice = {name: bench.lab.folder / name for name in exercise.names}
    binary, problem = _built(bench, choice, f"minus-{exercise.number}", "I3")
    if problem:
        yield problem
        return
    found = benches.outcomes(bench, binary, seeds=seeds)
    points = _points(bench, found)
    for row in bench.lab.exercises:
        needs = exercise.id in bench.lab.needed_by(row)
        if row.id == exercise.id and points[row.id]:
            yield f"I3: without {row.id}: still {points[row.id]} points"
        elif row.id != exercise.id and not needs \
                and points[row.id] != row.points:
            yield f"I3: without {exercise.id}: {row.id} has " \
                  f"{points[row.id]} of {row.points} points"
    yield from _no_accident(bench, found, f"I3: without {exercise.id}")


def plus_one(bench, exercise, seeds):
    """I4 for one exercise."""
    solved = {exercise.id, *bench.lab.needed_by(exercise)}
    kept = {name: bench.kit.reference(name) for row in bench.lab.exercises
            if row.id in solved for name in row.names}
    binary, problem = _built(bench, builder.stubs(bench.lab, kept),
                             f"plus-{exercise.number}", "I4")
    if problem:
        yield problem
        return
    found = benches.outcomes(bench, binary, seeds=seeds)
    points = _points(bench, found)
    for row in bench.lab.exercises:
        wanted = row.points if row.id in solved else 0
        if points[row.id] != wanted:
            yield f"I4: stubs plus {exercise.id}: {row.id} has " \
                  f"{points[row.id]} points, not {wanted}"
    yield from _no_accident(bench, found, f"I4: stubs plus {exercise.id}")


def _no_accident(bench, found, tag):
    for row in bench.scenarios:
        if found[row.id].status in BAD:
            yield f"{tag}: {row.id}: {found[row.id].status} " \
                  f"{found[row.id].message}"


def every_point(bench):
    """I5."""
    for exercise in bench.lab.exercises:
        share = points_of(exercise, bench.scenarios)
        if abs(sum(share.values()) - exercise.points) > 1e-6:
            yield f"I5: {exercise.id}: tests are worth " \
                  f"{sum(share.values())}, not {exercise.points}"
        public = [row for row in bench.of_exercise(exercise.id)
                  if row.visibility == "public"]
        if not public:
            yield f"I5: {exercise.id}: no public test"
    if sum(row.points for row in bench.lab.exercises) != 100:
        yield f"I5: {bench.lab.name}: the points do not sum to 100"


def run(bench, full=False, jobs=2):
    """All problems of the bench's lab."""
    seeds = bench.seeds if full else bench.seeds[:1]
    problems = [*every_point(bench), *stub_warnings(bench),
                *all_stubs(bench, seeds),
                *reference_scores(bench, 20 if full else 3, jobs),
                *reference_sanitized(bench, seeds, jobs)]
    for made in benches.parallel(
            lambda row: [*minus_one(bench, row, seeds),
                         *plus_one(bench, row, seeds)],
            bench.lab.exercises, jobs):
        problems += made
    return problems
