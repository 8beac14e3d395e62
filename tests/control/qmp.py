#!/usr/bin/env python3
"""The monitor for programs as its clients meet it: on sockets and pipes."""

import os
import re
import socket
import stat
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qmp_client import (NEGOTIATE, Client, Machine, emulator,  # noqa: E402
                        tap)

EXPECTING = "Expecting capabilities negotiation with 'qmp_capabilities'"


# ---- the protocol ----------------------------------------------------------

def test_greeting_names_version_and_capabilities():
    """The first line says who speaks and what can be enabled."""
    with Machine() as machine:
        greeting = machine.client().message()
    tap.equal(greeting["QMP"]["capabilities"], ["oob"])
    version = greeting["QMP"]["version"]
    tap.equal(sorted(version), ["package", "qemu"])
    tap.check(version["package"].startswith("lectern "), version)
    tap.equal(sorted(version["qemu"]), ["major", "micro", "minor"])


def test_commands_wait_for_negotiation():
    """Before qmp_capabilities nothing else is obeyed, after it not twice."""
    with Machine() as machine:
        client = machine.client()
        client.message()
        for name in ("query-status", "no-such-command"):
            tap.equal(client.refused(name, "CommandNotFound"), EXPECTING)
        client.call("qmp_capabilities")
        client.call("query-status")
        client.refused("qmp_capabilities", "CommandNotFound")
        machine.quit(client)


def test_ids_of_any_type_come_back():
    """An id is whatever the client likes."""
    with Machine() as machine:
        client = machine.negotiated()
        for ident in (0, -1, 1.5, "x", "é😀", None, True, [], {}, 2 ** 64 - 1,
                      [1, {"a": [None]}]):
            client.send({"execute": "query-status", "id": ident})
            tap.equal(client.reply()["id"], ident)
            client.send({"execute": "nope", "id": ident})
            reply = client.reply()
            tap.equal((reply["id"], reply["error"]["class"]),
                      (ident, "CommandNotFound"))
        client.send({"execute": "query-status"})
        tap.check("id" not in client.reply(), "an id that nobody sent")


def test_out_of_band_overtakes_what_waits():
    """exec-oob is answered before commands that were sent earlier."""
    with Machine() as machine:
        client = machine.negotiated(0, "oob")
        client.send(*({"execute": "query-commands", "id": i}
                      for i in range(5)),
                    {"exec-oob": "query-status", "id": "oob"})
        tap.equal([client.reply()["id"] for _ in range(6)],
                  ["oob", 0, 1, 2, 3, 4])
        client.send({"exec-oob": "query-commands"})
        tap.equal(client.reply()["error"]["desc"],
                  "The command query-commands does not support OOB")


def test_out_of_band_has_to_be_enabled():
    """Without the capability exec-oob is an unknown member."""
    with Machine() as machine:
        client = machine.negotiated()
        client.send({"exec-oob": "query-status"})
        tap.equal(client.reply()["error"]["desc"],
                  "QMP input member 'exec-oob' is unexpected")


def test_many_requests_in_one_piece_are_answered_in_order():
    """What the queue does not hold waits in the socket."""
    for capabilities in ((), ("oob",)):
        with Machine() as machine:
            client = machine.negotiated(0, *capabilities)
            client.send(*({"execute": "query-name", "id": i}
                          for i in range(500)))
            tap.equal([client.reply()["id"] for _ in range(500)],
                      list(range(500)))


def test_pretty_output_has_lines():
    """-qmp-pretty writes the same messages for people's eyes."""
    with Machine(pretty=True) as machine:
        client = machine.client()
        client.send(NEGOTIATE)
        text = b""
        while not text.endswith(b'"return": {}\n}\n'):
            text += client.line().rstrip(b"\r") + b"\n"
            tap.check(len(text) < 10000, text)
        tap.check(b'\n    "QMP": {\n        "version"' in text, text)


def test_standard_streams_are_a_client_too():
    """-qmp stdio talks on the terminal."""
    with emulator.Emulator("-M", "none", "-display", "none", "-nodefaults",
                           "-qmp", "stdio") as machine:
        machine.expect(r'^\{"QMP"')
        machine.send('{"execute": "qmp_capabilities"}')
        machine.expect(r'^\{"return": \{\}\}')
        machine.send("{'execute': 'quit'}")
        machine.expect(r'"SHUTDOWN"')
        machine.expect_exit(0)


