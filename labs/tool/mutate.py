"""mutate: small wrong changes of a source file, one at a time.

Each operator looks at the tokens of function bodies and tables and yields
Mutations: replace these characters by those. Most are the usual ones of
mutation testing; those at the end know this course's subject: byte order,
sign extension, masks, one enumerator for another, a wire that is not updated.

Not touched: assertions and what goes to the log (nobody is graded on either),
preprocessor lines, declarations' own types in signatures.
Missing on purpose: types. Nothing is parsed, so some mutants do not compile;
the caller finds out.
"""

import re
from dataclasses import dataclass

import ctokens

UNTOUCHED = re.compile(r"g_assert\w*|g_return_\w+|static_assert|"
                       r"_Static_assert|qemu_log\w*|trace_\w+|g_warning|"
                       r"lab_todo|G_STATIC_ASSERT|sizeof|offsetof|TRACE")
TYPE_WORDS = frozenset("""char const double float int long short signed
    struct union unsigned void volatile enum bool static register""".split())
RELATIONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="),
             ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>",
              ">>": "<<", "&": "|", "|": "&", "^": "&"}
ASSIGNED = {"+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "|=": "&=",
            "&=": "|=", "^=": "|=", "<<=": ">>=", ">>=": "<<=",
            "++": "--", "--": "++"}
TYPES = {"uint64_t": ("int64_t", "uint32_t", "int32_t"),
         "int64_t": ("uint64_t", "int32_t"), "uint32_t": ("int32_t",
         "uint16_t"), "int32_t": ("uint32_t", "uint64_t"),
         "uint16_t": ("int16_t", "uint8_t"), "uint8_t": ("int8_t",),
         "int16_t": ("uint16_t",), "int8_t": ("uint8_t",),
         "hwaddr": ("uint32_t",)}
CASTS = frozenset(TYPES) | {"int", "unsigned", "long", "__int128"}
ORDER = ((r"_be(?=_|$)", "_le"), (r"_le(?=_|$)", "_be"), (r"_BE$", "_LE"),
         (r"_LE$", "_BE"), (r"LITTLE", "BIG"), (r"BIG", "LITTLE"))
SIGN = ((r"^sextract", "extract"), (r"^extract", "sextract"),
        (r"_sext", "_zext"), (r"_zext", "_sext"))


@dataclass(frozen=True)
class Mutation:
    """Replace source[start:end] by text."""
    operator: str
    function: str           # or the table's name
    line: int
    shown: str              # that line of the source, trimmed
    start: int
    end: int
    old: str
    text: str

    @property
    def change(self):
        def brief(words):
            return " ".join(words.split()) or "(nothing)"
        return f"{brief(self.old)} -> {brief(self.text)}"

    def apply(self, source):
        """The mutant; lines keep their numbers."""
        lost = source[self.start:self.end].count("\n")
        kept = "\n" * (lost - self.text.count("\n"))
        return source[:self.start] + self.text + kept + source[self.end:]


@dataclass(frozen=True)
class Region:
    """The tokens of one body or one initialiser, braces included."""
    name: str
    kind: str               # "body" or "table"
    returns: str            # of a body: its type's words
    tokens: list


def regions(source):
    """Function bodies and tables at the top level of a file."""
    found = ctokens.code(source)
    index, begin = 0, 0
    while index < len(found):
        token = found[index].text
        if token == "{":
            end = ctokens.closing(found, index) or len(found) - 1
            region = _region(found, begin, index, end)
            if region:
                yield region
            index = end
        if token in (";", "}", "{"):
            begin = index + 1
        index += 1


def _region(found, begin, index, end):
    head = found[begin:index]
    words = [token.text for token in head]
    body = found[index:end + 1]
    if words and words[-1] == ")":
        place = _opening(head, len(head) - 1)
        return Region(words[place - 1], "body",
                      " ".join(words[:place - 1]), body)
    if words and words[-1] == "=":
        names = [token.text for token in head if token.kind == "name"]
        plain = [name for name in names if name not in TYPE_WORDS]
        stop = words.index("[") if "[" in words else len(words) - 1
        return Region(words[stop - 1] if plain else "table", "table", "",
                      body)
    return None


def _untouched(tokens):
    """Indexes of tokens inside calls that nobody is graded on."""
    found = set()
    for index, token in enumerate(tokens[:-1]):
        if token.kind == "name" and UNTOUCHED.fullmatch(token.text) \
                and tokens[index + 1].text == "(":
            end = ctokens.closing(tokens, index + 1) or index
            found.update(range(index, end + 1))
    return found


def _binary(tokens, index):
    """Whether the operator at @index has a left operand."""
    before, after = tokens[index - 1], tokens[index + 1]
    if before.kind == "number" or before.text == "]":
        return True
    if before.text == ")":
        return not _is_cast(tokens, index - 1)
    if before.kind != "name" or before.text in ctokens.KEYWORDS:
        return False
    # "Type *name": a declaration
    typed = before.text.endswith("_t") or re.match(r"[A-Z]\w*[a-z]",
                                                   before.text)
    return not (tokens[index].text == "*" and (
        typed or after.text in (")", "*", ",")))


