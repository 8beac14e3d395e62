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
from dataclasses import dataclass
from types import SimpleNamespace

import lab_state
from lab_base import (ALL_PASSED, LabError, current_exercise, find_exercises,
                      find_scenarios)

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


@dataclass
class Watch:
    """What is watched, and how its last run ended."""
    tool: object
    what: str
    keyboard: Keyboard
    status: int = ALL_PASSED

    def run(self):
        self.refresh()
        self.status = run_once(self.tool, self.what)

    def refresh(self):
        """What another ./lab has noted meanwhile is not to be lost."""
        self.tool.state, _ = lab_state.load(self.tool.work)

    def exercises(self):
        name = self.what.partition("/")[0] if "/" in self.what \
            else self.what
        return find_exercises(self.tool, name) or \
            [row[0] for row in find_scenarios(self.tool, self.what)]


def after_key(watch, key):
    """Do what a key asks for; "stop", "run" or ""."""
    watch.refresh()
    if key == "h":
        from lab_hint import hint_command
        name = watch.exercises()[0].id
        hint_command(watch.tool, SimpleNamespace(exercise=name, again=False))
    elif key == "n":
        from lab_start import next_command
        next_command(watch.tool, None)
        watch.what = watch.tool.state.current
    return {"q": "stop", "n": "run", "r": "run", "\n": "run",
            " ": "run"}.get(key, "")


def footer(tool, keyboard):
    tool.say("", "Watching your files"
             + (f":  {KEYS}" if keyboard.fd is not None
                else "; Ctrl-C ends it."))


def watch_command(tool, args):
    what = args.what or current_exercise(tool).id
    find_scenarios(tool, what)
    with Keyboard() as keyboard:
        watch = Watch(tool, what, keyboard)
        try:
            keep_watching(watch, args.times)
        except KeyboardInterrupt:
            tool.say("", "Stopped watching.")
        return watch.status


def keep_watching(watch, times):
    """Until a key, Ctrl-C, or @times runs (0: no limit)."""
    tool, runs, order = watch.tool, 0, "run"
    before = stamps(tool, watch.exercises())
    while order != "stop":
        if order == "run":
            watch.run()
            runs += 1
            if times and runs >= times:
                return
            footer(tool, watch.keyboard)
        exercises = watch.exercises()
        key, before = wait_for_save(lambda: stamps(tool, exercises), before,
                                    watch.keyboard)
        order = after_key(watch, key) if key else "run"
