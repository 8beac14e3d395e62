"""selftest_others: the rows whose work other modules do

    attacks     I9: each hostile submission gets its verdict, on every tier
    export      I6, I7: no solution in a student's tree, the same bytes again

Each returns (words, problems), or None when this tree has no such module: a
tree that was handed out cannot grade.
"""

import importlib
import importlib.util
import tempfile
from pathlib import Path

from course import load_course

TERM = "self-test"


def _module(name):
    if importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)


def attacks(request):
    """Quick: the strongest tier; full: each that can be made here."""
    module = _module("selftest_attacks")
    if module is None:
        return None
    return module.run(request)


def _of_lab(module, request, name):
    """Problems of one lab's tree, made twice."""
    made = [module.collect(request.root, request.build, name, TERM)
            for _ in range(2)]
    problems = list(module.findings(request.root, made[0]))
    if made[0].files != made[1].files:
        problems.append("two exports differ in their files")
        return problems
    with tempfile.TemporaryDirectory() as folder:
        commits = {module.write_tree(export, Path(folder, str(number)))
                   for number, export in enumerate(made)}
    if len(commits) > 1:
        problems.append("two exports of the same files differ")
    return problems


def export(request):
    module = _module("grade_export")
    if module is None:
        return None
    names = request.labs or tuple(load_course(request.root).labs)
    problems = [f"{name}: {problem}" for name in names
                for problem in _of_lab(module, request, name)]
    return f"{len(names)} trees, each made twice", problems
