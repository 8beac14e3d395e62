#!/usr/bin/env python3
"""The human monitor as its users meet it: on pipes, terminals and sockets."""

import contextlib
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hmp_client import (GREETING, PROMPT, PROMPT_PATTERN, Client,  # noqa: E402
                        console, emulator, folder, tap)
import cross  # noqa: E402

DEMO = r"demo> "


# ---- the commands ----------------------------------------------------------

# What must happen before an example can be tried.
BEFORE = {
    "chardev-change": ["chardev-add ringbuf,id=ring0"],
    "chardev-remove": ["chardev-add ringbuf,id=ring0"],
    "ringbuf_read": ["chardev-add ringbuf,id=ring0"],
    "ringbuf_write": ["chardev-add ringbuf,id=ring0"],
}
# And afterwards, so that the next one finds what it expects.
AFTER = {
    "chardev-add": ["chardev-remove ring0"],
    "chardev-change": ["chardev-remove ring0"],
    "ringbuf_read": ["chardev-remove ring0"],
    "ringbuf_write": ["chardev-remove ring0"],
    "log": ["log none"],
    "trace-event": ["trace-event plic_* off"],
    "one-insn-per-tb": ["one-insn-per-tb off"],
}
# Examples that are to fail on virt, and why.
FAILS = {
    "nmi": "no hart has Smrnmi",
    "system_wakeup": "the guest does not sleep",
    "device_add": "no device can be added yet",
    "device_del": "nor removed",
    "savevm": "no disk can hold a snapshot",
    "loadvm": "nor has one",
    "info hotpluggable-cpus": "harts cannot be added",
    "info usb": "no USB controller",
    "edc_inject": "only clabpu has an EDC",
    "qom-set": "the same",
}
# quit is run by a case of its own, for it ends the emulator; gpa2hpa fails
# or not, as the host's user may see page frames.
NOT_HERE = {"quit", "gpa2hpa"}


def rows(text):
    """The first name of each line of help."""
    return [re.match(r"(info [a-z_-]+|[^ |]+)", line).group(1)
            for line in text.splitlines() if " -- " in line]


def try_example(machine, name):
    text = machine.run(f"help {name}")
    found = re.search(r"^example: (.*?) -- .+$", text, re.M)
    tap.check(found, f"help {name} shows no example:\n{text}")
    tap.check(found.group(1).split()[0].startswith(name.split()[0][:1]),
              f"the example of {name} is {found.group(1)!r}")
    for line in BEFORE.get(name, []):
        tap.equal(machine.run(line), "", line)
    output = machine.run(found.group(1))
    for line in AFTER.get(name, []):
        tap.equal(machine.run(line), "", line)
    for word in ("usage:", "unknown command"):
        tap.check(word not in output, f"{found.group(1)}:\n{output}")
    tap.equal("Error:" in output, name in FAILS,
              f"an error of {found.group(1)}\n{output}\n")


def test_every_command_has_an_example_that_runs():
    with folder() as place, \
            console("-M", "virt", "-smp", "2", folder=place) as machine:
        names = rows(machine.run("help")) + rows(machine.run("info"))
        tap.check(len(names) > 40, f"only {len(names)} commands")
        for name in names:
            if name not in NOT_HERE:
                try_example(machine, name)
        machine.send("quit\r")
        machine.expect_exit(0)


def test_unknown_name_is_answered_with_the_nearest():
    with console("-S") as machine:
        tap.check("did you mean 'stop'?" in machine.run("sotp"), "sotp")
        tap.check("did you mean 'info status'?" in
                  machine.run("info statsu"), "info statsu")
        answer = machine.run("xyzzyxyzzyxyzzy")
        tap.check("did you mean" not in answer and "'help'" in answer, answer)


