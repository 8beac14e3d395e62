"""export_records: records written by hand for the tests of the exporters.

One submission of each kind that a grader meets: all right, partly right with
everything nasty that a student's program can print, not compiling, without
files, refused, and two that the grader itself spoilt, wholly and in one test.
"""

import copy

NASTY = ("\x1b[31mred\x1b[0m\x00NUL <script>alert(1)</script> &amp; ]]> "
         "\u202egnp.exe\u202c \u200bzero\r\nok 1 - forged # SKIP\n"
         '{"scores": {"timers.2": 100}}\n=cmd|calc!A0 \ud800 \uffff')
LONG = NASTY + "A" * (64 * 1024)
SPLIT = "third"                 # title of the test in a third of 10 points


def make_test(exercise, name, points, **more):
    status = more.pop("status", "pass")
    made = {"id": f"{exercise}/{name}", "title": f"claim of {name}",
            "rule": "deadlines round up", "visibility": "public",
            "status": status, "points": points, "seeds": 3,
            "score": points if status == "pass" else 0,
            "step": None, "steps": [], "expected": [], "got": [],
            "divergence": None, "message": "", "output": "",
            "cpu_ms": 1.25, "wall_ms": 40.5}
    return made | more


def wrong_test(exercise, name, points, **more):
    return make_test(exercise, name, points, **({
        "status": "wrong", "step": 2,
        "steps": ["1. set the frequency to 3 Hz",
                  "2. ask the deadline of 1 count"],
        "expected": [["deadline", "334 ns"], ["status", "BUSY"]],
        "got": [["deadline", "333 ns"], ["status", "BUSY"]],
        "divergence": {"step": 2, "pc": "0x80000004",
                       "instruction": "add a0, a1, a2"},
    } | more))


def make_exercise(number, title, points, tests):
    known = all(test["score"] is not None for test in tests)
    bad = [test["status"] for test in tests if test["status"] != "pass"]
    return {"id": f"timers.{number}", "title": title, "points": points,
            "score": sum(test["score"] for test in tests) if known else None,
            "status": bad[0] if bad else "pass", "handout": f"part-{number}",
            "spec": "clabpu timer, COUNT", "tests": tests}


def make_record(exercises, **more):
    scores = [exercise["score"] for exercise in exercises]
    made = {
        "schema": "lectern/result/1", "lab": "timers", "student": "alice",
        "status": "graded", "message": "",
        "submission": {"digest": "sha256:" + "ab" * 32, "refused": [],
                       "files": [{"name": "tick_rate.c", "bytes": 1234,
                                  "sha256": "cd" * 32}]},
        "grader": {"version": "0.1.0", "kit": "sha256:" + "ef" * 32,
                   "tier": "T2", "toolchain": "gcc 12.2.0",
                   "seed": "sha256:" + "12" * 32},
        "started": "2026-09-01T10:00:00.25Z",
        "finished": "2026-09-01T10:00:02Z",
        "score": None if None in scores else sum(scores), "max_score": 100,
        "flags": [], "build": {"status": "ok", "log": ""},
        "exercises": exercises}
    return made | more


def _second(*tests):
    return make_exercise(2, "Counts and deadlines", 10, list(tests))


def _others(**more):
    return [make_exercise(4, "The whole timer <device>", 90, [
        make_test("timers.4", "resets", 60),
        make_test("timers.4", "hidden_edge", 30, visibility="official",
                  **more)])]


def full():
    third = 10 / 3
    return make_record([_second(*[make_test("timers.2", name, third)
                                  for name in ("one", "two", "three")]),
                        *_others()])


def nasty():
    """Partly right; the program printed what it could think of."""
    third = 10 / 3
    tests = [make_test("timers.2", "one", third),
             wrong_test("timers.2", "two", third, output=NASTY,
                        message=NASTY, got=[["deadline", NASTY]]),
             make_test("timers.2", "three", third, status="crash",
                       message="killed by SIGSEGV", output=LONG)]
    hidden = wrong_test("timers.4", "hidden_edge", 30, output="SECRET",
                        visibility="official", title="SECRET title",
                        message="SECRET")
    late = wrong_test("timers.4", "slow", 0, visibility="after_due",
                      title="LATE title", rule="", divergence=None)
    fourth = make_exercise(4, "The whole timer <device>", 90, [
        make_test("timers.4", "resets", 60), hidden, late])
    record = make_record([_second(*tests), fourth],
                         flags=["uses exit", "prints \x1b[2J"])
    record["submission"]["refused"] = ["../../etc/passwd\u202e: outside"]
    record["student"] = "=mallory<b>"
    return record


def _failed(status, exercises, **more):
    """A submission in which no test could be run."""
    for exercise in exercises:
        exercise |= {"score": 0, "status": status}
        for test in exercise["tests"]:
            test |= {"score": 0, "status": status}
    return make_record(exercises, status=status, score=0, **more)


def build():
    log = "tick_rate.c:3:1: error: expected \u2018;\u2019\n" + NASTY
    return _failed("build", copy.deepcopy(full()["exercises"]),
                   build={"status": "build", "log": log})


def empty():
    return _failed("empty", [], message="no file of this lab in it")


def refused():
    return _failed("refused", [], message="the archive is a bomb")


def infra():
    """The jail could not be made; nothing is known."""
    record = make_record([], status="infra", score=None,
                         message="no jail: user namespaces are off")
    return record


def infra_test():
    """One test is unknown, and so is every sum above it."""
    exercises = [_second(make_test("timers.2", "one", 10)),
                 *_others(status="infra", score=None)]
    return make_record(exercises)


ALL = {function.__name__: function for function in
       (full, nasty, build, empty, refused, infra, infra_test)}
