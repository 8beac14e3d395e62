"""lab_cases: what a student does with ./lab, and what can go wrong"""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile


from lab_tree import (begun, children_named, clone, environment,
                      expect, lab, mutant, solve, stub, tap, widest, work)
import jail

STATE = "work/.lab.json"
HEADERS = ("rule", "steps", "expected", "hint", "handout", "spec", "debug")


# ---- names and help --------------------------------------------------------

COMMANDS = ("doctor", "list", "start", "next", "test", "watch", "hint",
            "why", "trace", "debug", "reset", "progress", "submit")


def test_every_command_explains_itself_with_an_example():
    overview = expect("--help", 0).out
    for name in COMMANDS:
        tap.check(f"\n  {name} " in overview, f"{name} is not listed")
        text = expect(f"{name} --help", 0, f"example: ./lab {name}",
                      "exit status: 0").out
        tap.check(widest(text) <= 80, f"{name} --help is {widest(text)} wide")


def test_wrong_words_get_the_nearest_right_one():
    expect("tset", 3, "did you mean './lab test'?")
    expect("test tmers.2", 3, "did you mean 'timers.2'?")
    expect("list nolab", 3, "nothing is called 'nolab'")
    expect("test --zork", 3, "example: ./lab test")


def test_names_of_exercises():
    solve("tick_rate.c")
    begun()
    for name in ("timers.2", "tick_rate.c", "work/timers/tick_rate.c",
                 "timers.2/deadline_rounds_up"):
        expect(f"test {name}", 0, "timers.2", "PASS")
    expect("start timers.2", 0)
    for name in ("2", "deadline_*", "deadline_rounds_up"):
        expect(f"test {name}", 0, "timers.2", "PASS")
    expect("test timers.*", 1, "timers.1", "timers.8", "exercises pass")


# ---- doctor ----------------------------------------------------------------

def test_doctor_names_a_missing_compiler():
    expect("doctor", 3, "C compiler", "not found", "Debian: gcc",
           CC="no-such-cc")


def test_doctor_names_a_missing_tool():
    folder = clone() / "few-tools"
    folder.mkdir(exist_ok=True)
    for name in ("python3", "sh", "cc", "as", "ld", "ninja"):
        place = shutil.which(name)
        if place and not (folder / name).exists():
            (folder / name).symlink_to(place)
    done = expect("doctor", 3, "meson", "not found", PATH=str(folder))
    tap.check("MISS" in done.out, done.out)
    expect("start timers", 3, "./lab doctor", PATH=str(folder)) \
        if not (clone() / "build-lab/build.ninja").exists() else None
    shutil.rmtree(folder)


def test_the_tool_says_which_python_it_needs():
    expect("list", 3, "no no-such-python", PYTHON="no-such-python")


# ---- the verdicts ----------------------------------------------------------

def test_a_stub_says_what_is_to_be_done():
    stub("tick_rate.c")
    expect("test timers.2", 1, "not implemented yet",
           "work/timers/tick_rate.c", "What will be checked",
           "./lab hint timers.2")


def test_a_failure_is_told_in_the_right_order():
    mutant("deadline-rounds-down")
    done = expect("test timers.2", 1, "FAIL  a deadline is never early",
                  "rounded up", "1 less",
                  "./lab debug timers.2/deadline_rounds_up", " ns")
    places = [done.out.find(f" {word}") for word in HEADERS]
    tap.check(-1 not in places and places == sorted(places),
              f"{list(zip(HEADERS, places))}\n{done.out}")
    tap.check("assert" not in done.out.lower(), done.out)
    tap.check(widest(done.out) <= 80, f"{widest(done.out)} columns")


def test_equal_fields_are_not_shown():
    solve("guest_clock.c", "clock->offset_ns -= real_ns;", ";")
    done = expect("test timers.1", 1, "guest_time")
    table = done.out[done.out.index("expected"):]
    tap.check("running" not in table.partition("hint")[0], done.out)
    solve("guest_clock.c")


def test_a_slip_of_the_pen_is_shown_as_the_compiler_sees_it():
    solve("tick_rate.c", "        ns++;\n", "        ns++\n")
    expect("test timers.2", 2, "does not build: work/timers/tick_rate.c",
           "work/timers/tick_rate.c:", "error: ", "ns++")


def test_a_lost_function_is_named():
    solve("tick_rate.c", "uint64_t tick_rate_remaining",
          "uint64_t tick_rate_remains")
    done = expect("test timers.2", 2, "does not build",
                  "nothing defines tick_rate_remaining()")
    tap.check("/ld" not in done.out, done.out)


