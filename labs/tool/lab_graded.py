"""lab_graded: ./lab test --as-graded: the graders' jail and limits at home

The same scenarios, the same jail, the same limits, without sanitizers; only
the seed, which graders keep to themselves, and the official scenarios are
not here. A program that looks for files or the network, that starts others,
or that uses much memory, finds out here.
"""

import dataclasses

from lab_base import LabError

INSIDE = "/worker"


def graded_run(tool, student, settings):
    """(argv, Settings): how graders start the student's worker."""
    try:
        from jail import Jail, JailError, Limits, best_tier
        from jail_binds import library_binds
    except ImportError:
        raise LabError("this tree has no jail to grade in") from None
    binary = student.build.binary
    try:
        tier = best_tier()
        binds = [(str(binary), INSIDE), *library_binds(binary)]
    except JailError as error:
        raise LabError(f"{error}; on Debian, install bubblewrap") from None
    tool.note(f"in a jail of tier {tier}, without sanitizers")
    return [INSIDE], dataclasses.replace(
        settings, jail=Jail(tier, Limits(memfd=True)), binds=tuple(binds))
