"""export_classroom50: result.json of Classroom 50.

Scores are whole numbers there, ours are not: thirds of 10 points exist. So
everything is counted in hundredths of a point, exactly, and the collected
gradebook's percentage is ours.

An infrastructure failure is told by a status that is not 0 and by no file,
since an empty list of tests would count as handed in and done.
Format: the schema "classroom50/result/v1"; no other top-level key is allowed.
"""

import export_text as text
import export_view as view

NAME = "classroom50"
FILE = "result.json"
SCHEMA = "classroom50/result/v1"
# what the workflow around the grader knows: our name, its variable
CONTEXT = {"classroom": "CLASSROOM", "assignment": "ASSIGNMENT",
           "assignment_type": "ASSIGNMENT_TYPE", "owner": "OWNER",
           "submission": "SUBMISSION_TAG", "commit": "COMMIT_URL",
           "release": "RELEASE_URL", "review": "REVIEW_URL",
           "datetime": "SUBMISSION_DATETIME"}


def _tests(exercise):
    cases = view.cases(exercise)
    shares = text.hundredths([case.points for case in cases],
                             exercise["points"])
    for case, share in zip(cases, shares):
        made = {"test-name": f"{case.id} {case.title}",
                "passed": case.passed,
                "score": share if case.passed else 0, "max-score": share}
        if case.explanation:
            made["message"] = case.explanation
        if case.output:
            made["output"] = case.output
        yield made


def _seconds(stamp):
    """A time stamp without a fraction: YYYY-MM-DDThh:mm:ssZ."""
    return stamp.partition(".")[0].rstrip("Z") + "Z"


def _identity(record, context):
    """The keys that name whose submission this is."""
    lab, student = text.line(record["lab"]), text.line(record["student"])
    link = context.get("commit") or "unknown"
    return {
        "classroom": context.get("classroom") or "lectern",
        "assignment": context.get("assignment") or lab,
        "assignment_type": context.get("assignment_type") or "individual",
        "owner": context.get("owner") or student or "unknown",
        "submission": context.get("submission") or f"submit/{lab}",
        "commit": link, "release": context.get("release") or link,
        "review": context.get("review") or link,
        "datetime": _seconds(context.get("datetime")
                             or record["started"]),
        "graded_at": _seconds(record["finished"]),
    }


def result(record, context):
    tests = [test for exercise in view.exercises(record)
             for test in _tests(exercise)]
    return {"schema": SCHEMA, **_identity(record, context),
            "score": sum(test["score"] for test in tests),
            "max-score": round(record["max_score"] * 100), "tests": tests}


def export(record, context):
    if not view.graded(record):
        return view.Export({}, view.INFRA, view.summary(record))
    return view.Export({FILE: view.as_json(result(record, context))})
