"""feedback: what a student reads about one test that did not pass.

A Finding is everything that is known about it; it is made from the record of
a grading run (from_record), which ./lab makes too, and rendered as lines:
what was checked, in words; the steps, the failing one marked; expected and
got; the first divergence of a lock-step run; then what to do next. No part
of it needs the reader to know how the tool works.
"""

import difflib
import re
from dataclasses import dataclass, field

import feedback_reports as reports
from feedback_fields import LIST_JOINT, describe_list, differing, grouped
from lab_term import PLAIN, clean, labelled, plural, shorten, wrap

STEPS_SHOWN = 6
EVENTS_SHOWN = 8
DIFFERENCES_SHOWN = 16
OUTPUT_SHOWN = 6
HINTS = 3
# Of a finding that nobody can repeat at home.
GRADERS_SEED = "of the graders"
# What a stub prints; the result says it already.
NOT_IMPLEMENTED = re.compile(r"exercise \S+ is not implemented")
# Fields of a lock-step worker's state that say where it is.
WHERE = {"pc": "pc", "insn": "instruction", "next": "instruction",
         "mode": "mode"}
# And those that say what happened before, when there is no list of events.
EVENT_LISTS = ("events", "event", "traps", "device")

# status -> what it means, after "FAIL  title"
STATUS_WORDS = {
    "wrong": "answers differ from the reference's",
    "crash": "the program ended in the middle of a step",
    "timeout": "the program did not answer in time",
    "oom": "the program used more memory than it may",
    "limit": "the program used more than it may",
    "protocol": "the program sent what is no answer to a step",
    "not-implemented": "not implemented yet",
    "build": "the files do not build",
    "skipped": "not run: an exercise it needs does not work yet",
    "unstable": "the same steps gave different answers in two runs",
    "infra": "the test could not be run; that is not your program's fault",
}


@dataclass(frozen=True)
class Finding:
    """One test that did not pass."""
    test: str                   # "timers.2/deadline_rounds_up"
    title: str
    rule: str
    status: str
    exercise: str = ""          # "timers.2"
    step: int | None = None     # number of the failing step, from 1
    steps: tuple = ()           # "7. ask the deadline ...", the last ones
    expected: tuple = ()        # (field, value in words)
    got: tuple = ()
    divergence: dict | None = None
    message: str = ""
    output: str = ""            # what the program printed
    handout: str = ""           # "03 Clocks and timers, section counts"
    spec: str = ""
    seed: str = ""
    todo: tuple = ()            # exercises met that are not implemented
    files: dict = field(default_factory=dict)   # basename -> path edited
    hints_open: int = 0


def from_record(test, **more):
    """A Finding from a test of a result record.

    @more is what the record does not repeat for each test: exercise,
    handout, spec, files, hints_open, seed.
    """
    return Finding(
        test=test["id"], title=test["title"], rule=test["rule"],
        status=test["status"], step=test.get("step"),
        steps=tuple(test.get("steps") or ()),
        expected=tuple(map(tuple, test.get("expected") or ())),
        got=tuple(map(tuple, test.get("got") or ())),
        divergence=divergence_of(test.get("divergence"), {}),
        message=test.get("message") or "", output=test.get("output") or "",
        **more)


def from_outcome(scenario, outcome, step, fields, **more):
    """A Finding from a check.Outcome, for ./lab.

    @step: the scenario.Step that decided, or None; @fields: from
    feedback_fields.parse_fields.
    """
    expected, got = differing(outcome.expected, outcome.got, fields, step)
    number = None if outcome.step is None else outcome.step + 1
    count = len(outcome.steps) if number is None else number
    words = [f"{index}. {text}" for index, text
             in enumerate(outcome.steps[:count], 1)]
    return Finding(
        test=scenario.id, title=scenario.title, rule=scenario.rule,
        status=outcome.status, step=number, steps=tuple(words),
        expected=tuple(map(tuple, expected)), got=tuple(map(tuple, got)),
        divergence=divergence_of(outcome.divergence, fields),
        message=outcome.message, output=outcome.output,
        todo=tuple(outcome.todo), **more)


def divergence_of(found, fields):
    """What lockstep.locate() tells, reduced to what differs, in words.

    "step": instructions both did alike; "pc", "instruction", "mode" where
    the worker has them; "events": texts, the last ones; "expected" and
    "got": lists of [field, text]. Doing it again changes nothing.
    """
    if not found:
        return None
    before = grouped(found.get("before"))
    made = {"step": found.get("step")}
    for name, key in WHERE.items():
        if name in before:
            made[key] = describe_list(before[name], before[name],
                                      *fields.get(name, ("", {})))
        elif key in found:
            made[key] = str(found[key])
    made["events"] = _events(found, before)
    made["expected"], made["got"] = differing(
        found.get("expected"), found.get("got"), fields)
    return made


