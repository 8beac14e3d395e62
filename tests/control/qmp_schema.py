#!/usr/bin/env python3
"""What the schema tells of a command is what QEMU's tells of it.

    tests/control/qmp_schema.py LECTERN         QEMU from $QEMU or PATH

The unions are listed here as QEMU 10 has them; the rest is compared with a
QEMU 10, and skipped without one. Everything that differs is in a table, with
the reason.
"""

import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from monitor_qemu import qemu  # noqa: E402
from qmp_client import Machine, Schema, tap  # noqa: E402

# A command, the way to one of its unions, its tag, some of its branches.
UNIONS = [
    ("chardev-add", "arg.backend", "type",
     {"file": ["data"], "socket": ["data"], "null": ["data"]}),
    ("chardev-add", "arg.backend=socket.data.addr", "type",
     {"inet": ["data"], "unix": ["data"]}),
    ("query-cpus-fast", "ret", "target", {"riscv64": []}),
    ("query-stats", "arg", "target", {"vcpu": ["vcpus"], "vm": []}),
    ("query-qmp-schema", "ret", "meta-type",
     {"builtin": ["json-type"], "enum": ["members", "values"],
      "object": ["members", "tag", "variants"], "event": ["arg-type"]}),
    ("query-block-jobs", "ret", "type",
     {"mirror": ["actively-synced"], "snapshot-save": []}),
    ("query-memory-devices", "ret", "type", {"dimm": ["data"]}),
    ("query-tpm", "ret.options", "type", {"emulator": ["data"]}),
    ("query-yank", "ret", "type",
     {"chardev": ["id"], "block-node": ["node-name"], "migration": []}),
    ("query-display-options", "ret", "type", {"none": []}),
    ("object-add", "arg", "qom-type",
     {"secret": ["data", "file", "format"],
      "memory-backend-ram": ["dump", "size"]}),
    ("send-key", "arg.keys", "type", {"number": ["data"], "qcode": ["data"]}),
]

# Places that differ from QEMU's.
DIFFER = {
    "query-events": "QEMU tells events by its schema alone",
    "send-key.arg.keys=qcode.data": "no keyboard: any word is a key",
    "blockdev-add.arg.driver": "no block driver: any word is one, refused",
    "query-cpu-model-expansion.arg.model.props":
        "QEMU's schema lets all values pass, its command only objects",
}

# Run out of band here: they read or post what one thread has at hand.
OUT_OF_BAND = {"query-version", "query-status", "query-name", "query-uuid",
               "quit", "set-action"}


def element(rows, name):
    """The type of what is in the list, if it is one."""
    while rows[name]["meta-type"] == "array":
        name = rows[name]["element-type"]
    return name


def find(rows, command, way):
    """The row of the type at the end of @way: "arg.member=case.member"."""
    steps = way.replace("=", ".=").split(".")
    name = element(rows, rows[command][steps[0] + "-type"])
    for step in steps[1:]:
        row = rows[name]
        if step[0] == "=":
            name = next(variant["type"] for variant in row["variants"]
                        if variant["case"] == step[1:])
        else:
            name = element(rows, next(member["type"]
                                      for member in row["members"]
                                      if member["name"] == step))
    return rows[name]


def lectern_rows():
    with Machine() as machine:
        client = machine.negotiated()
        rows = Schema(client.call("query-qmp-schema")).rows
        machine.quit(client)
    return rows


def qemu_answer(command):
    """What QEMU returns, which is a list."""
    lines = [{"execute": name} for name in
             ("qmp_capabilities", command, "quit")]
    done = subprocess.run(
        [*qemu(), "-M", "virt", "-bios", "none", "-S", "-display", "none",
         "-serial", "null", "-qmp", "stdio"], text=True, check=True,
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True)
    for line in done.stdout.splitlines():
        reply = json.loads(line).get("return")
        if isinstance(reply, list):
            return reply
    raise tap.Failed(f"QEMU answered no {command}")


def qemu_rows():
    return {row["name"]: row for row in qemu_answer("query-qmp-schema")}


def test_unions_name_their_tag_and_branches():
    rows = lectern_rows()
    for command, way, tag, branches in UNIONS:
        where = f"{command}.{way}"
        row = find(rows, command, way)
        tap.equal(row.get("tag"), tag, f"tag of {where}")
        variants = {v["case"]: rows[v["type"]] for v in row["variants"]}
        values = next(rows[m["type"]]["values"] for m in row["members"]
                      if m["name"] == tag)
        tap.equal(list(variants), values, f"one case for each value: {where}")
        for case, members in branches.items():
            tap.equal([m["name"] for m in variants[case]["members"]], members,
                      f"{where}={case}")


