"""report_class: a made-up class of a given size, the same each time.

Students solve exercises with a skill of their own; some misconceptions are
shared, two submissions were copied, a few were spoilt by the grader.
"""

import json
import os
import random
import zipfile

import export_records as records

EXERCISES = ((1, "A clock that stops and resumes", 15),
             (2, "Counts and deadlines in integers", 10),
             (3, "Sorted timers, one pass", 25),
             (4, "The whole timer device", 30),
             (5, "mtime and mtimecmp", 20))
TESTS = ("boundary", "bad_input", "random_against_reference")
MISTAKES = (("334 ns", "333 ns", 7), ("0", "18446744073709551615", 3),
            ("pending", "clear", 12))
STUB = """int count(int deadline)
{
    (void)deadline;
    return 0;
}
"""


def _tests(rng, number, points, skill):
    made = []
    for index, name in enumerate(TESTS):
        share, exercise = points / len(TESTS), f"timers.{number}"
        if rng.random() < skill - 0.08 * number + 0.1 * (index == 0):
            made.append(records.make_test(exercise, name, share))
            continue
        status = rng.choice(["wrong"] * 6 + ["crash", "timeout",
                                             "not-implemented"])
        wanted, got, step = rng.choice(MISTAKES[:2] if number < 4
                                       else MISTAKES)
        more = {} if status != "wrong" else {
            "step": step, "expected": [["deadline", wanted]],
            "got": [["deadline", got]]}
        made.append(records.wrong_test(exercise, name, share, **({
            "status": status} | more)))
    for test in made:
        test["wall_ms"] = round(rng.uniform(20, 60), 1)
    return made


def _record(rng, who, skill):
    return records.make_record([
        records.make_exercise(number, title, points,
                              _tests(rng, number, points, skill))
        for number, title, points in EXERCISES], student=who)


def make(count=30, seed=1):
    """The records of @count students."""
    rng = random.Random(seed)
    made = [_record(rng, f"student{index:02d}", rng.uniform(0.4, 1.1))
            for index in range(count - 4)]
    made += [records.infra() | {"student": "unlucky"},
             records.build() | {"student": "no-compile"},
             records.empty() | {"student": "empty-handed"},
             records.nasty() | {"student": "<img src=x onerror=1>\u202e"}]
    return made


def regraded(found, test="timers.2/boundary"):
    """The same class after a fix of the grader made @test pass for all."""
    made = json.loads(json.dumps(found))
    for record in made:
        record["grader"]["kit"] = "sha256:new"
        for exercise in record["exercises"]:
            for row in exercise["tests"]:
                if row["id"] == test and row["status"] != "build":
                    row |= {"status": "pass", "score": row["points"]}
            known = [row["score"] for row in exercise["tests"]]
            exercise["score"] = None if None in known else sum(known)
        scores = [row["score"] for row in record["exercises"]]
        if record["status"] == "graded":
            record["score"] = None if None in scores else sum(scores)
    return made


def store(found, folder):
    for index, record in enumerate(found):
        path = os.path.join(folder, f"{index:03d}")
        os.makedirs(path)
        with open(os.path.join(path, "result.json"), "w",
                  encoding="utf-8") as file:
            json.dump(record, file)


def source(rng, name):
    """A submission's file: different code, the names of its own."""
    rows = [f"static int {name}_{index}(int a)\n{{\n"
            + "".join(f"    a {rng.choice('+-*^|&')}= "
                      f"{rng.choice(['a >> 3', '7', '(a << 2)', '~a'])};\n"
                      for _ in range(rng.randrange(4, 9)))
            + "    return a;\n}\n" for index in range(6)]
    return STUB + "\n".join(rows)


def submit(found, folder, seed=3):
    """A zip for each student of @found: the sources and the form."""
    rng = random.Random(seed)
    os.makedirs(folder)
    for record in found:
        who = record["student"]
        if not who.startswith("student"):
            continue
        form = {"schema": "lectern/form/1", "lab": record["lab"],
                "hours": round(rng.uniform(1, 9), 1), "unclear":
                "what <b>latching</b> means" if who == "student05" else "",
                "hints": {"timers.4": rng.randrange(4)}}
        with zipfile.ZipFile(os.path.join(folder, who + ".zip"), "w") as zip_:
            zip_.writestr("tick_rate.c", source(rng, "f" + who))
            zip_.writestr("form.json", json.dumps(form))
