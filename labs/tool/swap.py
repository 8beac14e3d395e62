#!/usr/bin/env python3
"""swap: which files meson links in place of the reference's

    swap.py LAB[,LAB...] FILE[,FILE...]

Prints "reference<TAB>replacement" for each exercise file, both relative to
the root of the tree: the stubs of whole labs, then single files, which are
named labs/LAB/x.c or work/LAB/x.c and may replace a stub named before.
"""
import sys
from pathlib import Path

from course import CourseError, load_course

ROOT = Path(__file__).resolve().parents[2]


def reference_of(lab, name):
    """The reference file that a lab's file of that name stands for."""
    for exercise in lab.exercises:
        for file in exercise.files:
            if Path(file).name == name:
                return file
    raise CourseError([f"{name} is no exercise file of the lab {lab.name}"])


def swaps(course, labs, files):
    """{reference: replacement} for the named labs and files."""
    found = {}
    for name in labs:
        lab = course.lab(name)
        for exercise in lab.exercises:
            for file in exercise.files:
                found[file] = f"labs/{name}/{Path(file).name}"
    for file in files:
        path = Path(file)
        if not (ROOT / path).is_file():
            raise CourseError([f"there is no file {file}"])
        found[reference_of(course.lab(path.parent.name), path.name)] = file
    return found


def main(labs, files):
    try:
        found = swaps(load_course(ROOT), [x for x in labs.split(",") if x],
                      [x for x in files.split(",") if x])
    except CourseError as error:
        sys.exit(f"swap: {error}")
    for reference, replacement in found.items():
        print(f"{reference}\t{replacement}")


if __name__ == "__main__":
    main(*sys.argv[1:])
