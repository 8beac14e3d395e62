#!/usr/bin/env python3
"""course_map: the table of exercises in labs/README.md, from lab.toml files

    course_map.py           write it
    course_map.py --check   exit status 1 when it is not as it should be
"""
import sys
from pathlib import Path

from course import CourseError, load_course

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "labs" / "README.md"
HEAD = "| lecture, lab | exercise | file |\n|---|---|---|\n"


def rows(course):
    for lab in course.labs.values():
        first = f"{lab.lecture} {lab.name} "
        for exercise in lab.exercises:
            files = ", ".join(f"`{file}`" for file in exercise.files)
            yield f"| {first}| {exercise.number} {exercise.title} " \
                  f"| {files} |\n"
            first = ""


def with_map(text, table):
    """@text with the table in place of the one it has."""
    start = text.index(HEAD[:2], text.index("## The exercises"))
    end = text.index("\n\n", start) + 1
    return text[:start] + table + text[end:]


def main(words):
    text = README.read_text(encoding="utf-8")
    try:
        made = with_map(text, HEAD + "".join(rows(load_course(ROOT))))
    except (CourseError, ValueError) as error:
        return f"course_map: {error}"
    if words == ["--check"]:
        return 0 if made == text else \
            "labs/README.md: the map is old; run labs/tool/course_map.py"
    README.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
