#!/usr/bin/env python3
"""test_lab: ./lab as students meet it, in a clone of this tree

The cases are in modules: lab_path.py walks the README, lab_cases.py what a
student does and does wrong, lab_terminal.py terminals, keys and Ctrl-C. They
share one clone, for building what the tests need takes a while.
"""

import sys

sys.dont_write_bytecode = True
from lab_tree import tap        # noqa: E402
import lab_cases                # noqa: E402
import lab_path                 # noqa: E402
import lab_terminal             # noqa: E402

if __name__ == "__main__":
    tap.run({name: case for module in (lab_path, lab_cases, lab_terminal)
             for name, case in tap.tests_of(vars(module)).items()})
