#!/usr/bin/env python3
"""The lints find what they are for, and nothing in good text."""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]
import check_includes  # noqa: E402
import check_pages  # noqa: E402
import check_style  # noqa: E402
import check_symbols  # noqa: E402
import tap  # noqa: E402

DEPS = {"core": [], "memory": ["core"], "devices": ["core", "memory"]}
HEADERS = {"memory/memory_internal.h", "core/csr_internal.h",
           "core/isa/rv_i.inc"}


def include_row(path, target, words):
    topic = path.split("/")[0]
    found = check_includes.check_include(path, topic, target,
                                         (DEPS, HEADERS))
    if words is None:
        tap.equal(found, None)
    else:
        tap.check(found and words in found, f"{found!r} lacks {words!r}")


INCLUDE_ROWS = [
    ("own_topic", "memory/a.c", "memory/region.h", None),
    ("declared_topic", "memory/a.c", "core/bits.h", None),
    ("upper_topic", "memory/a.c", "devices/sysbus.h", "not in memory_deps"),
    ("private_header", "memory/a.c", "memory_internal.h", None),
    ("private_header_of_a_test", "memory/tests/a.c", "../memory_internal.h",
     None),
    ("private_header_by_folder", "memory/tests/a.c", "memory_internal.h",
     None),
    ("private_header_of_another", "memory/a.c", "../core/csr_internal.h",
     "reaches into core"),
    ("missing_private_header", "memory/a.c", "other.h", "no private header"),
    ("table_below", "core/a.c", "isa/rv_i.inc", None),
    ("support_in_a_test", "memory/tests/a.c", "support/unit.h", None),
    ("support_outside_tests", "memory/a.c", "support/unit.h",
     "not in memory_deps"),
    ("source_file", "memory/a.c", "b.c", "source file"),
]


def function(lines=1, parameters="void", inside="    x();"):
    return (f"static int f({parameters})\n{{\n" + f"{inside}\n" * lines
            + "}\n")


def style_row(text, words, path="core/a.c"):
    found = [*check_style.check_lines(path, text),
             *check_style.check_size(path, text),
             *check_style.check_functions(path, text)]
    if words is None:
        tap.equal(found, [])
    else:
        tap.check(any(words in line for line in found),
                  f"{found!r} lacks {words!r}")


FIVE = "int a, void (*b)(int, int), int c,\n             int d, int e"
STYLE_ROWS = [
    ("good_text", function(60, FIVE), None),
    ("long_function", function(61), "61 lines"),
    ("six_parameters", function(1, FIVE + ", int g"), "6 parameters"),
    ("conditional_inside", function(1, "void", "#ifdef A\n#endif"), "#if"),
    ("80_columns", "/* " + "x" * 74 + " */\n", None),
    ("81_columns", "/* " + "x" * 75 + " */\n", "81 columns"),
    ("long_table_row", "x" * 120 + "\n", None, "core/isa/rv.inc"),
    ("tab", "\tx\n", "tab"),
    ("trailing_blank", "x \n", "blank at the end"),
    ("no_newline", "x", "no newline"),
    ("600_lines", "x\n" * 600, None),
    ("601_lines", "x\n" * 601, "601 lines"),
    ("mark", "/* TO" "DO */\n", "unfinished"),
    ("mark_in_labs", "/* TO" "DO */\n", None, "labs/a.c"),
    ("mark_as_part_of_a_word", "TO" "DOLIST\n", None),
    ("initializer_is_no_function",
     "static const A a[] =\n{\n" + "    b,\n" * 61 + "}\n;\n", None),
]

PAGES = {"a/README.md": "", "core/include/core/bits.h": "bits_of",
         "memory/region.c": "int region_find(void)"}


def test_a_lab_sends_students_to_what_is_there():
    held = check_pages.Tree(PAGES, PAGES.get)
    text = 'files = ["memory/region.c"]\nspec = "core/bits.h; core/byte.h."\n'
    tap.equal([*check_pages.check_lab("labs/a/lab.toml", text, held)],
              ["labs/a/lab.toml:2: names 'core/byte.h', which is not there"])


def page_row(text, words):
    held = check_pages.Tree(PAGES, PAGES.get)
    found = [*check_pages.check_page("memory/README.md", text, held)]
    if words is None:
        tap.equal(found, [])
    else:
        tap.check(len(found) == 1 and words in found[0],
                  f"{found!r} lacks {words!r}")


PAGE_ROWS = [
    ("file_beside", "`region.c`", None),
    ("file_from_the_root", "`memory/region.c`", None),
    ("header_as_included", "`core/bits.h`", None),
    ("file_that_moved", "`region_tree.c`", "names 'region_tree.c'"),
    ("symbol", "`region.c#region_find`", None),
    ("symbol_that_moved", "x\n`region.c#region`", ":2: memory/region.c has"),
    ("function", "`region_find()`", None),
    ("function_that_moved", "`region_seek()`", "names 'region_seek()'"),
    ("link", "[a](../a/README.md), [b](../core#x), [c](#d)", None),
    ("link_to_nothing", "[a](../b/README.md)", "links to '../b/README.md'"),
    ("placeholder", "`labs/LAB/lab.toml`", None),
    ("output", "    `gone.c`\n```\n`gone.c`\n```\n", None),
]


def test_prefixes_and_whole_names_are_registered():
    names = ("plic_", "get_system_memory")
    for name, good in (("plic_claim", True), ("get_system_memory", True),
                       ("get_system_memory_size", False), ("uart", False)):
        tap.equal(check_symbols.is_registered(name, names), good, name)


def test_readme_paragraph_ends_at_the_blank_line():
    text = ("# a\n\nExported prefixes: `a_`,\n`b_`.\n\nOther `c_`.\n\n"
            "Exported data: `rows`.\n")
    tap.equal(check_symbols.PARAGRAPH.findall(text),
              [": `a_`,\n`b_`.", ": `rows`.\n"])


if __name__ == "__main__":
    tap.run({**tap.tests_of(globals()),
             **tap.table("page", PAGE_ROWS, page_row),
             **tap.table("include", INCLUDE_ROWS, include_row),
             **tap.table("style", STYLE_ROWS, style_row)})
