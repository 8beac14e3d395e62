"""tap: run the test_* functions of a Python test and report them as TAP.

Each function is one case and one line that meson lists; its docstring's
first line is the claim. A case passes by returning, fails by raising and is
skipped by raising Skip with the reason. Cases run in the order written.
Format: Test Anything Protocol 12.
"""

import sys
import traceback


class Skip(Exception):
    """The case cannot be tried here; the text says what is missing."""


class Failed(Exception):
    """The case found a wrong behaviour; the text is shown as it is."""


def _comment(text):
    for line in str(text).splitlines():
        print("# " + line)


def _run_one(number, name, case):
    """Prints the case's line; returns whether it did not fail."""
    try:
        case()
    except Skip as reason:
        print(f"ok {number} {name} # SKIP {' '.join(str(reason).split())}",
              flush=True)
        return True
    except Failed as failure:
        print(f"not ok {number} {name}")
        _comment(failure)
    except Exception:       # a broken case is a failed one
        print(f"not ok {number} {name}")
        _comment(traceback.format_exc())
    else:
        print(f"ok {number} {name}", flush=True)
        return True
    sys.stdout.flush()
    return False


def run(cases):
    """Run @cases, a dict of name -> function; does not return."""
    print(f"1..{len(cases)}", flush=True)
    results = [_run_one(number, name, case)
               for number, (name, case) in enumerate(cases.items(), 1)]
    sys.exit(0 if all(results) else 1)


def tests_of(namespace):
    """The test_* functions of a module's globals(), in file order."""
    return {name[len("test_"):]: value for name, value in namespace.items()
            if name.startswith("test_") and callable(value)}


def table(name, rows, function):
    """One case per row: rows is a list of (label, *arguments)."""
    return {f"{name}_{row[0]}": lambda row=row: function(*row[1:])
            for row in rows}


def equal(got, wanted, what=""):
    if got != wanted:
        raise Failed(f"{what + ': ' if what else ''}got {got!r}, "
                     f"wanted {wanted!r}")


def check(condition, message):
    if not condition:
        raise Failed(message)
