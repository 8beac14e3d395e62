"""jail: run a hostile program where it can neither see nor harm anything.

    jail = Jail(best_tier(), Limits(cpu_s=2))
    with jail.popen(["/worker"], ro=[(binary, "/worker"), *libraries],
                    fds=(wire.fileno(),)) as process:
        ...                             # talk on the wire, pump() the output
        ending = process.finish(wall_s=5)

Tiers, from the strongest:
    T3  bubblewrap, control group, system call filter
    T2  bubblewrap, resource limits, system call filter
    T1  root in a container: a user of its own for each run, resource limits,
        no_new_privs, system call filter, Landlock where the kernel has it
    T0  nothing; only with allow_unsafe, for a student's own code at home
Inside is only what is bound, and /tmp. T1 has no mounts: a word of argv or
env that names a place `inside` is changed to its place on the host.

JailError means that the jail failed, not what runs in it. A jail ends with
the thread that started it, and the process becomes the reaper of its orphans.
"""

import dataclasses
import os

import jail_probe
from jail_binds import library_binds, system_binds      # noqa: F401
from jail_bwrap import BwrapHolder
from jail_process import JailedProcess
from jail_types import (Ending, JailError, Limits, MIB, TierReport,  # noqa
                        Usage)

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8",
               "TZ": "UTC"}


@dataclasses.dataclass(frozen=True)
class Request:
    """One program to run: what it sees and what it is given."""

    argv: tuple
    ro: tuple = ()              # (host, inside)
    rw: tuple = ()              # (host, inside), folders
    fds: tuple = ()             # inherited, the same numbers inside
    env: dict = dataclasses.field(default_factory=dict)
    cwd: str = "/"


def probe():
    """[TierReport], strongest first: what this machine offers, and why."""
    return list(jail_probe.reports())


def best_tier():
    """The strongest tier of this machine; JailError if only T0 is left."""
    for report in probe():
        if report.ok and report.tier != "T0":
            return report.tier
    raise JailError("no jail can be made here: " + "; ".join(
        f"{report.tier}: {report.why}" for report in probe()))


def _holder(tier, limits):
    if tier == "T3":
        return BwrapHolder(limits, jail_probe.groups())
    if tier == "T2":
        return BwrapHolder(limits, None)
    from jail_user import UserHolder
    return UserHolder(limits, jailed=tier == "T1")


class Jail:
    """A way to make jails of one tier with one set of limits."""

    def __init__(self, tier, limits=Limits(), *, ro=(), allow_unsafe=False):
        """@ro: pairs (host, inside) that every program here sees."""
        if tier == "T0" and not allow_unsafe:
            raise JailError("tier T0 is no jail; it must be asked for by name")
        if tier not in jail_probe.TIERS:
            raise JailError(f"there is no tier {tier!r}")
        self.tier = tier
        self.limits = limits
        self.ro = tuple(ro)

    def with_limits(self, **changes):
        """The same jail with some limits changed."""
        return Jail(self.tier, dataclasses.replace(self.limits, **changes),
                    ro=self.ro, allow_unsafe=True)

    def popen(self, argv, *, ro=(), rw=(), fds=(), env=None, cwd="/"):
        """Start @argv; stdin is empty, stderr goes with stdout.

        Raises JailError. Files that are seen must be readable by all.

        @ro, @rw: pairs (host, inside); an rw folder is made the jail's while
        it runs, afterwards only plain files and folders are left in it.
        @env replaces and adds to the short list ENVIRONMENT.
        """
        request = Request(tuple(map(os.fspath, argv)), (*self.ro, *ro),
                          tuple(rw), tuple(fds),
                          {**ENVIRONMENT, **(env or {})}, cwd)
        holder = _holder(self.tier, self.limits)
        return JailedProcess(holder, self.limits, holder.start(request))
