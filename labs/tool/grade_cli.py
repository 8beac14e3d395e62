"""grade_cli: what the commands that grade have in common

Arguments, the preparation under a lock, and one message instead of a
traceback for what an instructor can do something about.
"""
import argparse
import contextlib
import fcntl
import os
import secrets
import sys
from pathlib import Path

import grade_setup
from course import CourseError
from grade_build import BuildError
from grade_one import DiskError
from jail import JailError
from kit import KitError
from worker import WorkerFailed

ROOT = Path(__file__).resolve().parents[2]
DONE, UNDECIDED, USAGE, ENVIRONMENT = 0, 1, 2, 3
EXPECTED = (CourseError, KitError, JailError, BuildError, WorkerFailed,
            DiskError, grade_setup.SetupError, OSError)


def common_arguments(parser):
    parser.add_argument("--lab", required=True, help="for example timers")
    parser.add_argument("--seed-file", metavar="FILE",
                        help="the secret of this term; without it a new one "
                        "is made beside the results")
    parser.add_argument("--build", type=Path, default=ROOT / "build-grade",
                        metavar="FOLDER", help="a build folder of this tree; "
                        "made when it is not there")
    parser.add_argument("--tier", default="", metavar="T",
                        choices=("", "T3", "T2", "T1", "T0"),
                        help="the jail; without it the best there is")
    parser.add_argument("--i-accept-unsafe", action="store_true",
                        help="allow T0: submissions may do what you may do")


def parse(parser, arguments):
    """The parsed arguments, or the exit status."""
    try:
        args = parser.parse_args(arguments)
    except SystemExit as end:
        return None, end.code
    if getattr(args, "tier", "") == "T0" and not args.i_accept_unsafe:
        return None, say("T0 is no jail: a submission could do everything "
                         "that you may; add --i-accept-unsafe", USAGE)
    return args, None


def say(message, status=ENVIRONMENT):
    print(f"lab-grade: {message}", file=sys.stderr, flush=True)
    return status


@contextlib.contextmanager
def locked(path, wait, message):
    """Hold a lock file; say @message and raise when another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise grade_setup.SetupError(message) from None
        yield file


def secret_of(args, folder):
    """The term's secret: given, or made once and kept in @folder."""
    if args.seed_file:
        return grade_setup.read_secret(args.seed_file)
    path = folder / "seed"
    with contextlib.suppress(FileExistsError):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(fd, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return grade_setup.read_secret(path)


def prepare(args, secret):
    """The Setup; one process at a time builds in the build folder."""
    options = grade_setup.Options(ROOT, args.build.resolve(), args.lab,
                                  secret, args.tier)
    with locked(args.build / "lab-grade.lock", True, ""):
        return grade_setup.prepare(options)


def guarded(function, *args):
    """function(*args), with errors of the environment as a message."""
    try:
        return function(*args)
    except EXPECTED as error:
        where = getattr(error, "filename", None)
        text = f"{where}: {error.strerror}" if where else str(error)
        return say(text, ENVIRONMENT)


def parser_of(name, description):
    return argparse.ArgumentParser(
        prog=f"lab-grade {name}", description=description.split("\n")[0])