def _events(found, before):
    """The last events as texts."""
    events = found.get("events") or [
        (name, value) for name in EVENT_LISTS
        for value in before.get(name, ())]
    texts = [event if isinstance(event, str) else
             event[1] if event[0] in ("event", "events")
             else f"{event[0]}: {event[1]}" for event in events]
    return texts[-EVENTS_SHOWN:]


def short_name(test):
    return test.partition("/")[2] or test


def headline(finding, style=PLAIN):
    """What was checked, in words."""
    mark = "TODO" if finding.status == "not-implemented" else "FAIL"
    colour = "yellow" if mark == "TODO" else "red"
    lines = wrap(finding.title, style.width, f"  {mark}  ", " " * 8)
    lines[0] = "  " + style.paint(mark, colour, "bold") + lines[0][6:]
    if finding.rule:
        lines += labelled("rule", finding.rule, style, indent=8, column=8)
    lines += labelled("test", finding.test, style, indent=8, column=8)
    words = STATUS_WORDS.get(finding.status, finding.status)
    return lines + labelled("result", words, style, indent=8, column=8)


def steps(finding, style=PLAIN):
    """The numbered steps, long lists shortened to the last ones."""
    shown = list(finding.steps)[-STEPS_SHOWN:]
    if not shown:
        return []
    lines = ["    steps" + (f" (seed {finding.seed})"
                          if finding.seed not in ("", "public") else "")]
    first = shown[0].partition(".")[0]
    hidden = int(first) - 1 if first.isdigit() else \
        len(finding.steps) - len(shown)
    if hidden:
        again = f"; all of them: ./lab trace {finding.test}" \
            if finding.seed != GRADERS_SEED else ""
        lines.append(f"       ... {hidden} before{again}")
    for index, step in enumerate(shown):
        failing = step.startswith(f"{finding.step}.") or (
            finding.step is None and index == len(shown) - 1)
        lines += _step(clean(step), failing, style)
    return lines


def _step(text, failing, style):
    head = "    -> " if failing else "       "
    number = text.partition(" ")[0]
    lines = wrap(text, style.width, head, " " * (len(head) + len(number) + 1))
    return [style.paint(line, "bold") for line in lines] if failing else lines


def differences(finding, style=PLAIN):
    """The table of expected and got."""
    names = list(dict.fromkeys([name for name, _ in finding.expected]
                               + [name for name, _ in finding.got]))
    if finding.divergence:
        names = [name for name in names if name != "digest"]
    wanted, got = dict(finding.expected), dict(finding.got)
    rows = [(name, wanted.get(name, "(no such field)"),
             got.get(name, "(no such field)")) for name in names]
    return _table(("", "expected", "got"), rows, style)


def _table(head, rows, style):
    """A table of three columns; rows too wide for the screen become more."""
    if not rows:
        return []
    more = len(rows) - DIFFERENCES_SHOWN
    rows = [(clean(name), *(_Cell(text) for text in texts))
            for name, *texts in rows[:DIFFERENCES_SHOWN]]
    flat = [(name, one.inline, other.inline) for name, one, other in rows]
    first, middle, last = (max(len(row[index]) for row in [head] + flat)
                           for index in range(3))
    if 10 + first + middle + last > style.width:
        lines = _tall_table(head, rows, style)
    else:
        lines = [style.paint(f"      {head[0]:{first}}  {head[1]:{middle}}  "
                             f"{head[2]}", "dim")]
        lines += [f"      {row[0]:{first}}  "
                  + style.paint(f"{row[1]:{middle}}", "green") + "  "
                  + style.paint(row[2], "red") for row in flat]
    return lines + ([f"      ... and {more} more"] if more > 0 else [])


class _Cell:
    """A value of the table: one text, or the elements of a list."""

    def __init__(self, text):
        self.parts = [clean(part) for part in str(text).split(LIST_JOINT)]
        self.inline = ", ".join(self.parts)


def _tall_table(head, rows, style):
    """Rows below each other; lists as what goes and what comes."""
    lines = []
    for name, wanted, got in rows:
        if len(wanted.parts) + len(got.parts) > 2:
            lines += [f"      {name}   (- {head[1]}, + {head[2]})",
                      *_list_lines(wanted.parts, got.parts, style)]
            continue
        lines.append(f"      {name}")
        lines += labelled(head[1], wanted.inline, style, 8, 10)
        lines += labelled(head[2], got.inline, style, 8, 10)
    return lines


