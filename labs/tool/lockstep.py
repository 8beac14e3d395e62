"""lockstep: where two runs of the same program part

A lock-step operation "run n" replies with a digest of everything that the
guest can see. When the digests differ, the first differing instruction is
found by bisection: both sides are run anew to a number of instructions, by
the steps before and a shorter run, as often as it takes.
"""
import time

from worker import Worker, WorkerFailed

PROBES_S = 60.0         # for all probes: a hostile worker answers late

class _Side:
    """One worker program, run anew for each probe."""

    def __init__(self, argv, jail, wall_s, binds):
        self.settings = argv, jail
        self.binds = binds
        self.end = time.monotonic() + PROBES_S
        self.wall_s = wall_s

    def ask(self, steps, count, request):
        """Reply to a request after the steps and count instructions."""
        left = min(self.wall_s, self.end - time.monotonic())
        if left <= 0:
            raise WorkerFailed("timeout", "the search took too long")
        with Worker(*self.settings, left, self.binds) as worker:
            for step in steps:
                worker.call(step.text)
            reply = worker.call(f"run {count}")
            return worker.call(request) if request else reply


def _digest(reply):
    return [value for name, value in reply if name == "digest"]


def _events(side, before, count, reference):
    """What happened up to there, where the lab's worker keeps that."""
    ops, _ = reference.describe()
    return side.ask(before, count, "events") if "events" in ops else []


def locate(steps, index, argv, reference, jail, wall_s, binds):
    """The first divergence within the run step at index, as a dictionary

    step: instructions both did alike; before, expected, got: states; events:
    what the reference saw before. Replies are lists of (field, value). None
    when the reference is no live worker, or a probe fails.
    """
    if getattr(reference, "argv", None) is None:
        return None
    ours = _Side(reference.argv, None, wall_s, ())
    theirs = _Side(argv, jail, wall_s, binds)
    before, run = steps[:index], steps[index].run
    try:
        low, high = 0, run      # equal after low, different after high
        while high - low > 1:
            middle = (low + high) // 2
            same = _digest(ours.ask(before, middle, None)) == \
                _digest(theirs.ask(before, middle, None))
            low, high = (middle, high) if same else (low, middle)
        return {"step": low,
                "before": ours.ask(before, low, "state"),
                "events": _events(ours, before, low, reference),
                "expected": ours.ask(before, high, "state"),
                "got": theirs.ask(before, high, "state")}
    except WorkerFailed:
        return None
