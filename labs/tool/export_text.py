"""export_text: text of a submission, made harmless to show.

What a student's program printed, and the names of a student's files, reach
web pages, terminals and spreadsheets of other people. plain() keeps the
letters and makes everything visible that would act instead of being read:
control characters (ANSI sequences begin with one), marks that turn the
direction of writing, characters without a width, halves of a pair. Every
exporter passes every text of a record through here; what a format needs on
top (XML, CSV) is the exporter's own.
"""

import hashlib
import re
import unicodedata

TEXT_LIMIT = 4000               # characters of one shown text
LINE_LIMIT = 200                # of a name, a title, one line
KEPT = "\n\t"
HIDDEN_KINDS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,80}")


def _visible(character):
    """The character, or its number where it would not be seen."""
    if character in KEPT or unicodedata.category(character) \
            not in HIDDEN_KINDS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"<U+{code:04X}>"


def clip(text, limit):
    """The head and the tail of a text that is longer than @limit."""
    if len(text) <= limit:
        return text
    note = f"\n[... {len(text) - limit} characters left out ...]\n"
    tail = limit // 4
    return text[:limit - tail] + note + text[-tail:]


def plain(text, limit=TEXT_LIMIT):
    """@text as something that can only be read; None is no text."""
    text = str("" if text is None else text).replace("\r\n", "\n")
    return "".join(map(_visible, clip(text, limit)))


def line(text, limit=LINE_LIMIT):
    """@text as one line; what is too long ends with three dots."""
    text = " ".join(str("" if text is None else text).split())
    text = text if len(text) <= limit else text[:limit - 3] + "..."
    return "".join(map(_visible, text))


def file_name(student):
    """A file name for any name of a student, one for each."""
    if FILE_NAME.fullmatch(student) and ".." not in student:
        return student
    mark = hashlib.sha256(student.encode("utf-8", "replace")).hexdigest()[:8]
    kept = re.sub(r"[^A-Za-z0-9_-]+", "_", student)[:40].strip("_")
    return f"{kept or 'student'}-{mark}"


def bullet(text, indent="  "):
    """@text with each of its lines indented."""
    return "\n".join(indent + row for row in text.split("\n"))


def points(value):
    """Points as people write them: 3.33, 10, and a dash for none."""
    if value is None:
        return "-"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def rounded(value):
    """Points as a number with two digits; a whole number stays whole."""
    if value is None:
        return None
    value = round(value, 2)
    return int(value) if value == int(value) else value


def hundredths(parts, total):
    """@parts scaled to whole hundredths that add up to those of @total.

    Thirds of 10 become 334, 333, 333: the largest remainders get what is
    missing, the earlier part first.
    """
    wanted, whole = round(total * 100), sum(parts)
    if not whole:
        return [0] * len(parts)
    exact = [part * wanted / whole for part in parts]
    made = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: made[i] - exact[i])
    for index in order[:wanted - sum(made)]:
        made[index] += 1
    return made
