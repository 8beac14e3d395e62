"""lab_start: ./lab start, next and reset: files in work/, current exercise"""

import os
import shutil

import lab_state
from lab_base import (LabError, current_exercise, find_exercises,
                      find_one_exercise, handout_line, nothing_named,
                      verdict)
from lab_term import labelled, plural, wrap

BACKUPS = ".backup"


def start_arguments(parser):
    parser.add_argument("what", metavar="LAB|EXERCISE",
                        help="a lab's name, or an exercise: timers.2")
    parser.add_argument("--no-build", action="store_true",
                        help="do not build what the lab's tests need yet")


def next_arguments(parser):
    parser.set_defaults(no_build=True)


def reset_arguments(parser):
    parser.add_argument("exercise", help="timers.2, or a file's name")


def cannot_write(tool, error):
    """The LabError for a tree in which nothing can be written."""
    path = tool.shown(error.filename or tool.work)
    return LabError(f"cannot write {path}: {error.strerror}; ./lab needs a "
                    "copy of the tree that is yours, and room on the disk")


def stub(tool, exercise, name):
    return tool.course.labs[exercise.lab].folder / name


def lay_out(tool, exercises):
    """Copy the stubs that are not in work/ yet; how many were."""
    count = 0
    for exercise in exercises:
        for name in exercise.names:
            path = tool.path(exercise, name)
            if path.exists():
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(stub(tool, exercise, name), path)
            except OSError as error:
                raise cannot_write(tool, error) from None
            count += 1
    return count


def introduce(tool, exercise):
    """What one needs to begin with an exercise."""
    style = tool.style
    head = f"{exercise.id}  {exercise.title}"
    files = ", ".join(tool.shown(tool.path(exercise, name))
                      for name in exercise.names)
    lines = [style.paint(head, "bold"),
             f"    {plural(exercise.points, 'point')}, {exercise.difficulty},"
             f" {exercise.time}"]
    if exercise.spot:
        lines += wrap("Spot the bug: the file is complete, compiles, and is "
                      "wrong. The tests show what a user would see.",
                      style.width, "    ")
    lines += labelled("edit", files, style)
    missing = [name for name in exercise.needs
               if verdict(tool, find_one_exercise(tool, name))[0] != "passed"]
    if missing:
        lines += labelled("needs", ", ".join(missing) + " to work first",
                          style)
    lines += labelled("handout", handout_line(tool, exercise), style)
    lines += labelled("spec", exercise.spec, style)
    return lines + labelled(
        "then", "./lab test   (or ./lab watch: tests whenever you save)",
        style)


def make_current(tool, exercise):
    tool.state.current = exercise.id
    lab_state.note_event(tool.state, "start", exercise.id)
    tool.save()


def first_open(tool, exercises):
    """The first exercise that does not pass, else the last one."""
    for exercise in exercises:
        if verdict(tool, exercise)[0] != "passed":
            return exercise
    return exercises[-1]


def start_command(tool, args):
    exercises = find_exercises(tool, args.what)
    if not exercises or len({one.lab for one in exercises}) > 1:
        raise nothing_named(tool, args.what)
    lab = tool.course.labs[exercises[0].lab]
    count = lay_out(tool, lab.exercises)
    exercise = first_open(tool, exercises)
    make_current(tool, exercise)
    place = tool.shown(tool.folder(lab.name))
    tool.say(*wrap(f"{lab.title} (lab {lab.name}, lecture {lab.lecture}): "
                   f"{lab.summary}", tool.style.width))
    tool.say(f"{plural(count, 'file')} laid out in {place}/: stubs for you "
             "to edit." if count else
             f"Your files are in {place}/; none was touched.")
    tool.say("", *introduce(tool, exercise))
    if not args.no_build:
        from lab_build import kit_of
        kit_of(tool, lab)
    return 0


def next_command(tool, args):
    here = current_exercise(tool)
    exercises = list(tool.course.labs[here.lab].exercises)
    index = exercises.index(here)
    later = [one for one in exercises[index + 1:] + exercises[:index]
             if verdict(tool, one)[0] != "passed"]
    if verdict(tool, here)[0] != "passed" and not later:
        later = [here]
    if not later:
        return _lab_is_done(tool, here.lab)
    lay_out(tool, [later[0]])
    make_current(tool, later[0])
    tool.say(*introduce(tool, later[0]))
    return 0


def _lab_is_done(tool, lab):
    names = list(tool.course.labs)
    rest = names[names.index(lab) + 1:]
    more = f", then ./lab start {rest[0]}" if rest else ""
    tool.say(f"All exercises of {lab} pass: ./lab submit {lab}{more}.")
    return 0


# ---- reset -----------------------------------------------------------------

def keep_backup(tool, exercise, name):
    """Copy a file aside under a number that is free; its new path."""
    folder = tool.work / BACKUPS / exercise.lab
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while os.path.lexists(folder / f"{name}.{number}"):
        number += 1
    shutil.copy2(tool.path(exercise, name), folder / f"{name}.{number}")
    return folder / f"{name}.{number}"


def _reset_file(tool, exercise, name):
    path = tool.path(exercise, name)
    fresh = stub(tool, exercise, name).read_bytes()
    shown = tool.shown(path)
    if path.is_file() and path.read_bytes() == fresh:
        return f"{shown} is the stub already."
    kept = ""
    if path.is_file():
        kept = tool.shown(keep_backup(tool, exercise, name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fresh)
    return f"{shown} is the stub again" \
        + (f"; yours is kept as {kept}" if kept else "") + "."


def reset_command(tool, args):
    exercise = find_one_exercise(tool, args.exercise)
    try:
        for name in exercise.names:
            tool.say(*wrap(_reset_file(tool, exercise, name),
                           tool.style.width, "", "  "))
    except OSError as error:
        raise cannot_write(tool, error) from None
    tool.state.results.pop(exercise.id, None)
    lab_state.note_event(tool.state, "reset", exercise.id)
    tool.save()
    return 0
