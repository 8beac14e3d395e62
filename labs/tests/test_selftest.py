#!/usr/bin/env python3
"""The self-test of the grader notices what it is there to notice.

Run with a build folder of this tree. Only one small exercise's scenarios are
tried; each case spoils one thing and asks whether it is told.
"""

import atexit
import dataclasses
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = Path(HERE, "..", "..").resolve()
sys.path[:0] = [HERE, str(ROOT / "tests" / "support"),
                str(ROOT / "labs" / "tool")]
import build as builder  # noqa: E402
import mutate  # noqa: E402
import selftest  # noqa: E402
import selftest_bench as benches  # noqa: E402
import selftest_generated as generated  # noqa: E402
import selftest_invariants as invariants  # noqa: E402
import selftest_mutants as mutants  # noqa: E402
import selftest_others  # noqa: E402
import tap  # noqa: E402

# every folder that a case makes lies in one that goes with the process
tempfile.tempdir = tempfile.mkdtemp(prefix="lab-test-")
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)

LAB, EXERCISE, FILE = "timers", "timers.8", "icount_clock.c"
NO_CHANGE = """[[mutant]]
name = "same"
exercise = 8
file = "timers/icount_clock.c"
what = "nothing"
find = "return 0;"
replace = "return 0 ;"
"""


def small(bench, folder=None):
    """The bench with the scenarios and files of one exercise only."""
    exercise = next(row for row in bench.lab.exercises
                    if row.id == EXERCISE)
    lab = dataclasses.replace(bench.lab, exercises=(exercise,),
                              folder=folder or bench.lab.folder)
    return dataclasses.replace(bench, lab=lab,
                               scenarios=bench.of_exercise(EXERCISE))


def lab_folder(**files):
    folder = Path(tempfile.mkdtemp(prefix="lab-"))
    for name, content in files.items():
        (folder / name.replace("_toml", ".toml")).write_text(content)
    return folder


