"""export_formats: the one list of formats a record can be written in.

Each is a module with NAME, FILE and export(record, context) -> Export. The
context holds what a record does not know, such as the names that the
surrounding service uses; from_environment() takes them from there.
"""

import os

import export_autolab
import export_classroom50
import export_csv
import export_exercism
import export_gradescope
import export_junit
import export_prairielearn
import export_reporter
import export_tap
import export_view

MODULES = (export_gradescope, export_classroom50, export_reporter,
           export_prairielearn, export_autolab, export_junit, export_tap,
           export_exercism, export_csv)
FORMATS = {module.NAME: module for module in MODULES}


def from_environment(environment=os.environ):
    """What a workflow tells its grader through variables."""
    return {name: environment[variable] for name, variable
            in export_classroom50.CONTEXT.items()
            if environment.get(variable)}


def convert(record, name, context=None):
    """The Export of @record in the format called @name."""
    if name not in FORMATS:
        raise export_view.RecordError(
            f"no format '{name}'; there are {', '.join(FORMATS)}")
    return FORMATS[name].export(record, context or {})
