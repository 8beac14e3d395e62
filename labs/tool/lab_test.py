"""lab_test: ./lab test: build the student's files, run scenarios, tell

Per exercise one line of verdict; of its failing tests the first is shown in
full, because the next step is to repair that one, and the others as a line.
"""

import re
from dataclasses import dataclass

import feedback
import feedback_reports
import lab_state
from lab_base import (ALL_PASSED, LabError, NOT_BUILT, SOME_FAILED,
                      find_scenarios, handout_line, scenarios_of, started,
                      verdict)
from lab_build import reference_of, student_worker
from lab_run import PUBLIC, Settings, finding_of, result_of, run_all
from lab_term import plural, shorten, wrap

WARNINGS_SHOWN = 3
TODO = ("not-implemented", "skipped")


def test_arguments(parser):
    parser.add_argument("what", nargs="*", default=[],
                        metavar="EXERCISE|LAB|TEST|GLOB",
                        help="timers.2, 2, tick_rate.c, timers, 'timers.*', "
                        "or a test's name; without it: the current exercise")
    parser.add_argument("--as-graded", action="store_true",
                        help="in the graders' jail and limits, without "
                        "sanitizers")
    parser.add_argument("--seed", default="public",
                        help="other random choices; graders use a secret one")
    parser.add_argument("--no-sanitize", action="store_true",
                        help="without address and undefined sanitizer")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show every failing test in full, and name "
                        "those that pass")


def test_command(tool, args):
    status = ALL_PASSED
    for what in args.what or [""]:
        status = max(status, test_once(tool, what, args))
    return status


def _by_lab(rows):
    """[(Exercise, scenarios)] as {lab: rows}."""
    found = {}
    for exercise, scenarios in rows:
        found.setdefault(exercise.lab, []).append((exercise, scenarios))
    return found


def test_once(tool, what, args=None):
    """Test what @what names; the exit status."""
    rows = find_scenarios(tool, what)
    begun = [row for row in rows if started(tool, row[0])]
    if not begun:
        name = rows[0][0].id
        raise LabError(f"{name} is not begun: ./lab start {name}")
    status = ALL_PASSED
    for name, some in _by_lab(begun).items():
        lab = tool.course.labs[name]
        status = max(status, test_lab(tool, lab, some, args))
    skipped = [row[0].id for row in rows if row not in begun]
    if skipped:
        tool.say("not begun: " + ", ".join(skipped))
    tool.save()
    return status


def defines(text, function):
    """Whether a C file seems to define @function."""
    return re.search(rf"^\w[^;\n]*\b{function}\(", text, re.M)


def blamed_by_linker(lab, student, log):
    """The files whose stubs define what the linker misses, or that define
    what others do; all when that is not to be found."""
    missing = feedback_reports.missing_names(log)
    twice = feedback_reports.names_defined_twice(log)
    found = []
    for name in student.files:
        stub = (lab.folder / name).read_text()
        mine = (student.sources / name).read_text(errors="replace")
        if any(defines(stub, word) for word in missing) or \
                any(defines(mine, word) for word in twice):
            found.append(name)
    return found or list(student.files)


def say_build_errors(tool, lab, student):
    """What the compiler says about the student's files."""
    style = tool.style
    log = student.log or student.build.log
    names = student.left_out or student.build.failed \
        or blamed_by_linker(lab, student, log)
    paths = {name: student.files[name] for name in names
             if name in student.files}
    tool.say(style.paint("does not build: ", "red", "bold")
             + ", ".join(sorted(paths.values())))
    for line in feedback_reports.build_errors(log, paths):
        if line.startswith(" "):
            tool.say("  " + line[:style.width - 2])
        else:
            tool.say(*wrap(line, style.width, "  "))


def say_warnings(tool, student, names):
    """Warnings do not fail here; graders do not count them either."""
    paths = {name: student.files[name] for name in names
             if name in student.files}
    found = feedback_reports.diagnostics(student.build.log, paths, "warning")
    for block in found[:WARNINGS_SHOWN]:
        tool.say(*wrap(block[0], tool.style.width, "", "  "), *block[1:3])
    if found:
        tool.say("")


def _needed_files(tool, lab, rows):
    """Basenames of the files of these exercises and those they need."""
    ids = {exercise.id for exercise, _ in rows}
    for exercise, _ in rows:
        ids |= set(lab.needed_by(exercise))
    return {name for exercise in lab.exercises if exercise.id in ids
            for name in exercise.names}


def test_lab(tool, lab, rows, args):
    """Build one lab's worker and run @rows against it; the exit status."""
    graded = bool(args and args.as_graded)
    plain = graded or bool(args and args.no_sanitize)
    student = student_worker(tool, lab, sanitize=not plain)
    if not student.build.ok or \
            set(student.left_out) & _needed_files(tool, lab, rows):
        say_build_errors(tool, lab, student)
        for exercise, _ in rows:
            tool.state.results.pop(exercise.id, None)
            lab_state.note_event(tool.state, "build", exercise.id)
        tool.save()
        return NOT_BUILT
    if student.left_out:
        tool.note("left out, because it does not compile: "
                  + ", ".join(student.files[name]
                              for name in student.left_out))
    say_warnings(tool, student, _needed_files(tool, lab, rows))
    settings = Settings(seed=args.seed if args else PUBLIC)
    argv = [str(student.build.binary)]
    if graded:
        from lab_graded import graded_run
        argv, settings = graded_run(tool, student, settings)
    reference = reference_of(tool, lab)
    pairs = [(exercise, one) for exercise, some in rows for one in some]
    ran = run_all(pairs, argv, reference, settings)
    view = View(tool, student, reference, settings.seed,
                bool(args and args.verbose))
    return report(view, rows, ran)


