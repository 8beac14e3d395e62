"""lab_hint: ./lab hint: a ladder of three rungs for each exercise

The first is a question, the second says where to look, the third tells the
idea without code. Which rungs were opened is noted for the student's own
progress and for the optional form of ./lab submit; it never costs points.
"""

import lab_state
from lab_base import find_one_exercise, handout_line
from lab_term import labelled, wrap

RUNGS = ("a question", "where to look", "the idea, without code")


def hint_arguments(parser):
    parser.add_argument("exercise", nargs="?", default="",
                        help="timers.2; without it: the current exercise")
    parser.add_argument("--again", action="store_true",
                        help="show the open rungs, open no new one")


def rung(style, number, text):
    title = f"  {number} of {len(RUNGS)}  {RUNGS[number - 1]}"
    return [style.paint(title, "bold"), *wrap(text, style.width, "      ")]


def hint_command(tool, args):
    exercise = find_one_exercise(tool, args.exercise)
    opened = tool.state.hints.get(exercise.id, 0)
    if not args.again:
        opened = min(opened + 1, len(exercise.hints))
        tool.state.hints[exercise.id] = opened
        lab_state.note_event(tool.state, f"hint {opened}", exercise.id)
        tool.save()
    tool.say(tool.style.paint(f"{exercise.id}  {exercise.title}", "bold"))
    if not opened:
        tool.say(f"  no rung is open yet: ./lab hint {exercise.id}")
        return 0
    for number, text in enumerate(exercise.hints[:opened], 1):
        tool.say("", *rung(tool.style, number, text))
    tool.say("", *_rest(tool, exercise, opened))
    return 0


def _rest(tool, exercise, opened):
    left = len(exercise.hints) - opened
    lines = labelled("handout", handout_line(tool, exercise), tool.style, 2)
    lines += labelled("spec", exercise.spec, tool.style, 2)
    if left:
        lines += labelled("more", f"./lab hint {exercise.id}   (rung "
                          f"{opened + 1} of {len(RUNGS)}; hints cost "
                          "nothing)", tool.style, 2)
    return lines
