"""lab_base: what every command of ./lab starts from

A Tool is one run of ./lab: the course, the places, the state and the way to
print. A LabError is what goes wrong in a way the student can do something
about: one message, no traceback, and an exit status that scripts can read.
"""

import difflib
import fnmatch
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import lab_state
from lab_term import Style, style_of

ALL_PASSED, SOME_FAILED, NOT_BUILT, ENVIRONMENT = 0, 1, 2, 3
INTERRUPTED = 130


class LabError(Exception):
    """A message for the student, and the exit status that goes with it."""

    def __init__(self, message, status=ENVIRONMENT):
        super().__init__(message)
        self.status = status


@dataclass
class Tool:
    """One run of ./lab."""
    root: Path
    style: Style = field(default_factory=style_of)
    state: lab_state.State = field(default_factory=lab_state.State)
    scenarios: dict = field(default_factory=dict)   # lab -> its scenarios
    courses: list = field(default_factory=list)     # read when first needed

    @property
    def work(self):
        return self.root / "work"

    @property
    def build(self):
        return self.root / "build-lab"

    @property
    def course(self):
        if not self.courses:
            self.courses.append(read_course(self.root))
        return self.courses[0]

    def folder(self, lab):
        """Where the student's files of @lab are."""
        return self.work / lab

    def path(self, exercise, name):
        return self.folder(exercise.lab) / name

    def shown(self, path):
        """@path as one types it from the root of the tree."""
        try:
            return str(Path(path).relative_to(self.root))
        except ValueError:
            return str(path)

    def say(self, *lines):
        for line in lines:
            print(line)
        sys.stdout.flush()

    def note(self, line):
        """Something beside the result: standard error."""
        sys.stdout.flush()
        print(self.style.paint(f"lab: {line}", "dim") if sys.stderr.isatty()
              else f"lab: {line}", file=sys.stderr, flush=True)

    def save(self):
        """Remember; a tree that cannot be written loses only the memory."""
        try:
            lab_state.save(self.state, self.work)
        except OSError as error:
            self.note("progress is not kept: "
                      f"{self.shown(lab_state.path_in(self.work))}: "
                      f"{error.strerror}")


def read_course(root):
    from course import CourseError, load_course
    try:
        return load_course(root)
    except CourseError as error:
        rest = len(error.problems) - 1
        more = f" (and {rest} more)" if rest else ""
        raise LabError("the course in labs/ is damaged: "
                       f"{error.problems[0]}{more}; get a fresh copy of the "
                       "tree, your files in work/ are yours") from None


def open_tool(root):
    """The Tool for the tree at @root, with its state read."""
    tool = Tool(root)
    tool.state, problem = lab_state.load(tool.work)
    if problem:
        tool.note(problem.replace(f"{root}/", ""))
    return tool


def scenarios_of(tool, lab):
    """The public scenarios of a Lab, in order."""
    if lab.name not in tool.scenarios:
        from scenario import load_scenarios
        try:
            tool.scenarios[lab.name] = [
                row for row in load_scenarios(lab)
                if row.visibility == "public"]
        except (ValueError, ImportError, SyntaxError) as error:
            raise LabError(f"labs/{lab.name}/scenarios.py is damaged: "
                           f"{error}") from None
    return tool.scenarios[lab.name]


def all_exercises(tool):
    return [exercise for lab in tool.course.labs.values()
            for exercise in lab.exercises]


def current_lab(tool):
    """The name of the lab of the current exercise, or ""."""
    name = tool.state.current.partition(".")[0]
    return name if name in tool.course.labs else ""


def current_exercise(tool):
    """The current Exercise; LabError when none is."""
    for exercise in all_exercises(tool):
        if exercise.id == tool.state.current:
            return exercise
    first = next(iter(tool.course.labs), "LAB")
    raise LabError("no exercise is chosen yet; begin with "
                   f"./lab start {first} (./lab list shows all labs)")


def _matches(exercise, pattern, lab):
    names = {exercise.id, exercise.lab}
    names |= {name for name in exercise.names}
    if exercise.lab == lab:
        names |= {str(exercise.number)}
    return any(fnmatch.fnmatchcase(name, pattern) for name in names)


