#!/usr/bin/env python3
"""test_grade: one submission: what is decided, and what is nobody's zero

    test_grade.py BUILD

With real jails and the lab timers; faults of ours are made by putting
something broken in the place of a jail, a reference or a disk.
"""
import contextlib
import dataclasses
import errno
import json
import os
import shutil
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [HERE, os.path.join(ROOT, "labs", "tool"),
                os.path.join(ROOT, "tests", "support")]
import grade_class  # noqa: E402
import grade_one  # noqa: E402
import grade_scan  # noqa: E402
import grade_setup  # noqa: E402
import jail  # noqa: E402
import record as records  # noqa: E402
import tap  # noqa: E402
from check import Outcome  # noqa: E402
from worker import WorkerFailed  # noqa: E402

BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
SETUPS = []


def setup_of():
    """The Setup of this test, made once."""
    if not SETUPS:
        try:
            SETUPS.append(grade_setup.prepare(grade_setup.Options(
                Path(ROOT).resolve(), BUILD, "timers", b"secret of a test")))
        except jail.JailError as error:
            raise tap.Skip(str(error)) from None
    return SETUPS[0]


@contextlib.contextmanager
def changed(thing, name, value):
    """@thing.name is @value for a while."""
    before = getattr(thing, name)
    setattr(thing, name, value)
    try:
        yield
    finally:
        setattr(thing, name, before)


@contextlib.contextmanager
def only(setup, *exercises):
    """Only the scenarios of some exercises: quick."""
    rows = [row for row in setup.scenarios if row.exercise in exercises]
    with changed(setup, "scenarios", rows):
        yield


def grade_files(files, setup=None, folder=None):
    """The record of a folder of @files."""
    setup = setup or setup_of()
    with tempfile.TemporaryDirectory() as place:
        grade_class.make_folder(Path(place, "ada"), files)
        return grade_one.grade(setup, os.path.join(place, "ada"),
                               folder or os.path.join(place, "out"))


def statuses(record):
    return {entry["id"]: entry["status"] for entry in record["exercises"]}


# ------------------------------------------------------------ what is told
def test_wrong_answer_is_explained():
    """a wrong test has steps, the step, expected and got, with units"""
    setup = setup_of()
    with only(setup, "timers.2"):
        record = grade_files(grade_class.mutant("deadline-rounds-down"))
    wrong = [row for entry in record["exercises"] for row in entry["tests"]
             if row["status"] == "wrong"][0]
    tap.check(wrong["steps"][-1].startswith(f"{wrong['step']}. "),
              wrong["steps"])
    tap.equal([name for name, _ in wrong["expected"]],
              [name for name, _ in wrong["got"]], "fields")
    tap.check(wrong["expected"] != wrong["got"], "no difference shown")
    tap.check(all(value.endswith(" ns") for name, value
                  in wrong["expected"] if name == "deadline"),
              wrong["expected"])


def test_result_is_the_record_and_no_journal_stays():
    """result.json is what grade() returned"""
    setup = setup_of()
    with tempfile.TemporaryDirectory() as out, only(setup, "timers.2"):
        record = grade_files(grade_class.reference(2), setup, out)
        tap.equal(records.read_result(Path(out, "result.json")), record)
        tap.equal(os.listdir(out), ["result.json"])


def test_same_seed_same_verdict():
    """grading again finds the same, tests and scores"""
    setup = setup_of()
    with only(setup, "timers.2"):
        one = grade_files(grade_class.mutant("deadline-rounds-down"))
        two = grade_files(grade_class.mutant("deadline-rounds-down"))
    tap.equal(grade_class.verdict(one), grade_class.verdict(two))