def test_wrong_argument_shows_usage_and_example():
    with console("-S") as machine:
        answer = machine.run("cpu two")
        for part in ("'two' is not an integer", "usage: cpu index",
                     "example: cpu 0"):
            tap.check(part in answer, answer)
        tap.check("is missing" in machine.run("cpu"), "cpu")
        tap.check("too many" in machine.run("stop now"), "stop now")
        tap.check("use on or off" in machine.run("trace-event x maybe"), "")


def test_info_alone_lists_the_subjects():
    with console("-S") as machine:
        names = rows(machine.run("info"))
        for name in ("info status", "info mtree", "info qtree"):
            tap.check(name in names, f"{name} is not in {names}")


def test_commands_work_while_the_machine_is_stopped():
    with console("-M", "virt") as machine:
        tap.equal(machine.run("info status"), "VM status: running\n")
        machine.run("stop")
        tap.equal(machine.run("info status"), "VM status: paused\n")
        tap.check("stopped" in machine.run("info cpus"), "info cpus")
        machine.run("cont")
        tap.equal(machine.run("info status"), "VM status: running\n")


def test_reset_and_log_reach_the_guest():
    with emulator.Emulator("-M", "virt", "-monitor", "stdio", "-chardev",
                           "ringbuf,id=uart", "-serial",
                           "chardev:uart") as machine:
        machine.expect(PROMPT_PATTERN)
        wait_for_demo(machine)
        machine.say("system_reset", PROMPT_PATTERN)
        wait_for_demo(machine)


def wait_for_demo(machine):
    """Until the ring buffer has the prompt of the demo guest."""
    for _ in range(400):
        if "demo> " in machine.say("ringbuf_read uart 4000", PROMPT_PATTERN):
            return
        time.sleep(0.02)
    machine.fail("the guest printed no prompt")


def test_chardev_change_moves_the_uart():
    with console("-M", "virt") as machine:
        machine.run("stop")
        tap.equal(machine.run("chardev-change serial0 ringbuf,size=4K"), "")
        machine.run("system_reset")
        machine.run("cont")
        for _ in range(400):
            if "lectern demo" in machine.run("ringbuf_read serial0 4000"):
                return
            time.sleep(0.02)
        machine.fail("the guest's output did not come")


TRAPPING = """
    .globl _start
_start:
    la t0, handler
    csrw mtvec, t0
    nop
ask:
    nop
    ecall
    j .
    .balign 4
handler:
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret
"""


def build(path):
    """An ELF file with symbols that takes one trap."""
    try:
        subprocess.run([cross.prefix() + "gcc", *cross.FLAGS,
                        "-march=rv64g", "-mabi=lp64d",
                        "-Wl,-n,-Ttext=0x80000000", "-x", "assembler", "-",
                        "-o", path], input=TRAPPING, text=True, check=True)
    except cross.Missing as missing:
        raise tap.Skip(str(missing)) from None


def test_symbols_of_the_guest_name_addresses():
    with folder() as place:
        build(f"{place}/guest")
        with console("-M", "virt", "-bios",
                     f"{place}/guest") as machine:
            for _ in range(400):
                text = machine.run("info trap 0")
                if "ecall" in text:
                    break
                time.sleep(0.02)
            for part in (" <ask+0x4> in M-mode", " <handler>: "):
                tap.check(part in text, f"{part!r} is not in\n{text}")
            handler = machine.run("print/x handler").strip()
            tap.check(f"handler {handler} <handler>" in text, handler)
            tap.check("csrr" in machine.run("x/1i handler"), "x/1i handler")
            tap.check("Error" in machine.run("print/x nowhere"), "nowhere")


def test_snapshots_want_a_disk():
    none = "no block device can store vmstate for snapshot\n"
    with console("-M", "virt", "-S") as machine:
        tap.equal(machine.run("info snapshots"), none)
        for line in ("savevm", "savevm here", "loadvm here"):
            tap.equal(machine.run(line), "Error: " + none, line)
        tap.equal(machine.run("delvm here"), "")
        tap.check("is missing" in machine.run("loadvm"), "loadvm")


