"""Scenarios of the lab machine that only graders have"""
from machine_steps import make_tree, mixed_text, register_chain
from scenario import scenario


@scenario("machine.1", "all that the class says",
          rule="the values of lecture 00", visibility="official")
def class_all(s):
    for what in s.rng.sample(["listing", "init", "ram", "harts"], 4):
        s.op("class", what)
    for _ in range(6):
        s.op("smp", s.rng.randrange(4), s.rng.randrange(3),
             s.rng.randrange(4))


@scenario("machine.2", "the board and its neighbours",
          rule="each type has a row of its own", visibility="official")
def type_neighbours(s):
    for name in ("clabpu-machine", "virt-1.0-machine", "none-machine",
                 "machine", "container"):
        s.op("row", name)
    s.op("below", "machine")
    s.op("below", "object")


@scenario("machine.3", "a long line of types, asked for from anywhere",
          rule="parents first, once", visibility="official")
def order_long(s):
    names = register_chain(s, 12)
    for _ in range(8):
        s.op("get_class", s.rng.choice(names))
        s.op("is_a", s.rng.choice(names), s.rng.choice(names))


@scenario("machine.3", "a circle of many, a parent far up that is missing",
          rule="mistakes abort, naming the type", visibility="official")
def order_far_mistakes(s):
    s.op("type", "one", "three", 0, 8, "-")
    s.op("type", "two", "one", 0, 8, "-")
    s.op("type", "three", "two", 0, 8, "-")
    s.op("refused", "one")
    s.op("type", "top", "nowhere", 0, 8, "-")
    s.op("type", "middle", "top", 0, 0, "-")
    s.op("type", "bottom", "middle", 0, 0, "-")
    s.op("refused", "bottom")


@scenario("machine.4", "any values to any properties",
          rule="values, answers and messages are as those of the reference",
          visibility="official")
def properties_at_random(s):
    names = ["flag", "label", "small", "word", "big", "offset", "amount",
             "colour", "picky", "fixed", "secret", "bug"]
    values = ["yes", "no", "on", "7", "-7", "300", "2G", "green", "0x7f",
              str(2**63), ""]
    for _ in range(60):
        name = s.rng.choice(names)
        kind = s.rng.choice(["bool", "int", "uint", "str", "text", "text"])
        value = s.rng.choice(values if kind not in ("int", "uint") else
                             ["0", "7", "255", "256", str(2**32)])
        s.op("set", kind, name, value, s.rng.randrange(2))
        s.op("get", s.rng.choice(["bool", "int", "uint", "str", "enum"]),
             name)


@scenario("machine.5", "many harts, many sockets",
          rule="the first mistake of the first wrong socket is told",
          visibility="official")
def sockets_many(s):
    for _ in range(40):
        harts = s.rng.randrange(1, 65)
        sockets = s.rng.randrange(1, 9)
        s.op("sockets", harts, sockets, 8, mixed_text(s, harts, sockets))


@scenario("machine.6", "a deep tree, taken apart",
          rule="a child dies with its parent; each object dies once",
          visibility="official")
def tree_deep(s):
    count = 20
    make_tree(s, count)
    for number in s.rng.sample(range(1, count + 1), count):
        s.op("path", number)
        if s.rng.randrange(3) == 0:
            s.op("leave", number)
        s.op("drop", number)
    for number in range(count + 1):
        s.op("path", number)


@scenario("machine.7", "three sockets of any harts",
          rule="one CPU for each hart, numbered from the base",
          visibility="official")
def harts_any(s):
    for number in range(3):
        s.op("array", number)
        s.op("array_set", number, "cpu-type", s.rng.choice(
            ["rv64-riscv-cpu", "thead-c906-riscv-cpu", "max-riscv-cpu"]))
        s.op("array_set", number, "num-harts", s.rng.randrange(5))
        s.op("array_set", number, "hartid-base", s.rng.randrange(2**20))
        s.op("array_set", number, "resetvec",
             hex(s.rng.randrange(2**40) & ~3))
        s.op("array_realize", number)


@scenario("machine.8", "any entry",
          rule="the entry is 64 bits, unsigned, little endian",
          visibility="official")
def rom_any(s):
    for _ in range(8):
        s.op("rom", s.rng.randrange(2**64) & ~1)
