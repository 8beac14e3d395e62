"""Scenarios of the lab machine: what types, objects and boards must show"""
from machine_steps import make_tree, mixed_text, register_chain
from scenario import scenario


# ----------------------------------------------------------- 1 the class
@scenario("machine.1", "how the board is listed",
          rule="the description of clabpu; it is no default, it has no alias")
def class_listing(s):
    s.op("class", "listing")
    s.op("class", "init")


@scenario("machine.1", "what the user gets without asking",
          rule="RAM exists only because the class names a RAM id")
def class_ram(s):
    s.op("class", "ram")


@scenario("machine.1", "one hart, no more and no less",
          rule="a count above the class maximum is refused by name")
def class_harts(s):
    s.op("class", "harts")
    for cpus in (0, 1, 2, s.rng.randrange(3, 100)):
        s.op("smp", cpus, 0, 0)
    s.op("smp", 1, 1, s.rng.randrange(2, 9))


# ------------------------------------------------------------ 2 the type
@scenario("machine.2", "the type can be found by its name",
          rule="MACHINE_TYPE_NAME appends -machine")
def type_found(s):
    s.op("row", "clabpu-machine")
    s.op("row", "clabpu")


@scenario("machine.2", "the board is listed among the machines",
          rule="a machine is a type below TYPE_MACHINE")
def type_below(s):
    s.op("below", "machine")


@scenario("machine.2", "what its row says",
          rule="parent, size of objects, class initialiser")
def type_row(s):
    for name in ("machine", "clabpu-machine", "none-machine"):
        s.op("row", name)
    s.op("below", "clabpu-machine")


# ---------------------------------------------------- 3 initialisation order
@scenario("machine.3", "parents first, once, in any order of registration",
          rule="a class is made when it is first needed, after its parents'")
def order_of_chain(s):
    names = register_chain(s, 4)
    s.op("get_class", s.rng.choice(names[1:]))
    s.op("get_class", names[-1])
    for name in names:
        s.op("get_class", name)


@scenario("machine.3", "a class starts as a copy of its parent's",
          rule="what an ancestor's class_init has set is there")
def order_inherits(s):
    s.op("type", "beast", "object", 8, 16, "abstract")
    s.op("type", "cat", "beast", 0, 0, "-")
    s.op("type", "lion", "cat", 24, 32, "-")
    s.op("type", "dog", "beast", 0, 0, "-")
    for name in s.rng.sample(["lion", "dog", "cat"], 3):
        s.op("get_class", name)
    s.op("is_a", "lion", "beast")
    s.op("is_a", "dog", "cat")


@scenario("machine.3", "ancestors also prepare their descendants",
          rule="class_base_init of every ancestor, nearest first, then the "
               "own class_init; all with the type's own data")
def order_of_base_inits(s):
    what = [s.rng.choice(["-", "base"]) for _ in range(2)]
    s.op("type", "leaf", "twig", 0, 0, "base")
    s.op("type", "root", "object", 0, 8, "base")
    s.op("type", "twig", "branch", 0, 0, what[0])
    s.op("type", "branch", "root", 0, 0, what[1])
    s.op("get_class", "leaf")
    s.op("get_class", "twig")


@scenario("machine.3", "initialisers that ask for other classes",
          rule="a class that is being made is there, though unfinished; it "
               "is not made twice")
def order_reentered(s):
    names = register_chain(s, 4)
    s.op("type", "stranger", names[1], 0, 0, "-")
    s.op("looks", names[2], names[s.rng.randrange(3)])
    s.op("looks", "stranger", names[3])
    s.op("looks", names[1], names[1])
    for name in s.rng.sample(["stranger", names[3], names[2]], 3):
        s.op("get_class", name)


@scenario("machine.3", "two threads want the same class",
          rule="the second waits until the class is finished")
def order_of_threads(s):
    names = register_chain(s, 3)
    s.op("meets", s.rng.choice(names))
    s.op("get_class", names[2])
    s.op("get_class", names[0])


@scenario("machine.3", "rows that are mistakes",
          rule="an unknown parent and a circle abort, naming both")
def order_mistakes(s):
    name = s.rng.choice(["lost", "orphan"])
    s.op("type", name, "nobody", 0, 8, "-")
    s.op("refused", name)
    s.op("type", "hen", "egg", 0, 8, "-")
    s.op("type", "egg", "hen", 0, 8, "-")
    s.op("refused", s.rng.choice(["hen", "egg"]))