def test_a_function_of_the_library_cannot_be_defined_again():
    solve("tick_rate.c", "int64_t tick_rate_deadline_ns",
          "int timer_system_new(void) { return 1; }\n"
          "int64_t tick_rate_deadline_ns")
    expect("test timers.2", 2, "timer_system_new() is defined twice",
           "work/timers/tick_rate.c")


def test_another_exercise_that_does_not_build_hides_nothing():
    solve("guest_clock.c")
    solve("tick_rate.c", "        ns++;\n", "        ns++\n")
    expect("test timers.1", 0, "PASS", "left out", "tick_rate.c")
    solve("tick_rate.c")


def test_a_crash_is_told_by_the_sanitizer():
    solve("tick_rate.c", "        ns++;\n",
          "        ns += *(volatile int *)rate;\n"
          "        ns += ((volatile int *)rate)[100000];\n")
    done = expect("test timers.2", 1, "the program ended",
                  "work/timers/tick_rate.c:", "sanitizer",
                  "./lab debug timers.2/")
    tap.check("#0" not in done.out and "==" not in done.out, done.out)


def test_a_crash_without_sanitizers_names_the_signal():
    solve("tick_rate.c", "        ns++;\n", "        g_assert(ns == 0);\n")
    done = expect("test --no-sanitize timers.2", 1, "SIGABRT",
                  "work/timers/tick_rate.c")
    tap.check("Bail out" not in done.out, done.out)


def test_undefined_behaviour_is_named():
    solve("tick_rate.c", "return passed >= counts ? 0 : counts - passed;",
          "return counts / (passed - passed);")
    expect("test timers.2", 1, "division by zero at work/timers/tick_rate.c")


def test_a_loop_without_end_is_told_with_its_step():
    solve("tick_rate.c", "        ns++;\n", "        for (;;) { }\n")
    expect("test timers.2/deadline_rounds_up", 1, "did not answer in time",
           "no answer to step 1")
    tap.equal(children_named(f"{clone()}/build-lab"), [], "left running")


def test_leaving_the_program_is_no_way_to_pass():
    solve("tick_rate.c", "        ns++;\n", "        exit(0);\n")
    expect("test timers.2", 1, "is there a call of exit()")


def test_a_solution_passes():
    solve("tick_rate.c")
    expect("test timers.2", 0, "PASS", "10 points")
    expect("list timers", 0, "timers.2   10  passed")
    expect("progress", 0, "of 100")


def test_other_random_choices():
    solve("tick_rate.c")
    expect("test timers.2 --seed 12345", 0, "PASS")
    mutant("deadline-rounds-down")
    expect("test timers.2 --seed 12345", 1, "(seed 12345)")


def test_graders_jail_at_home():
    try:
        jail.best_tier()
    except jail.JailError as problem:
        raise tap.Skip(str(problem)) from None
    solve("tick_rate.c")
    done = lab("test", "timers.2", "--as-graded")
    tap.equal(done.status, 0, done.text)


# ---- one test, closely -----------------------------------------------------

def test_why_and_trace():
    mutant("deadline-rounds-down")
    expect("why deadline_rounds_up", 1, "FAIL  a deadline", "expected")
    expect("trace deadline_rounds_up", 1, "-> 1. ", "expected ",
           "./lab debug timers.2/deadline_rounds_up")
    expect("why timers.2", 3, "name one:")
    solve("tick_rate.c")
    expect("why deadline_rounds_up", 0, "passes")
    expect("trace deadline_rounds_up", 0, "every step agrees")


def test_debug_stops_in_the_students_function():
    if not shutil.which("gdb") and not shutil.which("gdb-multiarch"):
        raise tap.Skip("no gdb")
    mutant("deadline-rounds-down")
    expect("debug deadline_rounds_up --batch", 0, "Breakpoint",
           "tick_rate_counts_to_ns", "work/timers/tick_rate.c")
    expect("debug deadline_rounds_up", 3, "needs a terminal")


def test_debug_without_gdb():
    folder = clone() / "no-gdb"
    folder.mkdir()
    (folder / "python3").symlink_to(shutil.which("python3"))
    expect("debug deadline_rounds_up", 3, "gdb is not installed",
           PATH=str(folder))
    shutil.rmtree(folder)


# ---- start, reset, the state -----------------------------------------------

def test_start_touches_no_file_that_is_there():
    work("tick_rate.c").write_text("mine\n")
    expect("start timers", 0, "none was touched")
    tap.equal(work("tick_rate.c").read_text(), "mine\n")
    solve("tick_rate.c")


