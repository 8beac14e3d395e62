"""A solution that knows what the public seed asks, and nothing else."""
from scenario import PUBLIC_SEED

HEAD = """#include "timers/icount.h"

static const struct {
    unsigned shift;
    int64_t bias;
    uint64_t retired;
    int64_t deadline;
} known[] = {
%s};

static bool knows(const IcountClock *clock, uint64_t retired)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (known[i].retired == retired) {
            return true;
        }
    }
    (void)clock;
    return false;
}
"""


def _guarded(text):
    """The reference, but only for questions that are in the table."""
    parts = text.split("\n{\n")
    guard = ("\n{\n    if (!knows(clock, retired)) {\n"
             "        return 0;\n    }\n")
    return parts[0] + "".join(guard + part for part in parts[1:])


def table(folder, facts):
    rows = []
    for scenario in facts.scenarios:
        if scenario.exercise == "timers.8":
            rows += [step.args for step in scenario.steps(PUBLIC_SEED)
                     if step.op == "icount"]
    known = "".join(f"    {{ {a}, {b}, {c}u, {d} }},\n"
                    for a, b, c, d in rows)
    (folder / "icount_clock.c").write_text(
        HEAD % known + _guarded(facts.solution["icount_clock.c"]))
    return folder