@scenario("machine.3", "any family of types",
          rule="initialisers run as those of the reference", weight=2)
def order_at_random(s):
    names, rows = ["object"], []
    for number in range(14):
        name = f"t{number}"
        parent = s.rng.choice(names)
        rows.append((name, parent, 0, 8 if parent == "object" else 0,
                     s.rng.choice(["-", "-", "base", "abstract"])))
        names.append(name)
    for row in s.rng.sample(rows, len(rows)):
        s.op("type", *row)
    for _ in range(16):
        s.op("get_class", s.rng.choice(names))
        s.op("is_a", s.rng.choice(names), s.rng.choice(names))


# ---------------------------------------------------------- 4 properties
@scenario("machine.4", "typed setters put values into variables",
          rule="one setter for each kind; narrow types refuse what is out of "
               "range")
def set_typed(s):
    s.op("set", "bool", "flag", "yes", 0)
    s.op("set", "uint", "big", 2**64 - 1 - s.rng.randrange(9), 0)
    s.op("set", "int", "offset", -s.rng.randrange(2**31), 0)
    s.op("set", "uint", "word", s.rng.randrange(2**32), 0)
    s.op("set", "int", "small", s.rng.randrange(256), 0)
    s.op("set", "int", "small", 256, 0)
    s.op("set", "int", "small", -1, 0)
    s.op("set", "str", "label", s.rng.choice(["a", "b c", ""]), 0)
    s.op("set", "object", "peer", "yes", 0)
    s.op("set", "object", "peer", "no", 0)


@scenario("machine.4", "values from text",
          rule="what the command line gives is parsed by the property's type")
def set_text(s):
    for name, value in (("flag", "on"), ("flag", "maybe"), ("word", "0x10"),
                        ("word", "ten"), ("amount", "3M"), ("colour", "blue"),
                        ("colour", "mauve"), ("label", "on"),
                        ("offset", "-7"), ("small", "300")):
        s.op("set", "text", name, value, 0)


@scenario("machine.4", "names that are not there, directions that are closed",
          rule="each failure names type and property")
def set_refused(s):
    for name in ("flog", "flags-x", "nothing-like-it"):
        s.op("set", "bool", name, "yes", 0)
        s.op("get", "str", name)
    s.op("set", "uint", "fixed", 1, 0)
    s.op("set", "str", "secret", "xyzzy", 0)
    s.op("get", "str", "secret")
    s.op("print", "secret", 0)
    s.op("print", "fixed", 0)


@scenario("machine.4", "a value of the wrong kind",
          rule="the accessor's refusal is the caller's error")
def set_wrong_kind(s):
    for kind, name, value in (("bool", "word", "yes"), ("str", "flag", "on"),
                              ("uint", "label", "3"), ("int", "flag", "1"),
                              ("uint", "picky", "3"), ("str", "colour", "red"),
                              ("str", "colour", "mauve")):
        s.op("set", kind, name, value, 0)
    s.op("get", "uint", "picky")
    s.op("get", "bool", "word")


@scenario("machine.4", "nobody wants to know the error",
          rule="with errp NULL the answer is false all the same")
def set_quietly(s):
    for kind, name, value in (("uint", "picky", 1), ("uint", "fixed", 1),
                              ("uint", "nowhere", 1), ("int", "small", 999),
                              ("uint", "word", s.rng.randrange(99)),
                              ("text", "flag", "perhaps")):
        s.op("set", kind, name, value, 1)
    for name in ("picky", "secret", "nowhere", "word"):
        s.op("print", name, 1)


@scenario("machine.4", "what was set can be got",
          rule="the getter offers its variable to the visitor")
def get_back(s):
    for kind, name, value in (("bool", "flag", "yes"),
                              ("uint", "big", s.rng.randrange(2**64)),
                              ("int", "offset", -s.rng.randrange(1, 99)),
                              ("str", "label", "hello"),
                              ("text", "colour", "green"),
                              ("object", "peer", "yes"),
                              ("text", "amount", "2K")):
        s.op("set", kind, name, value, 0)
        s.op("get", kind if kind != "text" else "uint", name)
    s.op("get", "enum", "colour")
    s.op("get", "str", "colour")
    s.op("print", "amount", 0)


