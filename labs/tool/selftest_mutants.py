"""selftest_mutants: are the mistakes that people make noticed, and named?

A lab's mutants.toml lists small edits of the reference, each a misconception.
Each has to be noticed by a scenario of the exercise it belongs to; and the
first exercise that a student would see fail should be that one, because the
hint goes with it. Nothing more is run: what comes later may wait for ever.
labs/<lab>/alternatives holds correct solutions written another way: they have
to pass everything.
"""
import tomllib
from dataclasses import dataclass
from pathlib import Path

import build as builder
import selftest_bench as benches

LEAST = 8                       # mutants of a lab
ALTERNATIVES = 3
KEYS = {"name", "exercise", "file", "what", "find", "replace"}


@dataclass(frozen=True)
class Mutant:
    name: str
    exercise: str               # its id
    file: str                   # of the reference
    what: str                   # the misconception
    find: str
    replace: str


@dataclass(frozen=True)
class Verdict:
    name: str
    exercise: str
    status: str                 # of its exercise: pass is the bad news
    scenario: str               # of that exercise, the first that noticed
    first: str                  # the first exercise that fails
    steps: int                  # to the first difference, None: no such
    problem: str = ""

    @property
    def noticed(self):
        return not self.problem and self.status != "pass"

    @property
    def named(self):
        return self.first == self.exercise


def load(lab):
    """(mutants, problems) of the lab's mutants.toml."""
    path = lab.folder / "mutants.toml"
    if not path.is_file():
        return [], [f"{lab.name}: no mutants.toml"]
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", [])
    problems, made = [], []
    for row in rows:
        if set(row) != KEYS:
            problems.append(f"{lab.name}: mutant {row.get('name')}: keys "
                            f"{sorted(set(row) ^ KEYS)}")
        else:
            made.append(Mutant(**row | {
                "exercise": f"{lab.name}.{row['exercise']}"}))
    names = [row.name for row in made]
    problems += [f"{lab.name}: two mutants {name}"
                 for name in sorted(set(names)) if names.count(name) > 1]
    without = {row.id for row in lab.exercises} - {row.exercise
                                                   for row in made}
    problems += [f"{name}: no mutant" for name in sorted(without)]
    if len(made) < LEAST:
        problems.append(f"{lab.name}: {len(made)} mutants, not {LEAST}")
    return made, problems


def _owner(lab, file):
    return next((row.id for row in lab.exercises if file in row.files), None)


def apply(bench, mutant):
    """(path, problem): the mutated file in the scratch folder."""
    if _owner(bench.lab, mutant.file) != mutant.exercise:
        return None, f"{mutant.file} is no file of {mutant.exercise}"
    source = (bench.root / mutant.file).read_text(encoding="utf-8")
    if source.count(mutant.find) != 1:
        return None, f"'find' occurs {source.count(mutant.find)} times"
    folder = bench.scratch / f"hand-{mutant.name}"
    folder.mkdir()
    path = folder / Path(mutant.file).name
    path.write_text(source.replace(mutant.find, mutant.replace),
                    encoding="utf-8")
    return path, ""


def judge(bench, mutant):
    """The Verdict on one mutant."""
    bad = Verdict(mutant.name, mutant.exercise, "pass", "", "", None)
    path, problem = apply(bench, mutant)
    if problem:
        return Verdict(**vars(bad) | {"problem": problem})
    choice = builder.references(bench.kit, {path.name: path})
    made = benches.worker(bench, choice, f"hand-{mutant.name}")
    if not made.ok:
        return Verdict(**vars(bad) | {"problem": "does not compile:\n"
                                      + made.log})
    noticed = _noticed(bench, mutant, made.binary)
    if noticed is None:
        return bad
    return Verdict(mutant.name, mutant.exercise, noticed.status,
                   noticed.scenario, _first(bench, mutant, made.binary),
                   None if noticed.step is None else noticed.step + 1)


def _noticed(bench, mutant, binary):
    """The Outcome of its exercise's first scenario that is no pass, or None.

    With every seed, as in grading, once the bench's first ones said nothing.
    """
    for seeds in dict.fromkeys((bench.seeds, benches.SEEDS)):
        for row in bench.of_exercise(mutant.exercise):
            found = benches.outcome(bench, row, binary, seeds=seeds)
            if found.status != "pass":
                return found
    return None


def _first(bench, mutant, binary):
    """The first exercise that fails, when its own one does."""
    for exercise in bench.lab.exercises:
        if exercise.id == mutant.exercise:
            break
        for row in bench.of_exercise(exercise.id):
            if benches.outcome(bench, row, binary).status != "pass":
                return exercise.id
    return mutant.exercise


def run(bench, jobs=2):
    """(verdicts, problems) of all mutants of the bench's lab."""
    mutants, problems = load(bench.lab)
    return benches.parallel(lambda row: judge(bench, row), mutants,
                            jobs), problems


# ------------------------------------------------------------- alternatives
def alternatives(bench):
    """(name, {base name: path}, problem) of each other solution."""
    folder = bench.lab.folder / "alternatives"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            files = {row.name: row for row in sorted(path.glob("*.c"))}
            unknown = sorted(set(files) - set(bench.lab.references))
            yield path.name, files, (
                f"no exercise has {unknown}" if unknown else
                "" if files else "no files")


def judge_alternative(bench, name, files):
    """What hinders an alternative from scoring everything."""
    made = benches.worker(bench, builder.references(bench.kit, files),
                          f"alternative-{name}")
    if not made.ok:
        return ["does not compile:\n" + made.log]
    found = benches.outcomes(bench, made.binary)
    return [f"{row.scenario}: {row.status} {row.message}"
            for row in found.values() if row.status != "pass"]


def run_alternatives(bench, jobs=2):
    """(name -> problems, problems of the lab as a whole)."""
    rows = list(alternatives(bench))
    problems = [] if len(rows) >= ALTERNATIVES else [
        f"{bench.lab.name}: {len(rows)} alternatives, "
        f"not {ALTERNATIVES}"]
    made = benches.parallel(
        lambda row: [row[2]] if row[2] else
        judge_alternative(bench, row[0], row[1]), rows, jobs)
    return dict(zip([row[0] for row in rows], made)), problems