@dataclass(frozen=True)
class View:
    """How results are shown."""
    tool: object
    student: object
    reference: object
    seed: str
    verbose: bool = False


def report(view, rows, ran):
    """Print and remember what came out; the exit status."""
    tool, status = view.tool, ALL_PASSED
    for exercise, some in rows:
        mine = [one for one in ran if one.exercise.id == exercise.id]
        whole = len(mine) == len(all_tests(tool, exercise))
        result = result_of(tool, exercise, mine)
        if whole and view.seed == PUBLIC:
            lab_state.put_result(tool.state, exercise.id, result)
        lab_state.note_event(tool.state, f"test {result.status}",
                             exercise.id)
        say_exercise(view, exercise, result, mine, whole)
        if result.status != "pass":
            status = SOME_FAILED
    if len(rows) > 1:
        good = [exercise for exercise, _ in rows
                if all(one.outcome.status == "pass" for one in ran
                       if one.exercise.id == exercise.id)]
        tool.say("", f"{len(good)} of {plural(len(rows), 'exercise')} pass, "
                 f"{sum(one.points for one in good)} of "
                 f"{sum(one.points for one, _ in rows)} points.")
    return status


def all_tests(tool, exercise):
    return [row for row in scenarios_of(tool,
                                        tool.course.labs[exercise.lab])
            if row.exercise == exercise.id]


def say_exercise(view, exercise, result, mine, whole):
    style, good = view.tool.style, result.status == "pass"
    counts = f"{result.passed} of {plural(result.total, 'test')}"
    head = shorten(f"{exercise.id}  {exercise.title}",
                   style.width - len(counts) - 8)
    word = style.paint("PASS", "green", "bold") if good \
        else style.paint("FAIL", "red", "bold")
    view.tool.say(style.paint(head, "bold") + " " * (
        style.width - len(head) - len(counts) - 6) + f"{counts}  {word}")
    if view.verbose:
        for one in mine:
            if one.outcome.status == "pass":
                view.tool.say(f"  {style.paint('ok', 'green')}    "
                              + shorten(one.scenario.title, style.width - 8))
    if good and whole:
        view.tool.say(f"  {plural(exercise.points, 'point')}. "
                      f"{praise(view.tool, exercise)}".rstrip())
    say_failures(view, exercise, mine)


def praise(tool, exercise):
    """What to do after an exercise that passes."""
    rest = [one for one in tool.course.labs[exercise.lab].exercises
            if verdict(tool, one)[0] != "passed"]
    if exercise.id != tool.state.current:
        return ""
    return "Go on: ./lab next" if rest \
        else f"That was the last one: ./lab submit {exercise.lab}"


def say_failures(view, exercise, mine):
    """The first failure in full, the others as lines; or all in full."""
    bad = [one for one in mine if one.outcome.status != "pass"]
    if not bad:
        return
    if all(one.outcome.status in TODO for one in bad):
        return say_todo(view, exercise, bad)
    bad.sort(key=lambda one: one.outcome.status in TODO)
    full = bad if view.verbose else bad[:1]
    say_culprit(view, exercise, bad[0])
    for one in full:
        view.tool.say("", *feedback.render(finding(view, one),
                                           view.tool.style))
    if len(bad) > len(full):
        view.tool.say("", *[feedback.summary_line(finding(view, one),
                                                  view.tool.style)
                            for one in bad[len(full):]])
        view.tool.say("", "  In full: ./lab why " + bad[len(full)].scenario.id
                      + ", or ./lab test -v")


def say_culprit(view, exercise, ran):
    """When the first failure comes from another exercise's file."""
    from lab_blame import other_culprit
    name = other_culprit(view.tool, view.student, ran,
                         Settings(seed=view.seed))
    if name:
        lab = view.tool.course.labs[exercise.lab]
        other = next(one for one in lab.exercises if name in one.names)
        view.tool.say("", *wrap(
            f"It passes with the stub of {other.id} in place of your "
            f"{view.student.files[name]}: mend that one first "
            f"(./lab test {other.id}).", view.tool.style.width, "  "))


def say_todo(view, exercise, bad):
    """An exercise of which nothing is written yet."""
    style, tool = view.tool.style, view.tool
    needed = sorted({name for one in bad for name in one.outcome.todo
                     if name in exercise.needs})
    paths = ", ".join(view.student.files.get(name, name)
                      for name in exercise.names)
    if any(one.outcome.status == "not-implemented" for one in bad):
        text = f"not implemented yet: write it in {paths}"
    else:
        text = f"needs {', '.join(needed)}, which is not implemented yet"
    tool.say(*wrap(text, style.width, "  "),
             "", "  What will be checked:")
    for one in bad:
        tool.say(*wrap(one.scenario.title, style.width, "    - "))
    opened = tool.state.hints.get(exercise.id, 0)
    tool.say("", *feedback.labelled("hint", feedback.hint_offer(
        exercise.id, opened), style, 2))
    tool.say(*feedback.labelled("handout", handout_line(tool, exercise),
                                style, 2))
    tool.say(*feedback.labelled("spec", exercise.spec, style, 2))


def finding(view, one):
    return finding_of(view.tool, one, view.reference, view.student,
                      view.seed)