def test_qom_set_reaches_a_device():
    with console("-M", "clabpu", "-S") as machine:
        tap.equal(machine.run("edc_inject 1"), "")
        tap.equal(machine.run("qom-set /machine/edc inject-error 2"), "")
        tap.check("Error" in machine.run("edc_inject 8"), "edc_inject 8")
        tap.check("Error" in machine.run("qom-set /machine/edc type x"), "")


def test_device_tree_is_written_to_a_file():
    with folder() as path, console("-M", "virt", "-S") as machine:
        name = os.path.join(path, "virt.dtb")
        tap.check("bytes written" in machine.run(f"dumpdtb {name}"), name)
        with open(name, "rb") as file:
            tap.equal(file.read(4).hex(), "d00dfeed", "magic number")
        tap.check("Error" in machine.run(f"dumpdtb {path}/no/x"), "no folder")


def test_gdbserver_comes_and_goes():
    with folder() as path, console("-M", "virt", "-S") as machine:
        device = f"unix:{path}/gdb"
        answer = machine.run(f"gdbserver {device}")
        tap.check(f"Waiting for gdb connection on device '{device}'"
                  in answer, answer)
        for _ in range(2):
            tap.check("gdb: filename=unix:" in machine.run("info chardev"),
                      "no chardev of gdb")
            with Client(f"{path}/gdb") as debugger:
                debugger.send("+$?#3f")
                debugger.expect("$T")
            machine.run(f"gdbserver {device}")
        tap.equal(machine.run("gdbserver none"), "")
        tap.check("gdb:" not in machine.run("info chardev"), "still there")
        tap.check("Error" in machine.run("gdbserver zork"), "zork")
        tap.equal(machine.run("gdbserver none"), "")


def test_hostile_arguments_are_refused():
    lines = ["ringbuf_read serial0 -1", "chardev-remove serial0",
             "chardev-add socket,id=a,path=/x/y,server=on,wait=on",
             "chardev-add", "chardev-add stdio,id=x", "chardev-add null",
             "chardev-change compat_monitor0 nonsense", "chardev-change x y",
             "chardev-remove ../x", "qom-get / x", "qom-get /machine/.. type",
             "qom-set /machine type x", "cpu -1", "cpu 99999999999", "log zork",
             "watchdog_action bite",
             "sum 0 0x7fffffffffffffff", "sum 0x80000000 -1",
             "sum 0xffffffffffffff00 0x1000", "trace-event - on",
             "logfile /nonexistent/x", "logfile %s%s%s%n",
             "trace-file /nonexistent/x", "info qom-tree /zork",
             "qom-list \"", "cpu 0x", "help help help", "info mtree -z"]
    with console("-S") as machine:
        for line in lines:
            answer = machine.run(line)
            tap.check(answer, f"{line!r} printed nothing")
        tap.equal(machine.run("info status"),
                  "VM status: paused (prelaunch)\n")


# ---- standard input and output ---------------------------------------------

def test_quit_ends_with_status_0():
    with console() as machine:
        machine.send("q\r")
        machine.expect_exit(0)


def test_end_of_input_is_no_end_of_the_machine():
    with folder() as path:
        address = os.path.join(path, "m")
        with console("-monitor",
                     f"unix:{address},server=on,wait=off") as machine:
            machine.close_input()
            with Client(address).greeted() as other:
                tap.equal(other.run("info status"), "VM status: running\n")
                other.send("quit\n")
                machine.expect_exit(0)


def test_script_on_a_pipe_is_run_to_its_end():
    with console("-S") as machine:
        machine.send("info status\ninfo version\n# nothing\n\ninfo name\n")
        machine.expect("prelaunch")
        machine.expect(r"lectern \d")
        machine.send("quit\n")
        machine.expect_exit(0)


def test_uart_without_a_place_is_told():
    with emulator.Emulator("-S", "-monitor", "stdio") as machine:
        machine.expect("the UART's output goes nowhere")
        machine.send("info chardev\rquit\r")
        machine.expect("serial0: filename=null")
        machine.expect_exit(0)


