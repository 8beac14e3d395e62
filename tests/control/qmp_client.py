"""qmp_client: programs at the monitor, as the tests play them.

A client on a unix or tcp socket; the emulator with as many such sockets as
a test wants; and a checker that compares a reply with what the schema says.
"""

import contextlib
import json
import os
import socket
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "boot"))
import emulator  # noqa: E402
import tap  # noqa: E402

NEGOTIATE = {"execute": "qmp_capabilities"}


class Client:
    """One client; use it in a with statement."""

    def __init__(self, address, timeout=20):
        """@address: a path, or (host, port)."""
        self.timeout = timeout * emulator.scale()
        self.socket = emulator.connect(address, timeout)
        self.socket.settimeout(self.timeout)
        self.buffer = b""
        self.events = []            # those that came between replies

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send_bytes(self, data):
        self.socket.sendall(data)

    def send(self, *messages):
        """Messages in one piece."""
        self.send_bytes(b"".join(json.dumps(message).encode() + b"\n"
                                 for message in messages))

    def line(self):
        """The next line, or b"" at the end."""
        while b"\n" not in self.buffer:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                data = b""
            except socket.timeout:
                raise tap.Failed("no answer came; so far: "
                                 f"{self.buffer[-200:]!r}") from None
            if not data:
                return b""
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def message(self):
        """The next message, whatever it is; None at the end."""
        line = self.line()
        return json.loads(line) if line else None

    def reply(self):
        """The next message that is no event."""
        while True:
            message = self.message()
            if message is None or "event" not in message:
                return message
            self.events.append(message)

    def event(self, name):
        """The next event, which has to be @name."""
        message = self.events.pop(0) if self.events else self.message()
        tap.check(message and message.get("event") == name,
                  f"wanted event {name}, got {message}")
        return message.get("data")

    def ask(self, name, /, **arguments):
        """Execute a command, with _ for - in arguments' names."""
        request = {"execute": name}
        if arguments:
            request["arguments"] = {key.replace("_", "-"): value
                                    for key, value in arguments.items()}
        self.send(request)
        return self.reply()

    def call(self, name, /, **arguments):
        """The same for a command that succeeds; returns its value."""
        reply = self.ask(name, **arguments)
        tap.check(reply and "return" in reply, f"{name}: {reply}")
        return reply["return"]

    def refused(self, name, error_class="GenericError", /,
                **arguments):
        """The same for a command that fails; returns the description."""
        reply = self.ask(name, **arguments)
        tap.check(reply and "error" in reply, f"{name}: {reply}")
        tap.equal(reply["error"]["class"], error_class, name)
        return reply["error"]["desc"]

    def negotiate(self, *capabilities):
        greeting = self.message()
        tap.check(greeting and "QMP" in greeting, f"greeting: {greeting}")
        arguments = {"enable": list(capabilities)} if capabilities else {}
        self.call("qmp_capabilities", **arguments)
        return self


class Machine:
    """An emulator with @sockets of the monitor; in a with statement."""

    def __init__(self, *arguments, sockets=1, stopped=True, pretty=False,
                 serial="null"):
        self.folder = tempfile.TemporaryDirectory(prefix="qmp")
        self.paths = [os.path.join(self.folder.name, f"{i}.sock")
                      for i in range(sockets)]
        words = ["-M", "virt", "-display", "none", "-serial", serial]
        for path in self.paths:
            words += ["-qmp-pretty" if pretty else "-qmp",
                      f"unix:{path},server=on,wait=off"]
        self.words = [*words, *(["-S"] if stopped else []), *arguments]

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(self.folder)
        self.emulator = self.stack.enter_context(
            emulator.Emulator(*self.words))
        return self

    def __exit__(self, *problem):
        return self.stack.__exit__(*problem)

    def client(self, index=0):
        """Somebody who has connected and said nothing."""
        return self.stack.enter_context(Client(self.paths[index]))

    def negotiated(self, index=0, *capabilities):
        return self.client(index).negotiate(*capabilities)

    def quit(self, client):
        client.ask("quit")
        self.emulator.expect_exit(0)

    def resident_kib(self):
        with open(f"/proc/{self.emulator.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
        raise tap.Failed("no VmRSS")


# ---- the schema ------------------------------------------------------------

PYTHON_TYPES = {
    "string": str, "int": int, "boolean": bool, "null": type(None),
    "number": (int, float), "value": object,
}


class Schema:
    """What query-qmp-schema told."""

    def __init__(self, rows):
        self.rows = {row["name"]: row for row in rows}
        tap.equal(len(self.rows), len(rows), "names that occur once")

    def kind(self, meta):
        return [row for row in self.rows.values() if row["meta-type"] == meta]

    def check(self, value, name, where):
        """Is @value one of type @name?"""
        row = self.rows[name]
        getattr(self, "_" + row["meta-type"])(value, row, where)

    def _builtin(self, value, row, where):
        wanted = PYTHON_TYPES[row["json-type"]]
        good = isinstance(value, wanted) \
            and (wanted is not int or not isinstance(value, bool))
        tap.check(good, f"{where}: {value!r} is no {row['name']}")

    def _enum(self, value, row, where):
        tap.check(value in row["values"], f"{where}: {value!r} is no "
                  f"{row['name']}")

    def _array(self, value, row, where):
        tap.check(isinstance(value, list), f"{where}: {value!r} is no list")
        for index, item in enumerate(value):
            self.check(item, row["element-type"], f"{where}[{index}]")

    def _object(self, value, row, where):
        tap.check(isinstance(value, dict), f"{where}: {value!r} is no object")
        members = {member["name"]: member
                   for member in self.members(row, value)}
        for name, member in members.items():
            if name in value:
                self.check(value[name], member["type"], f"{where}.{name}")
            else:
                tap.check("default" in member, f"{where}.{name} is missing")
        unknown = set(value) - set(members)
        tap.check(not unknown or not members,
                  f"{where}: {sorted(unknown)} not in the schema")

    def members(self, row, value):
        """Those of every object, and those of the branch that @value takes."""
        found = list(row["members"])
        for variant in row.get("variants", []):
            if variant["case"] == value.get(row["tag"]):
                found += self.rows[variant["type"]]["members"]
        return found

    def _alternate(self, value, row, where):
        for member in row["members"]:
            try:
                return self.check(value, member["type"], where)
            except tap.Failed:
                pass
        raise tap.Failed(f"{where}: {value!r} is no {row['name']}")
