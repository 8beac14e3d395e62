"""report_changes: what a regrade changed, for whom and why.

Two folders of results are compared by student and lab. The reason is read
from the records: another submission, another kit (the tests or the rest of
the program), another grader, another seed; with all these equal a verdict may
not change, so that such a row is a finding about the grader.
"""

from dataclasses import dataclass

import export_view as view

# what may have changed, and where a record says so
REASONS = (("submission", ("submission", "digest")),
           ("kit", ("grader", "kit")), ("grader", ("grader", "version")),
           ("toolchain", ("grader", "toolchain")),
           ("seed", ("grader", "seed")), ("tier", ("grader", "tier")))
UNEXPLAINED = "nothing: the verdict is not stable"


@dataclass(frozen=True)
class Change:
    student: str
    lab: str
    before: float               # score, None: was not graded
    after: float
    max_score: float
    tests: tuple                # (test, status before, status after)
    why: str


def _value(record, path):
    for name in path:
        record = (record or {}).get(name)
    return record


def reason(before, after):
    found = [name for name, path in REASONS
             if _value(before, path) != _value(after, path)]
    return ", ".join(found) or UNEXPLAINED


def _statuses(record):
    return {test["id"]: test["status"] for exercise in record["exercises"]
            for test in exercise["tests"]}


def _score(record):
    return record["score"] if record and view.graded(record) else None


def _change(key, before, after):
    old = _statuses(before) if before else {}
    new = _statuses(after) if after else {}
    tests = tuple((name, old.get(name, "-"), new.get(name, "-"))
                  for name in {**old, **new}
                  if old.get(name) != new.get(name))
    why = reason(before, after) if before and after else (
        "new" if after else "gone")
    most = (after or before)["max_score"]
    return Change(key[1], key[0], _score(before), _score(after), most,
                  tests, why)


def compare(before, after):
    """A Change for each student of either list, changed or not."""
    old = {(record["lab"], record["student"]): record for record in before}
    new = {(record["lab"], record["student"]): record for record in after}
    return [_change(key, old.get(key), new.get(key))
            for key in sorted({*old, *new})]


def changed(rows):
    """Those whose score or any verdict differs."""
    return [row for row in rows if row.tests or row.before != row.after]


def shares(rows):
    """(before, after, student) of those with a score in both."""
    return [(row.before / row.max_score, row.after / row.max_score,
             row.student) for row in rows
            if None not in (row.before, row.after) and row.max_score]
