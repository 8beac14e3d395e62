"""A submission that brings headers of its own, to be found first."""


def headers(folder, facts):
    text = facts.wrong
    header = "#pragma once\n#define icount_clock_ns icount_clock_mine\n"
    for place in ("timers/include/timers/icount.h", "timers/icount.h",
                  "icount.h", "work/timers/icount.h", "glib.h"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header)
    (folder / "icount_clock.c").write_text(
        "static void attack(void) { }\n" + text)
    return folder
