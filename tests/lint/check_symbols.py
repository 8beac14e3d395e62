#!/usr/bin/env python3
"""check_symbols: what the libraries export.

    check_symbols.py NM topic=LIBRARY...

Exported functions start with a prefix that the topic's README registers, in
a paragraph "Exported prefixes: `a_`, `b_`." (also spelled "Exported symbols
start with"). Exported data is constant: no symbol lives in a writable
section. Names that lectures fix without a prefix stand whole in that list.
"""

import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import tree  # noqa: E402

# constant pointers are relocated once, then read-only: .data.rel.ro
CONSTANT = (".text", ".rodata", ".data.rel.ro")
PARAGRAPH = re.compile(
    r"^Exported (?:prefixes|symbols|names|data)\b(.*?)(?:\n\s*\n|\Z)",
    re.M | re.S)


def registered(topic):
    """The prefixes and whole names in the README of @topic."""
    path = f"{topic}/README.md"
    if not os.path.isfile(os.path.join(tree.ROOT, path)):
        return ()
    paragraphs = PARAGRAPH.findall(tree.read(path))
    return tuple(re.findall(r"`([^`]+)`", " ".join(paragraphs)))


def exported(nm, library):
    """(section, name) of every global definition in @library."""
    done = subprocess.run([nm, "--defined-only", "-g", "-f", "sysv", library],
                          text=True, capture_output=True, check=True)
    for line in done.stdout.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 7 and not cells[0].startswith("__"):
            yield cells[6], cells[0]


def is_registered(name, prefixes):
    return any(name == prefix or (prefix.endswith("_")
                                  and name.startswith(prefix))
               for prefix in prefixes)


def check_library(nm, topic, library):
    prefixes = registered(topic)
    unknown = []
    for section, name in exported(nm, library):
        if not section.startswith(CONSTANT):
            yield f"{topic}: exported data '{name}' is writable ({section})"
        elif not is_registered(name, prefixes):
            unknown.append(name)
    if unknown and not prefixes:
        yield (f"{topic}/README.md: no 'Exported prefixes:' paragraph; its "
               f"symbols start with {', '.join(guess(unknown))}")
    elif unknown:
        yield (f"{topic}/README.md: not registered: "
               + ", ".join(sorted(unknown)))


def guess(names):
    """The first word of each name, the most common first."""
    counts = {}
    for name in names:
        first = name.split("_")[0] + "_"
        counts[first] = counts.get(first, 0) + 1
    return sorted(counts, key=lambda first: (-counts[first], first))


def main():
    nm, *pairs = sys.argv[1:]
    findings = []
    for pair in pairs:
        topic, library = pair.split("=", 1)
        findings += check_library(nm, topic, library)
    tree.finish(findings, f"{len(pairs)} libraries")


if __name__ == "__main__":
    main()
