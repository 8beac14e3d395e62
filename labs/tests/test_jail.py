#!/usr/bin/env python3
"""test_jail: what a hostile program can do in each kind of jail: nothing.

    test_jail.py [TIER ...]

One small crime of hostile.c per case, on every tier that this machine has; as
root, T2 is tried as the user nobody, too. The cases say what must not happen;
none asks how long something took.
"""
import dataclasses
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../tool"),
                os.path.join(HERE, "../../tests/support")]
import jail_uid  # noqa: E402
import tap  # noqa: E402
from jail import Jail, JailError, Limits, MIB, library_binds  # noqa: E402
from jail import best_tier, probe  # noqa: E402
from tap import check, equal  # noqa: E402

NOBODY = 65534
SMALL = Limits(cpu_s=1, wall_s=20, memory=64 * MIB, pids=8,
               file_size=2 * MIB, tmpfs=1 * MIB)


class Place:
    """A tier to try, and the hostile program."""

    def __init__(self, tier, program, folder):
        self.tier = tier
        self.program = program
        self.folder = folder
        self.binds = [*library_binds(program), (program, "/hostile")]

    def commit(self, *words, limits=SMALL, wall_s=None, **options):
        """(Ending, output) of one crime."""
        jail = Jail(self.tier, limits, ro=self.binds)
        with jail.popen(["/hostile", *words], **options) as process:
            ending = process.finish(wall_s)
        return ending, process.stdout.text()

    @property
    def has_namespaces(self):
        return self.tier != "T1"


def lines_done(output):
    """The words of the crimes that succeeded."""
    return [line.split()[0] for line in output.splitlines()
            if line.endswith(" done")]


# ------------------------------------------------------------------ cases
def case_plain_exit_codes_are_told(place):
    for code in (0, 3, 127):
        ending, _ = place.commit("exit", str(code))
        equal((ending.status, ending.code), ("exit", code))


def case_a_signal_is_told(place):
    ending, _ = place.commit("core")
    equal((ending.status, ending.signal), ("crash", signal.SIGABRT))
    ending, _ = place.commit("realtime")
    equal((ending.status, ending.signal), ("crash", signal.SIGRTMIN + 3))


def case_a_program_that_cannot_start_is_no_fault_of_the_jail(place):
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/nowhere"]) as process:
        ending = process.finish()
    equal((ending.status, ending.code), ("exit", 127))


def case_files_of_the_host_are_not_there(place):
    for path in ("/etc/passwd", "/etc/shadow", "/root", os.path.realpath(
            __file__), "/proc/self/environ", "/proc/1/cmdline", "/sys"):
        _, output = place.commit("read", path)
        check(lines_done(output) == [], f"{path}: {output}")


def case_only_what_is_bound_is_listed(place):
    _, output = place.commit("list", "/")
    if place.has_namespaces:
        extra = set(output.split()) - {"dev", "hostile", "lib", "lib64",
                                       "usr", "tmp"}
        equal(extra, set())
    else:
        check("Permission denied" in output, output)


def case_nothing_can_be_written_outside_tmp(place):
    _, output = place.commit("write")
    equal(output, "places tried\n")


def case_the_environment_and_descriptors_are_ours_alone(place):
    os.environ["LECTERN_SECRET"] = "secret"
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    try:
        _, output = place.commit("self", fds=(writing,))
    finally:
        os.close(reading)
        os.close(writing)
    check("secret" not in output, output)
    fds = sorted(int(n) for n in re.findall(r"^fd (\d+)$", output, re.M))
    equal(fds, [0, 1, 2, writing])
    check("uid 0 " not in output and "setuid -1" in output, output)


def case_no_socket_of_any_family(place):
    _, output = place.commit("sockets")
    equal(output, "sockets tried\n")


def case_it_shares_no_namespace_with_us(place):
    """The filter of system calls would hide that a fence is missing."""
    if not place.has_namespaces:
        raise tap.Skip("this tier has none")
    _, output = place.commit("namespaces",
                             limits=dataclasses.replace(SMALL, proc=True))
    inside = dict(line.split(":") for line in output.split())
    equal(sorted(inside), ["ipc", "mnt", "net", "pid", "user", "uts"])
    for kind, number in inside.items():
        check(os.readlink(f"/proc/self/ns/{kind}") != f"{kind}:{number}",
              f"{kind}: ours")


