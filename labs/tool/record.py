"""record: what is known about one graded submission, and keeping it safe

A record is a dictionary, RESULT_SCHEMA, that exporters and reports read. It
grows test by test in a journal, one durable line each, and becomes the file
result.json by one rename when it is complete: whoever reads a result reads
all of it. What could not be found out has a score of None, and so has every
sum above it: nobody gets a zero for a fault of ours.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from check import Outcome
from feedback import divergence_of
from feedback_fields import differing

RESULT_SCHEMA = "lectern/result/1"
STEPS_SHOWN = 12
OUTPUT_SHOWN = 4096
FIELDS_SHOWN, STATE_SHOWN, VALUE_SHOWN = 40, 1000, 500
RESULT = "result.json"
JOURNAL = "tests.jsonl"


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_record(lab, student, submission, grader):
    """A record without tests; @grader as identity_of() makes it."""
    return {
        "schema": RESULT_SCHEMA, "lab": lab.name, "student": student,
        "status": "infra", "message": "",
        "submission": {"digest": submission.digest,
                       "files": [_file_row(name, data) for name, data
                                 in sorted(submission.files.items())],
                       "refused": list(submission.refused)},
        "grader": dict(grader), "started": now(), "finished": "",
        "score": None,
        "max_score": sum(e.points for e in lab.exercises),
        "flags": [], "build": {"status": "ok", "log": ""}, "exercises": []}


def _file_row(name, data):
    return {"name": name, "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data)}


# ------------------------------------------------------------------- a test
@dataclass(frozen=True)
class Tried:
    """A test: the outcome that counts, and the step that decided it."""
    outcome: Outcome
    seeds: int = 0              # how many were tried
    step: object = None


def test_row(scenario, points, tried, fields=None):
    """The row of a test.

    @fields: units and bits, from feedback_fields.parse_fields().
    """
    outcome = tried.outcome
    expected, got = differing(outcome.expected, outcome.got, fields or {},
                              tried.step)
    passed = outcome.status == "pass"
    score = None if outcome.status == "infra" else points if passed else 0
    return {
        "id": scenario.id, "title": scenario.title, "rule": scenario.rule,
        "visibility": scenario.visibility, "status": outcome.status,
        "points": points, "score": score, "seeds": tried.seeds,
        "step": None if outcome.step is None else outcome.step + 1,
        "steps": [] if passed else _numbered(outcome),
        "expected": _bounded(expected), "got": _bounded(got),
        "divergence": _bounded_states(
            divergence_of(outcome.divergence, fields or {})),
        "message": shortened(outcome.message, OUTPUT_SHOWN),
        "output": "" if passed else outcome.output[-OUTPUT_SHOWN:],
        "cpu_ms": round(outcome.cpu_s * 1000, 1),
        "wall_ms": round(outcome.wall_s * 1000)}


def shortened(text, most):
    return text if len(text) <= most else \
        f"{text[:most]} ({len(text) - most} more characters)"


def _bounded(pairs, most=FIELDS_SHOWN):
    """[field, text] pairs as far as a reader, or a page, can bear them."""
    rows = [[name, shortened(text, VALUE_SHOWN)] for name, text
            in pairs[:most]]
    left = len(pairs) - most
    return rows + ([["more", f"{left} fields"]] if left > 0 else [])


def _bounded_states(divergence):
    """A divergence whose states, a stranger's words, are bounded."""
    if not divergence:
        return None
    pairs = {key: _bounded(divergence[key], STATE_SHOWN)
             for key in ("expected", "got")}
    texts = {key: shortened(value, VALUE_SHOWN) for key, value
             in divergence.items() if isinstance(value, str)}
    events = [shortened(text, VALUE_SHOWN) for text in divergence["events"]]
    return {**divergence, **pairs, **texts, "events": events}


def _numbered(outcome):
    """The steps up to the deciding one, the last STEPS_SHOWN of them."""
    end = len(outcome.steps) if outcome.step is None else outcome.step + 1
    lines = [f"{number}. {words}" for number, words
             in enumerate(outcome.steps[:end], 1)]
    return lines[-STEPS_SHOWN:]


# ------------------------------------------------------------------- sums
def add_exercises(record, lab, rows):
    """Put test @rows under their exercises, and sum up."""
    record["exercises"] = [
        _exercise(e, [row for row in rows
                      if row["id"].startswith(f"{e.id}/")])
        for e in lab.exercises]
    total = _sum([e["score"] for e in record["exercises"]])
    record["score"] = None if total is None else _rounded(total)
    for entry in record["exercises"]:
        _round_scores(entry)


def _sum(scores):
    return None if None in scores else sum(scores)


def _rounded(value):
    """Cents; whole numbers without a fraction."""
    value = round(value, 2)
    return int(value) if value == int(value) else value


def _round_scores(entry):
    for row in [entry, *entry["tests"]]:
        row["points"] = _rounded(row["points"])
        if row["score"] is not None:
            row["score"] = _rounded(row["score"])


def _exercise(exercise, rows):
    bad = [row["status"] for row in rows if row["status"] != "pass"]
    return {"id": exercise.id, "title": exercise.title,
            "points": exercise.points,
            "score": _sum([row["score"] for row in rows]),
            "status": bad[0] if bad else "pass",
            "handout": exercise.handout, "spec": exercise.spec,
            "tests": rows}


def finish(record, status, message=""):
    """The last words; afterwards the record may be written."""
    scores = [entry["score"] for entry in record["exercises"]]
    if None in scores:
        message = message or "some tests could not be run: see their messages"
    elif record["score"] is None and status != "infra":
        record["score"] = 0
    if status == "infra":
        record["score"] = None
    record.update(status=status, message=message, finished=now())
    return record


def key_of(record):
    """What decides the verdict: equal keys, equal verdicts."""
    grader = record["grader"]
    parts = [record["lab"], record["submission"]["digest"],
             *(grader[name] for name in
               ("version", "kit", "tier", "toolchain", "seed"))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# ------------------------------------------------------------------- files
class Journal:
    """The tests that are done, one durable line each.

    The first line is the key: rows of another submission, kit or seed are
    not taken over. A line that a kill or a full disk has cut off is dropped.
    """

    def __init__(self, path, key):
        self.path = Path(path)
        self.rows = self._read(key)
        self.file = open(self.path, "w", encoding="utf-8")
        self._line(key)
        for row in self.rows.values():
            self._line(row)
        self._sync()

    def _read(self, key):
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        lines = text.split("\n")[:-1]
        try:
            if not lines or json.loads(lines[0]) != key:
                return {}
            rows = [json.loads(line) for line in lines[1:]]
        except ValueError:
            return {}
        return {row["id"]: row for row in rows}

    def _line(self, value):
        self.file.write(json.dumps(value) + "\n")

    def _sync(self):
        self.file.flush()
        os.fsync(self.file.fileno())

    def add(self, row):
        """@row is safe when this returns; OSError when it is not."""
        self._line(row)
        self._sync()
        self.rows[row["id"]] = row

    def close(self):
        self.file.close()

    def remove(self):
        self.close()
        self.path.unlink(missing_ok=True)


def write_json(path, value):
    """Write and rename: the file is whole or not there."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(part, "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def read_result(path):
    """The record at @path, or None if there is none that is whole."""
    try:
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
    except (OSError, ValueError):
        return None
    good = isinstance(record, dict) and record.get("schema") == RESULT_SCHEMA
    return record if good else None