SPENT = 99.0            # seconds, more than any limit here
REPEATED = [
    ("changes_its_mind", [("wrong", 0), ("pass", 0)], "unstable", 2),
    ("stays_wrong", [("wrong", 0), ("crash", 0)], "crash", 2),
    ("waited_too_long_once", [("timeout", 0), ("pass", 0)] +
     [("pass", 0)] * (grade_setup.SEEDS - 1), "pass",
     grade_setup.SEEDS + 1),
    ("waits_always", [("timeout", 0)] * 2, "timeout", 2),
    ("used_up_its_time", [("timeout", SPENT)], "timeout", 1),
    ("not_written", [("not-implemented", 0)], "not-implemented", 1),
    ("ours", [("infra", 0)], "infra", 1),
    ("last_seed", [("pass", 0)] * (grade_setup.SEEDS - 1)
     + [("wrong", 0)] * 2, "wrong", grade_setup.SEEDS + 1),
]


def repeated_row(answers, wanted, runs):
    """Which outcome counts, and how often was asked?"""
    setup = setup_of()
    scenario = setup.scenarios[0]
    outcomes = [Outcome(scenario.id, status, cpu_s=cpu_s)
                for status, cpu_s in answers]
    asked = []

    def once(_setup, _scenario, seed, *_):
        asked.append(seed)
        return outcomes[len(asked) - 1]
    with changed(grade_one, "_once", once):
        tried = grade_one.run_test(setup, scenario, "worker")
    tap.equal(tried.outcome.status, wanted)
    tap.equal(len(asked), runs, "runs")


def test_stubs_compile_and_are_not_implemented():
    """a file that is the stub is known, and is no failure to build"""
    setup = setup_of()
    with only(setup, "timers.2"):
        record = grade_files(grade_class.stubs())
    tap.equal(record["build"]["status"], "ok")
    tap.equal(statuses(record)["timers.2"], "not-implemented")
    tap.equal(record["score"], 0)


def test_changed_scenarios_are_another_grader():
    """verdicts of other scenarios, points or modules are not taken over"""
    lab = setup_of().lab
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        shutil.copytree(os.path.join(ROOT, "labs", "tool"),
                        root / "labs/tool")
        folder = root / "labs/timers"
        shutil.copytree(lab.folder, folder)
        lab = dataclasses.replace(lab, folder=folder)
        before = grade_setup.version_of(root, lab)
        tap.equal(before, grade_setup.version_of(root, lab))
        for name in ("labs/timers/scenarios.py", "labs/timers/lab.toml",
                     "labs/tool/check.py", "labs/tool/jail_seccomp.py"):
            with open(root / name, "a", encoding="utf-8") as file:
                file.write("# changed\n")
            after = grade_setup.version_of(root, lab)
            tap.check(after != before, f"{name} does not count")
            before = after


def test_missing_function_costs_its_exercise():
    """a file without one of its functions does not take others with it"""
    text = grade_class.reference(2)["tick_rate.c"].replace(
        b"tick_rate_remaining(", b"tick_rate_remainder(")
    setup = setup_of()
    with only(setup, "timers.1", "timers.2"):
        record = grade_files(grade_class.reference(1)
                             | {"tick_rate.c": text})
    tap.equal([statuses(record)[f"timers.{n}"] for n in (1, 2)],
              ["pass", "build"])
    tap.equal(record["build"]["status"], "partial")


SECRETS = [
    ("incbin", 'asm(".incbin \\"PATH\\"");\n'),
    ("include", '#include "PATH"\n'),
]


def secret_row(source):
    """The reference, scenarios and secrets are not there to be compiled in"""
    path = (BUILD / "labs/kit/timers/ref/tick_rate.c.o") \
        if "incbin" in source else Path(ROOT).resolve() / "timers/tick_rate.c"
    setup = setup_of()
    with only(setup, "timers.2"):
        tap.check(path.is_file(), f"{path} is not there to be stolen")
        record = grade_files({"tick_rate.c": source.replace(
            "PATH", str(path)).encode()
            + grade_class.stubs()["tick_rate.c"]})
    tap.equal(statuses(record)["timers.2"], "build")
    tap.check("No such file" in record["build"]["log"]
              or "file not found" in record["build"]["log"],
              record["build"]["log"])


# ------------------------------------------------------------ our own faults
class BrokenJail:
    """A jail that cannot be made, the first @times."""

    def __init__(self, real, times=10 ** 6):
        self.real, self.left = real, times

    def with_limits(self, **changes):
        return self

    def popen(self, *args, **more):
        self.left -= 1
        if self.left >= 0:
            raise jail.JailError("no namespaces left")
        return self.real.popen(*args, **more)


