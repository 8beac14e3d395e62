"""jail_types: the words that all tiers of the jail share.

Values only: what a jail may use (Limits), what it used (Usage), how its
program ended (Ending) and what a machine can offer (TierReport). JailError is
the one error: the jail itself could not be made or held. It never describes
what the jailed program did, because such a failure is no verdict.
"""

import dataclasses

MIB = 1 << 20


class JailError(Exception):
    """The jail could not be made or kept: no fault of what runs in it."""


@dataclasses.dataclass(frozen=True)
class TierReport:
    """One tier: whether this machine offers it, and the reason."""

    tier: str               # "T3" "T2" "T1" "T0"
    ok: bool
    why: str


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one jail may use; sizes in bytes, times in seconds.

    A size of 0 for tmpfs means that nothing at all can be written.
    """

    cpu_s: float = 2.0
    wall_s: float = 10.0            # kept by the caller: JailedProcess.finish
    memory: int = 512 * MIB
    pids: int = 16                  # processes and threads
    file_size: int = 16 * MIB       # also of a memfd
    output: int = 64 * 1024         # kept of each of stdout and stderr
    tmpfs: int = 1 * MIB            # /tmp inside
    open_files: int = 64
    memfd: bool = False             # the translator maps its code twice
    sanitizer: bool = False         # shadow memory: no limit on addresses
    proc: bool = False              # a private /proc


@dataclasses.dataclass(frozen=True)
class Usage:
    """What the jail has used so far; peak_rss may count the starter too."""

    cpu_s: float = 0.0
    peak_rss: int = 0
    oom: bool = False               # the kernel refused or killed for memory
    pids_hit: bool = False          # the limit of processes was reached
    disk_hit: bool = False          # wrote more than tmpfs allows (T1)


@dataclasses.dataclass(frozen=True)
class Ending:
    """How the program ended, in the words of a result.

    status  "exit" (any exit code), "crash", "timeout", "oom", "limit"
    """

    status: str
    code: int = 0                   # exit code when status is "exit"
    signal: int = 0                 # signal that ended it, 0 for none
    message: str = ""
