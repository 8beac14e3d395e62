#!/usr/bin/env python3
"""check_style: the rules of the house that a plain reader of lines can see.

    lines       80 columns, no tabs, no blanks at the end, newline at the end
    files       at most 600 lines (tables in .inc and made files excepted)
    functions   bodies of at most 60 lines, at most 5 parameters, no #if inside
    comments    no unfinished-work marks outside labs/

A function is a `{` in the first column after a line that ends with `)`; the
house style guarantees that shape. Names that a lecture fixes with more
parameters stand in PARAMETERS_ALLOWED.
"""

import os
import re
import sys

sys.dont_write_bytecode = True
import tree  # noqa: E402

COLUMNS, FILE_LINES, BODY_LINES, PARAMETERS = 80, 600, 60, 5
CODE = (".c", ".h", ".S", ".py", ".sh", ".inc")
MADE = {"machine/demo_image.c"}
MARKS = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "X" "XX"))
                   + r")\b|\?\?" r"\?")
MARKS_EXPECTED = ("labs/", ".clang-tidy")

# signatures that QEMU and the lectures fix
PARAMETERS_ALLOWED = {
    "address_space_rw",
    "address_space_translate",
    "memory_region_init_alias",
    "memory_region_init_io",
    "memory_region_init_ram_from_fd",
    "memory_region_init_ram_from_file",
    "memory_region_init_rom_device",
    "object_class_property_add",
    "object_class_property_add_enum",
    "object_class_property_add_link",
    "object_property_add",
    "object_property_add_enum",
    "object_property_add_link",
    "object_property_try_add",
}


def is_code(path):
    return path.endswith(CODE) or path in ("run.sh", "test.sh", ".ci/run",
                                           "lab",
                                           "tests/bench/bench",
                                           "tests/bench/plot",
                                           "tests/bench/programs",
                                           "tests/fuzz/run",
                                           "tests/guests/get",
                                           "tests/litmus/run",
                                           "tests/coverage")


def check_lines(path, text):
    if not text.endswith("\n") and text:
        yield f"{path}: no newline at the end"
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{path}:{number}:"
        if len(line) > COLUMNS and not path.endswith(".inc"):
            yield f"{where} {len(line)} columns"
        if "\t" in line:
            yield f"{where} tab"
        if line != line.rstrip():
            yield f"{where} blank at the end of the line"
        if MARKS.search(line) and not path.startswith(MARKS_EXPECTED):
            yield f"{where} mark of unfinished work"


def check_size(path, text):
    count = text.count("\n")
    if count > FILE_LINES and not path.endswith(".inc") and path not in MADE:
        yield f"{path}: {count} lines"


def signature_before(lines, brace):
    """The lines of the declaration that ends right above line @brace."""
    start = brace
    while start and lines[start - 1].strip() \
            and not lines[start - 1].startswith(("#", "}", " *", "/*")) \
            and not lines[start - 1].rstrip().endswith((";", "*/", "\\")):
        start -= 1
    return " ".join(line.strip() for line in lines[start:brace])


def functions(lines):
    """(name, first line of the body, its last, parameter text)"""
    brace = None
    for index, line in enumerate(lines):
        if line == "{" and index and lines[index - 1].rstrip().endswith(")"):
            brace = index
        elif line == "}" and brace is not None:
            text = signature_before(lines, brace)
            match = re.search(r"(\w+)\s*\((.*)\)$", text)
            if match:
                name = re.match(r".*?(\w+)\s*\(", text)[1]
                yield name, brace, index, text[text.index("(") + 1:-1]
            brace = None


def parameter_count(text):
    depth = 0
    count = 1
    for char in text:
        depth += (char == "(") - (char == ")")
        count += char == "," and depth == 0
    return count


def check_functions(path, text):
    lines = text.split("\n")
    for name, first, last, parameters in functions(lines):
        where = f"{path}:{first + 1}: {name}()"
        if last - first - 1 > BODY_LINES:
            yield f"{where} has {last - first - 1} lines"
        if parameter_count(parameters) > PARAMETERS \
                and name not in PARAMETERS_ALLOWED:
            yield f"{where} has {parameter_count(parameters)} parameters"
        for number in range(first, last):
            if re.match(r"\s*#\s*(if|ifdef|ifndef)\b", lines[number]):
                yield f"{path}:{number + 1}: #if inside {name}()"


def check_file(path):
    try:
        text = tree.read(path)
    except UnicodeDecodeError:
        return [f"{path}: not UTF-8 text"]
    findings = [*check_lines(path, text), *check_size(path, text)]
    if path.endswith((".c", ".h")):
        findings += check_functions(path, text)
    return findings


def main():
    paths = [path for path in tree.files() if is_code(path)
             and os.path.getsize(os.path.join(tree.ROOT, path))]
    findings = [finding for path in paths for finding in check_file(path)]
    tree.finish(findings, f"{len(paths)} files")


if __name__ == "__main__":
    main()
