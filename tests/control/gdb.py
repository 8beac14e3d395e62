#!/usr/bin/env python3
"""gdb drives a bare program on two harts, on every engine."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import debuggee  # noqa: E402
import emulator  # noqa: E402
import rsp_client  # noqa: E402
import tap  # noqa: E402
from debuggee import expect  # noqa: E402
from rsp_client import MIP, PC  # noqa: E402

folder = tempfile.mkdtemp()
elf = []                        # the program, once it is built
machines = []                   # one entry for each that was started


def path():
    """Of the present machine's socket: machine() counts."""
    return os.path.join(folder, f"{len(machines)}.sock")


def program():
    debuggee.need("gdb-multiarch")
    if not elf:
        elf.append(debuggee.build(folder))
    return elf[0]


def session(commands, *arguments, stopped=True):
    """What gdb prints while it runs @commands on a new machine."""
    with machine(*arguments, stopped=stopped) as guest:
        return debuggee.gdb(path(), commands, program()), guest


def machine(*arguments, stopped=True):
    """The program on a new machine that listens."""
    machines.append(arguments)
    guest = debuggee.Bare(program(), *arguments, where="unix:" + path(),
                          stopped=stopped)
    try:
        debuggee.wait_for_file(path(), guest)
    except tap.Failed:
        guest.__exit__()
        raise
    return guest


def breaks_and_steps(*engine):
    out, _ = session([
        "break add", "continue", "print a", "print b", "backtrace",
        "next", "next", "print sum", "finish",
        "stepi", "x/i $pc", "info registers pc sp",
        "delete", "hbreak walk", "continue", "print node->value",
        "print *node->next",
    ], *engine)
    expect(out, r"^Breakpoint 1 at 0x8", r"Breakpoint 1, add \(a=0, b=1\)",
           r"= 0$", r"= 1$", r"#0 .*add .*", r"#1 .* in work \(round=1\)",
           r"= 1$", r"Value returned is .* = 1$",
           r"=> 0x8\w+ <work\+\d+>:", r"^pc\s+0x8\w+\s", r"^sp\s+0x8",
           r"Hardware assisted breakpoint 2",
           r"Breakpoint 2, walk \(node=0x8\w+ <first>\)", r"= 10$",
           r"value = 20\}")


def watches(*engine):
    out, _ = session([
        "watch watched", "continue", "continue", "delete",
        "rwatch only_read", "continue", "info symbol $pc", "delete",
        "awatch total", "continue", "continue",
    ], *engine)
    expect(out, r"Hardware watchpoint 1: watched",
           r"Old value = 5$", r"New value = 1$", r"work \(round=1\)",
           r"Old value = 1$", r"New value = 2$",
           r"Hardware read watchpoint 2: only_read", r"Value = 77$",
           r"^work \+", r"Hardware access \(read/write\) watchpoint 3: total",
           r"^Value = |^Old value = ", r"^Value = |^Old value = ")


def threads(*engine):
    out, _ = session([
        "tbreak other_main", "continue", "tbreak work", "continue",
        "info threads",
        "thread apply all -q print/x $mhartid",
        "thread 2", "stepi", "info symbol $pc",
        "set scheduler-locking on", "thread 1",
        "print other_count", "stepi", "stepi", "stepi", "print other_count",
    ], *engine)
    expect(out, r"Thread 2 .* hit Temporary breakpoint 1, other_main",
           r"Thread 1 .* hit Temporary breakpoint 2, work",
           r"\* 1 .*hart 0.*work \(", r"2 .*hart 1.*other_main",
           r"\$1 = 0x0$|\$1 = 0x1$", r"\$2 = 0x0$|\$2 = 0x1$",
           r"other_main")
    counts = [line for line in out.splitlines()
              if line.startswith(("$3 =", "$4 ="))]
    tap.equal(counts[0].split("= ")[1], counts[1].split("= ")[1],
              "hart 1 while it is locked")


def registers(*engine):
    out, _ = session([
        "break add", "continue",
        "set variable b = 41", "finish",
        "set $a0 = 1000", "print $a0", "set $mscratch = 0x1234",
        "print/x $mscratch", "set $mtvec = 0x80000002 | 1",
        "print/x $mtvec", "print $priv", "print half", "print $fcsr",
        "set $fa0 = 2.5", "print $fa0.double",
        "print/x $satp", "info registers mstatus",
        "info all-registers",
        "tbreak other_main", "jump other_main", "print $pc == &other_main",
    ], *engine)
    expect(out, r"Value returned is .* = 41$", r"= 1000$", r"= 0x1234$",
           r"= 0x80000001$", r"= 3$|Machine|M-mode|:3", r"= 0.5$",
           r"^mstatus ", r"^ft11 ", r"^mhartid ", r"^priv ")
    tap.check("Could not fetch" not in out and "Remote failure" not in out,
              out[-2000:])


def runs_programs_functions(*engine):
    out, _ = session(["break work", "continue", "print add(20, 22)",
                      "print walk(&middle)"], *engine)
    expect(out, r"= 42$", r"= 50$")


