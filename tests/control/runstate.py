#!/usr/bin/env python3
"""Run states of a whole machine, by its monitor and its guest."""

import contextlib
import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import Client, emulator, folder, tap  # noqa: E402

DEMO = "demo> "
MTIME = "xp /1gx 0x200bff8"
STOPPED_SECONDS = 5


@contextlib.contextmanager
def machine(*arguments):
    """(the guest's console, its monitor)"""
    with folder() as path:
        address = os.path.join(path, "monitor")
        with emulator.Emulator(
                "-M", "virt", "-display", "none", "-serial", "stdio",
                "-monitor", f"unix:{address},server=on,wait=off",
                *arguments) as guest, Client(address) as monitor:
            yield guest, monitor.greeted()


def status(monitor):
    return monitor.run("info status").strip().removeprefix("VM status: ")


def expect_status(monitor, wanted):
    """A request of the guest is served a moment after it was made."""
    end = time.monotonic() + 20 * emulator.scale()
    while status(monitor) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    tap.equal(status(monitor), wanted)


def test_S_waits_in_prelaunch():
    with machine("-S") as (guest, monitor):
        tap.equal(status(monitor), "paused (prelaunch)")
        monitor.run("cont")
        tap.equal(status(monitor), "running")
        guest.expect(DEMO)


def test_guest_time_stands_while_the_machine_is_stopped():
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        monitor.run("stop")
        before = monitor.run(MTIME)
        time.sleep(STOPPED_SECONDS)
        tap.equal(monitor.run(MTIME), before, "mtime")
        tap.equal(status(monitor), "paused")
        monitor.run("stop")
        tap.equal(status(monitor), "paused")
        monitor.run("cont")
        guest.say("timer 3", DEMO)
        tap.check(monitor.run(MTIME) != before, "mtime still stands")


def test_timer_of_the_guest_goes_on_after_a_stop():
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        guest.send("timer 30\r")
        guest.expect("tick 3 ")
        monitor.run("stop")
        time.sleep(1)
        monitor.run("cont")
        guest.expect("30 timer interrupts taken")


def test_input_waits_while_the_machine_is_stopped():
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        monitor.run("stop")
        guest.send("harts\r")
        time.sleep(0.2)
        tap.check(guest.output.endswith(DEMO), guest.output)
        monitor.run("cont")
        guest.expect("hart 0")


def test_reset_while_running_stays_running():
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        monitor.run("system_reset")
        guest.expect("lectern demo")
        tap.equal(status(monitor), "running")


def test_reset_while_stopped_stays_stopped():
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        monitor.run("stop")
        seen = len(guest.output)
        monitor.run("system_reset")
        expect_status(monitor, "paused (prelaunch)")
        tap.equal(guest.output[seen:], "", "output of a stopped guest")
        monitor.run("cont")
        guest.expect("lectern demo")
        tap.equal(status(monitor), "running")


def test_no_shutdown_keeps_the_machine_until_a_reset():
    with machine("-no-shutdown") as (guest, monitor):
        guest.expect(DEMO)
        guest.send("poweroff\r")
        expect_status(monitor, "paused (shutdown)")
        answer = monitor.run("cont")
        tap.check("Error" in answer and "system_reset" in answer, answer)
        tap.equal(status(monitor), "paused (shutdown)")
        monitor.run("system_reset")
        expect_status(monitor, "paused (prelaunch)")
        monitor.run("cont")
        guest.expect("lectern demo")
        monitor.send("quit\n")
        guest.expect_exit(0)


def test_no_reboot_ends_where_the_guest_would_restart():
    with machine("-no-reboot") as (guest, _):
        guest.expect(DEMO)
        guest.send("reboot\r")
        guest.expect_exit(0)


def test_failure_of_the_guest_is_its_exit_status():
    with machine() as (guest, _):
        guest.expect(DEMO)
        guest.send("poweroff 9\r")
        guest.expect_exit(9)


def test_power_button_is_pressed_without_harm():
    """Nothing on virt listens to it."""
    with machine() as (guest, monitor):
        guest.expect(DEMO)
        monitor.run("system_powerdown")
        guest.say("mem", DEMO)
        tap.equal(status(monitor), "running")


def test_wakeup_of_a_machine_that_is_awake_is_an_error():
    with machine() as (_, monitor):
        answer = monitor.run("system_wakeup")
        tap.check("not suspended" in answer, answer)


def test_states_are_drawn_with_the_present_one():
    with machine("-S") as (_, monitor):
        text = monitor.run("info runstates")
        marked = re.findall(r"^\* . (\S+)", text, re.M)
        tap.equal(marked, ["prelaunch"])
        tap.equal(len(text.strip().splitlines()), 17)
        monitor.run("cont")
        text = monitor.run("info runstates")
        tap.equal(re.findall(r"^\* . (\S+)", text, re.M), ["running"])


def test_trace_shows_who_is_told():
    with folder() as path:
        events = os.path.join(path, "events")
        with machine("-S", "-trace",
                     f"enable=runstate_*,file={events}") as (guest, monitor):
            monitor.run("cont")
            monitor.run("stop")
            monitor.send("quit\n")
            guest.expect_exit(0)
        with open(events, encoding="utf-8") as file:
            text = file.read()
    for line in ('runstate_vm_start from="prelaunch" to="running"',
                 'runstate_set from="prelaunch" to="running"',
                 'runstate_notify running=1 state="running"',
                 'runstate_vm_stop state="paused" vcpu_thread=0',
                 'runstate_set from="running" to="paused"',
                 'runstate_request what="shutdown" detail="host-qmp-quit"'):
        tap.check(line in text, f"no {line!r} in\n{text}")


def test_requests_that_come_at_once_are_all_served():
    """Stops, starts and resets of two users, while the guest has timers."""
    with folder() as path:
        address = os.path.join(path, "second")
        with machine("-smp", "2", "-monitor",
                     f"unix:{address},server=on,wait=off") as (guest, one):
            guest.expect(DEMO)
            guest.send("timer 1000\r")
            with Client(address) as other:
                other.greeted()
                for _ in range(30):
                    for line in ("stop", "system_reset", "cont"):
                        one.send(line + "\n")
                        other.send(line + "\n")
                for user in (one, other):   # all lines have been run
                    user.run("info name")
                one.run("stop")
                other.run("cont")
                tap.equal(status(one), "running")
                one.send("quit\n")
            guest.expect_exit(0)


tap.run(tap.tests_of(globals()))
