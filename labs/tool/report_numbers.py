"""report_numbers: what a class's results amount to.

Everything here is counted from records, nothing is drawn. A score that is
unknown (the grader failed) is counted apart and never as a zero.
"""

import os
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import export_text as text
import export_view as view

BINS = 10
NOT_RUN = ("not-implemented", "build", "skipped", "empty", "refused")
# statuses in the order in which a bar shows them
GROUPS = ("pass", "wrong", "crash", "time or memory", "not run", "infra")
_GROUP_OF = {"pass": "pass", "wrong": "wrong", "unstable": "wrong",
             "crash": "crash", "protocol": "crash",
             "timeout": "time or memory", "oom": "time or memory",
             "limit": "time or memory", "infra": "infra"}


@dataclass(frozen=True)
class Exercise:
    """One exercise over the class."""
    id: str
    title: str
    points: float
    bins: list                  # how many scored 0-10 %, ... 90-100 %
    full: int
    unknown: int
    mean: float


@dataclass(frozen=True)
class Test:
    id: str
    title: str
    rule: str
    counts: dict                # of GROUPS
    median_ms: float

    @property
    def rate(self):
        """The share of those that were judged and did not pass."""
        known = sum(self.counts.values()) - self.counts.get("infra", 0)
        return 1 - self.counts.get("pass", 0) / known if known else 0.0


@dataclass(frozen=True)
class Cluster:
    """Submissions that first went wrong at the same place."""
    test: str
    step: int
    field: str
    rule: str
    students: tuple
    sample: tuple               # expected, got: the most frequent answer


@dataclass(frozen=True)
class Class:
    """All results of one lab."""
    lab: str
    records: list
    exercises: list
    tests: list
    clusters: list
    problems: list = field(default_factory=list)


def group(status):
    return _GROUP_OF.get(status, "not run")


def load_folder(folder):
    """(records, problems): every result below @folder, by student."""
    records, problems = [], []
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(".json"):
                continue
            try:
                records.append(view.load(os.path.join(path, name)))
            except view.RecordError as problem:
                if name == "result.json":
                    problems.append(str(problem))
    return sorted(records, key=lambda r: (r["lab"], r["student"])), problems


def share_bin(score, points):
    """Which tenth; full marks are in the last one."""
    return min(int(BINS * score / points), BINS - 1) if points else BINS - 1


def _exercise(rows):
    """@rows: the same exercise of each submission."""
    known = [row for row in rows if row["score"] is not None]
    bins = [0] * BINS
    for row in known:
        bins[share_bin(row["score"], row["points"])] += 1
    first = rows[0]
    return Exercise(
        first["id"], first["title"], first["points"], bins,
        sum(row["score"] >= row["points"] - 1e-6 for row in known),
        len(rows) - len(known),
        statistics.fmean([row["score"] for row in known] or [0]))


def _test(rows):
    counts = Counter(group(row["status"]) for row in rows)
    times = [row.get("wall_ms") or 0 for row in rows
             if row["status"] not in NOT_RUN]
    return Test(rows[0]["id"], rows[0]["title"], rows[0].get("rule", ""),
                dict(counts), statistics.median(times or [0]))


def first_difference(test):
    """(field, expected, got) of the first field that differs."""
    got = dict(map(tuple, test.get("got") or []))
    for name, value in map(tuple, test.get("expected") or []):
        if got.get(name) != value:
            return name, value, got.get(name, "")
    found = test.get("divergence") or {}
    return str(found.get("pc") or found.get("field") or ""), "", ""


def _key(test):
    if test["status"] in ("wrong", "unstable"):
        return (test["id"], test.get("step"), first_difference(test)[0])
    return (test["id"], test.get("step"), test["status"])


def clusters(records, least=2):
    """Where submissions first went wrong together, the largest first.

    Only the first failing test of an exercise counts: the others are mostly
    its consequences.
    """
    found, rules = defaultdict(list), {}
    for record in records:
        for exercise in record["exercises"]:
            bad = [test for test in exercise["tests"]
                   if test["status"] not in ("pass", "infra", *NOT_RUN)]
            for test in bad[:1]:
                found[_key(test)].append((record["student"], test))
                rules[_key(test)] = test.get("rule", "")
    made = []
    for key, rows in found.items():
        answers = Counter(
            first_difference(test)[1:] if test["status"] != key[2]
            else ("", "") for _, test in rows)
        made.append(Cluster(*key, rules[key],
                            tuple(sorted(who for who, _ in rows)),
                            answers.most_common(1)[0][0]))
    made = [row for row in made if len(row.students) >= least]
    return sorted(made, key=lambda row: (-len(row.students), row.test))


def _by_id(records, rows_of):
    """id -> the same row of each record, in the order of first sight."""
    found = {}
    for record in records:
        for row in rows_of(record):
            found.setdefault(row["id"], []).append(row)
    return found


def _place(row):
    """Sorts by the exercise's number and keeps the order within one."""
    number = row.id.partition("/")[0].rpartition(".")[2]
    return int(number) if number.isdigit() else 0


def of_lab(lab, records, problems=()):
    exercises = _by_id(records, lambda record: record["exercises"])
    tests = _by_id(records, lambda record: [
        test for row in record["exercises"] for test in row["tests"]])
    return Class(lab, records,
                 sorted(map(_exercise, exercises.values()), key=_place),
                 sorted(map(_test, tests.values()), key=_place),
                 clusters(records), list(problems))


def classes(records, problems=()):
    """A Class for each lab that occurs."""
    labs = sorted({record["lab"] for record in records})
    return [of_lab(lab, [r for r in records if r["lab"] == lab], problems)
            for lab in labs]


def scores(found):
    """The known totals, as shares of the most that can be had."""
    return [record["score"] / record["max_score"]
            for record in found.records if view.graded(record)]


def seconds(record):
    """What grading a submission took, in seconds of its tests."""
    return sum(test.get("wall_ms") or 0 for exercise in record["exercises"]
               for test in exercise["tests"]) / 1000


def quartiles(values):
    """(first quarter, median, third quarter) of any number of values."""
    if len(values) < 2:
        return (values or [0.0]) * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def not_graded(records):
    """(student, why) of each submission that has no score."""
    for record in records:
        if view.graded(record):
            continue
        tests = [test["id"] for exercise in record["exercises"]
                 for test in exercise["tests"]
                 if test["status"] == "infra"]
        why = record.get("message") or "infra in " + ", ".join(tests)
        yield text.line(record["student"]), text.line(why)
