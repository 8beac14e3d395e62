"""grade_leaks: does a tree that is handed out contain a solution?

Three looks at every file, each at something a careless export would carry:

    tokens      a run of tokens of a solution that is in no stub or header
    words       a name or a string that only a solution has, in a binary
                (of the lab itself: later labs' code is linked in)
    symbols     a function of an exercise that an object defines

The look at git is in git_findings(): its objects are the tree's, no more.
"""
import functools
import re
import subprocess
import sys

import ctokens

STRICT, LOOSE = 24, 40  # tokens in a row: in what is made for a lab, and in
                        # library sources, where two callers may look alike
WORD = 6                # characters of a name that says something
TEXT = re.compile(rb"[\x20-\x7e]{6,}")
STRING = 12             # characters of a string that says something


@functools.cache
def token_texts(source):
    """The tokens as texts; a scan asks for the same file several times."""
    return tuple(sys.intern(token.text) for token in ctokens.code(source))


def grams(source, run):
    """{(run tokens)} of one C text."""
    found = token_texts(source)
    return {found[at:at + run] for at in range(len(found) - run + 1)}


def run_of(path):
    """How many tokens in a row are suspicious in a file."""
    made = path.startswith(("labs/", "handouts/"))
    library = path.endswith((".c", ".h", ".inc")) and not made
    return LOOSE if library else STRICT


@functools.cache
def words_of(source):
    """Names of one C text, and the contents of its strings."""
    found = set()
    for token in ctokens.code(source):
        if token.kind == "name" and len(token.text) >= WORD:
            found.add(token.text)
        elif token.kind == "string" and len(token.text) >= STRING + 2:
            found.add(token.text[1:-1])
    return frozenset(found)


class Solutions:
    """What is to be looked for."""

    def __init__(self, solutions, allowed):
        """@solutions: {name: text}; @allowed: texts that may be seen."""
        self.words = set()
        self.grams = {STRICT: {}, LOOSE: {}}
        for run, found in self.grams.items():
            known = set().union(*(grams(text, run) for text in allowed))
            for name, text in solutions.items():
                found |= dict.fromkeys(grams(text, run) - known, name)

    def add_words(self, solutions, others):
        """Names and strings that are in @solutions and in no @others."""
        for text in solutions:
            self.words |= words_of(text)
        for text in others:
            self.words -= words_of(text)
            self.words -= set(re.findall(r"\w+", text))

    def in_text(self, path, text):
        """Findings of one text, whatever language it is in."""
        run = run_of(path)
        for gram in grams(text, run) & self.grams[run].keys():
            yield f"{path}: '{' '.join(gram)}' is in " \
                f"{self.grams[run][gram]}"
            return

    def in_binary(self, path, data):
        """Findings of one binary: its strings and names of symbols."""
        runs = {run.decode() for run in TEXT.findall(data)}
        for word in sorted(self.words & runs):
            yield f"{path}: contains '{word}' of a solution"


def defined_symbols(path):
    """Global symbols that an object of ours defines."""
    done = subprocess.run(["nm", "-P", "-g", "--defined-only", str(path)],
                          capture_output=True, text=True, check=True)
    return {line.split()[0] for line in done.stdout.splitlines()}


def symbol_findings(shipped, references):
    """Exercise functions that the shipped object has."""
    wanted = set()
    for path in references:
        wanted |= defined_symbols(path)
    both = wanted & defined_symbols(shipped)
    return [f"{shipped.name}: defines {name} of an exercise"
            for name in sorted(both)]


def file_findings(files, solutions):
    """Findings in {path: bytes}."""
    for path, data in sorted(files.items()):
        if b"\0" in data:
            yield from solutions.in_binary(path, data)
        else:
            yield from solutions.in_text(path, data.decode("utf-8",
                                                           "replace"))


def git_findings(folder, blobs):
    """Objects of the repository that are no file, tree or the one commit."""
    done = subprocess.run(
        ["git", "-C", str(folder), "cat-file", "--batch-all-objects",
         "--batch-check"], capture_output=True, text=True, check=True)
    commits = 0
    for line in done.stdout.splitlines():
        name, kind, _ = line.split()
        commits += kind == "commit"
        if kind not in ("blob", "tree", "commit") \
                or (kind == "blob" and name not in blobs):
            yield f".git: an object that is no file of the tree: {name}"
    if commits != 1:
        yield f".git: {commits} commits, not one"
