"""selftest_bench: a lab, its kit and its scenarios, ready to be tried out

What all self-tests share: building a worker from a choice of files and
putting scenarios to it without a jail. The files are ours (reference, stubs,
mutants, alternatives), so that only accidents need a fence (worker_fork): an
address space, and processor time for mutants that never end; WALL_S is for
those that wait.
"""
import concurrent.futures
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import build as builder
from check import LiveReference, check
from course import load_course
from kit import make_kit
from scenario import PUBLIC_SEED, load_scenarios
from worker_fork import Fence

WALL_S = 5.0
SEEDS = (PUBLIC_SEED, "1", "2")


class SelfTestError(Exception):
    """The self-test cannot be made; the text says what is missing."""


@dataclass(frozen=True)
class Bench:
    root: Path
    lab: object
    kit: object
    scenarios: list
    reference: LiveReference
    scratch: Path
    seeds: tuple = SEEDS
    fence: Fence = field(default_factory=Fence)     # None: no limits

    def of_exercise(self, exercise):
        return [row for row in self.scenarios if row.exercise == exercise]


def prepare(root, build, name, seeds=SEEDS):
    """A Bench for the lab called @name; close() frees its scratch folder."""
    root, build = Path(root).resolve(), Path(build).resolve()
    lab = load_course(root).lab(name)
    kit = make_kit(root, build, lab)
    scratch = Path(tempfile.mkdtemp(prefix=f"selftest-{name}-"))
    made = builder.build_worker(kit, builder.references(kit),
                                scratch / "reference")
    if not made.ok:
        raise SelfTestError(f"{name}: the reference does not link\n"
                            + made.log)
    return Bench(root, lab, kit, load_scenarios(lab, official=True),
                 LiveReference([str(made.binary)]), scratch, tuple(seeds))


def close(bench):
    bench.fence.close()
    shutil.rmtree(bench.scratch, ignore_errors=True)


def worker(bench, choice, name, sanitize=False):
    """The Build of a worker with @choice in place of the references."""
    return builder.build_worker(bench.kit, choice, bench.scratch / name,
                                sanitize=sanitize)


def outcome(bench, scenario, binary, wall_s=WALL_S, seeds=None):
    """The first Outcome of @scenario's seeds that is no pass, or the last."""
    made = None
    for seed in seeds or bench.seeds:
        made = check(scenario, seed, [str(binary)], bench.reference,
                     jail=bench.fence, wall_s=wall_s, find=False)
        if made.status != "pass":
            break
    return made


def outcomes(bench, binary, wall_s=WALL_S, seeds=None):
    """scenario id -> Outcome, for all scenarios of the lab."""
    return {row.id: outcome(bench, row, binary, wall_s, seeds)
            for row in bench.scenarios}


def parallel(function, items, jobs):
    """[function(item)], in order, up to @jobs at a time."""
    if jobs <= 1:
        return [function(item) for item in items]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(function, items))
