"""lab_path: the cases of test_lab.py that follow labs/README.md

The README's path is walked as printed: each "$ " line of its blocks is done,
and what comes out is compared with what is printed there. "..." stands for
anything within a line, and alone for any lines; "$ $EDITOR FILE" stands for
the student's next edit of that file.
"""

import re
import subprocess
import sys

from lab_tree import ROOT, clone, lab, mutant, solve, tap

# What the student of the README writes, one after the other.
EDITS = (lambda: mutant("resumes-with-a-jump"),
         lambda: solve("guest_clock.c"))


def blocks():
    """The indented blocks of the newcomer's path: [(command, lines)]."""
    text = (ROOT / "labs/README.md").read_text()
    path = text.partition("## From clone to hand-in")[2].partition("\n## ")[0]
    found = []
    for line in path.splitlines():
        if line.startswith("    $ "):
            found.append((line[6:], []))
        elif line.startswith("    ") and found:
            found[-1][1].append(line[4:].rstrip())
        elif not line.strip() and found and found[-1][1]:
            found[-1][1].append("")
        elif line.strip() and found:
            found[-1][1].append(None)       # prose ends what was printed
    return [(command, _until_prose(lines)) for command, lines in found]


def _until_prose(lines):
    end = lines.index(None) if None in lines else len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def pattern_of(lines):
    """A regular expression for what is printed in the README."""
    parts = []
    for line in lines:
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
            continue
        words = [re.escape(part) for part in line.split("...")]
        parts.append(r".*".join(words) + r"[ ]*\n")
    return "".join(parts)


def do(command, edits):
    """What a line of the README prints."""
    if command.startswith("$EDITOR"):
        next(edits)()
        return ""
    tap.check(command.startswith("./lab "), f"README: {command}")
    words = re.findall(r'"[^"]*"|\S+', command)[1:]
    done = lab(*[word.strip('"') for word in words])
    return done.out


def test_the_map_of_exercises_is_that_of_the_labs():
    done = subprocess.run([sys.executable, "labs/tool/course_map.py",
                           "--check"], cwd=clone(), capture_output=True,
                          text=True, check=False)
    tap.equal((done.returncode, done.stderr), (0, ""))


def leave_an_interrupted_setup():
    """What meson leaves in build-lab/ when it is ended: no reason to fail."""
    folder = clone() / "build-lab/meson-private"
    folder.mkdir(parents=True)
    (folder / "coredata.dat").write_bytes(b"half")


def test_the_readme_is_what_happens():
    leave_an_interrupted_setup()
    edits = iter(EDITS)
    walked = blocks()
    commands = [command for command, _ in walked]
    for needed in ("./lab doctor", "./lab start timers", "./lab test",
                   "./lab hint", "./lab next"):
        tap.check(needed in commands, f"README shows no {needed}")
    tap.check(any(command.startswith("./lab submit")
                  for command in commands), "README shows no ./lab submit")
    for command, lines in walked:
        if command.startswith(("git clone", "cd ")):
            continue
        printed = do(command, edits)
        tap.check(re.fullmatch(pattern_of(lines), printed),
                  f"README prints for $ {command}\n" + "\n".join(lines)
                  + f"\nbut it is\n{printed}")
    tap.equal(next(edits, None), None, "edits left over")
    tap.check((clone() / "work/timers-ada.zip").is_file(), "no zip")