class Pair:
    """Walks two schemas at once; notes what QEMU has otherwise or not."""

    def __init__(self, ours, theirs):
        self.ours, self.theirs = ours, theirs
        self.found = {}
        self.seen = set()

    def note(self, where, text):
        self.found.setdefault(where, text)

    def types(self, mine, his, where):
        if (mine, his) in self.seen:
            return
        self.seen.add((mine, his))
        a, b = self.ours[mine], self.theirs[his]
        if a["meta-type"] != b["meta-type"]:
            self.note(where, f"{a['meta-type']}, QEMU: {b['meta-type']}")
        else:
            getattr(self, "_" + a["meta-type"])(a, b, where)

    def _builtin(self, a, b, where):
        if a["json-type"] != b["json-type"]:
            self.note(where, f"{a['json-type']}, QEMU: {b['json-type']}")

    def _enum(self, a, b, where):
        surplus = set(a["values"]) - set(b["values"])
        if surplus and a["name"] != "StatsProvider":
            self.note(where, f"QEMU has no {sorted(surplus)}")

    def _array(self, a, b, where):
        self.types(a["element-type"], b["element-type"], where)

    def _alternate(self, a, b, where):
        pass

    def _object(self, a, b, where):
        known = {member["name"]: member for member in b["members"]}
        for member in a["members"]:
            name = member["name"]
            place = f"{where}.{name}"
            if name not in known:
                self.note(place, "QEMU has none")
                continue
            self.types(member["type"], known[name]["type"], place)
            if ".arg" in where and \
                    ("default" in member) < ("default" in known[name]):
                self.note(place, "optional in QEMU")
        if a["members"] and b.get("tag") in {m["name"] for m in a["members"]}:
            self.variants(a, b, where)

    def variants(self, a, b, where):
        if "tag" not in a or a["tag"] != b["tag"]:
            if f"{where}.{b['tag']}" not in DIFFER:
                self.note(where, f"no union, QEMU: tag {b['tag']}")
            return
        cases = {variant["case"]: variant["type"] for variant in b["variants"]}
        for variant in a["variants"]:
            place = f"{where}={variant['case']}"
            self.types(variant["type"], cases[variant["case"]], place)


def test_types_are_those_of_qemu():
    pair = Pair(lectern_rows(), qemu_rows())
    for name, row in pair.ours.items():
        if row["meta-type"] not in ("command", "event"):
            continue
        if name not in pair.theirs:
            pair.note(name, "QEMU has none")
            continue
        his = pair.theirs[name]
        pair.types(row["arg-type"], his["arg-type"], f"{name}.arg")
        if "ret-type" in row:
            pair.types(row["ret-type"], his["ret-type"], f"{name}.ret")
            if row.get("allow-oob") != his.get("allow-oob") and \
                    name not in OUT_OF_BAND:
                pair.note(f"{name}.oob", f"{row.get('allow-oob')}")
    surplus = {where: text for where, text in pair.found.items()
               if where not in DIFFER}
    tap.check(not surplus, "\n".join(f"{where}: {text}" for where, text in
                                     surplus.items()))
    tap.equal(sorted(set(DIFFER) - set(pair.found)), [],
              "listed differences that are none")


# Parameters that QEMU has not, or takes for another type.
PARAMETERS = {
    ("machine", "accel"): "taken, and not told",
    ("drive", "readonly"): "an old name of read-only there",
    ("semihosting-config", "files"): "files are allowed by folder here",
}


def parameters(rows):
    return {row["option"]: {one["name"]: one["type"]
                            for one in row["parameters"]} for row in rows}


def test_parameters_of_options_are_those_of_qemu():
    with Machine() as machine:
        client = machine.negotiated()
        mine = parameters(client.call("query-command-line-options"))
        machine.quit(client)
    his = parameters(qemu_answer("query-command-line-options"))
    tap.equal(sorted(set(mine) - set(his)), [], "options")
    surplus = [(option, name, kind, his[option].get(name))
               for option, known in mine.items() for name, kind in
               known.items() if his[option].get(name) != kind
               and (option, name) not in PARAMETERS]
    tap.equal(surplus, [], "option, parameter, type here, type in QEMU")


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
