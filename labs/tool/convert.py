#!/usr/bin/env python3
"""convert: a result record in the format of a service or a tool

Writes the format's own file (results.json, junit.xml, ...) into a folder, or
everything to standard output. The status is 0 when every score is known and
3 when the grader failed somewhere: the output then has no score that could
be taken for a zero, and for some formats there is none.
"""

import argparse
import os
import sys

import export_formats as formats
import export_view as view


def write(made, folder):
    """The files of an Export, each replaced as a whole."""
    os.makedirs(folder, exist_ok=True)
    for name, content in made.files.items():
        part = os.path.join(folder, f".{name}.new")
        with open(part, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(part, os.path.join(folder, name))


def options(parser):
    parser.add_argument("result", help="a result.json")
    parser.add_argument("-f", "--format", required=True,
                        choices=sorted(formats.FORMATS))
    parser.add_argument("-o", "--out", metavar="FOLDER",
                        help="where the format's file goes "
                             "(default: standard output)")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lab-grade convert",
                                     description=__doc__.split("\n")[0])
    options(parser)
    found = parser.parse_args(arguments)
    try:
        made = formats.convert(view.load(found.result), found.format,
                               formats.from_environment())
        if found.out:
            write(made, found.out)
        else:
            sys.stdout.writelines(made.files.values())
    except (view.RecordError, OSError) as problem:
        print(f"lab-grade convert: {problem}", file=sys.stderr)
        return 3
    if made.status:
        print(f"lab-grade convert: {made.message}", file=sys.stderr)
    return made.status


if __name__ == "__main__":
    sys.exit(main())
