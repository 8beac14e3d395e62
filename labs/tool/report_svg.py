"""report_svg: the plots of the class report as SVG text.

Each is a picture that stands alone: no script, no font from elsewhere,
colours by class so that the page's style sheet has a light and a dark set.
Numbers stand beside the bars; a <title> gives the rest on hovering.
"""

from html import escape

ROW, BAR = 22, 14               # height of a row and of its bar


def svg(width, height, parts, label):
    return (f'<svg viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-label="{escape(label)}">'
            + "".join(parts) + "</svg>")


def rect(place, size, kind, title=""):
    """A bar at @place with a @size, both (x, y) and (width, height)."""
    note = f"<title>{escape(title)}</title>" if title else ""
    return (f'<rect x="{place[0]:.1f}" y="{place[1]:.1f}" '
            f'width="{max(size[0], 0):.1f}" height="{max(size[1], 0):.1f}" '
            f'class="{kind}">{note}</rect>')


def label(place, words, kind="", anchor="start"):
    return (f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" class="{kind}" '
            f'text-anchor="{anchor}">{escape(words)}</text>')


def rule(start, end, kind="axis"):
    return (f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
            f'x2="{end[0]:.1f}" y2="{end[1]:.1f}" class="{kind}"/>')


def histogram(bins, unknown=0, what="share of the points"):
    """How many scored 0-10 %, 10-20 %, ... and, apart, how many have none."""
    width, base, top = 264, 96, 18
    most = max([*bins, unknown, 1])
    step = 20
    parts = [rule((8, base), (8 + step * len(bins), base))]
    for index, count in enumerate(bins):
        height = (base - top) * count / most
        low = 100 * index // len(bins)
        x = 9 + step * index
        parts.append(rect((x, base - height), (step - 2, height), "pass",
                          f"{low}-{low + 100 // len(bins)} %: {count}"))
        if count:
            parts.append(label((x + step / 2 - 1, base - height - 3),
                               str(count), "small", "middle"))
    for share in (0, 50, 100):
        parts.append(label((9 + step * len(bins) * share / 100, base + 13),
                           f"{share} %", "small", "middle"
                           if share else "start"))
    if unknown:
        x, height = 9 + step * len(bins) + 22, (base - top) * unknown / most
        parts += [rect((x, base - height), (step - 2, height), "infra",
                       f"not graded: {unknown}"),
                  label((x + step / 2 - 1, base - height - 3), str(unknown),
                        "small", "middle"),
                  label((x + step / 2 - 1, base + 13), "none", "small",
                        "middle")]
    return svg(width, base + 18, parts, f"histogram: {what}")


def stacked(rows, kinds):
    """Rows of (name, counts by kind, words) as bars that fill the width."""
    left, width = 270, 340
    parts = []
    for index, (name, counts, words) in enumerate(rows):
        y = index * ROW + 4
        total = sum(counts.values()) or 1
        parts.append(label((0, y + 11), name, "name"))
        x = left
        for kind in kinds:
            size = width * counts.get(kind, 0) / total
            if size:
                parts.append(rect((x, y), (size, BAR),
                                  kind.replace(" ", "-"),
                                  f"{name}: {counts[kind]} {kind}"))
            x += size
        parts.append(label((left + width + 8, y + 11), words, "small"))
    return svg(760, len(rows) * ROW + 6, parts, "bars by verdict")


def bars(rows, kind="wrong"):
    """Rows of (name, value, words), the longest as wide as there is room."""
    left, width = 330, 280
    most = max([value for _, value, _ in rows] + [1])
    parts = []
    for index, (name, value, words) in enumerate(rows):
        y = index * ROW + 4
        parts += [label((0, y + 11), name, "name"),
                  rect((left, y), (width * value / most, BAR), kind,
                       f"{name}: {words}"),
                  label((left + width * value / most + 8, y + 11), words,
                        "small")]
    return svg(760, len(rows) * ROW + 6, parts, "bars")


def scatter(pairs):
    """Shares (before, after, who) of a regrade; the diagonal is no change."""
    left, top, size = 44, 10, 260
    bottom = top + size
    parts = [rule((left, bottom), (left + size, bottom)),
             rule((left, top), (left, bottom)),
             rule((left, bottom), (left + size, top), "same")]
    for share in (0, 50, 100):
        at = size * share / 100
        parts += [label((left + at, bottom + 15), f"{share} %", "small",
                        "middle"),
                  label((left - 6, bottom - at + 4), f"{share} %", "small",
                        "end")]
    for before, after, who in pairs:
        kind = "same-dot" if abs(before - after) < 1e-9 else (
            "up" if after > before else "down")
        x, y = left + size * before, bottom - size * after
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" '
                     f'class="{kind}"><title>{escape(who)}: '
                     f'{before:.0%} to {after:.0%}</title></circle>')
    parts += [label((left + size / 2, bottom + 32), "before", "small",
                    "middle"),
              label((left + size + 10, top + 10), "after: above the line "
                    "is better", "small")]
    return svg(520, bottom + 40, parts, "before and after")


def legend(kinds):
    """The colours of stacked()."""
    parts, x = [], 0
    for kind in kinds:
        parts += [rect((x, 3), (12, 12), kind.replace(" ", "-")),
                  label((x + 17, 13), kind, "small")]
        x += 30 + 7 * len(kind)
    return svg(760, 18, parts, "legend")
