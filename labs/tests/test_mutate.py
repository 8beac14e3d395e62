#!/usr/bin/env python3
"""The mutator: which changes it makes, which it leaves alone."""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "support"),
                os.path.join(ROOT, "labs", "tool")]
import ctokens  # noqa: E402
import mutate  # noqa: E402
import tap  # noqa: E402

BODY = "int f(int a, int *b)\n{\n%s\n}\n"


def changes(body, operator=None, kind=BODY):
    return {row.change for row in mutate.mutations(kind % body)
            if operator in (None, row.operator)}


ROWS = [
    ("relation", "relation", "if (a < 1) b = 0;", {"< -> <=", "< -> >="}),
    ("equality", "relation", "if (a == 1) b = 0;", {"== -> !="}),
    ("arithmetic", "arithmetic", "a = a + b[0];", {"+ -> -"}),
    ("shift", "arithmetic", "a = a << 2;", {"<< -> >>"}),
    ("compound", "arithmetic", "a |= 2;", {"|= -> &="}),
    ("unary_stars_stay", "arithmetic", "a = *b;", set()),
    ("unary_minus_stays", "arithmetic", "a = -a;", set()),
    ("pointers_are_no_product", "arithmetic", "Hart *h = x;", set()),
    ("addresses_are_no_mask", "arithmetic", "g(&a);", set()),
    ("cast_then_star", "arithmetic", "a = (int)*b;", set()),
    ("constants", "constant", "a = 7u;", {"7u -> 8u", "7u -> 6u"}),
    ("hexadecimal", "constant", "a = 0x10;", {"0x10 -> 0x11",
                                              "0x10 -> 0xf"}),
    ("zero_has_no_less", "constant", "a = 0;", {"0 -> 1"}),
    ("truth", "constant", "a = true;", {"true -> false"}),
    ("negation", "negation", "if (a) b = 0;", {"(a) -> (!(a))"}),
    ("lost_not", "negation", "a = !a;", {"! -> (nothing)"}),
    ("logic", "logic", "a = a && b;", {"&& -> ||"}),
    ("deletion", "deletion", "g(a); a = 1;", {"g(a); -> ;", "a = 1; -> ;"}),
    ("declarations_stay", "deletion", "int x = 1; Hart *h = y; u8 z;",
     set()),
    ("arms_are_no_statements", "deletion", "a = a ? b : g(a);",
     {"a = a ? b : g(a); -> ;"}),
    ("loops_keep_their_head", "deletion", "for (a = 0; a < b; a++) g();",
     {"g(); -> ;"}),
    ("labels_begin_one", "deletion", "switch (a) { case 1: g(); }",
     {"g(); -> ;"}),
    ("arguments", "arguments", "g(a, b[1]);", {"a, b[1] -> b[1], a"}),
    ("one_argument", "arguments", "g(a);", set()),
    ("return", "return", "return a;", {"a -> (a) + 1", "a -> 0"}),
    ("type", "type", "uint64_t x = a;", {
        "uint64_t -> int64_t", "uint64_t -> uint32_t",
        "uint64_t -> int32_t"}),
    ("cast", "sign", "a = (int32_t)a;", {"(int32_t) -> (nothing)"}),
    ("extraction", "sign", "a = sextract32(a, 0, 4);",
     {"sextract32 -> extract32"}),
    ("byte_order", "byte order", "a = ldl_le_p(b);",
     {"ldl_le_p -> ldl_be_p"}),
    ("mask", "mask", "a = a & F_MASK;", {"& F_MASK -> (nothing)"}),
    ("enumerator", "enumerator", "a = S_RUN; a = S_STOP; a = T_RUN;",
     {"S_RUN -> S_STOP", "S_STOP -> S_RUN"}),
    ("macros_of_glib_are_no_names", "enumerator",
     "if (G_LIKELY(a) || G_UNLIKELY(a)) a = G_MAX;", set()),
    ("assertions_stay", None, "g_assert(a < 1 && b == 2);", set()),
    ("logs_stay", None, 'qemu_log_mask(LOG_GUEST_ERROR, "%%d", 1 + 1);',
     set()),
    ("clamps_keep_their_edge", "relation", "a = a > M ? M : a;",
     {"> -> <="}),
]


def check_operator(operator, body, wanted):
    tap.equal(changes(body, operator), wanted, body)


def test_tables_lose_rows():
    source = "static const Row rows[] = {\n  { A, 1 },\n  [B] = { 2 },\n};\n"
    rows = [row for row in mutate.mutations(source) if row.operator == "row"]
    tap.equal([row.old for row in rows], ["{ A, 1 },", "[B] = { 2 },"])
    tap.equal({row.function for row in rows}, {"rows"})


def test_predicates_return_the_opposite():
    source = "static bool f(void)\n{\n    return g();\n}\n"
    tap.equal([row.change for row in mutate.mutations(source)
               if row.operator == "return"], ["g() -> !(g())"])


def test_pointers_return_nothing():
    source = "Hart *f(void)\n{\n    return g();\n}\n"
    tap.equal([row.change for row in mutate.mutations(source)
               if row.operator == "return"], ["g() -> NULL"])


def test_functions_have_their_names():
    source = ("static __attribute__((noinline)) int f(int a)\n{\n"
              "    return a;\n}\n")
    tap.equal({row.function for row in mutate.mutations(source)}, {"f"})


def test_outside_of_bodies_nothing_changes():
    source = ("#define N (1 + 2)\nstruct S { int a[4]; };\n"
              "enum { A_B = 1, A_C };\nint f(int a, int b);\n"
              "/* 1 + 1 */\n#define M(x) \\\n  ((x) < 3)\n")
    tap.equal(mutate.mutations(source), [])


def test_a_mutant_keeps_its_lines():
    source = BODY % "    g(a,\n      b);\n    return a + 1;"
    for row in mutate.mutations(source):
        made = row.apply(source)
        tap.check(made != source, row.change)
        tap.equal(made.count("\n"), source.count("\n"), row.change)
        at = source.split("\n")[row.line - 1].strip()
        tap.equal(row.shown, at, row.change)


def test_each_change_is_made_once():
    made = mutate.mutations(BODY % "if (a != 0 && !b) return (a - 1) << 2;")
    places = [(row.start, row.end, row.text) for row in made]
    tap.equal(len(places), len(set(places)))


def test_tokens_cover_what_c_has():
    source = ('L"a\\"b" \'\\\'\' 0x1p-3 .5f a->b x<<=1 // end\n'
              '/* two\nlines */ #x\n# define Y \\\n  z\n')
    made = [(row.kind, row.text) for row in ctokens.tokens(source)]
    tap.equal(made[:6], [("string", 'L"a\\"b"'), ("character", "'\\''"),
                         ("number", "0x1p-3"), ("number", ".5f"),
                         ("name", "a"), ("mark", "->")])
    tap.check(("comment", "/* two\nlines */") in made, made)
    tap.check(("directive", "# define Y \\\n  z") in made, made)
    for row in ctokens.tokens(source):
        tap.equal(source[row.start:row.end], row.text)


if __name__ == "__main__":
    tap.run({**tap.table("operator", ROWS, check_operator),
             **tap.tests_of(globals())})
