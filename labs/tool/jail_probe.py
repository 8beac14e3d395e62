"""jail_probe: which tiers of the jail this machine can give, and why not.

Each tier is tried for real, once per process, with a program that does
nothing: a machine that forbids user namespaces has bwrap all the same.
"""

import functools
import platform
import shutil
import subprocess

import jail_cgroup
import jail_seccomp
from jail_types import TierReport

TIERS = ("T3", "T2", "T1", "T0")
TRIAL = ("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc",
         "--unshare-uts", "--ro-bind", "/", "/", "--", "/bin/true")


def _filter_words():
    machine = platform.machine()
    if jail_seccomp.supported(machine):
        return "system call filter"
    return f"no system call filter on {machine}"


@functools.cache
def _bwrap_problem():
    """Why bubblewrap cannot make a jail here, or the empty text."""
    for tool, package in (("bwrap", "bubblewrap"), ("prlimit", "util-linux")):
        if shutil.which(tool) is None:
            return f"{tool} is missing; install {package}"
    try:
        done = subprocess.run(["bwrap", *TRIAL], capture_output=True,
                              text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"bwrap: {problem}"
    if done.returncode:
        words = done.stderr.strip() or f"exit code {done.returncode}"
        return (words if words.startswith("bwrap") else f"bwrap: {words}")
    return ""


@functools.cache
def _groups():
    return jail_cgroup.find()


def groups():
    """Where control groups can be made; None if nowhere."""
    return _groups()[0]


def _report_t3():
    problem = _bwrap_problem()
    found, why = _groups()
    if problem or not found:
        return TierReport("T3", False, problem or why)
    return TierReport("T3", True, f"bwrap, {why}, {_filter_words()}")


def _report_t2():
    problem = _bwrap_problem()
    return TierReport("T2", not problem, problem or
                      f"bwrap, resource limits, {_filter_words()}")


def _report_t1():
    from jail_user import landlock_version, root_problem
    problem = root_problem()
    if problem:
        return TierReport("T1", False, problem)
    version = landlock_version()
    lock = f"Landlock {version}" if version else "no Landlock"
    return TierReport("T1", True, "root with a user for each run, resource "
                      f"limits, {_filter_words()}, {lock}")


def reports():
    yield _report_t3()
    yield _report_t2()
    yield _report_t1()
    yield TierReport("T0", True, "no jail at all; refused unless asked for")
