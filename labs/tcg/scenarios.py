"""scenarios of the lab tcg: what students may see and run

In parts: the front end (exercises 1 to 3), a pass (4), host code (5 to 7),
memory (8 and 9).
"""
from importlib import import_module

PARTS = ("tcg_front", "tcg_passes", "tcg_host", "tcg_memory")


def scenarios_of(part):
    """{name: function} of the scenarios that a module holds."""
    return {name: value for name, value in vars(import_module(part)).items()
            if callable(value) and hasattr(value, "scenario")}


for name in PARTS:
    globals().update(scenarios_of(name))
