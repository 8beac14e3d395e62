#!/usr/bin/env python3
"""test_feedback: what a failing test says, from made-up outcomes"""

import sys
from dataclasses import replace
from types import SimpleNamespace

sys.dont_write_bytecode = True
import lab_tree                                     # noqa: E402,F401
from lab_tree import tap, widest                    # noqa: E402
import feedback                                     # noqa: E402
import feedback_fields as fields                    # noqa: E402
import feedback_reports as reports                  # noqa: E402
import lab_state                                    # noqa: E402
from lab_term import PLAIN, Style, clean            # noqa: E402
from scenario import Step                           # noqa: E402

KINDS = fields.parse_fields("deadline:ns status:bits(0=BUSY,1=DONE) pc:hex")
FILES = {"tick_rate.c": "work/timers/tick_rate.c"}
SCENARIO = SimpleNamespace(id="timers.2/early", title="never early",
                           rule="deadlines round up")


def outcome(status="wrong", **more):
    rows = dict(status=status, step=1, steps=["ask", "ask again", "more"],
                expected=[("deadline", "334"), ("same", "1")],
                got=[("deadline", "333"), ("same", "1")], todo=[],
                message="", divergence=None, output="")
    return SimpleNamespace(**(rows | more))


def finding(result, step=None, **more):
    return feedback.from_outcome(SCENARIO, result, step, KINDS, files=FILES,
                                 handout="section counts", spec="COUNT",
                                 exercise="timers.2", **more)


def text_of(result, style=PLAIN, **more):
    return "\n".join(feedback.render(finding(result, **more), style))


def has(text, *parts):
    for part in parts:
        tap.check(part in text, f"no {part!r} in\n{text}")


def lacks(text, *parts):
    for part in parts:
        tap.check(part not in text, f"{part!r} in\n{text}")


# ---- a whole text ----------------------------------------------------------

def test_parts_come_in_the_agreed_order():
    text = text_of(outcome(divergence={
        "step": 25, "before": [("pc", "0x80000040"), ("insn", "ebreak"),
                               ("traps", "none so far")],
        "expected": [("a0", "1"), ("a1", "2")],
        "got": [("a0", "1"), ("a1", "3")]}))
    places = [text.index(part) for part in (
        "never early", "deadlines round up", "steps", "-> 2. ask again",
        "expected", "334 ns", "333 ns", "first divergence", "25",
        "0x80000040", "ebreak", "none so far", "a1", "./lab hint timers.2",
        "section counts", "COUNT", "./lab debug timers.2/early")]
    tap.equal(places, sorted(places), text)
    lacks(text, "same", "a0", "more")


def test_the_difference_of_numbers_is_told():
    has(text_of(outcome()), "(1 less)")
    lacks(text_of(outcome(expected=[("pc", "0x10")], got=[("pc", "0x11")])),
          "more)")


def test_long_lists_of_steps_keep_the_last():
    many = [f"step number {n}" for n in range(1, 41)]
    text = text_of(outcome(steps=many, step=36))
    has(text, "-> 37. step number 37", "32. step number 32", "31 before",
        "./lab trace timers.2/early")
    lacks(text, "step number 31", "step number 38")


def test_nothing_is_wider_than_the_screen():
    wide = outcome(steps=["word " * 60], step=0,
                   expected=[("deadline", "9" * 30)] + [("x", "y " * 60)],
                   got=[("deadline", "8" * 30), ("x", "z " * 60)],
                   message="m " * 90, output="p" * 300)
    for width in (60, 80, 100):
        for status in ("wrong", "crash", "timeout", "protocol"):
            wide.status = status
            text = text_of(wide, Style(False, width))
            tap.check(widest(text) <= width, f"{width}\n{text}")


def test_colour_adds_nothing_but_colour():
    coloured = text_of(outcome(), Style(True, 80))
    tap.equal(lab_tree.ESCAPES.sub("", coloured), text_of(outcome()))
    tap.check("\033[" in coloured, "no colour")


