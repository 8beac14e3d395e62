"""selftest_attacks: every attack on every tier gets its verdict (I9)

    python3 labs/tool/selftest_attacks.py [-t TIER]... [-a NUMBER]... [-j N]
                                          [--build FOLDER] [--markdown FILE]

Each attack is a submission that goes the way of all submissions: unpacked,
built in one jail, run in others, recorded. Then the record has to say what
the attack's attack.toml expects, no secret may stand in it, nothing may have
been changed or left behind. Exit status: 0 when all is as expected, 1 when
not, 3 when it cannot be tried.
"""
import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import selftest_attack_files as files
import selftest_attack_judge as judge
import selftest_attack_traces as traces
from jail import JailError, best_tier, probe
from worker import Worker, WorkerFailed

TIERS = ("T3", "T2", "T1")
BUILD_CPU_S, BUILD_WALL_S = 10, 60
MARK_TEXT = "canary"
GUARDED = ("labs/tool/check.py", "labs/timers/scenarios.py",
           "timers/icount_clock.c")


@dataclass
class Verdict:
    """What became of one attack on one tier."""
    id: str
    title: str
    tier: str
    seconds: float
    found: str                  # status of the attacked exercise
    problems: list

    @property
    def ok(self):
        return not self.problems


class Stage:
    """One tier's graders, and a place that attacks may know."""

    def __init__(self, root, build, tier):
        # the grader is loaded here: the loader of attacks works without it
        import grade_setup
        self.root, self.tier = Path(root).resolve(), tier
        self.exact = True
        self.place = Path(tempfile.mkdtemp(prefix="selftest-attacks-"))
        self.place.chmod(0o755)
        self.canary = f"{MARK_TEXT}-{secrets.token_hex(8)}"
        os.environ["LECTERN_SECRET"] = self.canary
        self.listener = traces.Listener()
        self.setup = grade_setup.prepare(grade_setup.Options(
            self.root, Path(build).resolve(), "timers",
            secrets.token_hex(16).encode(), tier, 3))
        self.setup.build_jail = self.setup.build_jail.with_limits(
            cpu_s=BUILD_CPU_S, wall_s=BUILD_WALL_S)
        self.facts = self._facts()

    def _facts(self):
        hidden = self.place / "graders"
        hidden.mkdir(mode=0o700)
        (hidden / "secret.h").write_text(f"{self.canary}\n" * 3)
        open_to_all = self.place / "out"
        open_to_all.mkdir()
        open_to_all.chmod(0o777)
        results = self.place / "results"
        results.mkdir(mode=0o700)
        lab = self.setup.lab
        return files.Facts(
            root=self.root, kit=self.setup.kit.folder,
            secret=hidden / "secret.h", results=results,
            mark=open_to_all / "mark", port=self.listener.port,
            name=self.listener.name, scenarios=self.setup.scenarios,
            wrong=(self.root / "labs/attacks/wrong_solution.c").read_text(),
            solution={name: (self.root / path).read_text()
                      for name, path in lab.references.items()})

    def guarded(self):
        kit = self.setup.kit.folder
        return [*(self.root / path for path in GUARDED), kit / "kit.json",
                kit / "rest.o", kit / "ref/icount_clock.c.o",
                self.facts.secret]

    def chosen(self, variant):
        """A Setup with few scenarios and seeds."""
        kept, count = [], {}
        for row in self.setup.scenarios:
            attacked = row.exercise == files.VICTIM_EXERCISE
            if row.exercise not in files.JUDGED or not (
                    attacked or variant.others):
                continue
            most = variant.scenarios if attacked else 1
            count[row.exercise] = count.get(row.exercise, 0) + 1
            if most and count[row.exercise] > most:
                continue
            hide = variant.official and attacked
            kept.append(replace(row, visibility="official") if hide else row)
        return replace(self.setup, scenarios=kept,
                       seeds=self.setup.seeds[:variant.seeds])

    def close(self):
        self.listener.close()
        shutil.rmtree(self.place, ignore_errors=True)


def _grade(stage, variant):
    """The records of the variant's runs."""
    import grade_one
    setup, records = stage.chosen(variant), []
    for number in range(variant.runs):
        name = f"{variant.number:02}-{variant.name}-{number}"
        path = files.compose(variant, stage.place / name, stage.facts)
        records.append(grade_one.grade(setup, str(path),
                                       stage.facts.results / name, name))
        shutil.rmtree(stage.place / name)
    return records


def _operations(stage, variant):
    """Put odd operations to the reference's own worker."""
    problems = []
    with Worker(stage.setup.reference.argv) as worker:
        for line in variant.operations:
            try:
                worker.call(line)
            except WorkerFailed as failure:
                problems.append(f"{line[:40]}: {failure.status} {failure}")
                break
    return problems


