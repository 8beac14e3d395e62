#!/usr/bin/env python3
"""The class report: counted right, harmless, whole or not there."""

import atexit
import csv
import json
import os
import random
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "support"),
                os.path.join(ROOT, "labs", "tool")]
import export_records  # noqa: E402
import export_text  # noqa: E402
import export_view  # noqa: E402
import report  # noqa: E402
import report_changes  # noqa: E402
import report_class  # noqa: E402
import report_numbers  # noqa: E402
import report_similar  # noqa: E402
import report_submissions  # noqa: E402
import tap  # noqa: E402

# every folder that a case makes lies in one that goes with the process
tempfile.tempdir = tempfile.mkdtemp(prefix="lab-test-")
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)


def made(found, **more):
    """(folder, page) of a report on these records."""
    folder = tempfile.mkdtemp(prefix="report")
    report_class.store(found, os.path.join(folder, "results"))
    out = os.path.join(folder, "out")
    report.run(report.Request(os.path.join(folder, "results"), out, **more))
    with open(os.path.join(out, "report.html"), encoding="utf-8") as file:
        return out, file.read()


def rows_of(out, name):
    with open(os.path.join(out, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_page_needs_nothing_and_runs_nothing():
    _, page = made(report_class.make())
    tap.check("default-src 'none'" in page, "no content policy")
    for pattern in (r"<script", r"\son\w+\s*=\s*[\"']", r"src\s*=\s*[\"']",
                    r"https?://", r"url\(", r"<img", "\u202e", "\x1b"):
        tap.check(not re.search(pattern, page), f"{pattern} in the page")


def test_every_submission_is_in_the_tables():
    found = report_class.make()
    out, page = made(found)
    rows = rows_of(out, "grades.csv")
    tap.equal(len(rows), len(found))
    for record in found:
        tap.check(os.path.exists(os.path.join(
            out, "feedback",
            export_text.file_name(record["student"]) + ".txt")),
            record["student"])
    tap.check("student07" in page, "a student is missing")


def test_infra_is_listed_and_no_zero():
    out, page = made([export_records.full(), export_records.infra()
                      | {"student": "unlucky"}])
    rows = {row["student"]: row["score"] for row in rows_of(
        out, "grades.csv")}
    tap.equal(rows, {"alice": "100", "unlucky": ""})
    tap.check("1 without a score" in page and "no jail" in page, "no alert")
    tap.check("<b>100 %</b>median" in page, "the median counts a zero")


def test_clusters_are_by_test_step_and_field():
    found = [export_records.nasty() | {"student": who} for who in "abc"]
    for record, step in zip(found, (2, 2, 3)):
        record["exercises"][0]["tests"][1]["step"] = step
    rows = report_numbers.clusters(found)
    tap.equal([(row.test, row.step, row.field, row.students)
               for row in rows if row.test == "timers.2/two"],
              [("timers.2/two", 2, "deadline", ("a", "b"))])


def test_only_an_exercises_first_failure_is_clustered():
    found = [export_records.nasty() | {"student": who} for who in "ab"]
    names = [row.test for row in report_numbers.clusters(found)]
    tap.equal(sorted(names), ["timers.2/two", "timers.4/hidden_edge"])


def test_bins_hold_everybody_once():
    tap.equal([report_numbers.share_bin(score, 10) for score in
               (0, 0.9, 1, 5, 9.99, 10)], [0, 0, 1, 5, 9, 9])
    found = report_numbers.classes(report_class.make())[0]
    for row in found.exercises:
        have = sum(any(e["id"] == row.id for e in record["exercises"])
                   for record in found.records)
        tap.equal(sum(row.bins) + row.unknown, have, row.id)


def test_fail_rate_is_of_those_that_were_judged():
    found = [export_records.infra_test(), export_records.full()]
    rows = {row.id: row for row in
            report_numbers.of_lab("timers", found).tests}
    tap.equal(rows["timers.4/hidden_edge"].rate, 0.0)
    tap.equal(rows["timers.4/hidden_edge"].counts["infra"], 1)


def test_regrade_says_who_and_why():
    before = report_class.make()
    rows = report_changes.compare(before, report_class.regraded(before))
    moved = report_changes.changed(rows)
    tap.check(0 < len(moved) < len(before), f"{len(moved)} changed")
    for row in moved:
        tap.equal(row.why, "kit")
        tap.equal([name for name, _, _ in row.tests],
                  ["timers.2/boundary"])


def test_unexplained_change_is_called_so():
    before = [export_records.full()]
    after = [export_records.nasty() | {"student": "alice"}]
    rows = report_changes.compare(before, after)
    tap.equal(rows[0].why, report_changes.UNEXPLAINED)
    rows = report_changes.compare(before, [])
    tap.equal((rows[0].after, rows[0].why), (None, "gone"))


def test_regrade_is_on_the_page():
    before = report_class.make()
    folder = tempfile.mkdtemp(prefix="report")
    report_class.store(before, os.path.join(folder, "before"))
    out, page = made(report_class.regraded(before),
                     before=os.path.join(folder, "before"))
    tap.check("Before and after" in page, "no section")
    tap.check(len(rows_of(out, "changes.csv")) > 0, "no rows")


def _class_of_files(count=12):
    rng = random.Random(7)
    made_files = {f"s{index}": report_class.source(rng, f"mine{index}")
                  for index in range(count)}
    copied = made_files["s3"].replace("mine3", "other").replace(
        "\n    ", "\n\t/* note */  ")
    return made_files | {"s9": copied}


def test_renamed_and_reformatted_copies_are_found():
    pairs = report_similar.compare("a.c", _class_of_files(),
                                   report_class.STUB)
    tap.equal([pair.students for pair in pairs], [("s3", "s9")])
    tap.check(not pairs[0].equal and pairs[0].share > 0.95, pairs[0])


def test_what_everybody_was_given_is_not_alike():
    stub = _class_of_files()["s1"]
    sources = {who: stub + f"int {who}(void) {{ return {who[1:]}; }}\n"
               for who in ("s1", "s2", "s3")}
    tap.equal(report_similar.compare("a.c", sources, stub), [])


def test_forms_are_read_as_what_comes_from_outside():
    read = report_submissions.form_of
    form = read(b'{"hours": 3, "unclear": "x", "hints": {"timers.2": 2}}')
    tap.equal((form.hours, form.unclear, form.hints),
              (3.0, "x", {"timers.2": 2}))
    for bad in (b"", b"[1]", b'{"hours": "x", "hints": [1], "unclear": 7}',
                b'{"hours": 1e99, "hints": {"a": 9}}', b"[" * 100000,
                b'{"hours": true}', b'{"hours": NaN}', b"\xff"):
        tap.equal(read(bad), report_submissions.Form(), bad[:40])


def test_submissions_tell_hours_hints_and_pairs():
    found = report_class.make(12)
    folder = os.path.join(tempfile.mkdtemp(prefix="report"), "in")
    report_class.submit(found, folder)
    out, page = made(found, submissions=folder)
    rows = rows_of(out, "forms.csv")
    tap.equal(len(rows), 8)
    tap.check("hours in the middle" in page.replace("\n", " "), "no hours")
    tap.check("&lt;b&gt;latching" in page, "no words of a student")


def test_letter_hides_what_is_official():
    out, _ = made([export_records.nasty()])
    name = export_text.file_name("=mallory<b>") + ".txt"
    with open(os.path.join(out, "feedback", name), encoding="utf-8") as file:
        letter = file.read()
    tap.check("SECRET" not in letter and "LATE" not in letter, letter)
    tap.check("> 2. ask the deadline" in letter, "no failing step")
    tap.check("\x1b" not in letter, "an escape sequence")


def test_letter_tells_as_lab_does_at_home():
    out, _ = made([export_records.nasty()])
    name = export_text.file_name("=mallory<b>") + ".txt"
    with open(os.path.join(out, "feedback", name), encoding="utf-8") as file:
        letter = file.read()
    for words in ("answers differ from the reference's",
                  "steps (seed of the graders)", "    -> 2. ask the deadline",
                  "first divergence: after 2 instructions",
                  "SIGSEGV: it used an address", "spec       clabpu timer"):
        tap.check(words in letter, words)
    tap.check("./lab trace" not in letter, "another seed has other steps")


def test_names_of_students_stay_in_the_folder():
    names = ["alice", "../../x", "a/b", "", "..", "a" * 300, "\u202eb",
             "a b", "a_b"]
    files = [export_text.file_name(name) for name in names]
    tap.equal(len(set(files)), len(names))
    for name in files:
        tap.check("/" not in name and name not in ("", ".", ".."), name)


def test_a_folder_that_is_no_report_is_kept():
    folder = tempfile.mkdtemp(prefix="report")
    report_class.store([export_records.full()], folder)
    try:
        report.run(report.Request(folder, folder))
    except export_view.RecordError as problem:
        tap.check("is no report" in str(problem), problem)
    else:
        raise tap.Failed("the results were replaced")
    tap.check(os.path.exists(os.path.join(folder, "000/result.json")),
              "the results are gone")


def test_damaged_results_are_named():
    folder = tempfile.mkdtemp(prefix="report")
    report_class.store([export_records.full()], folder)
    for name, content in (("bad", "{"), ("other", '{"schema": "x"}'),
                          ("list", "[]")):
        os.mkdir(os.path.join(folder, name))
        with open(os.path.join(folder, name, "result.json"), "w",
                  encoding="utf-8") as file:
            file.write(content)
    records, problems = report_numbers.load_folder(folder)
    tap.equal((len(records), len(problems)), (1, 3))
    json.dumps(problems)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
