#!/usr/bin/env python3
"""The commands of the monitor for programs, on whole machines."""

import json
import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qmp_client import Machine, Schema, tap  # noqa: E402
from qmp_shapes import SHAPES  # noqa: E402


# ---- every command ---------------------------------------------------------

# They end or change the machine, or need something that is not there.
NOT_TRIED = {"quit", "qmp_capabilities"}


def test_replies_are_as_the_schema_says():
    """Every command without needed arguments, checked against its row."""
    with Machine("-smp", "2", "-name", "guest0", "-chardev",
                 "ringbuf,id=ring") as machine:
        client = machine.negotiated()
        schema = Schema(client.call("query-qmp-schema"))
        names = {row["name"] for row in client.call("query-commands")}
        tap.equal({row["name"] for row in schema.kind("command")}, names)
        for row in schema.kind("command"):
            needed = [member for member in
                      schema.rows[row["arg-type"]]["members"]
                      if "default" not in member]
            if needed or row["name"] in NOT_TRIED:
                continue
            reply = client.ask(row["name"])
            tap.check("return" in reply or "error" in reply, reply)
            if "return" in reply:
                schema.check(reply["return"], row["ret-type"], row["name"])
        machine.quit(client)


def test_missing_and_surplus_arguments_are_named():
    """The first argument that is missing; one that nobody asked for."""
    with Machine() as machine:
        client = machine.negotiated()
        schema = Schema(client.call("query-qmp-schema"))
        for row in schema.kind("command"):
            members = schema.rows[row["arg-type"]]["members"]
            needed = [member["name"] for member in members
                      if "default" not in member]
            if row["name"] in NOT_TRIED:
                continue
            if needed:
                tap.equal(client.refused(row["name"]),
                          f"Parameter '{needed[0]}' is missing")
            else:
                tap.equal(client.refused(row["name"], surplus=1),
                          "Parameter 'surplus' is unexpected")
        machine.quit(client)


def test_events_are_as_the_schema_says():
    """Data and time of what a client is told."""
    with Machine(stopped=False) as machine:
        client = machine.negotiated()
        schema = Schema(client.call("query-qmp-schema"))
        client.ask("stop")
        client.ask("system_reset")
        client.ask("cont")
        client.ask("system_powerdown")
        client.ask("quit")
        seen = client.events
        while "SHUTDOWN" not in [event["event"] for event in seen]:
            seen.append(client.message())
    for event in seen:
        row = schema.rows[event["event"]]
        tap.equal(row["meta-type"], "event")
        schema.check(event.get("data", {}), row["arg-type"], event["event"])
        stamp = event["timestamp"]
        tap.check(0 <= stamp["microseconds"] < 1000000, stamp)
        tap.check(abs(stamp["seconds"] - time.time()) < 3600, stamp)
    tap.equal([(event["event"], event.get("data")) for event in seen], [
        ("STOP", None),
        ("RESET", {"guest": False, "reason": "host-qmp-system-reset"}),
        ("RESUME", None),
        ("POWERDOWN", None),
        ("SHUTDOWN", {"guest": False, "reason": "host-qmp-quit"})])


def test_shape_of_replies_is_that_of_qemu():
    """Keys and types that clients of QEMU rely on."""
    with Machine("-smp", "2", "-name", "guest0", "-chardev",
                 "ringbuf,id=ring") as machine:
        client = machine.negotiated()
        schema = Schema(client.call("query-qmp-schema"))
        for request, wanted in SHAPES:
            message = json.loads(request)
            client.send(message)
            reply = client.reply()
            tap.check("return" in reply, f"{request}: {reply}")
            schema.check(reply["return"],
                         schema.rows[message["execute"]]["ret-type"],
                         request)
            compare(reply["return"], wanted, request)
        machine.quit(client)


TYPES = {"str": str, "int": int, "bool": bool, "dict": dict,
         "null": type(None), "any": object}


