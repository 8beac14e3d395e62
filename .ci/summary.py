#!/usr/bin/env python3
"""summary: count test cases in meson's log of a run.

    summary.py count STAGE TESTLOG.json STARTED    one line about a stage
    summary.py failed STAGE STARTED                it did not build
    summary.py skipped STAGE STARTED               its compiler is missing
    summary.py total COUNTS                        the sum, as the last line

A test that speaks TAP counts by its cases, any other as one. A test that
died before its plan was done counts one failure more. `count` also prints
the failed cases; `total` ends with exit status 1 when anything failed or
nothing passed.
"""

import json
import re
import sys
import time

PLAN = re.compile(r"^1\.\.(\d+)", re.M)
CASE = re.compile(r"^(not )?ok\b([^\n]*)$", re.M)
LINE = "{:<10} {:>5} passed, {} failed, {} skipped, {} s"
LINE_MAX = 500
COUNTS = re.compile(r"^\w+ +(\d+) passed, (\d+) failed, (\d+) skipped, ",
                    re.M)
PASSED, FAILED, SKIPPED = 0, 1, 2


def count_cases(output, result):
    """[passed, failed, skipped] of one TAP test."""
    counts = [0, 0, 0]
    for failed, rest in CASE.findall(output):
        if re.search(r"#\s*skip", rest, re.I):
            counts[SKIPPED] += 1
        else:
            counts[FAILED if failed else PASSED] += 1
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and not counts[FAILED]:
        counts[FAILED] += 1
    return counts


def print_failures(test):
    """The failed cases of a TAP test, which meson's own log leaves out."""
    shown = False
    for line in test.get("stdout", "").splitlines():
        if not line.startswith("#"):
            shown = line.startswith("not ok")
        if shown:
            print(f"{test['name']}: {line[:LINE_MAX]}")


def count_test(test):
    output = test.get("stdout", "")
    result = test["result"]
    if PLAN.search(output) and CASE.search(output):
        return count_cases(output, result)
    if result in ("OK", "EXPECTEDFAIL"):
        return [1, 0, 0]
    return [0, 0, 1] if result == "SKIP" else [0, 1, 0]


def print_stage(stage, counts, started):
    print(LINE.format(stage, *counts, int(time.time()) - int(started)),
          flush=True)


def count(stage, path, started):
    counts = [0, 0, 0]
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                test = json.loads(line)
                counts = [a + b for a, b in zip(counts, count_test(test))]
                print_failures(test)
    except OSError:
        counts[FAILED] = 1          # meson did not even start
    print_stage(stage, counts, started)


def total(path):
    sums = [0, 0, 0]
    with open(path, encoding="utf-8") as file:
        for found in COUNTS.findall(file.read()):
            sums = [a + int(b) for a, b in zip(sums, found)]
    print("{} passed, {} failed, {} skipped".format(*sums))
    sys.exit(1 if sums[FAILED] or not sums[PASSED] else 0)


def main():
    verb, *arguments = sys.argv[1:]
    if verb == "count":
        count(*arguments)
    elif verb == "failed":
        print_stage(arguments[0], (0, 1, 0), arguments[1])
    elif verb == "skipped":
        print_stage(arguments[0], (0, 0, 1), arguments[1])
    else:
        total(*arguments)


if __name__ == "__main__":
    main()
