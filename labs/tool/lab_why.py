"""lab_why: ./lab why and ./lab trace: one test, looked at closely"""

import feedback
import feedback_fields
from lab_base import (ALL_PASSED, LabError, NOT_BUILT, SOME_FAILED,
                      find_one_test, started)
from lab_build import reference_of, student_worker
from lab_run import PUBLIC, Settings, finding_of, run_all
from lab_term import clean, shorten, wrap
from lab_test import say_build_errors


def why_arguments(parser):
    parser.add_argument("test", help="timers.2/deadline_is_never_early, or "
                        "the part after the slash")
    parser.add_argument("--seed", default=PUBLIC,
                        help="as for ./lab test")
    parser.add_argument("--no-sanitize", action="store_true",
                        help="without address and undefined sanitizer")


def trace_arguments(parser):
    why_arguments(parser)
    parser.add_argument("--all", action="store_true",
                        help="also the fields that are equal")


def student_of(tool, exercise, sanitize):
    """The worker of an exercise that must be there and build, or None."""
    if not started(tool, exercise):
        raise LabError(f"{exercise.id} is not begun: ./lab start "
                       f"{exercise.id}")
    lab = tool.course.labs[exercise.lab]
    student = student_worker(tool, lab, sanitize=sanitize)
    if student.build.ok and not set(student.left_out) & set(exercise.names):
        return student
    say_build_errors(tool, lab, student)
    return None


def why_command(tool, args):
    exercise, scenario = find_one_test(tool, args.test)
    student = student_of(tool, exercise, not args.no_sanitize)
    if student is None:
        return NOT_BUILT
    reference = reference_of(tool, tool.course.labs[exercise.lab])
    ran = run_all([(exercise, scenario)], [str(student.build.binary)],
                  reference, Settings(seed=args.seed))[0]
    if ran.outcome.status == "pass":
        tool.say(f"{scenario.id} passes: {scenario.title}.")
        return ALL_PASSED
    found = finding_of(tool, ran, reference, student, args.seed)
    tool.say(*feedback.render(found, tool.style))
    return SOME_FAILED


# ---- trace -----------------------------------------------------------------

def conversation(argv, steps, wall_s):
    """[reply or None]: what a worker answers, and what ended it early."""
    from worker import Worker, WorkerFailed
    replies = []
    with Worker(argv, None, wall_s) as worker:
        try:
            for step in steps:
                replies.append([pair for pair in worker.call(step.text)
                                if pair[0] != "todo"])
        except WorkerFailed as failure:
            return replies, f"{failure.status}: {failure}"
    return replies, ""


def in_line(text):
    """A value, the elements of a list one after the other."""
    return clean(text.replace(feedback_fields.LIST_JOINT, ", "))


def _values(reply, kinds):
    return [(field, in_line(feedback_fields.describe_list(
                values, values, *kinds.get(field, ("", {})))))
            for field, values in feedback_fields.grouped(reply).items()]


def _equal_lines(reply, kinds, style):
    text = ", ".join(f"{field} {value}" for field, value
                     in _values(reply, kinds))
    return [shorten(f"       = {text}", style.width)] if text else []


def _different_lines(step, wanted, got, kinds, style):
    left, right = feedback_fields.differing(wanted, got, kinds, step)
    lines = []
    for (field, one), (_, other) in zip(left, right):
        lines += wrap(f"{field}: expected {in_line(one)}", style.width,
                      "       ")
        lines += [style.paint(line, "red") for line in
                  wrap(f"{' ' * len(field)}  got      {in_line(other)}",
                       style.width, "       ")]
    return lines


def trace_lines(steps, words, mine, theirs, how):
    """All steps; @how: (kinds, style, show equal fields too)."""
    from check import equal
    kinds, style, everything = how
    for number, (step, text) in enumerate(zip(steps, words), 1):
        got = mine[number - 1] if number <= len(mine) else None
        wanted = theirs[number - 1]
        same = got is not None and equal(step, wanted, got)
        mark = "   " if same else "-> "
        yield from wrap(f"{number}. {text}", style.width, mark,
                        "      ")
        if got is None:
            yield "       no answer"
            return
        if not same:
            yield from _different_lines(step, wanted, got, kinds, style)
        elif everything or len(got) <= 4:
            yield from _equal_lines(got, kinds, style)


def trace_command(tool, args):
    from check import words_of
    exercise, scenario = find_one_test(tool, args.test)
    student = student_of(tool, exercise, not args.no_sanitize)
    if student is None:
        return NOT_BUILT
    reference = reference_of(tool, tool.course.labs[exercise.lab])
    steps = scenario.steps(args.seed)
    ops, table = reference.describe()
    mine, end = conversation([str(student.build.binary)], steps, 10.0)
    theirs = reference.replies(scenario, args.seed, steps)
    how = (feedback_fields.kinds(table), tool.style, args.all)
    tool.say(f"{scenario.id}: {scenario.title} (seed {args.seed})", "")
    for line in trace_lines(steps, [words_of(step, ops) for step in steps],
                            mine, theirs, how):
        tool.say(line)
    if end:
        tool.say("", f"your worker ended: {clean(end)}")
    from check import equal
    good = not end and all(map(equal, steps, theirs, mine))
    tool.say("", "every step agrees with the reference" if good
             else f"./lab debug {scenario.id} stops at the step that differs")
    return ALL_PASSED if good else SOME_FAILED
