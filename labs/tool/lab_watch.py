"""lab_watch: ./lab watch: test again whenever a file is saved

The files' times are looked at five times a second: that works over ssh, on
network file systems, and with editors that replace a file by another. A save
is taken when the file has stood still for one look, so that a half-written
file is not compiled. On a terminal single keys do the rest.
"""

import os
import select
import sys
import time

from lab_base import (ALL_PASSED, INTERRUPTED, LabError, find_exercises,
                      nothing_named)

PERIOD_S = 0.2
KEYS = "r test again   h hint   n next exercise   q quit"


def watch_arguments(parser):
    parser.add_argument("what", nargs="?", default="",
                        metavar="EXERCISE|LAB|TEST",
                        help="as for ./lab test; without it: the current "
                        "exercise")
    parser.add_argument("--times", type=int, default=0, metavar="N",
                        help="end after N runs (for scripts)")


class Keyboard:
    """Single keys from a terminal; nothing elsewhere."""

    def __init__(self):
        self.fd = sys.stdin.fileno() if sys.stdin and sys.stdin.isatty() \
            and sys.stdout.isatty() else None
        self.saved = None

    def __enter__(self):
        if self.fd is not None:
            import termios
            import tty
            self.saved = termios.tcgetattr(self.fd)
            tty.setcbreak(self.fd)
        return self

    def __exit__(self, *_):
        if self.saved is not None:
            import termios
            termios.tcsetattr(self.fd, termios.TCSADRAIN, self.saved)

    def key(self, seconds):
        """A key pressed within @seconds, or ""; "q" at the end of input."""
        if self.fd is None:
            time.sleep(seconds)
            return ""
        if not select.select([self.fd], [], [], seconds)[0]:
            return ""
        data = os.read(self.fd, 1)
        return data.decode("latin-1").lower() if data else "q"


def stamps(tool, exercises):
    """{path: what changes when it is saved} of the lab's files in work/."""
    found = {}
    for lab in {exercise.lab for exercise in exercises}:
        for exercise in tool.course.labs[lab].exercises:
            for name in exercise.names:
                path = tool.path(exercise, name)
                try:
                    about = os.stat(path)
                except OSError:
                    continue    # an editor may be replacing it
                found[path] = (about.st_mtime_ns, about.st_size,
                               about.st_ino)
    return found


def wait_for_save(look, before, keyboard):
    """(a key or "", the stamps): returns after a key or a finished save."""
    while True:
        key = keyboard.key(PERIOD_S)
        now = look()
        if key:
            return key, now
        if now == before:
            continue
        while True:
            keyboard.key(PERIOD_S)
            after = look()
            if after == now:
                return "", now
            now = after


def clear(tool):
    if tool.style.colour:
        tool.say("\033[2J\033[H")


def run_once(tool, what):
    """One round; its exit status. A broken build is no end of watching."""
    from lab_test import test_once
    clear(tool)
    try:
        return test_once(tool, what)
    except LabError as error:
        tool.say(f"lab: {error}")
        return error.status


def _after_key(tool, key, what):
    """Do what a key asks for; (go on, run again, what to test now)."""
    if key == "q":
        return False, False, what
    if key == "h":
        from lab_hint import hint_command
        hint_command(tool, HintWords())
        return True, False, what
    if key == "n":
        from lab_start import next_command
        next_command(tool, None)
        return True, True, ""
    return True, key in "r\n ", what


class HintWords:
    """What the command line of ./lab hint would have said."""
    exercise, again = "", False


def footer(tool, keyboard):
    tool.say("", "Watching your files"
             + (f":  {KEYS}" if keyboard.fd is not None
                else "; Ctrl-C ends it."))


def watch_command(tool, args):
    what, status = args.what, ALL_PASSED
    if not what or "/" not in what:
        if not find_exercises(tool, what):
            raise nothing_named(tool, what)
    with Keyboard() as keyboard:
        try:
            return _watch(tool, args.times, what, keyboard)
        except KeyboardInterrupt:
            tool.say("", "Stopped watching.")
            return INTERRUPTED if status is None else status


def _watched(tool, what):
    name = what.partition("/")[0] if "/" in what else what
    return find_exercises(tool, name) or find_exercises(tool, "")


def _watch(tool, times, what, keyboard):
    status, runs, again = ALL_PASSED, 0, True
    exercises = _watched(tool, what)
    before = stamps(tool, exercises)
    while True:
        if again:
            status = run_once(tool, what)
            runs += 1
            if times and runs >= times:
                return status
            footer(tool, keyboard)
        key, before = wait_for_save(lambda: stamps(tool, exercises), before,
                                    keyboard)
        go_on, again, what = _after_key(tool, key, what) if key \
            else (True, True, what)
        if not go_on:
            return status
        exercises = _watched(tool, what)