def steps_over_interrupts(*engine):
    """gdb's steps stay in the program; the pending handler runs between."""
    out, _ = session(["tbreak work", "continue",
                      "set *(long *)0x2004000 = 0", "print/x $mip & 0x80",
                      "delete", *["stepi"] * 12, "info symbol $pc",
                      "print ticks", "tbreak tick",
                      "set *(long *)0x2004000 = 0", "continue"],
                     *engine)
    expect(out, r"= 0x80$", r"^(work|add) \+ \d+ in section", r"= 1$",
           r"tick \(\)")
    tap.equal(out.count("tick ()"), 1, out)


def test_monitor_runs_commands():
    """The human monitor answers behind "monitor"."""
    out, _ = session(["monitor info status", "monitor help quit",
                      "monitor nonsense", "break work", "continue",
                      "monitor info status"])
    expect(out, r"VM status: paused \(prelaunch\)", r"quit", r"nonsense",
           r"VM status: paused \(debug\)")


def test_memory_in_bulk():
    """find, compare-sections, dump, restore and load."""
    dump = os.path.join(folder, "dump.bin")
    out, _ = session([
        f"dump binary memory {dump} &first ((char *)&first + 16)",
        "find /w &last, +4096, 30", "compare-sections .text",
        f"restore {dump} binary 0x80100000", "x/2wx 0x80100008", "load",
        "set variable only_read = 99", "print only_read",
        "x/4i $pc", "print *(int *)0x70000000",
    ])
    expect(out, r"0x8\w+ <last\+8>", r"1 pattern found",
           r"Section \.text, range .*: matched\.",
           r"0x80100008:\s+0x0000000a", r"Loading section \.text",
           r"= 99$", r"=> 0x8", r"Cannot access memory at address 0x70000000")


def test_memory_map_knows_rom_and_flash():
    out, _ = session(["info mem"])
    expect(out, r"0x0+1000 .* ro", r"0x0+20000000 .* flash blocksize")


def test_breakpoints_survive_a_reset():
    out, _ = session(["break work", "continue", "continue",
                      "monitor system_reset", "shell sleep 0.5",
                      "maint flush register-cache", "print/x $pc",
                      "continue", "print round"])
    expect(out, r"work \(round=1\)", r"work \(round=2\)", r"= 0x1000$",
           r"hit Breakpoint 1, work \(round=1\)", r"= 1$")


def test_gdb_starts_the_emulator_itself():
    """target remote | lectern -gdb stdio: stopped when gdb looks."""
    words = [*emulator.command(), *debuggee.Bare.BOARD, "-kernel", program(),
             "-gdb", "stdio"]
    out = debuggee.gdb("| " + shlex.join(words), [
        "break work", "continue", "print round > 0", "kill"], program())
    expect(out, r"hit Breakpoint 1, work", r"= 1$", r"killed")


def test_qemus_packets():
    """Single-step bits and physical addresses, by QEMU's names."""
    out, _ = session([
        "maint packet qqemu.sstepbits", "maint packet qqemu.sstep",
        "maint packet Qqemu.sstep=0x1", "maint packet qqemu.sstep",
        "maint packet Qqemu.PhyMemMode:1", "maint packet qqemu.PhyMemMode",
        "x/wx 0x80000000",
    ])
    expect(out, r'received: "ENABLE=1,NOIRQ=2,NOTIMER=4"', r'"0x7"', r'"OK"',
           r'"0x1"', r'"OK"', r'"1"', r"0x80000000.*0x")


def test_attach_stops_and_detach_goes_on():
    """A machine that runs stops for a debugger and runs on without it."""
    with machine(stopped=False):
        time.sleep(0.2)
        first = debuggee.gdb(path(), ["print other_count", "break work",
                                      "detach"], program())
        time.sleep(0.2)
        second = debuggee.gdb(path(), ["print other_count",
                                       "info breakpoints"], program())
    expect(first, r"= \d+$", r"detached")
    expect(second, r"No breakpoints")
    counts = [int(text.split("$1 = ")[1].split()[0])
              for text in (first, second)]
    tap.check(0 < counts[0] < counts[1], counts)


def test_kill_ends_the_emulator():
    with machine() as guest:
        debuggee.gdb(path(), ["kill"], program())
        guest.expect_exit(0)


def test_end_of_the_machine_ends_the_session():
    """The guest powers off while gdb waits for it."""
    out, _ = session(["break work", "continue", "delete",
                      "jump power_off"])
    expect(out, r"exited normally")


def test_debugger_is_told_the_exit_status():
    """The guest fails with 3: so does the emulator, and gdb says so."""
    with machine() as guest:
        out = debuggee.gdb(path(), [
            "break work", "continue", "delete",
            "set var verdict = 0x33333", "jump power_off"], program())
        expect(out, r"exited with code 03")
        guest.expect_exit(3)


# --- the raw protocol --------------------------------------------------------

