#!/usr/bin/env python3
"""lab: what a student does with the exercises

The commands are rows of COMMANDS; each is a module that is loaded only when
its command is used, so that an answer comes fast. What goes wrong ends in
one line and an exit status:

    0  everything asked for is well, all tests passed
    1  some tests failed
    2  the student's files do not build
    3  the environment: a missing tool, a tree that cannot be written, a
       name that nothing has, wrong use of the command line
  130  interrupted
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(print("lab: this is Python {}.{}; 3.11 or later is needed "
                   "(set PYTHON=python3.11)".format(*sys.version_info),
                   file=sys.stderr) or 3)

import argparse
import importlib
import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from lab_base import ENVIRONMENT, INTERRUPTED, LabError, open_tool
from lab_term import wrap

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Command:
    """A row: its module has NAME_arguments() and NAME_command()."""
    name: str
    module: str
    help: str
    example: str


COMMANDS = (
    Command("doctor", "lab_doctor", "is everything here that is needed?",
            "./lab doctor"),
    Command("list", "lab_list", "the labs, or the exercises of one",
            "./lab list timers"),
    Command("start", "lab_start", "begin a lab or an exercise: lay out its "
            "files in work/", "./lab start timers"),
    Command("next", "lab_start", "go on to the next exercise that does not "
            "pass", "./lab next"),
    Command("test", "lab_test", "build your files and run tests",
            "./lab test timers.2"),
    Command("watch", "lab_watch", "test again whenever you save a file",
            "./lab watch timers.2"),
    Command("hint", "lab_hint", "open the next of three hints",
            "./lab hint timers.2"),
    Command("why", "lab_why", "all about one test that fails",
            "./lab why timers.2/deadline_is_never_early"),
    Command("trace", "lab_why", "every step of a test, your answers beside "
            "the reference's", "./lab trace deadline_is_never_early"),
    Command("debug", "lab_debug", "gdb in your code at the step that fails",
            "./lab debug deadline_is_never_early"),
    Command("reset", "lab_start", "put a stub back; your file is kept",
            "./lab reset timers.2"),
    Command("progress", "lab_list", "points, hints and time so far",
            "./lab progress --time"),
    Command("submit", "lab_submit", "check, test and pack a lab",
            "./lab submit timers --name ada"),
)

EPILOG = """exit status: 0 all passed, 1 some failed, 2 does not build,
3 environment (./lab doctor), 130 interrupted"""


class Parser(argparse.ArgumentParser):
    """Wrong use is of the environment's kind; it shows the example."""

    def error(self, message):
        lines = [f"lab: {message}",
                 *wrap(f"usage: {self.usage_line()}", 80, "", "  ")]
        if self.epilog:
            lines.append(self.epilog.splitlines()[0])
        print("\n".join(lines), file=sys.stderr)
        sys.exit(ENVIRONMENT)

    def usage_line(self):
        return " ".join(self.format_usage().split()[1:])


def width_of_help():
    """argparse measures the terminal; here it is bounded."""
    os.environ["COLUMNS"] = str(min(80, int(os.environ.get("COLUMNS", 80))
                                    if os.environ.get("COLUMNS", "")
                                    .isdigit() else 80))


def parser_for(command):
    """The parser of one command, made by its module."""
    module = importlib.import_module(command.module)
    parser = Parser(prog=f"./lab {command.name}",
                    description=command.help,
                    formatter_class=argparse.RawDescriptionHelpFormatter,
                    epilog=f"example: {command.example}\n\n{EPILOG}")
    getattr(module, f"{command.name}_arguments")(parser)
    return parser, getattr(module, f"{command.name}_command")


def overview():
    wide = max(len(command.name) for command in COMMANDS)
    lines = ["usage: ./lab COMMAND [WORD...]", ""]
    lines += [f"  {command.name:{wide}}  {command.help}"
              for command in COMMANDS]
    lines += ["", "./lab COMMAND --help explains one, with an example. "
              "Begin with: ./lab doctor", "", EPILOG]
    return "\n".join(lines)


def find_command(name):
    for command in COMMANDS:
        if command.name == name:
            return command
    import difflib
    near = difflib.get_close_matches(name, [row.name for row in COMMANDS], 1)
    hint = f"; did you mean './lab {near[0]}'?" if near \
        else "; ./lab --help lists them"
    raise LabError(f"there is no command '{name}'{hint}")


def run(words):
    """Do what the command line says; the exit status."""
    if not words or words[0] in ("-h", "--help", "help"):
        if words[1:]:
            return run([words[1], "--help"])
        print(overview())
        return 0
    command = find_command(words[0])
    width_of_help()
    parser, function = parser_for(command)
    args = parser.parse_args(words[1:])
    return function(open_tool(ROOT), args)


def keep_log():
    """Where the traceback of an error of ours was written, or ""."""
    for folder in (ROOT / "work", Path(tempfile.gettempdir())):
        try:
            path = folder / "lab-error.log"
            path.write_text(traceback.format_exc())
            return str(path)
        except OSError:
            continue
    return ""


def unexpected(error):
    log = keep_log()
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    where = f"; details in {log}" if log else ""
    print(f"lab: an error of the tool itself: {what}{where}",
          file=sys.stderr)
    return ENVIRONMENT


def to_nowhere():
    """Standard output is closed: do not fail once more at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message):
    """A message on standard error, its lines wrapped."""
    for line in message.splitlines():
        print("\n".join(wrap(line, 80) if len(line) > 80 else [line]),
              file=sys.stderr)


def main(words):
    try:
        status = run(words)
        sys.stdout.flush()
        return status
    except LabError as error:
        sys.stdout.flush()
        complain(f"lab: {error}")
        return error.status
    except KeyboardInterrupt:
        print("\nlab: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        to_nowhere()
        return INTERRUPTED
    except Exception as error:
        return unexpected(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
