"""lab_grade: the commands of labs/lab-grade, the instructor's tool

One row per command: the module whose main(arguments) returns the exit
status. Only the module of the command in use is loaded.

    0  done, and everything has a verdict
    1  done, but something has none (or is not as it should be)
    2  the command line is wrong
    3  this machine or folder does not allow it; the message says what to do
"""
import importlib
import sys

COMMANDS = {
    "one": ("grade_one_main", "grade one submission"),
    "batch": ("grade_batch", "grade a folder of submissions, or go on"),
    "report": ("report", "a class's results as a page and tables"),
    "convert": ("convert", "a result in the format of another service"),
    "gradescope": ("gradescope", "the package that Gradescope runs"),
    "export": ("grade_export", "make the tree that students get"),
    "selftest": ("selftest", "what the grader withstands, as a table"),
    "doctor": ("grade_doctor", "what this machine can do for grading"),
}


def usage():
    rows = [f"  {name:10} {words}" for name, (_, words) in COMMANDS.items()]
    return "\n".join(["usage: lab-grade COMMAND ... (COMMAND --help)", "",
                      *rows])


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"lab-grade: no command '{name}'\n{usage()}", file=sys.stderr)
        return 2
    try:
        return importlib.import_module(COMMANDS[name][0]).main(rest)
    except KeyboardInterrupt:
        print("\nlab-grade: interrupted; the same command goes on",
              file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