def _is_cast(tokens, close):
    """Whether the ) at @close ends a cast to a type known here."""
    opened = _opening(tokens, close)
    words = [token.text for token in tokens[opened + 1:close]]
    return bool(words) and all(word in CASTS | TYPE_WORDS or word == "*"
                               or re.match(r"[A-Z]\w*[a-z]", word)
                               for word in words)


def _opening(tokens, close):
    depth = 0
    for index in range(close, -1, -1):
        depth += tokens[index].text == ")"
        depth -= tokens[index].text == "("
        if not depth:
            return index
    return 0


def _clamps(tokens, index):
    """Whether this is "a > b ? b : a": at equality both are the same."""
    if not (0 < index < len(tokens) - 5):
        return False
    words = [token.text for token in tokens[index - 1:index + 10]]
    return words[3] == "?" and words[5] == ":" and words[2] == words[4] \
        and words[0] in words[6:]


def _relations(region, index):
    for new in RELATIONS.get(region.tokens[index].text, ()):
        boundary = new[:1] == region.tokens[index].text[:1]
        if not (boundary and _clamps(region.tokens, index)):
            yield "relation", index, index, new


def _arithmetic(region, index):
    token = region.tokens[index].text
    if token in ASSIGNED:
        yield "arithmetic", index, index, ASSIGNED[token]
    elif token in ARITHMETIC and _binary(region.tokens, index):
        yield "arithmetic", index, index, ARITHMETIC[token]


def _constants(region, index):
    token = region.tokens[index]
    match = re.fullmatch(r"(0[xX][0-9a-fA-F]+|[0-9]+)([uUlL]*)", token.text)
    if token.kind == "number" and match:
        value = int(match[1], 0 if match[1][:2] in ("0x", "0X") else 10)
        for new in (value + 1, value - 1):
            if new >= 0:
                text = hex(new) if "x" in match[1] else str(new)
                yield "constant", index, index, text + match[2]
    if token.text in ("true", "false"):
        yield "constant", index, index, \
            "false" if token.text == "true" else "true"


def _conditions(region, index):
    tokens = region.tokens
    if tokens[index].text in ("if", "while") and \
            tokens[index + 1].text == "(":
        end = ctokens.closing(tokens, index + 1)
        if end:
            yield "negation", index + 1, end, "(!{})"
    if tokens[index].text == "!":
        yield "negation", index, index, ""


def _logic(region, index):
    token = region.tokens[index].text
    if token in ("&&", "||"):
        yield "logic", index, index, "||" if token == "&&" else "&&"


def _statement_end(tokens, index):
    """The ; that ends the statement at @index, or None: not a simple one."""
    depth = 0
    for place in range(index, len(tokens)):
        word = tokens[place].text
        depth += (word in "([") - (word in ")]")
        if word in "{}" or depth < 0:
            return None
        if word == ";" and not depth:
            return place
    return None


def _starts_statement(tokens, index):
    before = tokens[index - 1].text if index else ""
    if before in ("{", "}", ";", "else"):
        return True
    if before == ":":
        return _is_label(tokens, index - 1)
    if before != ")":
        return False
    opened = _opening(tokens, index - 1)
    return tokens[opened - 1].text in ("if", "while", "for")


def _in_brackets(tokens, index):
    """Whether @index is inside ( ), as the parts of a for are."""
    depth = 0
    for place in range(index - 1, -1, -1):
        word = tokens[place].text
        if word in "{}":
            break
        depth += (word == ")") - (word == "(")
        if depth < 0:
            return True
    return False


def _is_label(tokens, colon):
    """Whether the : at @colon ends a label, not the middle of a ?:."""
    for index in range(colon - 1, -1, -1):
        if tokens[index].text in ("case", "default"):
            return True
        if tokens[index].text in ("?", ";", "{", "}"):
            break
    return False


def _is_declaration(tokens, index):
    first, second = tokens[index], tokens[index + 1]
    return first.text in TYPE_WORDS or (
        first.kind == "name" and second.kind == "name") or (
        second.text == "*" and first.kind == "name"
        and _starts_statement(tokens, index)
        and not _binary(tokens, index + 1))


def _deletion(region, index):
    tokens = region.tokens
    if region.kind != "body" or not _starts_statement(tokens, index) \
            or tokens[index].text in ("{", "}", ";", "return", "goto",
                                      "case", "default", "if", "while",
                                      "for", "do", "switch", "else") \
            or _is_declaration(tokens, index) \
            or _in_brackets(tokens, index):
        return
    end = _statement_end(tokens, index)
    if end:
        yield "deletion", index, end, ";"


