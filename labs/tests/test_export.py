#!/usr/bin/env python3
"""What each format makes of each kind of record.

The golden files show every change of an output in review; `--update` writes
them. Independent of them, each output has to satisfy the documented rules of
its format, text of a student has to be harmless everywhere, and what could
not be graded must be a zero nowhere.
"""

import atexit
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
GOLDEN = os.path.join(HERE, "golden")
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "support"),
                os.path.join(ROOT, "labs", "tool")]
import convert  # noqa: E402
import export_formats  # noqa: E402
import export_gradescope  # noqa: E402
import export_records  # noqa: E402
import export_rules  # noqa: E402
import export_text  # noqa: E402
import export_view  # noqa: E402
import tap  # noqa: E402

# every folder that a case makes lies in one that goes with the process
tempfile.tempdir = tempfile.mkdtemp(prefix="lab-test-")
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)

SPOILT = ("infra", "infra_test")
# no test of these may be taken for a success anywhere
BAD = ("build", "empty", "refused")


def converted(kind, name, context=None):
    return export_formats.convert(export_records.ALL[kind](), name, context)


def only_file(kind, name):
    made = converted(kind, name).files
    tap.equal(len(made), 1, f"files of {name}")
    return next(iter(made.values()))


def golden(kind, name):
    made = converted(kind, name)
    return f"status {made.status}\n" + "".join(
        f"=== {file} ===\n{text}" for file, text in made.files.items())


def path_of(kind, name):
    return os.path.join(GOLDEN, f"{kind}.{name}.txt")


def check_golden(kind, name):
    with open(path_of(kind, name), encoding="utf-8") as file:
        wanted = file.read()
    if golden(kind, name) != wanted:
        raise tap.Failed(f"{path_of(kind, name)} differs; look at the "
                         f"change with: {sys.argv[0]} --update; git diff")


def check_rules(kind, name):
    """The documented rules hold for each record."""
    for text in converted(kind, name).files.values():
        export_rules.CHECKS[name](text)


def check_harmless(name):
    """No byte of a student's output acts on who reads it."""
    text = only_file("nasty", name)
    if name == "reporter":
        text = "".join(decoded(row) for row in text.splitlines())
    for bad in "\x1b\x00\r\u202e\u200b\ud800\uffff":
        tap.check(bad not in text, f"U+{ord(bad):04X} got through")
        escaped = json.dumps(bad)[1:-1]
        tap.check(escaped == bad or escaped not in text, escaped)
    tap.check(len(text) < 64 * 1024, f"{len(text)} characters")


def decoded(row):
    import base64
    return base64.b64decode(row.partition("=")[2]).decode()


def check_hidden(name):
    """Of an official test neither title nor values are given away."""
    made = only_file("nasty", name)
    if name == "reporter":
        made = "".join(decoded(row) for row in made.splitlines())
    tap.check("SECRET" not in made, "an official test is shown")
    tap.check("hidden_edge" not in made, "its name is shown")


def test_infra_has_a_status_in_each_format():
    for name in export_formats.FORMATS:
        for kind in export_records.ALL:
            wanted = export_view.INFRA if kind in SPOILT else 0
            tap.equal(converted(kind, name).status, wanted,
                      f"{kind} {name}")


def test_infra_is_no_score_in_gradescope():
    for kind in SPOILT:
        made = json.loads(only_file(kind, "gradescope"))
        tap.check("score" not in made, "a score")
        for test in made["tests"]:
            tap.check("score" not in test, "a score of a test")
        tap.check("no zero" in made["output"], "no word about it")
    made = export_gradescope.refusal("the kit is broken")
    export_rules.gradescope(export_view.as_json(made))
    tap.check("score" not in made and not made["tests"], "a score")


def test_infra_is_no_file_in_classroom50():
    for kind in SPOILT:
        made = converted(kind, "classroom50")
        tap.equal(made.files, {})
        tap.check("no zero" in made.message, "no message")


def test_infra_leaves_the_reporters_sum():
    points, most = export_rules.reporter(only_file("infra_test", "reporter"))
    tap.equal((points, most), (10, 10), "the graded exercise alone")
    points, most = export_rules.reporter(only_file("infra", "reporter"))
    tap.equal(most, 0, "nothing graded")


def test_infra_is_not_gradable_in_prairielearn():
    for kind in SPOILT:
        made = json.loads(only_file(kind, "prairielearn"))
        tap.equal((made["gradable"], "score" in made), (False, False))


def test_infra_is_no_problem_of_autolab():
    tap.equal(export_rules.autolab(only_file("infra", "autolab")), None)
    tap.equal(export_rules.autolab(only_file("infra_test", "autolab")),
              {"timers.2": 10})


def test_infra_is_an_error_in_junit():
    tree = export_rules.junit(only_file("infra_test", "junit"))
    errors = tree.getElementsByTagName("error")
    tap.equal([node.getAttribute("type") for node in errors], ["infra"])
    names = [node.getAttribute("name") for node in
             errors[0].parentNode.getElementsByTagName("property")]
    tap.check("points" not in names, "points of what was not graded")


