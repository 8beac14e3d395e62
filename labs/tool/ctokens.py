"""ctokens: C source text as tokens with their places.

Enough of C11's lexical grammar (6.4) to compare and to change a source
file token by token: comments, preprocessor lines, strings, characters,
numbers, names, punctuation. Nothing is expanded or parsed. What is not closed
counts to its line's or the file's end, so that hostile text takes no longer.
"""

import re
from typing import NamedTuple

PUNCTUATION = (
    "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
    "!=", "&&", "||", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##")
_PATTERN = re.compile(r"""
    (?P<comment>/\*.*?(?:\*/|\Z)|//[^\n]*)
  | (?P<directive>^[ \t]*\#(?:\\\n|/\*.*?(?:\*/|\Z)|[^\n])*+)
  | (?P<string>(?:L|u8|u|U)?"(?:\\.|[^"\\\n])*+"?)
  | (?P<character>(?:L|u|U)?'(?:\\.|[^'\\\n])*+'?)
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[A-Za-z0-9_.])*)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<mark>""" + "|".join(map(re.escape, PUNCTUATION)) + r"""|[^\sA-Za-z_0-9])
""", re.X | re.S | re.M)
KEYWORDS = frozenset("""
    auto break case char const continue default do double else enum extern
    float for goto if inline int long register restrict return short signed
    sizeof static struct switch typedef union unsigned void volatile while
    _Bool _Static_assert bool true false""".split())


class Token(NamedTuple):
    kind: str           # comment directive string character number name mark
    text: str
    start: int          # offsets in the source text
    end: int


def tokens(source):
    """All tokens of @source, comments and directives included."""
    return [Token(match.lastgroup, match[0], match.start(), match.end())
            for match in _PATTERN.finditer(source)]


def code(source):
    """The tokens that a compiler's parser would see."""
    return [token for token in tokens(source)
            if token.kind not in ("comment", "directive")]


def closing(found, index):
    """The index of the bracket that closes the one at @index, or None."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    depth = 0
    for place in range(index, len(found)):
        if found[place].text in pairs:
            depth += 1
        elif found[place].text in pairs.values():
            depth -= 1
            if not depth:
                return place
    return None
