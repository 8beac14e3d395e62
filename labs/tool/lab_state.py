"""lab_state: what ./lab remembers, in one file that can be deleted.

work/.lab.json holds the current exercise, the hints that were opened, the
last result of each exercise with the digest of the files it was made from,
and, for those who asked for it, a log of events. Deleting it loses these and
nothing else: the student's files are the truth. It is replaced by rename, so
that an interrupted ./lab leaves the old one or the new one.
"""

import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass, field, fields

SCHEMA = "lectern/lab-state/1"
NAME = ".lab.json"
EVENTS_KEPT = 4000
# Between two events of one exercise that are further apart nobody worked.
IDLE_S = 15 * 60


@dataclass
class State:
    """The content of the file; what is damaged in it starts anew."""
    current: str = ""                   # exercise id
    student: str = ""                   # name in the file that submit makes
    hints: dict = field(default_factory=dict)       # exercise -> rungs open
    results: dict = field(default_factory=dict)     # exercise -> Result
    log_time: bool = False              # the student wants the event log
    events: list = field(default_factory=list)      # [seconds, what, which]


@dataclass(frozen=True)
class Result:
    """The last verdict on an exercise."""
    digest: str         # of the files it was made from
    passed: int         # scenarios
    total: int
    status: str         # "pass", or the first that is not


def path_in(work):
    return os.path.join(work, NAME)


def _checked(data):
    """The rows of @data that have the right shape."""
    blank = State()
    kept = {}
    for row in fields(State):
        value = data.get(row.name)
        if isinstance(value, type(getattr(blank, row.name))):
            kept[row.name] = value
    state = State(**kept)
    state.hints = {key: value for key, value in state.hints.items()
                   if isinstance(value, int) and 0 <= value <= 3}
    state.results = {key: value for key, value in state.results.items()
                     if _result(value)}
    state.events = [event for event in state.events if _is_event(event)]
    return state


def _result(value):
    try:
        return Result(**value)
    except TypeError:
        return None


def _is_event(event):
    return (isinstance(event, list) and len(event) == 3
            and isinstance(event[0], (int, float)))


def load(work):
    """(State, note): the note says why an existing file was not used."""
    try:
        with open(path_in(work), encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        return State(), ""
    except (OSError, ValueError) as error:
        return State(), f"{path_in(work)} cannot be read ({error}); " \
                        "starting with an empty one"
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        return State(), f"{path_in(work)} is of another version; " \
                        "starting with an empty one"
    return _checked(data), ""


def save(state, work):
    """Raises OSError when the folder cannot be written."""
    os.makedirs(work, exist_ok=True)
    part = path_in(work) + f".{os.getpid()}"
    try:
        with open(part, "w", encoding="utf-8") as file:
            json.dump({"schema": SCHEMA} | asdict(state), file, indent=1)
            file.write("\n")
        os.replace(part, path_in(work))
    finally:
        if os.path.exists(part):
            os.unlink(part)


def digest_of(paths):
    """One digest of the names and contents of @paths; missing is content."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(os.path.basename(path).encode() + b"\0")
        try:
            with open(path, "rb") as file:
                total.update(hashlib.sha256(file.read()).digest())
        except OSError:
            total.update(b"missing")
    return total.hexdigest()[:32]


def put_result(state, exercise, result):
    state.results[exercise] = asdict(result)


def get_result(state, exercise):
    """The last Result of @exercise, or None."""
    value = state.results.get(exercise)
    return _result(value) if value else None


def note_event(state, what, which):
    """Log an event, for those who asked for the log."""
    if state.log_time:
        state.events.append([round(time.time()), what, which])
        del state.events[:-EVENTS_KEPT]


def seconds_per_exercise(events):
    """Exercise -> seconds between events that are close together.

    The time before an event belongs to that event's exercise: first one
    edits, then one runs the test.
    """
    spent = {}
    for before, after in zip(events, events[1:]):
        gap = after[0] - before[0]
        if 0 <= gap <= IDLE_S:
            spent[after[2]] = spent.get(after[2], 0) + gap
        else:
            spent.setdefault(after[2], 0)
    return spent
