"""export_tap: Test Anything Protocol 14.

One line per test in the record's order, the plan first, a YAML block under
what did not pass. Nothing is ever marked SKIP, because readers count that as
good. When the grader failed the stream ends with "Bail out!", which makes
every reader refuse the whole; a graded test's points are in the block.
Format: testanything.org, version 14.
"""

import json

import export_text as text
import export_view as view

NAME = "tap"
FILE = "result.tap"


def _description(case):
    """A text in which no directive can stand."""
    return f"{case.id} {case.title}".replace("\\", "\\\\").replace(
        "#", "\\#")


def _block(case):
    """YAML whose every text is a JSON string, which is YAML too."""
    rows = {"status": case.status, "exercise": case.exercise,
            "points": case.score, "max": case.points,
            "message": case.explanation}
    if case.output:
        rows["output"] = case.output
    return ["  ---", *[f"  {key}: {json.dumps(value)}"
                       for key, value in rows.items()], "  ..."]


def export(record, _context):
    cases = view.all_cases(record)
    rows = ["TAP version 14", f"1..{len(cases)}"]
    for number, case in enumerate(cases, 1):
        verdict = "ok" if case.passed else "not ok"
        rows.append(f"{verdict} {number} - {_description(case)}")
        rows += [] if case.passed else _block(case)
    if view.graded(record):
        status = view.DONE
    else:
        status = view.INFRA
        rows.append("Bail out! " + text.line(view.INFRA_TEXT))
    return view.Export({FILE: "\n".join(rows) + "\n"}, status,
                       view.INFRA_TEXT if status else "")