def expect_undecided(record, words):
    tap.equal(record["score"], None, "score")
    texts = [record["message"]] + [
        row["message"] for entry in record["exercises"]
        for row in entry["tests"]]
    tap.check(any(words in text for text in texts), texts)
    tap.check(not grade_one.is_final(record), "a fault of ours is final")


def test_build_jail_fails():
    """no jail to build in: infra, no score, one message"""
    setup = setup_of()
    with changed(setup, "build_jail", BrokenJail(setup.build_jail)), \
            changed(grade_one, "PAUSE_S", 0):
        record = grade_files(grade_class.reference(2))
    tap.equal(record["status"], "infra")
    expect_undecided(record, "no namespaces left")


def test_run_jail_fails():
    """no jail to run in: tests are infra, every sum above them unknown"""
    setup = setup_of()
    with changed(setup, "run_jail", BrokenJail(setup.run_jail)), \
            changed(grade_one, "PAUSE_S", 0):
        record = grade_files(grade_class.reference(2))
    expect_undecided(record, "the jail failed: no namespaces left")
    tap.check(all(entry["score"] is None for entry in record["exercises"]),
              "an exercise has a score")


def test_jail_that_fails_once_is_tried_again():
    """a jail that works at the second try costs nothing"""
    setup = setup_of()
    with only(setup, "timers.2"), \
            changed(setup, "run_jail", BrokenJail(setup.run_jail, 2)), \
            changed(setup, "build_jail", BrokenJail(setup.build_jail, 1)), \
            changed(grade_one, "PAUSE_S", 0):
        record = grade_files(grade_class.reference(2))
    tap.equal(statuses(record)["timers.2"], "pass")


def test_reference_fails():
    """a reference that crashes is our fault, not a wrong answer"""
    class Broken:
        cost = {}

        def describe(self):
            return {}, {}

        def replies(self, *_):
            raise WorkerFailed("crash", "it died of SIGSEGV")
    setup = setup_of()
    with changed(setup, "reference", Broken()), \
            changed(grade_one, "PAUSE_S", 0):
        record = grade_files(grade_class.reference(2))
    expect_undecided(record, "the reference failed: it died")


def test_full_disk():
    """a record that cannot be written is a DiskError that says where"""
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")
    setup = setup_of()
    with only(setup, "timers.2"), tempfile.TemporaryDirectory() as out, \
            changed(records, "write_json", full):
        try:
            grade_files(grade_class.reference(2), setup, out)
        except grade_one.DiskError as error:
            tap.check(out in str(error) and "free" in str(error), str(error))
        else:
            raise tap.Failed("no error")
        tap.check(not Path(out, "result.json").exists(), "half a result")


# ------------------------------------------------------------ going on
def row_named(name, status="pass"):
    return {"id": name, "status": status}


