#!/usr/bin/env python3
"""Compare lectern's device tree of `virt` with QEMU's.

    dtb_compare.py LECTERN          run both programs on each command line below
    dtb_compare.py --dtb OURS QEMUS compare two blobs

The two trees must have the same nodes and properties in the same order with
the same values. phandles are compared by the node they name. What may differ
is listed in ACCEPTED, each with its reason; an entry that was never needed is
reported, so the list stays true.

QEMU is taken from $QEMU or PATH. Exit status: 0 same, 1 different, 77 no QEMU.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

COMMAND_LINES = [
    [],
    ["-smp", "2", "-m", "512"],
    ["-smp", "4", "-m", "4G"],
    ["-M", "virt,aclint=on", "-smp", "3"],
    ["-cpu", "rva22s64"],
    ["-cpu", "rv64,sv48=off,sv57=off"],
]

# (path, property or None for the node, reason)
ACCEPTED = [
    (r"/soc/pci@30000000", None, "the PCIe host bridge is not built yet"),
    (r"/platform-bus@4000000", None, "no dynamic system-bus devices yet"),
    (r"/chosen", "rng-seed", "random in both"),
    (r"/cpus/cpu@[0-9a-f]+", "riscv,isa",
     "compared without what lectern has not built: see NOT_BUILT"),
    (r"/cpus/cpu@[0-9a-f]+", "riscv,isa-extensions",
     "compared without what lectern has not built: see NOT_BUILT"),
]

# Extensions of QEMU's CPU types that wait for a later version of lectern.
NOT_BUILT = {
    "h", "shcounterenw", "shgatpa", "shtvala", "shvsatpa", "shvstvala",
    "shvstvecd",
}

# property: distance in cells between phandles, place of the first
PHANDLES = {
    "interrupt-parent": (1, 0),
    "interrupts-extended": (2, 0),
    "cpu": (1, 0),
    "regmap": (1, 0),
    "phandle": (1, 0),
    "interrupt-map": (6, 4),
}


class Node:
    def __init__(self, path):
        self.path = path
        self.props = []         # (name, bytes) in file order
        self.children = []

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def cstring(data, at):
    return data[at:data.index(b"\0", at)].decode()


def parse(data):
    """Devicetree Specification, chapter 5: the structure block."""
    magic, _, struct_at, strings_at = struct.unpack_from(">4I", data, 0)
    if magic != 0xd00dfeed:
        raise ValueError("not a device tree blob")
    stack, at = [], struct_at
    while True:
        token, = struct.unpack_from(">I", data, at)
        at += 4
        if token == 1:          # FDT_BEGIN_NODE
            name = cstring(data, at)
            at += (len(name) + 4) & ~3
            parent = stack[-1] if stack else None
            base = parent.path.rstrip("/") if parent else ""
            node = Node(base + "/" + name if parent else "/")
            if parent:
                parent.children.append(node)
            stack.append(node)
        elif token == 2:        # FDT_END_NODE
            node = stack.pop()
            if not stack:
                return node
        elif token == 3:        # FDT_PROP
            size, name_at = struct.unpack_from(">2I", data, at)
            value = data[at + 8:at + 8 + size]
            stack[-1].props.append((cstring(data, strings_at + name_at),
                                    value))
            at += 8 + ((size + 3) & ~3)
        elif token != 4:        # FDT_NOP
            raise ValueError("token %u in the structure block" % token)


def phandle_paths(root):
    return {struct.unpack(">I", value)[0]: node.path
            for node in root.walk()
            for name, value in node.props if name == "phandle"}


def named(name, value, paths):
    """The value as text, phandles replaced by paths."""
    if name not in PHANDLES:
        return value.hex()
    step, first = PHANDLES[name]
    cells = list(struct.unpack(">%dI" % (len(value) // 4), value))
    for i in range(first, len(cells), step):
        cells[i] = paths.get(cells[i], "dangling %u" % cells[i])
    return repr(cells)


def without_not_built(name, value):
    if name == "riscv,isa-extensions":
        words = value.decode().rstrip("\0").split("\0")
    else:
        base, *rest = value.decode().rstrip("\0").split("_")
        words = list(base[len("rv64"):]) + rest
    return [word for word in words if word not in NOT_BUILT]


class Comparison:
    def __init__(self):
        self.differences = []
        self.used = set()

    def accepted(self, path, prop):
        for entry in ACCEPTED:
            if entry[1] == prop and re.fullmatch(entry[0], path):
                self.used.add(entry)
                return True
        return False

    def say(self, path, what, ours, theirs):
        self.differences.append("%s: %s\n    lectern: %s\n    qemu:    %s"
                                % (path, what, ours, theirs))

    def order(self, path, what, ours, theirs):
        if ours != theirs:
            self.say(path, what, " ".join(ours), " ".join(theirs))

    def kept(self, node, names, other):
        """Names that need not be accepted as missing on the other side."""
        return [n for n in names if n in other or not self.accepted(
            node.path.rstrip("/") + "/" + n, None)]

    def value(self, path, name, ours, theirs):
        if self.accepted(path, name):
            if name == "rng-seed":
                ours, theirs = len(ours[0]), len(theirs[0])
            else:
                ours = without_not_built(name, ours[0])
                theirs = without_not_built(name, theirs[0])
        else:
            ours, theirs = named(name, *ours), named(name, *theirs)
        if ours != theirs:
            self.say(path, name, ours, theirs)

    def node(self, ours, theirs, our_paths, their_paths):
        a, b = dict(ours.props), dict(theirs.props)
        self.order(ours.path, "properties", [n for n, _ in ours.props],
                   [n for n, _ in theirs.props])
        for name in a:
            if name in b:
                self.value(ours.path, name, (a[name], our_paths),
                           (b[name], their_paths))
        a = {n.path.rsplit("/", 1)[1]: n for n in ours.children}
        b = {n.path.rsplit("/", 1)[1]: n for n in theirs.children}
        self.order(ours.path, "nodes", self.kept(ours, list(a), b),
                   self.kept(theirs, list(b), a))
        for name in a:
            if name in b:
                self.node(a[name], b[name], our_paths, their_paths)


def compare(ours, theirs, used):
    comparison = Comparison()
    ours, theirs = parse(ours), parse(theirs)
    comparison.node(ours, theirs, phandle_paths(ours), phandle_paths(theirs))
    used |= comparison.used
    return comparison.differences


def read(path):
    with open(path, "rb") as blob:
        return blob.read()


def dump(program, words, folder):
    """The tree that a program makes for a command line."""
    path = os.path.join(folder, "tree.dtb")
    command = [program] + words + ["-machine", "dumpdtb=" + path, "-bios",
                                   "none", "-display", "none"]
    if "-M" not in words:
        command[1:1] = ["-M", "virt"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, timeout=60)
    return read(path)


def compare_programs(lectern, qemu):
    used, failed = set(), False
    for words in COMMAND_LINES:
        with tempfile.TemporaryDirectory() as folder:
            differences = compare(dump(lectern, words, folder),
                                  dump(qemu, words, folder), used)
        print("%s: %u differences" % (" ".join(words) or "(no options)",
                                      len(differences)))
        for text in differences:
            print("  " + text)
        failed |= bool(differences)
    for entry in ACCEPTED:
        if entry in used:
            print("accepted: %s %s: %s" % (entry[0], entry[1] or "(node)",
                                           entry[2]))
        else:
            print("not needed: %s %s"
                  % (entry[0], entry[1] or "(node)"))
    return failed


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--dtb":
        differences = compare(read(sys.argv[2]), read(sys.argv[3]), set())
        print("\n".join(differences))
        return bool(differences)
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    qemu = os.environ.get("QEMU") or shutil.which("qemu-system-riscv64")
    if not qemu:
        print("no qemu-system-riscv64 in $QEMU or PATH: skipped")
        return 77
    return compare_programs(sys.argv[1], qemu)


if __name__ == "__main__":
    sys.exit(main())
