"""jail_tree: what a process and all its descendants use right now.

Read from /proc, for the tiers where no control group counts. Processes that
have ended and were waited for are in their parent's numbers.

Spec: proc(5), /proc/pid/stat.
"""

import os

from jail_types import Usage

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
PARENT, UTIME, STIME, CUTIME, CSTIME, RSS = 1, 11, 12, 13, 14, 21


def _stat(pid):
    """The numbers of /proc/@pid/stat after the name, or None."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            text = file.read()
    except OSError:
        return None
    return text[text.rindex(b")") + 2:].split()


def _table():
    table = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (row := _stat(name)):
            table[int(name)] = row
    return table


def descendants(top, table=None):
    """@top and every process below it, in no order."""
    table = _table() if table is None else table
    children = {}
    for pid, row in table.items():
        children.setdefault(int(row[PARENT]), []).append(pid)
    found = [top] if top in table else []
    for pid in found:
        found += children.get(pid, [])
    return found


def tree_usage(top):
    """Usage of the tree below @top; peak_rss is what is resident now."""
    table = _table()
    pids = descendants(top, table)
    ticks = sum(int(table[pid][field]) for pid in pids
                for field in (UTIME, STIME, CUTIME, CSTIME))
    pages = sum(int(table[pid][RSS]) for pid in pids)
    return Usage(ticks / TICKS, pages * PAGE)