def test_reset_keeps_what_was_there():
    work("tick_rate.c").write_text("mine\n")
    expect("reset timers.2", 0, "is kept as work/.backup/timers/tick_rate.c")
    kept = sorted((clone() / "work/.backup/timers").glob("tick_rate.c.*"))
    tap.equal(kept[-1].read_text(), "mine\n")
    tap.check("lab_todo" in work("tick_rate.c").read_text(), "no stub")
    expect("reset timers.2", 0, "the stub already")


def test_hints_are_opened_one_after_the_other():
    (clone() / STATE).unlink(missing_ok=True)
    expect("hint timers.2 --again", 0, "no rung is open yet")
    for opened in (1, 2, 3):
        done = expect("hint timers.2", 0, f"{opened} of 3")
        tap.check(f"{opened + 1} of 3  " not in done.out, done.out)
    expect("hint timers.2 --again", 0, "3 of 3")
    mutant("deadline-rounds-down")
    expect("test timers.2", 1, "all 3 rungs are open")


def test_the_state_can_be_deleted():
    solve("tick_rate.c")
    expect("test timers.2", 0)
    (clone() / STATE).unlink()
    expect("list timers", 0, "timers.2   10  started")
    expect("test", 3, "./lab start")
    expect("test timers.2", 0)
    expect("list timers", 0, "timers.2   10  passed")


def test_a_damaged_state_is_said_and_replaced():
    for text in ("{", '{"schema": "other"}', "[]", '"x"', "\0\xff"):
        (clone() / STATE).write_text(text, encoding="latin-1")
        expect("list", 0, "work/.lab.json", "timers")
    shapes = {"schema": "lectern/lab-state/1", "hints": {"timers.2": "x"},
              "results": {"timers.2": 7}, "events": [1], "current": 3}
    (clone() / STATE).write_text(json.dumps(shapes))
    expect("list timers", 0)
    expect("start timers.2", 0)
    tap.equal(json.loads((clone() / STATE).read_text())["current"],
              "timers.2")


def test_a_changed_file_is_no_longer_passed():
    solve("tick_rate.c")
    expect("test timers.2", 0)
    with open(work("tick_rate.c"), "a", encoding="utf-8") as file:
        file.write("/* more */\n")
    expect("list timers", 0, "timers.2   10  changed")
    expect("progress", 0, "changed since the last test: timers.2")


def test_time_is_measured_only_when_asked_for():
    begun()
    expect("progress --time off", 0)
    expect("test timers.2", 0)
    tap.equal(json.loads((clone() / STATE).read_text())["events"], [])
    expect("progress --time on", 0, "measured from now on")
    expect("test timers.2", 0)
    tap.check(json.loads((clone() / STATE).read_text())["events"], "no event")
    expect("progress --time off", 0, "gone")


# ---- submit ----------------------------------------------------------------

def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_submit_packs_the_same_bytes_each_time():
    solve("tick_rate.c")
    (clone() / "work/timers/notes.txt").write_text("mine")
    path = clone() / "work/timers-ada-l.zip"
    expect("submit timers --name Ada_L", 1, "notes.txt",
           "Written: work/timers-ada-l.zip")
    first = digest(path)
    path.unlink()
    os.utime(work("tick_rate.c"), (1, 1))
    expect("submit timers", 1, "Written: work/timers-ada-l.zip")
    tap.equal(digest(path), first)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    tap.check("tick_rate.c" in names and "notes.txt" not in names, names)


def test_submit_takes_the_form_along():
    expect("submit timers --name ada --hours 2.5 --unclear heaps", 1)
    with zipfile.ZipFile(clone() / "work/timers-ada.zip") as archive:
        form = json.loads(archive.read("form.json"))
    tap.equal((form["hours"], form["unclear"], form["lab"]),
              (2.5, "heaps", "timers"))


def test_submit_refuses_what_does_not_build():
    solve("tick_rate.c", "        ns++;\n", "        ns++\n")
    path = clone() / "work/timers-ada.zip"
    path.unlink(missing_ok=True)
    expect("submit timers --name ada", 2, "Nothing was packed", "error: ")
    tap.check(not path.exists(), "a zip was written")
    solve("tick_rate.c")


def test_submit_refuses_a_link():
    work("tick_rate.c").unlink()
    work("tick_rate.c").symlink_to("/etc/passwd")
    expect("submit timers", 3, "is not a regular file")
    work("tick_rate.c").unlink()
    solve("tick_rate.c")


