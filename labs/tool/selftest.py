#!/usr/bin/env python3
"""selftest: the grader is graded

    invariants      I1-I5: every mix of stubs and solutions earns its points
    mutants         mistakes made by hand: noticed, by the named exercise
    generated       small wrong changes made by machine: noticed
    alternatives    correct solutions of other shapes: full score
    attacks         hostile submissions get their expected verdict
    export          a student's tree: no solution in it, reproducible

Quick (the default, for every commit) tries a random sample of the generated
mutants with one seed; full tries all with all seeds and wants a reason for
each that survives. The table has a line for each row and lab, and below it
what is wrong there. The status is 0 only when nothing is.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

import selftest_bench as benches
import selftest_generated as generated
import selftest_invariants as invariants
import selftest_mutants as mutants
import selftest_others as others
from course import load_course

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 24                     # generated mutants of a lab, quick
RATE, NAMED = 0.90, 0.80        # targets
SAMPLE_RATE = 0.70              # a sample scatters around the rate


@dataclass(frozen=True)
class Request:
    root: Path = ROOT
    build: Path = ROOT / "build"
    full: bool = False
    jobs: int = 2
    sample: int = SAMPLE
    seed: int = 0
    labs: tuple = ()


@dataclass
class Line:
    """One line of the table."""
    row: str
    lab: str
    words: str                  # what was counted
    problems: list = field(default_factory=list)
    seconds: float = 0.0
    numbers: dict = field(default_factory=dict)
    survivors: list = field(default_factory=list)


def invariants_of(bench, request):
    problems = invariants.run(bench, request.full, request.jobs)
    count = 2 * len(bench.lab.exercises) + 2
    return Line("invariants", bench.lab.name,
                f"{count} mixes, {len(bench.scenarios)} scenarios",
                problems)


def _mutant_problem(row):
    if row.problem:
        return f"mutant {row.name}: {row.problem}"
    return f"mutant {row.name}: no scenario of {row.exercise} notices it"


def mutants_of(bench, request):
    found, problems = mutants.run(bench, request.jobs)
    problems += [_mutant_problem(row) for row in found if not row.noticed]
    noticed = sum(row.noticed for row in found)
    named = sum(row.noticed and row.named for row in found)
    late = sum(row.status == "timeout" for row in found)
    steps = sorted(row.steps for row in found if row.steps)
    share = named / len(found) if found else 0
    if found and share < NAMED:
        problems.append(f"only {share:.0%} of the mutants show the right "
                        "exercise first: " + ", ".join(
                            f"{row.name} shows {row.first}" for row in found
                            if row.noticed and not row.named))
    middle = steps[len(steps) // 2] if steps else 0
    return Line("mutants", bench.lab.name,
                f"{noticed}/{len(found)} noticed, {named} named, "
                f"{late} by time, {middle} steps", problems,
                numbers={"mutants": len(found), "noticed": noticed,
                         "named": named, "timeout": late,
                         "median_steps": middle})


def _place(row):
    return (f"{row.name}:{row.mutation.line} {row.mutation.function}: "
            f"{row.mutation.operator} {row.mutation.change}")


def generated_of(bench, request):
    found = generated.run(bench, 0 if request.full else request.sample,
                          request.seed, request.jobs)
    counts = Counter(row.result for row in found)
    counted = sum(counts[kind] for kind in generated.COUNTED)
    alive = [row for row in found if row.result == "survived"]
    share = generated.rate(found)
    problems = []
    if request.full or generated.justified(bench):
        problems += [f"survives without a reason: {_place(row)}"
                     for row in alive if not row.why]
    if request.full:
        problems += generated.stale(bench, found)
    if share < (RATE if request.full else SAMPLE_RATE):
        problems.append(f"only {share:.1%} are noticed")
    own = sum(row.by_own for row in found)
    return Line("generated", bench.lab.name,
                f"{counted - len(alive)}/{counted} noticed ({share:.1%}), "
                f"{own} by the exercise, {counts['timeout']} by time; "
                f"{len(alive)} survive; "
                f"{counts['equivalent'] + counts['duplicate']} same code, "
                f"{counts['broken']} do not compile", problems,
                numbers={**counts, "own": own, "rate": round(share, 4),
                         "justified": sum(bool(row.why) for row in alive)},
                survivors=generated.survivors(found))


def alternatives_of(bench, request):
    found, problems = mutants.run_alternatives(bench, request.jobs)
    problems += [f"alternative {name}: {problem}"
                 for name, rows in found.items() for problem in rows]
    good = sum(not rows for rows in found.values())
    return Line("alternatives", bench.lab.name,
                f"{good}/{len(found)} score everything", problems)


PER_LAB = {"invariants": invariants_of, "mutants": mutants_of,
           "generated": generated_of, "alternatives": alternatives_of}
OTHERS = {"attacks": others.attacks, "export": others.export}
ROWS = (*PER_LAB, *OTHERS)


def _timed(make, row, lab):
    """The Line that make() returns, or one that says why there is none."""
    began = time.monotonic()
    try:
        line = make()
    except Exception as problem:    # one broken lab hides no other
        line = Line(row, lab, "failed",
                    [f"{type(problem).__name__}: {problem}"])
    line.seconds = time.monotonic() - began
    return line


def lab_lines(name, rows, request):
    """The lines of one lab, as they come."""
    wanted = [row for row in rows if row in PER_LAB]
    if not wanted:
        return
    seeds = benches.SEEDS if request.full else benches.SEEDS[:1]
    try:
        bench = benches.prepare(request.root, request.build, name, seeds)
    except Exception as problem:    # as above
        yield Line("kit", name, "failed", [str(problem)])
        return
    try:
        for row in wanted:
            yield _timed(lambda row=row: PER_LAB[row](bench, request), row,
                         name)
    finally:
        benches.close(bench)


def other_line(row, request):
    def make():
        found = OTHERS[row](request)
        return Line(row, "-", *(found or ("not in this tree", [])))
    return _timed(make, row, "-")


def lines(rows, request):
    names = request.labs or tuple(load_course(request.root).labs)
    for name in names:
        yield from lab_lines(name, rows, request)
    for row in rows:
        if row in OTHERS:
            yield other_line(row, request)


def show(line):
    mark = "FAIL" if line.problems else "ok"
    return (f"{mark:<5}{line.row:<13}{line.lab:<10}{line.seconds:6.1f} s  "
            f"{line.words}")


def options(parser):
    parser.add_argument("rows", nargs="*", metavar="ROW",
                        help=f"of {', '.join(ROWS)} (default: all)")
    parser.add_argument("--lab", action="append", default=[], metavar="LAB")
    parser.add_argument("--full", action="store_true",
                        help="all generated mutants, all seeds")
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N",
                        help="generated mutants of each lab (default 24)")
    parser.add_argument("--seed", type=int, default=0,
                        help="of the sample; the default is always the same")
    parser.add_argument("-j", "--jobs", type=int,
                        default=(os.cpu_count() or 1) + 1,
                        help="at a time (default: processors + 1)")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--json", metavar="FILE", help="write the numbers")
    parser.add_argument("--survivors", metavar="FILE",
                        help="print survivors.toml from what --json wrote")


def print_survivors(path):
    """The rows of survivors.toml, in the order of the lab's files."""
    for line in json.loads(Path(path).read_text()):
        if line["survivors"]:
            print(generated.survivor_rows(line["survivors"]))
    return 0


def run(request, rows, json_file=None):
    made = []
    for line in lines(rows, request):
        made.append(line)
        print(show(line), flush=True)
        for problem in line.problems:
            print("       " + problem.replace("\n", "\n       "),
                  flush=True)
    bad = sum(bool(line.problems) for line in made)
    print(f"\n{len(made)} lines, {bad} with problems")
    if json_file:
        Path(json_file).write_text(json.dumps(
            [asdict(line) for line in made], indent=1) + "\n")
    return 1 if bad else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="lab-grade selftest", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    options(parser)
    found = parser.parse_args(arguments)
    unknown = sorted(set(found.rows) - set(ROWS))
    if unknown:
        parser.error(f"no row {', '.join(unknown)}; there are "
                     f"{', '.join(ROWS)}")
    if found.survivors:
        return print_survivors(found.survivors)
    request = Request(build=found.build.resolve(), full=found.full,
                      jobs=found.jobs, sample=found.sample,
                      seed=found.seed, labs=tuple(found.lab))
    return run(request, found.rows or ROWS, found.json)


if __name__ == "__main__":
    sys.exit(main())
