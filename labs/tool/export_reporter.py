"""export_reporter: the old GitHub Classroom autograding reporter.

One result per exercise, base64 of JSON, under the name the reporter looks
for: TIMERS-2_RESULTS. Its table counts passed tests, its number is the sum of
the tests' scores; both come out right because each test carries its points.

The reporter leaves out a result whose max_score is 0, which is how an
exercise that could not be graded stays out of the sum; the status of the
export fails the step as well.
Format: the autograding-grading-reporter action and its graders.
"""

import base64
import json

import export_text as text
import export_view as view

NAME = "reporter"
FILE = "results.env"
VERSION = 1


def _status(case):
    if case.passed:
        return "pass"
    return "fail" if case.status == "wrong" else "error"


def _test(case):
    return {"name": f"{case.id} {case.title}", "status": _status(case),
            "message": case.explanation, "line_no": 0,
            "execution_time": f"{case.seconds:.3f}s", "score": case.score,
            "test_code": ""}


def result(exercise, scored):
    """What the grader of one exercise would have sent."""
    if not scored or exercise["score"] is None:
        return {"version": VERSION, "status": "error", "max_score": 0,
                "tests": []}
    cases = view.cases(exercise)
    passed = all(case.passed for case in cases)
    return {"version": VERSION, "status": "pass" if passed else "fail",
            "max_score": text.rounded(exercise["points"]),
            "tests": [_test(case) for case in cases]}


def step_id(exercise):
    return exercise["id"].replace(".", "-").upper()


def export(record, _context):
    scored = record["status"] != "infra"
    rows = []
    for exercise in view.exercises(record):
        data = json.dumps(result(exercise, scored)).encode()
        rows.append(f"{step_id(exercise)}_RESULTS="
                    f"{base64.b64encode(data).decode()}\n")
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: "".join(rows)}, status,
                       view.INFRA_TEXT if status else "")
