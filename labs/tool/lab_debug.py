"""lab_debug: ./lab debug: gdb in the student's code, at the failing step

The student's worker runs under gdb while this process is its controller: it
sends the scenario's steps, one after the other, and reads the replies. gdb
is started with the terminal and stops first in worker_dispatch() for the
step that differs, then in the student's functions that this step calls.
There is no fork: what gdb debugs is the process that answers.
"""

import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from lab_base import (ALL_PASSED, ENVIRONMENT, LabError, NOT_BUILT,
                      find_one_test)
from lab_build import reference_of, student_files
from lab_run import Settings, run_all
from lab_why import student_of, why_arguments

HEAD = struct.Struct("<IQ")


def debug_arguments(parser):
    why_arguments(parser)
    parser.set_defaults(no_sanitize=True)
    parser.add_argument("--step", type=int, metavar="N",
                        help="stop at step N instead of the one that fails")
    parser.add_argument("--batch", action="store_true",
                        help="no terminal: print where it stops, and end")


def find_gdb():
    for name in ("gdb", "gdb-multiarch"):
        if shutil.which(name):
            return name
    raise LabError("gdb is not installed (Debian: gdb); ./lab trace shows "
                   "the steps without it")


def gdb_lines(step, files, title):
    """What gdb is told before the student gets the prompt."""
    lines = ["set pagination off", "set confirm off",
             "set breakpoint pending on", "handle SIGPIPE nostop noprint",
             "set debuginfod enabled off", "set print frame-arguments all",
             "tbreak worker_dispatch", f"ignore 1 {step - 1}",
             "run"]
    for path in files:
        name = os.path.basename(path)
        lines.append(f"rbreak {name}:.")
    return lines + [f"echo \\n{title}\\n", "continue"]


def batch_lines():
    return ["backtrace 8", "info locals", "kill"]


class Feeder(threading.Thread):
    """The controller's side: sends each step when the last was answered."""

    def __init__(self, sock, texts):
        super().__init__(daemon=True)
        self.sock, self.texts = sock, texts

    def run(self):
        try:
            for text in [*self.texts, "end"]:
                body = text.encode("ascii")
                self.sock.sendall(HEAD.pack(len(body) + 8,
                                            secrets.randbits(64)) + body)
                self._reply()
        except (OSError, EOFError):
            pass                # the worker was ended; gdb tells why
        finally:
            self.sock.close()

    def _reply(self):
        left = struct.unpack("<I", self._bytes(4))[0]
        self._bytes(left)

    def _bytes(self, count):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data


def debug_worker(tool, exercise, student):
    """The worker once more, the exercise's files compiled for a debugger."""
    from build import build_worker, compile_argv, stubs
    lab, kit = tool.course.labs[exercise.lab], student.kit
    out = tool.build / "labs" / "student" / lab.name / "debug"
    out.mkdir(parents=True, exist_ok=True)
    choice = {name: path for name, path in student_files(tool, lab).items()
              if name not in student.left_out}
    for name in exercise.names:
        made = out / f"{name}.o"
        done = subprocess.run(
            compile_argv(kit, name, str(choice[name].resolve()), str(made),
                         ("-g3", "-O0")),
            cwd=kit.folder / "build", capture_output=True, check=False)
        if done.returncode == 0:
            choice[name] = made
    build = build_worker(kit, stubs(lab, choice), out)
    return str(build.binary if build.ok else student.build.binary)


def failing_step(tool, exercise, scenario, student, args):
    """(number of the step to stop at, one line that says why)."""
    ran = run_all([(exercise, scenario)], [str(student.build.binary)],
                  reference_of(tool, tool.course.labs[exercise.lab]),
                  Settings(seed=args.seed))[0]
    outcome = ran.outcome
    if args.step:
        number = min(max(1, args.step), len(outcome.steps))
    elif outcome.step is not None:
        number = outcome.step + 1
    else:
        number = 1
    what = outcome.steps[number - 1] if outcome.steps else ""
    passed = " (the test passes)" if outcome.status == "pass" else ""
    return number, f"step {number}{passed}: {what}"


def safe_for_gdb(text):
    """@text as an argument of gdb's echo."""
    return "".join(char if char.isalnum() or char in " .,:;/()+-=<>?" else
                   " " for char in text)


def debug_command(tool, args):
    gdb = find_gdb()
    exercise, scenario = find_one_test(tool, args.test)
    if not args.batch and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LabError("gdb needs a terminal; --batch prints where it stops")
    student = student_of(tool, exercise, sanitize=False)
    if student is None:
        return NOT_BUILT
    binary = debug_worker(tool, exercise, student)
    step, title = failing_step(tool, exercise, scenario, student, args)
    tool.say(f"{scenario.id}: {scenario.title}", title,
             "Stops in your functions during that step; 'continue' runs to "
             "the next stop.", "")
    lines = gdb_lines(step, [student.files[name] for name in exercise.names],
                      safe_for_gdb(title))
    if args.batch:
        lines += batch_lines()
    texts = [one.text for one in scenario.steps(args.seed)]
    return run_gdb(gdb, binary, lines, texts, args.batch)


def run_gdb(gdb, binary, lines, texts, batch):
    """gdb on @binary, with @texts sent to it; the exit status."""
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryDirectory(prefix="lab-debug-") as folder:
        script = Path(folder, "start.gdb")
        script.write_text("\n".join(lines) + "\n")
        argv = [gdb, "-q", "-nx", *(["-batch"] if batch else []),
                "-x", str(script), "--args", binary, str(theirs.fileno())]
        feeder = Feeder(ours, texts)
        before = signal.getsignal(signal.SIGINT)
        try:
            gdb_process = subprocess.Popen(
                argv, pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL if batch else None)
            # Ctrl-C is for the debugger, which must not inherit this
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            theirs.close()
            feeder.start()
            status = gdb_process.wait()
        except OSError as error:
            raise LabError(f"{gdb} cannot be started: "
                           f"{error.strerror}") from None
        finally:
            signal.signal(signal.SIGINT, before)
    return ALL_PASSED if status == 0 else ENVIRONMENT
