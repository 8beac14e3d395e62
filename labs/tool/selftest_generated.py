"""selftest_generated: is every small wrong change noticed?

Each mutation of an exercise's reference file is compiled, linked with the
rest and put to the lab's scenarios until one of them objects. Not counted
are those that do not compile and those whose object code is the original's or
another mutant's.
A mutant that only a time-out noticed is counted as noticed, but apart: when
the baseline is slow, everything looks noticed that way, which is why the
baseline has to pass first in a part of the time.

A survivor is a scenario that is missing, or a change that makes no
difference; the latter are listed in the lab's survivors.toml with a reason.
"""
import hashlib
import random
import subprocess
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import build as builder
import mutate
import selftest_bench as benches

COMPILE = ("-g0", "-Werror=incompatible-pointer-types",
           "-Werror=int-conversion", "-Werror=implicit-function-declaration",
           "-Werror=discarded-qualifiers")
COUNTED = ("killed", "timeout", "survived")
ANY = "*"                       # every change of that line
PART_OF_TIME = 4                # the baseline may take 1/4 of the limit


@dataclass(frozen=True)
class Verdict:
    name: str                   # the file's base name
    exercise: str               # whose file it is
    mutation: mutate.Mutation
    result: str                 # killed timeout survived, or not counted:
                                # equivalent duplicate broken
    scenario: str = ""          # that noticed it
    why: str = ""               # a survivor's justification
    code: bytes = b""           # a hash of the object code

    @property
    def by_own(self):
        return self.scenario.startswith(self.exercise + "/")


def files(bench):
    """(base name, exercise id, path) of each exercise file."""
    return [(Path(file).name, exercise.id, bench.root / file)
            for exercise in bench.lab.exercises for file in exercise.files]


def all_mutations(bench):
    """(name, exercise, source, Mutation), in the lab's order."""
    found = []
    for name, exercise, path in files(bench):
        source = path.read_text(encoding="utf-8")
        found += [(name, exercise, source, row)
                  for row in mutate.mutations(source)]
    return found


def chosen(found, sample, seed):
    """@sample of them at random, the same for the same seed."""
    if not sample or sample >= len(found):
        return found
    picked = random.Random(seed).sample(range(len(found)), sample)
    return [found[index] for index in sorted(picked)]


