"""export_rules: what the readers of each format are documented to refuse.

Written from their documentation, independent of the exporters. Each function
takes the text of a file and raises tap.Failed with what is wrong.
"""

import base64
import csv
import io
import json
import re
from xml.dom import minidom

import tap

STAMP = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
SHOWN = {"visible", "hidden", "after_due_date", "after_published"}
FORMATTED = {"text", "html", "simple_format", "md", "ansi"}
GRADESCOPE = {"score", "execution_time", "output", "output_format",
              "test_output_format", "test_name_format", "visibility",
              "stdout_visibility", "extra_data", "tests", "leaderboard"}
GRADESCOPE_TEST = {"score", "max_score", "status", "name", "name_format",
                   "number", "output", "output_format", "tags",
                   "visibility", "extra_data"}
CLASSROOM50 = {"schema", "classroom", "assignment", "assignment_type",
               "owner", "submission", "commit", "release", "review",
               "datetime", "score", "max-score", "tests"}


def keys(made, allowed, needed=()):
    tap.equal(sorted(set(made) - set(allowed)), [], "unknown keys")
    tap.equal(sorted(set(needed) - set(made)), [], "missing keys")


def number(value, low=0, high=None):
    tap.check(isinstance(value, (int, float)) and value >= low
              and not isinstance(value, bool)
              and (high is None or value <= high + 1e-9),
              f"{value!r} is no number from {low} to {high}")


def _gradescope_test(test):
    keys(test, GRADESCOPE_TEST, {"status", "name", "visibility"})
    tap.check(test["status"] in ("passed", "failed"), test["status"])
    tap.check(test["visibility"] in SHOWN, test["visibility"])
    tap.equal(test["output_format"], "text", "student text is shown as")
    tap.equal("score" in test, "max_score" in test, "score and max_score")
    if "score" in test:
        number(test["score"], 0, test["max_score"])
        tap.check(test["visibility"] != "hidden" or not test["max_score"],
                  "hidden points")


def gradescope(text):
    made = json.loads(text)
    keys(made, GRADESCOPE, {"tests"})
    for name in ("visibility", "stdout_visibility"):
        tap.check(made.get(name, "visible") in SHOWN, name)
    tap.check(made["output_format"] in FORMATTED, "output_format")
    for test in made["tests"]:
        _gradescope_test(test)


def classroom50(text):
    made = json.loads(text)
    keys(made, CLASSROOM50 | {"submitted_by", "graded_at"}, CLASSROOM50)
    tap.equal(made["schema"], "classroom50/result/v1")
    for name in CLASSROOM50 - {"score", "max-score", "tests"}:
        tap.check(isinstance(made[name], str) and made[name], name)
    tap.check(made["assignment_type"] in ("individual", "group", "team"),
              "assignment_type")
    tap.check(made["submission"].startswith("submit/"), "submission")
    for name in ("datetime", "graded_at"):
        tap.check(STAMP.fullmatch(made[name]), made[name])
    tap.check(made["tests"], "an empty list is a vacuous pass")
    for test in [made, *made["tests"]]:
        tap.check(type(test["score"]) is type(test["max-score"]) is int,
                  "scores are whole numbers")
        number(test["score"], 0, test["max-score"])
    for test in made["tests"]:
        tap.check(test["test-name"] and isinstance(test["passed"], bool),
                  "test-name, passed")
        tap.equal(test["score"], test["passed"] * test["max-score"])


def reporter(text):
    """As the reporter reads its environment; returns points and maximum."""
    points = maximum = 0
    for row in text.splitlines():
        name, _, data = row.partition("=")
        tap.check(re.fullmatch(r"[A-Z0-9_-]+_RESULTS", name), name)
        made = json.loads(base64.b64decode(data, validate=True))
        keys(made, {"version", "status", "max_score", "tests"},
             {"version", "status", "max_score", "tests"})
        tap.check(made["status"] in ("pass", "fail", "error"), "status")
        if made["max_score"]:
            maximum += made["max_score"]
            points += sum(test["score"] for test in made["tests"])
    number(points, 0, maximum + 0.05)
    return points, maximum


