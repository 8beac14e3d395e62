"""results: samples, medians, ratios, geometric means, and how they look.

Every value is a cost: less is better, whatever the unit.
"""

import math
import os
import platform
import statistics

import rows

COLUMNS = ("qemu", "lectern", "native")


class Results:
    """Samples by row and column; a row is shown by its median."""

    def __init__(self):
        self.rows = {}          # key: Row
        self.samples = {}       # key: {column: [value]}

    def add(self, row, column, value):
        self.rows.setdefault(row.key, row)
        self.samples.setdefault(row.key, {}).setdefault(column,
                                                        []).append(value)

    def median(self, key, column):
        values = self.samples[key].get(column)
        return statistics.median(values) if values else None

    def ratio(self, key, over, under):
        """(nullable): median of column @over / median of @under."""
        a, b = self.median(key, over), self.median(key, under)
        return a / b if a and b else None

    def mean(self, kind, over, under):
        """(nullable): geometric mean of the ratio over a class's rows."""
        ratios = [self.ratio(key, over, under)
                  for key, row in self.rows.items() if row.kind == kind]
        ratios = [ratio for ratio in ratios if ratio]
        if not ratios:
            return None
        return math.exp(sum(map(math.log, ratios)) / len(ratios))

    def kinds(self):
        """The classes that have rows, in order."""
        present = {row.kind for row in self.rows.values()}
        return [kind for kind in rows.CLASSES if kind in present]


def cpu_model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return next(line.split(":", 1)[1].strip() for line in f
                        if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def head(columns, options):
    """What was measured where."""
    return {
        "host": cpu_model(), "cores": os.cpu_count(),
        "load": os.getloadavg()[0], "runs": options.runs,
        "quick": options.quick,
        "columns": {column.name: column.version() for column in columns},
    }


def print_head(about):
    print(f"{about['host']}, {about['cores']} cores, load "
          f"{about['load']:.1f}; medians of {about['runs']}")
    for name, version in about["columns"].items():
        print(f"{name}: {version}")


def number(value):
    if value is None:
        return "-"
    return f"{value:.3f}" if value < 1 else \
        f"{value:.2f}" if value < 100 else f"{value:.0f}"


def times(value):
    return "-" if value is None else f"{value:.2f}x"


HEAD = (f"{'':28} {'unit':>11} {'qemu':>8} {'lectern':>8} {'native':>8} "
        f"{'faster':>8} {'qemu/nat':>9} {'lect/nat':>9}")


def row_line(results, key):
    row = results.rows[key]
    cells = [f"{row.title:28} {row.unit:>11}"]
    cells += [f"{number(results.median(key, c)):>8}" for c in COLUMNS]
    faster = results.ratio(key, "qemu", "lectern")
    cells += [f"{times(faster):>8}",
              f"{times(results.ratio(key, 'qemu', 'native')):>9}",
              f"{times(results.ratio(key, 'lectern', 'native')):>9}"]
    slow = faster and faster < rows.ROW_GOAL
    return " ".join(cells) + (" slower" if slow else "")


def goal_text(goal, sign):
    return "" if goal is None else f"{sign} {goal:g}x"


def mean_line(results, kind):
    goal = rows.GOALS.get(kind, rows.Goal(None, None))
    return (f"{kind:28} "
            f"{times(results.mean(kind, 'qemu', 'lectern')):>8} "
            f"{goal_text(goal.qemu, '>='):7}"
            f"{times(results.mean(kind, 'qemu', 'native')):>9} "
            f"{times(results.mean(kind, 'lectern', 'native')):>9} "
            f"{goal_text(goal.native, '<=')}").rstrip()


def print_rows(results):
    print(HEAD)
    for key in results.rows:
        print(row_line(results, key))


def print_means(results):
    print(f"{'geometric means':28} {'faster':>8} {'goal':7}"
          f"{'qemu/nat':>9} {'lect/nat':>9} goal")
    for kind in results.kinds():
        print(mean_line(results, kind))


def as_json(results):
    """Rows and means as plain lists."""
    def ratios(of, key):
        return {"qemu/lectern": of(key, "qemu", "lectern"),
                "qemu/native": of(key, "qemu", "native"),
                "lectern/native": of(key, "lectern", "native")}
    return {
        "rows": [{**row._asdict(), **ratios(results.ratio, key),
                  "median": {c: results.median(key, c) for c in COLUMNS},
                  "samples": results.samples[key]}
                 for key, row in results.rows.items()],
        "means": [{"kind": kind, **ratios(results.mean, kind),
                   "goal": rows.GOALS.get(kind, rows.Goal(None, None))
                   ._asdict()}
                  for kind in results.kinds()],
    }