def test_submit_before_start():
    moved = clone() / "elsewhere"
    os.rename(begun() / "work/timers", moved)
    expect("submit timers", 3, "./lab start timers")
    os.rename(moved, clone() / "work/timers")


# ---- places that cannot be written -----------------------------------------

def as_nobody(*words):
    """./lab run by one who may read the clone and not write it."""
    clone().chmod(0o755)

    def drop():
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    return subprocess.run(["./lab", *words], cwd=clone(), text=True,
                          env=environment(), capture_output=True,
                          preexec_fn=drop, timeout=60, check=False,
                          stdin=subprocess.DEVNULL)


def test_a_tree_that_cannot_be_written_is_said():
    if os.geteuid() != 0:
        raise tap.Skip("only root can become somebody else")
    begun()
    for words in (("start", "timers"), ("test", "timers.2"),
                  ("submit", "timers", "--name", "x"),
                  ("reset", "timers.2")):
        done = as_nobody(*words)
        text = done.stdout + done.stderr
        tap.check("Traceback" not in text and "error of the tool" not in text,
                  text)
        tap.equal(done.returncode, 3, f"{words}: {text}")
        tap.check("annot write" in text and "ermission denied" in text, text)
    done = as_nobody("hint", "timers.2")
    tap.equal(done.returncode, 0, done.stderr)
    tap.check("progress is not kept" in done.stderr, done.stderr)
    tap.equal(as_nobody("doctor").returncode, 3, "doctor")


def test_a_damaged_course_is_said():
    path = clone() / "labs/timers/lab.toml"
    text = path.read_text()
    path.write_text(text.replace("points = 10", "points = 11", 1))
    try:
        expect("list", 3, "the course in labs/ is damaged")
        path.write_text("[[[")
        expect("list", 3, "the course in labs/ is damaged")
        expect("doctor", 3, "damaged")
    finally:
        path.write_text(text)


def test_an_error_of_ours_is_one_line_and_a_log():
    path = clone() / "labs/tool/lab_hint.py"
    text = path.read_text()
    path.write_text(text + "\nRUNGS = None\n")
    try:
        done = expect("hint timers.2", 3, "an error of the tool itself",
                      "details in")
        tap.equal(len(done.err.splitlines()) <= 2, True, done.err)
        log = clone() / "work/lab-error.log"
        tap.check("Traceback" in log.read_text(), "no log")
        log.unlink()
    finally:
        path.write_text(text)


def test_the_libraries_not_building_is_not_the_students_fault():
    path = clone() / "timers/timer.c"
    text = path.read_text()
    path.write_text(text + "\n#error broken\n")
    try:
        expect("test timers.2", 3, "the tree's own files do not build",
               "build-lab/")
    finally:
        path.write_text(text)


# ---- a tree that was handed out --------------------------------------------

def handed_out(folder):
    """A tree without sources: stubs, a kit, recorded answers."""
    from check import LiveReference, record_trace
    from course import load_course
    from scenario import load_scenarios
    begun()
    for name in ("lab", "labs/course.toml", "labs/tool"):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (clone() / name).is_dir() else shutil.copy2
        copy(clone() / name, place)
    (folder / "labs/timers").mkdir()
    for path in (clone() / "labs/timers").glob("*.*"):
        if not path.name.startswith(("worker", "meson", "official")):
            shutil.copy2(path, folder / "labs/timers")
    built = clone() / "build-lab/labs"
    shutil.copytree(built / "kit/timers", folder / "labs/timers/kit",
                    ignore=shutil.ignore_patterns("ref", "cache"))
    lab_timers = load_course(clone()).labs["timers"]
    data = record_trace(LiveReference([str(built / "lab_worker_timers")]),
                        load_scenarios(lab_timers), ["public"])
    (folder / "labs/timers/traces.json").write_text(json.dumps(data))


def test_a_tree_that_was_handed_out():
    folder = clone() / "handed-out"
    handed_out(folder)
    mutant("deadline-rounds-down")
    expect("list", 0, "timers", folder=folder)
    expect("start timers.2", 0, folder=folder)
    expect("test", 1, "not implemented yet", folder=folder)
    shutil.copy(work("tick_rate.c"), folder / "work/timers")
    expect("test", 1, "1 less", "FAIL  a deadline", folder=folder)
    expect("trace deadline_rounds_up", 1, "-> 1. ", folder=folder)
    solve("tick_rate.c")
    shutil.copy(work("tick_rate.c"), folder / "work/timers")
    expect("test", 0, "PASS", folder=folder)
    expect("test --seed 7", 3, "recorded", folder=folder)
    shutil.rmtree(folder)
