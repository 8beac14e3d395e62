#!/usr/bin/env python3
"""-qtest as a client sees it: the connection, not the devices.

    qtest_protocol.py build/lectern-system-riscv64
"""

import os
import re
import socket
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "boot"),
                os.path.join(HERE, "..", "support")]
import emulator         # noqa: E402
import tap              # noqa: E402
from qtest_client import Died, Qtest    # noqa: E402

BOARD = ["-M", "virt", "-bios", "none", "-display", "none", "-serial",
         "null"]
LSR = "readb 0x10000005"
IDLE = "OK 0x0000000000000060"


def start(*arguments, **options):
    return Qtest(emulator.command(), *BOARD, *arguments, **options)


def test_a_running_machine_answers():
    """Without -accel qtest the harts run, and time is not the driver's."""
    with start() as q:
        tap.equal(q.ask(LSR), IDLE)
        tap.equal(q.ask("clock_step 1"), "FAIL Unknown command 'clock_step'")


def test_a_stopped_machine_answers():
    """-S stops harts, not the driver."""
    with start("-S") as q:
        tap.equal(q.ask(LSR), IDLE)


def test_harts_stand_still():
    """With -accel qtest no instruction runs, with one hart or several."""
    for arguments in ([], ["-smp", "4"], ["-accel", "qtest,thread=single"]):
        with start("-accel", "qtest", *arguments) as q:
            q.ask("clock_step 1000000000")
            tap.equal(q.ask("csr get_csr 0 0xb02 0"),
                      "OK 0 0000000000000000")


def test_sockets_share_their_controllers():
    """Sockets of -smp are no NUMA nodes: one CLINT has an msip of each hart."""
    with start("-accel", "qtest", "-smp", "4,sockets=4") as q:
        for hart in range(4):
            msip = 0x2000000 + 4 * hart
            tap.equal(q.ask(f"writel {msip:#x} 1"), "OK")
            tap.equal(q.ask(f"readl {msip:#x}"), "OK 0x0000000000000001")


def test_lines_in_one_packet():
    """Requests need not wait for answers; a CR before the LF is no harm."""
    with start("-S") as q:
        q.socket.sendall((LSR + "\n").encode() * 500
                         + (LSR + "\r\n").encode())
        for _ in range(500):
            tap.equal(q._line(), IDLE)
        tap.equal(q._line(), IDLE)


def test_pieces_of_a_line():
    """A request may come byte by byte."""
    with start("-S") as q:
        for byte in (LSR + "\n").encode():
            q.socket.sendall(bytes([byte]))
        tap.equal(q._line(), IDLE)


def test_garbage_is_harmless():
    """Whatever bytes come, the next request is served."""
    with start("-S") as q:
        for junk in (b"\n", b"\0\0\n", b"\xff\xfe \xff\n", b"% s%n\n",
                     b"readb\0 1\n", b"read 0x80000000 -1\n",
                     b"write 0x80000000 0xffffffff 0x00\n"):
            q.socket.sendall(junk)
            tap.check(q._line().startswith("FAIL "), f"{junk}")
        tap.equal(q.ask(LSR), IDLE)


def test_a_line_without_end():
    """What is longer than any request is thrown away up to its end."""
    with start("-S") as q:
        for _ in range(40):
            q.socket.sendall(b"x" * (1 << 20))
        q.socket.sendall(b"\n")
        tap.equal(q._line(), "FAIL this line is too long")
        tap.equal(q.ask(LSR), IDLE)