def cases(bench):
    """The cases share one bench, which takes a second to make."""
    own = small(bench)
    stub = bench.lab.folder / FILE
    reference = bench.root / "timers" / FILE

    def a_sound_exercise_has_no_problem():
        tap.equal(list(invariants.minus_one(own, own.lab.exercises[0],
                                            bench.seeds)), [])
        tap.equal(list(invariants.all_stubs(own, bench.seeds)), [])

    def a_solution_as_stub_is_told():
        spoilt = small(bench, lab_folder())
        (spoilt.lab.folder / FILE).write_text(reference.read_text())
        found = [*invariants.all_stubs(spoilt, bench.seeds),
                 *invariants.minus_one(spoilt, spoilt.lab.exercises[0],
                                       bench.seeds)]
        tap.check(any("I1" in row and "pass" in row for row in found), found)
        tap.check(any("still 5" in row for row in found), found)

    def a_stub_with_a_warning_is_told():
        spoilt = small(bench, lab_folder())
        (spoilt.lab.folder / FILE).write_text(
            stub.read_text() + "\nstatic int unused;\n")
        found = [row for row in invariants.stub_warnings(spoilt)
                 if FILE in row]
        tap.equal(len(found), 1, found)

    def a_scenario_that_asks_another_exercise_is_told():
        """It fails when the other one is missing: I3 for that one."""
        clock = next(row for row in bench.lab.exercises if row.number == 1)
        row = bench.of_exercise("timers.1")[0]
        moved = dataclasses.replace(row, exercise=EXERCISE, needs=())
        both = dataclasses.replace(
            small(bench), scenarios=[moved, *own.scenarios])
        both = dataclasses.replace(both, lab=dataclasses.replace(
            both.lab, exercises=(clock, *own.lab.exercises)))
        found = list(invariants.minus_one(
            dataclasses.replace(both, scenarios=[
                *both.scenarios, *bench.of_exercise("timers.1")]),
            clock, bench.seeds))
        tap.check(any("without timers.1: timers.8 has" in row
                      for row in found), found)

    def a_mutant_that_nobody_notices_is_told():
        spoilt = small(bench, lab_folder(mutants_toml=NO_CHANGE))
        found, problems = mutants.run(spoilt, 1)
        tap.equal([row.noticed for row in found], [False])
        tap.check(any("1 mutants, not 8" in row for row in problems),
                  problems)

    def what_ends_or_never_ends_is_told_as_such():
        """In processes that a waiting program makes for us, too."""
        for body, status in (("for (;;) { }", "timeout"), (";", "pass"),
                             ("__builtin_trap();", "crash")):
            path = bench.scratch / FILE
            path.write_text(re.sub(r"^\{$", "{\n    " + body,
                                   reference.read_text(), flags=re.M))
            made = benches.worker(bench, builder.references(
                bench.kit, {FILE: path}), "ends")
            tap.check(made.ok, made.log)
            found = benches.outcome(own, own.scenarios[0], made.binary)
            tap.equal(found.status, status, found.message)

    def a_mutant_that_does_not_apply_is_told():
        wrong = NO_CHANGE.replace('"return 0;"', '"return"')
        spoilt = small(bench, lab_folder(mutants_toml=wrong))
        found, _ = mutants.run(spoilt, 1)
        tap.check("times" in found[0].problem, found[0])

    def an_alternative_that_is_wrong_is_told():
        folder = lab_folder()
        (folder / "alternatives" / "off").mkdir(parents=True)
        (folder / "alternatives" / "off" / FILE).write_text(
            reference.read_text().replace("return 0;", "return 1;"))
        made, problems = mutants.run_alternatives(small(bench, folder), 1)
        tap.check(made["off"], "it scored everything")
        tap.check(problems, "one alternative is not enough")

    def a_baseline_that_fails_stops_everything():
        broken = dataclasses.replace(own, reference=dataclasses.replace(
            _Argv(bench.reference), argv=["/bin/false"]))
        tap.equal(len(generated.baseline(broken)), len(own.scenarios))

    def generated_mutants_are_sorted_out():
        found = generated.run(own, 0, 0, 2)
        results = {row.result for row in found}
        tap.check({"killed", "equivalent", "duplicate"} <= results, results)
        alive = [row for row in found if row.result == "survived"]
        tap.equal([row for row in alive if not row.why], [])
        tap.check(generated.rate(found) >= selftest.RATE,
                  generated.rate(found))

    def a_survivor_is_told_without_its_reason():
        spoilt = small(bench, lab_folder())
        found = generated.run(spoilt, 0, 0, 2)
        alive = [row for row in found if row.result == "survived"]
        tap.check(alive and not any(row.why for row in alive), alive)
        text = generated.survivor_rows(generated.survivors(found))
        (spoilt.lab.folder / "survivors.toml").write_text(text)
        tap.equal(generated.stale(spoilt, found), [])
        (spoilt.lab.folder / "survivors.toml").write_text(
            text.replace(alive[0].mutation.shown, "no such line"))
        tap.check(generated.stale(spoilt, found), "nothing is stale")

    def what_is_noticed_by_luck_is_not_stale():
        one = generated.all_mutations(own)[0]
        verdicts = [generated.Verdict(FILE, EXERCISE, one[3], "killed")]
        row = {"file": FILE, "function": one[3].function,
               "line": one[3].shown, "change": one[3].change, "why": "luck"}
        for sometimes, told in ((False, 1), (True, 0)):
            folder = lab_folder(survivors_toml="[[survivor]]\n" + "".join(
                f"{key} = {generated._toml(value)}\n"
                for key, value in row.items())
                + f"sometimes = {str(sometimes).lower()}\n")
            tap.equal(len(generated.stale(small(bench, folder), verdicts)),
                      told)

    def mutants_with_the_same_code_share_a_reason():
        one, other = generated.all_mutations(own)[:2]
        verdicts = [generated.Verdict(FILE, EXERCISE, one[3], "survived",
                                      code=b"same"),
                    generated.Verdict(FILE, EXERCISE, other[3], "duplicate",
                                      code=b"same")]
        rows = [{"file": FILE, "function": other[3].function,
                 "line": other[3].shown, "why": "a reason",
                 "change": ["no such", other[3].change]}]
        found = generated.explained(verdicts, rows)
        tap.equal([row.why for row in found], ["a reason", ""])
        found = generated.explained(
            [dataclasses.replace(verdicts[0], code=b"else"), verdicts[1]],
            rows)
        tap.equal([row.why for row in found], ["", ""])

    def the_sample_is_the_same_for_a_seed():
        rows = list(range(100))
        one = generated.chosen(rows, 10, 7)
        tap.equal(one, generated.chosen(rows, 10, 7))
        tap.check(one != generated.chosen(rows, 10, 8), "the seed is unused")
        tap.equal(generated.chosen(rows, 0, 7), rows)

    return {name: value for name, value in locals().items()
            if callable(value)}


@dataclasses.dataclass
class _Argv:
    """A reference whose replies are known, with another program."""
    reference: object
    argv: list = None

    def describe(self):
        return self.reference.describe()

    def replies(self, *key):
        return self.reference.replies(*key)


def test_unknown_rows_are_refused():
    try:
        selftest.main(["everything"])
    except SystemExit as end:
        tap.equal(end.code, 2)


def test_what_is_not_here_is_not_tried():
    tap.equal(selftest_others._module("no_such_module"), None)


def test_a_toml_string_reads_back():
    import tomllib
    for text in ("a < b", "c == '\\0'", 'say "no"', "it's \"both\" \\n"):
        made = tomllib.loads(f"x = {generated._toml(text)}")
        tap.equal(made["x"], text)


def test_each_mutation_has_a_place():
    source = (ROOT / "timers" / FILE).read_text()
    for row in mutate.mutations(source):
        tap.equal(source[row.start:row.end], row.old)


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build"
    bench = benches.prepare(ROOT, build, LAB, benches.SEEDS[:1])
    try:
        tap.run({**tap.tests_of(globals()), **cases(bench)})
    finally:
        benches.close(bench)


if __name__ == "__main__":
    main()
