#!/usr/bin/env python3
"""check_includes: every #include shows a layer that is allowed below it.

    "topic/x.h"   the file's own topic, one that the topic's meson.build
                  lists in <topic>_deps, or in a test also "support/..."
    "x.h"         a private header of the same topic, beside the file or
                  named from the topic's folder ("x86/asm.h")
A .c file is never included. The lists themselves follow the order of the
subdir() calls in the root meson.build, so that no cycle can be declared, and
equal the libraries that the meson file really names.
"""

import os
import re
import sys

sys.dont_write_bytecode = True
import tree  # noqa: E402

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
TEST_HELP = "support"


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def check_private(path, topic, target, headers):
    """@target without a topic: beside the file or below its topic."""
    if f"{topic}/{target}" in headers:
        return None
    resolved = os.path.normpath(os.path.join(os.path.dirname(path), target))
    if resolved in headers:
        if resolved.split("/")[0] == topic:
            return None
        return f"'{target}' reaches into {resolved.split('/')[0]}"
    return f"no private header '{target}' beside this file"


def check_include(path, topic, target, context):
    deps, headers = context
    if target.endswith(".c"):
        return f"includes the source file '{target}'"
    first = target.split("/")[0]
    is_test = "/tests/" in path
    if "/" not in target or first in (".", "..") or (
            first not in deps and first != TEST_HELP):
        return check_private(path, topic, target, headers)
    allowed = {topic, *deps[topic]} | ({TEST_HELP} if is_test else set())
    if first not in allowed:
        return (f"'{target}' is not in {topic}_deps "
                f"({', '.join(deps[topic]) or 'none'})")
    return None


def check_sources(deps, files):
    headers = {path for path in files if path.endswith((".h", ".inc"))}
    for path in files:
        topic = path.split("/")[0]
        if topic not in deps or not path.endswith((".c", ".h", ".inc")):
            continue
        text = tree.read(path)
        for match in INCLUDE.finditer(text):
            problem = check_include(path, topic, match[1], (deps, headers))
            if problem:
                yield f"{path}:{line_of(text, match.start())}: {problem}"


def check_order(deps):
    order = re.findall(r"^#?subdir\('(\w+)'\)", tree.read("meson.build"),
                       re.M)
    for topic, below in deps.items():
        for name in below:
            if name not in order or topic not in order:
                yield f"meson.build: no subdir() for {topic} or {name}"
            elif order.index(name) > order.index(topic):
                yield f"{topic}/meson.build: {name} is not below {topic}"


def check_lists(deps):
    """<topic>_deps is what static_library() of that folder gets."""
    for topic, below in deps.items():
        text = tree.read(f"{topic}/meson.build")
        library = re.search(rf"^{topic}_lib = static_library\((.*?)^\w",
                            text, re.M | re.S)
        named = set(re.findall(r"\b(\w+)_headers\b",
                               library[1] if library else ""))
        named -= {"glib", "gio", "thread", "fdt", "math"}
        if named != set(below):
            yield (f"{topic}/meson.build: {topic}_deps lists "
                   f"{sorted(below)}, the library names {sorted(named)}")


def main():
    deps = tree.topics()
    files = tree.files()
    findings = [*check_sources(deps, files), *check_order(deps),
                *check_lists(deps)]
    tree.finish(findings, f"{len(deps)} topics")


if __name__ == "__main__":
    main()