def compare(value, wanted, where):
    """Does @value have what @wanted names? Keys with ? may be missing."""
    if isinstance(wanted, str):
        tap.check(isinstance(value, TYPES[wanted])
                  and (wanted != "int" or not isinstance(value, bool)),
                  f"{where}: {value!r} is no {wanted}")
    elif isinstance(wanted, list):
        tap.check(isinstance(value, list), f"{where}: {value!r} is no list")
        for item in value if wanted else []:
            compare(item, wanted[0], where + "[]")
    else:
        for key, shape in wanted.items():
            name = key.rstrip("?")
            if name in value:
                compare(value[name], shape, f"{where}.{name}")
            else:
                tap.check(key.endswith("?"), f"{where}.{name} is missing")


# ---- what commands do ------------------------------------------------------

def test_guest_that_powers_off_is_told_of():
    """SHUTDOWN says that the guest asked; -no-shutdown keeps the machine."""
    with Machine("-no-shutdown", serial="stdio", stopped=False) as machine:
        client = machine.negotiated()
        machine.emulator.expect("demo> ")
        machine.emulator.send("reboot\r")
        tap.equal(client.event("RESET"),
                  {"guest": True, "reason": "guest-reset"})
        machine.emulator.expect("demo> ")
        machine.emulator.send("poweroff\r")
        tap.equal(client.event("SHUTDOWN"),
                  {"guest": True, "reason": "guest-shutdown"})
        client.event("STOP")
        tap.equal(client.call("query-status"),
                  {"status": "shutdown", "running": False})
        desc = client.refused("cont")
        tap.check("reset" in desc.lower(), desc)
        client.call("system_reset")
        client.event("RESET")
        client.call("cont")
        client.event("RESUME")
        machine.emulator.expect("demo> ")
        machine.quit(client)


def test_actions_can_be_changed():
    """set-action replaces what -action chose."""
    with Machine(serial="stdio", stopped=False) as machine:
        client = machine.negotiated()
        machine.emulator.expect("demo> ")
        tap.equal(client.refused("set-action", reboot="explode"),
                  "Parameter 'reboot' does not accept value 'explode'")
        client.call("set-action", shutdown="pause", reboot="shutdown",
                    watchdog="none")
        client.call("watchdog-set-action", action="pause")
        machine.emulator.send("reboot\r")
        client.event("SHUTDOWN")
        client.event("STOP")
        tap.equal(client.call("query-status")["status"], "shutdown")
        machine.quit(client)


def test_human_commands_print_as_on_a_terminal():
    """human-monitor-command returns what a person would read."""
    with Machine("-smp", "2") as machine:
        client = machine.negotiated()

        def human(line, **more):
            return client.call("human-monitor-command",
                               **{"command_line": line, **more})

        tap.equal(human("info status"),
                  "VM status: paused (prelaunch)\r\n")
        tap.check(human("nope").startswith("unknown command: 'nope'"),
                  "an unknown command says so")
        human("info status", cpu_index=1)
        for index in (2, -1, 2 ** 32):
            tap.equal(client.refused("human-monitor-command",
                                     command_line="x", cpu_index=index),
                      "Parameter 'cpu-index' expects a CPU number")
        machine.quit(client)


def test_ring_buffers_are_read_and_written():
    """Text with a byte 0 and base64."""
    with Machine("-chardev", "ringbuf,id=ring", "-chardev",
                 "null,id=nul") as machine:
        client = machine.negotiated()
        client.call("ringbuf-write", device="ring", data="häh?")
        tap.equal(client.call("ringbuf-read", device="ring", size=100),
                  "häh?")
        client.call("ringbuf-write", device="ring", data="AGEAYg==",
                    format="base64")
        tap.equal(client.call("ringbuf-read", device="ring", size=100),
                  "\0a\0b")
        tap.equal(client.call("ringbuf-read", device="ring", size=100), "")
        for size in (0, -1):
            client.refused("ringbuf-read", device="ring", size=size)
        client.refused("ringbuf-read", device="nul", size=1)
        client.refused("ringbuf-read", device="none", size=1)
        client.refused("ringbuf-write", device="none", data="")
        client.refused("chardev-send-break", id="none")
        client.call("chardev-send-break", id="ring")
        machine.quit(client)