def test_a_record_says_the_same():
    wanted = finding(outcome())
    row = {"id": wanted.test, "title": wanted.title, "rule": wanted.rule,
           "status": "wrong", "step": 2, "steps": list(wanted.steps),
           "expected": [list(pair) for pair in wanted.expected],
           "got": [list(pair) for pair in wanted.got]}
    made = feedback.from_record(row, files=FILES, handout="section counts",
                                spec="COUNT", exercise="timers.2")
    tap.equal(made, wanted)


def test_hints_that_are_left():
    for opened, words in ((0, "rung 1 of 3"), (2, "rung 3 of 3"),
                          (3, "--again")):
        has(text_of(outcome(), hints_open=opened), words)


def test_each_status_has_words():
    for status in ("wrong crash timeout oom limit protocol not-implemented "
                   "build skipped unstable infra").split():
        text = text_of(outcome(status))
        has(text, feedback.STATUS_WORDS[status])


# ---- fields ----------------------------------------------------------------

def test_values_have_units_and_names_of_bits():
    for kind, value, wanted in (
            ("deadline", "5", "5 ns"), ("status", "0x3", "0x3 (BUSY DONE)"),
            ("status", "0", "0x0 (no bit set)"), ("pc", "16", "0x10"),
            ("other", "16", "16"), ("deadline", "text", "text")):
        kind = KINDS.get(kind, ("", {}))
        tap.equal(fields.describe(value, *kind), wanted)


def test_bits_that_differ_are_named_on_both_sides():
    left, right = fields.differing([("status", "0x101")],
                                   [("status", "0x103")], KINDS)
    tap.equal((left, right), ([["status", "0x101 (BUSY)"]],
                              [["status", "0x103 (BUSY DONE)"]]))
    left, right = fields.differing([("status", "0")], [("status", "16")],
                                   KINDS)
    tap.equal((left[0][1], right[0][1]), ("0x0 (no bit 4)", "0x10 (bit 4)"))


def test_what_a_step_masks_is_no_difference():
    step = Step("x", mask={"status": 1})
    tap.equal(fields.differing([("status", "1")], [("status", "3")], KINDS,
                               step), ([], []))
    left, _ = fields.differing([("status", "1")], [("status", "2")], KINDS,
                               step)
    tap.equal(left, [["status", "0x1 (BUSY)"]])


def test_order_that_is_free_is_no_difference():
    step = Step("x", any_order=("event",))
    one, other = [("event", "a"), ("event", "b")], [("event", "b"),
                                                    ("event", "a")]
    tap.equal(fields.differing(one, other, {}, step), ([], []))
    tap.equal(len(fields.differing(one, other, {})[0]), 1)


def test_lists_are_shown_around_the_difference():
    one = [("n", str(n)) for n in range(40)]
    other = one[:20] + [("n", "99")] + one[21:]
    left, right = fields.differing(one, other, {})
    has(right[0][1], "(18 more)", "99", "(16 more)")
    has(left[0][1], "20")
    left, right = fields.differing([("n", "1")], [], {})
    tap.equal(right[0][1], "(nothing)")


def test_long_lists_are_shown_as_what_goes_and_what_comes():
    one = [("event", f"listener {n}: add a range of memory") for n in "abc"]
    other = [one[0], ("event", "listener x: nop"), one[2]]
    text = text_of(outcome(expected=one, got=other))
    has(text, "- listener b: add", "+ listener x: nop", "  listener a: add")
    short = text_of(outcome(expected=[("n", "1"), ("n", "2")],
                            got=[("n", "1"), ("n", "3")]))
    has(short, "1, 2", "1, 3")


def test_a_reduced_divergence_stays_as_it_is():
    found = {"step": 3, "before": [("pc", "16"), ("next", "nop")],
             "expected": [("status", "1"), ("n", "15")],
             "got": [("status", "2"), ("n", "14")], "events": [("x", "y")]}
    once = feedback.divergence_of(found, KINDS)
    tap.equal(feedback.divergence_of(once, {}), once)
    tap.equal((once["pc"], once["instruction"], once["events"]),
              ("0x10", "nop", ["x: y"]))


# ---- what compilers and sanitizers say -------------------------------------

