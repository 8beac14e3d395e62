"""scenario: what is asked of a worker, step by step

A scenario is a function that adds steps; a seed decides its random choices.
Steps never depend on replies, so the same list can be put to the student's
worker, to the reference, or be compared with a recording.
"""
import hashlib
import importlib.util
import random
import re
import sys
from dataclasses import dataclass, field, replace

from output import visible

VISIBILITIES = ("public", "official", "after_due")
PUBLIC_SEED = "public"


@dataclass(frozen=True)
class Step:
    """One operation and how its reply is compared."""
    op: str
    args: tuple = ()
    words: str = None           # instead of the words of the worker's table
    mask: dict = field(default_factory=dict)     # field: bits that count
    any_order: tuple = ()       # list fields whose order is free
    run: int = 0                # lock-step: instructions to run

    @property
    def text(self):
        """The line of the request."""
        return " ".join([self.op, *map(escape, self.args)])


def escape(value):
    """An argument as one word of printing ASCII."""
    if isinstance(value, (bytes, bytearray)):
        return value.hex() or "-"
    return "".join(chr(b) if 0x20 < b < 0x7f and b != 0x25 else f"%{b:02x}"
                   for b in str(value).encode())


def unescape(word):
    """Back to text; what would act on a terminal is shown as a code."""
    if "%" not in word and word.isprintable():
        return word
    raw = re.sub(rb"%([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]),
                 word.encode("ascii"))
    return visible(raw)


class Script:
    """What a scenario's function is given: rng, op() and run()."""

    def __init__(self, rng):
        self.rng = rng
        self.steps = []

    def op(self, name, *args, words=None, mask=None, any_order=()):
        self.steps.append(Step(name, args, words, dict(mask or {}),
                               tuple(any_order)))

    def run(self, count):
        """Run instructions in lock-step; replies are compared by digest."""
        self.steps.append(Step("run", (count,), run=count))


@dataclass(frozen=True)
class Scenario:
    """A claim about one exercise; its id is "timers.2/deadline_rounds_up"."""
    exercise: str
    title: str
    rule: str
    visibility: str
    weight: int
    function: object
    needs: tuple = ()           # ids of exercises that must work first

    @property
    def id(self):
        return f"{self.exercise}/{self.function.__name__}"

    def steps(self, seed):
        digest = hashlib.sha256(f"{seed}\0{self.id}".encode()).digest()
        script = Script(random.Random(digest))
        self.function(script)
        return script.steps


def scenario(exercise, title, rule, visibility="public", weight=1):
    """Decorator: make a scenario of a function."""
    def mark(function):
        function.scenario = Scenario(exercise, title, rule, visibility,
                                     weight, function)
        return function
    return mark


def _module(path, name):
    """The module of one file; labs' own helper modules can be imported."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


def load_scenarios(lab, official=False):
    """The scenarios of a lab in the order of its files.

    official: the graders' own files, too, where there are any.
    """
    paths = sorted(lab.folder.glob("scenarios*.py"))
    if official:
        paths += sorted(lab.folder.glob("official*.py"))
    found = []
    for path in paths:
        module = _module(path, f"lab_{lab.name}_{path.stem}")
        found += [value.scenario for value in vars(module).values()
                  if hasattr(value, "scenario")]
    _check(lab, found)
    needs = {e.id: tuple(lab.needed_by(e)) for e in lab.exercises}
    return [replace(row, needs=needs[row.exercise]) for row in found]


def _check(lab, found):
    known = {exercise.id for exercise in lab.exercises}
    ids = [scenario.id for scenario in found]
    for row in found:
        if row.exercise not in known:
            raise ValueError(f"{row.id}: the lab has no such exercise")
        if row.visibility not in VISIBILITIES or row.weight <= 0:
            raise ValueError(f"{row.id}: visibility or weight")
        if ids.count(row.id) > 1:
            raise ValueError(f"{row.id}: there are two of that name")
    for name in known - {row.exercise for row in found}:
        raise ValueError(f"{name}: no scenario is worth its points")


def points_of(exercise, scenarios):
    """{scenario id: its share of the exercise's points}."""
    rows = [row for row in scenarios if row.exercise == exercise.id]
    total = sum(row.weight for row in rows)
    return {row.id: exercise.points * row.weight / total for row in rows}
