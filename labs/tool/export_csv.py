"""export_csv: the results of one or many submissions as a table.

A row per test, for staff: nothing is held back but no long text is in it. A
score that is not known is an empty cell, never a 0. A cell that a spreadsheet
would take for a formula gets an apostrophe in front, because names of
students' files and their messages come from outside.
Format: RFC 4180, with the line ends of this system.
"""

import csv
import io

import export_text as text
import export_view as view

NAME = "csv"
FILE = "results.csv"
COLUMNS = ("student", "lab", "submission", "exercise", "test", "visibility",
           "status", "score", "points", "step", "seconds")
FORMULA = ("=", "+", "-", "@", "\t")


def cell(value):
    """One value, harmless in a spreadsheet."""
    if value is None or isinstance(value, (int, float)):
        return value
    value = text.line(value)
    return "'" + value if value.startswith(FORMULA) else value


def table(columns, rows):
    """@rows of values as one text with a head."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([map(cell, row) for row in rows])
    return out.getvalue()


def rows(record):
    whose = (record["student"], record["lab"], record["status"])
    for case in view.all_cases(record, staff=True):
        yield (*whose, case.exercise, case.id, case.visibility, case.status,
               case.score, case.points, case.raw.get("step"), case.seconds)


def export(record, _context):
    status = view.DONE if view.graded(record) else view.INFRA
    return view.Export({FILE: table(COLUMNS, rows(record))}, status,
                       view.INFRA_TEXT if status else "")
