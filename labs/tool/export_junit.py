"""export_junit: JUnit XML, as continuous integration shows it.

There is no standard; this is the subset that readers share. A suite is an
exercise, a case a test. `failure` is a wrong answer, `error` is everything
that kept the test from answering, a failure of the grader included (type
"infra"), which also has no `points` property.
"""

from xml.sax.saxutils import escape, quoteattr

import export_text as text
import export_view as view

NAME = "junit"
FILE = "junit.xml"


def _properties(case, exercise, record):
    rows = {"points": case.score, "max": case.points,
            "handout": exercise.get("handout"),
            "seed": record["grader"].get("seed")}
    made = [f"<property name={quoteattr(name)} "
            f"value={quoteattr(text.line(value))}/>"
            for name, value in rows.items() if value not in (None, "")]
    return "<properties>" + "".join(made) + "</properties>"


def _verdict(case):
    if case.passed:
        return []
    kind = "failure" if case.status == "wrong" else "error"
    message = view.WORDS.get(case.status, case.status)
    return [f"<{kind} message={quoteattr(message)} "
            f"type={quoteattr(case.status)}>"
            f"{escape(case.explanation)}</{kind}>"]


def _case(case, exercise, record):
    rows = [_properties(case, exercise, record), *_verdict(case)]
    if case.output:
        rows.append(f"<system-out>{escape(case.output)}</system-out>")
    head = (f"<testcase name={quoteattr(case.id)} "
            f"classname={quoteattr(case.exercise)} "
            f'time="{case.seconds:.3f}">')
    return [head, *rows, "</testcase>"]


def _counts(cases):
    failures = sum(case.status == "wrong" for case in cases)
    errors = sum(not case.passed for case in cases) - failures
    seconds = sum(case.seconds for case in cases)
    return (f'tests="{len(cases)}" failures="{failures}" '
            f'errors="{errors}" skipped="0" time="{seconds:.3f}"')


def _suite(exercise, record):
    cases = view.cases(exercise)
    name = f"{exercise['id']} {text.line(exercise['title'])}"
    rows = [f"<testsuite name={quoteattr(name)} {_counts(cases)}>"]
    for case in cases:
        rows += _case(case, exercise, record)
    return [*rows, "</testsuite>"]


def _whole(record):
    """What happened to the submission as a whole, as a case of its own."""
    if record["status"] == "graded":
        return []
    message = quoteattr(text.line(record["status"]))
    return ['<testsuite name="submission" tests="1" failures="0" '
            'errors="1" skipped="0" time="0.000">',
            '<testcase name="submission" classname="submission" '
            'time="0.000">',
            f"<error message={message} type={message}>"
            f"{escape(view.summary(record))}</error>",
            "</testcase>", "</testsuite>"]


def export(record, _context):
    rows = ['<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites name={quoteattr(text.line(record['lab']))}>",
            *_whole(record)]
    for exercise in view.exercises(record):
        rows += _suite(exercise, record)
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: "\n".join([*rows, "</testsuites>"]) + "\n"},
                       status, view.INFRA_TEXT if status else "")
