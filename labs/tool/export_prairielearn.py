"""export_prairielearn: results.json of a PrairieLearn external grader.

The score is a fraction of 1. What cannot be graded, be it the submission's
fault (it does not compile, it has no files) or ours, is `gradable: false`
with a reason: PrairieLearn then takes no attempt away and stores no score.
Format: docs of PrairieLearn, "External grading"; at most 1 MB.
"""

import export_text as text
import export_view as view

NAME = "prairielearn"
FILE = "results.json"
SIZE = 1 << 20
UNGRADABLE = {
    "build": "The submission does not compile.",
    "empty": "The submission has none of the files of this lab.",
    "refused": "The submission was refused.",
}


def _test(case):
    made = {"name": f"{case.id} {case.title}", "points": case.score,
            "max_points": case.points, "message": case.explanation}
    return made | ({"output": case.output} if case.output else {})


def _refusal(record):
    """Why there is no score, or None."""
    if not view.graded(record):
        return view.INFRA_TEXT
    return UNGRADABLE.get(record["status"])


def results(record):
    reason = _refusal(record)
    if reason:
        return {"gradable": False, "format_errors": [reason],
                "message": view.summary(record)}
    share = record["score"] / record["max_score"]
    return {"gradable": True, "score": round(min(max(share, 0), 1), 6),
            "message": view.summary(record),
            "tests": [_test(case) for case in view.all_cases(record)]}


def _bounded(made):
    """Without the outputs if they would make the file too large."""
    data = view.as_json(made)
    if len(data) > SIZE:
        for test in made["tests"]:
            test.pop("output", None)
            test["message"] = text.clip(test["message"], 400)
        data = view.as_json(made)
    return data


def export(record, _context):
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: _bounded(results(record))}, status,
                       view.INFRA_TEXT if status else "")