def _arguments(region, index):
    """Neighbouring arguments of a call, swapped."""
    tokens = region.tokens
    if tokens[index].kind != "name" or tokens[index].text in \
            ctokens.KEYWORDS or tokens[index + 1:index + 2] == [] \
            or tokens[index + 1].text != "(":
        return
    end = ctokens.closing(tokens, index + 1)
    parts, begin, depth = [], index + 2, 0
    for place in range(index + 2, end or 0):
        word = tokens[place].text
        depth += (word in "([{") - (word in ")]}")
        if word == "," and not depth:
            parts.append((begin, place - 1))
            begin = place + 1
    if end:
        parts.append((begin, end - 1))
    for one, other in zip(parts, parts[1:]):
        if one[0] <= one[1] and other[0] <= other[1]:
            yield "arguments", one[0], other[1], ("swap", one, other)


def _returned(region, index):
    tokens = region.tokens
    if tokens[index].text != "return" or tokens[index + 1].text == ";":
        return
    end = _statement_end(tokens, index)
    if not end:
        return
    value = [token.text for token in tokens[index + 1:end]]
    if "bool" in region.returns.split():
        yield "return", index + 1, end - 1, "!({})"
    elif "*" in region.returns:
        if value != ["NULL"]:
            yield "return", index + 1, end - 1, "NULL"
    else:
        yield "return", index + 1, end - 1, "({}) + 1"
        if value != ["0"]:
            yield "return", index + 1, end - 1, "0"


def _types(region, index):
    if region.kind == "body":
        for new in TYPES.get(region.tokens[index].text, ()):
            yield "type", index, index, new


def _subject(region, index):
    """Byte order, sign extension, masks, casts."""
    tokens, token = region.tokens, region.tokens[index]
    if token.kind == "name":
        for old, new in ORDER:
            if re.search(old, token.text):
                yield "byte order", index, index, re.sub(old, new, token.text)
        for old, new in SIGN:
            if re.search(old, token.text):
                yield "sign", index, index, re.sub(old, new, token.text)
        if re.fullmatch(r"bswap\d+|GU?INT\d+_(TO|FROM)_[BL]E|"
                        r"[bl]e\d+_to_cpu|cpu_to_[bl]e\d+", token.text):
            yield "byte order", index, index, ""
    if token.text == "(" and index and tokens[index - 1].kind != "name":
        end = ctokens.closing(tokens, index)
        inside = [row.text for row in tokens[index + 1:end or index]]
        if inside and all(word in CASTS for word in inside):
            yield "sign", index, end, ""
    if token.text == "&" and index and _binary(tokens, index) \
            and re.fullmatch(r"[A-Z0-9_x]+", tokens[index + 1].text):
        yield "mask", index, index + 1, ""


def _rows(region, index):
    """A row of a table, left out."""
    tokens = region.tokens
    if region.kind != "table" or not index or tokens[index].text != "{":
        return
    end = ctokens.closing(tokens, index)
    if end and tokens[end + 1].text == ",":
        begin = index
        if tokens[index - 1].text == "=":       # [NAME] = { ... },
            while tokens[begin].text != "[" and begin:
                begin -= 1
        yield "row", begin, end + 1, ""


def _enumerators(names):
    """An operator: one name in capitals for a sibling in the file."""
    groups = {}
    for name in sorted(names):
        groups.setdefault(name.rpartition("_")[0], []).append(name)

    def operator(region, index):
        name = region.tokens[index].text
        group = groups.get(name.rpartition("_")[0], [])
        if name in group and len(group) > 1:
            place = group.index(name)
            yield "enumerator", index, index, \
                group[(place + 1) % len(group)]
    return operator


PLAIN = (_relations, _arithmetic, _constants, _conditions, _logic,
         _deletion, _arguments, _returned, _types, _subject, _rows)
CAPITALS = re.compile(r"(?!G_)[A-Z][A-Z0-9]*_[A-Z0-9_]*")


def _text(source, tokens, begin, end, new):
    """The replacement as text; {} stands for what was there."""
    old = source[tokens[begin].start:tokens[end].end]
    if isinstance(new, tuple):
        _, one, other = new
        parts = [source[tokens[a].start:tokens[b].end]
                 for a, b in (other, one)]
        middle = source[tokens[one[1]].end:tokens[other[0]].start]
        return old, parts[0] + middle + parts[1]
    return old, new.replace("{}", old)


def _mutations_of(source, region, operators):
    skipped = _untouched(region.tokens)
    for index in range(len(region.tokens) - 1):
        if index in skipped:
            continue
        for operator in operators:
            for name, begin, end, new in operator(region, index):
                start, stop = (region.tokens[begin].start,
                               region.tokens[end].end)
                old, text = _text(source, region.tokens, begin, end, new)
                line = source.count("\n", 0, start) + 1
                shown = source.split("\n")[line - 1].strip()
                yield Mutation(name, region.name, line, shown, start, stop,
                               old, text)


def mutations(source):
    """Every mutation of @source, each effect once, in the file's order."""
    found = list(regions(source))
    capitals = {token.text for region in found for token in region.tokens
                if token.kind == "name" and CAPITALS.fullmatch(token.text)}
    operators = (*PLAIN, _enumerators(capitals))
    made = {}
    for region in found:
        for row in _mutations_of(source, region, operators):
            if row.old != row.text:
                made.setdefault((row.start, row.end, row.text), row)
    return sorted(made.values(), key=lambda row: (row.start, row.end))
