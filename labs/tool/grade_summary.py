"""grade_summary: a class in one table

A row per submission, in the order of names, and a line of counts. A missing
verdict is an empty cell, never a zero. Cells that a spreadsheet would take
for a formula get an apostrophe before them.
"""
import csv
import io
from collections import Counter
from pathlib import Path

import record as records
from export_text import file_name

MISSING = "missing"


def harmless(value):
    text = "" if value is None else str(value)
    text = " ".join(text.split())
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def collect(folder, students):
    """{student: record or None} from the folder of results."""
    return {student: records.read_result(
        Path(folder) / file_name(student) / records.RESULT)
        for student in students}


def row_of(student, record, lab):
    """The cells of one submission."""
    if record is None:
        return [student, MISSING, None, None] + [None] * \
            (2 * len(lab.exercises)) + ["", "no result yet"]
    entries = {entry["id"]: entry for entry in record["exercises"]}
    cells = [student, record["status"], record["score"], record["max_score"]]
    for exercise in lab.exercises:
        entry = entries.get(exercise.id)
        none = None if record["score"] is None else 0
        cells += [entry["score"] if entry else none,
                  entry["status"] if entry else record["status"]]
    return cells + ["; ".join(record["flags"]), record["message"]]


def table(found, lab):
    """The CSV text."""
    head = ["student", "status", "score", "max_score"]
    for exercise in lab.exercises:
        head += [exercise.id, f"{exercise.id} status"]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([*head, "flags", "message"])
    for student in sorted(found):
        writer.writerow([harmless(cell) for cell
                         in row_of(student, found[student], lab)])
    return made.getvalue()


def counts(found):
    """'25 graded, 2 empty, 1 without a verdict'"""
    words = Counter(MISSING if record is None
                    else record["status"] if record["score"] is not None
                    else "without a verdict" for record in found.values())
    return ", ".join(f"{count} {word}" for word, count
                     in sorted(words.items())) or "no submissions"
