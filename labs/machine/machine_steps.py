"""machine_steps: what scenarios of the lab machine have in common"""


def register_chain(s, length):
    """Types a, aa, aaa ... in shuffled order. Returns: names, root first"""
    letter = s.rng.choice("klmn")
    names = [letter * (number + 1) for number in range(length)]
    rows = [(name, names[number - 1] if number else "object",
             0 if number else 8, 0 if number else 16, "-")
            for number, name in enumerate(names)]
    for row in s.rng.sample(rows, length):
        s.op("type", *row)
    return names


def mixed_text(s, harts, sockets):
    """The socket of each hart: dealt, in blocks, or anyhow."""
    if s.rng.randrange(3) == 0:
        return "-"
    found = [s.rng.randrange(sockets) for _ in range(harts)]
    return ",".join(map(str, sorted(found) if s.rng.randrange(2) else found))


def make_tree(s, count):
    """/board (1) with soc (2); the others below soc, one in the other."""
    names = {1: "board", 2: "soc"}
    for number in range(1, count + 1):
        s.op("node", number)
        s.op("put", number - 1, names.get(number, f"unit[{number}]"),
             number)
