"""check: put a scenario to two workers and compare what they say

The student's worker and the reference get the same steps, in processes of
their own. The first reply that differs decides; nothing that the student's
process claims about itself does.
"""
import json
from collections import Counter
from dataclasses import dataclass, field

from lockstep import locate
from worker import Worker, WorkerFailed

WALL_S = 20.0
# Arguments that hold addresses, whatever the operation.
ADDRESSES = frozenset(("addr", "address", "at", "mtvec", "pc", "stvec",
                       "tval"))
PAGE = 4096             # smaller ones are offsets


@dataclass
class Outcome:
    """How a scenario went for one seed."""
    scenario: str               # its id
    status: str                 # pass wrong crash timeout oom limit protocol
                                # not-implemented, skipped (a stub that it
                                # needs); infra is the caller's word
    step: int = None            # index of the deciding step
    steps: list = field(default_factory=list)       # in words, all
    expected: list = field(default_factory=list)    # (field, value) wanted
    got: list = field(default_factory=list)         # (field, value) seen
    todo: list = field(default_factory=list)        # "timers.3" met
    message: str = ""
    divergence: dict = None     # lock-step: where the runs part
    output: str = ""            # what the process printed
    cpu_s: float = 0.0
    wall_s: float = 0.0


class LiveReference:
    """The reference's worker, asked once per scenario and seed."""

    def __init__(self, argv):
        self.argv = list(argv)
        self.known = {}
        self.table = None

    def describe(self):
        """The worker's table: ({op: (args, words)}, {field: unit})."""
        if self.table is None:
            with Worker(self.argv) as worker:
                self.table = parse_table(worker.call("ops"))
        return self.table

    def replies(self, scenario, seed, steps):
        key = (scenario.id, str(seed))
        if key not in self.known:
            with Worker(self.argv) as worker:
                self.known[key] = [worker.call(step.text) for step in steps]
        return self.known[key]


class TraceReference:
    """Replies of the reference that were recorded: nothing to run or read."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.data = json.load(file)

    def describe(self):
        return self.data["ops"], self.data["fields"]

    def replies(self, scenario, seed, steps):
        """Raises KeyError for a seed that was not recorded."""
        return [[tuple(pair) for pair in reply]
                for reply in self.data["replies"][scenario.id][str(seed)]]


def record_trace(reference, scenarios, seeds):
    """What TraceReference reads, as a dictionary for json.dump()."""
    ops, fields = reference.describe()
    replies = {row.id: {str(seed): reference.replies(row, seed,
                                                     row.steps(seed))
                        for seed in seeds} for row in scenarios}
    return {"ops": ops, "fields": fields, "replies": replies}


def parse_table(reply):
    """The reply to "ops" as two dictionaries."""
    ops, fields = {}, {}
    for name, value in reply:
        if name == "op":
            word, args, words = value.split("|", 2)
            ops[word] = ([arg.split(":")[0] for arg in args.split()], words)
        elif name == "fields":
            fields = dict(item.split(":", 1) for item in value.split())
    return ops, fields


def words_of(step, ops):
    """A step as a sentence; {name:x} stands for a number in hexadecimal."""
    names, words = ops.get(step.op, ([], step.text))
    if step.words is not None:
        words = step.words
    for name, value in zip(names, step.args):
        if isinstance(value, int):
            words = words.replace("{" + name + ":x}", f"{value:#x}")
        words = words.replace("{" + name + "}", _shown(name, value))
    return words


def _shown(name, value):
    """An argument as one reads it: addresses in hexadecimal."""
    if name in ADDRESSES and isinstance(value, int) and value >= PAGE:
        return f"{value:#x}"
    return str(value)


def check(scenario, seed, argv, reference, *, jail=None, wall_s=WALL_S,
          binds=(), find=True):
    """Run one scenario with one seed. Returns: Outcome

    argv: the student's worker; reference: LiveReference or TraceReference;
    find: whether a run that differs is searched for its first difference.
    Raises WorkerFailed when the reference fails: that is our fault.
    """
    steps = scenario.steps(seed)
    expected = reference.replies(scenario, seed, steps)
    ops, _ = reference.describe()
    outcome = Outcome(scenario.id, "pass",
                      steps=[words_of(step, ops) for step in steps])
    worker = Worker(argv, jail, wall_s, binds)
    try:
        _compare(worker, steps, expected, outcome)
        if outcome.status == "pass":
            _end(worker, outcome)
    except WorkerFailed as failure:
        outcome.status, outcome.message = failure.status, str(failure)
    finally:
        outcome.wall_s = worker.wall_s
        worker.close()
        outcome.output = worker.output.text()
        outcome.cpu_s = worker.cpu_s
    _blame_stubs(outcome, scenario)
    if find and outcome.status == "wrong" and steps[outcome.step].run:
        outcome.divergence = locate(steps, outcome.step, argv, reference,
                                    jail, wall_s, binds)
    return outcome


def _blame_stubs(outcome, scenario):
    """A stub that was met explains a wrong reply better than its value.

    Having met one's own stub is no pass either: a neutral result that
    happens to be right is no solution.
    """
    if outcome.status in ("pass", "wrong") and \
            scenario.exercise in outcome.todo:
        outcome.status = "not-implemented"
    elif outcome.status == "wrong" and set(scenario.needs) & \
            set(outcome.todo):
        outcome.status = "skipped"
        outcome.message = "it needs " + ", ".join(
            sorted(set(scenario.needs) & set(outcome.todo)))


def _compare(worker, steps, expected, outcome):
    for index, (step, wanted) in enumerate(zip(steps, expected)):
        outcome.step = index
        reply = worker.call(step.text)
        outcome.todo += [v for name, v in reply if name == "todo"]
        got = [pair for pair in reply if pair[0] != "todo"]
        if not equal(step, wanted, got):
            outcome.status = "wrong"
            outcome.expected, outcome.got = wanted, got
            return
    outcome.step = None


def _end(worker, outcome):
    """A worker that passed must also end as one."""
    reply = worker.call("end")
    outcome.todo += [v for name, v in reply if name == "todo"]


def equal(step, wanted, got):
    """Are two replies the same, as far as the step compares them?"""
    return _comparable(step, wanted) == _comparable(step, got)


def _comparable(step, reply):
    """Masks applied; fields whose order is free are counted."""
    kept = [(name, _masked(value, step.mask.get(name)))
            for name, value in reply if name not in step.any_order]
    free = Counter(pair for pair in reply if pair[0] in step.any_order)
    return kept, free


def _masked(value, mask):
    if mask is None:
        return value
    try:
        return int(value, 0) & mask
    except ValueError:
        return value


def differences(wanted, got):
    """[(field, wanted or None, got or None)] of the fields that differ.

    The elements of a list are told as field[0], field[1] ...
    """
    left, right = _numbered(wanted), _numbered(got)
    names = list(left) + [name for name in right if name not in left]
    return [(name, left.get(name), right.get(name)) for name in names
            if left.get(name) != right.get(name)]


def _numbered(reply):
    counts = Counter(name for name, _ in reply)
    seen, found = Counter(), {}
    for name, value in reply:
        key = f"{name}[{seen[name]}]" if counts[name] > 1 else name
        seen[name] += 1
        found[key] = value
    return found
