"""gradescope_limit: whether a submission comes too soon after others

Decided from when submissions were made, never from the clock: a regrade
months later decides the same. Submissions that the grader failed on do not
count. Over the limit nothing is run; the newest earlier results are shown
again, so that the score stays what it was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

NOTE = "limit"                  # in extra_data of what was shown again


@dataclass(frozen=True)
class Limit:
    """At most @count graded submissions in any @hours hours; 0: no limit."""
    count: int = 0
    hours: float = 24.0


def instant(text):
    """A time stamp of the metadata; ValueError when it is none."""
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError(f"'{text}' has no time zone")
    return moment


def earlier(metadata):
    """(when, submission) of the submissions before this, oldest first."""
    now = instant(metadata["created_at"])
    rows = [(instant(row["submission_time"]), row)
            for row in metadata.get("previous_submissions") or []]
    return sorted([pair for pair in rows if pair[0] < now],
                  key=lambda pair: pair[0])


def _was_shown_again(row):
    extra = (row.get("results") or {}).get("extra_data") or {}
    return bool(extra.get(NOTE))


def counted(metadata, limit):
    """When the submissions were made that count against the limit."""
    begin = instant(metadata["created_at"]) - timedelta(hours=limit.hours)
    return [when for when, row in earlier(metadata) if when > begin
            and not row.get("autograder_error")
            and not _was_shown_again(row)]


def free_at(metadata, limit):
    """When the next submission is graded; None: this one is."""
    found = counted(metadata, limit)
    if not limit.count or len(found) < limit.count:
        return None
    return found[-limit.count] + timedelta(hours=limit.hours)


def shown_again(metadata, limit, when):
    """The results of a submission over the limit."""
    words = (f"This submission was not graded: only {limit.count} are in "
             f"{limit.hours:g} hours. The next one counts from "
             f"{when.isoformat(sep=' ', timespec='minutes')}. Below is what "
             "there was before.")
    before = earlier(metadata)
    last = before[-1][1] if before else {}
    made = dict(last.get("results") or {"tests": []})
    if "score" not in made and last.get("score") is not None \
            and not made.get("tests"):
        made["score"] = float(last["score"])
    made["output"] = words + "\n\n" + str(made.get("output") or "")
    made["output_format"] = "text"
    made["extra_data"] = (made.get("extra_data") or {}) | {NOTE: True}
    made.pop("execution_time", None)
    return made
