"""lab_terminal: ./lab on a terminal: colours, watch, keys, Ctrl-C"""

import os
import shutil
import signal
import subprocess
import time

from lab_tree import (Terminal, begun, children_named, clone, environment,
                      expect, mutant, solve, tap, widest, work)

WATCHING = "Watching your files"


def save(name, text):
    """Write as an editor does: another file takes the place."""
    part = work(name).with_suffix(".swp")
    part.write_text(text)
    os.replace(part, work(name))


def test_colours_are_for_terminals_only():
    mutant("deadline-rounds-down")
    with Terminal("test", "timers.2") as screen:
        tap.equal(screen.ends(), 1)
        tap.check("\033[31" in screen.raw, "no colour on a terminal")
    with Terminal("test", "timers.2", NO_COLOR="1") as screen:
        screen.ends()
        tap.check("\033[" not in screen.raw, "colour despite NO_COLOR")
    with Terminal("test", "timers.2", TERM="dumb") as screen:
        screen.ends()
        tap.check("\033[" not in screen.raw, "colour on a dumb terminal")
    tap.check("\033" not in expect("test timers.2", 1).text, "in a pipe")


def test_all_fits_into_80_columns():
    mutant("deadline-rounds-down")
    for words in ("list", "list timers", "test timers", "progress", "doctor",
                  "hint timers.2", "next", "trace deadline_rounds_up"):
        with Terminal(*words.split()) as screen:
            screen.ends()
            tap.check(widest(screen.text) <= 80,
                      f"{words}: {widest(screen.text)}\n{screen.text}")


def test_watch_sees_each_save():
    mutant("deadline-rounds-down")
    broken = work("tick_rate.c").read_text()
    solve("tick_rate.c")
    good = work("tick_rate.c").read_text()
    save("tick_rate.c", broken)
    with Terminal("watch", "timers.2") as screen:
        screen.expect("FAIL  a deadline is never early")
        screen.expect(WATCHING)
        save("tick_rate.c", good + "int x = ;\n")
        screen.expect("does not build: work/timers/tick_rate.c")
        screen.expect(WATCHING)
        save("tick_rate.c", good)
        screen.expect("PASS")
        screen.expect(WATCHING)
        screen.send("q")
        tap.equal(screen.ends(), 0)


def test_watch_keys():
    expect("start timers.2", 0)
    mutant("deadline-rounds-down")
    with Terminal("watch") as screen:
        screen.expect(WATCHING)
        screen.send("h")
        screen.expect("1 of 3  a question")
        screen.send("r")
        screen.expect("FAIL  a deadline is never early")
        screen.expect(WATCHING)
        screen.send("n")
        screen.expect("timers.3  Sorted timers")
        screen.expect(WATCHING)
        screen.interrupt()
        screen.expect("Stopped watching")
        tap.equal(screen.ends(), 1)
    expect("start timers.2", 0)


def test_watch_without_a_terminal():
    mutant("deadline-rounds-down")
    begun()
    process = subprocess.Popen(
        ["./lab", "watch", "timers.2"], cwd=clone(), env=environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        seen = read_until(process, WATCHING)
        tap.check("FAIL" in seen, seen)
        solve("tick_rate.c")
        seen = read_until(process, WATCHING)
        tap.check("PASS" in seen and "\033" not in seen, seen)
        os.killpg(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        tap.check("Traceback" not in out, out)
        tap.equal(process.returncode, 0, out)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def read_until(process, part):
    text = ""
    for line in process.stdout:
        text += line
        if part in line:
            return text
    raise tap.Failed(f"no {part!r} in\n{text}")


def test_watch_ends_after_so_many_runs():
    solve("tick_rate.c")
    expect("watch timers.2 --times 1", 0, "PASS")


def test_interrupt_ends_everything():
    solve("tick_rate.c", "        ns++;\n", "        for (;;) { }\n")
    expect("test timers.2/standing", 0)     # builds it
    with Terminal("test", "timers.2/deadline_rounds_up") as screen:
        wait_for(lambda: children_named(f"{clone()}/build-lab/labs/student"))
        screen.interrupt()
        screen.expect("interrupted")
        tap.equal(screen.ends(), 130)
    tap.equal(children_named(f"{clone()}/build-lab/labs/student"), [],
              "left running")
    solve("tick_rate.c")


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        tap.check(time.monotonic() < end, "it did not come so far")
        time.sleep(0.02)


def test_a_reader_that_goes_away_is_no_error():
    done = subprocess.run("./lab list all | head -n 1", shell=True,
                          cwd=begun(), env=environment(),
                          capture_output=True, text=True, check=False)
    tap.equal(done.stderr, "")


def test_gdb_at_the_step_that_fails():
    if not shutil.which("gdb") and not shutil.which("gdb-multiarch"):
        raise tap.Skip("no gdb")
    mutant("deadline-rounds-down")
    with Terminal("debug", "timers.2/deadline_rounds_up") as screen:
        screen.expect("step 1: how long are")
        screen.expect("tick_rate_counts_to_ns (")
        screen.expect("(gdb) ")
        screen.send("print counts\n")
        screen.expect("$1 = ")
        screen.send("quit\n")
        tap.equal(screen.ends(), 0)


def test_submit_asks_for_the_form():
    solve("tick_rate.c")
    with Terminal("submit", "timers", "--name", "bob") as screen:
        screen.expect("How many hours")
        screen.send("3\n")
        screen.expect("unclear?")
        screen.send("\n")
        screen.expect("Written: work/timers-bob.zip")
        screen.ends()
