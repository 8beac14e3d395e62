#!/usr/bin/env python3
"""test_attacks: the attacks are whole, their judge is awake, some are tried.

    test_attacks.py BUILD

All attacks on all tiers are labs/tool/selftest_attacks.py; here a few that
differ in kind are put to the strongest tier of this machine.
"""
import os
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = Path(HERE, "..", "..").resolve()
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "labs" / "tool")]
import grade_scan  # noqa: E402
import report_similar  # noqa: E402
import selftest_attack_files as files  # noqa: E402
import selftest_attack_judge as judge  # noqa: E402
import selftest_attacks as attacks  # noqa: E402
import tap  # noqa: E402
from course import load_course  # noqa: E402
from jail import JailError, best_tier  # noqa: E402
from scenario import load_scenarios  # noqa: E402
from tap import check, equal  # noqa: E402

TRIED = (1, 4, 8, 17, 19, 20, 26, 27, 30, 32, 40, 42)


def facts_of(folder):
    lab = load_course(ROOT).lab("timers")
    return files.Facts(
        root=ROOT, kit=folder, secret=folder / "secret.h", results=folder,
        mark=folder / "mark", port=1, name="name",
        wrong=(ROOT / "labs/attacks/wrong_solution.c").read_text(),
        solution={name: (ROOT / path).read_text()
                  for name, path in lab.references.items()},
        scenarios=load_scenarios(lab))


def test_every_number_has_an_attack():
    rows = files.load_attacks(ROOT)
    equal({row.number for row in rows}, set(range(1, files.COUNT + 1)))
    check(len(rows) > 80, f"{len(rows)} variants")
    for row in rows:
        check(row.must_not and row.title, row.id)


def test_every_attack_becomes_a_submission():
    for row in files.load_attacks(ROOT):
        if row.kind == "operations":
            check(row.operations, row.id)
            continue
        with tempfile.TemporaryDirectory() as place:
            facts = facts_of(Path(place))
            made = files.compose(row, Path(place, "new"), facts)
            check(os.path.lexists(made), row.id)
            text = Path(made, files.VICTIM)
            if row.kind == "file":
                check("@" not in text.read_text(), f"{row.id}: a word is "
                      "not replaced")


def test_text_that_is_never_closed_is_read_once():
    for piece in ('\\"', "/*", "\\'", "#/*", "'", "exit "):
        text = piece[-1] + piece * (400_000 // len(piece))
        grade_scan.scan_text("x.c", text.encode())
        report_similar.shingles(text)


def record_of(**changes):
    row = {"id": "timers.8/x", "title": "t", "rule": "r", "status": "wrong",
           "score": 0, "message": "", "output": "", **changes}
    return {"status": "graded", "message": "", "flags": [],
            "submission": {"refused": []},
            "exercises": [{"id": "timers.8", "status": row["status"],
                           "tests": [row]}]}


def variant_of(**changes):
    return files.Variant(number=1, name="x", title="t", must_not="m",
                         folder=Path("."), expect={"timers.8": ("wrong",)},
                         **changes)


def test_the_judge_accepts_what_is_expected():
    equal(list(judge.problems(record_of(), variant_of(), ["secret"])), [])


def spoilt(variant, **changes):
    found = list(judge.problems(record_of(**changes), variant, ["secret"]))
    check(found, f"nobody noticed {changes}")


def test_the_judge_notices_a_wrong_verdict():
    spoilt(variant_of(), status="pass", score=5)
    spoilt(variant_of(), status="crash")
    spoilt(variant_of(), status="infra", score=None)
    spoilt(variant_of(), score=5)


def test_the_judge_notices_leaks_and_escapes():
    spoilt(variant_of(), output="the secret is out")
    spoilt(variant_of(), message="\033[2J")
    spoilt(variant_of(), output="a\u202eb")
    spoilt(variant_of(forbidden=("FOUND",)), output="FOUND")
    spoilt(variant_of(flags=("exit",)))


def tried(stage, number):
    """The variants of one attack on @stage."""
    rows = [row for row in files.load_attacks(ROOT) if row.number == number
            and stage.tier in row.tiers]
    for row in rows:
        verdict = attacks.try_attack(stage, row)
        check(verdict.ok, attacks.line(verdict))


def main():
    cases = tap.tests_of(globals())
    try:
        stage = attacks.Stage(ROOT, sys.argv[1], best_tier())
    except JailError as error:
        def skip(why=str(error)):
            raise tap.Skip(why)
        tap.run({**cases, "attacks": skip})
    title = {row.number: row.folder.name for row in files.load_attacks(ROOT)}
    for number in TRIED:
        cases[f"{stage.tier}_{title[number]}"] = \
            lambda number=number: tried(stage, number)
    try:
        tap.run(cases)
    finally:
        stage.close()


if __name__ == "__main__":
    main()