def prairielearn(text):
    tap.check(len(text.encode()) <= 1 << 20, "more than 1 MB")
    made = json.loads(text)
    keys(made, {"gradable", "score", "message", "output", "images", "tests",
                "format_errors"}, {"gradable"})
    if not made["gradable"]:
        tap.check(made["format_errors"] and "score" not in made,
                  "not gradable: a reason and no score")
        return
    number(made["score"], 0, 1)
    for test in made["tests"]:
        keys(test, {"name", "description", "points", "max_points",
                    "message", "output", "images"}, {"name", "max_points"})
        number(test["points"], 0, test["max_points"])


def autolab(text):
    """The scores of the last line, None if it is no JSON."""
    rows = text.rstrip("\n").split("\n")
    if not rows[-1].startswith("{"):
        for row in rows:
            tap.check(not row.startswith("{"), "a line like the last one")
        return None
    last, shown = json.loads(rows[-1]), json.loads(rows[-2])
    keys(last, {"scores", "scoreboard"}, {"scores"})
    for score in last["scores"].values():
        number(score)
    tap.equal(shown["_presentation"], "semantic")
    tap.equal(set(shown), {"_presentation", "stages", *shown["stages"]})
    return last["scores"]


def junit(text):
    """Well-formed, with counts that are those of the cases."""
    tree = minidom.parseString(text.encode())
    for suite in tree.getElementsByTagName("testsuite"):
        found = suite.getElementsByTagName("testcase")
        tap.equal(len(found), int(suite.getAttribute("tests")), "tests")
        for kind in ("failure", "error", "skipped"):
            count = len(suite.getElementsByTagName(kind))
            name = kind + ("s" if kind != "skipped" else "")
            tap.equal(int(suite.getAttribute(name)), count, name)
    return tree


def tap14(text):
    """Whether a harness accepts the stream as a whole."""
    rows = text.split("\n")
    tap.equal(rows[0], "TAP version 14")
    plans = [row for row in rows if re.match(r"1\.\.\d+", row)]
    tap.equal(len(plans), 1, "plans")
    points = [row for row in rows if re.match(r"(not )?ok ", row)]
    tap.equal(len(points), int(plans[0][3:]), "test points")
    for count, row in enumerate(points, 1):
        tap.check(re.match(rf"(not )?ok {count} - ", row), row)
        tap.check(not re.search(r"(?<!\\)#", row), "a directive: " + row)
    known = re.compile(r"(TAP version 14|1\.\.|(not )?ok |  |Bail out!|$)")
    for row in rows:
        tap.check(known.match(row), "not TAP: " + row)
    return not any(row.startswith(("not ok", "Bail out!")) for row in rows)


def exercism(text):
    made = json.loads(text)
    keys(made, {"version", "status", "message", "tests"},
         {"version", "status"})
    tap.equal(made["version"], 3)
    if made["status"] == "error":
        tap.check(made["message"] and len(made["message"]) <= 65535,
                  "error needs a message")
        return
    states = [test["status"] for test in made["tests"]]
    tap.equal(made["status"],
              "pass" if set(states) == {"pass"} else "fail")
    for test in made["tests"]:
        tap.check(test["name"] and isinstance(test["task_id"], int), "task")
        tap.check(test["status"] == "pass" or test["message"], "message")
        tap.check(len(test["output"] or "") <= 500, "output is too long")


def table(text):
    rows = list(csv.reader(io.StringIO(text)))
    for row in rows:
        tap.equal(len(row), len(rows[0]), "columns")
        for value in row:
            tap.check(not value.startswith(("=", "+", "@")), value)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


CHECKS = {"gradescope": gradescope, "classroom50": classroom50,
          "reporter": reporter, "prairielearn": prairielearn,
          "autolab": autolab, "junit": junit, "tap": tap14,
          "exercism": exercism, "csv": table}
