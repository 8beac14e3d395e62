"""course: what the labs are, read from labs/course.toml and lab.toml files

One list of the exercises: points, files, prerequisites, hints. Everything
that could be wrong in it is found here and told at once, all together.
"""
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

DIFFICULTIES = ("easy", "moderate", "hard")
POINTS_OF_A_LAB = 100
HINTS = 3


class CourseError(Exception):
    """The descriptions contradict themselves; .problems lists how."""

    def __init__(self, problems):
        super().__init__("; ".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Exercise:
    """One thing to do; its id is "timers.2"."""
    lab: str
    number: int
    title: str
    files: tuple        # reference files, relative to the root
    points: int
    needs: tuple        # ids that must work before this one can
    difficulty: str
    time: str
    handout: str
    spec: str
    spot: bool          # the stub is a defective solution
    hints: tuple

    @property
    def id(self):
        return f"{self.lab}.{self.number}"

    @property
    def names(self):
        """Basenames of its files: what a student edits and hands in."""
        return tuple(Path(file).name for file in self.files)


@dataclass(frozen=True)
class Lab:
    name: str
    title: str
    lecture: str
    summary: str
    folder: Path
    exercises: tuple

    def exercise(self, number):
        return {e.number: e for e in self.exercises}[number]

    @property
    def references(self):
        """{basename: reference file} of all exercises."""
        return {Path(file).name: file
                for e in self.exercises for file in e.files}

    def needed_by(self, exercise):
        """The exercise's prerequisites, their own included."""
        found, todo = [], list(exercise.needs)
        while todo:
            name = todo.pop()
            if name not in found:
                found.append(name)
                todo += self.exercise(int(name.split(".")[1])).needs
        return sorted(found)


@dataclass(frozen=True)
class Course:
    root: Path
    labs: dict

    def lab(self, name):
        if name not in self.labs:
            raise CourseError([f"there is no lab '{name}'; there are: "
                               + ", ".join(self.labs)])
        return self.labs[name]

    def exercise(self, name):
        """By id, "timers.2"."""
        lab, _, number = name.partition(".")
        for exercise in self.lab(lab).exercises:
            if str(exercise.number) == number:
                return exercise
        raise CourseError([f"the lab {lab} has no exercise '{number}'"])


KEYS = {"number": int, "title": str, "files": list, "points": int,
        "difficulty": str, "time": str, "handout": str, "spec": str,
        "hints": list}
OPTIONAL = {"needs": list, "spot": bool}


def _typed(row, where, problems):
    """Complain of missing, unknown and mistyped keys of one exercise."""
    for key, kind in KEYS.items():
        if not isinstance(row.get(key), kind):
            problems.append(f"{where}: {key} must be a {kind.__name__}")
    for key, value in row.items():
        kind = KEYS.get(key) or OPTIONAL.get(key)
        if kind is None:
            problems.append(f"{where}: unknown key {key}")
        elif key in OPTIONAL and not isinstance(value, kind):
            problems.append(f"{where}: {key} must be a {kind.__name__}")


def _check_exercise(row, where, folder, root):
    problems = []
    _typed(row, where, problems)
    if problems:
        return problems
    if row["difficulty"] not in DIFFICULTIES:
        problems.append(f"{where}: difficulty {row['difficulty']}")
    if row["points"] <= 0 or not row["files"]:
        problems.append(f"{where}: points and files are needed")
    if len(row["hints"]) != HINTS or not all(row["hints"]):
        problems.append(f"{where}: {HINTS} hints are needed")
    for file in row["files"]:
        if not re.fullmatch(r"[a-z0-9_]+(/[a-z0-9_]+)*\.c", file):
            problems.append(f"{where}: {file} is no C file of the tree")
        if not (folder / Path(file).name).is_file():
            problems.append(f"{where}: no stub {Path(file).name}")
    return problems


def _check_lab(name, data, folder, root):
    rows = data.get("exercise", [])
    problems = [f"{name}: {key} is missing"
                for key in ("lab", "title", "lecture", "summary")
                if not isinstance(data.get(key), str)]
    for index, row in enumerate(rows):
        where = f"{name}.{row.get('number', f'#{index + 1}')}"
        problems += _check_exercise(row, where, folder, root)
    if problems:
        return problems
    if data["lab"] != name:
        problems.append(f"{name}: lab is called {data['lab']}")
    if [row["number"] for row in rows] != list(range(1, len(rows) + 1)):
        problems.append(f"{name}: exercises must be numbered from 1")
    if sum(row["points"] for row in rows) != POINTS_OF_A_LAB:
        problems.append(f"{name}: points do not sum to {POINTS_OF_A_LAB}")
    names = [Path(file).name for row in rows for file in row["files"]]
    problems += [f"{name}: {file} belongs to two exercises"
                 for file in sorted(set(names)) if names.count(file) > 1]
    for row in rows:
        problems += [f"{name}.{row['number']}: needs {number}"
                     for number in row.get("needs", [])
                     if number not in range(1, row["number"])]
    return problems


def _lab(name, data, folder):
    exercises = tuple(
        Exercise(lab=name, number=row["number"], title=row["title"],
                 files=tuple(row["files"]), points=row["points"],
                 needs=tuple(f"{name}.{n}" for n in row.get("needs", [])),
                 difficulty=row["difficulty"], time=row["time"],
                 handout=row["handout"], spec=row["spec"],
                 spot=row.get("spot", False), hints=tuple(row["hints"]))
        for row in data["exercise"])
    return Lab(name, data["title"], data["lecture"], data["summary"], folder,
               exercises)


def _toml(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError([f"{path}: {error}"]) from None


def load_course(root):
    """Read the labs that labs/course.toml names; raises CourseError.

    A lab without a folder is not handed out yet.
    """
    root = Path(root)
    order = _toml(root / "labs/course.toml").get("labs", [])
    problems, labs = [], {}
    for name in order:
        folder = root / "labs" / name
        if not (folder / "lab.toml").is_file():
            continue
        data = _toml(folder / "lab.toml")
        found = _check_lab(name, data, folder, root)
        problems += found
        if not found:
            labs[name] = _lab(name, data, folder)
    if problems:
        raise CourseError(problems)
    return Course(root, labs)
