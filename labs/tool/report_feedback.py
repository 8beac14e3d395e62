"""report_feedback: what one student may read about one submission.

Made from the record alone, as plain text: the table of exercises, then each
test that did not pass, told as ./lab tells it at home (feedback.story). Of
tests that are not public only their number, rule and verdict are told.
"""

import export_text as text
import export_view as view
import feedback
from lab_term import PLAIN, labelled

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


def _shown(case, exercise):
    """A test in full, with where to read on."""
    rows = feedback.story(feedback.from_record(
        case.raw, seed=feedback.GRADERS_SEED))
    for label in ("handout", "spec"):
        if exercise.get(label):
            rows += labelled(label, text.line(exercise[label]), PLAIN)
    return rows


def _hidden(case):
    return [f"  FAIL  {case.title}", text.bullet(case.explanation, " " * 8)]


def _failed(record):
    """The lines of each test that did not pass."""
    for exercise in view.exercises(record):
        for case in view.cases(exercise):
            if not case.passed:
                yield ["", *(_shown(case, exercise) if case.shown
                             else _hidden(case))]


def letter(record):
    """The text of the feedback file."""
    rows = [f"Lab {text.line(record['lab'])}, "
            f"submission of {text.line(record['student'])}",
            "=" * WIDTH, view.summary(record), ""]
    rows += _table(record)
    for lines in _failed(record):
        rows += lines
    grader = record["grader"]
    rows += ["", f"graded {text.line(record['finished'])}, kit "
             f"{text.line(grader.get('kit'), 20)}, submission "
             f"{text.line(record['submission'].get('digest'), 20)}"]
    return "\n".join(rows) + "\n"