# ------------------------------------------------------------- 5 sockets
@scenario("machine.5", "boards that are fine",
          rule="harts are dealt to the sockets in order")
def sockets_good(s):
    for harts, sockets in ((1, 1), (4, 1), (4, 2), (5, 2), (8, 8)):
        s.op("sockets", harts, sockets, 8, "-")
    s.op("sockets", 4, 2, 2, "1,1,0,0")


@scenario("machine.5", "too few sockets, too many",
          rule="a board has 1 to so many sockets")
def sockets_count(s):
    most = s.rng.randrange(1, 5)
    for sockets in (0, most, most + 1, 100):
        s.op("sockets", 8, sockets, most, "-")


@scenario("machine.5", "sockets without harts",
          rule="each socket needs a first hart")
def sockets_empty(s):
    s.op("sockets", 1, 2, 8, "-")
    s.op("sockets", 6, 4, 8, "-")
    s.op("sockets", 4, 3, 8, "0,0,2,2")
    s.op("sockets", 2, 2, 8, "1,1")


@scenario("machine.5", "harts of one socket among those of another",
          rule="the hart ids of a socket are contiguous")
def sockets_mixed(s):
    s.op("sockets", 4, 2, 8, "0,1,0,1")
    s.op("sockets", 4, 2, 8, "0,1,1,0")
    s.op("sockets", 5, 3, 8, "0,1,2,1,2")
    s.op("sockets", 5, 3, 8, "0,2,0,2,2")


@scenario("machine.5", "any harts on any sockets",
          rule="the first mistake of the first wrong socket is told",
          weight=2)
def sockets_at_random(s):
    for _ in range(40):
        harts = s.rng.randrange(1, 9)
        sockets = s.rng.randrange(0, 6)
        s.op("sockets", harts, sockets, s.rng.randrange(1, 6),
             mixed_text(s, harts, max(sockets, 1)))


# ---------------------------------------------------------------- 6 tree
@scenario("machine.6", "paths from the root",
          rule="the names from the root down; nothing outside the tree")
def tree_paths(s):
    make_tree(s, 5)
    s.op("path", 0)
    s.op("node", 9)
    s.op("node", 8)
    s.op("put", 9, "loose", 8)
    s.op("path", 8)
    s.op("find", "/board/soc")
    s.op("find", "soc")
    s.op("find", "/board/nothing")


@scenario("machine.6", "the parent keeps its child alive",
          rule="a child holds one reference of its parent; it dies with the "
               "last")
def tree_references(s):
    make_tree(s, 4)
    s.op("drop", 3)
    s.op("drop", 4)
    s.op("leave", 4)
    s.op("leave", 2)
    s.op("path", 3)
    s.op("drop", 2)


@scenario("machine.6", "what would be no tree",
          rule="no second parent, no circle, no name with a slash")
def tree_refused(s):
    make_tree(s, 4)
    s.op("node", 7)
    s.op("put", 2, "again", 3)
    s.op("put", 3, "up", 1)
    s.op("put", 7, "self", 7)
    s.op("put", 7, "root", 0)
    s.op("node", 8)
    s.op("put", 7, "part", 8)
    s.op("put", 8, "whole", 7)
    for name in ("", "a/b", "/", "fine"):
        s.op("put", 1, name, 7)
    s.op("node", 6)
    s.op("put", 1, "fine", 6)
    s.op("path", 6)


@scenario("machine.6", "a whole branch goes at once",
          rule="a child dies with its parent; each object dies once")
def tree_branch(s):
    count = s.rng.randrange(4, 9)
    make_tree(s, count)
    for number in range(2, count + 1):
        s.op("drop", number)
    s.op("children", 1)
    s.op("leave", 1)
    s.op("drop", 1)
    s.op("find", "soc")


@scenario("machine.6", "leaving and joining again",
          rule="unparent is called while the parent is there; a name that is "
               "free again can be taken")
def tree_moves(s):
    make_tree(s, 4)
    for _ in range(3):
        s.op("leave", 3)
        s.op("leave", 3)
        s.op("put", s.rng.choice([0, 1, 2]), "part[*]", 3)
        s.op("children", 1)
    s.op("put", 3, "part[*]", 4)
    s.op("leave", 4)
    s.op("put", 3, "part[*]", 4)


