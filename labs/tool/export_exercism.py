"""export_exercism: results.json of an exercism test runner, version 3.

The form that editors' plug-ins read. `error` without tests says that nothing
could be run: the submission does not compile, has no files, or the grader
failed; there are no points in this format. `output` holds what the program
printed and has at most 500 characters, task_id is the exercise's number.
Format: exercism docs, "The test runner interface".
"""

import export_text as text
import export_view as view

NAME = "exercism"
FILE = "results.json"
OUTPUT, MESSAGE = 500, 65535
CUT = "\nOutput was truncated."


def _output(printed):
    if len(printed) <= OUTPUT:
        return printed
    return printed[:OUTPUT - len(CUT)] + CUT


def _status(case):
    if case.passed:
        return "pass"
    return "fail" if case.status == "wrong" else "error"


def _test(case, exercise):
    return {"name": f"{case.id} {case.title}",
            "test_code": text.line(case.raw.get("rule")),
            "status": _status(case),
            "message": case.explanation or None,
            "output": _output(case.output) or None,
            "task_id": int(exercise["id"].rpartition(".")[2])}


def results(record):
    if record["status"] != "graded" or not view.graded(record):
        return {"version": 3, "status": "error",
                "message": view.summary(record)[:MESSAGE]}
    tests = [_test(case, exercise) for exercise in view.exercises(record)
             for case in view.cases(exercise)]
    passed = all(test["status"] == "pass" for test in tests)
    return {"version": 3, "status": "pass" if passed else "fail",
            "message": None, "tests": tests}


def export(record, _context):
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: view.as_json(results(record))}, status,
                       view.INFRA_TEXT if status else "")
