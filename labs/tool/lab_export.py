"""lab_export: what a tree that was handed out has instead of sources

`lab-grade export` puts a finished kit and recorded answers of the reference
beside the stubs of a lab: labs/LAB/kit and labs/LAB/traces.json. With them
there is nothing to configure, and no reference to run or to read.
"""
from check import TraceReference
from kit import load_kit
from lab_base import LabError


class Recorded(TraceReference):
    """Recorded answers; a seed that was not recorded is told."""

    def replies(self, scenario, seed, steps):
        try:
            return super().replies(scenario, seed, steps)
        except KeyError:
            raise LabError("this tree has recorded answers, which do not "
                           f"include {scenario.id} with the seed '{seed}'; "
                           "leave out --seed") from None


def kit_in(tool, lab):
    """The Kit that came with the tree, or None."""
    return load_kit(tool.root / "labs" / lab.name / "kit")


def reference_in(tool, lab):
    """The recorded answers that came with the tree, or None."""
    path = tool.root / "labs" / lab.name / "traces.json"
    return Recorded(path) if path.is_file() else None


def is_handed_out(tool):
    """Whether nothing of this tree is built by meson."""
    return not (tool.root / "meson.build").is_file()
