"""feedback_reports: what compilers, linkers and sanitizers say, reduced.

A student wants the lines about the file they edit, under the name they edit
it by. Logs are text that a program under test may have written: they are
searched, bounded and cleaned, and never trusted with a verdict.
"""

import os
import re
import signal

from lab_term import clean

LOG_LIMIT = 200_000
ERRORS_SHOWN = 3
LINES_SHOWN = 24
FRAMES_SHOWN = 6

# gcc and clang: "path:line:column: error: text"
DIAGNOSTIC = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):(?:\d+:)? "
                        r"(?P<kind>fatal error|error|warning|note): ")
UNDEFINED = re.compile(r"undefined (?:reference to|symbol:?) "
                       r"[`'\"]?(?P<name>\w+)")
TWICE = re.compile(r"(?:multiple definition of|duplicate symbol:?) "
                   r"[`'\"]?(?P<name>\w+)")
# "    #0 0x55.. in function /path/file.c:12:5"
FRAME = re.compile(r"^\s*#(?P<index>\d+) 0x[0-9a-f]+ in (?P<function>\S+) "
                   r"(?P<path>[^\s:]+)(?::(?P<line>\d+))?")
ADDRESS_ERROR = re.compile(r"ERROR: (?P<tool>\w+Sanitizer): (?P<what>.*)")
ACCESS = re.compile(r"^(?:READ|WRITE) of size \d+")
RUNTIME_ERROR = re.compile(r"^(?P<path>[^\s:]+):(?P<line>\d+):\d+: "
                           r"runtime error: (?P<what>.*)")


def shown_path(path, paths):
    """The path the student edits for the one that a tool printed."""
    return paths.get(os.path.basename(path), "")


def _blocks(log):
    """The log as lists of lines that each begin with a diagnostic."""
    block = []
    for line in log.splitlines():
        if DIAGNOSTIC.match(line) and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _compiler_block(block, paths):
    """One diagnostic under the student's path, or None for others' files.

    It reaches as far as its lines of source, which are indented.
    """
    found = DIAGNOSTIC.match(block[0])
    if not found or not shown_path(found["path"], paths):
        return None
    path = found["path"]
    end = next((index for index, line in enumerate(block)
                if index and not line.startswith(" ")), len(block))
    return [line.replace(path, shown_path(path, paths), 1).rstrip()
            for line in block[:end]]


def missing_names(log):
    """Functions that the linker misses."""
    return sorted({found["name"] for found in UNDEFINED.finditer(log)})


def names_defined_twice(log):
    return sorted({found["name"] for found in TWICE.finditer(log)})


def _link_errors(log, paths):
    """Functions that a file should define and does not, or defines twice."""
    for name in missing_names(log)[:ERRORS_SHOWN]:
        yield (f"nothing defines {name}(), which the program needs: this "
               "function must exist and keep its name")
    for name in names_defined_twice(log)[:ERRORS_SHOWN]:
        yield (f"{name}() is defined twice: make your own functions static, "
               "or give them other names")


def diagnostics(log, paths, kind):
    """The compiler's errors or warnings about @paths, each a list of lines."""
    found = []
    for block in _blocks(clean(log[-LOG_LIMIT:], newlines=True)):
        block = _compiler_block(block, paths)
        if block and f"{kind}: " in block[0]:
            found.append(block)
    return found


def build_errors(log, paths):
    """Lines that say why @paths ({basename: path shown}) do not build.

    The compiler's errors; else what the linker misses, with the warnings,
    which may name the slip; and when nothing of that is found, the last
    lines of the log.
    """
    errors = diagnostics(log, paths, "error")
    linker = [] if errors else [*_link_errors(log, paths)]
    blocks = errors or diagnostics(log, paths, "warning")
    lines = [line for block in blocks[:ERRORS_SHOWN] for line in block]
    if len(errors) > ERRORS_SHOWN:
        lines.append(f"... and {len(errors) - ERRORS_SHOWN} more")
    return (linker + lines
            or clean(log[-2000:], newlines=True).splitlines()[-8:]
            )[:LINES_SHOWN]


def student_frames(lines, paths):
    """The frames of a stack that are in the student's files."""
    frames = []
    for line in lines:
        found = FRAME.match(line)
        if not found or not shown_path(found["path"], paths):
            continue
        where = shown_path(found["path"], paths)
        where += f":{found['line']}" if found["line"] else ""
        frames.append(f"in {found['function']}() at {where}")
    return frames[:FRAMES_SHOWN]


def _first_stack(lines):
    """The lines up to the end of the first stack: where it happened."""
    seen = False
    for index, line in enumerate(lines):
        if FRAME.match(line):
            seen = True
        elif seen:
            return lines[:index]
    return lines


def _what_happened(text):
    """AddressSanitizer's headline without addresses and registers."""
    text = re.sub(r"\s*(on (unknown )?address|\(pc|at pc|: attempting).*", "",
                  text)
    return re.sub(r" 0x[0-9a-f]+.*", "", text)


def sanitizer_report(output, paths):
    """The report of ASan or UBSan reduced to the student's frames, or []."""
    lines = clean(output[-LOG_LIMIT:], newlines=True).splitlines()
    report = []
    for index, line in enumerate(lines):
        error, undefined = ADDRESS_ERROR.search(line), \
            RUNTIME_ERROR.match(line)
        if undefined:
            where = shown_path(undefined["path"], paths)
            where = where or os.path.basename(undefined["path"])
            report.append(f"{undefined['what']} at {where}:"
                          f"{undefined['line']}")
            report += student_frames(_first_stack(lines[index + 1:]), paths)
        elif error:
            stack = _first_stack(lines[index + 1:])
            access = [text for text in stack if ACCESS.match(text)]
            report.append(f"{error['tool']}: {_what_happened(error['what'])}")
            report += [ACCESS.match(text)[0] for text in access[:1]]
            report += student_frames(stack, paths)
            break
    return report[:LINES_SHOWN]


def printed_lines(output):
    """What a program printed, without what its library adds around it."""
    return [line for line in
            clean(output[-LOG_LIMIT:], newlines=True).strip().splitlines()
            if line != "**" and not line.startswith("Bail out! ")]


SIGNALS = {
    "SIGSEGV": "used an address where no memory is",
    "SIGBUS": "used an address that the memory behind it does not reach",
    "SIGABRT": "gave up: a failed assertion, or abort()",
    "SIGFPE": "divided by zero, or INT_MIN by -1",
    "SIGILL": "ran into an instruction that does not exist",
    "SIGTRAP": "hit a trap: g_error(), or a breakpoint",
    "SIGKILL": "was killed from outside",
    "SIGXCPU": "used up its processor time",
    "SIGSYS": "made a system call that is forbidden here",
}


def signal_in_words(message):
    """What the signal named in @message means, or "" if none is named."""
    found = re.search(r"\bSIG[A-Z]+[0-9]*\b", message)
    name = found[0] if found else ""
    number = re.search(r"signal (\d+)", message)
    if not name and number:
        try:
            name = signal.Signals(int(number[1])).name
        except ValueError:
            return f"signal {number[1]}"
    return f"{name}: it {SIGNALS[name]}" if name in SIGNALS else name
