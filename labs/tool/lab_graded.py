"""lab_graded: ./lab test --as-graded: the graders' jail and limits at home

The same scenarios, the same jail, the same limits, without sanitizers; only
the seed, which graders keep to themselves, and the official scenarios are
not here. A program that looks for files or the network, that starts others,
or that uses much memory, finds out here.
"""

import atexit
import dataclasses
import os
import shutil
import tempfile

from lab_base import LabError

INSIDE = "/worker"


def _within_reach(binary):
    """A copy that the jail's own user has a way to; a home may be private."""
    folder = tempfile.mkdtemp(prefix="lab-as-graded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chmod(folder, 0o711)
    return shutil.copy(binary, folder)


def graded_run(tool, student, settings):
    """(argv, Settings): how graders start the student's worker."""
    try:
        from jail import Jail, JailError, Limits, best_tier
        from jail_binds import library_binds
    except ImportError:
        raise LabError("this tree has no jail to grade in") from None
    binary = _within_reach(student.build.binary)
    try:
        tier = best_tier()
        binds = [(str(binary), INSIDE), *library_binds(binary)]
    except JailError as error:
        raise LabError(f"{error}; on Debian, install bubblewrap") from None
    tool.note(f"in a jail of tier {tier}, without sanitizers")
    return [INSIDE], dataclasses.replace(
        settings, jail=Jail(tier, Limits(memfd=True)), binds=tuple(binds))
