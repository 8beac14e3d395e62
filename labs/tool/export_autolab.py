"""export_autolab: standard output of an Autolab autograder.

Autolab believes the last line: JSON with a score for each problem, whose
names are the exercises' ids and must be those of the assessment. The line
before it is the formatted feedback, a stage per exercise.

A problem without a score is left out, which leaves the old one (or none) in
the gradebook; with nothing graded at all there is no such line, and Autolab
shows the text instead.
Format: Autolab docs, "Guide for lab authors" and "Formatted feedback".
"""

import json

import export_text as text
import export_view as view

NAME = "autolab"
FILE = "autolab.txt"


def _stage(exercise):
    made = {}
    for case in view.cases(exercise):
        made[f"{case.number} {case.title}"] = {"passed": case.passed} | (
            {} if case.passed else {"hint": case.explanation})
    return made


def _stage_name(exercise):
    return f"{exercise['id']} {text.line(exercise['title'])}"


def feedback(record):
    made = {"_presentation": "semantic",
            "stages": [_stage_name(e) for e in record["exercises"]]}
    return made | {_stage_name(e): _stage(e) for e in record["exercises"]}


def scores(record):
    return {exercise["id"]: text.rounded(exercise["score"])
            for exercise in record["exercises"]
            if exercise["score"] is not None}


def _harmless(line):
    """A line of text that nobody takes for the last one."""
    return "| " + line


def export(record, _context):
    rows = [_harmless(row) for row in view.summary(record).split("\n")]
    status = view.DONE if view.graded(record) else view.INFRA
    known = {} if record["status"] == "infra" else scores(record)
    if known:
        rows += [json.dumps(feedback(record)),
                 json.dumps({"scores": known})]
    return view.Export({FILE: "\n".join(rows) + "\n"}, status,
                       view.INFRA_TEXT if status else "")