# ---- terminals -------------------------------------------------------------

@contextlib.contextmanager
def terminal_console(*arguments):
    ends = pty.openpty()
    try:
        with console(*arguments, terminal=ends) as machine:
            yield machine
    finally:
        for end in ends:
            os.close(end)


def test_keys_edit_the_line_on_a_terminal():
    with terminal_console("-S") as machine:
        machine.send("ifo statsu\x1b[D\x1b[D\x1b[3~\x05u\x7f\x7fus"
                     "\x01\x1b[Cn\r")
        machine.expect(r"VM status: paused \(prelaunch\)")
        machine.expect(PROMPT_PATTERN)
        machine.send("\x10\r")
        machine.expect(r"VM status: paused \(prelaunch\)")


def test_tab_completes_on_a_terminal():
    with terminal_console("-M", "virt", "-smp", "2", "-S") as machine:
        for typed, whole in (("info vers\t", "info version "),
                             ("qom-list /mach\tsoc\th\t0\t", "soc0/harts[0]/"),
                             ("qom-get /machine ac\t", "aclint "),
                             ("log guest\t", "log guest_errors "),
                             ("log int,guest\t", "int,guest_errors "),
                             ("trace-event plic_cl\t", "plic_claim "),
                             ("trace-event x of\t", "x off "),
                             ("chardev-remove serial\t", "serial0 "),
                             ("help info sta\t", "help info status "),
                             ("watchdog_action pau\t", "pause "),
                             ("info mtree -\t", "-D")):
            machine.send(typed)
            machine.expect(re.escape(whole))
            machine.send("\x15")
        machine.send("cpu \t\t")
        machine.expect("\n0 +1\n")


def test_control_a_c_switches_between_guest_and_monitor():
    ends = pty.openpty()
    with emulator.Emulator("-M", "virt", "-nographic",
                           terminal=ends) as machine:
        machine.expect(DEMO)
        tap.check("monitor" not in machine.output, machine.output)
        machine.send("\x01c")
        machine.expect(GREETING)
        machine.say("info status", PROMPT_PATTERN)
        machine.send("half a li")
        machine.send("\x01c")
        machine.say("harts", DEMO)
        machine.send("\x01c")
        machine.expect(PROMPT_PATTERN + "half a li")
        machine.send("\x15quit\r")
        machine.expect_exit(0)
    for end in ends:
        os.close(end)


def test_monitor_none_leaves_the_terminal_to_the_guest():
    with emulator.Emulator("-M", "virt", "-monitor", "none") as machine:
        machine.expect(DEMO)
        machine.send("\x01c")
        machine.say("harts", DEMO)
        machine.send("\x01x")
        machine.expect_exit(0)
        tap.check("lectern) " not in machine.output, machine.output)


# ---- sockets ---------------------------------------------------------------

@contextlib.contextmanager
def served(*arguments, number=1):
    """An emulator with @number monitors on sockets; yields it and them."""
    with folder() as path:
        addresses = [os.path.join(path, f"m{i}") for i in range(number)]
        options = [word for address in addresses for word in
                   ("-monitor", f"unix:{address},server=on,wait=off")]
        with emulator.Emulator("-serial", "null", *options,
                               *arguments) as machine:
            yield machine, *addresses


def test_unix_socket_belongs_to_its_owner():
    old = os.umask(0)
    try:
        with served() as (_, address), Client(address).greeted():
            mode = stat.S_IMODE(os.stat(address).st_mode)
            tap.equal(oct(mode), "0o600")
    finally:
        os.umask(old)


def test_next_client_finds_history_but_no_half_line():
    with served("-smp", "2") as (_, address):
        with Client(address).greeted() as first:
            first.run("info name")
            first.run("cpu 1")
            first.send("half a li")
        with Client(address).greeted() as second:
            tap.equal(second.run("info history"),
                      "0: 'info name'\n1: 'cpu 1'\n2: 'info history'\n")
            tap.check("* CPU #0" in second.run("info cpus"), "cpu index")