def _list_lines(wanted, got, style):
    """Two lists as one: what is in both, - expected only, + got only."""
    colours = {"-": "green", "+": "red"}
    lines = []
    for row in difflib.ndiff(wanted, got):
        mark = row[0]
        if mark == "?":
            continue            # ndiff's pointer to letters
        some = wrap(row[2:], style.width, f"        {mark} ", " " * 12)
        lines += [style.paint(line, colours[mark]) if mark in colours
                  else line for line in some]
    return lines


def divergence(finding, style=PLAIN):
    """Where two lock-step runs first differ: see divergence_of()."""
    found = finding.divergence
    if not found:
        return []
    count = found.get("step") or 0
    lines = wrap(f"first divergence: after {plural(count, 'instruction')} "
                 "the two still agree, the next one differs", style.width,
                 "    ", "      ")
    for name in dict.fromkeys(WHERE.values()):
        if name in found:
            lines += labelled(name, clean(found[name]), style, 6, 13)
    if found["events"]:
        lines.append(style.paint("      the last events", "dim"))
        lines += [shorten(f"        {clean(str(event))}", style.width)
                  for event in found["events"]]
    wanted, got = dict(found["expected"]), dict(found["got"])
    rows = [(name, wanted.get(name, "-"), got.get(name, "-"))
            for name in dict.fromkeys([*wanted, *got])]
    return lines + _table(("after it", "expected", "got"), rows, style)


def trouble(finding, style=PLAIN):
    """Crashes, time-outs, and what the program printed."""
    lines = []
    signal = reports.signal_in_words(finding.message)
    if finding.status == "timeout":
        where = f"step {finding.step}" if finding.step else "its start"
        lines += labelled("time-out", f"no answer to {where}: is there a "
                          "loop that does not end?", style)
    elif finding.status == "crash" and signal:
        lines += labelled("signal", signal, style)
    report = reports.sanitizer_report(finding.output, finding.files)
    if finding.status not in ("wrong", "timeout") and not signal:
        lines += labelled("message", _message(finding, report), style)
    if report:
        lines.append(style.paint("    sanitizer", "dim"))
        return lines + [part for text in report
                        for part in wrap(text, style.width, "      ",
                                         "        ")]
    printed = [line for line in reports.printed_lines(finding.output)
               if not NOT_IMPLEMENTED.fullmatch(line)]
    if printed:
        lines.append(style.paint("    it printed", "dim"))
        lines += [shorten(f"      | {text}", style.width)
                  for text in printed[-OUTPUT_SHOWN:]]
    return lines


def _message(finding, report):
    """The controller's words, or better ones for what they mean."""
    if report:
        return "a sanitizer stopped it at its first mistake"
    if "ended by itself" in finding.message:
        return clean(finding.message) + ": is there a call of exit()?"
    return clean(finding.message) or "no more is known"


def hint_offer(exercise, opened):
    """The next rung of the ladder."""
    if opened >= HINTS:
        return f"./lab hint {exercise} --again   (all {HINTS} rungs are open)"
    return f"./lab hint {exercise}   (rung {opened + 1} of {HINTS})"


def way_on(finding, style=PLAIN):
    """Hint, handout, spec, debugger: in the order one would use them."""
    exercise = finding.exercise or finding.test.partition("/")[0]
    lines = labelled("hint", hint_offer(exercise, finding.hints_open), style)
    if finding.handout:
        lines += labelled("handout", finding.handout, style)
    if finding.spec:
        lines += labelled("spec", finding.spec, style)
    if finding.status not in ("build", "not-implemented", "infra"):
        lines += labelled("debug", f"./lab debug {finding.test}", style)
    return lines


def story(finding, style=PLAIN):
    """What was checked and what happened."""
    lines = headline(finding, style)
    for part in (steps, differences, divergence, trouble):
        more = part(finding, style)
        if more:
            lines += [""] + more
    return lines


def render(finding, style=PLAIN):
    """All lines about one test that did not pass."""
    return [*story(finding, style), "", *way_on(finding, style)]


def summary_line(finding, style=PLAIN):
    """One line about it, for when another one is shown in full."""
    mark = "TODO" if finding.status == "not-implemented" else "FAIL"
    colour = "yellow" if mark == "TODO" else "red"
    text = shorten(f"{finding.title}  ({short_name(finding.test)})",
                   style.width - 8)
    return f"  {style.paint(mark, colour)}  {text}"
