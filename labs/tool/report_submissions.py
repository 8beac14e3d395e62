"""report_submissions: what students handed in besides what was graded

The files themselves, to look for pairs, and the form that ./lab submit puts
beside them: hours, rungs of hints, what was unclear. Read through the same
door as by the grader (grade_unpack), because all of it comes from outside;
what in a form has the wrong shape is as if it were not there.
"""

import json
import os
from dataclasses import dataclass, field

import grade_unpack

FORM = "form.json"
HOURS_MOST, RUNGS = 1000, 3
UNCLEAR = 2000


@dataclass(frozen=True)
class Form:
    hours: float = None
    unclear: str = ""
    hints: dict = field(default_factory=dict)   # exercise -> rungs opened


def _hours(value):
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if good and 0 <= value < HOURS_MOST else None


def _hints(value):
    if not isinstance(value, dict):
        return {}
    return {name: rungs for name, rungs in value.items()
            if type(rungs) is int and 0 <= rungs <= RUNGS}


def form_of(data):
    """The Form in the bytes of form.json."""
    try:
        made = json.loads(data)
    except (ValueError, RecursionError):
        return Form()
    if not isinstance(made, dict):
        return Form()
    unclear = made.get("unclear")
    return Form(_hours(made.get("hours")),
                unclear[:UNCLEAR] if isinstance(unclear, str) else "",
                _hints(made.get("hints")))


def read(folder, records):
    """student -> (files: name -> text, Form) of @records' submissions."""
    wanted = {record["student"]: record for record in records}
    found = {}
    for name in sorted(os.listdir(folder)):
        record = wanted.get(grade_unpack.student_of(name))
        if record is None or name.startswith("."):
            continue
        allowed = {row["name"] for row in record["submission"]["files"]}
        got = grade_unpack.unpack(os.path.join(folder, name), record["lab"],
                                  allowed | {FORM})
        form = form_of(got.files.pop(FORM, b"{}"))
        found[record["student"]] = (
            {file: data.decode("utf-8", "replace")
             for file, data in got.files.items()}, form)
    return found
