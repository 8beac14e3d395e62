#!/usr/bin/env python3
"""Semihosting: a bare program that prints, reads and ends by ebreak.

Runs against any emulator with QEMU's command line; what only lectern offers
(files=) is skipped elsewhere.
"""

import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "boot"))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import debuggee  # noqa: E402
import emulator  # noqa: E402
import cross  # noqa: E402
import tap  # noqa: E402

FOLDER = tempfile.TemporaryDirectory()
ENGINES = ("interp", "tci", "tcg")


def path(name):
    return os.path.join(FOLDER.name, name)


def program():
    """The guest, built once."""
    elf = path("semihost")
    if not os.path.exists(elf):
        try:
            subprocess.run(
                [cross.prefix() + "gcc", *cross.FLAGS, "-O2",
                 "-march=rv64imac_zicsr", "-mabi=lp64",
                 "-Wl,--section-start=.text.start=0x80000000",
                 "-Wl,-Ttext=0x80004000",
                 os.path.join(HERE, "guest", "semihost.c"), "-o", elf],
                check=True)
        except cross.Missing as reason:
            raise tap.Skip(reason) from None
    return elf


def arguments(line, *more, config=""):
    return ["-M", "virt", "-display", "none", "-serial", "none", "-bios",
            program(), "-semihosting-config",
            ",".join(["enable=on", *["arg=" + word for word in line.split()]])
            + config, *more]


def run(line, *more, config=""):
    """(exit status, output) of one run."""
    return emulator.run(*arguments(line, *more, config=config))


def expect(line, status, output, *more, config=""):
    tap.equal(run(line, *more, config=config), (status, output), line)


def on_engines(line, status, output):
    if emulator.is_qemu():
        expect(line, status, output)
        return
    for engine in ENGINES:
        got = run(line, "-accel", engine)
        if got[0] and "use '-accel interp'" in got[1]:
            continue
        tap.equal(got, (status, output), f"{line} with {engine}")


def test_program_prints_its_command_line_and_ends():
    on_engines("some words", 0, "\nhello some words")


def test_exit_code_is_that_of_the_program():
    on_engines("exit 7", 7, "")


def test_other_reasons_to_end_are_failures():
    on_engines("abort", 1, "")


def test_console_has_a_handle():
    on_engines("write", 0, "through a handle\n0x0000000000000000\n"
               "\nhello write")


def test_calls_in_a_loop_are_all_answered():
    on_engines("count", 0, "0x0000000000004e20\nhello count")


def test_time_passes():
    on_engines("time", 0, "time passes 0x000000003b9aca00\nhello time")


def test_heap_and_stack_have_what_nothing_was_loaded_to():
    status, output = run("heap", "-m", "64M")
    tap.equal(status, 0)
    base, limit, top, bottom = (int(word, 0) for word in output.split()[:4])
    tap.equal((top, bottom), (limit, base))
    tap.check(0x80000000 < base < limit <= 0x84000000, output)


def test_other_ebreaks_are_exceptions():
    on_engines("plain", 3, "trap 0x0000000000000003 at the ebreak\n")


def test_sequence_over_two_pages_is_no_call():
    on_engines("split", 3, "trap 0x0000000000000003 at the ebreak\n")


def test_user_mode_may_not_call_unless_allowed():
    on_engines("user", 3, "trap 0x0000000000000003 elsewhere\n")
    expect("user", 9, "", config=",userspace=on")


def test_without_the_option_ebreak_is_an_exception():
    """The program's first call traps, and its handler calls again."""
    with emulator.Emulator(*arguments("x")[:-2], "-d", "int", "-D",
                           path("log"), timeout=20) as guest:
        try:
            guest.wait(timeout=1)
        except tap.Failed:
            pass
        else:
            raise tap.Failed("the program has ended")
    with open(path("log"), encoding="utf-8") as log:
        tap.check("breakpoint" in log.read(4096), "no breakpoint in the log")


def test_input_comes_from_the_chardev():
    with emulator.Emulator(*arguments("echo", "-chardev", "stdio,id=c",
                                      config=",chardev=c")) as guest:
        guest.expect("say> ")
        guest.send("typed later\n")
        guest.expect("typed later\n")
        guest.expect("hello echo")
        guest.expect_exit(0)


def test_files_are_refused_unless_a_folder_is_named():
    if emulator.is_qemu():
        raise tap.Skip("QEMU opens any file")
    with open(path("a"), "w", encoding="utf-8") as file:
        file.write("text of a")
    on_engines("file " + path("a"), 0, "errno 0x000000000000000d"
               "\nhello file " + path("a"))
    config = ",files=" + FOLDER.name
    expect("file a", 0, "text of a\nhello file a", config=config)
    expect("file " + path("a"), 0, "errno 0x0000000000000012"
           "\nhello file " + path("a"), config=config)


def test_commands_of_the_host_are_refused():
    if emulator.is_qemu():
        raise tap.Skip("QEMU runs any command")
    on_engines("run true", 0, "refused\nhello run true")


KEPT = (r"0x0000000000000000 0x000000000000000e 0x0000000000000000 "
        r"0x0000000000000000 0x0000000000000005 for later"
        r"0x0000000000000000")


def test_files_of_the_folder_are_written_and_read():
    if emulator.is_qemu():
        raise tap.Skip("QEMU opens any file")
    expect("keep b", 0, KEPT + "\nhello keep b",
           config=",files=" + FOLDER.name)


# --- served by a debugger ----------------------------------------------------

def debugged(line, *commands, target="gdb"):
    """(what gdb printed, what the emulator printed), to the program's end."""
    debuggee.need("gdb-multiarch")
    where = path("gdb.sock")
    guest = emulator.Emulator(*arguments(line, "-S", "-gdb", "unix:" + where,
                                         config=",target=" + target))
    with guest:
        debuggee.wait_for_file(where, guest)
        out = debuggee.gdb(where, [*commands, "continue"])
        guest.expect_exit(0)
    return out


def test_debugger_prints_and_keeps_the_files():
    """gdb's host has the file; the emulator needs no folder for it."""
    out = debugged("keep " + path("c"))
    debuggee.expect(out, KEPT, r"hello keep", r"exited normally")
    with open(path("c"), encoding="utf-8") as file:
        tap.equal(file.read(), "kept for later", "the file")


def test_debugger_decides_about_commands():
    tap.check("refused" in debugged("run true"), "refused")
    tap.check("done" in debugged(
        "run true", "set remote system-call-allowed 1"), "allowed")


def test_debugger_tells_why_a_file_cannot_be_had():
    out = debugged("file " + path("nowhere"))
    debuggee.expect(out, r"errno 0x0000000000000002")


def test_auto_serves_here_when_no_debugger_is_there():
    expect("some words", 0, "\nhello some words", config=",target=auto")
    tap.check("hello some words" in debugged("some words", target="auto"),
              "with gdb")


def test_without_its_debugger_calls_fail():
    tap.equal(run("exit 7", config=",target=gdb"), (7, ""), "silent")


def test_counted_time_gives_the_same_run():
    expect("count", 0, "0x0000000000004e20\nhello count", "-icount", "0")


def test_mistakes_in_the_options_are_explained():
    for config, words in ((",target=lldb", "native"),
                          (",chardev=nobody", "no chardev 'nobody'"),
                          (",files=/no/such/folder", "/no/such/folder"),
                          (",colour=red", "colour")):
        if emulator.is_qemu():
            raise tap.Skip("QEMU has other words")
        status, output = run("x", config=config)
        tap.check(status == 1 and words in output, output)


tap.run(tap.tests_of(globals()))
