"""export_gradescope: results.json of a Gradescope autograder.

Tests carry the points and always a status of their own, so that 3 of 5 is
not drawn as a plain failure. Student text is shown as "text", the one format
that interprets nothing. A test that is not public becomes visible with the
grades or after the due date; `hidden` is kept for lines without points that
only staff should read, because hidden points would falsify the total.

Without a score there is no "score" anywhere in the file, a message says why,
and run_autograder ends with a status that is not 0: Gradescope then shows
the autograder as failed instead of a zero.
Format: gradescope-autograders.readthedocs.io, "Autograder specifications".
"""

import hashlib
import json

import export_text as text
import export_view as view

NAME = "gradescope"
FILE = "results.json"
VISIBILITY = {"public": "visible", "official": "after_published",
              "after_due": "after_due_date"}


def _output(case):
    rows = [case.explanation] if case.explanation else []
    if case.output:
        rows += ["--- what the program printed ---", case.output]
    return "\n".join(rows)


def _test(case, scored):
    made = {
        "name": f"{case.exercise} {case.title}", "name_format": "text",
        "number": case.number,
        "status": "passed" if case.passed else "failed",
        "output": _output(case), "output_format": "text",
        "tags": [case.exercise],
        "visibility": VISIBILITY[case.visibility],
    }
    if scored:
        made |= {"score": case.score, "max_score": case.points}
    return made


def _flags(record):
    """What only staff should read; it carries no points."""
    flags = record.get("flags") or []
    if not flags:
        return []
    return [{"name": "for the staff", "name_format": "text",
             "number": "99", "status": "passed",
             "output": "\n".join(map(text.line, flags)),
             "output_format": "text", "visibility": "hidden"}]


def digest(record):
    """Names a record in what is stored elsewhere."""
    data = json.dumps(record, sort_keys=True).encode()
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _extra(record):
    grader = record["grader"]
    return {"record": digest(record), "status": record["status"],
            "tier": grader.get("tier"), "seed": grader.get("seed"),
            "version": grader.get("version"), "kit": grader.get("kit")}


def results(record):
    """The object that Gradescope reads."""
    scored = view.graded(record)
    made = {
        "output": view.summary(record), "output_format": "text",
        "test_output_format": "text", "test_name_format": "text",
        "visibility": "visible", "stdout_visibility": "hidden",
        "extra_data": _extra(record),
        "tests": [_test(case, scored) for exercise in view.exercises(record)
                  for case in view.cases(exercise, later=("after_due",))],
    }
    if scored:
        made["score"] = text.rounded(record["score"])
    made["tests"] += _flags(record)
    return made


def refusal(message):
    """What is written when there is no record at all: no score."""
    return {"output": text.plain(message) + "\n" + view.INFRA_TEXT,
            "output_format": "text", "visibility": "visible",
            "stdout_visibility": "hidden", "tests": []}


def export(record, _context):
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: view.as_json(results(record))}, status,
                       view.INFRA_TEXT if status else "")