def test_mon_takes_a_chardev():
    """-mon mode=control works on a -chardev, as libvirt asks for it."""
    machine = Machine(sockets=0)
    path = os.path.join(machine.folder.name, "mon.sock")
    machine.words += [
        "-chardev", f"socket,id=charmonitor,path={path},server=on,wait=off",
        "-mon", "chardev=charmonitor,id=monitor,mode=control"]
    with machine, Client(path) as client:
        client.negotiate()
        labels = [row["label"] for row in client.call("query-chardev")]
        tap.check("charmonitor" in labels, labels)
        machine.quit(client)


def test_tcp_listens_on_loopback():
    """Without a host name only this machine can connect."""
    with Machine("-qmp", "tcp::0,server=on,wait=off") as machine:
        client = machine.negotiated()
        name = [row["filename"] for row in client.call("query-chardev")
                if row["filename"].startswith("tcp:")][0]
        host, port = re.match(r"tcp:([\d.]+):(\d+)", name).groups()
        tap.equal(host, "127.0.0.1")
        with Client((host, int(port))) as other:
            other.negotiate().call("query-status")


def test_sockets_belong_to_their_owner():
    """Nobody else can open them, whatever the umask."""
    old = os.umask(0)
    try:
        with Machine() as machine:
            machine.client().message()
            mode = stat.S_IMODE(os.stat(machine.paths[0]).st_mode)
    finally:
        os.umask(old)
    tap.equal(oct(mode), oct(0o600))


# ---- several clients, and those who come and go ----------------------------

def test_every_client_hears_every_event():
    """Those who have not negotiated hear none."""
    with Machine(sockets=3) as machine:
        one, two = machine.negotiated(0), machine.negotiated(1)
        silent = machine.client(2)
        silent.message()
        one.call("cont")
        one.call("stop")
        for client in (one, two):
            client.event("RESUME")
            client.event("STOP")
        silent.send(NEGOTIATE)
        tap.equal(silent.message(), {"return": {}})
        machine.quit(two)


def test_next_client_starts_from_the_beginning():
    """Modes and half messages of the one before are forgotten."""
    with Machine() as machine:
        for _ in range(3):
            with Client(machine.paths[0]) as client:
                client.negotiate("oob")
                client.send_bytes(b'{"execute": "query-status", "id": "')
        client = machine.client()
        client.message()
        tap.equal(client.refused("query-status", "CommandNotFound"),
                  EXPECTING)
        client.call("qmp_capabilities")
        machine.quit(client)


def test_clients_that_vanish_do_no_harm():
    """Requests whose replies nobody can take are no reason to end."""
    with Machine(sockets=2) as machine:
        keeper = machine.negotiated(1)
        for _ in range(20):
            with Client(machine.paths[0]) as client:
                client.send(NEGOTIATE, *[{"execute": "query-qmp-schema"}] * 5)
        tap.equal(keeper.call("query-status")["status"], "prelaunch")
        machine.quit(keeper)


# ---- bad input -------------------------------------------------------------

def test_reading_goes_on_after_garbage():
    """Each mistake is one error; a byte FF makes order."""
    rows = [
        (b"{ xx }", "JSON parse error, invalid keyword 'xx'"),
        (b"[1 2]", "JSON parse error, expected separator in list"),
        (b'"text"', "QMP input must be a JSON object"),
        (b"%!$\n", "JSON parse error, stray '%'"),
        (b'{"a": [[["x\xff', "JSON parse error, stray '\"x\ufffd'"),
        (b"{}", "QMP input lacks member 'execute'"),
    ]
    with Machine() as machine:
        client = machine.negotiated()
        for data, description in rows:
            client.send_bytes(data)
            tap.equal(client.reply()["error"]["desc"], description)
            client.call("query-status")
        machine.quit(client)


def test_megabytes_of_nonsense_cost_nothing():
    """Brackets, digits and strings without end are cut off."""
    with Machine(sockets=2) as machine:
        keeper = machine.negotiated(1)
        before = machine.resident_kib()
        for piece in (b"[" * 65536, b'"' + b"a" * 65536, b"9" * 65536,
                      b"[1," * 20000, b'{"a":' * 10000, bytes(65536),
                      b"\xff" * 65536):
            flood(machine.paths[0], piece, 16)
        keeper.call("query-status")
        grown = machine.resident_kib() - before
        tap.check(grown < 128 * 1024, f"{grown} KiB more")
        machine.quit(keeper)