def test_journal_takes_over_whole_lines_of_the_same_key():
    """after a kill, rows are taken over; a cut line and other keys are not"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tests.jsonl")
        journal = records.Journal(path, "key")
        journal.add(row_named("a"))
        journal.add(row_named("b"))
        journal.close()
        with open(path, "a", encoding="utf-8") as file:
            file.write('{"id": "c", "sta')
        again = records.Journal(path, "key")
        tap.equal(sorted(again.rows), ["a", "b"])
        again.add(row_named("c"))
        again.close()
        tap.equal(sorted(records.Journal(path, "key").rows), ["a", "b", "c"])
        tap.equal(records.Journal(path, "another").rows, {})


def test_graded_tests_are_not_run_again():
    """half a submission goes on after its last test"""
    setup = setup_of()
    with only(setup, "timers.2"), tempfile.TemporaryDirectory() as out:
        first = setup.scenarios[0]
        total = len(setup.scenarios)
        ran = []

        def stop_at_second(setup, scenario, binary):
            ran.append(scenario.id)
            if len(ran) == 2:
                raise KeyboardInterrupt
            return real(setup, scenario, binary)
        real = grade_one.run_test
        with changed(grade_one, "run_test", stop_at_second):
            try:
                grade_files(grade_class.reference(2), setup, out)
            except KeyboardInterrupt:
                pass
        tap.equal(os.listdir(out), ["tests.jsonl"], "after the kill")
        ran.clear()
        with changed(grade_one, "run_test", lambda *args:
                     ran.append(args[1].id) or real(*args)):
            record = grade_files(grade_class.reference(2), setup, out)
    tap.equal(statuses(record)["timers.2"], "pass")
    tap.check(first.id not in ran and len(ran) == total - 1, ran)


# ------------------------------------------------------------ sums
def test_points_of_thirds_are_whole_again():
    """an exercise of three equal tests gives exactly its points"""
    lab = grade_class.LAB
    rows = [{"id": f"timers.1/{name}", "status": "pass",
             "points": float(Fraction(10, 3)),
             "score": float(Fraction(10, 3))} for name in "abc"]
    record = {"exercises": []}
    records.add_exercises(record, lab, rows)
    tap.equal(record["exercises"][0]["score"], 10)
    tap.equal(record["exercises"][0]["tests"][0]["score"], 3.33)
    tap.equal(record["score"], 10)


def test_unknown_test_makes_unknown_sums():
    """a test without a score leaves exercise and total without one"""
    rows = [{"id": "timers.1/a", "status": "pass", "points": 5, "score": 5},
            {"id": "timers.1/b", "status": "infra", "points": 5,
             "score": None}]
    record = {"exercises": []}
    records.add_exercises(record, grade_class.LAB, rows)
    tap.equal(record["exercises"][0]["score"], None)
    tap.equal(record["exercises"][1]["score"], 0)
    tap.equal(record["score"], None)


def test_record_is_plain_json():
    """whatever a program prints, the record can be written and read"""
    class Row:
        id, title, rule, visibility = "timers.1/x", "t", "r", "public"
    outcome = Outcome("timers.1/x", "wrong", step=0, steps=["\x1b[31m"],
                      expected=[("f", "\ud800")], got=[("f", "\0")],
                      output="\u202e" * 9000)
    row = records.test_row(Row, 1, records.Tried(outcome, 1))
    tap.check(len(row["output"]) <= records.OUTPUT_SHOWN, "output length")
    tap.equal(json.loads(json.dumps(row)), row)


# ------------------------------------------------------------ flags
FLAGS = [
    ("exit", "void f(void) { exit (0); }", "uses exit (x.c)"),
    ("exit_in_a_comment", "/* exit(0) */ // exit(0)\n", None),
    ("name_that_ends_in_exit", "void f(void) { my_exit(0); }", None),
    ("assembly", 'void f(void) { __asm__("nop"); }', "uses assembly (x.c)"),
    ("constructor", "__attribute__((constructor)) static void f(void) { }",
     "uses a constructor or destructor (x.c)"),
    ("incbin", 'char *s = ".incbin";', "uses .incbin (x.c)"),
    ("absolute_include", '#include "/etc/passwd"',
     "uses an include outside of the tree (x.c)"),
    ("path", 'char *s = "/proc/self/mem";',
     "uses a path of the system (x.c)"),
]


def flag_row(source, wanted):
    found = grade_scan.scan_text("x.c", source.encode())
    if wanted is None:
        tap.equal(found, [])
    else:
        tap.check(wanted in found, found)


def test_symbols():
    """what an object needs and defines, from nm's listing"""
    listing = ("/in/a.c.o: waitpid U  \n/in/a.c.o: memcmp T 0 10\n"
               "/in/a.c.o: _exit U  \n/in/a.c.o: tick_rate_x T 0 1\n")
    tap.equal(grade_scan.scan_symbols(listing),
              ["defines memcmp (a.c)", "uses _exit (a.c)"])


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()) | tap.table("secret", SECRETS, secret_row)
            | tap.table("repeated", REPEATED, repeated_row)
            | tap.table("flag", FLAGS, flag_row))
