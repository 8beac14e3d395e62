"""report_html: the class report as one page that needs nothing else.

No script, no picture or font from elsewhere (a content policy in the page
forbids both), plots as SVG. Everything that comes from a submission is
escaped by e(); nothing else makes text of it.
"""

from html import escape

import export_text as text
import export_view as view
import report_changes
import report_numbers as numbers
import report_svg as draw

LONGEST = 38                    # of a name beside a bar
BARS, CLUSTERS, PAIRS = 8, 20, 40
STYLE = """
:root { --ink: #1d2733; --soft: #5b6675; --paper: #ffffff; --line: #d7dde4;
  --pass: #2a7f9e; --wrong: #d1662f; --crash: #8f2d56; --time: #c9a227;
  --none: #aeb7c2; --infra: #4b3f72; --fill: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef;
  --soft: #9aa6b4; --paper: #14191f; --line: #333d49; --pass: #55aecb;
  --wrong: #e88b58; --crash: #d0668f; --time: #dcbd56; --none: #5b6675;
  --infra: #a291dd; --fill: #1c232b; } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 24px 20px 60px; max-width: 1000px;
  color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif }
h1 { font-size: 26px; margin: 0 0 4px } h2 { font-size: 19px;
  margin: 36px 0 6px; border-bottom: 1px solid var(--line) }
h3 { font-size: 15px; margin: 16px 0 2px }
p { margin: 4px 0 10px; max-width: 70ch } .soft { color: var(--soft) }
table { border-collapse: collapse; margin: 8px 0 14px; width: 100%;
  font-size: 14px } th, td { text-align: left; padding: 3px 10px 3px 0;
  border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: break-word; max-width: 340px }
th { color: var(--soft); font-weight: 600 } td.n, th.n { text-align: right;
  white-space: nowrap; overflow-wrap: normal }
a { color: var(--pass) }
code { font: 13px ui-monospace, "DejaVu Sans Mono", monospace }
.cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0 }
.card { background: var(--fill); border-radius: 8px; padding: 10px 16px;
  min-width: 120px } .card b { display: block; font-size: 24px;
  line-height: 1.25 } .alert { border-left: 4px solid var(--infra);
  background: var(--fill); padding: 8px 14px }
.grid { display: grid; gap: 8px 20px;
  grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)) }
svg { max-width: 100%; height: auto; display: block }
svg text { font: 12px system-ui, "DejaVu Sans", sans-serif;
  fill: var(--ink) } svg text.small { font-size: 11px; fill: var(--soft) }
svg text.name { font: 11.5px ui-monospace, "DejaVu Sans Mono", monospace }
svg line.axis { stroke: var(--soft) } svg line.same { stroke: var(--line);
  stroke-dasharray: 4 4 } .pass, .up { fill: var(--pass) }
.wrong, .down { fill: var(--wrong) } .crash { fill: var(--crash) }
.time-or-memory { fill: var(--time) } .not-run { fill: var(--none) }
.infra { fill: var(--infra) } .same-dot { fill: var(--none) }
@media print { h2 { break-after: avoid } .card { border: 1px solid #999 } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def e(value, limit=text.LINE_LIMIT):
    """Any text of a record, for HTML."""
    return escape(text.line(value, limit))


def short(name, limit=LONGEST):
    return text.line(name) if len(name) <= limit else \
        text.line(name)[:limit - 1] + "\u2026"


def table(head, rows):
    """@head: names, those of numbers end with '#'; cells are HTML."""
    kinds = [' class="n"' if name.endswith("#") else "" for name in head]
    made = ["<table><thead><tr>"]
    made += [f"<th{kind}>{escape(name.rstrip('#'))}</th>"
             for name, kind in zip(head, kinds)]
    made.append("</tr></thead><tbody>")
    for row in rows:
        made.append("<tr>" + "".join(
            f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds))
            + "</tr>")
    return "".join(made) + "</tbody></table>\n"


def percent(share):
    return f"{100 * share:.0f} %"


def cards(found):
    shares = numbers.scores(found)
    quarter, median, top = numbers.quartiles(shares)
    rows = [(len(found.records), "submissions"),
            (len(shares), "graded"),
            (percent(median), "median"),
            (f"{percent(quarter)} \u2013 {percent(top)}", "middle half"),
            (sum(share > 1 - 1e-6 for share in shares), "full marks")]
    return '<div class="cards">' + "".join(
        f'<div class="card"><b>{escape(str(value))}</b>{what}</div>'
        for value, what in rows) + "</div>\n"


def not_graded(found):
    rows = list(numbers.not_graded(found.records))
    rows += [("", problem) for problem in found.problems]
    if not rows:
        return "<p>Every submission has a score.</p>\n"
    return (f'<div class="alert"><b>{len(rows)} without a score</b>: the '
            "grader failed here, these are no zeros. Grade them again."
            + table(["student", "why"], [(e(who), e(why))
                                         for who, why in rows]) + "</div>\n")


def total(found):
    bins = [0] * numbers.BINS
    for share in numbers.scores(found):
        bins[numbers.share_bin(share, 1)] += 1
    unknown = len(found.records) - sum(bins)
    return draw.histogram(bins, unknown, "total") + "\n"


def exercises(found):
    made = ['<div class="grid">']
    for row in found.exercises:
        made.append(
            f"<div><h3>{e(row.id)} {e(row.title)}</h3>"
            + draw.histogram(row.bins, row.unknown, row.id)
            + f'<p class="soft">mean {text.points(row.mean)} of '
            f"{text.points(row.points)}, full marks: {row.full}</p></div>")
    return "".join(made) + "</div>\n"


def tests(found):
    rows = [(short(row.id), row.counts,
             f"{percent(row.rate)} fail") for row in found.tests]
    worst = sorted(found.tests, key=lambda row: -row.rate)[:8]
    return (draw.legend(numbers.GROUPS) + draw.stacked(rows, numbers.GROUPS)
            + "<h3>Failed most</h3>" + table(
                ["fail#", "test", "what it claims", "rule"],
                [(percent(row.rate), f"<code>{e(row.id)}</code>",
                  e(row.title), e(row.rule))
                 for row in worst if row.rate]))


def clusters(found):
    shown = found.clusters[:CLUSTERS]
    if not shown:
        return "<p>No two submissions went wrong at the same place.</p>\n"
    bars = [(short(f"{row.test} step {row.step}", 46), len(row.students),
             f"{len(row.students)}") for row in shown[:BARS]]
    return draw.bars(bars) + table(
        ["n#", "test", "step#", "field", "expected", "most answered",
         "students"],
        [(len(row.students), f"<code>{e(row.test)}</code><br>"
          f'<span class="soft">{e(row.rule)}</span>',
          e("" if row.step is None else row.step), e(row.field),
          e(row.sample[0], 60), e(row.sample[1], 60),
          e(", ".join(row.students), 90)) for row in shown])


def _hours(forms):
    hours = [form.hours for form in forms.values()
             if form.hours is not None]
    if not hours:
        return ('<p class="soft">No submission says how long it took '
                "(students choose to tell).</p>")
    quarter, middle, top = numbers.quartiles(hours)
    return (f"<p>{len(hours)} say how long it took: {middle:.1f} hours in "
            f"the middle, half of them {quarter:.1f} to {top:.1f}, "
            f"{max(hours):.1f} at most.</p>")


def _hints(found, forms):
    """Bars of how many opened a hint of each exercise."""
    opened = {row.id: sum(form.hints.get(row.id, 0) > 0
                          for form in forms.values())
              for row in found.exercises}
    if not any(opened.values()):
        return ""
    return "<h3>Opened a hint</h3>" + draw.bars(
        [(short(f"{row.id} {row.title}", 46), opened[row.id],
          f"{opened[row.id]} of {len(forms)}")
         for row in found.exercises], "pass")


def _unclear(forms):
    rows = [(e(who), e(form.unclear, 400))
            for who, form in sorted(forms.items()) if form.unclear]
    return "<h3>What was unclear</h3>" + table(
        ["student", "in their words"], rows[:PAIRS]) if rows else ""


def time_spent(found, forms):
    slow = sorted(found.tests, key=lambda row: -row.median_ms)[:5]
    whole = [numbers.seconds(record) for record in found.records]
    return _hours(forms) + _hints(found, forms) + _unclear(forms) + (
        f"<p>Grading a submission took {numbers.quartiles(whole)[1]:.2f} s "
        f"in the middle, {max(whole, default=0):.2f} s at most, its build "
        "apart. Slowest tests: "
        + ", ".join(f"<code>{e(row.id)}</code> {row.median_ms:.0f} ms"
                    for row in slow) + ".</p>\n")


def similar(pairs):
    if not pairs:
        return "<p>No pair stands out.</p>\n"
    return ('<p>For a person to look at; this proves nothing. Compared are '
            "runs of tokens that few others have, names ignored.</p>"
            + table(["alike#", "file", "students", "runs#",
                     "words only these two use"],
                    [("equal" if pair.equal else percent(pair.share),
                      f"<code>{e(pair.file)}</code>",
                      e(" and ".join(pair.students)), pair.runs,
                      "<code>" + e(", ".join(pair.words)) + "</code>")
                     for pair in pairs[:PAIRS]]))


def _tests_changed(row):
    shown = [f"{name}: {old} \u2192 {new}" for name, old, new in row.tests]
    more = len(shown) - 4
    return "<br>".join(map(e, shown[:4])) + (
        f"<br>and {more} more" if more > 0 else "")


def changes(rows):
    """@rows of report_changes.compare()."""
    moved = report_changes.changed(rows)
    made = draw.scatter(report_changes.shares(rows))
    return made + f"<p>{len(moved)} of {len(rows)} changed.</p>" + (table(
        ["student", "before#", "after#", "verdicts", "changed with it"],
        [(e(row.student), text.points(row.before), text.points(row.after),
          _tests_changed(row), e(row.why)) for row in moved])
        if moved else "")


def students(found, links):
    head = ["student", "score#", *[f"{row.id.rpartition('.')[2]}#"
                                   for row in found.exercises], "notes"]
    rows = []
    for record in found.records:
        scores = {row["id"]: row["score"] for row in record["exercises"]}
        who = e(record["student"])
        link = links.get(record["student"])
        rows.append((
            f'<a href="{escape(link)}">{who}</a>' if link else who,
            text.points(record["score"]),
            *[text.points(scores.get(row.id)) for row in found.exercises],
            e("; ".join([record["status"]] * (record["status"] != "graded")
                        + (record.get("flags") or [])), 90)))
    return table(head, rows)


def section(name, body, note=""):
    return f"<h2>{escape(name)}</h2>\n" + (
        f'<p class="soft">{escape(note)}</p>\n' if note else "") + body


def lab(found, extra):
    """@extra: pairs, changes (None: no regrade), forms and links."""
    parts = [
        section("Without a score", not_graded(found)),
        section("Totals", total(found)),
        section("Exercises", exercises(found)),
        section("Tests", tests(found), "In the order of the lab."),
        section("First differences", clusters(found), "Submissions whose "
                "exercise first went wrong in the same test, step and field: "
                "often one misconception."),
        section("Time and hints", time_spent(found, extra["forms"])),
        section("Near-identical submissions", similar(extra["pairs"]))]
    if extra["changes"] is not None:
        parts.append(section("Before and after", changes(extra["changes"])))
    parts.append(section("Students", students(found, extra["links"])))
    return cards(found) + "".join(parts)


def page(title, parts):
    """@parts: (lab's name, HTML) in the order of the page."""
    body = "".join(f"<h1>{e(name)}</h1>\n{made}" for name, made in parts)
    return ("<!DOCTYPE html>\n<html lang=\"en\"><head>"
            '<meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>{e(title)}</title><style>{STYLE}</style></head>\n"
            f"<body>{body}</body></html>\n")


def unreadable(problems):
    """The page of a folder without any result."""
    return section("Nothing to report", "<p>" + "<br>".join(
        e(problem) for problem in problems or
        [f"no {view.SCHEMA} in this folder"]) + "</p>")