def flood(path, piece, times):
    """Send pieces as long as they are taken; read whatever comes back."""
    with Client(path) as client:
        client.socket.setblocking(False)
        end = time.monotonic() + 2
        for _ in range(times):
            data = piece
            while data and time.monotonic() < end:
                try:
                    data = data[client.socket.send(data):]
                except BlockingIOError:
                    pass
                except OSError:
                    return
                try:
                    client.socket.recv(1 << 20)
                except BlockingIOError:
                    pass


def test_client_that_never_reads_is_not_served():
    """Its commands wait; other clients do not."""
    with Machine(sockets=2) as machine:
        deaf, keeper = machine.negotiated(0), machine.negotiated(1)
        deaf.socket.setblocking(False)
        request = b'{"execute": "query-qmp-schema"}\n' * 100
        sent = 0
        try:
            while sent < 64 << 20:
                sent += deaf.socket.send(request)
                keeper.call("query-status")
        except BlockingIOError:
            pass
        tap.check(sent < 16 << 20, f"{sent} bytes were taken")
        keeper.call("query-status")
        machine.quit(keeper)


def test_client_that_lets_events_pile_up_is_dropped():
    """The queue of events has an end, and the emulator goes on."""
    with Machine(sockets=2) as machine:
        deaf, busy = machine.negotiated(0), machine.negotiated(1, "oob")
        requests = [{"execute": name} for name in ("cont", "stop")] * 500
        before = machine.resident_kib()
        for _ in range(200):
            busy.send(*requests)
            for _ in requests:
                tap.equal(busy.reply(), {"return": {}})
            busy.events.clear()
            if "dropped" in peek(machine.emulator):
                break
        machine.emulator.expect("the QMP client of 'compat_monitor0' lets")
        while deaf.line():
            pass
        grown = machine.resident_kib() - before
        tap.check(grown < 64 * 1024, f"{grown} KiB more")
        machine.negotiated(0).call("query-status")
        machine.quit(busy)


def peek(process):
    process._read(0)
    return process.output


# ---- the background --------------------------------------------------------

PROBE = ("-S -no-user-config -nodefaults -nographic -machine none,accel=tcg "
         "-qmp unix:{0}/probe.sock,server=on,wait=off -pidfile {0}/probe.pid "
         "-daemonize")


def test_probe_of_libvirt_works_as_written():
    """The parent returns when the socket listens; quit removes all."""
    with Machine() as machine:
        folder = machine.folder.name
        words = PROBE.format(folder).split()
        done = subprocess.run([*emulator.command(), *words], text=True,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=30 * emulator.scale(), check=False)
        tap.equal((done.returncode, done.stdout, done.stderr), (0, "", ""))
        with open(folder + "/probe.pid") as file:
            pid = int(file.read())
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(folder + "/probe.sock")    # at the first attempt
        sock.close()
        with Client(folder + "/probe.sock") as client:
            client.negotiate()
            tap.equal(client.call("query-cpus-fast"), [])
            tap.equal(os.readlink(f"/proc/{pid}/cwd"), "/")
            tap.equal(os.readlink(f"/proc/{pid}/fd/0"), "/dev/null")
            client.call("quit")
            while client.line():
                pass
        wait_until(lambda: not os.path.exists(folder + "/probe.pid"))
        tap.check(not os.path.exists(folder + "/probe.sock"), "socket")


def wait_until(condition):
    end = time.monotonic() + 20 * emulator.scale()
    while not condition():
        tap.check(time.monotonic() < end, "nothing happened")
        time.sleep(0.02)


def test_failed_start_in_the_background_is_told():
    """The reason on standard error, and status 1."""
    for words, text in (
            (["-qmp", "unix:/nonexistent/q,server=on,wait=off"],
             "/nonexistent/q"),
            (["-qmp", "stdio"], "there is no terminal")):
        done = subprocess.run(
            [*emulator.command(), "-M", "none", "-nodefaults", "-daemonize",
             *words], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=30 * emulator.scale(), check=False)
        tap.equal(done.returncode, 1)
        tap.check(text in done.stderr, done.stderr)


def test_mistakes_in_options_are_named():
    """Before anything listens."""
    for words, text in (
            (["-qmp", "nonsense"], "'nonsense' is not a character device"),
            (["-mon", "chardev=no,mode=control"], "no such chardev"),
            (["-uuid", "12"], "is not a UUID")):
        status, output = emulator.run("-M", "none", "-display", "none",
                                      *words)
        tap.equal(status, 1)
        tap.check(text in output, output)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