def find_exercises(tool, pattern):
    """Exercises named by id, number, lab, file or glob; "" = the current."""
    if not pattern:
        return [current_exercise(tool)]
    pattern = pattern.removeprefix("./").removeprefix("work/")
    if pattern.endswith(".c") and "/" in pattern:
        pattern = pattern.rpartition("/")[2]
    found = [exercise for exercise in all_exercises(tool)
             if _matches(exercise, pattern, current_lab(tool))]
    here = [exercise for exercise in found
            if exercise.lab == current_lab(tool)]
    if pattern.endswith(".c") and here:
        return here         # two labs may have files of one name
    return found


def find_one_exercise(tool, pattern):
    found = find_exercises(tool, pattern)
    if not found:
        raise nothing_named(tool, pattern)
    if len(found) > 1:
        names = ", ".join(exercise.id for exercise in found[:6])
        raise LabError(f"'{pattern}' names {len(found)} exercises; name one: "
                       f"{names}")
    return found[0]


def nothing_named(tool, pattern):
    """The LabError for a name that nothing has, with the nearest one."""
    known = [name for exercise in all_exercises(tool)
             for name in (exercise.id, exercise.lab, *exercise.names)]
    known += [row.id.partition("/")[2] for rows in tool.scenarios.values()
              for row in rows]
    near = difflib.get_close_matches(pattern, known, 1, 0.5)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return LabError(f"nothing is called '{pattern}'{hint} "
                    "(./lab list shows what there is)")


def find_scenarios(tool, pattern):
    """[(Exercise, its scenarios)] for what one may say after ./lab test."""
    test = pattern.partition("/")[2] if "/" in pattern else pattern
    exercises = [] if "/" in pattern and not pattern.endswith(".c") \
        else find_exercises(tool, pattern)
    if exercises:
        return [(exercise, _of(tool, exercise)) for exercise in exercises]
    exercises = find_exercises(tool, pattern.partition("/")[0]) \
        if "/" in pattern else \
        [one for one in all_exercises(tool) if one.lab == current_lab(tool)]
    rows = [(exercise, [row for row in _of(tool, exercise)
                        if fnmatch.fnmatchcase(row.id.partition("/")[2],
                                               test)])
            for exercise in exercises]
    rows = [row for row in rows if row[1]]
    if not rows:
        raise nothing_named(tool, pattern)
    return rows


def _of(tool, exercise):
    lab = tool.course.labs[exercise.lab]
    return [row for row in scenarios_of(tool, lab)
            if row.exercise == exercise.id]


def find_one_test(tool, pattern):
    """(Exercise, Scenario) of a test's name."""
    rows = [(exercise, row) for exercise, found
            in find_scenarios(tool, pattern) for row in found]
    if len(rows) > 1:
        names = "\n".join(f"  {row.id}" for _, row in rows[:10])
        raise LabError(f"'{pattern}' names {len(rows)} tests; name one:\n"
                       f"{names}")
    return rows[0]


def started(tool, exercise):
    """Whether the exercise's files are in work/."""
    return all(os.path.isfile(tool.path(exercise, name))
               for name in exercise.names)


def digest(tool, exercise):
    """The digest of an exercise's files and of those it needs."""
    lab = tool.course.labs[exercise.lab]
    ids = [exercise.id, *lab.needed_by(exercise)]
    return lab_state.digest_of(
        [tool.path(one, name) for one in lab.exercises if one.id in ids
         for name in one.names])


def verdict(tool, exercise):
    """(word, Result or None): what is known about an exercise."""
    result = lab_state.get_result(tool.state, exercise.id)
    if not started(tool, exercise):
        return "-", None
    if result is None:
        return "started", None
    if result.digest != digest(tool, exercise):
        return "changed", result
    if result.status == "pass":
        return "passed", result
    return ("to do" if result.status == "not-implemented"
            else "failing"), result


def handout_line(tool, exercise):
    lab = tool.course.labs[exercise.lab]
    return f"lecture {lab.lecture} {lab.title}, section {exercise.handout}"
