"""lab_blame: whose fault is it: this exercise's, or another's file?

All files of a student are linked into one worker, so a slip in one exercise
can show in the tests of another. When a test fails, it is run once more with
the files of its exercise, and of those it needs, among stubs: if it passes
then, the fault is in one of the others, which are tried one by one.
"""

from lab_build import build_choice, reference_of, student_files
from lab_run import Settings, run_all

MOST_TRIED = 8


def changed_files(tool, lab, names):
    """Of the files @names in work/, those that are no stubs."""
    return [name for name in names
            if (tool.folder(lab.name) / name).read_bytes()
            != (lab.folder / name).read_bytes()]


def own_files(lab, exercise):
    """Basenames of an exercise's files and of those it needs."""
    ids = {exercise.id, *lab.needed_by(exercise)}
    return {name for one in lab.exercises if one.id in ids
            for name in one.names}


def other_culprit(tool, student, ran, settings=Settings()):
    """The basename of another exercise's file that makes a test fail, or "".

    @ran: the lab_run.Ran of the failing test.
    """
    lab = tool.course.labs[ran.exercise.lab]
    files = student_files(tool, lab)
    own = own_files(lab, ran.exercise)
    others = [name for name in changed_files(tool, lab, files)
              if name not in own and name not in student.left_out]
    if not others or not passes_with(tool, lab, own, ran, settings):
        return ""
    for name in others[:MOST_TRIED]:
        if not passes_with(tool, lab, own | {name}, ran, settings):
            return name
    return others[0]


def passes_with(tool, lab, names, ran, settings):
    """Does the test pass with only @names of the student's files?"""
    files = {name: path for name, path in student_files(tool, lab).items()
             if name in names}
    build = build_choice(tool, lab, files, "blame")
    if not build.ok:
        return False
    again = run_all([(ran.exercise, ran.scenario)], [str(build.binary)],
                    reference_of(tool, lab), settings)
    return again[0].outcome.status == "pass"