def test_a_client_that_does_not_read():
    """It gets nothing done, and others are served."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "serial")
        with start("-S", "-serial", f"unix:{path},server=on,wait=off") as q:
            q.socket.settimeout(0.5)
            request = b"read 0x80000000 0x100000\n" * 100
            try:
                for _ in range(2000):
                    q.socket.sendall(request)
            except socket.timeout:
                pass
            with socket.socket(socket.AF_UNIX) as other:
                other.connect(path)     # the main loop still accepts
            rss = int(re.search(r"VmRSS:\s+(\d+)", open(
                f"/proc/{q.process.pid}/status", encoding="ascii").read())[1])
            tap.check(rss < 400 << 10, f"{rss} KiB are in use")


def test_a_client_that_reads_late():
    """It gets every answer, in order."""
    count, size = 400, 0x8000
    with start("-S") as q:
        requests = "".join(f"memset 0x80000000 {size} {n % 256}\n"
                           f"read 0x80000000 {size}\n"
                           for n in range(count)).encode()
        sender = threading.Thread(target=q.socket.sendall, args=(requests,))
        sender.start()
        time.sleep(1)
        for n in range(count):
            tap.equal(q._line(), "OK")
            tap.check(q._line() == "OK 0x" + f"{n % 256:02x}" * size,
                      f"answer {n} is wrong")
        sender.join()


def test_a_client_that_leaves():
    """A server waits for the next one; the machine keeps its state."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "qtest")
        with emulator.Emulator(*BOARD, "-S", "-qtest-log", "none", "-qtest",
                               f"unix:{path},server=on,wait=off"):
            for value in (0x12, 0x34):
                for request in (f"writeb 0x10000007 {value}\n",
                                "writel 0x80000000"):
                    client = connect(path)
                    client.sendall(request.encode())
                    if request.endswith("\n"):
                        tap.equal(client.recv(100), b"OK\n")
                    client.close()
                client = connect(path)
                client.sendall(b"readb 0x10000007\n")
                tap.equal(client.recv(100), b"OK 0x%016x\n" % value)
                client.close()


def connect(path):
    end = time.monotonic() + 30 * emulator.scale()
    while True:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(30 * emulator.scale())
        try:
            client.connect(path)
            return client
        except OSError:
            client.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def test_standard_input():
    """-qtest stdio, as a person uses it."""
    with emulator.Emulator(*BOARD, "-S", "-monitor", "none", "-qtest-log",
                           "none", "-qtest", "stdio") as e:
        e.send("endianness\n")
        e.expect("^OK little$")


def test_log():
    """-qtest-log has requests, answers and events with their time."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log")
        with start("-S", log=path) as q:
            q.ask(LSR)
            q.ask("nonsense 1 2")
            q.socket.close()
            end = time.monotonic() + 30 * emulator.scale()
            while "CLOSED" not in open(path, encoding="ascii").read():
                tap.check(time.monotonic() < end, "CLOSED was not logged")
                time.sleep(0.02)
            q.socket = None
        lines = open(path, encoding="ascii").read().splitlines()
    wanted = [r"\[I 0\.000000\] OPENED",
              r"\[R \+\d+\.\d{6}\] " + LSR,
              r"\[S \+\d+\.\d{6}\] " + IDLE,
              r"\[R \+\d+\.\d{6}\] nonsense 1 2",
              r"\[S \+\d+\.\d{6}\] FAIL Unknown command 'nonsense'",
              r"\[I \+\d+\.\d{6}\] CLOSED"]
    tap.equal(len(lines), len(wanted), "\n".join(lines))
    for line, pattern in zip(lines, wanted):
        tap.check(re.fullmatch(pattern, line), f"{line!r}: {pattern}")


def test_options_are_checked():
    """What cannot be opened is said, and ends the program."""
    for arguments, message in (
            (["-qtest", "unix:/nowhere/at/all"], "-qtest unix:/nowhere"),
            (["-qtest", "nonsense"], "-qtest nonsense"),
            (["-qtest", "null", "-qtest-log", "/nowhere/log"],
             "-qtest-log: cannot write '/nowhere/log'"),
            (["-accel", "qtest", "-icount", "0"], "leave -icount out")):
        status, output = emulator.run(*BOARD, *arguments)
        tap.equal(status, 1, output)
        tap.check(message in output, output)


def test_the_client_says_what_died():
    """A driver that uses a bad command line sees the reason."""
    try:
        with start("-nonsense"):
            pass
    except Died as death:
        tap.check("-nonsense" in str(death), str(death))
    else:
        raise tap.Failed("nothing was wrong")


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
