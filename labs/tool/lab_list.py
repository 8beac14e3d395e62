"""lab_list: ./lab list and ./lab progress"""

import lab_state
from lab_base import (all_exercises, current_lab, nothing_named,
                      verdict)
from lab_term import bar, columns, plural, shorten

WORD_COLOURS = {"passed": "green", "failing": "red", "changed": "yellow",
                "started": "yellow", "to do": "yellow"}


def list_arguments(parser):
    parser.add_argument("lab", nargs="?", default="",
                        help="a lab's name, or 'all' for the exercises of "
                        "every lab; without it: the labs")


def points_of(tool, exercises):
    """(points of the exercises that pass, all points)."""
    got = sum(exercise.points for exercise in exercises
              if verdict(tool, exercise)[0] == "passed")
    return got, sum(exercise.points for exercise in exercises)


def _labs(tool):
    rows = []
    for lab in tool.course.labs.values():
        got, total = points_of(tool, lab.exercises)
        mark = "*" if lab.name == current_lab(tool) else " "
        rows.append([mark + " " + lab.name, lab.lecture,
                     plural(len(lab.exercises), "exercise"),
                     f"{got:3} of {total}",
                     lab.title])
    return [shorten(line, tool.style.width) for line in columns(
        [["  lab", "lecture", "", "points", "about"], *rows])]


def _exercises(tool, lab):
    rows, words = [], []
    for exercise in lab.exercises:
        word, _ = verdict(tool, exercise)
        mark = "*" if exercise.id == tool.state.current else " "
        words.append(word)
        rows.append([f"{mark} {exercise.id}", f"{exercise.points:3}", word,
                     exercise.difficulty, exercise.time, exercise.title])
    lines = columns([["  exercise", "pts", "state", "level", "time",
                      "about"], *rows])
    for index, word in enumerate(words, 1):
        lines[index] = _coloured(shorten(lines[index], tool.style.width),
                                 word, tool.style)
    return lines


def _coloured(line, word, style):
    if word not in WORD_COLOURS:
        return line
    return line.replace(f" {word} ",
                        f" {style.paint(word, WORD_COLOURS[word])} ", 1)


def _lab_block(tool, lab):
    got, total = points_of(tool, lab.exercises)
    return [tool.style.paint(f"{lab.title} (lab {lab.name}, lecture "
                             f"{lab.lecture})", "bold"),
            f"{bar(got, total)} {got} of {total} points",
            "", *_exercises(tool, lab)]


def list_command(tool, args):
    if not args.lab:
        tool.say(*_labs(tool), "",
                 "./lab list LAB shows a lab's exercises, ./lab start LAB "
                 "begins one.")
        return 0
    names = tool.course.labs if args.lab == "all" else [args.lab]
    for index, name in enumerate(names):
        if name not in tool.course.labs:
            raise nothing_named(tool, name)
        tool.say(*([""] if index else []),
                 *_lab_block(tool, tool.course.labs[name]))
    return 0


# ---- progress --------------------------------------------------------------

def progress_arguments(parser):
    parser.add_argument("--time", nargs="?", const="show", default="",
                        choices=("show", "on", "off"),
                        help="time per exercise; it is measured only after "
                        "--time on, from what you run, and kept in "
                        "work/.lab.json alone; off forgets it")


def _hints(tool, exercises):
    opened = [tool.state.hints.get(exercise.id, 0) for exercise in exercises]
    return sum(opened)


def _minutes(seconds):
    return f"{seconds // 3600} h {seconds % 3600 // 60:02} min" \
        if seconds >= 3600 else f"{max(1, round(seconds / 60))} min"


def _time_lines(tool):
    if not tool.state.log_time:
        return ["Time is not measured. ./lab progress --time on begins; "
                "what is noted", "stays in work/.lab.json."]
    spent = lab_state.seconds_per_exercise(tool.state.events)
    rows = [["  " + name, _minutes(seconds)]
            for name, seconds in sorted(spent.items()) if seconds]
    if not rows:
        return ["Time is measured from now on; nothing to show yet."]
    return columns(rows) + [f"  in all {_minutes(sum(spent.values()))}; "
                            "breaks of more than 15 minutes do not count"]


def _switch_time(tool, word):
    tool.state.log_time = word == "on"
    if word == "off":
        tool.state.events.clear()
    lab_state.note_event(tool.state, "time on", tool.state.current)
    tool.save()
    tool.say("Time is measured from now on." if word == "on" else
             "Time is no longer measured, and what was noted is gone.")
    return 0


def progress_command(tool, args):
    if args.time in ("on", "off"):
        return _switch_time(tool, args.time)
    touched = [lab for lab in tool.course.labs.values()
               if any(verdict(tool, exercise)[0] != "-"
                      for exercise in lab.exercises)]
    rows = []
    for lab in touched:
        got, total = points_of(tool, lab.exercises)
        rows.append([f"  {lab.name}", bar(got, total), f"{got:3} of {total}",
                     plural(_hints(tool, lab.exercises), "hint") + " opened"])
    if not rows:
        tool.say("Nothing is started yet: ./lab start "
                 + next(iter(tool.course.labs), "LAB"))
        return 0
    tool.say(*columns(rows))
    if args.time:
        tool.say("", *_time_lines(tool))
    else:
        tool.say("", *_now(tool))
    return 0


def _now(tool):
    changed = [exercise.id for exercise in all_exercises(tool)
               if verdict(tool, exercise)[0] == "changed"]
    lines = []
    if changed:
        lines.append("changed since the last test: " + ", ".join(changed))
    if tool.state.current:
        lines.append(f"current exercise: {tool.state.current}")
    return lines