def test_chardevs_come_and_go():
    """chardev-add makes what -chardev makes; those in use stay."""
    with Machine() as machine:
        client = machine.negotiated()

        def add(ident, kind, **data):
            return {"id": ident, "backend": {"type": kind, "data": data}}

        client.call("chardev-add", **add("ring", "ringbuf", size=4096))
        client.call("ringbuf-write", device="ring", data="x")
        path = os.path.join(machine.folder.name, "a,b")
        client.call("chardev-add", **add("file", "file", out=path))
        tap.check(os.path.exists(path), "a comma in a name")
        address = {"type": "unix", "data": {"path": path + ".sock"}}
        client.call("chardev-add", **add("sock", "socket", addr=address,
                                         wait=False))
        pty = client.call("chardev-add", **add("pty", "pty"))["pty"]
        tap.check(pty.startswith("/dev/pts/") or "pty:" in pty, pty)
        labels = [row["label"] for row in client.call("query-chardev")]
        tap.check({"ring", "file", "sock", "pty"} <= set(labels), labels)
        client.refused("chardev-add", **add("ring", "null"))
        client.refused("chardev-add", **add("a/b", "null"))
        client.refused("chardev-add", **add("x", "socket"))
        client.refused("chardev-remove", id="none")
        client.refused("chardev-remove", id="compat_monitor0")
        for label in ("ring", "file", "sock", "pty"):
            client.call("chardev-remove", id=label)
        machine.quit(client)


def test_memory_is_written_to_files():
    """By virtual and physical address, and as a core file."""
    ram = 0x80000000
    with Machine("-smp", "2") as machine:
        client = machine.negotiated()
        path = os.path.join(machine.folder.name, "memory")

        def size_of(name, **arguments):
            client.call(name, filename=path, **arguments)
            return os.path.getsize(path)

        tap.equal(size_of("pmemsave", val=ram, size=8192), 8192)
        tap.equal(size_of("memsave", val=ram, size=4096, cpu_index=1), 4096)
        client.refused("memsave", val=2 ** 64 - 1, size=16, filename=path)
        client.refused("memsave", val=ram, size=16, filename=path,
                       cpu_index=2)
        client.refused("pmemsave", val=ram, size=16, filename="/nope/file")
        client.refused("pmemsave", val=ram, size=2 ** 63, filename=path)
        client.call("dump-guest-memory", paging=False,
                    protocol="file:" + path)
        with open(path, "rb") as file:
            tap.equal(file.read(4), b"\x7fELF")
        for arguments in ({"protocol": path},
                          {"protocol": "file:/nope/file", "detach": True},
                          {"protocol": "file:" + path, "begin": ram},
                          {"protocol": "file:/nope/file"}):
            client.refused("dump-guest-memory", paging=False, **arguments)
        machine.quit(client)


def test_stats_are_filtered():
    """By vCPU and by name."""
    with Machine("-smp", "2") as machine:
        client = machine.negotiated()

        def stats(**arguments):
            client.send({"execute": "query-stats", "arguments": arguments})
            return client.reply()["return"]

        paths = [row["qom-path"] for row in stats(target="vcpu")]
        tap.equal(len(paths), 2)
        only = stats(target="vcpu", vcpus=paths[1:])
        tap.equal([row["qom-path"] for row in only], paths[1:])
        asked = [{"provider": "lectern", "names": ["page-walks", "nope"]}]
        tap.equal([[stat["name"] for stat in row["stats"]] for row in
                   stats(target="vcpu", providers=asked)],
                  [["page-walks"]] * 2)
        tap.equal(stats(target="vm"), [])
        client.send({"execute": "query-stats",
                     "arguments": {"target": "vm", "vcpus": paths}})
        tap.equal(client.reply()["error"]["desc"],
                  "Parameter 'vcpus' is unexpected")
        machine.quit(client)


