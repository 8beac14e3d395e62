"""export_view: a result record as the exporters see it.

The record (record.py, "lectern/result/1") holds everything; most of what is
made from it is read by students. cases() therefore yields tests as a given
reader may see them: of a test that is not public there is a number, the rule
in words and the verdict, but no step, no value and no output, because those
would hand out the scenario. All text has passed export_text.

The rule that no format may break: what the grader could not find out has no
score (None), and a sum with such a part has none either. An exporter that
cannot say "no score" says nothing and reports INFRA.
"""

import json
from dataclasses import dataclass, field

import export_text as text

SCHEMA = "lectern/result/1"
DONE, INFRA = 0, 3              # exit statuses of an export
PUBLIC = "public"
WORDS = {
    "pass": "passed", "wrong": "wrong answer", "crash": "crashed",
    "timeout": "took too long", "oom": "used too much memory",
    "limit": "exceeded a limit", "protocol": "broke the protocol",
    "not-implemented": "not implemented yet", "build": "does not compile",
    "skipped": "not tried: an exercise it needs does not work yet",
    "unstable": "differs from run to run",
    "infra": "could not be graded",
    "empty": "there are no files of this lab",
    "refused": "the submission was refused",
}
INFRA_TEXT = ("The grader's own machinery failed, not your program. This is "
              "no zero: it will be graded again.")


class RecordError(Exception):
    """A file that is no result record; the text says why."""


@dataclass(frozen=True)
class Export:
    """What an exporter made: file name -> text, and what it means."""
    files: dict
    status: int = DONE
    message: str = ""


@dataclass(frozen=True)
class Case:
    """One test as a reader may see it."""
    id: str
    title: str
    exercise: str
    number: str
    status: str
    points: float
    score: float                # None: could not be graded
    visibility: str
    shown: bool                 # with steps and values
    explanation: str
    output: str
    seconds: float
    raw: dict = field(repr=False)

    @property
    def passed(self):
        return self.status == "pass"


def load(path):
    """The record in the file @path."""
    try:
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
    except (OSError, ValueError) as problem:
        raise RecordError(f"{path}: no result record: {problem}") from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise RecordError(f"{path}: the schema is not {SCHEMA}")
    return record


def graded(record):
    """Whether every score is known."""
    return record["status"] != "infra" and record["score"] is not None


def _fields(name, pairs, other):
    """The rows of @pairs that @other does not have too."""
    rows = [pair for pair in pairs or [] if pair not in (other or [])]
    return [f"{name}  {text.line(row[0])} = {text.line(row[1])}"
            for row in rows]


def _divergence(found):
    if not found:
        return []
    rows = ["first difference:"]
    for key, value in found.items():
        if key in ("expected", "got"):
            rows += ["  " + row for row in _fields(f"{key:8}", value, None)]
        elif value not in (None, "", []):
            value = "; ".join(map(str, value)) if isinstance(value, list) \
                else value
            rows.append(f"  {text.line(key)}: {text.line(value)}")
    return rows


def _steps(test):
    rows = [text.line(row) for row in test.get("steps") or []]
    return ["  " + row for row in rows[:-1]] + ["> " + row
                                                for row in rows[-1:]]


def _details(test):
    """The lines that tell what happened, step by step."""
    rows = _steps(test)
    rows += _fields("expected", test.get("expected"), test.get("got"))
    rows += _fields("got     ", test.get("got"), test.get("expected"))
    return rows + _divergence(test.get("divergence"))


def explain(test, exercise, shown=True):
    """What was checked and what happened, for a test that did not pass."""
    if test["status"] == "pass":
        return ""
    rows = [WORDS.get(test["status"], test["status"])]
    if test["status"] == "infra":
        rows.append(INFRA_TEXT)
    if test.get("rule"):
        rows.append("rule: " + text.line(test["rule"]))
    if shown:
        rows += _details(test)
        rows += [text.plain(test["message"])] if test.get("message") else []
    if exercise.get("handout"):
        rows.append("handout: " + text.line(exercise["handout"]))
    if exercise.get("spec"):
        rows.append("manual: " + text.line(exercise["spec"]))
    return text.clip("\n".join(rows), text.TEXT_LIMIT)


def _case(test, exercise, place, shown):
    """@place: the number of the exercise and of the test within it."""
    number = f"{place[0]}.{place[1]}"
    return Case(
        id=text.line(test["id"] if shown
                     else f"{exercise['id']}/official-{place[1]}"),
        title=text.line(test["title"] if shown
                        else f"official test {number}"),
        exercise=text.line(exercise["id"]), number=number,
        status=test["status"], points=text.rounded(test["points"]),
        score=text.rounded(test["score"]), visibility=test["visibility"],
        shown=shown, explanation=explain(test, exercise, shown),
        output=text.plain(test.get("output")) if shown else "",
        seconds=round((test.get("wall_ms") or 0) / 1000, 3), raw=test)


def cases(exercise, staff=False, later=()):
    """The tests of one exercise; kinds in @later are shown in full too."""
    first = exercise["id"].rpartition(".")[2]
    return [_case(test, exercise, (first, index),
                  staff or test["visibility"] in (PUBLIC, *later))
            for index, test in enumerate(exercise["tests"], 1)]


def exercises(record):
    """The exercises; of a submission that has none, one that failed.

    A list without tests would count as a success in most formats.
    """
    if record["exercises"]:
        return record["exercises"]
    test = {"id": f"{record['lab']}.0/submission", "title": "the submission",
            "rule": "", "visibility": PUBLIC, "status": record["status"],
            "points": record["max_score"], "score": record["score"],
            "message": record.get("message", "")}
    return [{"id": f"{record['lab']}.0", "title": "the submission",
             "points": record["max_score"], "score": record["score"],
             "status": record["status"], "tests": [test]}]


def all_cases(record, staff=False):
    return [case for exercise in exercises(record)
            for case in cases(exercise, staff)]


def summary(record):
    """One paragraph on the whole submission."""
    rows = []
    if not graded(record):
        rows.append(INFRA_TEXT)
    else:
        rows.append(f"{text.line(record['lab'])}: "
                    f"{text.points(record['score'])} of "
                    f"{text.points(record['max_score'])} points")
    if record.get("message"):
        rows.append(text.plain(record["message"]))
    rows += ["refused: " + text.line(why)
             for why in record["submission"].get("refused", [])]
    build = record.get("build") or {}
    if build.get("log") and build.get("status") != "ok":
        rows += ["what the compiler said:", text.plain(build["log"])]
    hidden = [case for case in all_cases(record) if not case.shown]
    if hidden:
        rows.append(f"{len(hidden)} of the tests are official: their steps "
                    "are not shown.")
    return "\n".join(rows)


def as_json(value):
    """JSON that is the same for the same record."""
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"
