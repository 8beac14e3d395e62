"""report_feedback: what one student may read about one submission.

Made from the record alone, as plain text: the table of exercises, then each
test that did not pass in the words of feedback.py. Of tests that are not
public only their number, rule and verdict are told (export_view).
"""

import export_text as text
import export_view as view

WIDTH = 72


def _table(record):
    rows = []
    for exercise in record["exercises"]:
        passed = sum(test["status"] == "pass" for test in exercise["tests"])
        rows.append(f"  {exercise['id']:<14} "
                    f"{text.points(exercise['score']):>6} of "
                    f"{text.points(exercise['points']):<4} "
                    f"{passed}/{len(exercise['tests'])} tests  "
                    f"{text.line(exercise['title'], 40)}")
    return rows


def _case(case):
    rows = [f"--- {case.exercise}: {case.title}", f"    {case.id}",
            text.bullet(case.explanation)]
    if case.output:
        rows += ["  the program printed:",
                 text.bullet(case.output, "  | ")]
    return rows


def letter(record):
    """The text of the feedback file."""
    rows = [f"Lab {text.line(record['lab'])}, "
            f"submission of {text.line(record['student'])}",
            "=" * WIDTH, view.summary(record), ""]
    rows += _table(record)
    for case in view.all_cases(record):
        if not case.passed:
            rows += ["", *_case(case)]
    grader = record["grader"]
    rows += ["", f"graded {text.line(record['finished'])}, kit "
             f"{text.line(grader.get('kit'), 20)}, submission "
             f"{text.line(record['submission'].get('digest'), 20)}"]
    return "\n".join(rows) + "\n"