def _compile(bench, name, source, folder):
    """The object code's bytes and path; None when it does not compile."""
    folder.mkdir(parents=True, exist_ok=True)
    path, made = folder / name, folder / f"{name}.o"
    path.write_text(source, encoding="utf-8")
    argv = builder.compile_argv(
        bench.kit, name, str(path), str(made),
        (*COMPILE, f"-ffile-prefix-map={folder}/="))
    done = subprocess.run(argv, cwd=bench.kit.folder / "build",
                          stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    if done.returncode:
        return None, None
    return made.read_bytes(), made


def _link(bench, name, made, folder):
    choice = builder.references(bench.kit, {name: made})
    objects = [str(choice[key]) for key in sorted(choice)]
    binary = folder / "worker"
    argv = builder.link_argv(bench.kit, objects, str(bench.kit.rest),
                             str(binary))
    done = subprocess.run(argv, cwd=bench.kit.folder / "build",
                          stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    return None if done.returncode else binary


def _order(bench, exercise, lately):
    """The scenarios, most likely to notice first."""
    return sorted(bench.scenarios, key=lambda row: (
        row.exercise != exercise, -lately[row.id]))


def _notice(bench, exercise, binary, lately):
    """(result, scenario id): the first scenario that objects.

    The exercise's own get every seed, the others the first one.
    """
    for row in _order(bench, exercise, lately):
        seeds = bench.seeds if row.exercise == exercise else bench.seeds[:1]
        status = benches.outcome(bench, row, binary, seeds=seeds).status
        if status != "pass":
            lately[row.id] += 1
            return ("timeout" if status == "timeout" else "killed"), row.id
    return "survived", ""


def _compiled(bench, place, row):
    """(hash of the object code or None, its path) of one mutant."""
    name, _, source, mutation = row
    code, made = _compile(bench, name, mutation.apply(source),
                          bench.scratch / f"generated{place}")
    return (hashlib.sha256(code).digest() if code else None), made


def _classify(found, codes, originals):
    """The results that are known without a run; None for the others.

    Of mutants with the same code the first one counts.
    """
    seen, made = set(), []
    for (name, *_), (code, _) in zip(found, codes):
        made.append("broken" if code is None else
                    "equivalent" if code == originals[name] else
                    "duplicate" if (name, code) in seen else None)
        seen.add((name, code))
    return made


def _try(bench, row, path, lately):
    name, exercise, _, mutation = row
    binary = _link(bench, name, path, path.parent)
    if binary is None:
        return Verdict(name, exercise, mutation, "broken")
    try:
        return Verdict(name, exercise, mutation,
                       *_notice(bench, exercise, binary, lately))
    finally:
        binary.unlink()


def baseline(bench):
    """What hinders a run: scenarios that the reference fails or is slow in."""
    made = bench.reference.argv[0]
    limit = benches.WALL_S / PART_OF_TIME
    problems = []
    for name, result in benches.outcomes(bench, made, limit).items():
        if result.status != "pass":
            problems.append(f"{name}: the reference: {result.status} "
                            f"{result.message}")
    return problems


def justified(bench):
    """The rows of the lab's survivors.toml."""
    path = bench.lab.folder / "survivors.toml"
    if not path.is_file():
        return []
    return tomllib.loads(path.read_text(encoding="utf-8")).get(
        "survivor", [])


def _is(row, verdict):
    """Whether a justification is meant for that mutant; it may name several
    changes of a line."""
    mutation, change = verdict.mutation, row["change"]
    changes = change if isinstance(change, list) else [change]
    return (row["file"], row["function"], row["line"]) == (
        verdict.name, mutation.function, mutation.shown) \
        and (mutation.change in changes or ANY in changes)


def explained(verdicts, rows):
    """The verdicts, with the reasons of those that survive.

    What is said of a mutant holds for those with the same code, too: which
    of them is the first one is the compiler's choice.
    """
    reasons = {}
    for verdict in verdicts:
        for row in rows:
            if _is(row, verdict):
                reasons.setdefault((verdict.name, verdict.code), row["why"])
    return [replace(row, why=reasons.get((row.name, row.code), ""))
            if row.result == "survived" else row for row in verdicts]


def stale(bench, verdicts):
    """Justifications of what no mutant is, or only one that was noticed.

    Some mutants are noticed by luck: a row says sometimes = true.
    """
    noticed = {(row.name, row.code) for row in verdicts
               if row.result in ("killed", "timeout")}
    quiet = [row for row in verdicts if row.result != "broken"
             and (row.name, row.code) not in noticed]
    lucky = [row for row in verdicts if row.result != "broken"]
    return [f"survivors.toml: {row['file']}: '{row['line']}' "
            f"{row['change']}: does not survive"
            for row in justified(bench)
            if not any(_is(row, verdict) for verdict in
                       (lucky if row.get("sometimes") else quiet))]


def run(bench, sample=0, seed=0, jobs=2):
    """The Verdicts on (a sample of) all mutations."""
    problems = baseline(bench)
    if problems:
        raise benches.SelfTestError("\n".join(problems))
    found = chosen(all_mutations(bench), sample, seed)
    codes = benches.parallel(
        lambda job: _compiled(bench, *job), list(enumerate(found)), jobs)
    known = _classify(found, codes, _originals(bench))
    lately = Counter()

    def verdict(job):
        row, (code, path), result = job
        if result:
            return Verdict(row[0], row[1], row[3], result, code=code)
        return replace(_try(bench, row, path, lately), code=code)
    verdicts = benches.parallel(verdict, list(zip(found, codes, known)), jobs)
    return explained(verdicts, justified(bench))


def _originals(bench):
    """base name -> hash of the reference's object code."""
    made = {}
    for name, _, path in files(bench):
        code, _ = _compile(bench, name, path.read_text(encoding="utf-8"),
                           bench.scratch / f"original-{name}")
        made[name] = hashlib.sha256(code).digest()
    return made


def rate(verdicts):
    """The share that was noticed, of those that count."""
    counts = Counter(row.result for row in verdicts)
    total = sum(counts[kind] for kind in COUNTED)
    return (total - counts["survived"]) / total if total else 1.0


def survivors(verdicts):
    """What survived, as the rows of survivors.toml."""
    return [{"file": row.name, "function": row.mutation.function,
             "line": row.mutation.shown, "change": row.mutation.change,
             "why": row.why} for row in verdicts if row.result == "survived"]


def survivor_rows(rows):
    """survivors.toml of these rows, to be filled in by hand."""
    return "\n".join("[[survivor]]\n" + "".join(
        f"{key} = {_toml(value)}\n" for key, value in row.items())
        for row in rows)


def _toml(value):
    """A string of TOML: literal where that is readable."""
    if "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
