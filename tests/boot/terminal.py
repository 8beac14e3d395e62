#!/usr/bin/env python3
"""However the emulator ends, the terminal is as it was before.

With -nographic the emulator switches its terminal to raw input. The cases
end it by signals, by the escape key, by the guest and by an error, and
compare the terminal's settings and the descriptor's flags.
"""

import contextlib
import fcntl
import os
import pty
import signal
import subprocess
import sys
import tempfile
import termios
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

LOCAL_FLAGS = 3         # index of c_lflag in termios.tcgetattr()
PROMPT = r"demo> "
BUILD = os.path.join(emulator.HERE, "..", "..", "machine", "demo", "build.sh")

firmware = []           # -bios FILE for an emulator without embedded demo


def settings(ends):
    """What must come back. The settings are asked from the master's side:
    the end of the session hangs up the other."""
    flags = fcntl.fcntl(ends[1], fcntl.F_GETFL)
    return termios.tcgetattr(ends[0]), flags & os.O_NONBLOCK


@contextlib.contextmanager
def restored_terminal():
    """A pseudo-terminal that must be back in its state at the end."""
    ends = pty.openpty()
    before = settings(ends)
    try:
        yield ends
        tap.equal(settings(ends), before, "terminal settings")
    finally:
        for end in ends:
            os.close(end)


def machine(ends, *arguments):
    return emulator.Emulator("-M", "virt", "-nographic", *firmware,
                             *arguments, terminal=ends)


def ends_by_signal(number):
    with restored_terminal() as ends:
        with machine(ends) as demo:
            demo.expect(PROMPT)
            demo.signal(number)
            demo.expect_exit(0)


def test_input_is_raw_while_the_guest_runs():
    with restored_terminal() as ends:
        with machine(ends) as demo:
            demo.expect(PROMPT)
            local = termios.tcgetattr(ends[1])[LOCAL_FLAGS]
            tap.equal(local & (termios.ICANON | termios.ECHO), 0)
            demo.signal(signal.SIGTERM)
            demo.expect_exit(0)


def test_control_c_goes_to_the_guest():
    with restored_terminal() as ends:
        with machine(ends) as demo:
            demo.expect(PROMPT)
            demo.send("\x03")
            demo.say("harts", PROMPT)
            demo.send("poweroff\r")
            demo.expect_exit(0)


def test_control_a_x_quits():
    with restored_terminal() as ends:
        with machine(ends) as demo:
            demo.expect(PROMPT)
            demo.send("\x01x")
            demo.expect_exit(0)


def test_guest_poweroff_restores_the_terminal():
    with restored_terminal() as ends:
        with machine(ends) as demo:
            demo.expect(PROMPT)
            demo.send("poweroff 7\r")
            demo.expect_exit(7)


def test_option_error_leaves_the_terminal_alone():
    with restored_terminal() as ends:
        with machine(ends, "-kernel", "/nonexistent/kernel") as demo:
            demo.expect_exit(1)


def test_stopped_machine_ends_by_sigterm():
    with restored_terminal() as ends:
        with machine(ends, "-S") as demo:
            demo.send("\x01c")
            demo.expect("(lectern) ")
            demo.signal(signal.SIGTERM)
            demo.expect_exit(0)


def test_busy_guest_ends_by_sigterm():
    with restored_terminal() as ends:
        with machine(ends, "-smp", "4") as demo:
            demo.expect(PROMPT)
            demo.send("mem test 64\r")
            demo.expect("testing")
            demo.signal(signal.SIGTERM)
            demo.expect_exit(0)


def test_closed_standard_input_is_no_end():
    with emulator.Emulator("-M", "virt", "-nographic", *firmware) as demo:
        demo.close_input()
        demo.expect(PROMPT)
        time.sleep(0.2)
        tap.equal(demo.process.poll(), None, "exit status")
        demo.signal(signal.SIGTERM)
        demo.expect_exit(0)


def main():
    signals = [("sigterm", signal.SIGTERM), ("sigint", signal.SIGINT),
               ("sighup", signal.SIGHUP)]
    with tempfile.TemporaryDirectory() as folder:
        if emulator.is_qemu():
            image = os.path.join(folder, "demo.bin")
            subprocess.run([BUILD, image], check=True)
            firmware.extend(["-bios", image])
        tap.run({**tap.tests_of(globals()),
                 **tap.table("ends_cleanly_by", signals, ends_by_signal)})


if __name__ == "__main__":
    main()
