#!/usr/bin/env python3
"""check_pages: what a page says about the tree is there.

    [words](path)       the file or folder, from the page's own folder
    `topic/file.c`      from the page's folder, the root, or the end of one
                        path: headers are named as they are included
    `path#symbol`       the same, and the file has that word
    `name()`            some source file has that word

In labs/*/lab.toml every path is looked at: students are sent there.

Words with capital letters in a path stand for something (`labs/LAB/x.toml`).
Fenced and indented blocks are left alone: they are output or diagrams.
"""

import os
import re
import sys

sys.dont_write_bytecode = True
import tree  # noqa: E402

LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?P<path>[a-z0-9_.-][a-z0-9_./-]*"
                  r"\.(?:c|h|inc|py|md|toml|build|S|svg))"
                  r"(?:#(?P<symbol>\w+))?")
CALL = re.compile(r"([a-z_]\w*)\(\)")
SOURCES = (".c", ".h", ".inc", ".py", ".S")
# QEMU's functions, which a page compares with ours
QEMU = ("qemu_", "bdrv_", "qapi_")
# made by a tool, in the folder it was told
MADE = ("results.json", "result.json", "report.html")


def prose(text):
    """@text with blank lines for fenced and indented blocks."""
    fenced, kept = False, []
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            fenced = not fenced
            line = ""
        kept.append("" if fenced or line.startswith("    ") else line)
    return "\n".join(kept)


class Tree:
    """The files of the tree, by what a page may call them."""

    def __init__(self, paths, read):
        self.paths = set(paths)
        self.folders = {folder for path in paths for folder in parents(path)}
        self.read = read
        self._words = None

    def named(self, page, name):
        """The path that @page calls @name, or None."""
        here = os.path.dirname(page)
        for path in (os.path.normpath(os.path.join(here, name)), name):
            if path in self.paths or path in self.folders:
                return path
        return min((path for path in self.paths
                    if path.endswith("/" + name)), default=None)

    def words(self):
        if self._words is None:
            self._words = set()
            for path in self.paths:
                if path.endswith(SOURCES):
                    self._words.update(re.findall(r"\w+", self.read(path)))
        return self._words


def parents(path):
    while path := os.path.dirname(path):
        yield path


def check_link(page, target, held):
    if re.match(r"[a-z]+:|#", target):
        return None
    path = os.path.normpath(
        os.path.join(os.path.dirname(page), target.split("#")[0]))
    if path in held.paths or path in held.folders or path == ".":
        return None
    return f"links to '{target}', which is not there"


def check_path(page, found, held):
    name, symbol = found["path"], found["symbol"]
    if os.path.basename(name) in MADE:
        return None
    path = held.named(page, name)
    if path is None:
        return f"names '{name}', which is not there"
    if symbol and not re.search(rf"\b{symbol}\b", held.read(path)):
        return f"{path} has no '{symbol}'"
    return None


def check_quoted(page, words, held):
    if found := PATH.fullmatch(words):
        return check_path(page, found, held)
    found = CALL.fullmatch(words)
    if found and found[1] not in held.words() \
            and not words.startswith(QEMU):
        return f"names '{words}', which no source file has"
    return None


def check_page(page, text, held):
    """Yield 'page:line: what is wrong'."""
    for number, line in enumerate(prose(text).split("\n"), 1):
        for check, words in (
                *((check_link, target) for target in LINK.findall(line)),
                *((check_quoted, word) for word in QUOTED.findall(line))):
            if problem := check(page, words, held):
                yield f"{page}:{number}: {problem}"


def check_lab(page, text, held):
    for number, line in enumerate(text.split("\n"), 1):
        for words in re.findall(r"[\w.-]+(?:/[\w.-]+)+", line):
            found = PATH.fullmatch(words.rstrip("."))
            problem = found and not words.startswith("work/") \
                and check_path("lab.toml", found, held)
            if problem:
                yield f"{page}:{number}: {problem}"


def main():
    held = Tree(tree.files(), tree.read)
    pages = [path for path in tree.files() if path.endswith(".md")]
    found = [finding for page in pages
             for finding in check_page(page, tree.read(page), held)]
    labs = [path for path in tree.files() if path.endswith("/lab.toml")]
    found += [finding for page in labs
              for finding in check_lab(page, tree.read(page), held)]
    tree.finish(found, f"{len(pages) + len(labs)} page(s)")


if __name__ == "__main__":
    main()
