"""selftest_attack_judge: is a record what the attack's author expects?

Nothing may be infra: an attack that breaks the grader would be worth more
than a wrong answer. Everything in the record has to be printable, and the
formats for pages and terminals must not pass anything on.
"""
import json
import re

import export_formats
import report_feedback

BOUND_S = 400
# Which of these ends a hostile program depends on the machine, too.
DEATHS = frozenset(("wrong", "crash", "timeout", "oom", "limit", "protocol"))
RECORD_MAX = 2 << 20
HOST_WORDS = ("root:x:0:0", "virtual = (retired << shift) + bias")
ACTIVE = re.compile(r"<script|<img src=x|<h1>Score|href=.javascript:", re.I)


def found(record, exercise):
    """Status of the attacked exercise, or of the whole."""
    return {row["id"]: row["status"] for row in record["exercises"]}.get(
        exercise, record["status"])


def _is_as_good(status, wanted):
    """Did it fail, if in another way than its author saw?"""
    return status in DEATHS and bool(DEATHS & set(wanted))


def _exercises(record, variant, exact):
    expect = variant.expect
    for row in (row for row in record["exercises"] if row["tests"]):
        wanted = expect.get(row["id"], expect.get("*", ("pass",)))
        if row["status"] not in wanted and \
                (exact or not _is_as_good(row["status"], wanted)):
            tests = [f"{test['id']} {test['status']} {test['message'][:200]}"
                     for test in row["tests"] if test["status"] != "pass"]
            yield (f"{row['id']} is {row['status']}, expected "
                   f"{' or '.join(wanted)}: {tests[:2]}")
        for test in row["tests"]:
            if test["status"] == "infra":
                yield f"{test['id']}: infra: {test['message'][:200]}"
            elif (test["score"] != 0) != (test["status"] == "pass"):
                yield f"{test['id']}: {test['status']} scores " \
                      f"{test['score']}"


def _lists(record, variant):
    lists = (("flags", record["flags"], variant.flags),
             ("refused files", record["submission"]["refused"],
              variant.refused))
    for what, rows, wanted in lists:
        for word in wanted:
            if not any(word in row for row in rows):
                yield f"no '{word}' in the {what}: {rows[:4]}"


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _text(record, variant, known):
    for text in _strings(record):
        for word in (*variant.forbidden, *known, *HOST_WORDS):
            if word in text:
                yield f"'{word[:40]}' stands in the record: " \
                      f"{text[max(0, text.index(word) - 80):][:200]!r}"
        odd = [char for char in text
               if not char.isprintable() and char not in "\n\t"]
        if odd:
            yield f"not printable: {odd[:4]} in {text[:60]!r}"
    if len(json.dumps(record)) > RECORD_MAX:
        yield "the record is too large"


def _rendered(record):
    """Words that would act, in formats that are read by more than eyes."""
    for name in export_formats.FORMATS:
        export = export_formats.convert(record, name)
        for path, text in export.files.items():
            if path.endswith((".html", ".xml")) and ACTIVE.search(text):
                yield f"{name}: {path} has active text"
            if "\x1b" in text:
                yield f"{name}: {path} has an escape"
    if "\x1b" in report_feedback.letter(record):
        yield "the letter has an escape"


def _official(record):
    if "LEAK" in report_feedback.letter(record):
        yield "the letter shows the output of an official scenario"
    for name in ("gradescope", "exercism", "junit", "tap"):
        export = export_formats.convert(record, name)
        if any("LEAK" in text for text in export.files.values()):
            yield f"{name} shows the output of an official scenario"


def problems(record, variant, known, exact=True):
    """What is wrong with @record; @known are words it may not hold.

    @exact: a failure must be one of those that the author listed.
    """
    if record["status"] not in variant.status:
        yield f"the record is {record['status']}, expected " \
              f"{' or '.join(variant.status)}: {record['message'][:200]}"
        return
    yield from _text(record, variant, known)
    if record["status"] != "graded":
        return
    yield from _exercises(record, variant, exact)
    yield from _lists(record, variant)
    if variant.render:
        yield from _rendered(record)
    if variant.official:
        yield from _official(record)
