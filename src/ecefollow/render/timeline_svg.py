"""A time axis as SVG that stands in a page: as wide as the page is, in the page's own colours.

Positions across are in per cent, so that nothing shrinks on a phone: the letters stay as large.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Final, NamedTuple

from ecefollow.register.deadlines import format_day
from ecefollow.render import months
from ecefollow.views.listing import marked
from ecefollow.views.page import Axis, Mark, Track
from ecefollow.views.report import Timeline
from ecefollow.views.report_records import ReportedAction

_MOST_TRACKS: Final = 24  # in one picture, which then fits a printed page
_MOST_TICKS: Final = 8  # whose names stand clear of each other on a phone
_HEAD: Final = 54  # pixels above the first track: the day asked, the years, the months
_TRACK: Final = 34
_LINE: Final = 24  # from the top of a track down to its line, below its words
_EDGE: Final = 2.0  # per cent left free at both ends, for whole marks

# Drawn once in a page; the pictures use them. The page's style sheet has their colours.
MARKS: Final = (
    '<svg class="marks" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<path id="mark-due" d="M0-5.5 5.5 0 0 5.5-5.5 0Z"/>'
    '<path id="mark-original" d="M0-5 5 0 0 5-5 0Z"/>'
    '<g id="mark-completed"><circle r="6.5"/><path d="M-3 .2-.8 2.6 3.2-2.4"/></g>'
    "</defs></svg>"
)


class _Span(NamedTuple):
    """The days from the first to the last of an axis, both shown."""

    first: int
    last: int

    def across(self, day: int) -> str:
        """Where a day lies on the axis, in per cent of its width."""
        share = (day - self.first) / (self.last - self.first)
        return f"{_EDGE + share * (100 - 2 * _EDGE):.2f}%"


def render(timeline: Timeline) -> list[str]:
    """The pictures of a timeline, one below the other where it is long."""
    axis = timeline.axis
    if not axis.tracks:
        return []
    shown, step = _months(axis)
    span = _Span(months.first_day(shown.start), months.first_day(shown.stop))
    ticks = months.ticks(shown, step)
    pairs = list(zip(axis.tracks, timeline.shown, strict=True))
    starts = range(0, len(pairs), _MOST_TRACKS)
    return [
        _picture(axis.day, ticks, span, pairs[start : start + _MOST_TRACKS], start)
        for start in starts
    ]


def _picture(
    day: date, ticks: range, span: _Span, pairs: list[tuple[Track, ReportedAction]], start: int
) -> str:
    height = _HEAD + len(pairs) * _TRACK + 4
    ident = f"timeline-{start}"
    day_x = span.across(day.toordinal())
    parts = [
        f'<svg class="timeline" role="img" width="100%" height="{height}"',
        f' aria-labelledby="{ident}-title {ident}-text">',
        f'<title id="{ident}-title">Deadlines on a time axis, as of {format_day(day)}</title>',
        f'<desc id="{ident}-text">{escape(" ".join(_in_words(*pair) for pair in pairs))}</desc>',
        *_ruler(ticks, span, height),
        f'<line class="asked" x1="{day_x}" x2="{day_x}" y1="16" y2="{height}"/>',
        f'<text class="asked" x="{day_x}" y="12" text-anchor="{_anchor(day_x)}">',
        f"{format_day(day)}</text>",
    ]
    for number, (track, action) in enumerate(pairs):
        parts += _track(track, action, day, span, _HEAD + number * _TRACK)
    return "".join([*parts, "</svg>"])


def _in_words(track: Track, action: ReportedAction) -> str:
    """The track in words, for those who do not see it."""
    facts = [f"{action.id}: {action.shown.words}", f"deadline {action.due}"]
    facts += [
        f"first deadline {format_day(day)}" for day, mark in track.marks if mark is Mark.ORIGINAL
    ]
    return f"{'; '.join(facts)}."


def _ruler(ticks: range, span: _Span, height: int) -> Iterator[str]:
    """A line and a name for each step, the years above the months."""
    for month in ticks:
        place = span.across(months.first_day(month))
        begins_year = month % months.YEAR == 0
        kind = "tick year" if begins_year else "tick"
        yield f'<line class="{kind}" x1="{place}" x2="{place}" y1="{_HEAD - 8}" y2="{height}"/>'
        if begins_year or month == ticks.start:
            year = months.year_name(month)
            yield f'<text class="tick year" x="{place}" y="{_HEAD - 26}">{year}</text>'
        if ticks.step < months.YEAR:
            name = months.month_name(month)
            yield f'<text class="tick" x="{place}" y="{_HEAD - 12}">{name}</text>'


def _track(track: Track, action: ReportedAction, day: date, span: _Span, top: int) -> Iterator[str]:
    """The words of a track above its line: the way its deadline was moved, its lateness, marks."""
    line = top + _LINE
    ordinals = {mark: marked.toordinal() for marked, mark in track.marks}
    due = ordinals[Mark.DUE]
    state = marked(action.shown.words, is_reading=action.is_marked)
    yield f'<g class="{track.state}">'
    yield (
        f'<text x="0" y="{top + 12}"><tspan class="id">{escape(action.id)}</tspan>'
        f'<tspan class="words" dx="7">{action.shown.sign} {escape(state)}</tspan>'
        f"</text>"
    )
    yield f'<line class="base" x1="0" x2="100%" y1="{line}" y2="{line}"/>'
    if Mark.ORIGINAL in ordinals:
        yield _bar("moved", ordinals[Mark.ORIGINAL], due, span, line)
    if track.is_late:
        yield _bar("late", due, ordinals.get(Mark.COMPLETED, day.toordinal()), span, line)
    for mark, ordinal in ordinals.items():
        yield f'<use class="{mark}" href="#mark-{mark}" x="{span.across(ordinal)}" y="{line}"/>'
    yield "</g>"


def _bar(name: str, begin: int, end: int, span: _Span, line: int) -> str:
    return (
        f'<line class="{name}" x1="{span.across(begin)}" x2="{span.across(end)}"'
        f' y1="{line}" y2="{line}"/>'
    )


def _anchor(place: str) -> str:
    """How a name stands at a place, so that it does not reach beyond the axis."""
    share = float(place.rstrip("%"))
    return "start" if share < 15 else "end" if share > 85 else "middle"  # noqa: PLR2004 - per cent


def _months(axis: Axis) -> tuple[range, int]:
    """The months that the axis covers, and in steps of how many."""
    covered = months.covered(axis)
    first, last = covered[0], covered[-1]
    step = next(step for step in months.STEPS if (last - first) // step < _MOST_TICKS)
    begin = max(first // step * step, months.FIRST)
    # To begin with a step is calm, unless it leaves much of the axis empty.
    return range(begin if step < months.YEAR else first, last + 1), step
