"""report: a folder of results as a page, tables and letters to students.

    report.html             the class at a glance
    grades.csv              a row per student, a column per exercise
    tests.csv               a row per student and test
    clusters.csv            where submissions first went wrong together
    similar.csv             pairs for a person to look at
    forms.csv               hours, hints and what was unclear
    changes.csv             with --before: what a regrade changed
    feedback/STUDENT.txt    what one student may read

Everything is written to a new folder beside the old one and renamed, so that
a report is whole or not there.
"""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass

import export_csv
import export_text as text
import export_view as view
import report_changes
import report_feedback
import report_html
import report_numbers as numbers
import report_similar
import report_submissions


@dataclass(frozen=True)
class Request:
    results: str
    out: str
    before: str = ""            # results of an earlier run
    submissions: str = ""       # what students handed in
    stubs: str = ""             # the lab's folder with what was handed out
    title: str = "lectern: class report"


def write(folder, name, content):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        file.write(content)


def grades(found):
    columns = ["student", "lab", "status", "score", "max",
               *[row.id for row in found.exercises], "flags"]
    rows = []
    for record in found.records:
        scores = {row["id"]: text.rounded(row["score"])
                  for row in record["exercises"]}
        rows.append((record["student"], record["lab"], record["status"],
                     text.rounded(record["score"]), record["max_score"],
                     *[scores.get(row.id) for row in found.exercises],
                     "; ".join(record.get("flags") or [])))
    return export_csv.table(columns, rows)


def cluster_table(found):
    return export_csv.table(
        ("students", "test", "step", "field", "expected", "answered",
         "rule", "who"),
        [(len(row.students), row.test, row.step, row.field, *row.sample,
          row.rule, " ".join(row.students)) for row in found.clusters])


def form_table(forms):
    names = sorted({name for form in forms.values() for name in form.hints})
    return export_csv.table(
        ("student", "hours", *[f"hints {name}" for name in names],
         "unclear"),
        [(who, form.hours, *[form.hints.get(name) for name in names],
          form.unclear) for who, form in sorted(forms.items())])


def pair_table(pairs):
    return export_csv.table(
        ("file", "one", "other", "alike", "runs", "equal", "words"),
        [(pair.file, *pair.students, round(pair.share, 3), pair.runs,
          str(pair.equal).lower(), " ".join(pair.words)) for pair in pairs])


def change_table(rows):
    made = []
    for row in report_changes.changed(rows):
        for name, old, new in row.tests or [("", "", "")]:
            made.append((row.student, row.lab, text.rounded(row.before),
                         text.rounded(row.after), name, old, new, row.why))
    return export_csv.table(
        ("student", "lab", "score before", "score after", "test",
         "verdict before", "verdict after", "changed with it"), made)


def test_table(found):
    return export_csv.table(
        export_csv.COLUMNS,
        [row for record in found.records for row in export_csv.rows(record)])


def stub_texts(folder):
    """file name -> text of what students were given."""
    made = {}
    for name in os.listdir(folder) if folder else ():
        if name.endswith(".c"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                made[name] = file.read()
    return made


def submitted(found, request):
    """(pairs, forms by student) of what was handed in, if it is known."""
    if not request.submissions:
        return [], {}
    rows = report_submissions.read(request.submissions, found.records)
    pairs = report_similar.pairs({who: files for who, (files, _)
                                  in rows.items()},
                                 stub_texts(request.stubs))
    return pairs, {who: form for who, (_, form) in rows.items()}


def letters(found, out, prefix):
    """The feedback files; returns student -> link."""
    links = {}
    for record in found.records:
        name = f"{prefix}feedback/{text.file_name(record['student'])}.txt"
        write(out, name, report_feedback.letter(record))
        links[record["student"]] = name
    return links


def lab_files(found, out, request, before, prefix):
    """Everything of one lab; returns its part of the page."""
    changes = None if before is None else report_changes.compare(
        [row for row in before if row["lab"] == found.lab], found.records)
    pairs, forms = submitted(found, request)
    write(out, prefix + "grades.csv", grades(found))
    write(out, prefix + "tests.csv", test_table(found))
    write(out, prefix + "clusters.csv", cluster_table(found))
    write(out, prefix + "similar.csv", pair_table(pairs))
    write(out, prefix + "forms.csv", form_table(forms))
    if changes is not None:
        write(out, prefix + "changes.csv", change_table(changes))
    return report_html.lab(found, {
        "pairs": pairs, "changes": changes, "forms": forms,
        "links": letters(found, out, prefix)})


def make(request, out):
    """Writes the report into @out; returns how many results there were."""
    records, problems = numbers.load_folder(request.results)
    before = numbers.load_folder(request.before)[0] if request.before \
        else None
    parts = []
    found = numbers.classes(records, problems)
    for each in found:
        prefix = f"{text.file_name(each.lab)}/" if len(found) > 1 else ""
        parts.append((f"Lab {each.lab}",
                      lab_files(each, out, request, before, prefix)))
    if not parts:
        parts = [("Report", report_html.unreadable(problems))]
    write(out, "report.html", report_html.page(request.title, parts))
    return len(records)


def replace(made, out):
    """@made takes the place of @out, which may be an older report."""
    if os.path.exists(out):
        if not os.path.exists(os.path.join(out, "report.html")) \
                and os.listdir(out):
            raise view.RecordError(f"{out}: exists and is no report")
        shutil.rmtree(out)
    os.rename(made, out)


def run(request):
    if not os.path.isdir(request.results):
        raise view.RecordError(f"{request.results}: no such folder")
    made = request.out.rstrip("/") + ".new"
    shutil.rmtree(made, ignore_errors=True)
    os.makedirs(made)
    try:
        count = make(request, made)
        replace(made, request.out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return count


def options(parser):
    parser.add_argument("results", help="a folder with result.json files")
    parser.add_argument("-o", "--out", default="report",
                        help="the folder to write (default: report)")
    parser.add_argument("--before", default="", metavar="RESULTS",
                        help="results of an earlier run, to compare with")
    parser.add_argument("--submissions", default="", metavar="FOLDER",
                        help="what students handed in: to look for pairs, "
                             "and for the forms in it")
    parser.add_argument("--stubs", default="", metavar="FOLDER",
                        help="what students were given (labs/timers)")
    parser.add_argument("--title", default=Request.title)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lab-grade report",
                                     description=__doc__.split("\n")[0])
    options(parser)
    request = Request(**vars(parser.parse_args(arguments)))
    try:
        count = run(request)
    except (view.RecordError, OSError) as problem:
        print(f"lab-grade report: {problem}", file=sys.stderr)
        return 3
    print(f"{count} results, {os.path.join(request.out, 'report.html')}")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