def test_detached_dump_tells_when_it_is_done():
    """detach returns at once; DUMP_COMPLETED and query-dump tell the rest."""
    with Machine("-m", "4", stopped=False) as machine:
        client = machine.negotiated()
        path = os.path.join(machine.folder.name, "core")
        none = {"status": "none", "completed": 0, "total": 0}
        tap.equal(client.call("query-dump"), none)
        for detach in (False, True):
            client.call("dump-guest-memory", paging=False, detach=detach,
                        protocol="file:" + path)
            tap.equal([event["event"] for event in client.events],
                      [] if detach else ["STOP", "RESUME", "DUMP_COMPLETED"],
                      "events in front of the answer")
            client.event("STOP")
            client.event("RESUME")
            result = client.event("DUMP_COMPLETED")["result"]
            tap.equal(result["status"], "completed")
            tap.check(result["completed"] == result["total"] >= 4 << 20,
                      result)
            tap.equal(client.call("query-dump"), result)
            with open(path, "rb") as file:
                tap.equal(file.read(4), b"\x7fELF")
            os.remove(path)
        tap.equal(client.call("query-status")["status"], "running")
        tap.equal(client.call("human-monitor-command",
                              command_line=f"dump-guest-memory -d {path}"),
                  "")
        for name in ("STOP", "RESUME", "DUMP_COMPLETED"):
            client.event(name)
        tap.equal(client.call("human-monitor-command",
                              command_line="info dump"),
                  "Status: completed\r\n")
        machine.quit(client)


def test_trace_events_are_switched():
    """By name and by pattern."""
    with Machine() as machine:
        client = machine.negotiated()

        def state(name):
            return {row["name"]: row["state"] for row in
                    client.call("trace-event-get-state", name=name)}

        tap.equal(state("runstate_set"), {"runstate_set": "disabled"})
        client.call("trace-event-set-state", name="runstate_*", enable=True)
        tap.check(set(state("runstate_*").values()) == {"enabled"}, "all")
        client.call("trace-event-set-state", name="runstate_*", enable=False)
        tap.check("enabled" not in state("*").values(), "none")
        tap.equal(state("nope*"), {})
        tap.equal(client.refused("trace-event-get-state", name="nope"),
                  'unknown event "nope"')
        client.refused("trace-event-set-state", name="nope", enable=True)
        machine.quit(client)


def test_objects_can_be_looked_at():
    """The tree, its properties, types; what is wrong is named."""
    with Machine("-smp", "2") as machine:
        client = machine.negotiated()
        children = {row["name"]: row["type"]
                    for row in client.call("qom-list", path="/")}
        board = client.call("qom-get", path="/machine", property="type")
        tap.equal(children["machine"], f"child<{board}>")
        path = client.call("query-cpus-fast")[1]["qom-path"]
        tap.equal(client.call("qom-get", path=path, property="hartid"), 1)
        tap.equal(client.call("qom-get", path=path, property="realized"),
                  True)
        tap.check("nope" in client.refused("qom-get", path="/machine",
                                           property="nope"), "which one")
        client.refused("qom-get", "DeviceNotFound", path="/no",
                       property="type")
        client.refused("qom-list", "DeviceNotFound", path="/no")
        client.refused("qom-list-properties", "DeviceNotFound",
                       typename="no")
        client.refused("device-list-properties", typename="machine")
        client.refused("qom-set", path=path, property="realized",
                       value=False)
        client.refused("qom-set", path=path, property="hartid", value=[1])
        client.refused("qom-set", path=path, property="hartid", value="x")
        types = [row["name"] for row in
                 client.call("qom-list-types", implements="riscv-cpu")]
        tap.check("rv64-riscv-cpu" in types, types)
        machine.quit(client)