def try_attack(stage, variant):
    """Returns: Verdict"""
    begin = time.monotonic()
    before, kept = traces.picture(), traces.digests(stage.guarded())
    found = "-"
    if variant.kind == "operations":
        problems = _operations(stage, variant)
    else:
        records = _grade(stage, variant)
        known = [stage.canary, stage.setup.seeds[0]]
        problems = [text for record in records
                    for text in judge.problems(record, variant, known,
                                               stage.exact)]
        found = judge.found(records[-1], files.VICTIM_EXERCISE)
    problems += [f"left behind: {text}" for text in traces.news(before)]
    problems += [f"{path} was changed" for path, value
                 in traces.digests(stage.guarded()).items()
                 if value != kept[path]]
    if stage.facts.mark.exists():
        problems.append("something wrote outside")
        stage.facts.mark.unlink()
    if stage.listener.was_called():
        problems.append("somebody called from a jail")
    seconds = time.monotonic() - begin
    if seconds > judge.BOUND_S:
        problems.append(f"it took {seconds:.0f} s")
    return Verdict(variant.id, variant.title, stage.tier, seconds, found,
                   problems)


def _try_some(stage, attacks):
    """The verdicts of @attacks as dictionaries; runs in a process."""
    return [vars(try_attack(stage, row)) for row in attacks]


def try_tier(stage, attacks, jobs, tell):
    """Try @attacks on one tier, in processes of a few at a time."""
    from grade_pool import run as in_processes
    verdicts = []
    for some, rows in in_processes(lambda some: _try_some(stage, some),
                                   [[row] for row in attacks], jobs):
        rows = rows or [vars(Verdict(row.id, row.title, stage.tier, 0.0, "-",
                                     ["the self test itself failed"]))
                        for row in some]
        for row in rows:
            verdicts.append(Verdict(**row))
            tell(line(verdicts[-1]))
    return sorted(verdicts, key=lambda row: row.id)


def run_tiers(root, build, tiers=TIERS, *, numbers=(), jobs=1, tell=print,
              exact=True):
    """Try attacks on the tiers that are there. Returns: [Verdict]"""
    attacks = [row for row in files.load_attacks(root)
               if not numbers or row.number in numbers]
    there = {report.tier: report for report in probe()}
    verdicts = []
    for tier in tiers:
        if not there[tier].ok:
            tell(f"{tier}: not here: {there[tier].why}")
            continue
        stage = Stage(root, build, tier)
        stage.exact = exact
        try:
            mine = [row for row in attacks if tier in row.tiers]
            verdicts += try_tier(stage, mine, jobs, tell)
        finally:
            stage.close()
    return verdicts


def run(request):
    """(words, problems) for lab-grade selftest.

    --full tries all tiers and wants the very status that is listed; else any
    way to fail is as good as another.
    """
    tiers = TIERS if request.full else (best_tier(),)
    verdicts = run_tiers(request.root, request.build, tiers,
                         jobs=request.jobs, tell=lambda text: None,
                         exact=request.full)
    bad = [f"{row.tier} {row.id}: {text}" for row in verdicts
           for text in row.problems]
    return "; ".join(summary(verdicts).splitlines()) or "no tier here", bad


def line(verdict):
    """One verdict for a terminal."""
    head = "ok  " if verdict.ok else "FAIL"
    rows = [f"{head} {verdict.tier} {verdict.id:<28} {verdict.found:<16}"
            f"{verdict.seconds:6.1f} s"]
    return "\n".join(rows + [f"     {text}" for text in verdict.problems])


def table(verdicts):
    """The attack table as Markdown: one row per attack."""
    tiers = sorted({row.tier for row in verdicts}, reverse=True)
    rows = ["| # | attack | variants | " + " | ".join(tiers) + " |",
            "|---|---|---|" + "---|" * len(tiers)]
    for number in sorted({int(row.id[:2]) for row in verdicts}):
        mine = [row for row in verdicts if int(row.id[:2]) == number]
        cells = []
        for tier in tiers:
            of_tier = [row for row in mine if row.tier == tier]
            good = all(row.ok for row in of_tier)
            words = sorted({row.found for row in of_tier})
            cells.append(("" if good else "**FAILED** ") + ", ".join(words)
                         if of_tier else "-")
        rows.append(f"| {number} | {mine[0].title} | "
                    f"{len({row.id for row in mine})} | "
                    + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def summary(verdicts):
    rows = []
    for tier in sorted({row.tier for row in verdicts}, reverse=True):
        mine = [row for row in verdicts if row.tier == tier]
        numbers = {row.id[:2] for row in mine}
        bad = {row.id[:2] for row in mine if not row.ok}
        rows.append(f"{tier}: {len(numbers) - len(bad)} of {len(numbers)} "
                    f"attacks ({len(mine)} variants) as expected")
    return "\n".join(rows)


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-t", "--tier", action="append", choices=TIERS)
    parser.add_argument("-a", "--attack", action="append", type=int)
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("--build", type=Path, default=root / "build")
    parser.add_argument("--markdown", type=Path)
    args = parser.parse_args()
    try:
        verdicts = run_tiers(
            root, args.build, args.tier or TIERS, numbers=args.attack or (),
            jobs=args.jobs, tell=lambda text: print(text, flush=True))
    except (files.AttackError, JailError) as error:
        sys.exit(f"selftest: {error}")
    if args.markdown:
        args.markdown.write_text(table(verdicts), encoding="utf-8")
    print(summary(verdicts) or "no tier to try")
    if not verdicts:
        sys.exit(3)
    sys.exit(0 if all(row.ok for row in verdicts) else 1)


if __name__ == "__main__":
    main()
