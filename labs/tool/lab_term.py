"""lab_term: colours, widths and tables of what ./lab prints.

Colour says only what words say too: it is used on a terminal, never in a
pipe or a file, and never when NO_COLOR is set (no-color.org). Widths follow
the terminal, between 60 and 100 columns, and are 80 elsewhere.
"""

import os
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import dataclass

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32",
         "yellow": "33", "cyan": "36"}
LEAST, USUAL, MOST = 60, 80, 100


@dataclass(frozen=True)
class Style:
    """How lines are drawn: with colour or not, and how wide."""
    colour: bool = False
    width: int = USUAL

    def paint(self, text, *names):
        """@text in these colours, or as it is."""
        if not self.colour or not text:
            return text
        codes = ";".join(CODES[name] for name in names)
        return f"\033[{codes}m{text}\033[0m"


PLAIN = Style()


def wants_colour(stream, environ):
    return (stream.isatty() and not environ.get("NO_COLOR")
            and environ.get("TERM", "dumb") != "dumb")


def style_of(stream=None, environ=None):
    """The Style for @stream (default: standard output)."""
    stream = sys.stdout if stream is None else stream
    environ = os.environ if environ is None else environ
    if not stream.isatty():
        return PLAIN
    columns = shutil.get_terminal_size((USUAL, 24)).columns
    return Style(wants_colour(stream, environ),
                 max(LEAST, min(columns, MOST)))


def clean(text, newlines=False):
    """@text with everything that could steer a terminal written out.

    What a program under test printed is shown as data: escape sequences,
    NULs and characters that turn the direction of writing become \\xNN.
    """
    def one(char):
        if char == "\n" and newlines:
            return char
        if char == "\t":
            return "    "
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            code = ord(char)
            return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
        return char
    return "".join(map(one, text))


def shorten(text, width):
    """@text cut to @width columns, its end replaced by an ellipsis."""
    return text if len(text) <= width else text[:max(0, width - 3)] + "..."


def wrap(text, width, first="", later=None):
    """@text as lines of at most @width columns after their indentation."""
    later = " " * len(first) if later is None else later
    return textwrap.wrap(text, width, initial_indent=first,
                         subsequent_indent=later, break_on_hyphens=False,
                         break_long_words=len(later) + 20 < width) \
        or [first.rstrip()]


def labelled(label, text, style, indent=4, column=11):
    """One "label   text" row of a report; the text wraps below itself."""
    head = " " * indent + label.ljust(column)
    lines = wrap(text, style.width, head, " " * len(head))
    lines[0] = (" " * indent + style.paint(label, "dim")
                + lines[0][indent + len(label):])
    return lines


def columns(rows, gap=2):
    """Rows of texts as lines with aligned columns; the last is not padded."""
    if not rows:
        return []
    widths = [max(len(row[index]) for row in rows if index < len(row))
              for index in range(max(map(len, rows)))]
    return [(" " * gap).join(
        [cell.ljust(widths[index]) for index, cell in enumerate(row[:-1])]
        + [row[-1]]).rstrip() for row in rows]


def plural(count, noun):
    return f"{count} {noun}" + ("" if count == 1 else "s")


def bar(done, total, width=20):
    """A progress bar of @width characters that any font has."""
    filled = width * done // total if total else 0
    return "[" + "#" * filled + "." * (width - filled) + "]"