def test_monitors_have_a_cpu_and_a_history_each():
    with served("-smp", "2", number=2) as (_, one, two), \
            Client(one).greeted() as a, Client(two).greeted() as b:
        a.run("cpu 1")
        tap.check("* CPU #1" in a.run("info cpus"), "first monitor")
        tap.check("* CPU #0" in b.run("info cpus"), "second monitor")
        tap.equal(b.run("info history"),
                  "0: 'info cpus'\n1: 'info history'\n")


def test_client_that_does_not_read_blocks_nobody():
    lines = 3000
    with served(number=2) as (_, one, two), \
            Client(one).greeted() as slow, Client(two).greeted() as other:
        slow.socket.setblocking(False)
        text = b"help\n" * lines
        while text:
            try:
                text = text[slow.socket.send(text):]
            except BlockingIOError:
                break
        sent = lines - len(text) // 5
        tap.equal(other.run("info status"), "VM status: running\n")
        for _ in range(min(sent, 100)):
            slow.expect("quit|q")
        tap.equal(other.run("info status"), "VM status: running\n")


def test_client_that_vanishes_harms_nobody():
    with served(number=2) as (_, one, two), Client(two).greeted() as other:
        for text in ("info mt", "info qom-tree\n" * 200, "\x1b[", "\x12in"):
            with Client(one) as gone:
                gone.send(text)
            Client(one).socket.close()
            with Client(one).greeted() as again:
                tap.equal(again.run("info status"), "VM status: running\n")
        tap.equal(other.run("info status"), "VM status: running\n")


def test_megabytes_without_an_end_of_line_are_dropped():
    with served() as (_, address), Client(address).greeted() as client:
        client.send("x" * 3000000 + "\n")
        client.expect("nothing was run\n")
        client.expect(PROMPT)
        tap.equal(client.run("info status"), "VM status: running\n")


def test_bytes_that_mean_nothing_do_no_harm():
    garbage = bytes(range(256)).replace(b"\n", b"").replace(b"\r", b"") * 40
    with served() as (_, address), Client(address).greeted() as client:
        client.send(garbage + b"\n\x15\n")
        client.send("info status\n")
        client.expect("VM status: running\n")


def test_tcp_listens_on_loopback_only():
    with console("-monitor", "tcp::0,server=on,wait=off", "-S") as machine:
        port = re.search(r"tcp:127\.0\.0\.1:(\d+)",
                         machine.run("info chardev"))
        tap.check(port, "no port on 127.0.0.1")
        with Client(("127.0.0.1", int(port.group(1)))).greeted() as client:
            client.send("quit\n")
            client.ended()
        machine.expect_exit(0)


def test_mon_option_names_a_chardev():
    with folder() as path:
        address = os.path.join(path, "m")
        with emulator.Emulator(
                "-serial", "null", "-chardev",
                f"socket,id=c,path={address},server=on,wait=off",
                "-mon", "chardev=c,mode=readline") as machine:
            with Client(address).greeted() as client:
                tap.check("c: filename=unix:" in client.run("info chardev"),
                          "info chardev")
            machine.signal(signal.SIGTERM)
            machine.expect_exit(0)


# ---- what is refused -------------------------------------------------------

REFUSED = [
    ("telnet", "telnet:127.0.0.1:1,server=on", "telnet is not spoken"),
    ("vc", "vc", "there is no screen"),
    ("udp", "udp:127.0.0.1:1", "needs a stream"),
    ("unknown_form", "zork", "-monitor zork: 'zork' is not a character"),
    ("unknown_chardev", "chardev:zork", "there is no chardev 'zork'"),
]


def refuses(spec, message):
    status, output = emulator.run("-serial", "null", "-monitor", spec)
    tap.equal(status, 1)
    tap.check(message in output, output)


if __name__ == "__main__":
    tap.run({**tap.tests_of(globals()),
             **tap.table("refuses", REFUSED, refuses)})
