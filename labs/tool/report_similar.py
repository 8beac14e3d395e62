"""report_similar: pairs of submissions that a person should look at.

A file becomes the set of its runs of SHINGLE tokens, with every name of the
student's choice replaced by one letter, so that renaming and reformatting
change nothing. Runs that are in the stub, or in many submissions, say
nothing: everybody was given them or everybody needs them. What remains of
two files is compared, as a share of the smaller remainder.

It is no proof of anything. The list shows what is alike, rare words in common
included, and a person decides; two correct answers to a small exercise may
well be equal.
"""

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import ctokens

SHINGLE = 9
COMMON = 0.15           # a run that so many of a class have is common
LEAST = 25              # rare runs below which two files are too short
ALIKE = 0.75
WORD = re.compile(r"[A-Za-z_]\w{4,}")


@dataclass(frozen=True)
class Pair:
    file: str
    students: tuple
    share: float        # of the smaller file's rare runs
    runs: int           # how many they share
    words: tuple        # rare words that only these two use
    equal: bool         # byte for byte


def _plain(token, known):
    if token.kind == "name" and token.text not in ctokens.KEYWORDS \
            and token.text not in known:
        return "v"
    return token.text if token.kind in ("name", "mark") else token.kind[0]


def shingles(source, known=frozenset()):
    """The runs of @source as numbers; names in @known keep their name."""
    words = [_plain(token, known) for token in ctokens.code(source)]
    found = set()
    for index in range(len(words) - SHINGLE + 1):
        run = "\0".join(words[index:index + SHINGLE]).encode()
        found.add(hashlib.blake2b(run, digest_size=8).digest())
    return found


def given_names(source):
    """The names that everybody was given, to be kept apart."""
    return frozenset(token.text for token in ctokens.code(source)
                     if token.kind == "name")


def rare(sets):
    """Each student's runs without those that many have."""
    seen = Counter(itertools.chain.from_iterable(sets.values()))
    limit = max(3, COMMON * len(sets))
    return {who: {run for run in runs if seen[run] <= limit}
            for who, runs in sets.items()}


def _shared(sets):
    """(one, other) -> how many runs both have, through an index of runs."""
    holders = defaultdict(list)
    for who in sorted(sets):
        for run in sets[who]:
            holders[run].append(who)
    found = Counter()
    for group in holders.values():
        found.update(itertools.combinations(group, 2))
    return found


def _words(sources):
    """The words that exactly two students use."""
    users = defaultdict(set)
    for who, source in sources.items():
        for word in set(WORD.findall(source)):
            users[word].add(who)
    return {word: tuple(sorted(who)) for word, who in users.items()
            if len(who) == 2}


def compare(file, sources, stub=""):
    """Pairs of @sources (student -> text of the same file)."""
    known = given_names(stub)
    given = shingles(stub, known)
    sets = rare({who: shingles(source, known) - given
                 for who, source in sources.items()})
    words, stub_words = _words(sources), set(WORD.findall(stub))
    pairs = []
    for both, runs in _shared(sets).items():
        smaller = min(len(sets[who]) for who in both)
        if smaller < LEAST or runs / smaller < ALIKE:
            continue
        only = sorted(word for word, who in words.items()
                      if who == both and word not in stub_words)
        pairs.append(Pair(file, both, runs / smaller, runs, tuple(only[:6]),
                          sources[both[0]] == sources[both[1]]))
    return sorted(pairs, key=lambda pair: (-pair.share, -pair.runs))


def pairs(sources, stubs):
    """All pairs; @sources: student -> file name -> text, @stubs: file name
    -> text that everybody was given."""
    files = defaultdict(dict)
    for who, texts in sources.items():
        for name, content in texts.items():
            files[name][who] = content
    return [pair for name, texts in sorted(files.items())
            for pair in compare(name, texts, stubs.get(name, ""))]