def attached():
    """A debugger without manners."""
    return rsp_client.Line(path())


def test_harts_stop_one_by_one_in_non_stop_mode():
    """Hart 0 stands at its breakpoint while hart 1 counts."""
    with machine(), attached() as line:
        count = f"m{symbol('other_count')},8"
        tap.equal(line.ask("QNonStop:1"), "OK")
        tap.check(line.ask("?").startswith("T05thread:1;"), "first")
        tap.check(line.ask("vStopped").startswith("T05thread:2;"), "second")
        tap.equal(line.ask("vStopped"), "OK")
        tap.equal(line.ask(f"Z0,{symbol('work')},2"), "OK")
        tap.equal(line.ask("vCont;c"), "OK")
        tap.check(line.take().startswith("%Stop:T05thread:1;core:0;"), "stop")
        tap.equal(line.ask("vStopped"), "OK")
        before = line.ask(count)
        time.sleep(0.1)
        tap.check(line.ask(count) != before, "hart 1 does not run")
        tap.equal(line.ask("vCont;s:1"), "OK")
        tap.check(line.take().startswith("%Stop:T05thread:1;core:0;"), "step")
        tap.equal(line.ask("vStopped"), "OK")
        tap.check(line.ask("vCont;t:2").startswith("%Stop:T00thread:2;"), "t")
        tap.equal(line.take(), "OK")
        tap.equal(line.ask("vStopped"), "OK")
        before = line.ask(count)
        time.sleep(0.1)
        tap.equal(line.ask(count), before, "hart 1 was stopped")


def test_debugger_that_vanishes_leaves_a_running_machine():
    with machine(stopped=False):
        with attached() as line:
            tap.check(line.ask("?").startswith("T05"), "no stop")
            tap.equal(line.ask("Z0,80000000,4"), "OK")
        with attached() as line:
            line.ask("?")
            before = line.ask("p22")
            tap.equal(line.ask("D"), "OK")
            tap.check(bool(before), "no register")


def test_debugger_that_never_reads_blocks_nobody():
    """Megabytes of questions without reading one answer."""
    with machine() as guest:
        with attached() as line:
            line.socket.settimeout(1)
            try:
                for _ in range(4000):
                    line.send("m80000000,1000")
            except TimeoutError:
                pass
        with attached() as line:  # the first has gone
            tap.check(line.ask("?").startswith("T05"), "no stop")
            line.send("k")
            guest.expect_exit(0)


def test_second_debugger_waits_for_the_first():
    with machine():
        with attached() as first:
            tap.equal(first.ask("qAttached"), "1")
            with attached() as second:
                second.send("qAttached")
                tap.equal(first.ask("qC"), "QC1")
                first.socket.close()
                tap.equal(second.take(), "1")


def symbol(name):
    """Address of a symbol of the program, in hexadecimal."""
    done = subprocess.run(["riscv64-linux-gnu-nm", program()], text=True,
                          check=True, capture_output=True)
    return next(line.split()[0].lstrip("0")
                for line in done.stdout.splitlines()
                if line.endswith(f" {name}"))


def steps(line, count):
    """The pcs of @count single steps of hart 0."""
    pcs = []
    for _ in range(count):
        line.ask("vCont;s:1;c")
        pcs.append(line.register(PC))
    return pcs


def test_single_step_holds_interrupts_back():
    """Until the debugger says that interrupts may come."""
    tick = int(symbol("tick"), 16)
    with machine(), attached() as line:
        tap.equal(line.ask(f"Z0,{symbol('work')},2"), "OK")
        line.ask("vCont;c")
        tap.equal(line.ask(f"z0,{symbol('work')},2"), "OK")
        tap.equal(line.ask("M2004000,8:" + "00" * 8), "OK")
        tap.equal(line.register(MIP) & 0xff, 0x80, "mip")
        tap.check(all(pc > tick + 0x40 for pc in steps(line, 5)), "pc")
        tap.equal(line.ask("Qqemu.sstep=1"), "OK")
        tap.equal(steps(line, 1), [tick], "the handler's first instruction")


def test_socket_is_for_its_owner_only():
    with machine():
        tap.equal(os.stat(path()).st_mode & 0o777, 0o600)


def test_bad_device_is_refused():
    for where, word in (("nonsense", "nonsense"), ("tcp:1", "tcp"),
                        ("chardev:x", "there is no chardev 'x'")):
        status, out = emulator.run("-M", "virt", "-display", "none",
                                   "-gdb", where)
        tap.equal(status, 1, where)
        tap.check("-gdb" in out and word in out, out)


def matrix():
    cases = {}
    for name, engine in debuggee.ENGINES.items():
        for case in (breaks_and_steps, watches, threads, registers,
                     runs_programs_functions, steps_over_interrupts):
            cases[f"{case.__name__}_{name}"] = \
                lambda case=case, engine=engine: case(*engine)
    return cases


if __name__ == "__main__":
    try:
        tap.run({**matrix(), **tap.tests_of(globals())})
    finally:
        shutil.rmtree(folder)