GCC = """In file included from ../timers/tick_rate.h:3,
                 from /home/a/work/timers/tick_rate.c:9:
/home/a/work/timers/tick_rate.c: In function 'f':
/home/a/work/timers/tick_rate.c:35:13: error: expected ';' before '}'
   35 |         ns++
      |             ^
/home/a/core/x.h:3:1: warning: something of another file
cc1: all warnings being treated as errors
"""
CLANG = """\
/home/a/work/timers/tick_rate.c:7:10: fatal error: 'x.h' file not found
#include "x.h"
         ^~~~~
1 error generated.
"""
LINK = """/usr/bin/ld: /b/rest.o: in function `op':
worker.c:(.text+0xd4a): undefined reference to `tick_rate_remaining'
collect2: error: ld returned 1 exit status
"""
LLD = """ld.lld: error: undefined symbol: tick_rate_remaining
>>> referenced by worker.c
ld.lld: error: duplicate symbol: timer_new
"""


def test_errors_have_the_path_the_student_edits():
    lines = reports.build_errors(GCC, FILES)
    tap.equal(lines[0], "work/timers/tick_rate.c:35:13: error: expected ';' "
              "before '}'")
    tap.equal(len(lines), 3, lines)
    has(reports.build_errors(CLANG, FILES)[0],
        "work/timers/tick_rate.c:7:10: fatal error: 'x.h'")


def test_link_errors_name_the_function():
    has("\n".join(reports.build_errors(LINK, FILES)),
        "nothing defines tick_rate_remaining()")
    text = "\n".join(reports.build_errors(LLD, FILES))
    has(text, "nothing defines tick_rate_remaining()",
        "timer_new() is defined twice")


def test_an_unknown_log_is_shown_by_its_end():
    tap.equal(reports.build_errors("a\nno space left on device\n", FILES),
              ["a", "no space left on device"])


ASAN = """\
==77==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6
READ of size 8 at 0x602000000018 thread T0
    #0 0x55aa in tick_rate_f /home/a/work/timers/tick_rate.c:40
    #1 0x55ab in op_x /b/labs/timers/worker.c:80
    #2 0x55ac in main

0x602000000018 is located 0 bytes to the right of 8-byte region
allocated by thread T0 here:
    #0 0x7f in malloc
    #1 0x55 in tick_rate_g /home/a/work/timers/tick_rate.c:20
"""


def test_a_sanitizer_report_keeps_the_students_frames():
    text = text_of(outcome("crash", output=ASAN, expected=[], got=[],
                           message="it ended by itself (status 1)"))
    has(text, "AddressSanitizer: heap-buffer-overflow", "READ of size 8",
        "in tick_rate_f() at work/timers/tick_rate.c:40")
    lacks(text, "0x55aa", "tick_rate_g", "worker.c", "==77==")


def test_a_signal_is_explained():
    text = text_of(outcome("crash", message="it died of SIGSEGV",
                           expected=[], got=[]))
    has(text, "SIGSEGV", "where no memory is")


def test_a_time_out_names_the_step():
    has(text_of(outcome("timeout")), "no answer to step 2")
    has(text_of(outcome("timeout", step=None)), "no answer to its start")


def test_what_a_program_prints_cannot_steer_a_terminal():
    text = text_of(outcome("crash", message="\033[2Jx", expected=[], got=[],
                           output="a\033]0;t\007\u202eb\nc\x00d\n"))
    lacks(text, "\033", "\007", "\u202e", "\x00")
    has(text, "\\x1b")
    tap.equal(clean("a\tb\nc"), "a    b\\x0ac")


def test_endless_output_is_bounded():
    text = text_of(outcome("crash", output="line\n" * 10**5, expected=[],
                           got=[]))
    tap.check(len(text.splitlines()) < 60, "too long")


# ---- the state -------------------------------------------------------------

def test_time_counts_only_without_long_breaks():
    events = [[0, "test", "a"], [60, "test", "a"], [10000, "test", "b"],
              [10030, "hint", "b"]]
    tap.equal(lab_state.seconds_per_exercise(events), {"a": 60, "b": 30})


def test_the_event_log_is_bounded_and_opt_in():
    state = lab_state.State()
    lab_state.note_event(state, "test", "a")
    tap.equal(state.events, [])
    state = replace(state, log_time=True)
    for _ in range(lab_state.EVENTS_KEPT + 50):
        lab_state.note_event(state, "test", "a")
    tap.equal(len(state.events), lab_state.EVENTS_KEPT)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
