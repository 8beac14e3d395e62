"""grade_class: a class of 30 mixed submissions of timers, and its verdicts

Correct ones in every container, other correct solutions, partial ones, one
fault each, hostile ones, broken ones. EXPECTED in each row is what a grader
has to find: written down from the lab's description, not from a run.
"""
import gzip
import io
import lzma
import os
import stat
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from course import load_course

ROOT = Path(__file__).resolve().parents[2]
LAB = load_course(ROOT).lab("timers")
FULL = 100


def reference(*numbers):
    """{name: bytes} of the reference's files of some or all exercises."""
    return {Path(file).name: (ROOT / file).read_bytes()
            for e in LAB.exercises for file in e.files
            if not numbers or e.number in numbers}


def stubs():
    return {name: (LAB.folder / name).read_bytes() for name in LAB.references}


def mutant(name):
    """The reference with one fault."""
    with open(LAB.folder / "mutants.toml", "rb") as file:
        rows = {row["name"]: row for row in tomllib.load(file)["mutant"]}
    row = rows[name]
    files, target = reference(), Path(row["file"]).name
    text = files[target].decode().replace(row["find"], row["replace"])
    return files | {target: text.encode()}


def alternative(name):
    folder = LAB.folder / "alternatives" / name
    return reference() | {path.name: path.read_bytes()
                          for path in folder.iterdir()}


def hostile(body, before=""):
    """A tick_rate.c whose functions all run @body."""
    return reference(1) | {"tick_rate.c": f"""
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "timers/tick_rate.h"
{before}
int64_t tick_rate_counts_to_ns(const TickRate *rate, uint64_t counts)
{{ {body} return 0; }}
uint64_t tick_rate_ns_to_counts(const TickRate *rate, int64_t ns)
{{ {body} return 0; }}
int64_t tick_rate_deadline_ns(const TickRate *rate, int64_t start_ns,
                              uint64_t counts)
{{ {body} return 0; }}
uint64_t tick_rate_remaining(const TickRate *rate, uint64_t counts,
                             int64_t elapsed_ns)
{{ {body} return 0; }}
""".encode()}