def case_the_parent_cannot_be_traced(place):
    _, output = place.commit("trace")
    equal(lines_done(output), [])


def case_no_process_outside_can_be_killed(place):
    ending, output = place.commit("kill")
    check("parent done" not in output or place.has_namespaces, output)
    check(ending.status in ("exit", "crash"), str(ending))


def case_the_doors_of_the_kernel_are_shut(place):
    ending, output = place.commit("doors")
    equal(lines_done(output), [])
    equal(ending.code, 0)


def case_no_shared_memory_is_left(place):
    _, output = place.commit("shm")
    equal(lines_done(output), [])
    check(not os.path.exists("/dev/shm/lectern-left"), "/dev/shm")


def case_a_daemon_dies_with_the_jail(place):
    mark = f"left{os.getpid()}"
    ending, output = place.commit("daemon", mark)
    equal((ending.status, output), ("exit", "left one behind\n"))
    equal(processes_called(mark), [])


def case_who_ignores_signals_ends_all_the_same(place):
    for crime in ("ignore", "stop"):
        ending, _ = place.commit(crime, wall_s=0.5)
        equal(ending.status, "timeout", crime)


def case_processor_time_is_limited(place):
    ending, _ = place.commit("spin")
    equal(ending.status, "timeout")


def case_processor_time_of_many_is_limited(place):
    ending, _ = place.commit("spinmany", wall_s=4)
    equal(ending.status, "timeout")


def case_a_fork_bomb_stays_small(place):
    ending, output = place.commit("fork")
    count = re.search(r"children (\d+)", output)
    check(count and int(count[1]) <= SMALL.pids, output + str(ending))


def case_a_thread_bomb_stays_small(place):
    _, output = place.commit("threads")
    count = re.search(r"threads (\d+)", output)
    check(count and int(count[1]) <= SMALL.pids, output)


def case_memory_is_limited(place):
    ending, output = place.commit("memory")
    equal(ending.status, "oom", output)


def case_shared_pages_are_limited(place):
    ending, output = place.commit("shared")
    check("MiB 900" not in output, output)
    check(ending.status in ("oom", "crash"), str(ending))


def case_a_full_disk_stays_inside(place):
    _, output = place.commit("disk", "/tmp", wall_s=1)
    size = re.search(r"KiB (\d+)", output)
    check(size is None or int(size[1]) <= 4 * 1024 or not
          place.has_namespaces, output)
    left_in_tmp()


def case_many_files_stay_inside(place):
    place.commit("inodes", "/tmp")
    left_in_tmp()


def case_deep_folders_are_no_trouble(place):
    ending, output = place.commit("deep", "/tmp")
    check(ending.status in ("exit", "limit"), output + str(ending))
    made = tempfile.mkdtemp(dir=place.folder)
    place.commit("deep", "/out", rw=[(made, "/out")])
    place.commit("links", "/out", rw=[(made, "/out")])
    check(set(os.listdir(made)) < {"kept", "plain", "twin"}, "not removed")


def case_a_file_is_limited(place):
    ending, output = place.commit("bigfile", "/tmp")
    check("truncate done" not in output, output)
    equal((ending.status, ending.signal), ("limit", signal.SIGXFSZ))


def case_endless_output_is_cut_and_ended(place):
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/hostile", "flood"]) as process:
        ending = process.finish()
        check(len(process.stdout.kept()) <= SMALL.output, "kept too much")
    check(ending.status in ("limit", "timeout"), str(ending))


def case_a_long_line_keeps_head_and_tail(place):
    _, output = place.commit("line")
    check("\033" not in output and "\0" not in output, "not escaped")
    check("first" in output and output.endswith("last\\xff"), output[-80:])
    check(len(output) < 2 * SMALL.output, str(len(output)))


def case_a_written_folder_holds_plain_files_only(place):
    made = tempfile.mkdtemp(dir=place.folder)
    _, output = place.commit("links", "/out", rw=[(made, "/out")])
    check("kept" in lines_done(output), output)
    left = set(os.listdir(made))
    check("kept" in left and left < {"kept", "plain", "twin"}, str(left))
    for path in (made, *(f"{made}/{name}" for name in left)):
        state = os.lstat(path)
        equal(state.st_uid, os.geteuid())
        equal(state.st_mode & 0o7022, 0, path)