def test_objects_are_made_and_removed():
    """object-add takes what -object takes, and checks it by the schema."""
    ram = "memory-backend-ram"
    with Machine("-object", f"{ram},id=ram0,size=64M,dump=off", "-m", "64",
                 "-M", "virt,memory-backend=ram0") as machine:
        client = machine.negotiated()
        memdev = client.call("query-memdev")
        tap.equal([(row["id"], row["size"], row["dump"]) for row in memdev],
                  [("ram0", 64 << 20, False)])
        tap.check("in use" in client.refused("object-del", id="ram0"), "ram0")
        client.call("object-add", qom_type="secret", id="key", data="x")
        names = [row["name"] for row in client.call("qom-list",
                                                    path="/objects")]
        tap.check({"key", "ram0"} <= set(names), names)
        tap.check("already" in client.refused(
            "object-add", qom_type="secret", id="key", data="x"), "twice")
        tap.equal(client.refused("object-add", qom_type="secret", id="k",
                                 size=4096),
                  "Parameter 'size' is unexpected")
        tap.equal(client.refused("object-add", qom_type="nope", id="k"),
                  "Parameter 'qom-type' does not accept value 'nope'")
        client.call("object-del", id="key")
        tap.equal(client.refused("object-del", id="key"),
                  "object 'key' not found")
        machine.quit(client)


def test_options_tell_their_parameters():
    """Names and types; what -machine and -chardev take, classes know."""
    with Machine() as machine:
        client = machine.negotiated()
        rows = {row["option"]: {one["name"]: one["type"]
                                for one in row["parameters"]}
                for row in client.call("query-command-line-options")}
        for option, some in {
                "machine": {"type": "string", "aclint": "boolean",
                            "usb": "boolean", "memory-backend": "string"},
                "chardev": {"path": "string", "server": "boolean",
                            "size": "size", "logappend": "boolean",
                            "fd": "string"},
                "memory": {"size": "size"},
                "smp-opts": {"cpus": "number", "sockets": "number"},
                "boot-opts": {"strict": "boolean"},
                "overcommit": {"mem-lock": "string", "cpu-pm": "boolean"},
                "icount": {"shift": "string", "sleep": "boolean"},
                "object": {}}.items():
            tap.check(some.items() <= rows[option].items(),
                      f"{option}: {rows[option]}")
        for option in ("S", "nographic", "smp", "device", "global"):
            tap.check(option not in rows, f"{option} takes no such list")
        tap.equal(client.refused("query-command-line-options", option="S"),
                  "invalid option name: S")
        client.refused("device-list-properties", typename="secret")
        machine.quit(client)


def test_capabilities_of_a_migration_are_kept():
    """The one that clients choose before they start anything."""
    with Machine() as machine:
        client = machine.negotiated()

        def state():
            return client.call("query-migrate-capabilities")

        tap.equal(state(), [{"capability": "events", "state": False}])
        client.call("migrate-set-capabilities", capabilities=[
            {"capability": "events", "state": True}])
        tap.equal(state(), [{"capability": "events", "state": True}])
        client.refused("migrate-set-capabilities", capabilities=[
            {"capability": "rdma-pin-all", "state": False}])
        machine.quit(client)


def test_cpu_models_are_expanded():
    """Extensions of a model, with properties applied."""
    with Machine() as machine:
        client = machine.negotiated()

        def props(name, **more):
            return client.call("query-cpu-model-expansion", type="full",
                               model={"name": name, **more})["model"]["props"]

        tap.equal(props("rv64")["zba"], True)
        tap.equal(props("rv64", props={"zba": False})["zba"], False)
        for model in ({"name": "nope"},
                      {"name": "rv64", "props": {"nope": True}},
                      {"name": "rv64", "props": {"zba": {}}}):
            client.refused("query-cpu-model-expansion", type="full",
                           model=model)
        machine.quit(client)


def test_devices_are_refused_by_name():
    """What cannot be added, and what there is not to remove."""
    with Machine() as machine:
        client = machine.negotiated()
        tap.check("serial-mm" in client.refused("device_add",
                                                driver="serial-mm"),
                  "names the device")
        tap.equal(client.refused("device_add", driver="nope"),
                  "'nope' is not a valid device model name")
        tap.equal(client.refused("device_del", "DeviceNotFound", id="x"),
                  "Device 'x' not found")
        machine.quit(client)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