def test_infra_bails_out_in_tap():
    for kind in SPOILT:
        tap.check("\nBail out!" in only_file(kind, "tap"), kind)


def test_infra_is_an_error_without_tests_in_exercism():
    for kind in SPOILT:
        made = json.loads(only_file(kind, "exercism"))
        tap.equal((made["status"], "tests" in made), ("error", False))


def test_infra_is_an_empty_cell_in_csv():
    for kind in SPOILT:
        rows = export_rules.table(only_file(kind, "csv"))
        spoilt = [row for row in rows if row["status"] == "infra"]
        tap.check(spoilt, "no row")
        tap.equal({row["score"] for row in spoilt}, {""}, kind)


def test_full_score_is_full_everywhere():
    tap.equal(json.loads(only_file("full", "gradescope"))["score"], 100)
    made = json.loads(only_file("full", "classroom50"))
    tap.equal((made["score"], made["max-score"]), (10000, 10000))
    points, most = export_rules.reporter(only_file("full", "reporter"))
    tap.equal((round(points), most), (100, 100))
    tap.equal(json.loads(only_file("full", "prairielearn"))["score"], 1)
    scores = export_rules.autolab(only_file("full", "autolab"))
    tap.equal(sum(scores.values()), 100)
    tap.check(export_rules.tap14(only_file("full", "tap")), "not ok")
    tap.equal(json.loads(only_file("full", "exercism"))["status"], "pass")


def test_no_failure_is_a_success_anywhere():
    for kind in BAD:
        tap.equal(json.loads(only_file(kind, "gradescope"))["score"], 0)
        made = json.loads(only_file(kind, "classroom50"))
        tap.equal((made["score"], made["max-score"]), (0, 10000), kind)
        points, most = export_rules.reporter(only_file(kind, "reporter"))
        tap.equal((points, most), (0, 100), kind)
        made = json.loads(only_file(kind, "prairielearn"))
        tap.check(not made["gradable"], kind)
        tap.check(not export_rules.tap14(only_file(kind, "tap")), kind)
        tap.check("<error " in only_file(kind, "junit"), kind)
        made = json.loads(only_file(kind, "exercism"))
        tap.equal(made["status"], "error", kind)


def test_points_are_never_hidden_in_gradescope():
    tests = json.loads(only_file("nasty", "gradescope"))["tests"]
    seen = [test["visibility"] for test in tests]
    tap.equal(seen[-3:], ["after_published", "after_due_date", "hidden"])
    tap.check("LATE" in tests[-2]["name"], "shown in full when it is due")
    tap.check("uses exit" in tests[-1]["output"], "flags for the staff")


def test_thirds_add_up():
    tap.equal(export_text.hundredths([1, 1, 1], 10), [334, 333, 333])
    tap.equal(export_text.hundredths([3, 2, 2], 1), [43, 29, 28])
    tap.equal(export_text.hundredths([0, 0], 0), [0, 0])
    tap.equal(sum(export_text.hundredths([1, 2, 4] * 9, 37)), 3700)


def test_names_come_from_the_workflow():
    context = export_formats.from_environment(
        {"CLASSROOM": "c", "OWNER": "bob", "SUBMISSION_TAG": "submit/1"})
    text = converted("full", "classroom50", context).files["result.json"]
    made = json.loads(text)
    tap.equal((made["classroom"], made["owner"], made["submission"]),
              ("c", "bob", "submit/1"))


def test_other_formats_are_refused():
    try:
        converted("full", "moodle")
    except export_view.RecordError as problem:
        tap.check("gradescope" in str(problem), "no list of formats")
    else:
        raise tap.Failed("accepted")


def test_the_command_writes_the_formats_file():
    folder = tempfile.mkdtemp(prefix="convert")
    path = os.path.join(folder, "result.json")
    for kind, status in (("full", 0), ("infra_test", 3)):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(export_records.ALL[kind](), file)
        for name, module in export_formats.FORMATS.items():
            out = os.path.join(folder, kind, name)
            with contextlib.redirect_stderr(io.StringIO()):
                tap.equal(convert.main([path, "-f", name, "-o", out]),
                          status, name)
            none = status and name == "classroom50"
            tap.equal(os.listdir(out), [] if none else [module.FILE])


def pairs():
    return [(f"{kind}_{name}", kind, name) for kind in export_records.ALL
            for name in export_formats.FORMATS]


def update():
    os.makedirs(GOLDEN, exist_ok=True)
    for _, kind, name in pairs():
        with open(path_of(kind, name), "w", encoding="utf-8") as file:
            file.write(golden(kind, name))


def main():
    if sys.argv[1:] == ["--update"]:
        return update()
    names = [(name, name) for name in export_formats.FORMATS]
    shown = [row for row in names if row[0] != "csv"]
    return tap.run({**tap.tests_of(globals()),
                    **tap.table("golden", pairs(), check_golden),
                    **tap.table("rules", pairs(), check_rules),
                    **tap.table("harmless", names, check_harmless),
                    **tap.table("official", shown, check_hidden)})


if __name__ == "__main__":
    main()