def case_a_message_passes_over_a_given_descriptor(place):
    ours, theirs = os.pipe()
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/hostile", "say", str(theirs)],
                    fds=(theirs,)) as process:
        os.close(theirs)
        equal(process.finish().code, 0, process.stdout.text())
    with os.fdopen(ours, "rb") as file:
        equal(file.read(), b"hello\n")


def case_killing_ends_all_at_once(place):
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/hostile", "fork"]) as process:
        process.wait(0.2)
        process.kill()
        process.kill()
        check(process.returncode is not None, "no code")
    equal(processes_called("hostile"), [])
    check(process.usage().cpu_s >= 0, "usage")


def case_what_was_used_is_counted(place):
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/hostile", "spin"]) as process:
        process.finish()
    check(0.5 < process.usage().cpu_s < 5, str(process.usage()))


def case_two_jails_do_not_meet(place):
    jail = Jail(place.tier, SMALL, ro=place.binds)
    with jail.popen(["/hostile", "ignore"]) as first:
        time.sleep(0.1)
        place.commit("kill")
        equal(first.wait(0.1), None)


def case_a_missing_source_is_the_jails_failure(place):
    jail = Jail(place.tier, SMALL, ro=[*place.binds, ("/nowhere/x", "/x")])
    try:
        with jail.popen(["/hostile", "exit", "0"]) as process:
            process.finish()
    except JailError:
        return
    check(not place.has_namespaces, "nobody noticed")


# ------------------------------------------------------------------ helpers
def processes_called(mark):
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/comm", encoding="utf-8") as file:
                if file.read().strip() == mark:
                    found.append(int(name))
        except OSError:
            continue
    return found


def left_in_tmp():
    left = [name for name in os.listdir(tempfile.gettempdir())
            if name.startswith("lectern-jail-")
            and os.stat(f"{tempfile.gettempdir()}/{name}").st_uid
            in range(jail_uid.FIRST, jail_uid.LAST + 1)]
    check(not left or len(left) < 4, f"left behind: {left}")


def as_nobody(function):
    """Run a case in a child that is the user nobody."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            function()
        except BaseException as problem:
            text = str(problem) if isinstance(problem, tap.Failed) \
                else traceback.format_exc()
            os.write(writing, text.encode()[:60000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        text = file.read()
    os.waitpid(pid, 0)
    check(not text, text)


def make_program(folder):
    program = os.path.join(folder, "hostile")
    compiler = shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    subprocess.run([compiler, "-D_GNU_SOURCE", "-O1", "-w", "-pthread", "-o",
                    program, os.path.join(HERE, "hostile.c")], check=True,
                   timeout=120)
    os.chmod(program, 0o755)
    return program


def cases_of(tier, program, folder, *, nobody=False):
    place = Place(tier, program, folder)
    cases = {}
    for name, function in globals().items():
        if not name.startswith("case_"):
            continue

        def case(function=function):
            function(place)
        label = f"{tier}_nobody_{name[5:]}" if nobody \
            else f"{tier}_{name[5:]}"
        cases[label] = (lambda case=case: as_nobody(case)) if nobody else case
    return cases


def test_t0_must_be_asked_for():
    try:
        Jail("T0")
    except JailError:
        return
    raise tap.Failed("a jail of tier T0 was made")


def test_the_best_tier_is_one_that_works():
    reports = {report.tier: report for report in probe()}
    equal(list(reports), ["T3", "T2", "T1", "T0"])
    try:
        tier = best_tier()
    except JailError:
        return
    check(reports[tier].ok and tier != "T0", str(reports))


def missing(tier, why):
    def case():
        raise tap.Skip(f"{tier}: {why}")
    return {f"{tier}_missing": case}


def main():
    wanted = sys.argv[1:]
    folder = tempfile.mkdtemp(prefix="test-jail-")
    os.chmod(folder, 0o777)
    program = make_program(folder)
    cases = tap.tests_of(globals())
    for report in probe():
        if report.tier == "T0" or wanted and report.tier not in wanted:
            continue
        if not report.ok or program is None:
            cases.update(missing(report.tier, report.why))
            continue
        cases.update(cases_of(report.tier, program, folder))
        if report.tier == "T2" and os.geteuid() == 0:
            cases.update(cases_of("T2", program, folder, nobody=True))
    try:
        tap.run(cases)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