@scenario("machine.6", "any family",
          rule="paths, references and deaths are as those of the reference",
          weight=2)
def tree_at_random(s):
    count = 12
    for number in range(1, count):
        s.op("node", number)
    for _ in range(60):
        number = s.rng.randrange(1, count)
        act = s.rng.randrange(8)
        if act < 4:
            s.op("put", s.rng.randrange(count),
                 s.rng.choice(["a", "b", "c[*]"]), number)
        elif act == 4:
            s.op("leave", number)
        elif act == 5 and s.rng.randrange(3) == 0:
            s.op("drop", number)
        elif act == 6:
            s.op("children", s.rng.randrange(count))
        else:
            s.op("find", s.rng.choice(["a", "/a", "/a/b", "b/c[0]", "c[1]"]))


# --------------------------------------------------------------- 7 harts
@scenario("machine.7", "harts base to base + n - 1",
          rule="one CPU for each hart, children of the array")
def harts_numbered(s):
    s.op("array", 0)
    s.op("array_set", 0, "cpu-type", "rv64-riscv-cpu")
    s.op("array_set", 0, "hartid-base", s.rng.randrange(1, 100))
    s.op("array_set", 0, "num-harts", s.rng.randrange(1, 6))
    s.op("array_set", 0, "resetvec", s.rng.choice(["0x2000", "0x80000000"]))
    s.op("array_realize", 0)


@scenario("machine.7", "what an array is without being told",
          rule="one hart, number 0, that starts at 0x1000")
def harts_defaults(s):
    s.op("array", 0)
    s.op("array_set", 0, "cpu-type", s.rng.choice(
        ["thead-c906-riscv-cpu", "rv64-riscv-cpu"]))
    s.op("array_realize", 0)


@scenario("machine.7", "two sockets, one group of harts",
          rule="each array has its own base; all harts join the board's set")
def harts_sockets(s):
    for number, base in ((0, 0), (1, 2)):
        s.op("array", number)
        s.op("array_set", number, "cpu-type", "rv64-riscv-cpu")
        s.op("array_set", number, "num-harts", 2)
        s.op("array_set", number, "hartid-base", base)
        s.op("array_set", number, "cpu-features",
             s.rng.choice(["", "zba=off"]))
        s.op("array_realize", number)


@scenario("machine.7", "what no array can be",
          rule="an unknown CPU type, and what a CPU refuses, are errors; the "
               "first ends it")
def harts_refused(s):
    s.op("array", 0)
    s.op("array_realize", 0)
    s.op("array_set", 0, "cpu-type", s.rng.choice(["z80", "rv64"]))
    s.op("array_realize", 0)
    s.op("array", 1)
    s.op("array_set", 1, "cpu-type", "rv64-riscv-cpu")
    s.op("array_set", 1, "num-harts", 3)
    s.op("array_set", 1, "cpu-features", "nonsense=on")
    s.op("array_realize", 1)
    s.op("array_set", 1, "hart-count", 3)


@scenario("machine.7", "too late",
          rule="properties of a device are set before it is realized")
def harts_too_late(s):
    s.op("array", 0)
    s.op("array_set", 0, "cpu-type", "rv64-riscv-cpu")
    s.op("array_set", 0, "num-harts", 2)
    s.op("array_realize", 0)
    s.op("array_set", 0, "num-harts", 3)
    s.op("hart_set", 0, s.rng.randrange(2), "hartid", 9)


# ----------------------------------------------------------------- 8 ROM
@scenario("machine.8", "the ROM jumps to where the image is",
          rule="the entry is 64 bits, unsigned, little endian")
def rom_entry(s):
    for entry in (0x1000, 0x80000000, 0x80001234, 2**40 + 4,
                  s.rng.randrange(2**56) & ~1):
        s.op("rom", entry)


@scenario("machine.8", "without an image the ROM says so",
          rule="a line on HTIF, then waiting for ever")
def rom_message(s):
    s.op("rom", 0)


@scenario("machine.8", "what the image finds",
          rule="a0 holds mhartid, a1 is 0")
def rom_code(s):
    s.op("rom", 0x1000 * s.rng.randrange(1, 2**16))