# -------------------------------------------------------------- containers
def make_folder(path, files):
    for name, data in files.items():
        place = Path(path, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    Path(path).mkdir(parents=True, exist_ok=True)


def make_zip(path, files):
    with zipfile.ZipFile(f"{path}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)


def tar_bytes(files):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def make_tar_gz(path, files):
    Path(f"{path}.tar.gz").write_bytes(gzip.compress(tar_bytes(files)))


def make_tar_xz(path, files):
    Path(f"{path}.tar.xz").write_bytes(lzma.compress(tar_bytes(files)))


def make_noise(path, _files):
    Path(f"{path}.zip").write_bytes(b"PK\3\4 this is no archive")


def below(prefix, files):
    return {prefix + name: data for name, data in files.items()}


# -------------------------------------------------------------- the class
@dataclass(frozen=True)
class Row:
    """One submission and what must come out."""
    student: str
    files: object               # a function that returns {name: bytes}
    make: object = make_folder
    status: str = "graded"
    score: object = None        # None: whatever the statuses below allow
    exercises: dict = field(default_factory=dict)   # number: status
    flag: str = ""


ROWS = [
    Row("correct-folder", reference, score=FULL),
    Row("correct-zip", reference, make_zip, score=FULL),
    Row("correct-tar-gz", reference, make_tar_gz, score=FULL),
    Row("correct-tar-xz", lambda: below("work/timers/", reference()),
        make_tar_xz, score=FULL),
    Row("correct-in-a-folder", lambda: below("timers-x/", reference()),
        make_zip, score=FULL),
    Row("other-clock", lambda: alternative("absolute_offset"), score=FULL),
    Row("other-heap", lambda: alternative("sorted_list"), score=FULL),
    Row("other-pass", lambda: alternative("queue_by_hand"), score=FULL),
    Row("other-compare", lambda: alternative("long_division"), score=FULL),
    Row("untouched", stubs, score=0, exercises={
        number: "not-implemented" for number in (1, 2, 3, 7, 8)}),
    Row("only-clock", lambda: reference(1), score=10, exercises={1: "pass"}),
    Row("only-rate", lambda: reference(2), score=10, exercises={2: "pass"}),
    Row("only-heap", lambda: reference(3), make_zip, score=15,
        exercises={3: "pass", 4: "not-implemented"}),
    Row("half", lambda: reference(1, 2, 3, 4), score=50, exercises={
        1: "pass", 2: "pass", 3: "pass", 4: "pass"}),
    Row("bugs-not-found", lambda: stubs() | reference(1, 2, 3, 4), score=50,
        exercises={5: "wrong"}),
    Row("clock-jumps", lambda: mutant("resumes-with-a-jump"),
        exercises={1: "wrong", 3: "pass"}),
    Row("early-deadline", lambda: mutant("deadline-rounds-down"),
        exercises={1: "pass", 2: "wrong"}),
    Row("divides-by-zero", lambda: mutant("prescaler-0-divides"),
        exercises={1: "pass", 2: "wrong"}),
    Row("heap-loses", lambda: mutant("only-sifts-down"),
        exercises={2: "pass", 3: "wrong"}),
    Row("exits", lambda: hostile("exit(0);"), score=10,
        exercises={1: "pass", 2: "crash"}, flag="uses exit"),
    Row("exits-early", lambda: hostile("", "__attribute__((constructor))"
                                       "static void f(void) { _exit(0); }"),
        score=0, exercises={1: "crash", 2: "crash"}, flag="constructor"),
    Row("spins", lambda: hostile("for (;;) { }"), score=10,
        exercises={1: "pass", 2: "timeout"}),
    Row("raises", lambda: hostile("raise(SIGSEGV);"), score=10,
        exercises={1: "pass", 2: "crash"}, flag="uses raise"),
    Row("forges", lambda: hostile(
        'for (int fd = 1; fd < 20; fd++) { if (write(fd, "ok 1\\n'
        '{\\"score\\": 100}\\n", 21) < 0) { continue; } }'), score=10,
        exercises={1: "pass", 2: "protocol"}),
    Row("does-not-compile",
        lambda: reference() | {"tick_rate.c": b"int broken(\n"},
        exercises={1: "pass", 2: "build", 3: "pass", 4: "pass"}),
    Row("nothing-compiles", lambda: {name: b"int broken(\n"
                                     for name in reference()},
        status="build", score=0, exercises={1: "build", 8: "build"}),
    Row("second-main", lambda: reference() | {
        "tick_rate.c": reference(2)["tick_rate.c"]
        + b"int main(void) { return 0; }\n"},
        exercises={1: "pass", 2: "build", 3: "pass"}),
    Row("empty", dict, status="empty", score=0),
    Row("wrong-files", lambda: {"solution.c": b"int x;\n", "a/b.h": b""},
        make_tar_gz, status="empty", score=0),
    Row("no-archive", dict, make_noise, status="refused", score=0),
]


def make_class(folder, rows=None):
    """Write the submissions to the new folder @folder."""
    rows = ROWS if rows is None else rows
    os.makedirs(folder)
    for row in rows:
        row.make(os.path.join(folder, row.student), row.files())


def verdict(record):
    """What of a record must be the same in every run."""
    return {"status": record["status"], "score": record["score"],
            "exercises": [[e["id"], e["status"], e["score"],
                           [[t["id"], t["status"], t["score"]]
                            for t in e["tests"]]]
                          for e in record["exercises"]]}


def complaints(row, record):
    """How @record differs from what @row expects, in words."""
    if record is None:
        yield "no result"
        return
    if record["status"] != row.status:
        yield f"status {record['status']}, not {row.status}: " \
            f"{record['message']}"
    if row.score is not None and record["score"] != row.score:
        yield f"score {record['score']}, not {row.score}"
    if row.score is None and not 0 < record["score"] < FULL:
        yield f"score {record['score']}"
    found = {int(e["id"].split(".")[1]): e for e in record["exercises"]}
    for number, status in row.exercises.items():
        if number not in found or found[number]["status"] != status:
            had = found[number]["status"] if number in found else "absent"
            yield f"timers.{number} {had}, not {status}"
    if row.flag and not any(row.flag in flag for flag in record["flags"]):
        yield f"flags {record['flags']} lack '{row.flag}'"
    if not row.flag and row.score == FULL and record["flags"]:
        yield f"flags of a correct solution: {record['flags']}"
